//! Parameters: checks and serializes values before anything is sent.

mod checks;
mod list;
mod plain;
mod style;
mod untyped_value;

pub(super) use checks::unwritable_reason;
pub use list::ListSerializer;
pub use style::StyleSerializer;
pub use untyped_value::{Nested, UntypedValue, each_item, each_member};

use http::HeaderValue;

use super::charset::ascii_json;
use super::form::{self, FormField};
use super::percent::{self, Keep};
use super::table::{Encoding, ListFormat, Location, Parameter, Style};
use crate::runtime::codec::{View, to_exact_json};
use crate::runtime::http::call::NOT_SERIALIZABLE;

/// A serialized parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SerializedParameter {
    /// Text for a path template.
    Path(String),
    /// Pairs of a query, joined with `&`.
    Query(String),
    /// A header value.
    Header(HeaderValue),
    /// Pairs of the header `Cookie`, joined with `; `.
    Cookie(String),
    /// Nothing is sent.
    Nothing,
}

impl SerializedParameter {
    /// Returns whether the value is empty.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Path(text) => text.is_empty(),
            Self::Query(pair) | Self::Cookie(pair) => pair.split_once('=').is_none_or(|(_, value)| value.is_empty()),
            Self::Header(value) => value.as_bytes().trim_ascii().is_empty(),
            Self::Nothing => true,
        }
    }
}

impl Parameter {
    /// Serializes a value.
    ///
    /// # Errors
    ///
    /// Returns the reason if the value violates a limit, or cannot be sent in the parameter's location.
    pub fn write(&self, view: View<'_>) -> Result<SerializedParameter, String> {
        self.check(&view)?;
        if let Encoding::Form(fields) = self.encoding {
            return self.write_form(view, fields);
        }
        let json = match (self.encoding, &view) {
            (Encoding::Styled { .. } | Encoding::List(_) | Encoding::Text | Encoding::Form(_), _)
            | (_, View::Absent | View::None) => None,
            (Encoding::Json, view) => {
                let json = to_exact_json(view).and_then(|json| String::from_utf8(json).ok());
                Some(json.ok_or_else(|| NOT_SERIALIZABLE.to_owned())?)
            }
        };
        let nested = match self.encoding {
            Encoding::Styled { style: Style::DeepObject, .. } => Nested::Kept,
            Encoding::List(format) => Nested::Lists(format.depth().saturating_sub(1)),
            Encoding::Styled { .. } | Encoding::Json | Encoding::Text | Encoding::Form(_) => Nested::Json,
        };
        let value = UntypedValue::of(view, nested);
        let value = match (json, self.location) {
            (None, _) => value,
            // A header is ASCII, unless both sides agree on another encoding.
            (Some(json), Location::Header) => UntypedValue::Json(ascii_json(&json)),
            (Some(json), _) => UntypedValue::Json(json),
        };
        self.serialize_untyped(self.checked(value)?)
    }

    /// Checks a value that is sent without encoding.
    fn checked(&self, value: UntypedValue) -> Result<UntypedValue, String> {
        match (self.location, self.encoding) {
            (Location::Header, Encoding::Styled { explode, .. }) => plain::header(value, &[','], explode),
            (Location::Header, Encoding::List(format)) => {
                let delimiters: Vec<char> = format.delimiters.iter().map(|delimiter| delimiter.character()).collect();
                plain::header(value, &delimiters, false)
            }
            (Location::Header, Encoding::Json | Encoding::Text | Encoding::Form(_)) => plain::header(value, &[], false),
            (Location::Cookie, Encoding::Styled { style: Style::Cookie, explode, .. }) => {
                plain::cookie(self.name, &value, explode)?;
                Ok(value)
            }
            (Location::Cookie | Location::Path | Location::Query | Location::QueryString, _) => Ok(value),
        }
    }

    /// Serializes the fixed value, if the parameter has one.
    pub(super) fn write_fixed(&self) -> Option<SerializedParameter> {
        let text = self.fixed?.to_owned();
        let value = match (self.location, self.encoding) {
            (Location::Header, Encoding::Json) => UntypedValue::Json(ascii_json(&text)),
            // The document is not trusted: its value must not add another cookie.
            (Location::Cookie, _) => self.checked(UntypedValue::Text(text)).ok()?,
            _ => UntypedValue::Text(text),
        };
        self.serialize_untyped(value).ok()
    }

