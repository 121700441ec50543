//! Parses JSON without loss: preserves the digits of numbers and duplicate keys.

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number in its original notation.
    Number(String),
    /// An unescaped string.
    String(String),
    /// The items of an array.
    Array(Vec<Json>),
    /// The members of an object in their original order.
    Object(Vec<(String, Json)>),
}

/// Parses a text.
///
/// # Errors
/// If the text is not JSON.
pub fn parse(text: &str) -> Result<Json, String> {
    // The parser below accepts some invalid texts, such as `01` and a comma before `]`, so check the grammar first.
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        return Err(format!("not JSON: {error}"));
    }
    let mut parser = Parser { text, at: 0 };
    let value = parser.value()?;
    parser.skip_whitespace();
    if parser.at == text.len() { Ok(value) } else { Err(parser.error("the end")) }
}

/// Returns the text of each member of an object with its key.
///
/// # Errors
/// If the text is not a JSON object.
pub fn members(text: &str) -> Result<Vec<(String, &str)>, String> {
    let mut parser = Parser { text, at: 0 };
    let mut members = Vec::new();
    parser.expect('{')?;
    while !parser.take('}') {
        let key = parser.string()?;
        parser.expect(':')?;
        parser.skip_whitespace();
        let start = parser.at;
        parser.value()?;
        members.push((key, &text[start..parser.at]));
        if !parser.take(',') {
            parser.expect('}')?;
            break;
        }
    }
    Ok(members)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn value(&mut self) -> Result<Json, String> {
        self.skip_whitespace();
        match self.rest().chars().next() {
            Some('{') => self.object(),
            Some('[') => self.array(),
            Some('"') => Ok(Json::String(self.string()?)),
            Some('-' | '0'..='9') => Ok(self.number()),
            _ => self.word(),
        }
    }

    fn object(&mut self) -> Result<Json, String> {
        let mut members = Vec::new();
        self.expect('{')?;
        while !self.take('}') {
            let key = self.string()?;
            self.expect(':')?;
            members.push((key, self.value()?));
            if !self.take(',') {
                self.expect('}')?;
                break;
            }
        }
        Ok(Json::Object(members))
    }

    fn array(&mut self) -> Result<Json, String> {
        let mut items = Vec::new();
        self.expect('[')?;
        while !self.take(']') {
            items.push(self.value()?);
            if !self.take(',') {
                self.expect(']')?;
                break;
            }
        }
        Ok(Json::Array(items))
    }

    fn number(&mut self) -> Json {
        let end = self
            .rest()
            .find(|c: char| !matches!(c, '-' | '+' | '.' | 'e' | 'E' | '0'..='9'))
            .unwrap_or(self.rest().len());
        let text = self.rest()[..end].to_owned();
        self.at += end;
        Json::Number(text)
    }

    fn word(&mut self) -> Result<Json, String> {
        for (word, value) in [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.error("a value"))
    }

    /// Parses a string. `serde_json` unescapes it.
    fn string(&mut self) -> Result<String, String> {
        self.skip_whitespace();
        let start = self.at;
        self.expect('"')?;
        let mut escaped = false;
        let end = self.rest().char_indices().find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let Some((end, _)) = end else { return Err(self.error("the end of the string")) };
        self.at += end + 1;
        serde_json::from_str(&self.text[start..self.at]).map_err(|error| error.to_string())
    }

    fn take(&mut self, c: char) -> bool {
        self.skip_whitespace();
        let found = self.rest().starts_with(c);
        self.at += if found { c.len_utf8() } else { 0 };
        found
    }

    fn expect(&mut self, c: char) -> Result<(), String> {
        if self.take(c) { Ok(()) } else { Err(self.error(&format!("`{c}`"))) }
    }

    fn skip_whitespace(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn error(&self, expected: &str) -> String {
        format!("not JSON: expected {expected} at byte {}", self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_text() {
        let found = members(r#"{"a": 1.00, "b\n": {"x": ["\"", 1e3]} , "a": null}"#);
        let expect =
            vec![("a".to_owned(), "1.00"), ("b\n".to_owned(), r#"{"x": ["\"", 1e3]}"#), ("a".to_owned(), "null")];
        assert_eq!(found, Ok(expect));
    }

    #[test]
    fn invalid_texts_are_errors() {
        for text in ["", "{", "[1", "nul", "{\"a\"}", "1 2", "01", "1-2", "1.", "[1,]", "{\"a\": 1,}"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
