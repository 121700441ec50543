//! Builds the outline of a JSON text. The scanner does not build values.

use std::borrow::Cow;

use super::numbers::CERTAIN_DIGITS;
use super::outline::{Outline, Position};

/// Builds the outline of a JSON text. If the text is invalid, the outline ends at the error.
pub(super) fn outline(text: &str) -> Outline {
    let mut scanner = Scanner { bytes: text.as_bytes(), text, at: 0, outline: Outline::default() };
    scanner.skip_space();
    let root = scanner.outline.add(None, None, Position::Offset(scanner.at));
    scanner.scan(root);
    scanner.outline
}

struct Scanner<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
    outline: Outline,
}

/// An open bracket: its node, and whether its children have keys.
struct OpenBracket {
    node: usize,
    mapping: bool,
}

impl Scanner<'_> {
    /// Scans the value at the cursor. Uses an explicit stack, so that deep nesting cannot overflow the thread's stack.
    fn scan(&mut self, root: usize) {
        let mut open: Vec<OpenBracket> = Vec::new();
        let mut node = root;
        loop {
            self.skip_space();
            match self.bytes.get(self.at) {
                Some(b'{') => {
                    self.at += 1;
                    open.push(OpenBracket { node, mapping: true });
                }
                Some(b'[') => {
                    self.at += 1;
                    open.push(OpenBracket { node, mapping: false });
                }
                Some(b'"') => self.skip_string(),
                Some(_) => {
                    let start = self.at;
                    self.skip_scalar();
                    self.set_long_number(node, start);
                }
                None => return,
            }
            // The cursor is between two children or after the last one.
            match self.next_child(&mut open) {
                Some(child) => node = child,
                None => return,
            }
        }
    }

    /// Moves to the value of the next child, and closes brackets before it. Returns `None` at the end.
    fn next_child(&mut self, open: &mut Vec<OpenBracket>) -> Option<usize> {
        loop {
            self.skip_space();
            match self.bytes.get(self.at)? {
                b',' => self.at += 1,
                b'}' | b']' => {
                    self.at += 1;
                    open.pop();
                }
                byte => {
                    let parent = open.last()?;
                    let start = self.at;
                    if !parent.mapping {
                        return Some(self.outline.add(Some(parent.node), None, Position::Offset(start)));
                    }
                    if *byte != b'"' {
                        return None;
                    }
                    self.skip_string();
                    let quoted = self.text.get(start..self.at)?;
                    let key = unquoted(quoted)?;
                    let child = self.outline.add(Some(parent.node), Some(&key), Position::Offset(start + 1));
                    self.skip_space();
                    if self.bytes.get(self.at)? != &b':' {
                        return None;
                    }
                    self.at += 1;
                    return Some(child);
                }
            }
        }
    }

    fn skip_space(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    fn skip_string(&mut self) {
        self.at = end_of_string(self.bytes, self.at);
    }

    /// Stores the text of a number that may have more digits than its value.
    fn set_long_number(&mut self, node: usize, start: usize) {
        let Some(text) = self.text.get(start..self.at) else { return };
        let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        if is_number && (text.len() > CERTAIN_DIGITS || text.contains(['e', 'E'])) {
            self.outline.set_text(node, text);
        }
    }

    fn skip_scalar(&mut self) {
        self.at += 1;
        while self
            .bytes
            .get(self.at)
            .is_some_and(|byte| !matches!(byte, b',' | b'}' | b']') && !byte.is_ascii_whitespace())
        {
            self.at += 1;
        }
    }
}

/// Returns the offset after the string literal that begins at an offset.
pub(super) fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        at += if *byte == b'\\' { 2 } else { 1 };
        if *byte == b'"' {
            break;
        }
    }
    at
}

/// Returns the text of a string literal. Copies it only if it has escapes.
fn unquoted(quoted: &str) -> Option<Cow<'_, str>> {
    match quoted.strip_prefix('"')?.strip_suffix('"')? {
        plain if !plain.contains('\\') => Some(Cow::Borrowed(plain)),
        _ => serde_json::from_str(quoted).ok().map(Cow::Owned),
    }
}
