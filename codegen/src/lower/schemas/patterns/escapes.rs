//! Escapes outside and inside of classes.

use super::parser::{Mode, Parsed, Parser, Repeatable, invalid};
use super::sets;
use super::tokens::Token;

/// A backslash before these characters means the character, in every reading.
const SYNTAX_CHARACTERS: &str = "^$\\.*+?()[]{}|/";

/// An escape that stands for one character.
pub(super) struct CharEscape {
    pub(super) code: u32,
    /// Whether the linear engine reads the text the same way.
    pub(super) same: bool,
}

impl<'p> Parser<'p> {
    /// Reads an escape outside of classes, after the backslash at `start`. Also returns whether a quantifier may follow.
    pub(super) fn escape(&mut self, start: usize) -> Parsed<(Token<'p>, Repeatable)> {
        let next = self.peek();
        let token = match next {
            Some('b' | 'B') => {
                self.bump();
                return Ok((Token::WordBoundary { negated: next == Some('B') }, Repeatable::No));
            }
            Some('1'..='9') => match self.numbered_reference()? {
                Some(token) => token,
                None => self.char_escape_token(start)?,
            },
            Some('k') if self.is_unicode() || self.has_names => {
                self.bump();
                if !self.eat("<") {
                    return invalid("`\\k` has no name");
                }
                let name = self.group_name()?;
                let groups = self.names.iter().enumerate();
                let groups: Vec<usize> =
                    groups.filter(|(_, other)| **other == Some(name)).map(|(index, _)| index + 1).collect();
                if groups.is_empty() {
                    return invalid(format!("no group has the name `{name}`"));
                }
                Token::BackReference { groups, ignore_case: self.flags.ignore_case }
            }
            _ => match self.set_escape()? {
                Some(set) => {
                    let same = !self.flags.ignore_case && matches!(next, Some('d' | 'D' | 'w' | 'W'));
                    Token::Set { set, source: same.then(|| self.source_from(start)) }
                }
                None => self.char_escape_token(start)?,
            },
        };
        Ok((token, Repeatable::Yes))
    }

