//! Multipart bodies (RFC 7578): text, JSON, and files that are read while they are sent.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::body::Body;
use super::call::NOT_SERIALIZABLE;
use super::error::BoxError;
use super::file::File;
use super::parameter::{ListSerializer, Nested, UntypedValue, each_member, unwritable_reason};
use super::retry;
use super::table::ListFormat;
use crate::runtime::codec::{Field, View, to_exact_json};

const JSON: &str = "application/json";

/// How a member of an object becomes a part. Members without one are added as by [`Multipart::value`].
#[derive(Debug, Clone, Copy)]
pub struct PartField {
    name: &'static str,
    encoding: PartEncoding,
}

#[derive(Debug, Clone, Copy)]
enum PartEncoding {
    /// A list is one part per item.
    Value { content_type: &'static str },
    /// A list is a single part.
    Json { content_type: &'static str },
    /// A list is text.
    List(ListFormat),
}

impl PartField {
    /// A part of this media type. A list becomes one part per item.
    #[must_use]
    pub const fn of_type(name: &'static str, content_type: &'static str) -> Self {
        Self { name, encoding: PartEncoding::Value { content_type } }
    }

    /// A JSON part. A list is a single part.
    #[must_use]
    pub const fn json(name: &'static str, content_type: &'static str) -> Self {
        Self { name, encoding: PartEncoding::Json { content_type } }
    }

    /// A list in this format.
    #[must_use]
    pub const fn list(name: &'static str, format: ListFormat) -> Self {
        Self { name, encoding: PartEncoding::List(format) }
    }
}

/// A multipart body.
pub struct Multipart {
    boundary: String,
    parts: Vec<Part>,
    problem: Option<(String, String)>,
}

struct Part {
    /// The bytes before the content: boundary, headers, empty line.
    head: Bytes,
    content: File,
}

/// Shows only the number of parts, because they may contain secrets.
impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Multipart({} parts)", self.parts.len())
    }
}

impl Default for Multipart {
    fn default() -> Self {
        // It is random: no content contains it by accident, and nobody can predict it.
        let boundary = format!("oasmith-{}", retry::idempotency_key());
        Self { boundary, parts: Vec::new(), problem: None }
    }
}

impl Multipart {
    /// Creates a body without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a body with a part for each member of an object. `fields` override how some members are written.
    #[must_use]
    pub fn of(value: &dyn Field, fields: &[PartField]) -> Self {
        let mut parts = Self::new();
        each_member(value.view(), &mut |name, view| match fields
            .iter()
            .find(|field| field.name == name)
            .map(|field| field.encoding)
        {
            None => parts.view(name, None, view, true),
            Some(PartEncoding::Value { content_type }) => parts.view(name, Some(content_type), view, true),
            Some(PartEncoding::Json { content_type }) => parts.view(name, Some(content_type), view, false),
            Some(PartEncoding::List(format)) => parts.list_view(name, view, format),
        });
        parts
    }

    /// Adds a value: a scalar as text, an object as JSON, a list as one part per item.
    pub fn value(&mut self, name: &str, content_type: Option<&str>, value: &dyn Field) {
        self.view(name, content_type, value.view(), true);
    }

    /// Adds a value as JSON, a list as a single part. A string is sent unchanged: it is taken to be JSON already.
    pub fn json(&mut self, name: &str, content_type: Option<&str>, value: &dyn Field) {
        self.view(name, content_type.or(Some(JSON)), value.view(), false);
    }

    /// Adds a list as text: one part, or one part per item if the list is repeated.
    pub fn list(&mut self, name: &str, value: &dyn Field, format: ListFormat) {
        self.list_view(name, value.view(), format);
    }

    fn list_view(&mut self, name: &str, view: View<'_>, format: ListFormat) {
        if let Some(reason) = unwritable_reason(&view) {
            self.problem.get_or_insert((name.to_owned(), reason));
            return;
        }
        let value = UntypedValue::of(view, Nested::Lists(format.depth().saturating_sub(1)));
        for text in (ListSerializer { format, keep: None }).texts(&value) {
            self.part(name, None, None, File::from_bytes(text.into_bytes()));
        }
    }

