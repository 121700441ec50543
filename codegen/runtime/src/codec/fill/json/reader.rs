//! The reader: a place in a text, and what is alike in all values.

use super::flattened::MemberOffset;
use crate::runtime::codec::fill::context::{Context, Refusal};

/// A place in a text, and what is kept on the way. `EXPLAIN`: whether someone asks why a value does not fit, and where; who does not is not
/// slowed down by it.
pub(super) struct Reader<'a, const EXPLAIN: bool> {
    pub(super) text: &'a str,
    /// The text as it came; `text` differs from it only where it is not UTF-8.
    pub(super) bytes: &'a [u8],
    /// The place, in bytes.
    pub(super) at: usize,
    /// Where strings with escapes are put together.
    pub(super) spare: String,
    /// The memory of the last list of members, for the next one.
    pub(super) spare_offsets: Vec<MemberOffset<'a>>,
    /// How many levels more may be entered.
    levels: u8,
    /// How many bytes may still be read once more.
    again: usize,
    /// Whether to give up on a value of which something would be lost, or that an open enumeration does not know.
    pub(super) is_exact: bool,
    pub(super) cx: Context,
    /// Where it is seen that the value does not fit; why is in the context.
    refused_at: usize,
}

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// At the start of a text, which came as these bytes.
    pub(super) fn new(text: &'a str, bytes: &'a [u8]) -> Self {
        /// As many as `serde_json` enters.
        const LEVELS: u8 = 127;
        /// What unions that lie in each other take, and more: each of them reads its value once or twice more.
        const TIMES: usize = 16;
        let again = text.len().saturating_mul(TIMES);
        Self {
            text,
            bytes,
            at: 0,
            spare: String::new(),
            spare_offsets: Vec::new(),
            levels: LEVELS,
            again,
            is_exact: false,
            cx: Context::default(),
            refused_at: 0,
        }
    }

    /// Why the value does not fit, and where that is seen; `None` for a fault of syntax.
    pub(super) fn take_refusal(&mut self) -> Option<(String, usize)> {
        Some((self.cx.message.take()?, self.refused_at))
    }

    /// Notes why the value that begins here does not fit, if someone asks.
    #[inline]
    pub(super) fn refuse<T>(&mut self, start: usize, refusal: impl FnOnce() -> Refusal) -> Option<T> {
        if EXPLAIN {
            self.cx.message = Some(refusal().0);
            self.refused_at = start;
        }
        None
    }

    /// The same for a value of which nothing else may be tried.
    #[inline]
    pub(super) fn fail<T>(&mut self, refusal: impl FnOnce() -> Refusal) -> Option<T> {
        let _: Option<T> = self.refuse(self.at, refusal);
        self.give_up()
    }

    /// Notes the way to a value that does not fit.
    #[inline]
    pub(super) fn outside<T>(&mut self, step: impl FnOnce(&mut Context)) -> Option<T> {
        if EXPLAIN {
            step(&mut self.cx);
        }
        None
    }

    /// Whether nothing but white space follows.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// The byte at hand.
    #[inline]
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The byte at hand after white space, which is passed.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte()? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Passes a byte, after white space.
    #[inline]
    pub(super) fn pass(&mut self, byte: u8) -> Option<()> {
        if self.peek()? != byte {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// Passes a text if it is at hand.
    #[inline]
    pub(super) fn take(&mut self, text: &str) -> bool {
        let is_there = self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(text.as_bytes()));
        if is_there {
            self.at += text.len();
        }
        is_there
    }

    /// Enters a list or an object; answers whether something is in it.
    #[inline]
    pub(super) fn enter(&mut self, start: u8, end: u8) -> Option<bool> {
        self.pass(start)?;
        match self.levels.checked_sub(1) {
            Some(levels) => self.levels = levels,
            None => return self.fail(|| Refusal("expected at most 127 levels, found more".to_owned())),
        }
        if self.peek()? != end {
            return Some(true);
        }
        self.leave();
        Some(false)
    }

    /// Passes what follows an item or a member; answers whether there is another, and else leaves the list or object.
    #[inline]
    pub(super) fn more(&mut self, end: u8) -> Option<bool> {
        match self.peek()? {
            b',' => {
                self.at += 1;
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
        self.at += 1;
        self.levels += 1;
    }

    /// The place, to come back to.
    pub(super) fn place(&self) -> (usize, u8) {
        (self.at, self.levels)
    }

    /// Goes to a place that was noted.
    pub(super) fn jump(&mut self, place: (usize, u8)) {
        (self.at, self.levels) = place;
    }

    /// Goes back to a place, to read once more what follows it.
    pub(super) fn back(&mut self, place: (usize, u8)) {
        self.count_again(place.0);
        self.jump(place);
    }

    /// Counts what was read since a place as read once more.
    pub(super) fn count_again(&mut self, at: usize) {
        self.again = self.again.saturating_sub(self.at.saturating_sub(at));
    }

    /// Gives up: not because a value does not fit, so nothing else may be tried in its place.
    #[cold]
    pub(super) fn give_up<T>(&mut self) -> Option<T> {
        self.again = 0;
        None
    }

    /// Whether what was read may still be read once more.
    pub(super) fn may_repeat(&self) -> bool {
        self.again > 0
    }

    /// Looks at what follows and comes back.
    pub(super) fn ahead<T>(&mut self, look: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let place = self.place();
        let found = look(self)?;
        self.back(place);
        (EXPLAIN || self.may_repeat()).then_some(found)
    }
}