    fn serialize_untyped(&self, value: UntypedValue) -> Result<SerializedParameter, String> {
        let value = &value;
        let (style, explode, allow_reserved) = match self.encoding {
            Encoding::Styled { style, explode, allow_reserved } => (style, explode, allow_reserved),
            Encoding::List(format) => return self.serialize_list(format, value),
            Encoding::Json | Encoding::Text | Encoding::Form(_) => match value {
                UntypedValue::Text(_) | UntypedValue::Json(_) | UntypedValue::Absent => (Style::Form, false, false),
                UntypedValue::List(_) | UntypedValue::Object(_) => {
                    return Err("expected a scalar, found a list or an object".to_owned());
                }
            },
        };
        let keep = match self.location {
            Location::Header => None,
            Location::Cookie if style == Style::Cookie => None,
            Location::Cookie => Some(Keep::Cookie),
            Location::Query | Location::QueryString if allow_reserved => Some(Keep::Reserved),
            Location::Path if allow_reserved => Some(Keep::Segments),
            Location::Path | Location::Query | Location::QueryString => Some(Keep::Unreserved),
        };
        let serializer = StyleSerializer { style, explode, keep };
        match self.location {
            Location::Path => path(serializer.single(self.name, value)),
            Location::Header => header(serializer.single(self.name, value), value),
            Location::Query => Ok(joined(&serializer.pairs(self.name, value), "&")
                .map_or(SerializedParameter::Nothing, SerializedParameter::Query)),
            Location::QueryString => Ok(match value {
                UntypedValue::Text(text) | UntypedValue::Json(text) => {
                    SerializedParameter::Query(percent::encode(text, Keep::Unreserved))
                }
                UntypedValue::Absent | UntypedValue::List(_) | UntypedValue::Object(_) => {
                    joined(&serializer.pairs(self.name, value), "&")
                        .map_or(SerializedParameter::Nothing, SerializedParameter::Query)
                }
            }),
            Location::Cookie => Ok(joined(&serializer.pairs(self.name, value), "; ")
                .map_or(SerializedParameter::Nothing, SerializedParameter::Cookie)),
        }
    }
}

impl Parameter {
    /// Serializes a form, which is the whole query string. A text is taken to be its only name.
    fn write_form(&self, view: View<'_>, fields: &[FormField]) -> Result<SerializedParameter, String> {
        if let text @ (View::Absent | View::None | View::Null | View::Str(_)) = view {
            return self.serialize_untyped(UntypedValue::of(text, Nested::Json));
        }
        let pairs = form::form(view, fields).map_err(|(name, reason)| match name.as_str() {
            "body" => reason,
            name => format!("`{}`: {reason}", name.escape_debug()),
        })?;
        Ok(if pairs.is_empty() { SerializedParameter::Nothing } else { SerializedParameter::Query(pairs) })
    }

    fn serialize_list(&self, format: ListFormat, value: &UntypedValue) -> Result<SerializedParameter, String> {
        let encoded = ListSerializer { format, keep: Some(Keep::Unreserved) };
        let pairs = |name: &str| {
            let name = percent::encode(name, Keep::Unreserved);
            let texts = encoded.texts(value).into_iter();
            texts.map(|text| (name.clone(), text)).collect::<Vec<_>>()
        };
        match self.location {
            Location::Path => path(encoded.single(value).unwrap_or_default()),
            Location::Header => {
                header(ListSerializer { keep: None, ..encoded }.single(value).unwrap_or_default(), value)
            }
            Location::Query | Location::QueryString => {
                Ok(joined(&pairs(self.name), "&").map_or(SerializedParameter::Nothing, SerializedParameter::Query))
            }
            Location::Cookie => {
                Ok(joined(&pairs(self.name), "; ").map_or(SerializedParameter::Nothing, SerializedParameter::Cookie))
            }
        }
    }
}

fn path(text: String) -> Result<SerializedParameter, String> {
    if text.is_empty() {
        return Err("a path parameter must not be empty".to_owned());
    }
    Ok(SerializedParameter::Path(text))
}

fn header(text: String, value: &UntypedValue) -> Result<SerializedParameter, String> {
    if matches!(value, UntypedValue::Absent)
        || (text.is_empty() && !matches!(value, UntypedValue::Text(_) | UntypedValue::Json(_)))
    {
        return Ok(SerializedParameter::Nothing);
    }
    let value = HeaderValue::try_from(text);
    let mut value =
        value.map_err(|_| "a header value must not contain line breaks or other control characters".to_owned())?;
    // Any parameter may hold a secret.
    value.set_sensitive(true);
    Ok(SerializedParameter::Header(value))
}

