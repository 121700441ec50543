//! A server that sends the documented responses, and the results that a client must return for them.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use oasmith_runtime::codec::Field;
use oasmith_runtime::encode_value;
use oasmith_runtime::http::{Error, Mock, Mockable, WithResponse};
use serde_json::Value;
use tests::server::{Recorded, Reply, Server};

use super::instance;
use super::spec::{Response, Spec};

/// The server and its next reply.
pub struct Exchanges {
    server: Server,
    reply: Arc<Mutex<Reply>>,
}

/// A call that has not been sent yet.
pub struct Prepared {
    pub outcome: Pin<Box<dyn Future<Output = Outcome>>>,
    /// Makes a mock reply to the call with its example.
    pub expect_example: fn(&Mock),
}

/// The result of a call. Bodies are the encoded typed values.
#[derive(Debug)]
pub enum Outcome {
    Success { status: u16, body: Value, headers: Result<(), String> },
    Failure { status: u16, body: Value },
    Other(String),
}

/// The expected result of a call.
pub struct Expected {
    status: u16,
    body: Option<Value>,
}

/// Erases the types of a call.
pub fn prepared<C>(call: C) -> Prepared
where
    C: Mockable<Output: Field, Headers: Field, Error: std::fmt::Debug> + 'static,
{
    let sending = WithResponse::<C>::new(call.into_call()).send();
    let outcome = async move {
        match sending.await {
            Ok(response) => Outcome::Success {
                status: response.status.as_u16(),
                body: encode_value(&response.value).unwrap(),
                headers: response.typed_headers().map(drop).map_err(|error| error.to_string()),
            },
            Err(Error::Api(error)) => {
                let status = error.response.status.as_u16();
                let encoded = C::mock_failure(error.value).into_body();
                let body = serde_json::from_slice(encoded.as_bytes().unwrap()).unwrap_or_default();
                Outcome::Failure { status, body }
            }
            Err(error) => Outcome::Other(error.to_string()),
        }
    };
    Prepared { outcome: Box::pin(outcome), expect_example: |mock| mock.expect_any::<C>().returns_example() }
}

impl Exchanges {
    pub fn start() -> Self {
        let reply = Arc::new(Mutex::new(Reply::Close));
        let next = Arc::clone(&reply);
        let server = Server::start(move |_, _| next.lock().unwrap().clone()).unwrap();
        Self { server, reply }
    }

    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Makes the server send this response to the next call. Returns the expected result of the call.
    pub fn set_reply(&self, spec: &Spec, response: &Response<'_>, variant: usize) -> Expected {
        let status = match response.status {
            "default" => 409,
            "2XX" => 201,
            exact => exact.parse().unwrap(),
        };
        let body = response.body.as_ref().map(|body| match body.example {
            Some(example) if variant == 0 => example.clone(),
            _ => instance::of(spec, body.schema, variant),
        });
        let mut reply = match &body {
            Some(body) => Reply::json(status, &body.to_string()),
            None => Reply::empty(status),
        };
        for (name, schema) in &response.headers {
            let text = match instance::of(spec, schema, 0) {
                Value::String(_) => "a text".to_owned(),
                value => value.to_string(),
            };
            reply = reply.header(name, &text);
        }
        *self.reply.lock().unwrap() = reply;
        Expected { status, body }
    }

    /// Returns the last request that the server received.
    pub fn last_request(&self) -> Recorded {
        self.server.last().unwrap()
    }
}

impl Expected {
    pub fn check(&self, key: &str, outcome: &Outcome) {
        let (status, body) = match outcome {
            Outcome::Success { status, body, headers } if self.status < 300 => {
                assert_eq!(*headers, Ok(()), "{key}");
                (status, body)
            }
            Outcome::Failure { status, body } if self.status >= 300 => (status, body),
            Outcome::Other(error) => panic!("{key}: error after status {}: {error}", self.status),
            other => panic!("{key}: unexpected result after status {}: {other:?}", self.status),
        };
        assert_eq!(*status, self.status, "{key}");
        // The client reads no body if the document describes none.
        assert_eq!(body, self.body.as_ref().unwrap_or(&Value::Null), "{key}");
    }
}
