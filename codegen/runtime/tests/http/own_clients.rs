//! The user's own reqwest clients, which follow redirects although they should not.

use super::redirects::{Tokens, closed, redirecting};
use super::runtime::http::reqwest;
use super::server::{Server, answer};
use super::writes::{Pay, PayAuthorised};
use super::{Client, quick};

#[test]
fn a_client_of_the_users_own_that_follows_redirects_repeats_no_write() {
    let server = redirecting(303, &format!("{}/x", closed()));
    let own = reqwest::Client::new();
    let client = Client::builder().base_url(server.url()).http_client(own).retries(quick()).build().unwrap();
    let error = Pay::new(&client).send_blocking().unwrap_err();
    assert_eq!(server.received().len(), 1);
    assert!(!error.is_connect(), "{error:?}");
}

#[test]
fn a_client_of_the_users_own_repeats_no_write_for_a_token_that_was_refused_elsewhere() {
    let other = Server::start(|_, _| answer(401, &[], ""));
    let server = redirecting(303, &format!("{}/x", other.url()));
    let own = reqwest::Client::new();
    let client = Client::builder().base_url(server.url()).http_client(own).oauth2(Tokens::token(9)).build().unwrap();
    let error = PayAuthorised::new(&client).send_blocking().unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!((server.received().len(), other.received().len()), (1, 1));
    // The API itself rejects it once.
    let server = Server::start(|number, _| answer(if number == 0 { 401 } else { 204 }, &[], ""));
    let own = reqwest::Client::new();
    let client = Client::builder().base_url(server.url()).http_client(own).oauth2(Tokens::token(9)).build().unwrap();
    PayAuthorised::new(&client).send_blocking().unwrap();
    assert_eq!(server.received().len(), 2);
}
