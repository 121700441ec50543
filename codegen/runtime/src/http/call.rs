//! A call before it is sent: an operation's table, and the values of its parameters and body.
//!
//! Generated call types wrap a [`Call`] and add setters. A setter serializes its value at once, so a call holds no types of the API. An
//! invalid value is stored as an error and reported when the call is sent.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::body::Body;
use super::charset;
use super::client::Client;
use super::error::RequestError;
use super::form::{self, FormField};
use super::media_type::with_parameter;
use super::multipart::Multipart;
use super::optional::{Borrowed, OptionalList, OptionalText, OptionalTexts};
use super::parameter::SerializedParameter;
use super::payload::Payload;
use super::retry::Retries;
use super::sent_type;
use super::server_url::ServerUrlError;
use super::table::{Operation, Parameter};
use crate::runtime::codec::{Field, View, to_exact_json};

/// A call before it is sent. Generated call types wrap it.
pub struct Call {
    pub(super) operation: &'static Operation,
    pub(super) parameter_values: Vec<(usize, SerializedParameter)>,
    pub(super) payload: Payload,
    pub(super) content_type: Option<HeaderValue>,
    pub(super) headers: HeaderMap,
    /// The media type that the call asks for, instead of all documented ones.
    pub(super) accepted: Option<&'static str>,
    pub(super) options: Options,
    pub(super) client: Option<Client>,
    /// Whether a thread blocks until the call ends.
    pub(super) is_blocking: bool,
    pub(super) recorded_error: Option<RequestError>,
    /// The server that the caller has chosen: an absolute URL, or a relative reference.
    pub(super) server: Option<String>,
    /// The URL of a next page, which replaces path and query.
    pub(super) next_url: Option<String>,
    /// The call's tracing span.
    #[cfg(feature = "tracing")]
    pub(super) span: tracing::Span,
}

/// Options of one call that override the client's.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The time limit of one attempt.
    pub timeout: Option<Duration>,
    /// The retry policy.
    pub retries: Option<Retries>,
}

/// The error of a value that has no JSON form.
pub(super) const NOT_SERIALIZABLE: &str = "it contains a number that is not finite or a custom type's value that cannot be serialized, or is nested too deeply";