    /// Adds a file.
    pub fn file(&mut self, name: &str, content_type: Option<&str>, file: File) {
        let content_type = file.get_content_type().or(content_type).unwrap_or("application/octet-stream").to_owned();
        let file_name = file.get_file_name().unwrap_or(name).to_owned();
        self.part(name, Some(&file_name), Some(&content_type), file);
    }

    fn view(&mut self, name: &str, content_type: Option<&str>, view: View<'_>, split: bool) {
        let (text, default) = match view {
            View::Absent | View::None => return,
            View::List(list) if split => {
                for index in 0..list.len() {
                    self.view(name, content_type, list.view(index), false);
                }
                return;
            }
            View::Owned(owner) => return self.view(name, content_type, owner.view(), split),
            composite @ (View::List(_)
            | View::Object(_)
            | View::Map(_)
            | View::Any(_)
            | View::Unwritable
            | View::Null) => match to_exact_json(&composite) {
                Some(json) => (json, Some(JSON)),
                None => {
                    self.problem.get_or_insert((name.to_owned(), NOT_SERIALIZABLE.to_owned()));
                    return;
                }
            },
            scalar if unwritable_reason(&scalar).is_some() => {
                let reason = unwritable_reason(&scalar).unwrap_or_default();
                self.problem.get_or_insert((name.to_owned(), reason));
                return;
            }
            scalar => match UntypedValue::of(scalar, Nested::Json) {
                UntypedValue::Text(text) => (text.into_bytes(), None),
                UntypedValue::Absent | UntypedValue::List(_) | UntypedValue::Object(_) => return,
            },
        };
        self.part(name, None, content_type.or(default), File::from_bytes(text));
    }

    fn part(&mut self, name: &str, file_name: Option<&str>, content_type: Option<&str>, content: File) {
        let mut head = format!("--{}\r\nContent-Disposition: form-data; name=\"{}\"", self.boundary, quoted(name));
        if let Some(file_name) = file_name {
            head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
        }
        head.push_str("\r\n");
        if let Some(content_type) = content_type {
            if http::HeaderValue::from_str(content_type).is_err() {
                let reason = "its content type must not contain line breaks or other control characters".to_owned();
                self.problem.get_or_insert((name.to_owned(), reason));
            }
            head.push_str(&format!("Content-Type: {content_type}\r\n"));
        }
        for (header, value) in content.get_headers() {
            if http::HeaderName::try_from(header).is_err() || http::HeaderValue::from_str(value).is_err() {
                let reason = format!("its header `{}` has an invalid name or value", header.escape_debug());
                self.problem.get_or_insert((name.to_owned(), reason));
            }
            head.push_str(&format!("{header}: {value}\r\n"));
        }
        head.push_str("\r\n");
        self.parts.push(Part { head: head.into(), content });
    }

    pub(super) fn check(&self) -> Result<(), (String, String)> {
        self.problem.clone().map_or(Ok(()), Err)
    }

    pub(super) fn content_type(&self, media_type: &str) -> String {
        format!("{media_type}; boundary={}", self.boundary)
    }

    pub(super) fn is_replayable(&self) -> bool {
        self.parts.iter().all(|part| part.content.is_replayable())
    }

    pub(super) fn try_clone(&self) -> Option<Self> {
        let part = |part: &Part| Some(Part { head: part.head.clone(), content: part.content.try_clone()? });
        let parts: Option<Vec<_>> = self.parts.iter().map(part).collect();
        Some(Self { boundary: self.boundary.clone(), parts: parts?, problem: self.problem.clone() })
    }

    /// Returns the body for one attempt.
    pub(super) fn open(&mut self) -> Body {
        let mut bodies = Vec::new();
        for part in &mut self.parts {
            bodies.push(Body::from(part.head.clone()));
            bodies.push(part.content.open_content());
            bodies.push(Body::from("\r\n"));
        }
        bodies.push(Body::from(format!("--{}--\r\n", self.boundary)));
        bodies.reverse();
        Body::wrap(Chain(bodies))
    }
}

