//! Reads and sets the part of a request that says which page is wanted: a parameter, or a member of the JSON body.

use std::borrow::Cow;

use http::HeaderValue;

use super::error::PagingError;
use super::json_body;
use super::values::{self, integral, whole_number};
use crate::runtime::Value;
use crate::runtime::http::call::Call;
use crate::runtime::http::media_type;
use crate::runtime::http::parameter::SerializedParameter;
use crate::runtime::http::payload::Payload;
use crate::runtime::http::table::PageInput;

const JSON: &str = "application/json";

impl PageInput {
    /// Returns the name of the parameter or member.
    pub(super) fn name(self, call: &Call) -> &'static str {
        match self {
            Self::Parameter(index) => call.operation.parameters.get(index).map_or("", |parameter| parameter.name),
            Self::Member(path) => path.last().copied().unwrap_or_default(),
        }
    }

    /// Returns the text of the current value; `None` if it is not set.
    pub(super) fn text(self, call: &Call) -> Option<Vec<u8>> {
        match self {
            Self::Parameter(index) => call.parameter_value(index).map(|piece| serialized(&piece).to_vec()),
            Self::Member(path) => member(call, path).map(|value| value.to_string().into_bytes()),
        }
    }

    /// Returns the number that is set; `None` if none is.
    pub(super) fn number(self, call: &Call) -> Result<Option<i64>, PagingError> {
        let wrong = PagingError::NoPosition(self.name(call));
        match self {
            Self::Parameter(index) => {
                let set = |piece: &Cow<'_, SerializedParameter>| **piece != SerializedParameter::Nothing;
                let Some(piece) = call.parameter_value(index).filter(set) else { return Ok(None) };
                let text = std::str::from_utf8(serialized(&piece)).ok();
                let number = text.map(|text| text.rsplit_once('=').map_or(text, |(_, value)| value));
                let number = number.and_then(|text| text.parse().ok().or_else(|| integral(text.parse().ok()?)));
                number.map(Some).ok_or(wrong)
            }
            Self::Member(path) => match member(call, path) {
                None | Some(Value::Null) => Ok(None),
                Some(value) => whole_number(&value).map(Some).ok_or(wrong),
            },
        }
    }

    /// Returns the cursor in a value of a page; `None` if it says that there is none. Only a body takes cursors that are lists or objects.
    pub(super) fn cursor(self, value: Value) -> Result<Option<Value>, PagingError> {
        match self {
            Self::Parameter(_) => Ok(values::text(&value)?.map(Value::String)),
            Self::Member(_) if matches!(&value, Value::Array(items) if !items.is_empty()) => Ok(Some(value)),
            Self::Member(_) if matches!(&value, Value::Object(members) if !members.is_empty()) => Ok(Some(value)),
            Self::Member(_) => Ok(values::text(&value)?.map(|_| value)),
        }
    }

    /// Sets the value.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not a JSON object. An invalid value of a parameter is an error when the call is sent.
    pub(super) fn set(self, call: &mut Call, value: &Value) -> Result<(), PagingError> {
        match (self, value) {
            (Self::Parameter(index), Value::String(text)) => call.set_text(index, text),
            (Self::Parameter(index), value) => call.set(index, value),
            (Self::Member(path), value) => {
                let body = match &call.payload {
                    Payload::Empty => b"{}",
                    Payload::Bytes(bytes) if is_json(call) => bytes.as_ref(),
                    Payload::Bytes(_) | Payload::Multipart(_) | Payload::Stream(_) => return Err(PagingError::NotJson),
                };
                let body = json_body::set(body, path, value).ok_or(PagingError::NotJson)?;
                call.payload = Payload::Bytes(body.into());
                call.content_type.get_or_insert(HeaderValue::from_static(JSON));
            }
        }
        Ok(())
    }
}

fn is_json(call: &Call) -> bool {
    let content_type = call.content_type.as_ref().and_then(|value| value.to_str().ok());
    content_type.is_some_and(media_type::is_json)
}

fn member(call: &Call, path: &[&str]) -> Option<Value> {
    match &call.payload {
        Payload::Bytes(bytes) => json_body::get(bytes, path),
        Payload::Empty | Payload::Multipart(_) | Payload::Stream(_) => None,
    }
}

/// Returns the serialized value of a parameter.
fn serialized(piece: &SerializedParameter) -> &[u8] {
    match piece {
        SerializedParameter::Query(text) | SerializedParameter::Cookie(text) | SerializedParameter::Path(text) => {
            text.as_bytes()
        }
        SerializedParameter::Header(value) => value.as_bytes(),
        SerializedParameter::Nothing => &[],
    }
}
