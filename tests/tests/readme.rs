//! Checks that every line of Rust in `README.md` occurs in an example or a test and therefore compiles. Whitespace is ignored.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports")]

use std::error::Error;
use std::fs;
use std::path::Path;

use tests::files::data;

/// Returns a line without whitespace and comments.
fn without_whitespace(line: &str) -> String {
    let code = line.split("// ").next().unwrap_or_default();
    code.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Appends the code of all Rust files below a folder, without whitespace and comments.
fn append_code(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            append_code(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.extend(fs::read_to_string(path).unwrap().lines().map(without_whitespace));
        }
    }
}

#[test]
fn code_in_the_readme_occurs_in_compiled_files() {
    let mut compiled = String::new();
    for folder in ["examples", "tests"] {
        append_code(&data(folder), &mut compiled);
    }
    let readme = fs::read_to_string(data("../README.md")).unwrap();
    let blocks: Vec<&str> = readme.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() > 5);
    let lines = blocks.iter().flat_map(|block| block.lines()).map(|line| (line, without_whitespace(line)));
    let unknown: Vec<&str> = lines
        .filter(|(_, without_whitespace)| {
            !without_whitespace.is_empty()
                && without_whitespace != "…"
                && !compiled.contains(without_whitespace.trim_end_matches(','))
        })
        .map(|(line, _)| line)
        .collect();
    assert!(unknown.is_empty(), "no example or test contains these lines:\n{}", unknown.join("\n"));
}

/// The first call in the README.
async fn first_call(key: &str) -> Result<(), Box<dyn Error>> {
    use generated::alguna::runtime::Patch;
    use generated::alguna::{Client, models::UpdateCustomerRequest};

    let client = Client::builder().bearer_auth(key).build()?;
    let body = UpdateCustomerRequest { name: "Acme Corp".into(), currency: Patch::Null, ..Default::default() };
    let customer = client.update_customer("cust_abc123", body).idempotency_key("ik_a1b2c3d4e5f6").await?;
    println!("{} {}", customer.name, customer.currency);
    Ok(())
}

/// The calls of the README's section about code without `async`.
fn without_async(client: &generated::alguna::Client) -> Result<(), generated::alguna::Error> {
    let customer = client.get_customer("cust_1").send_blocking()?;
    for customer in client.list_customers(2, 0, "name:asc").items_blocking() {
        println!("{}", customer?.name);
    }
    drop(customer);
    Ok(())
}

/// The client of the README's section about TLS.
fn trust_a_root(key: &str, pem: &[u8]) -> Result<(), Box<dyn Error>> {
    use generated::alguna::Client;
    use generated::alguna::runtime::http::reqwest;

    let root = reqwest::Certificate::from_pem(pem)?;
    let client = Client::builder()
        .bearer_auth(key)
        .configure_reqwest(move |builder| builder.tls_certs_merge([root.clone()]))
        .build()?;
    drop(client);
    Ok(())
}

/// Only compiles the call, because sending it would reach the real API.
#[test]
fn the_first_call_compiles() {
    drop(first_call("key"));
    let _ = without_async;
}

#[test]
fn a_root_that_is_not_a_certificate_is_an_error() {
    assert!(trust_a_root("key", b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n").is_err());
}
