//! Multipart bodies (RFC 7578): text, JSON, and files that are read while they are sent.

mod chain;
mod field;
mod part;
mod text;

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use serde_json::Value;

use self::chain::Chain;
use self::field::PartEncoding;
pub use self::field::PartField;
pub use self::part::Part;
use self::text::quoted;
use super::body::Body;
use super::call::NOT_SERIALIZABLE;
use super::charset;
use super::file::File;
use super::parameter::{
    ListSerializer, Nested, StyleSerializer, UntypedValue, each_item, each_member, unwritable_reason,
};
use super::retry;
use super::table::Style;
use crate::runtime::codec::{Field, View, to_exact_json};

const JSON: &str = "application/json";

/// A multipart body.
pub struct Multipart {
    boundary: String,
    parts: Vec<OpenPart>,
    problem: Option<(String, String)>,
    /// The content type of the first part.
    root_type: Option<String>,
}

struct OpenPart {
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
        Self { boundary, parts: Vec::new(), problem: None, root_type: None }
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
        each_member(value.view(), &mut |name, view| match fields.iter().find(|field| field.name == name) {
            Some(field) => parts.view(field, view, &[]),
            None => parts.each_value(Some(name), None, view, &[]),
        });
        parts
    }

    /// Adds a value: a scalar as text, an object as JSON, a list as one part per item.
    pub fn value(&mut self, name: &str, content_type: Option<&str>, value: &dyn Field) {
        self.each_value(Some(name), content_type, value.view(), &[]);
    }

    /// Adds a value as JSON, also if it is a string. A list is a single part.
    pub fn json(&mut self, name: &str, content_type: Option<&str>, value: &dyn Field) {
        self.json_part(Some(name), content_type, &value.view(), &[]);
    }

    /// Adds a file.
    pub fn file(&mut self, name: &str, content_type: Option<&str>, file: File) {
        let content_type = text::file_type(content_type, &file);
        // Servers take a part for a file only if it has a file name.
        let default = if file.parts().is_some() { None } else { Some(name) };
        let file_name = file.get_file_name().or(default).map(str::to_owned);
        self.part(Some(name), file_name.as_deref(), Some(&content_type), file);
    }

    /// Adds a value without a name, for a multipart body whose parts have an order instead of names (`multipart/mixed`). A list is a single
    /// part, as JSON.
    pub fn item(&mut self, content_type: Option<&str>, value: &dyn Field) {
        self.single_value(None, content_type, value.view(), &[]);
    }

    /// Adds a file without a name, for a multipart body whose parts have an order instead of names (`multipart/mixed`).
    pub fn item_file(&mut self, content_type: Option<&str>, file: File) {
        let content_type = text::file_type(content_type, &file);
        let file_name = file.get_file_name().map(str::to_owned);
        self.part(None, file_name.as_deref(), Some(&content_type), file);
    }

    /// Creates a body with these files, which have the names of their parts.
    #[doc(hidden)]
    #[must_use]
    pub fn of_files(content_type: Option<&str>, files: BTreeMap<String, File>) -> Self {
        let mut parts = Self::new();
        files.into_iter().for_each(|(name, file)| parts.file(&name, content_type, file));
        parts
    }

    /// Adds a value as the document describes it.
    #[doc(hidden)]
    pub fn field(&mut self, field: PartField, value: &dyn Field) {
        self.view(&field, value.view(), &[]);
    }

    /// Adds a value with headers as the document describes it.
    #[doc(hidden)]
    pub fn field_with_headers(&mut self, field: PartField, value: &dyn Field, headers: &[(String, String)]) {
        self.view(&field, value.view(), headers);
    }

    /// Adds a file as the document describes it.
    #[doc(hidden)]
    pub fn file_field(&mut self, field: PartField, file: File) {
        let file = field.headers.iter().fold(file, |file, (name, value)| file.default_header(name, value));
        self.file(field.name, field.content_type, file);
    }

    fn view(&mut self, field: &PartField, view: View<'_>, headers: &[(String, String)]) {
        let PartField { name, encoding, content_type, headers: fixed } = *field;
        let is_set = |name: &str| headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        let fixed = fixed.iter().filter(|(name, _)| !is_set(name));
        let fixed = fixed.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let headers: &[(String, String)] = &fixed.chain(headers.iter().cloned()).collect::<Vec<_>>();
        let texts: Vec<(String, String)> = match encoding {
            _ if matches!(view, View::Absent | View::None) => return,
            PartEncoding::Value => return self.each_value(Some(name), content_type, view, headers),
            PartEncoding::Json => return self.json_part(Some(name), content_type, &view, headers),
            PartEncoding::JsonItems => {
                return each_item(view, &mut |item| self.json_part(Some(name), content_type, &item, headers));
            }
            PartEncoding::Styled { .. } | PartEncoding::List(_) if unwritable_reason(&view).is_some() => {
                return self.fail_to_write(Some(name), &view);
            }
            PartEncoding::Styled { style, explode } => {
                let nested = if style == Style::DeepObject { Nested::Kept } else { Nested::Json };
                StyleSerializer { style, explode, keep: None }.pairs(name, &UntypedValue::of(view, nested))
            }
            PartEncoding::List(format) => {
                let value = UntypedValue::of(view, Nested::Lists(format.depth().saturating_sub(1)));
                let texts = ListSerializer { format, keep: None }.texts(&value).into_iter();
                texts.map(|text| (name.to_owned(), text)).collect()
            }
        };
        for (name, text) in texts {
            self.part(Some(&name), None, None, File::from_bytes(text.into_bytes()).headers(headers));
        }
    }

    /// Adds a list as one part per item, and any other value as one part.
    fn each_value(
        &mut self,
        name: Option<&str>,
        content_type: Option<&str>,
        view: View<'_>,
        headers: &[(String, String)],
    ) {
        each_item(view, &mut |item| self.single_value(name, content_type, item, headers));
    }

    /// Adds a scalar as text, and any other value as JSON.
    fn single_value(
        &mut self,
        name: Option<&str>,
        content_type: Option<&str>,
        view: View<'_>,
        headers: &[(String, String)],
    ) {
        match view {
            View::Absent | View::None => {}
            View::Owned(owner) => self.single_value(name, content_type, owner.view(), headers),
            View::Any(Value::String(text)) => self.single_value(name, content_type, View::Str(text), headers),
            composite @ (View::List(_)
            | View::Object(_)
            | View::Map(_)
            | View::Any(_)
            | View::Unwritable
            | View::Null) => self.json_part(name, content_type, &composite, headers),
            scalar if unwritable_reason(&scalar).is_some() => self.fail_to_write(name, &scalar),
            scalar => {
                if let UntypedValue::Text(text) = UntypedValue::of(scalar, Nested::Json) {
                    self.encoded_part(name, content_type, text.into_bytes(), headers);
                }
            }
        }
    }

    fn json_part(
        &mut self,
        name: Option<&str>,
        content_type: Option<&str>,
        view: &View<'_>,
        headers: &[(String, String)],
    ) {
        match to_exact_json(view) {
            _ if matches!(view, View::Absent | View::None) => {}
            Some(json) => self.encoded_part(name, content_type.or(Some(JSON)), json, headers),
            None => self.fail_to_write(name, view),
        }
    }

    /// Adds UTF-8 text in the encoding that the content type declares.
    fn encoded_part(
        &mut self,
        name: Option<&str>,
        content_type: Option<&str>,
        text: Vec<u8>,
        headers: &[(String, String)],
    ) {
        match charset::part_in(content_type, text) {
            Ok((content_type, bytes)) => {
                self.part(name, None, content_type.as_deref(), File::from_bytes(bytes).headers(headers));
            }
            Err(reason) => self.fail(name, reason),
        }
    }

    fn fail_to_write(&mut self, name: Option<&str>, view: &View<'_>) {
        self.fail(name, unwritable_reason(view).unwrap_or_else(|| NOT_SERIALIZABLE.to_owned()));
    }

    fn fail(&mut self, name: Option<&str>, reason: impl Into<String>) {
        self.problem.get_or_insert_with(|| (name.unwrap_or("body").to_owned(), reason.into()));
    }

    /// Adds a part. Without a name, it has no `Content-Disposition`, except for a file's name.
    fn part(&mut self, name: Option<&str>, file_name: Option<&str>, content_type: Option<&str>, content: File) {
        if let Some(Err((part, reason))) = content.parts().map(Self::check) {
            self.fail(name, format!("its part `{}`: {reason}", part.escape_debug()));
        }
        self.root_type.get_or_insert_with(|| content_type.unwrap_or("text/plain").to_owned());
        let mut head = format!("--{}\r\n", self.boundary);
        let disposition = match (name, file_name) {
            (Some(name), _) => Some(format!("form-data; name=\"{}\"", quoted(name))),
            (None, Some(_)) => Some("attachment".to_owned()),
            (None, None) => None,
        };
        let own_disposition =
            content.get_headers().iter().any(|(name, _)| name.eq_ignore_ascii_case("content-disposition"));
        if let Some(disposition) = disposition.filter(|_| !own_disposition) {
            head.push_str(&format!("Content-Disposition: {disposition}"));
            if let Some(file_name) = file_name {
                head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
            }
            head.push_str("\r\n");
        }
        if let Some(content_type) = content_type {
            if http::HeaderValue::from_str(content_type).is_err() {
                self.fail(name, "its content type must not contain line breaks or other control characters");
            }
            head.push_str(&format!("Content-Type: {content_type}\r\n"));
        }
        for (header, value) in content.get_headers() {
            if http::HeaderName::try_from(header).is_err() || http::HeaderValue::from_str(value).is_err() {
                self.fail(name, format!("its header `{}` has an invalid name or value", header.escape_debug()));
            }
            head.push_str(&format!("{header}: {value}\r\n"));
        }
        head.push_str("\r\n");
        self.parts.push(OpenPart { head: head.into(), content });
    }

    pub(super) fn check(&self) -> Result<(), (String, String)> {
        self.problem.clone().map_or(Ok(()), Err)
    }

    pub(super) fn content_type(&self, media_type: &str) -> String {
        let content_type = text::with_root_type(media_type, self.root_type.as_deref());
        format!("{content_type}; boundary={}", self.boundary)
    }

    pub(super) fn is_replayable(&self) -> bool {
        self.parts.iter().all(|part| part.content.is_replayable())
    }

    pub(super) fn try_clone(&self) -> Option<Self> {
        let part = |part: &OpenPart| Some(OpenPart { head: part.head.clone(), content: part.content.try_clone()? });
        let parts: Option<Vec<_>> = self.parts.iter().map(part).collect();
        let (boundary, problem) = (self.boundary.clone(), self.problem.clone());
        Some(Self { boundary, parts: parts?, problem, root_type: self.root_type.clone() })
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic of a test is its report")]

    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use super::Multipart;
    use crate::runtime::codec::{Field, object};
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
            let of = |part: &mut super::OpenPart| {
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
        let expect = "amount=12345678901234567.890&text=1.50&steps=1e400&steps=-0&more=%7B%22a%22%3A0.10%7D";
        assert_eq!(form(decode::<Price>(PRICE).unwrap().view(), &[]).unwrap(), expect);
        let merged = form(decode::<Merged>(PRICE).unwrap().view(), &[]).unwrap();
        let sorted = |text: &str| {
            let mut pairs: Vec<String> = text.split('&').map(str::to_owned).collect();
            pairs.sort();
            pairs
        };
        assert_eq!(sorted(&merged), sorted(expect));
    }
}
