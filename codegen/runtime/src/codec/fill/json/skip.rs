//! Values that nobody takes.

use serde::de::IgnoredAny;

use super::reader::Reader;

impl<const EXPLAIN: bool> Reader<'_, EXPLAIN> {
    /// Passes a value.
    pub(super) fn skip(&mut self) -> Option<()> {
        if EXPLAIN {
            return self.skip_anything();
        }
        match self.peek()? {
            b'"' => self.skip_string(),
            b'{' => {
                let mut more = self.enter(b'{', b'}')?;
                while more {
                    self.peek()?;
                    self.skip_string()?;
                    self.pass(b':')?;
                    self.skip()?;
                    more = self.more(b'}')?;
                }
                Some(())
            }
            b'[' => {
                let mut more = self.enter(b'[', b']')?;
                while more {
                    self.skip()?;
                    more = self.more(b']')?;
                }
                Some(())
            }
            b't' => self.take("true").then_some(()),
            b'f' => self.take("false").then_some(()),
            b'n' => self.take("null").then_some(()),
            _ => self.number().map(drop),
        }
    }

    /// Passes a value as `serde_json` does: however deep it is, and without a look at the characters of its strings.
    fn skip_anything(&mut self) -> Option<()> {
        let mut rest = serde_json::Deserializer::from_slice(self.bytes.get(self.at..)?).into_iter::<IgnoredAny>();
        rest.next()?.ok()?;
        self.at += rest.byte_offset();
        Some(())
    }
}
