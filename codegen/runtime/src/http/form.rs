//! Form bodies (`application/x-www-form-urlencoded`): the pairs of an object's members. A query string can be a form, too.
//!
//! Architecture invariant: every name and value is percent-encoded by the URL Standard, section 5.2, after it has become text.

use serde_json::Value;

use super::call::NOT_SERIALIZABLE;
use super::parameter::{
    ListSerializer, Nested, StyleSerializer, UntypedValue, each_item, each_member, unwritable_reason,
};
use super::percent::{self, Keep};
use super::table::{ListFormat, Style};
use crate::runtime::codec::{View, to_exact_json};

/// How a form property is serialized. By default, a list is one pair per item, and an object is JSON (OpenAPI 3.1.1, "Encoding Object").
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
    JsonItems,
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

    /// A property that is serialized as JSON, also if it is a string or a list.
    #[must_use]
    pub const fn json(name: &'static str) -> Self {
        Self { name, encoding: Encoding::Json }
    }

    /// A property that is serialized as JSON. A list is one pair per item, each as JSON.
    #[must_use]
    pub const fn json_items(name: &'static str) -> Self {
        Self { name, encoding: Encoding::JsonItems }
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

/// Serializes a value as a form. A text is the whole form.
///
/// # Errors
///
/// Returns the name of a property and the reason if its value cannot be serialized.
pub(super) fn form(value: View<'_>, fields: &[FormField]) -> Result<String, (String, String)> {
    match &value {
        View::Owned(owner) => return form(owner.view(), fields),
        View::List(_) | View::Any(Value::Array(_)) => {
            return Err(("body".to_owned(), "a form must be an object, but it is a list".to_owned()));
        }
        View::Object(_) | View::Map(_) | View::Any(Value::Object(_)) => {}
        View::Unwritable => return Err(("body".to_owned(), NOT_SERIALIZABLE.to_owned())),
        _ => {
            let UntypedValue::Text(text) = UntypedValue::of(value, Nested::Json) else { return Ok(String::new()) };
            return Ok(text);
        }
    }
    let mut form = Form { pairs: String::new(), problem: None };
    each_member(value, &mut |name, view| {
        form.property(name, view, fields.iter().find(|field| field.name == name).map(|field| field.encoding));
    });
    form.problem.map_or(Ok(form.pairs), Err)
}

/// A form that is being written.
struct Form {
    pairs: String,
    problem: Option<(String, String)>,
}

impl Form {
    fn property(&mut self, name: &str, view: View<'_>, encoding: Option<Encoding>) {
        if let Some(reason) = unwritable_reason(&view) {
            return self.fail(name, reason);
        }
        match encoding {
            _ if matches!(view, View::Absent | View::None) => {}
            None => each_item(view, &mut |item| self.content(name, item)),
            Some(Encoding::Json) => self.json(name, &view),
            Some(Encoding::JsonItems) => each_item(view, &mut |item| self.json(name, &item)),
            Some(Encoding::Styled { style, explode, allow_reserved }) => {
                let keep = if allow_reserved { Keep::FormReserved } else { Keep::Form };
                let nested = if style == Style::DeepObject { Nested::Kept } else { Nested::Json };
                let serializer = StyleSerializer { style, explode, keep: Some(keep) };
                for (name, text) in serializer.pairs(name, &UntypedValue::of(view, nested)) {
                    self.push_encoded(&name, &text);
                }
            }
            Some(Encoding::List(format)) => {
                let value = UntypedValue::of(view, Nested::Lists(format.depth().saturating_sub(1)));
                let name = percent::encode(name, Keep::Form);
                for text in (ListSerializer { format, keep: Some(Keep::Form) }).texts(&value) {
                    self.push_encoded(&name, &text);
                }
            }
        }
    }

    /// Adds a value by the default of its type: a scalar as text, and any other value as JSON.
    fn content(&mut self, name: &str, view: View<'_>) {
        match view {
            View::Owned(owner) => self.content(name, owner.view()),
            View::Any(Value::Object(_) | Value::Array(_))
            | View::List(_)
            | View::Object(_)
            | View::Map(_)
            | View::Unwritable => self.json(name, &view),
            scalar => {
                if let UntypedValue::Text(text) = UntypedValue::of(scalar, Nested::Json) {
                    self.push(name, &text);
                }
            }
        }
    }

    fn json(&mut self, name: &str, view: &View<'_>) {
        match to_exact_json(view).and_then(|json| String::from_utf8(json).ok()) {
            Some(json) => self.push(name, &json),
            None => self.fail(name, NOT_SERIALIZABLE.to_owned()),
        }
    }

    fn fail(&mut self, name: &str, reason: String) {
        self.problem.get_or_insert_with(|| (name.to_owned(), reason));
    }

    fn push(&mut self, name: &str, text: &str) {
        self.push_encoded(&percent::encode(name, Keep::Form), &percent::encode(text, Keep::Form));
    }

    fn push_encoded(&mut self, name: &str, text: &str) {
        if !self.pairs.is_empty() {
            self.pairs.push('&');
        }
        self.pairs.push_str(name);
        self.pairs.push('=');
        self.pairs.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{FormField, Style, Value, View, form};

    #[track_caller]
    fn check(value: Value, fields: &[FormField], expect: &str) {
        assert_eq!(form(View::Any(&value), fields).as_deref(), Ok(expect), "{value}");
    }

    /// The examples of OpenAPI 3.1.1, "Encoding the `x-www-form-urlencoded` Media Type".
    #[test]
    fn examples_of_the_specification() {
        // In alphabetical order, which an object without declared members has.
        let address = json!({"city": "Somewhere", "state": "CA", "street": "123 Example Dr.", "zip": "99999+1234"});
        check(
            json!({"address": address, "id": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"}),
            &[],
            "address=%7B%22city%22%3A%22Somewhere%22%2C%22state%22%3A%22CA%22%2C%22street%22%3A%22123+Example+Dr.%22%2C\
             %22zip%22%3A%2299999%2B1234%22%7D&id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        );
        check(
            json!({"id": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"}),
            &[FormField::json("id")],
            "id=%22f81d4fae-7dec-11d0-a765-00a0c91e6bf6%22",
        );
        check(json!({"icon": "ALGPC_xhBQ=="}), &[], "icon=ALGPC_xhBQ%3D%3D");
    }

    #[test]
    fn properties_without_encoding() {
        check(json!({"a": ["x y", 1, true]}), &[], "a=x+y&a=1&a=true");
        check(json!({"a": [{"b": 1}, {"b": 2}]}), &[], "a=%7B%22b%22%3A1%7D&a=%7B%22b%22%3A2%7D");
        check(json!({"a": [[1, 2], []]}), &[], "a=%5B1%2C2%5D&a=%5B%5D");
        check(json!({"a": null, "b": [], "c": "", "d": [null, 1]}), &[], "c=&d=1");
        check(json!({"a": {}, "b~*'": "~*-._!'()"}), &[], "a=%7B%7D&b%7E*%27=%7E*-._%21%27%28%29");
    }

    #[test]
    fn properties_as_json() {
        let (whole, items) = (&[FormField::json("a")], &[FormField::json_items("a")]);
        check(json!({"a": [1, "b"]}), whole, "a=%5B1%2C%22b%22%5D");
        check(json!({"a": {"b": null}}), whole, "a=%7B%22b%22%3Anull%7D");
        check(json!({"a": 1, "b": "c"}), whole, "a=1&b=c");
        check(json!({"a": null}), whole, "a=null");
        check(json!({"a": [1, "b", null, [2]]}), items, "a=1&a=%22b%22&a=null&a=%5B2%5D");
    }

    #[test]
    fn properties_with_a_style() {
        let styled = |style, explode| [FormField::styled("a", style, explode)];
        let object = || json!({"a": {"G": "x y", "R": 100}});
        check(object(), &styled(Style::Form, true), "G=x+y&R=100");
        check(object(), &styled(Style::Form, false), "a=G,x+y,R,100");
        check(object(), &styled(Style::DeepObject, true), "a%5BG%5D=x+y&a%5BR%5D=100");
        check(json!({"a": ["b", "c"]}), &styled(Style::SpaceDelimited, false), "a=b%20c");
        check(json!({"a": ["b", "c"]}), &styled(Style::PipeDelimited, false), "a=b%7Cc");
        let reserved = [FormField::styled("a", Style::Form, true).allow_reserved()];
        check(json!({"a": "/b?c=d&e+f"}), &reserved, "a=/b?c%3Dd%26e%2Bf");
    }
}
