//! The operations, handwritten with reqwest: with the same URL, headers and time limit, and with the status checked.

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};

use crate::derived::Customer;

/// A client of the API.
#[derive(Clone)]
pub struct Api {
    client: reqwest::Client,
    base_url: String,
    token: String,
}

/// The result of a call.
type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

impl Api {
    /// Creates a client for this URL.
    pub fn new(base_url: &str, token: &str) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder().user_agent("acme/1.0").timeout(Duration::from_secs(60)).build()?;
        Ok(Self { client, base_url: base_url.to_owned(), token: token.to_owned() })
    }

    /// `GET /customers/{id}`
    pub async fn get_customer(&self, id: &str) -> Outcome<Customer> {
        let request = self
            .client
            .get(format!("{}/customers/{id}", self.base_url))
            .header("Acme-Version", "2026-04-01")
            .header(ACCEPT, "application/json")
            .bearer_auth(&self.token);
        let response = request.send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }

    /// `PATCH /customers/{id}`
    pub async fn update_customer(&self, id: &str, body: &Customer, idempotency_key: &str) -> Outcome<Customer> {
        let request = self
            .client
            .patch(format!("{}/customers/{id}", self.base_url))
            .header("Acme-Version", "2026-04-01")
            .header("Idempotency-Key", idempotency_key)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .body(serde_json::to_vec(body)?)
            .bearer_auth(&self.token);
        let response = request.send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }
}
