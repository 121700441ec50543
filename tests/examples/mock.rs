//! Tests a function that calls an API, without a socket: `cargo run -p tests --example mock`.

use std::error::Error;

use generated::alguna::models::{self, Customer, CustomerRequired, UpdateCustomerRequest};
use generated::alguna::operations::{GetCustomer, UpdateCustomer, UpdateCustomerError};
use generated::alguna::runtime::DateTime;
use generated::alguna::{self, Client};

/// The function under test: renames a customer, unless the customer already has the name.
async fn rename(client: &Client, id: &str, name: &str) -> Result<String, Box<dyn Error + Send + Sync>> {
    let customer = client.get_customer(id).await?;
    if customer.name == name {
        return Ok(format!("{id} is already called {name}"));
    }
    let body = UpdateCustomerRequest { name: name.into(), ..Default::default() };
    match client.update_customer(id, body).await {
        Ok(customer) => Ok(format!("{id} is now called {}", customer.name)),
        Err(error) => match error.api() {
            Some(UpdateCustomerError::Default(failure)) => {
                Ok(format!("{id} keeps its name: {}", failure.detail.as_deref().unwrap_or("no reason")))
            }
            _ => Err(error.into()),
        },
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mock = alguna::mock();
    let client = Client::builder().bearer_auth("test").transport(mock.clone()).build()?;

    // The document's example, for any call of the operation.
    mock.expect_any::<GetCustomer>().times(3).returns_example();
    // A response for this call only.
    let time: DateTime = "2026-04-01T10:00:00Z".parse()?;
    let renamed = Customer::new(CustomerRequired {
        id: "cust_1".into(),
        name: "Ada Ltd".into(),
        currency: "EUR".into(),
        created_at: time.clone(),
        updated_at: time,
    });
    let body = UpdateCustomerRequest { name: "Ada Ltd".into(), ..Default::default() };
    mock.expect(UpdateCustomer::new("cust_1", body)).header("idempotent-replayed", "false").returns(renamed);
    println!("{}", rename(&client, "cust_1", "Ada Ltd").await?);

    // A documented error.
    let failure = models::Error { detail: Some("the name is taken".to_owned()), status: Some(409) };
    mock.expect_any::<UpdateCustomer>().status(409).fails(UpdateCustomerError::Default(failure));
    println!("{}", rename(&client, "cust_1", "Bob Ltd").await?);

    // The bodies that were sent, with their types.
    for sent in mock.sent::<UpdateCustomer>() {
        let body: UpdateCustomerRequest = sent.body()?;
        println!("sent for {:?}: {:?}", sent.parameter("id"), body.name);
    }

    // An unexpected call fails, and so does the verification.
    if let Err(error) = rename(&client, "cust_2", "Eve Ltd").await {
        println!("error: {error}");
    }
    if let Err(unverified) = mock.verify() {
        println!("{unverified}");
    }
    Ok(())
}
