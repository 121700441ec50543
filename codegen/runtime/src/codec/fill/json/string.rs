//! Strings.

use std::borrow::Cow;

use super::reader::Reader;
use crate::runtime::codec::bytes::find_special;
use crate::runtime::codec::fill::context::Refusal;

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// The string at hand; most have no escapes and are borrowed.
    #[inline]
    pub(super) fn string(&mut self) -> Option<Cow<'a, str>> {
        let start = self.quote()?;
        let end = find_special(self.text.as_bytes(), start)?;
        self.at = end;
        let part = self.text.get(start..end)?;
        if self.byte() == Some(b'"') {
            self.at += 1;
            return Some(Cow::Borrowed(part));
        }
        self.escaped(part).map(Cow::Owned)
    }

    /// The name at hand, with what parts it from its value.
    #[inline]
    pub(super) fn name(&mut self) -> Option<Cow<'a, str>> {
        self.peek()?;
        let name = self.string()?;
        self.pass(b':')?;
        Some(name)
    }

    /// Passes a string.
    pub(super) fn skip_string(&mut self) -> Option<()> {
        self.at = find_special(self.text.as_bytes(), self.quote()?)?;
        while self.byte()? != b'"' {
            self.escape()?;
            self.at = find_special(self.text.as_bytes(), self.at)?;
        }
        self.at += 1;
        Some(())
    }

    /// Passes the quote that a string begins with; gives what comes after it.
    #[inline]
    fn quote(&mut self) -> Option<usize> {
        (self.byte()? == b'"').then_some(self.at + 1)
    }

    /// The rest of a string that has escapes.
    #[cold]
    fn escaped(&mut self, before: &str) -> Option<String> {
        let mut whole = std::mem::take(&mut self.spare);
        whole.clear();
        whole.push_str(before);
        while self.byte()? != b'"' {
            whole.push(self.escape()?);
            let start = self.at;
            self.at = find_special(self.text.as_bytes(), start)?;
            whole.push_str(self.text.get(start..self.at)?);
        }
        self.at += 1;
        let exact = whole.as_str().to_owned();
        self.spare = whole;
        Some(exact)
    }

    /// Passes an escape. Characters that must be escaped and are not are none, either.
    fn escape(&mut self) -> Option<char> {
        if !self.take("\\") {
            return None;
        }
        let kind = self.byte()?;
        self.at += 1;
        Some(match kind {
            b'"' | b'\\' | b'/' => kind.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => match self.unit()? {
                high @ 0xD800..0xDC00 => {
                    let low = if self.take("\\u") { self.unit()? } else { return self.half() };
                    match char::decode_utf16([high, low]).next()? {
                        Ok(character) => character,
                        Err(_) => return self.half(),
                    }
                }
                unit => match char::from_u32(unit.into()) {
                    Some(character) => character,
                    None => return self.half(),
                },
            },
            _ => return None,
        })
    }

    /// Refuses a string that escapes one half of a character: no string of Rust is that.
    #[cold]
    fn half<T>(&mut self) -> Option<T> {
        self.refuse(self.at, || {
            Refusal("expected a string of whole characters, found half of a surrogate pair".to_owned())
        })
    }

    /// Passes the four digits of an escape.
    fn unit(&mut self) -> Option<u16> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        // `from_str_radix` would take a sign.
        if digits.starts_with('+') { None } else { u16::from_str_radix(digits, 16).ok() }
    }
}