impl Call {
    /// Creates a call without any values.
    #[must_use]
    pub fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            parameter_values: Vec::new(),
            payload: Payload::Empty,
            content_type: None,
            headers: HeaderMap::new(),
            accepted: None,
            options: Options::default(),
            client: None,
            is_blocking: false,
            recorded_error: None,
            server: None,
            next_url: None,
            #[cfg(feature = "tracing")]
            span: tracing::Span::none(),
        }
    }

    /// Returns the operation.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Sends the call through this client.
    #[must_use]
    pub fn with_client(mut self, client: &Client) -> Self {
        self.client = Some(client.clone());
        self
    }

    /// Sets the parameter with this index.
    pub fn set(&mut self, index: usize, value: &dyn Field) {
        self.write(index, value.view());
    }

    /// Sets the parameter with this index to a text.
    pub fn set_text(&mut self, index: usize, text: &str) {
        self.write(index, View::Str(text));
    }

    /// Sets the parameter with this index to a list of texts.
    pub fn set_texts<T: AsRef<str>>(&mut self, index: usize, texts: impl IntoIterator<Item = T>) {
        self.set_optional_texts(index, texts);
    }

    /// Sets the parameter with this index to a list.
    pub fn set_list<T: Field>(&mut self, index: usize, items: impl IntoIterator<Item: Borrow<T>>) {
        self.set_optional_list::<T, _>(index, items);
    }

    /// Sets the parameter with this index, or unsets it.
    pub fn set_optional<T: Field>(&mut self, index: usize, value: Option<T>) {
        self.set_or_unset(index, value.as_ref().map(Field::view));
    }

    /// Sets the parameter with this index to a text, or unsets it.
    pub fn set_optional_text<M>(&mut self, index: usize, text: impl OptionalText<M>) {
        self.set_or_unset(index, text.optional_text().map(View::Str));
    }

    /// Sets the parameter with this index to a list of texts, or unsets it.
    pub fn set_optional_texts<M>(&mut self, index: usize, texts: impl OptionalTexts<M>) {
        self.set_optional(index, texts.optional_texts());
    }

    /// Sets the parameter with this index to a list, or unsets it.
    pub fn set_optional_list<T: Field, M>(&mut self, index: usize, items: impl OptionalList<T, M>) {
        let items = items.optional_items();
        let items = items.as_ref().map(|items| items.iter().map(|item| Borrowed(Some(item.borrow()))).collect());
        self.set_optional::<Vec<Borrowed<'_, T>>>(index, items);
    }

    fn set_or_unset(&mut self, index: usize, view: Option<View<'_>>) {
        match view {
            Some(view) => self.write(index, view),
            None => self.parameter_values.retain(|(other, _)| *other != index),
        }
    }

    fn write(&mut self, index: usize, view: View<'_>) {
        let Some(parameter) = self.operation.parameters.get(index) else { return };
        self.parameter_values.retain(|(other, _)| *other != index);
        #[cfg(feature = "validate")]
        if let Err(reason) = parameter.validate(self.operation.rules.of(index), &view) {
            return self.record_error(parameter.name, reason);
        }
        match parameter.write(view) {
            Ok(piece) => self.parameter_values.push((index, piece)),
            Err(reason) => self.record_error(parameter.name, reason),
        }
    }

    /// Sets the body to JSON.
    pub fn json(&mut self, media_type: &'static str, value: &dyn Field) {
        if let Some(json) = self.encoded(value) {
            self.json_bytes(media_type, json);
        }
    }

    /// Sets the body to encoded JSON, in the encoding that the media type declares.
    fn json_bytes(&mut self, media_type: &'static str, json: Vec<u8>) {
        let (content_type, bytes) = charset::json_in(media_type, json);
        self.bytes(&content_type, bytes.into());
    }

    /// Sets the body to a form.
    pub fn form(&mut self, media_type: &'static str, value: &dyn Field, fields: &[FormField]) {
        match form::form(value.view(), fields) {
            Ok(form) => {
                // The percent-encoded bytes of a form are always UTF-8.
                let content_type = with_parameter(media_type, "charset", "utf-8");
                self.bytes(&content_type, form.into());
            }
            Err((property, reason)) => self.record_error(&property, reason),
        }
    }

    /// Sets the body to JSON Lines: one value per line.
    pub fn lines<T: Field>(&mut self, media_type: &'static str, items: impl IntoIterator<Item = T>) {
        let mut lines = Vec::new();
        for item in items {
            lines.extend(self.encoded(&item).unwrap_or_default());
            lines.push(b'\n');
        }
        self.json_bytes(media_type, lines);
    }

    /// Sets the body to a JSON text sequence (RFC 7464).
    pub fn sequence<T: Field>(&mut self, media_type: &'static str, items: impl IntoIterator<Item = T>) {
        let mut sequence = Vec::new();
        for item in items {
            sequence.push(0x1E);
            sequence.extend(self.encoded(&item).unwrap_or_default());
            sequence.push(b'\n');
        }
        self.json_bytes(media_type, sequence);
    }

    /// Serializes a value as JSON. A value without a JSON form is an error: null in its place could clear a field.
    fn encoded(&mut self, value: &dyn Field) -> Option<Vec<u8>> {
        let json = to_exact_json(&value.view());
        if json.is_none() {
            self.record_error("body", NOT_SERIALIZABLE.to_owned());
        }
        json
    }

    /// Sets the body to text: in the encoding that the media type declares, or else UTF-8. It is an error if that encoding does not have a character.
    pub fn text(&mut self, media_type: &'static str, text: String) {
        match charset::encode(media_type, text) {
            Ok((content_type, bytes)) => self.bytes(&content_type, bytes.into()),
            Err(reason) => self.record_error("body", reason),
        }
    }

    /// Sets the body to bytes.
    pub fn bytes(&mut self, media_type: &str, bytes: Bytes) {
        self.payload(media_type, Payload::Bytes(bytes));
    }

    /// Sets the body. If `media_type` is a range, the body's own media type is sent, or a generic one in the range.
    pub fn body(&mut self, media_type: &str, body: Body) {
        let chosen = match sent_type::is_choice(media_type) {
            true => body.choose_type(media_type),
            false => Ok(media_type.to_owned()),
        };
        let payload = match body.as_bytes() {
            Some(bytes) => Payload::Bytes(bytes.clone()),
            None => Payload::Stream(body),
        };
        match chosen {
            Ok(media_type) => self.payload(&media_type, payload),
            Err(reason) => self.record_error("body", reason),
        }
    }

    /// Sets the body to multipart.
    pub fn multipart(&mut self, media_type: &str, parts: Multipart) {
        match parts.check() {
            Ok(()) => {
                let content_type = parts.content_type(media_type);
                self.payload(&content_type, Payload::Multipart(parts));
            }
            Err((part, reason)) => self.record_error(&part, reason),
        }
    }

    /// Removes the body.
    pub fn unset_body(&mut self) {
        (self.payload, self.content_type) = (Payload::Empty, None);
    }

    fn payload(&mut self, media_type: &str, payload: Payload) {
        match HeaderValue::from_str(media_type) {
            Ok(content_type) => self.content_type = Some(content_type),
            Err(_) => self.record_error("body", format!("`{media_type}` is not a media type")),
        }
        self.payload = payload;
    }

    /// Adds a header. It overrides headers of the client and header parameters with this name; the cookies of a header `Cookie` override only
    /// cookies with the same name. A header that a security scheme uses replaces the client's credential for this call. It is not sent to another origin.
    pub fn header(&mut self, name: &str, value: &str) {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                // Any header may hold a secret, so none is shown.
                value.set_sensitive(true);
                self.headers.append(name, value);
            }
            (Err(_), _) => self.record_error(name, "the name is not a valid HTTP header name".to_owned()),
            (_, Err(_)) => self.record_error(
                name,
                "a header value must not contain line breaks or other control characters".to_owned(),
            ),
        }
    }

    /// The time limit of one attempt.
    pub fn timeout(&mut self, timeout: Duration) {
        self.options.timeout = Some(timeout);
    }

    /// The retry policy.
    pub fn retries(&mut self, retries: Retries) {
        self.options.retries = Some(retries);
    }

    /// Chooses one of the operation's own servers. It takes precedence over the client's base URL.
    pub fn server(&mut self, url: Result<String, ServerUrlError>) {
        match url {
            Ok(url) => self.server = Some(url),
            Err(error) => self.record_error("server", error.to_string()),
        }
    }

    /// Returns the parameter's value, either set or fixed.
    pub(super) fn parameter_value(&self, index: usize) -> Option<Cow<'_, SerializedParameter>> {
        let set = self.parameter_values.iter().find(|(other, _)| *other == index);
        set.map(|(_, piece)| Cow::Borrowed(piece)).or_else(|| {
            let parameter: &Parameter = self.operation.parameters.get(index)?;
            parameter.write_fixed().map(Cow::Owned)
        })
    }

    /// Records an error, which is reported when the call is sent. The first one is kept.
    pub(super) fn record_error(&mut self, subject: &str, reason: String) {
        let operation = self.operation.name;
        self.recorded_error.get_or_insert(RequestError { operation, subject: subject.to_owned(), reason });
    }

    /// Copies the call, if its body can be sent again.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        Some(Self {
            operation: self.operation,
            parameter_values: self.parameter_values.clone(),
            payload: self.payload.try_clone()?,
            content_type: self.content_type.clone(),
            headers: self.headers.clone(),
            accepted: self.accepted,
            options: self.options.clone(),
            client: self.client.clone(),
            is_blocking: self.is_blocking,
            recorded_error: self.recorded_error.clone(),
            server: self.server.clone(),
            next_url: self.next_url.clone(),
            #[cfg(feature = "tracing")]
            span: tracing::Span::none(),
        })
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation.name)
            .field("method", &self.operation.method)
            .field("path", &self.operation.path)
            .field("body", &self.payload)
            .finish_non_exhaustive()
    }
}
