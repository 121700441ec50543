//! Values that nobody takes.

use super::reader::Reader;

impl Reader<'_> {
    /// Passes a value.
    pub(super) fn skip(&mut self) -> Option<()> {
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
}
