//! The operations as oasmith generates them.

use crate::ours;
use crate::runtime::http::{ByteStream, Call, Client, EventStream, JsonLines, call, pages, table};

/// The call `GET /customers`.
pub struct ListCustomers(Call);

impl ListCustomers {
    const TABLE: table::Operation = table::Operation {
        name: "list_customers",
        method: "GET",
        path: "/customers",
        parameters: &[table::Parameter::query("after")],
        successes: &[table::Reply::json(table::Status::Exact(200))],
        ..table::Operation::EMPTY
    };

    /// Creates the call with its required parameters.
    pub fn new(client: &Client) -> Self {
        Self(Call::new(&Self::TABLE).with_client(client))
    }
}

call!(ListCustomers => json ours::Page, (); cases std::convert::Infallible);
pages!(ListCustomers => ours::Customer, |page| page.data; table::Paging {
    items: &["data"],
    next: table::Next::LastItem { input: table::PageInput::Parameter(0), member: &["id"], has_more: &["has_more"] },
});

/// The call `GET /events`, `GET /lines` or `GET /content`: a stream.
macro_rules! stream {
    ($name:ident, $path:literal, $media:literal, $kind:ident $output:ty) => {
        #[doc = concat!("The call `GET ", $path, "`.")]
        pub struct $name(Call);

        impl $name {
            const TABLE: table::Operation = table::Operation {
                name: stringify!($name),
                method: "GET",
                path: $path,
                successes: &[table::Reply::new(table::Status::Exact(200), &[table::Media::streamed($media)])],
                ..table::Operation::EMPTY
            };

            /// Creates the call with its required parameters.
            pub fn new(client: &Client) -> Self {
                Self(Call::new(&Self::TABLE).with_client(client))
            }
        }

        call!($name => $kind $output, (); cases std::convert::Infallible);
    };
}

stream!(Events, "/events", "text/event-stream", events EventStream<ours::Customer>);
stream!(Lines, "/lines", "application/jsonl", lines JsonLines<ours::Customer>);
stream!(Content, "/content", "application/octet-stream", bytes ByteStream);
