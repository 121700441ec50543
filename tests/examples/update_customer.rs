//! Updates a customer of Diga and one of Alguna on a local server, and prints the requests and responses:
//! `cargo run -p tests --example update_customer`.

use std::error::Error;

use generated::alguna;
use generated::alguna::runtime::Patch;
use generated::diga;
use tests::server::{Recorded, Reply, Server};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start(respond)?;
    diga(&server).await?;
    alguna(&server).await
}

async fn diga(server: &Server) -> Result<(), Box<dyn Error>> {
    use diga::models::CustomerRequestSchema;

    let client = diga::Client::builder().base_url(server.url()).bearer_auth("key_of_diga").build()?;
    let body = CustomerRequestSchema {
        name: "Acme Corp".into(), // set
        phone: Patch::Null,       // cleared
        ..Default::default()      // unchanged
    };
    let customer = client.update_customer(body).await?;
    show("Diga", server);
    println!("   the customer {} is called {:?}\n", customer.id, customer.name.as_deref().unwrap_or_default());
    Ok(())
}

async fn alguna(server: &Server) -> Result<(), Box<dyn Error>> {
    use alguna::models::UpdateCustomerRequest;

    let client = alguna::Client::builder().base_url(server.url()).bearer_auth("key_of_alguna").build()?;
    let body = UpdateCustomerRequest { name: "Acme Corp".into(), currency: Patch::Null, ..Default::default() };
    let call = client.update_customer("cust_abc123", body).idempotency_key("ik_a1b2c3d4e5f6");
    let response = call.with_response().await?;
    let customer = &response.value;
    show("Alguna", server);
    println!("   the customer {} is called {}", customer.id, customer.name);
    println!("   replayed: {:?}", response.typed_headers()?.idempotent_replayed);
    Ok(())
}

fn show(api: &str, server: &Server) {
    let Some(sent) = server.last() else { return };
    println!("{api}\n-> {} {}", sent.method, sent.target);
    for name in ["authorization", "alguna-version", "idempotency-key", "content-type"] {
        if let Some(value) = sent.header(name) {
            println!("   {name}: {value}");
        }
    }
    println!("   {}\n<- {}", sent.text(), response_body(&sent));
}

fn respond(_: usize, request: &Recorded) -> Reply {
    Reply::json(200, response_body(request)).header("idempotent-replayed", "false")
}

/// Returns the response body of the server.
fn response_body(request: &Recorded) -> &'static str {
    match request.target.as_str() {
        "/v1/billing/customer/" => r#"{"id": "cus_1", "name": "Acme Corp", "phone": null}"#,
        _ => {
            r#"{"id": "cust_abc123", "name": "Acme Corp", "currency": "USD", "created_at": "2026-04-01T10:00:00Z", "updated_at": "2026-04-01T12:30:00Z"}"#
        }
    }
}