    fn char_escape_token(&mut self, start: usize) -> Parsed<Token<'p>> {
        let CharEscape { code, same } = self.char_escape(false)?;
        Ok(self.code_token(code, start, same))
    }

    /// Reads `\1`. `None` without such a group, if annex B gives the escape another meaning.
    fn numbered_reference(&mut self) -> Parsed<Option<Token<'p>>> {
        let start = self.position();
        let mut number: usize = 0;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(digit as usize);
            self.bump();
        }
        if number <= self.names.len() {
            let ignore_case = self.flags.ignore_case;
            return Ok(Some(Token::BackReference { groups: vec![number], ignore_case }));
        }
        if self.is_unicode() {
            return invalid(format!("group {number} does not exist"));
        }
        self.go_back(start);
        Ok(None)
    }

    /// Reads an escape for a set: `\d`, `\p{L}`.
    pub(super) fn set_escape(&mut self) -> Parsed<Option<regex_syntax::hir::ClassUnicode>> {
        let Some(letter) = self.peek() else { return invalid("it ends with `\\`") };
        if let Some(mut set) = sets::of_escape(letter) {
            self.bump();
            self.count_ranges(set.ranges().len())?;
            if self.flags.ignore_case && self.is_unicode() {
                sets::fold_case(&mut set);
            }
            return Ok(Some(set));
        }
        if !matches!(letter, 'p' | 'P') || !self.is_unicode() {
            return Ok(None);
        }
        self.bump();
        let property = self.rest().strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let Some((property, _)) = property else { return invalid("`\\p` has no property") };
        let Some(mut set) = sets::of_property(property) else {
            return invalid(format!("Unicode has no property `{property}`"));
        };
        self.skip(property.len() + "{}".len());
        self.count_ranges(set.ranges().len())?;
        if self.flags.ignore_case {
            sets::fold_case(&mut set);
        }
        Ok(Some(if letter == 'P' { sets::negated(set) } else { set }))
    }

    /// Reads an escape for a character, after the backslash.
    pub(super) fn char_escape(&mut self, in_class: bool) -> Parsed<CharEscape> {
        let Some(c) = self.bump() else { return invalid("it ends with `\\`") };
        let known = |code: char| Ok(CharEscape { code: code.into(), same: true });
        match c {
            'f' => known('\u{C}'),
            'n' => known('\n'),
            'r' => known('\r'),
            't' => known('\t'),
            'v' => known('\u{B}'),
            'c' => self.control(in_class),
            'x' => match self.hex(2) {
                Some(code) => Ok(CharEscape { code, same: true }),
                None => self.identity(c),
            },
            'u' => match self.unicode_escape()? {
                Some(code) => Ok(code),
                None => self.identity(c),
            },
            '0'..='7' => self.octal(c),
            c if SYNTAX_CHARACTERS.contains(c) || (c == '-' && in_class) => known(c),
            c => self.identity(c),
        }
    }

    /// A backslash before a character without a meaning of its own.
    fn identity(&self, c: char) -> Parsed<CharEscape> {
        let is_allowed = match self.mode {
            Mode::Unicode => false,
            Mode::Lenient => !c.is_alphanumeric(),
            Mode::AnnexB => c != 'k' || !self.has_names,
        };
        if !is_allowed {
            return invalid(format!("`\\{c}` is not an escape"));
        }
        // The linear engine reserves the escapes of these characters.
        let same = c.is_ascii_punctuation() && !matches!(c, '<' | '>');
        Ok(CharEscape { code: c.into(), same })
    }

    /// `\cA`
    fn control(&mut self, in_class: bool) -> Parsed<CharEscape> {
        let next = self.peek();
        let is_control =
            |c: char| c.is_ascii_alphabetic() || (!self.is_unicode() && in_class && (c.is_ascii_digit() || c == '_'));
        match next {
            Some(c) if is_control(c) => {
                self.bump();
                Ok(CharEscape { code: u32::from(c) % 32, same: false })
            }
            _ if self.is_unicode() => invalid("`\\c` is not followed by a letter"),
            _ => {
                // The backslash stands for itself.
                self.go_back(self.position() - 1);
                Ok(CharEscape { code: '\\'.into(), same: false })
            }
        }
    }

    /// `\0`, and in annex B also `\123`.
    fn octal(&mut self, first: char) -> Parsed<CharEscape> {
        let followed = self.peek().is_some_and(|c| c.is_ascii_digit());
        if self.is_unicode() {
            return match (first, followed) {
                ('0', false) => Ok(CharEscape { code: 0, same: false }),
                _ => invalid(format!("`\\{first}` is not an escape")),
            };
        }
        let mut code = first.to_digit(8).unwrap_or_default();
        let length = if code < 4 { 2 } else { 1 };
        for _ in 0..length {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else { break };
            self.bump();
            code = code * 8 + digit;
        }
        Ok(CharEscape { code, same: false })
    }

    /// `\u0041`, `\u{41}`, and pairs of surrogates.
    fn unicode_escape(&mut self) -> Parsed<Option<CharEscape>> {
        if self.is_unicode() && self.eat("{") {
            let Some((digits, _)) = self.rest().split_once('}') else { return invalid("`\\u{` has no `}`") };
            let is_hex = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let digits_without_zeros = digits.trim_start_matches('0');
            let code = match digits_without_zeros {
                "" => Some(0),
                digits => u32::from_str_radix(digits, 16).ok(),
            };
            let Some(code) = code.filter(|code| is_hex && *code <= 0x10_FFFF) else {
                return invalid("`\\u{…}` is not a code point");
            };
            self.skip(digits.len() + "}".len());
            return Ok(Some(CharEscape { code, same: false }));
        }
        let Some(code) = self.hex(4) else { return Ok(None) };
        let is_lead = |code: u32| (0xD800..0xDC00).contains(&code);
        if !is_lead(code) {
            return Ok(Some(CharEscape { code, same: char::from_u32(code).is_some() }));
        }
        let after_lead = self.position();
        if self.eat("\\u")
            && let Some(trail) = self.hex(4)
            && (0xDC00..0xE000).contains(&trail)
        {
            let code = 0x1_0000 + ((code - 0xD800) << 10) + (trail - 0xDC00);
            return Ok(Some(CharEscape { code, same: false }));
        }
        self.go_back(after_lead);
        Ok(Some(CharEscape { code, same: false }))
    }

    /// Reads a number of hexadecimal digits. Advances only if all are there.
    fn hex(&mut self, length: usize) -> Option<u32> {
        let digits = self.rest().get(..length)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
        self.skip(length);
        Some(code)
    }
}
