//! The state of a decoding run: the path to an error, the score of the value, and the decisions for unions.
//!
//! Layer 1 of decoding: imports `error` and the codec's values, and nothing else of `decode`.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::error::{ErrorMessage, LEVELS, too_deep};
use crate::runtime::codec::tree::Tree;

/// The state of a decoding run.
#[derive(Default)]
pub(crate) struct Context {
    /// The path from the error to the root. Empty until an error unwinds.
    path: Vec<Segment>,
    /// The message of an error that the codec itself reported.
    pub(crate) message: Option<String>,
    /// How well the value matches so far.
    pub(crate) score: Score,
    /// The addresses of the parts of a buffered value that no field stores.
    pub(crate) dropped: Vec<usize>,
    /// The variants chosen for parts of a buffered value, by the addresses of the part and of the union's table. Each part is tried once,
    /// however many variants of the unions around it are tried.
    pub(crate) chosen_variants: HashMap<(usize, usize), Result<usize, String>>,
    /// How many more parts of the buffered value may be decoded.
    steps_left: usize,
    /// The number of arrays and objects around the current value of a stream.
    depth: u8,
}

/// How well a value matches a type. Less is better; the first field counts most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Score {
    /// Members that no field stores.
    pub(crate) dropped: usize,
    /// Dropped members that the schema forbids.
    pub(crate) denied: usize,
    /// Values that an open enumeration or union does not know.
    pub(crate) unknown: usize,
    /// Integers of which a float does not hold all digits.
    pub(crate) rounded: usize,
}

/// A segment of the path to a value.
#[derive(Clone)]
pub(crate) enum Segment {
    DeclaredMember(&'static str),
    Member(String),
    Item(usize),
}

impl Context {
    /// Adds the score and the dropped parts of a variant that was tried and is now chosen.
    pub(crate) fn add(&mut self, score: Score, dropped: Vec<usize>) {
        self.score.dropped += score.dropped;
        self.score.denied += score.denied;
        self.score.unknown += score.unknown;
        self.score.rounded += score.rounded;
        self.dropped.extend(dropped);
    }

    /// Enters an array or an object of a stream.
    pub(crate) fn enter(&mut self) -> Result<(), ErrorMessage> {
        if self.depth == LEVELS {
            return Err(too_deep());
        }
        self.depth += 1;
        Ok(())
    }

    /// Leaves an array or an object of a stream. Not needed after an error, which ends the run.
    pub(crate) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Returns the number of arrays and objects around the current value of a stream.
    pub(crate) fn depth(&self) -> u8 {
        self.depth
    }

    /// Adds a declared member to the path of the error.
    pub(crate) fn in_declared_member(&mut self, name: &'static str) {
        self.path.push(Segment::DeclaredMember(name));
    }

    /// Adds a member to the path of the error.
    pub(crate) fn in_member(&mut self, name: impl Into<String>) {
        self.path.push(Segment::Member(name.into()));
    }

    /// Adds an item to the path of the error.
    pub(crate) fn in_item(&mut self, index: usize) {
        self.path.push(Segment::Item(index));
    }

    /// Returns the known part of the path to the error, from the outermost segment.
    pub(crate) fn path(&self) -> Vec<Segment> {
        self.path.iter().rev().cloned().collect()
    }

    /// Takes the path to the error as text: `contacts[0].email`.
    pub(crate) fn take_path(&mut self) -> String {
        let mut text = String::new();
        for segment in self.path.drain(..).rev() {
            let name = match &segment {
                Segment::DeclaredMember(name) => name,
                Segment::Member(name) => name.as_str(),
                Segment::Item(index) => {
                    let _ = write!(text, "[{index}]");
                    continue;
                }
            };
            if is_plain(name) {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            } else {
                let _ = write!(text, "[{name:?}]");
            }
        }
        text
    }

    /// Starts decoding another buffered value.
    pub(crate) fn start(&mut self, value: &Tree<'_>) {
        /// Trying the variants of nested unions one after the other takes far fewer steps.
        const STEPS_PER_PART: usize = 250;
        const BASE_STEPS: usize = 5_000;
        self.chosen_variants.clear();
        self.steps_left = value.parts().saturating_mul(STEPS_PER_PART).saturating_add(BASE_STEPS);
    }

    /// Counts a decoded part of a buffered value. Without a limit, types whose flattened parts contain themselves would decode a deep value
    /// forever.
    pub(crate) fn count_step(&mut self) -> Result<(), ErrorMessage> {
        self.steps_left = self.steps_left.saturating_sub(1);
        self.check_limit()
    }

    /// Reports an error if the limit was reached. A buffered value whose decoding stopped half-way may still look like a match.
    pub(crate) fn check_limit(&self) -> Result<(), ErrorMessage> {
        if self.steps_left == 0 {
            return Err(ErrorMessage("the value matches unions or flattened parts in too many ways".to_owned()));
        }
        Ok(())
    }

    /// Takes the path to an error that may not be final: the reason why a variant does not match.
    pub(crate) fn reason(&mut self, variant: &str, message: &ErrorMessage) -> String {
        /// Reasons contain the reasons of the unions inside. Without a limit they would grow with each level.
        const LONGEST: usize = 400;
        let mut text = match self.take_path() {
            path if path.is_empty() => format!("{variant}: {message}"),
            path => format!("{variant}: {path}: {message}"),
        };
        if let Some((end, _)) = text.char_indices().nth(LONGEST) {
            text.truncate(end);
            text.push('…');
        }
        text
    }

    /// Converts a message into an error of the current format. The context stores the message as well.
    pub(crate) fn error<E: serde::de::Error>(&mut self, message: ErrorMessage) -> E {
        let error = E::custom(&message);
        self.message = Some(message.0);
        error
    }
}

/// Returns whether a path shows this name without quotes.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-$@".contains(&byte))
}
