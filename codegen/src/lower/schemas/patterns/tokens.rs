//! The tokens of a regular expression, in the order of its text. Groups are pairs of tokens.

use regex_syntax::hir::ClassUnicode;

/// A part of a regular expression.
#[derive(Debug, Clone)]
pub(super) enum Token<'p> {
    /// A character. `source` is its text, if the linear engine reads it the same way.
    Char { c: char, source: Option<&'p str> },
    /// One character of a set. `source` is its text, if the linear engine reads it the same way.
    Set { set: ClassUnicode, source: Option<&'p str> },
    /// The start or end of the text.
    TextEdge(Edge),
    /// The start or end of a line.
    LineEdge(Edge),
    /// `\b`, or `\B` if negated.
    WordBoundary { negated: bool },
    /// The start of a group.
    Open(Group),
    /// The end of the last group that is open.
    Close,
    /// `|`
    Or,
    /// A quantifier for the previous character, set or group, and its text.
    Repeat { min: u32, max: Option<u32>, source: &'p str },
    /// A reference to the last of these capturing groups that took part in the match; several have the same name.
    BackReference { groups: Vec<usize>, ignore_case: bool },
}

/// The start or end of a text or line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    End,
}

/// The kind of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// `(…)`
    Capturing,
    /// `(?:…)`
    Plain,
    /// `(?=…)`, `(?!…)`
    LookAhead { negated: bool },
    /// `(?<=…)`, `(?<!…)`
    LookBehind { negated: bool },
}

impl Token<'_> {
    /// Whether the linear engine cannot evaluate the token.
    pub(super) fn needs_backtracking(&self) -> bool {
        match self {
            Token::Open(Group::LookAhead { .. } | Group::LookBehind { .. })
            | Token::LineEdge(_)
            | Token::BackReference { .. } => true,
            Token::Char { .. }
            | Token::Set { .. }
            | Token::TextEdge(_)
            | Token::WordBoundary { .. }
            | Token::Open(Group::Capturing | Group::Plain)
            | Token::Close
            | Token::Or
            | Token::Repeat { .. } => false,
        }
    }
}

/// Returns about the number of states of the compiled expression. Repetitions multiply what they repeat.
pub(super) fn size(tokens: &[Token<'_>]) -> u64 {
    // The size of each open group so far, and of the last part that a quantifier can repeat.
    let mut open: Vec<u64> = vec![0];
    let mut last = 0;
    for token in tokens {
        let before = last;
        last = match token {
            Token::Open(_) => {
                open.push(2);
                continue;
            }
            Token::Close => open.pop().unwrap_or_default(),
            Token::Set { set, .. } => 1 + set.ranges().len() as u64 / 4,
            Token::Repeat { min, max, .. } => {
                // The part is counted once already. Each optional copy needs a state of its own.
                let copies = u64::from(max.unwrap_or_else(|| min.saturating_add(1)));
                before.saturating_add(1).saturating_mul(copies)
            }
            Token::Char { .. }
            | Token::TextEdge(_)
            | Token::LineEdge(_)
            | Token::WordBoundary { .. }
            | Token::Or
            | Token::BackReference { .. } => 1,
        };
        if let Some(group) = open.last_mut() {
            *group = group.saturating_add(last);
        }
    }
    open.iter().fold(0, |sum, group| sum.saturating_add(*group))
}
