//! OpenAPI's serialization styles (RFC 6570): write a value into a URL, a header or a cookie.
//!
//! Architecture invariant: only [`UntypedValue`] values are used, so that nothing here is compiled per type.

use super::untyped_value::UntypedValue;
use crate::runtime::http::percent::{self, Keep};
use crate::runtime::http::table::Style;

/// A serializer of values: style, `explode` and encoding.
#[derive(Debug, Clone, Copy)]
pub struct StyleSerializer {
    /// The style.
    pub style: Style,
    /// Whether each item or property is a separate pair.
    pub explode: bool,
    /// The characters that stay unencoded; `None` for no encoding at all (headers, cookies of the style `cookie`, and parts).
    pub keep: Option<Keep>,
}

impl StyleSerializer {
    /// Returns the pairs for a query, a cookie or a form, which the caller joins, or the names and contents of parts. There are none for an absent value or an empty list.
    #[must_use]
    pub fn pairs(&self, name: &str, value: &UntypedValue) -> Vec<(String, String)> {
        let key = self.name(name);
        match (value, self.style) {
            (UntypedValue::Absent, _) => Vec::new(),
            (_, Style::DeepObject) => {
                let mut pairs = Vec::new();
                self.deep(&key, value, &mut pairs);
                pairs
            }
            (UntypedValue::Text(text) | UntypedValue::Json(text), _) => vec![(key, self.text(text))],
            (UntypedValue::List(items), _) if self.explode => {
                UntypedValue::texts(items).map(|item| (key.clone(), self.text(item))).collect()
            }
            (UntypedValue::Object(members), _) if self.explode => {
                UntypedValue::pairs(members).map(|(name, value)| (self.name(name), self.text(value))).collect()
            }
            (UntypedValue::List(_) | UntypedValue::Object(_), _) => {
                self.joined(value, self.delimiter()).map(|text| (key, text)).into_iter().collect()
            }
        }
    }

    /// Returns the text for a path or a header.
    #[must_use]
    pub fn single(&self, name: &str, value: &UntypedValue) -> String {
        match self.style {
            Style::Matrix => self.matrix(name, value),
            Style::Label => {
                let text = self.joined(value, if self.explode { "." } else { "," });
                text.map(|text| format!(".{text}")).unwrap_or_default()
            }
            Style::Simple
            | Style::Form
            | Style::SpaceDelimited
            | Style::PipeDelimited
            | Style::DeepObject
            | Style::Cookie => self.joined(value, ",").unwrap_or_default(),
        }
    }

    fn matrix(&self, name: &str, value: &UntypedValue) -> String {
        let key = self.text(name);
        let pair =
            |name: &str, value: &str| if value.is_empty() { format!(";{name}") } else { format!(";{name}={value}") };
        match value {
            UntypedValue::Absent => String::new(),
            UntypedValue::Text(text) | UntypedValue::Json(text) => pair(&key, &self.text(text)),
            UntypedValue::List(items) if self.explode => {
                UntypedValue::texts(items).map(|item| pair(&key, &self.text(item))).collect()
            }
            UntypedValue::Object(members) if self.explode => {
                UntypedValue::pairs(members).map(|(name, value)| pair(&self.text(name), &self.text(value))).collect()
            }
            UntypedValue::List(_) | UntypedValue::Object(_) => {
                self.joined(value, ",").map(|text| pair(&key, &text)).unwrap_or_default()
            }
        }
    }

    /// Joins items, or names and values. Returns `None` if there are none.
    fn joined(&self, value: &UntypedValue, delimiter: &str) -> Option<String> {
        let pieces: Vec<String> = match value {
            UntypedValue::Absent => return None,
            UntypedValue::Text(text) | UntypedValue::Json(text) => return Some(self.text(text)),
            UntypedValue::List(items) => UntypedValue::texts(items).map(|item| self.text(item)).collect(),
            UntypedValue::Object(members) if self.explode => UntypedValue::pairs(members)
                .map(|(name, value)| format!("{}={}", self.text(name), self.text(value)))
                .collect(),
            UntypedValue::Object(members) => {
                UntypedValue::pairs(members).flat_map(|(name, value)| [self.text(name), self.text(value)]).collect()
            }
        };
        if pieces.is_empty() { None } else { Some(pieces.join(delimiter)) }
    }