/// Escapes a name for quotes, as browsers do.
fn quoted(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            '"' => out.push_str("%22"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A concatenation of bodies, in reverse order.
struct Chain(Vec<Body>);

impl HttpBody for Chain {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let bodies = &mut self.get_mut().0;
        while let Some(body) = bodies.last_mut() {
            match body.poll_bytes(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(chunk)) => return Poll::Ready(Some(chunk.map(Frame::data))),
                Poll::Ready(None) => drop(bodies.pop()),
            }
        }
        Poll::Ready(None)
    }

    fn size_hint(&self) -> SizeHint {
        let sizes: Option<u64> = self.0.iter().map(|body| body.size_hint().exact()).sum();
        sizes.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic of a test is its report")]

    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use super::Multipart;
    use crate::runtime::codec::object;
    use crate::runtime::http::form::form;
    use crate::runtime::{AsNumber, AsText, Custom, decode};

    type Decimal = Custom<Digits, AsNumber>;

    /// The digits of a number.
    #[derive(Debug, Clone)]
    struct Digits(String);

    impl std::str::FromStr for Digits {
        type Err = Infallible;

        fn from_str(text: &str) -> Result<Self, Infallible> {
            Ok(Self(text.to_owned()))
        }
    }

    impl std::fmt::Display for Digits {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(&self.0)
        }
    }

    #[derive(Debug, Clone)]
    struct Price {
        amount: Decimal,
        text: Option<Custom<Digits, AsText>>,
        steps: Option<Vec<Decimal>>,
        more: Option<BTreeMap<String, Decimal>>,
    }

    object!(Price {
        0 "amount" => amount: Required,
        1 "text" => text: Optional,
        2 "steps" => steps: Optional,
        3 "more" => more: Optional,
    });

    /// The same, merged from two parts.
    #[derive(Debug, Clone)]
    struct Merged {
        first: Price,
        second: Option<Price>,
    }

    object!(Merged { & 0 first: Required, & 1 second: Optional, });

    const PRICE: &[u8] = br#"{"amount":12345678901234567.890,"text":"1.50","steps":[1e400,-0],"more":{"a":0.10}}"#;

    #[test]
    fn numbers_keep_their_digits_in_parts() {
        #[track_caller]
        fn check(mut parts: Multipart) {
            let of = |part: &mut super::Part| {
                let head = String::from_utf8(part.head.to_vec()).unwrap();
                let name = head.split('"').nth(1).unwrap().to_owned();
                let content = part.content.open_content().as_bytes().unwrap().to_vec();
                (name, String::from_utf8(content).unwrap())
            };
            let mut written: Vec<(String, String)> = parts.parts.iter_mut().map(of).collect();
            written.sort();
            let expect = [
                ("amount", "12345678901234567.890"),
                ("more", r#"{"a":0.10}"#),
                ("steps", "-0"),
                ("steps", "1e400"),
                ("text", "1.50"),
            ];
            assert_eq!(written, expect.map(|(name, text)| (name.to_owned(), text.to_owned())));
        }
        check(Multipart::of(&decode::<Price>(PRICE).unwrap(), &[]));
        check(Multipart::of(&decode::<Merged>(PRICE).unwrap(), &[]));
    }

    #[test]
    fn numbers_keep_their_digits_in_forms() {
        let expect = "amount=12345678901234567.890&text=1.50&steps=1e400&steps=-0&more%5Ba%5D=0.10";
        assert_eq!(form(&decode::<Price>(PRICE).unwrap(), &[]), expect);
        let merged = form(&decode::<Merged>(PRICE).unwrap(), &[]);
        let sorted = |text: &str| {
            let mut pairs: Vec<String> = text.split('&').map(str::to_owned).collect();
            pairs.sort();
            pairs
        };
        assert_eq!(sorted(&merged), sorted(expect));
    }
}
