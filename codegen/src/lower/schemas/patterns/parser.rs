//! Reads a regular expression of ECMA-262 (22.2.1, annex B.1.2) into tokens, in one pass and without recursion.

use super::Untranslatable::{self, Invalid, Unsupported};
use super::sets;
use super::tokens::{Edge, Group, Token};

/// Groups may be nested to this depth. The limit of the linear engine is 50 levels, to which quantifiers add.
const MAX_NESTING: usize = 40;
/// Upper bound for the ranges in all sets of an expression.
const MAX_RANGES: usize = 8_000;

/// The reading of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// With the flag `u`.
    Unicode,
    /// With the flag `u`, but backslashes before punctuation and unescaped braces are allowed.
    Lenient,
    /// Without the flag, as annex B describes it.
    AnnexB,
}

pub(super) type Parsed<T> = Result<T, Untranslatable>;

/// Returns the error for an invalid expression.
pub(super) fn invalid<T>(reason: impl Into<String>) -> Parsed<T> {
    Err(Invalid(reason.into()))
}

/// Reads an expression into tokens.
pub(super) fn parse(text: &str, mode: Mode) -> Parsed<Vec<Token<'_>>> {
    let names = group_names(text);
    let flags = Flags::default();
    let has_names = names.iter().any(Option::is_some);
    let (open, ranges, can_repeat) = (Vec::new(), 0, Repeatable::No);
    let mut parser =
        Parser { text, at: 0, mode, tokens: Vec::new(), flags, names, has_names, open, ranges, can_repeat };
    parser.run()?;
    Ok(parser.tokens)
}

/// The flags that `(?ims:…)` sets.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) ignore_case: bool,
    multi_line: bool,
    dot_all: bool,
}

/// Whether a quantifier may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeatable {
    Yes,
    No,
}

struct OpenGroup {
    group: Group,
    /// The flags outside the group.
    flags: Flags,
}

pub(super) struct Parser<'p> {
    text: &'p str,
    at: usize,
    pub(super) mode: Mode,
    tokens: Vec<Token<'p>>,
    pub(super) flags: Flags,
    /// The name of each capturing group, if it has one.
    pub(super) names: Vec<Option<&'p str>>,
    pub(super) has_names: bool,
    open: Vec<OpenGroup>,
    ranges: usize,
    can_repeat: Repeatable,
}

impl<'p> Parser<'p> {
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The text after the position.
    pub(super) fn rest(&self) -> &'p str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Advances if the text continues like this.
    pub(super) fn eat(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    /// Advances by a number of bytes.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// The position, to read the same text again.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn go_back(&mut self, position: usize) {
        self.at = position;
    }

    /// The text from a position to the current one.
    pub(super) fn source_from(&self, start: usize) -> &'p str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Whether the flag `u` is set.
    pub(super) fn is_unicode(&self) -> bool {
        self.mode != Mode::AnnexB
    }

    /// Counts ranges of sets, which could multiply the size of the expression.
    pub(super) fn count_ranges(&mut self, ranges: usize) -> Parsed<()> {
        self.ranges += ranges;
        if self.ranges > MAX_RANGES { Err(Unsupported("its sets of characters are too large")) } else { Ok(()) }
    }

    fn run(&mut self) -> Parsed<()> {
        loop {
            let start = self.at;
            let Some(c) = self.bump() else { break };
            self.token(c, start)?;
        }
        if self.open.is_empty() { Ok(()) } else { invalid("a `(` has no `)`") }
    }

    fn token(&mut self, c: char, start: usize) -> Parsed<()> {
        match c {
            '^' => self.edge(Edge::Start),
            '$' => self.edge(Edge::End),
            '|' => self.push(Token::Or, Repeatable::No),
            '(' => return self.open_group(),
            ')' => return self.close_group(),
            '*' => return self.repeat(start, 0, None),
            '+' => return self.repeat(start, 1, None),
            '?' => return self.repeat(start, 0, Some(1)),
            '{' => match self.count()? {
                Some((min, max)) => return self.repeat(start, min, max),
                None if self.mode == Mode::Unicode => return invalid("`{` is not escaped"),
                None => self.char_token(c, start),
            },
            '}' | ']' if self.mode == Mode::Unicode => return invalid(format!("`{c}` is not escaped")),
            '.' => {
                let set = sets::dot(self.flags.dot_all);
                self.push(Token::Set { set, source: None }, Repeatable::Yes);
            }
            '[' => {
                let class = self.class(start)?;
                self.push(class, Repeatable::Yes);
            }
            '\\' => {
                let (token, can_repeat) = self.escape(start)?;
                self.push(token, can_repeat);
            }
            c => self.char_token(c, start),
        }
        Ok(())
    }

    fn push(&mut self, token: Token<'p>, can_repeat: Repeatable) {
        self.tokens.push(token);
        self.can_repeat = can_repeat;
    }

    fn edge(&mut self, edge: Edge) {
        let token = if self.flags.multi_line { Token::LineEdge(edge) } else { Token::TextEdge(edge) };
        self.push(token, Repeatable::No);
    }

    fn char_token(&mut self, c: char, start: usize) {
        let token = self.code_token(c.into(), start, true);
        self.push(token, Repeatable::Yes);
    }

