//! [`Reader`]: a position in a text, and the syntax that all values share.

use std::borrow::Cow;

use crate::runtime::codec::decode::context::Context;
use crate::runtime::codec::decode::error::{ErrorMessage, LEVELS, too_deep};

/// The name of a member, and the offset of its value.
pub(super) type MemberOffset<'a> = (Cow<'a, str>, usize);

/// A position in a text, and the state of decoding. With `EXPLAIN`, the reader stores the message, the path and the offset of an error;
/// without, that costs no time.
pub(super) struct Reader<'a, const EXPLAIN: bool> {
    pub(super) text: &'a str,
    /// The original text; `text` differs from it only at bytes that are not UTF-8.
    pub(super) bytes: &'a [u8],
    /// The position, in bytes.
    pub(super) offset: usize,
    /// A buffer for strings with escapes.
    pub(super) string_buffer: String,
    /// The memory of the last list of offsets, for the next one.
    pub(super) offsets_buffer: Vec<MemberOffset<'a>>,
    /// How many more levels of nesting may be entered.
    levels_left: u8,
    /// How many more bytes may be reread.
    reread_budget: usize,
    /// Whether to give up at a value that would be dropped, or that an open enumeration does not know.
    pub(super) exact_only: bool,
    pub(super) cx: Context,
    /// The offset of the error; the context holds its message.
    error_offset: usize,
}

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// Creates a reader at the start of a text. `bytes` is the original text.
    pub(super) fn new(text: &'a str, bytes: &'a [u8]) -> Self {
        /// More than nested unions need: each of them rereads its value once or twice.
        const REREADS: usize = 16;
        let reread_budget = text.len().saturating_mul(REREADS);
        Self {
            text,
            bytes,
            offset: 0,
            string_buffer: String::new(),
            offsets_buffer: Vec::new(),
            levels_left: LEVELS,
            reread_budget,
            exact_only: false,
            cx: Context::default(),
            error_offset: 0,
        }
    }

    /// Takes the message and the offset of the error. `None` for a syntax error.
    pub(super) fn take_error(&mut self) -> Option<(String, usize)> {
        Some((self.cx.message.take()?, self.error_offset))
    }

    /// Stores the error of a value that begins at `start`, with `EXPLAIN`.
    #[inline]
    pub(super) fn error_at<T>(&mut self, start: usize, message: impl FnOnce() -> ErrorMessage) -> Option<T> {
        if EXPLAIN {
            self.cx.message = Some(message().0);
            self.error_offset = start;
        }
        None
    }

    /// Stores an error after which no other variant or part may be tried.
    #[inline]
    pub(super) fn fatal_error<T>(&mut self, message: impl FnOnce() -> ErrorMessage) -> Option<T> {
        let _: Option<T> = self.error_at(self.offset, message);
        self.give_up()
    }

    /// Adds a segment to the path of an error, with `EXPLAIN`.
    #[inline]
    pub(super) fn add_to_path<T>(&mut self, add: impl FnOnce(&mut Context)) -> Option<T> {
        if EXPLAIN {
            add(&mut self.cx);
        }
        None
    }

    /// Returns whether only white space follows.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Returns the next byte.
    #[inline]
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    /// Skips white space, and returns the next byte.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte()? {
                b' ' | b'\n' | b'\r' | b'\t' => self.offset += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Skips white space and this byte.
    #[inline]
    pub(super) fn expect_byte(&mut self, byte: u8) -> Option<()> {
        if self.peek()? != byte {
            return None;
        }
        self.offset += 1;
        Some(())
    }

    /// Skips a text if it is next.
    #[inline]
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let is_next = self.text.as_bytes().get(self.offset..).is_some_and(|rest| rest.starts_with(text.as_bytes()));
        if is_next {
            self.offset += text.len();
        }
        is_next
    }

    /// Enters an array or an object. Returns whether it has an item or a member.
    #[inline]
    pub(super) fn enter(&mut self, start: u8, end: u8) -> Option<bool> {
        self.expect_byte(start)?;
        match self.levels_left.checked_sub(1) {
            Some(levels) => self.levels_left = levels,
            None => return self.fatal_error(too_deep),
        }
        if self.peek()? != end {
            return Some(true);
        }
        self.leave();
        Some(false)
    }

    /// Skips the comma or the end after an item or a member. Returns whether another one follows.
    #[inline]
    pub(super) fn has_more(&mut self, end: u8) -> Option<bool> {
        match self.peek()? {
            b',' => {
                self.offset += 1;
                Some(true)
            }
            byte if byte == end => {
                self.leave();
                Some(false)
            }
            _ => None,
        }
    }

    #[inline]
    fn leave(&mut self) {
        self.offset += 1;
        self.levels_left += 1;
    }

    /// Returns the position, to return to it later.
    pub(super) fn position(&self) -> (usize, u8) {
        (self.offset, self.levels_left)
    }

    /// Moves to a position.
    pub(super) fn seek(&mut self, position: (usize, u8)) {
        (self.offset, self.levels_left) = position;
    }

    /// Moves back to a position, to reread the text after it.
    pub(super) fn rewind(&mut self, position: (usize, u8)) {
        self.count_reread(position.0);
        self.seek(position);
    }

    /// Counts the text since an offset as reread.
    pub(super) fn count_reread(&mut self, start: usize) {
        self.reread_budget = self.reread_budget.saturating_sub(self.offset.saturating_sub(start));
    }

    /// Gives up for another reason than an invalid value, so no other variant or part may be tried.
    #[cold]
    pub(super) fn give_up<T>(&mut self) -> Option<T> {
        self.reread_budget = 0;
        None
    }

    /// Returns whether text may still be reread.
    pub(super) fn may_reread(&self) -> bool {
        self.reread_budget > 0
    }

    /// Reads ahead and returns to the current position.
    pub(super) fn look_ahead<T>(&mut self, look: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.position();
        let found = look(self)?;
        self.rewind(start);
        (EXPLAIN || self.may_reread()).then_some(found)
    }
}
