//! What a decoding run keeps beside the value: the way to an error, and how well the value fits.

use std::collections::HashMap;
use std::fmt::{self, Write as _};

use super::policy::Reading;
use crate::runtime::codec::tree::Tree;

/// What a decoding run keeps.
#[derive(Default)]
pub(crate) struct Context {
    /// The way from the error to the root; filled only while an error unwinds.
    path: Vec<Segment>,
    /// What the codec itself had against the value.
    pub(crate) message: Option<String>,
    /// How well the value fits so far.
    pub(crate) score: Score,
    /// The parts of a buffered value that nothing takes, by their addresses.
    pub(crate) lost: Vec<usize>,
    /// The variants that were chosen for parts of a buffered value, by the addresses of the part and of the union's table: a part is judged
    /// once, however many variants of the unions around it are tried.
    pub(crate) chosen: HashMap<(usize, usize), Result<usize, String>>,
    /// How often parts of the buffered value may still be looked at.
    looks: usize,
}

/// How well a value fits a type; less is better, the first field counts most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Score {
    /// Members that nothing takes.
    pub(crate) dropped: usize,
    /// Those of them that are forbidden.
    pub(crate) denied: usize,
    /// Values that an open enumeration or union does not know.
    pub(crate) unknown: usize,
    /// Integers of which a number does not keep all digits.
    pub(crate) rounded: usize,
}

impl Score {
    /// Adds that of a part.
    fn add(&mut self, part: Self) {
        self.dropped += part.dropped;
        self.denied += part.denied;
        self.unknown += part.unknown;
        self.rounded += part.rounded;
    }
}

/// A step on the way to a value.
#[derive(Clone)]
pub(crate) enum Segment {
    Static(&'static str),
    Name(String),
    Index(usize),
}

/// Why the codec refuses a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Context {
    /// Counts what was found while a variant was tried that is now taken.
    pub(crate) fn add(&mut self, reading: Reading) {
        self.score.add(reading.score);
        self.lost.extend(reading.lost);
    }

    /// Notes that the error came from a declared member.
    pub(crate) fn in_member(&mut self, name: &'static str) {
        self.path.push(Segment::Static(name));
    }

    /// Notes that the error came from a member.
    pub(crate) fn in_name(&mut self, name: impl Into<String>) {
        self.path.push(Segment::Name(name.into()));
    }

    /// Notes that the error came from an item.
    pub(crate) fn in_item(&mut self, index: usize) {
        self.path.push(Segment::Index(index));
    }

    /// The steps to the error, as far as they are known, from the outermost.
    pub(crate) fn steps(&self) -> Vec<Segment> {
        self.path.iter().rev().cloned().collect()
    }

    /// Takes the way to the error: `contacts[0].email`.
    pub(crate) fn take_path(&mut self) -> String {
        let mut text = String::new();
        for segment in self.path.drain(..).rev() {
            let name = match &segment {
                Segment::Static(name) => name,
                Segment::Name(name) => name.as_str(),
                Segment::Index(index) => {
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

    /// Begins with another buffered value.
    pub(crate) fn begin(&mut self, value: &Tree<'_>) {
        /// What trying the variants of nested unions one after the other takes, and much more.
        const EACH: usize = 500;
        const ANYWAY: usize = 100_000;
        self.chosen.clear();
        self.looks = value.parts().saturating_mul(EACH).saturating_add(ANYWAY);
    }

    /// Counts a look at a part of a buffered value. Types whose flat parts contain themselves would look at a deep value without end.
    pub(crate) fn look(&mut self) -> Result<(), Refusal> {
        self.looks = self.looks.saturating_sub(1);
        self.end()
    }

    /// Ends with a buffered value: what gave up half-way may still look like a fit.
    pub(crate) fn end(&self) -> Result<(), Refusal> {
        if self.looks == 0 { Err(Refusal("the value fits in too many ways".to_owned())) } else { Ok(()) }
    }

    /// Takes the way to a refusal that is not the last word: the reason why a variant does not fit.
    pub(crate) fn reason(&mut self, variant: &str, refusal: &Refusal) -> String {
        /// Reasons hold the reasons of the unions inside: without an end they would grow with each level.
        const LONGEST: usize = 400;
        let mut text = match self.take_path() {
            path if path.is_empty() => format!("{variant}: {refusal}"),
            path => format!("{variant}: {path}: {refusal}"),
        };
        if let Some((end, _)) = text.char_indices().nth(LONGEST) {
            text.truncate(end);
            text.push('…');
        }
        text
    }

    /// An error of the format at hand for a refusal, which is kept as well.
    pub(crate) fn error<E: serde::de::Error>(&mut self, refusal: Refusal) -> E {
        let error = E::custom(&refusal);
        self.message = Some(refusal.0);
        error
    }
}

/// Whether a name can stand in a path without quotes.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-$@".contains(&byte))
}