    /// Adds pairs of the form `name[a][b]=value`. The items of a list are numbered.
    fn deep(&self, key: &str, value: &UntypedValue, pairs: &mut Vec<(String, String)>) {
        match value {
            UntypedValue::Absent => {}
            UntypedValue::Text(text) | UntypedValue::Json(text) => pairs.push((key.to_owned(), self.text(text))),
            UntypedValue::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.deep(&self.inner_key(key, &index.to_string()), item, pairs);
                }
            }
            UntypedValue::Object(members) => {
                for (name, member) in members {
                    self.deep(&self.inner_key(key, &self.text(name)), member, pairs);
                }
            }
        }
    }

    fn inner_key(&self, key: &str, name: &str) -> String {
        if self.keep.is_some() { format!("{key}%5B{name}%5D") } else { format!("{key}[{name}]") }
    }

    fn delimiter(&self) -> &'static str {
        match (self.style, self.keep) {
            (Style::SpaceDelimited, Some(_)) => "%20",
            (Style::SpaceDelimited, None) => " ",
            (Style::PipeDelimited, Some(_)) => "%7C",
            (Style::PipeDelimited, None) => "|",
            (Style::Matrix | Style::Label | Style::Simple | Style::Form | Style::DeepObject | Style::Cookie, _) => ",",
        }
    }

    /// Returns the name of a pair.
    fn name(&self, name: &str) -> String {
        if self.keep == Some(Keep::Cookie) { percent::encode(name, Keep::CookieName) } else { self.text(name) }
    }

    fn text(&self, text: &str) -> String {
        self.keep.map_or_else(|| text.to_owned(), |keep| percent::encode(text, keep))
    }
}

#[cfg(test)]
mod tests {
    use super::{StyleSerializer, UntypedValue};
    use crate::runtime::http::percent::Keep;
    use crate::runtime::http::table::Style;

    fn values() -> [UntypedValue; 4] {
        let text = |text: &str| UntypedValue::Text(text.to_owned());
        let object = [("R", "100"), ("G", "200"), ("B", "150")].map(|(name, value)| (name.to_owned(), text(value)));
        [
            text(""),
            text("blue"),
            UntypedValue::List(["blue", "black", "brown"].map(text).into()),
            UntypedValue::Object(object.into()),
        ]
    }

    fn written(style: Style, explode: bool, value: &UntypedValue) -> String {
        let serializer = StyleSerializer { style, explode, keep: Some(Keep::Unreserved) };
        if matches!(style, Style::Matrix | Style::Label | Style::Simple) {
            return serializer.single("color", value);
        }
        let pairs = serializer.pairs("color", value);
        pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    /// The table "Style Examples" of the specification: empty string, string, array, object.
    #[test]
    fn examples_of_the_specification() {
        #[track_caller]
        fn check(style: Style, explode: bool, expect: [&str; 4]) {
            let got = values().map(|value| written(style, explode, &value));
            assert_eq!(got, expect, "{style:?}, explode {explode}");
        }
        use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
        check(Matrix, false, [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]);
        check(Matrix, true, [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]);
        check(Label, false, [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]);
        check(Label, true, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]);
        check(Simple, false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]);
        check(Simple, true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]);
        check(Form, false, ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]);
        check(Form, true, ["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]);
        let deep = "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";
        check(
            DeepObject,
            true,
            ["color=", "color=blue", "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown", deep],
        );
        check(
            SpaceDelimited,
            false,
            ["color=", "color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"],
        );
        check(
            PipeDelimited,
            false,
            ["color=", "color=blue", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"],
        );
    }

    #[test]
    fn delimiters_inside_values_are_encoded() {
        let list =
            UntypedValue::List(vec![UntypedValue::Text("a,b".to_owned()), UntypedValue::Text("c d|e".to_owned())]);
        assert_eq!(written(Style::Form, false, &list), "color=a%2Cb,c%20d%7Ce");
        assert_eq!(written(Style::Label, true, &list), ".a%2Cb.c%20d%7Ce");
    }

    #[test]
    fn absent_values_write_nothing() {
        for style in [Style::Form, Style::SpaceDelimited, Style::DeepObject] {
            assert_eq!(written(style, true, &UntypedValue::Absent), "");
            assert_eq!(written(style, false, &UntypedValue::List(Vec::new())), "");
            assert_eq!(written(style, true, &UntypedValue::List(vec![UntypedValue::Absent])), "");
        }
        assert_eq!(written(Style::Matrix, true, &UntypedValue::Absent), "");
    }

    #[test]
    fn deep_objects_nest() {
        let inner = UntypedValue::Object(vec![(
            "c d".to_owned(),
            UntypedValue::List(vec![UntypedValue::Text("1&2".to_owned())]),
        )]);
        let outer = UntypedValue::Object(vec![("a".to_owned(), UntypedValue::Absent), ("b".to_owned(), inner)]);
        assert_eq!(written(Style::DeepObject, true, &outer), "color%5Bb%5D%5Bc%20d%5D%5B0%5D=1%262");
    }
}
