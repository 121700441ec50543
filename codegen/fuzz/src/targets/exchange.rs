//! A client whose responses a function makes, without IO.

use crate::runtime::Value;
use crate::runtime::http::{self, Body, Bytes, Call, HttpResponse, Mock, Request, call, client_type, pages, table};
use crate::targets::stream::read;

/// The client of an API at `https://api.test/v1`.
#[derive(Debug, Clone)]
pub struct Client(http::Client);

/// Its builder.
#[derive(Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder(http::Builder);

const SCHEMES: &[http::SecurityScheme] = &[
    http::SecurityScheme { name: "bearer", kind: http::SchemeKind::Bearer },
    http::SecurityScheme { name: "key", kind: http::SchemeKind::Query("key") },
];

client_type!(Client, ClientBuilder, SCHEMES, "https://api.test/v1");

/// Secrets that only the API may receive.
pub const SECRETS: [&str; 3] = ["secret-token", "secret-key", "secret-header"];

macro_rules! list {
    ($name:ident, $method:literal, $next:expr) => {
        pub struct $name(Call);

        impl $name {
            const TABLE: table::Operation = table::Operation {
                name: "list",
                method: $method,
                path: "/list/all",
                security: &[&[table::Scheme::new(0), table::Scheme::new(1)]],
                successes: &[table::Reply::json(table::Status::Exact(200))],
                ..table::Operation::EMPTY
            };
        }

        call!($name => json Value, (); cases std::convert::Infallible);
        pages!($name => Value, |page| vec![page]; table::Paging { items: &["data"], next: $next });
    };
}

list!(ByUrl, "GET", table::Next::Url { path: &["next"] });
list!(ByLink, "GET", table::Next::Link);
list!(Written, "POST", table::Next::Link);

/// How a list continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Url,
    Link,
    /// As `Link`, with a body.
    Post,
}

/// Reads a list to its end, and returns the requests.
pub fn requests(
    way: Way,
    respond: impl Fn(&Request<Bytes>) -> HttpResponse<Body> + Send + Sync + 'static,
) -> Vec<Request<Bytes>> {
    let mock = Mock::new(respond);
    let builder = Client::builder().transport(mock.clone()).default_header("X-Secret", SECRETS[2]).max_pages(5);
    let builder = ClientBuilder(builder.0.credential(0, SECRETS[0]).credential(1, SECRETS[1]));
    let client = builder.build().expect("the settings are valid");
    let most = 1_000;
    match way {
        Way::Url => drop(read(ByUrl(Call::new(&ByUrl::TABLE)).with_client(&client).items(), most)),
        Way::Link => drop(read(ByLink(Call::new(&ByLink::TABLE)).with_client(&client).items(), most)),
        Way::Post => {
            let mut call = Call::new(&Written::TABLE);
            call.text("text/plain", SECRETS[2].to_owned());
            drop(read(Written(call).with_client(&client).items(), most));
        }
    }
    mock.take_requests()
}
