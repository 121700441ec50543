//! Form bodies (`application/x-www-form-urlencoded`): one pair per property.

use super::parameter::{ListSerializer, Nested, StyleSerializer, UntypedValue, each_member};
use super::percent::{self, Keep};
use super::table::{ListFormat, Style};
use crate::runtime::codec::{Field, View, to_json_text};

/// How a form property is serialized. By default, properties are exploded pairs, and nested values use paths: `name[member]=value`.
#[derive(Debug, Clone, Copy)]
pub struct FormField {
    name: &'static str,
    encoding: Encoding,
}

#[derive(Debug, Clone, Copy)]
enum Encoding {
    Styled { style: Style, explode: bool, allow_reserved: bool },
    List(ListFormat),
    Json,
}

impl FormField {
    /// A property that is serialized with a style.
    #[must_use]
    pub const fn styled(name: &'static str, style: Style, explode: bool) -> Self {
        Self { name, encoding: Encoding::Styled { style, explode, allow_reserved: false } }
    }

    /// A property that is a list in this format.
    #[must_use]
    pub const fn list(name: &'static str, format: ListFormat) -> Self {
        Self { name, encoding: Encoding::List(format) }
    }

    /// A property that is serialized as JSON. A string is sent unchanged: it is taken to be JSON already.
    #[must_use]
    pub const fn json(name: &'static str) -> Self {
        Self { name, encoding: Encoding::Json }
    }

    /// Leaves reserved characters unencoded.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        if let Encoding::Styled { style, explode, .. } = self.encoding {
            self.encoding = Encoding::Styled { style, explode, allow_reserved: true };
        }
        self
    }
}

/// Serializes a value as a form. A value that is not an object is the whole form.
pub(super) fn form(value: &dyn Field, fields: &[FormField]) -> String {
    if let UntypedValue::Text(text) = UntypedValue::of(value.view(), Nested::Json) {
        return text;
    }
    let mut pairs = Vec::new();
    each_member(value.view(), &mut |name, view| {
        let field = fields.iter().find(|field| field.name == name);
        let plain = StyleSerializer { style: Style::Form, explode: true, keep: Some(Keep::Unreserved) };
        let (serializer, value) = match field.map(|field| field.encoding) {
            Some(Encoding::Styled { style, explode, allow_reserved }) => {
                let keep = if allow_reserved { Keep::Reserved } else { Keep::Unreserved };
                (
                    StyleSerializer { style, explode, keep: Some(keep) },
                    UntypedValue::of(view, if style == Style::DeepObject { Nested::Kept } else { Nested::Json }),
                )
            }
            Some(Encoding::List(format)) => {
                let value = UntypedValue::of(view, Nested::Lists(format.depth().saturating_sub(1)));
                let name = percent::encode(name, Keep::Unreserved);
                let texts = ListSerializer { format, keep: plain.keep }.texts(&value).into_iter();
                pairs.extend(texts.map(|text| (name.clone(), text)));
                return;
            }
            Some(Encoding::Json) => (plain, json(view)),
            None => match UntypedValue::of(view, Nested::Kept) {
                // The form style cannot express nested values.
                nested if is_nested(&nested) => (StyleSerializer { style: Style::DeepObject, ..plain }, nested),
                flat => (plain, flat),
            },
        };
        pairs.extend(serializer.pairs(name, &value));
    });
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn json(view: View<'_>) -> UntypedValue {
    let text = to_json_text(&view);
    match UntypedValue::of(view, Nested::Json) {
        UntypedValue::List(_) | UntypedValue::Object(_) => UntypedValue::Text(text),
        single => single,
    }
}

fn is_nested(value: &UntypedValue) -> bool {
    let is_composite = |item: &UntypedValue| matches!(item, UntypedValue::List(_) | UntypedValue::Object(_));
    match value {
        UntypedValue::Object(_) => true,
        UntypedValue::List(items) => items.iter().any(is_composite),
        UntypedValue::Absent | UntypedValue::Text(_) | UntypedValue::Json(_) => false,
    }
}
