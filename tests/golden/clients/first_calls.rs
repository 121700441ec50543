//! The first call in the documentation of each case, so that it is compiled.

#![allow(dead_code, reason = "the calls are compiled, not made")]

mod bodies_30 {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::bodies_30::Error> {
use crate::bodies_30::Client;

let client = Client::builder().build()?;
client.get_empty().await?;
Ok(())
}
}

mod bodies_31 {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::bodies_31::Error> {
use crate::bodies_31::Client;

let client = Client::builder().build()?;
client.get_form().await?;
Ok(())
}
}

mod bodies_32 {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::bodies_32::Error> {
use crate::bodies_32::Client;

let client = Client::builder().build()?;
client.query_empty().await?;
Ok(())
}
}

mod calls {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::calls::Error> {
use crate::calls::Client;

let client = Client::builder().bearer_auth("YOUR_TOKEN").build()?;
let response = client.list_items().await?;
println!("{response:#?}");
Ok(())
}
}

mod checked_calls {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::checked_calls::Error> {
use crate::checked_calls::Client;

let client = Client::builder().basic_auth("USER", "PASSWORD").build()?;
client.get_items("code").await?;
Ok(())
}
}

mod collection_formats {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::collection_formats::Error> {
use crate::collection_formats::Client;

let client = Client::builder().base_url("https://api.example.com").build()?;
client.in_query().await?;
Ok(())
}
}

mod custom_types {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::custom_types::Error> {
use crate::custom_types::Client;

let client = Client::builder().build()?;
let response = client.list_ips().await?;
println!("{response:#?}");
Ok(())
}
}

mod event_data {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::event_data::Error> {
use crate::event_data::Client;

let client = Client::builder().build()?;
client.get_text().await?;
Ok(())
}
}

mod extensions {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::extensions::Error> {
use crate::extensions::Client;

let client = Client::builder().build()?;
let response = client.search_pets("text").await?;
println!("{response:#?}");
Ok(())
}
}

mod files {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::files::Error> {
use crate::files::Client;

let client = Client::builder().api_key("YOUR_API_KEY").build()?;
let response = client.list_orders().await?;
println!("{response:#?}");
Ok(())
}
}

mod gateway_streams {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::gateway_streams::Error> {
use crate::gateway_streams::Client;

let client = Client::builder().build()?;
let response = client.events_last().await?;
println!("{response:#?}");
Ok(())
}
}

mod headers_and_text {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::headers_and_text::Error> {
use crate::headers_and_text::Client;

let client = Client::builder().build()?;
client.get_headers().await?;
Ok(())
}
}

mod hostile_texts {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::hostile_texts::Error> {
use crate::hostile_texts::Client;

let client = Client::builder().k0("YOUR_API_KEY").build()?;
let response = client.get_item0("a").await?;
println!("{response:#?}");
Ok(())
}
}

mod media_types {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::media_types::Error> {
use crate::media_types::Client;

let client = Client::builder().build()?;
let response = client.get_object().await?;
println!("{response:#?}");
Ok(())
}
}

mod negotiation {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::negotiation::Error> {
use crate::negotiation::Client;

let client = Client::builder().build()?;
let response = client.get_readme().await?;
println!("{response:#?}");
Ok(())
}
}

mod operation_schemes {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::operation_schemes::Error> {
use crate::operation_schemes::Client;

let client = Client::builder().build()?;
client.any().await?;
Ok(())
}
}

mod own_servers {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::own_servers::Error> {
use crate::own_servers::Client;

let client = Client::builder().bearer_auth("YOUR_TOKEN").build()?;
let response = client.list_files().await?;
println!("{response:#?}");
Ok(())
}
}

mod pages {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::pages::Error> {
use crate::pages::Client;

let client = Client::builder().api_key("YOUR_API_KEY").build()?;
let response = client.spring().await?;
println!("{response:#?}");
Ok(())
}
}

mod parameters {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::parameters::Error> {
use crate::parameters::Client;

let client = Client::builder().base_url("https://api.example.com").build()?;
client.in_query().await?;
Ok(())
}
}

mod statuses {
#[cfg(feature = "http")]
async fn example() -> Result<(), crate::statuses::Error> {
use crate::statuses::Client;

let client = Client::builder().build()?;
let response = client.get_only_default().await?;
println!("{response:#?}");
Ok(())
}
}
