//! Write operations, which the document of `api` lacks. They look like generated code.

use crate::api::client::Client;
use crate::runtime::http::{Body, Call, table};

macro_rules! write {
    ($name:ident, $method:literal, $security:expr, $parameters:expr) => {
        pub struct $name(Call);

        #[allow(dead_code, reason = "not every operation is called in each way")]
        impl $name {
            const TABLE: table::Operation = table::Operation {
                name: stringify!($name),
                method: $method,
                path: "/payments",
                parameters: $parameters,
                security: $security,
                successes: &[table::Reply::empty(table::Status::Range(2))],
                ..table::Operation::EMPTY
            };

            pub fn new(client: &Client) -> Self {
                let mut call = Call::new(&Self::TABLE);
                call.json("application/json", &"100.00".to_owned());
                Self(call).with_client(client)
            }

            /// With this body.
            pub fn with_body(client: &Client, body: Body) -> Self {
                let mut call = Call::new(&Self::TABLE);
                call.body("application/octet-stream", body);
                Self(call).with_client(client)
            }

            /// Without a body.
            pub fn bare(client: &Client) -> Self {
                Self(Call::new(&Self::TABLE)).with_client(client)
            }

            /// Sets the first parameter.
            pub fn set(mut self, value: &str) -> Self {
                self.0.set_text(0, value);
                self
            }
        }

        crate::runtime::http::call!($name => empty (), (); cases std::convert::Infallible);
    };
}

const OAUTH: &[&[table::Scheme]] = &[&[table::Scheme::new(3)]];
const KEY: &[table::Parameter] =
    &[table::Parameter::header("Idempotency-Key").idempotency_key(), table::Parameter::header("X-Tenant").fixed("t1")];

write!(Pay, "POST", &[], &[]);
write!(PayAuthorised, "POST", OAUTH, &[]);
write!(PayAuthorisedWithKey, "POST", OAUTH, KEY);
write!(PayWithKey, "POST", &[], KEY);
write!(Amend, "PATCH", &[], &[]);
write!(AmendWithKey, "PATCH", &[], KEY);
write!(Replace, "PUT", &[], &[table::Parameter::header("X-Tenant")]);
write!(Remove, "DELETE", &[], &[]);
write!(Read, "GET", &[], &[table::Parameter::header("X-Tenant")]);
write!(ReadSession, "GET", &[], &[table::Parameter::cookie("session")]);
