//! A tour of the client's features, against a local server: `cargo run -p tests --example tour`. `README.md` quotes this file.

use std::error::Error as StdError;
use std::time::Duration;

use generated::alguna::Client;
use generated::alguna::operations::GetCustomer;
use generated::alguna::runtime::http::table::Operation;
use generated::alguna::runtime::http::{Bytes, ClientCredentials, Error, Hook, HttpResponse, RequestParts, Retries};
use tests::server::{Recorded, Reply, Server};

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let server = Server::start(respond)?;
    let (url, token_url) = (server.url(), format!("{}/token", server.url()));
    let client = Client::builder()
        .base_url(url)
        .bearer_auth(ClientCredentials::new(token_url, "id", "secret")) // OAuth 2
        .retries(Retries::default().max(4).max_wait(Duration::from_secs(20)))
        .timeout(Duration::from_secs(10)) // for each attempt
        .deadline(Duration::from_secs(60)) // for all attempts of a call
        .hook(Log)
        .build()?;

    println!("items of all pages:");
    let mut customers = client.list_customers(2, 0, "name:asc").items();
    while let Some(customer) = customers.next().await {
        println!("  {}", customer?.name);
    }

    println!("options of one call, and the whole response:");
    let call = client.get_customer("cust_1").timeout(Duration::from_secs(1)).header("X-Trace", "7");
    let response = call.retries(Retries::none()).with_response().await?;
    println!("  {} {:?} {}", response.status, response.header("content-type"), response.value.name);

    println!("errors:");
    for id in ["cust_2", "cust_3", "cust_4"] {
        match client.get_customer(id).await {
            Ok(customer) => println!("  {}", customer.name),
            Err(Error::Api(error)) => println!("  documented error: {error}; {:?}", error.value),
            Err(Error::Decode(error)) => println!("  unexpected body: `{}`: {}", error.path, error.message),
            Err(error) if error.is_timeout() => println!("  timeout: {error}"),
            Err(error) => return Err(error.into()),
        }
    }

    println!("without a client:");
    let request = GetCustomer::new("cust 5").into_request("https://api.alguna.io")?;
    println!("  {} {}", request.method(), request.uri());
    let customer = GetCustomer::decode(HttpResponse::new(Bytes::from(customer_json("cust 5", "Eve"))))?;
    println!("  {}", customer.name);
    Ok(())
}

/// Prints every attempt.
struct Log;

impl Hook for Log {
    fn before(&self, operation: &'static Operation, request: &mut RequestParts) {
        println!("  -> {} {}", operation.name, request.uri.path());
    }
}

fn customer_json(id: &str, name: &str) -> String {
    let time = "2026-04-01T10:00:00Z";
    format!(r#"{{"id": "{id}", "name": "{name}", "currency": "EUR", "created_at": "{time}", "updated_at": "{time}"}}"#)
}

fn respond(number: usize, request: &Recorded) -> Reply {
    let page = |names: &[&str]| {
        let rows: Vec<String> = names.iter().map(|name| customer_json(name, name)).collect();
        let rows = rows.join(", ");
        Reply::json(200, &format!(r#"{{"data": [{rows}], "pagination": {{"limit": 2, "offset": 0, "total": 3}}}}"#))
    };
    match request.target.split('?').next().unwrap_or_default() {
        "/token" => Reply::json(200, r#"{"access_token": "t", "expires_in": 3600}"#),
        "/customers" if request.target.contains("offset=0") => page(&["Ada", "Bob"]),
        "/customers" if request.target.contains("offset=2") => page(&["Cem"]),
        "/customers" => page(&[]),
        "/customers/cust_1" => Reply::json(200, &customer_json("cust_1", "Ada")),
        "/customers/cust_2" => Reply::json(404, r#"{"detail": "customer not found", "status": 404}"#),
        "/customers/cust_3" => Reply::json(200, r#"{"id": 3}"#),
        // The first attempt fails, and the client retries.
        _ if !number.is_multiple_of(2) => Reply::empty(503).header("retry-after", "0"),
        _ => Reply::json(200, &customer_json("cust_4", "Dan")),
    }
}
