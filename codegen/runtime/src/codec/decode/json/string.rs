//! Strings and their escapes.

use std::borrow::Cow;

use super::reader::Reader;
use crate::runtime::codec::decode::error::ErrorMessage;
use crate::runtime::codec::special_bytes::find_special;

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// Reads the next string. Most strings have no escapes and are borrowed.
    #[inline]
    pub(super) fn read_string(&mut self) -> Option<Cow<'a, str>> {
        let start = self.open_quote()?;
        let end = find_special(self.text.as_bytes(), start)?;
        self.offset = end;
        let part = self.text.get(start..end)?;
        if self.byte() == Some(b'"') {
            self.offset += 1;
            return Some(Cow::Borrowed(part));
        }
        self.read_escaped(part).map(Cow::Owned)
    }

    /// Reads the next name and the colon after it.
    #[inline]
    pub(super) fn read_name(&mut self) -> Option<Cow<'a, str>> {
        self.peek()?;
        let name = self.read_string()?;
        self.expect_byte(b':')?;
        Some(name)
    }

    /// Skips the next string.
    pub(super) fn skip_string(&mut self) -> Option<()> {
        self.offset = find_special(self.text.as_bytes(), self.open_quote()?)?;
        while self.byte()? != b'"' {
            self.read_escape()?;
            self.offset = find_special(self.text.as_bytes(), self.offset)?;
        }
        self.offset += 1;
        Some(())
    }

    /// Returns the offset after the opening quote of a string.
    #[inline]
    fn open_quote(&mut self) -> Option<usize> {
        (self.byte()? == b'"').then_some(self.offset + 1)
    }

    /// Reads the rest of a string with escapes.
    #[cold]
    fn read_escaped(&mut self, before: &str) -> Option<String> {
        let mut buffer = std::mem::take(&mut self.string_buffer);
        buffer.clear();
        buffer.push_str(before);
        while self.byte()? != b'"' {
            buffer.push(self.read_escape()?);
            let start = self.offset;
            self.offset = find_special(self.text.as_bytes(), start)?;
            buffer.push_str(self.text.get(start..self.offset)?);
        }
        self.offset += 1;
        let string = buffer.as_str().to_owned();
        self.string_buffer = buffer;
        Some(string)
    }

    /// Reads an escape. A control character, which must be escaped, is not an escape either.
    fn read_escape(&mut self) -> Option<char> {
        if !self.eat("\\") {
            return None;
        }
        let escaped = self.byte()?;
        self.offset += 1;
        Some(match escaped {
            b'"' | b'\\' | b'/' => escaped.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => match self.code_unit()? {
                high @ 0xD800..0xDC00 => {
                    let low = if self.eat("\\u") { self.code_unit()? } else { return self.lone_surrogate() };
                    match char::decode_utf16([high, low]).next()? {
                        Ok(character) => character,
                        Err(_) => return self.lone_surrogate(),
                    }
                }
                unit => match char::from_u32(unit.into()) {
                    Some(character) => character,
                    None => return self.lone_surrogate(),
                },
            },
            _ => return None,
        })
    }

    /// Reports an escape of half a character, which Rust strings cannot hold.
    #[cold]
    fn lone_surrogate<T>(&mut self) -> Option<T> {
        self.error_at(self.offset, || {
            ErrorMessage("expected a string of Unicode characters, found half of a surrogate pair".to_owned())
        })
    }

    /// Reads the four digits of an escape.
    fn code_unit(&mut self) -> Option<u16> {
        let digits = self.text.get(self.offset..self.offset + 4)?;
        self.offset += 4;
        // `from_str_radix` would accept a sign.
        if digits.starts_with('+') { None } else { u16::from_str_radix(digits, 16).ok() }
    }
}
