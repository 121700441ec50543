//! The operations as oasmith generates them.

use crate::ours;
use crate::runtime::http::{Call, Client, SchemeKind, SecurityScheme, call, table};

/// The security schemes of the API.
pub const SCHEMES: &[SecurityScheme] = &[SecurityScheme { name: "bearerAuth", kind: SchemeKind::Bearer }];

/// The call `GET /customers/{id}`.
pub struct GetCustomer(Call);

impl GetCustomer {
    const TABLE: table::Operation = table::Operation {
        name: "get_customer",
        method: "GET",
        path: "/customers/{id}",
        parameters: &[
            table::Parameter::path("id"),
            table::Parameter::header("Acme-Version").required().fixed("2026-04-01"),
        ],
        security: &[&[table::Scheme::new(0)]],
        successes: &[table::Reply::json(table::Status::Exact(200))],
        ..table::Operation::EMPTY
    };

    /// Creates the call with its required parameters.
    pub fn new(client: &Client, id: &str) -> Self {
        let mut call = Call::new(&Self::TABLE);
        call.set_text(0, id);
        Self(call).with_client(client)
    }
}

call!(GetCustomer => json ours::Customer, (); cases std::convert::Infallible);

/// The call `PATCH /customers/{id}`.
pub struct UpdateCustomer(Call);

impl UpdateCustomer {
    const TABLE: table::Operation = table::Operation {
        name: "update_customer",
        method: "PATCH",
        path: "/customers/{id}",
        parameters: &[
            table::Parameter::path("id"),
            table::Parameter::header("Acme-Version").required().fixed("2026-04-01"),
            table::Parameter::header("Idempotency-Key").idempotency_key().length(0, 255),
        ],
        security: &[&[table::Scheme::new(0)]],
        successes: &[table::Reply::json(table::Status::Exact(200))],
        ..table::Operation::EMPTY
    };

    /// Creates the call with its required parameters.
    pub fn new(client: &Client, id: &str, body: ours::Customer) -> Self {
        let mut call = Call::new(&Self::TABLE);
        call.set_text(0, id);
        call.json("application/json", &body);
        Self(call).with_client(client)
    }

    /// Sets `Idempotency-Key`.
    pub fn idempotency_key(mut self, idempotency_key: &str) -> Self {
        self.0.set_text(2, idempotency_key);
        self
    }
}

call!(UpdateCustomer => json ours::Customer, (); cases std::convert::Infallible);