    /// The token of a code point. No character matches half of a surrogate pair. `same`: whether the linear engine knows its spelling.
    pub(super) fn code_token(&self, code: u32, start: usize, same: bool) -> Token<'p> {
        match char::from_u32(code) {
            Some(c) if !self.flags.ignore_case => Token::Char { c, source: same.then(|| self.source_from(start)) },
            _ => {
                let mut set = sets::of_codes(code, code);
                sets::fold_case(&mut set);
                Token::Set { set, source: None }
            }
        }
    }

    fn open_group(&mut self) -> Parsed<()> {
        let flags = self.flags;
        let group = if !self.eat("?") {
            Group::Capturing
        } else if self.eat(":") {
            Group::Plain
        } else if self.eat("=") {
            Group::LookAhead { negated: false }
        } else if self.eat("!") {
            Group::LookAhead { negated: true }
        } else if self.eat("<=") {
            Group::LookBehind { negated: false }
        } else if self.eat("<!") {
            Group::LookBehind { negated: true }
        } else if self.eat("<") {
            let name = self.group_name()?;
            self.check_duplicate(name)?;
            Group::Capturing
        } else {
            self.modifiers()?;
            Group::Plain
        };
        if self.open.len() >= MAX_NESTING {
            return Err(Unsupported("its groups are nested too deeply"));
        }
        self.open.push(OpenGroup { group, flags });
        self.push(Token::Open(group), Repeatable::No);
        Ok(())
    }

    fn close_group(&mut self) -> Parsed<()> {
        let Some(OpenGroup { group, flags }) = self.open.pop() else { return invalid("a `)` has no `(`") };
        self.flags = flags;
        let can_repeat = match group {
            Group::Capturing | Group::Plain => Repeatable::Yes,
            Group::LookAhead { .. } if self.mode == Mode::AnnexB => Repeatable::Yes,
            Group::LookAhead { .. } | Group::LookBehind { .. } => Repeatable::No,
        };
        self.push(Token::Close, can_repeat);
        Ok(())
    }

    /// Reads the name of a group and `>`.
    pub(super) fn group_name(&mut self) -> Parsed<&'p str> {
        let Some((name, _)) = self.rest().split_once('>') else { return invalid("the name of a group has no `>`") };
        let is_first = |c: char| c.is_alphabetic() || matches!(c, '$' | '_' | '\\');
        let is_next =
            |c: char| c.is_alphanumeric() || matches!(c, '$' | '_' | '\\' | '{' | '}' | '\u{200C}' | '\u{200D}');
        if !name.starts_with(is_first) || !name.chars().all(is_next) {
            return invalid("the name of a group is not an identifier");
        }
        self.at += name.len() + 1;
        Ok(name)
    }

    /// Groups of the same name must be in different alternatives. This accepts them if the expression has any alternative.
    fn check_duplicate(&self, name: &str) -> Parsed<()> {
        let several = self.names.iter().filter(|other| **other == Some(name)).count() > 1;
        if several && !self.text.contains('|') { invalid("two groups have the same name") } else { Ok(()) }
    }

    /// Reads `ims-ims:`.
    fn modifiers(&mut self) -> Parsed<()> {
        let unknown = || invalid("`(?` begins an unknown group");
        let modifiers = self.rest().split_once(':').map(|(modifiers, _)| modifiers);
        let Some(modifiers) = modifiers.filter(|modifiers| *modifiers != "-") else { return unknown() };
        let mut enable = true;
        for (at, c) in modifiers.char_indices() {
            let is_repeated = modifiers.get(..at).is_some_and(|before| before.contains(c));
            match c {
                _ if is_repeated => return unknown(),
                'i' => self.flags.ignore_case = enable,
                'm' => self.flags.multi_line = enable,
                's' => self.flags.dot_all = enable,
                '-' => enable = false,
                _ => return unknown(),
            }
        }
        self.at += modifiers.len() + 1;
        Ok(())
    }

    /// Reads the rest of `{2,3}` after the brace. `None` if the text is not a quantifier.
    fn count(&mut self) -> Parsed<Option<(u32, Option<u32>)>> {
        let start = self.at;
        let Some(min) = self.digits() else { return Ok(None) };
        let max = if self.eat(",") { self.digits() } else { Some(min) };
        if !self.eat("}") {
            self.at = start;
            return Ok(None);
        }
        if max.is_some_and(|max| max < min) {
            return invalid("the numbers of a quantifier are out of order");
        }
        match (u32::try_from(min), max.map(u32::try_from)) {
            (Ok(min), None) => Ok(Some((min, None))),
            (Ok(min), Some(Ok(max))) => Ok(Some((min, Some(max)))),
            _ => Err(Unsupported("it repeats too often")),
        }
    }

    fn digits(&mut self) -> Option<u64> {
        let mut number: Option<u64> = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            number = Some(number.unwrap_or_default().saturating_mul(10).saturating_add(digit.into()));
            self.at += 1;
        }
        number
    }

    fn repeat(&mut self, start: usize, min: u32, max: Option<u32>) -> Parsed<()> {
        if self.can_repeat == Repeatable::No {
            return invalid("a quantifier has nothing to repeat");
        }
        self.eat("?");
        let source = self.source_from(start);
        self.push(Token::Repeat { min, max, source }, Repeatable::No);
        Ok(())
    }
}

/// Returns the names of the capturing groups, in order. Back references may come before their group.
fn group_names(text: &str) -> Vec<Option<&str>> {
    let mut names = Vec::new();
    let mut in_class = false;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => {
                let rest = text.get(at + 1..).unwrap_or_default();
                match rest.strip_prefix("?<") {
                    Some(name) if !name.starts_with(['=', '!']) => names.push(name.split('>').next()),
                    Some(_) => {}
                    None if rest.starts_with('?') => {}
                    None => names.push(None),
                }
            }
            _ => {}
        }
    }
    names
}
