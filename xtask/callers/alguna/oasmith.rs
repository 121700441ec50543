//! Calls one operation, as an application would.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::args().nth(1).unwrap_or_default();
    let client = api::Client::builder().bearer_auth(token).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let customer = runtime.block_on(async { client.get_customer("cust_1").await })?;
    println!("{:?}", customer);
    Ok(())
}
