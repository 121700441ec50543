//! HTTP: builds requests from calls, sends them through a client, and decodes the responses.
//!
//! The path of a call: `call` holds the serialized values (written by `parameter` and `multipart`), `request` builds an `http::Request`,
//! `client` sends it through a `transport`, `classified_response` finds the response's case in the operation's `table` and decodes it. The
//! first, second and last step need no IO and no client.
//!
//! Architecture invariant: only `accepting`, `operation` and `stream` are generic over a call's types. Everything else is compiled once.

#[doc(hidden)]
pub mod table;

mod accepting;
mod auth;
mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod call;
pub(super) mod charset;
mod classification;
mod classified_response;
mod client;
mod cookies;
mod error;
mod file;
mod form;
mod future;
mod headers;
mod hooks;
mod media_type;
mod multipart;
mod operation;
mod optional;
mod pages;
mod parameter;
mod payload;
mod percent;
mod raw;
mod redacted;
mod request;
mod response;
mod retry;
mod sent_type;
mod server_url;
mod stream;
#[cfg(feature = "tracing")]
mod trace;
mod transport;
mod url;
mod with_response;

pub use accepting::{AcceptedBody, Accepting, Json, JsonOrText, StoredJson, StoredJsonOrText, Text, TextEvents};
pub use auth::{ClientCredentials, Credentials, Token, TokenContext, TokenError, TokenProvider};
#[doc(hidden)]
pub use auth::{SchemeKind, SecurityScheme};
#[cfg(feature = "blocking")]
pub use blocking::{Blocking, ValueStream};
pub use body::Body;
pub use bytes::Bytes;
#[doc(hidden)]
pub use call::{Call, Options};
#[doc(hidden)]
pub use classified_response::{ClassifiedResponse, FromClassifiedResponse, Mismatch};
pub use client::{BuildError, Builder, Client, Redirects};
pub use error::{
    ApiError, BoxError, CredentialError, Documented, Error, RedirectError, RedirectReason, RequestError, ResponseError,
    TimeoutError, TransportError, TransportErrorKind, UnexpectedMediaType, UnexpectedStatus,
};
pub use file::File;
#[doc(hidden)]
pub use form::FormField;
pub use future::{BoxFuture, MaybeSend, MaybeSync};
pub use hooks::{Hook, RequestParts, ResponseParts};
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response as HttpResponse, StatusCode};
#[doc(hidden)]
pub use multipart::PartField;
pub use multipart::{Multipart, Part};
#[doc(hidden)]
pub use operation::decode;
#[cfg(feature = "blocking")]
#[doc(hidden)]
pub use operation::send_blocking;
pub use operation::{CallResult, Callable, Sending};
pub use optional::{OptionalInto, OptionalList, OptionalText, OptionalTexts};
pub use pages::{Items, NextPages, Paged, PagedCase, Pages, PagesWithResponse};
pub use raw::RawResponse;
pub use response::{HeaderError, Response};
pub use retry::Retries;
pub use server_url::ServerUrlError;
#[doc(hidden)]
pub use server_url::{ServerPart, ServerPosition, ServerTemplate, ServerVariable};
pub use stream::{ByteStream, Event, EventStream, JsonLines, ReconnectError, StreamError};
#[cfg(feature = "reqwest-without-tls")]
pub use transport::Reqwest;
#[cfg(feature = "tower")]
pub use transport::Tower;
#[cfg(feature = "mock")]
pub use transport::{Expect, Mockable, Sent, Unverified};
#[cfg(feature = "mock")]
#[doc(hidden)]
pub use transport::{IntoMockResponse, MockResponse, mock_response};
pub use transport::{Mock, Transport};
pub use with_response::{ResponseResult, SendingWithResponse, WithResponse};

#[cfg(feature = "reqwest-without-tls")]
pub use ::reqwest;

#[cfg(feature = "mock")]
pub use crate::mock_case;
pub use crate::{call, cases, client_type, pages, parameter_rules};
