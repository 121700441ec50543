//! Classes: `[a-z]`.

use regex_syntax::hir::ClassUnicode;

use super::parser::{Mode, Parsed, Parser, invalid};
use super::sets;
use super::tokens::Token;

/// An item of a class.
enum Item {
    Char(u32),
    Set(ClassUnicode),
}

impl<'p> Parser<'p> {
    /// Reads the rest of a class whose `[` is at `start`.
    pub(super) fn class(&mut self, start: usize) -> Parsed<Token<'p>> {
        let is_negated = self.eat("^");
        let mut parts = Vec::new();
        // Whether the linear engine reads the text the same way.
        let mut same = !self.flags.ignore_case && self.peek() != Some(']');
        while !self.eat("]") {
            let item = self.class_item(&mut same)?;
            let is_range = self.peek() == Some('-') && !self.rest().starts_with("-]");
            if !is_range {
                self.add(&mut parts, item)?;
                continue;
            }
            self.bump();
            match (item, self.class_item(&mut same)?) {
                (Item::Char(from), Item::Char(to)) if from <= to => {
                    self.count_ranges(1)?;
                    parts.push(sets::of_codes(from, to));
                }
                (Item::Char(_), Item::Char(_)) => return invalid("a range of a class is out of order"),
                _ if self.mode == Mode::Unicode => return invalid("a range of a class has a set as its bound"),
                (from, to) => {
                    // Annex B: the hyphen stands for itself.
                    same = false;
                    self.add(&mut parts, from)?;
                    self.add(&mut parts, Item::Char('-'.into()))?;
                    self.add(&mut parts, to)?;
                }
            }
        }
        let mut set = sets::union(&parts);
        if self.flags.ignore_case {
            sets::fold_case(&mut set);
        }
        if is_negated {
            set.negate();
        }
        let source = self.source_from(start);
        // The linear engine rejects nested classes and reserves the operators of sets.
        let inner = source.get(1..).unwrap_or_default();
        same &= !["[", "&&", "--", "~~"].iter().any(|operator| inner.contains(operator));
        Ok(Token::Set { set, source: same.then_some(source) })
    }

    fn add(&mut self, parts: &mut Vec<ClassUnicode>, item: Item) -> Parsed<()> {
        self.count_ranges(1)?;
        parts.push(match item {
            Item::Char(code) => sets::of_codes(code, code),
            Item::Set(set) => set,
        });
        Ok(())
    }

    /// Reads a character or a set. Clears `same` if the linear engine does not read it the same way.
    fn class_item(&mut self, same: &mut bool) -> Parsed<Item> {
        let Some(c) = self.bump() else { return invalid("a `[` has no `]`") };
        if c != '\\' {
            return Ok(Item::Char(c.into()));
        }
        match self.peek() {
            // Backspace.
            Some('b') => {
                self.bump();
                *same = false;
                Ok(Item::Char(8))
            }
            Some(letter) => match self.set_escape()? {
                Some(set) => {
                    *same &= matches!(letter, 'd' | 'D' | 'w' | 'W');
                    Ok(Item::Set(set))
                }
                None => {
                    let escape = self.char_escape(true)?;
                    *same &= escape.same;
                    Ok(Item::Char(escape.code))
                }
            },
            None => invalid("it ends with `\\`"),
        }
    }
}