fn joined(pairs: &[(String, String)], delimiter: &str) -> Option<String> {
    if pairs.is_empty() {
        return None;
    }
    Some(pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(delimiter))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{FormField, Parameter, SerializedParameter, Style, View};

    const DEEP: Parameter = Parameter::query_string("q").form(&[FormField::styled("b", Style::DeepObject, true)]);

    #[track_caller]
    fn check(parameter: Parameter, value: Value, expect: Result<&str, &str>) {
        let written = parameter.write(View::Any(&value)).map(|piece| match piece {
            SerializedParameter::Path(text) | SerializedParameter::Query(text) | SerializedParameter::Cookie(text) => {
                text
            }
            SerializedParameter::Header(value) => String::from_utf8(value.as_bytes().to_owned()).unwrap(),
            SerializedParameter::Nothing => "(nothing)".to_owned(),
        });
        assert_eq!(written.as_deref().map_err(String::as_str), expect, "{value} as {parameter:?}");
    }

    #[test]
    fn paths() {
        let id = Parameter::path("id");
        check(id, json!("a/../b?c#d%"), Ok("a%2F..%2Fb%3Fc%23d%25"));
        check(id, json!(7), Ok("7"));
        check(id, json!(true), Ok("true"));
        check(id, json!([1, 2]), Ok("1,2"));
        check(id, json!(""), Err("a path parameter must not be empty"));
        check(id, json!([]), Err("a path parameter must not be empty"));
        check(id.style(Style::Matrix, true), json!({"a": 1}), Ok(";a=1"));
        check(id.style(Style::Label, false), json!("x.y"), Ok(".x.y"));
        check(id.allow_reserved(), json!("a/b c?d#e%2F"), Ok("a/b%20c%3Fd%23e%252F"));
    }

    #[test]
    fn queries() {
        let query = Parameter::query("q");
        check(query, json!("a&b=c"), Ok("q=a%26b%3Dc"));
        check(query, json!(null), Ok("(nothing)"));
        check(query, json!([]), Ok("(nothing)"));
        check(query, json!([{"a": [1]}, 2]), Ok("q=%7B%22a%22%3A%5B1%5D%7D&q=2"));
        check(query.style(Style::Form, false), json!(["a", null, "b"]), Ok("q=a,b"));
        check(
            query.style(Style::DeepObject, true),
            json!({"a": {"b": [1, 2]}}),
            Ok("q%5Ba%5D%5Bb%5D%5B0%5D=1&q%5Ba%5D%5Bb%5D%5B1%5D=2"),
        );
        check(query.json(), json!({"a": 1}), Ok("q=%7B%22a%22%3A1%7D"));
        check(query.allow_reserved(), json!("/a?b,c&d"), Ok("q=/a?b,c%26d"));
        check(Parameter::query("a[]"), json!([1, 2]), Ok("a%5B%5D=1&a%5B%5D=2"));
        check(Parameter::query_string("q"), json!({"a": 1, "b": "c d"}), Ok("a=1&b=c+d"));
        check(
            Parameter::query_string("q"),
            json!({"a": ["x y", "z"], "b": {"c": 1}}),
            Ok("a=x+y&a=z&b=%7B%22c%22%3A1%7D"),
        );
        check(DEEP, json!({"b": {"c": 1}}), Ok("b%5Bc%5D=1"));
        check(Parameter::query_string("q"), json!([1]), Err("a form must be an object, but it is a list"));
    }

    #[test]
    fn headers_and_cookies() {
        let header = Parameter::header("X");
        check(header, json!("a, b;c"), Ok("a, b;c"));
        check(header, json!([1, 2]), Ok("1,2"));
        check(header.style(Style::Simple, true), json!({"a": 1, "b": 2}), Ok("a=1,b=2"));
        check(
            header,
            json!("a\r\nEvil: 1"),
            Err("a header value must not contain line breaks or other control characters"),
        );
        check(header, json!("\u{0}"), Err("a header value must not contain line breaks or other control characters"));
        check(Parameter::cookie("c"), json!("a;b=c"), Ok("c=a%3Bb%3Dc"));
        check(Parameter::cookie("c"), json!(["a", "b"]), Ok("c=a; c=b"));
    }

    #[test]
    fn limits() {
        let key = Parameter::header("Idempotency-Key").length(1, 5);
        check(key, json!("ééééé"), Ok("ééééé"));
        check(key, json!("123456"), Err("expected at most 5 characters, found 6"));
        check(key, json!(""), Err("expected at least 1 characters, found 0"));
        let list = Parameter::query("ids").items(1, 2);
        check(list, json!([1, 2, 3]), Err("expected at most 2 items, found 3"));
    }
}
