//! Bodies in `application/x-www-form-urlencoded`: a pair for each property.

use super::parameter::{Plain, Writing, each_member};
use super::percent::Keep;
use super::table::Style;
use crate::runtime::codec::{Field, View, to_json_text};

/// How a property of a form is written. Those without one are exploded pairs, nested values by their paths: `name[member]=value`.
#[derive(Debug, Clone, Copy)]
pub struct FormField {
    name: &'static str,
    encoding: Encoding,
}

#[derive(Debug, Clone, Copy)]
enum Encoding {
    Styled { style: Style, explode: bool, allow_reserved: bool },
    Json,
}

impl FormField {
    /// A property that is written by a style.
    #[must_use]
    pub const fn styled(name: &'static str, style: Style, explode: bool) -> Self {
        Self { name, encoding: Encoding::Styled { style, explode, allow_reserved: false } }
    }

    /// A property that is written as JSON text. A text is taken as JSON that is written already.
    #[must_use]
    pub const fn json(name: &'static str) -> Self {
        Self { name, encoding: Encoding::Json }
    }

    /// Reserved characters stay as they are.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        if let Encoding::Styled { style, explode, .. } = self.encoding {
            self.encoding = Encoding::Styled { style, explode, allow_reserved: true };
        }
        self
    }
}

/// A value as a form. A value that is not an object is the form's text.
pub(super) fn form(value: &dyn Field, fields: &[FormField]) -> String {
    if let Plain::Text(text) = Plain::of(value.view(), false) {
        return text;
    }
    let mut pairs = Vec::new();
    each_member(value.view(), &mut |name, view| {
        let field = fields.iter().find(|field| field.name == name);
        let plain = Writing { style: Style::Form, explode: true, keep: Some(Keep::Unreserved) };
        let (writing, value) = match field.map(|field| field.encoding) {
            Some(Encoding::Styled { style, explode, allow_reserved }) => {
                let keep = if allow_reserved { Keep::Reserved } else { Keep::Unreserved };
                (Writing { style, explode, keep: Some(keep) }, Plain::of(view, style == Style::DeepObject))
            }
            Some(Encoding::Json) => (plain, json(view)),
            None => match Plain::of(view, true) {
                // The form style has no way to write what is nested.
                nested if is_nested(&nested) => (Writing { style: Style::DeepObject, ..plain }, nested),
                flat => (plain, flat),
            },
        };
        pairs.extend(writing.pairs(name, &value));
    });
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn json(view: View<'_>) -> Plain {
    let text = to_json_text(&view);
    match Plain::of(view, false) {
        Plain::List(_) | Plain::Object(_) => Plain::Text(text),
        single => single,
    }
}

fn is_nested(value: &Plain) -> bool {
    let is_composite = |item: &Plain| matches!(item, Plain::List(_) | Plain::Object(_));
    match value {
        Plain::Object(_) => true,
        Plain::List(items) => items.iter().any(is_composite),
        Plain::Absent | Plain::Text(_) => false,
    }
}
