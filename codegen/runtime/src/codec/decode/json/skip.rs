//! Skipping of values that no field stores.

use serde::de::IgnoredAny;

use super::reader::Reader;

impl<const EXPLAIN: bool> Reader<'_, EXPLAIN> {
    /// Skips the next value.
    pub(super) fn skip(&mut self) -> Option<()> {
        if EXPLAIN {
            return self.skip_like_serde_json();
        }
        match self.peek()? {
            b'"' => self.skip_string(),
            b'{' => {
                let mut more = self.enter(b'{', b'}')?;
                while more {
                    self.peek()?;
                    self.skip_string()?;
                    self.expect_byte(b':')?;
                    self.skip()?;
                    more = self.has_more(b'}')?;
                }
                Some(())
            }
            b'[' => {
                let mut more = self.enter(b'[', b']')?;
                while more {
                    self.skip()?;
                    more = self.has_more(b']')?;
                }
                Some(())
            }
            b't' => self.eat("true").then_some(()),
            b'f' => self.eat("false").then_some(()),
            b'n' => self.eat("null").then_some(()),
            _ => self.read_number().map(drop),
        }
    }

    /// Skips the next value like `serde_json`: at any depth, and without checking the characters of its strings.
    fn skip_like_serde_json(&mut self) -> Option<()> {
        let mut rest = serde_json::Deserializer::from_slice(self.bytes.get(self.offset..)?).into_iter::<IgnoredAny>();
        rest.next()?.ok()?;
        self.offset += rest.byte_offset();
        Some(())
    }
}
