//! Tokens taken apart, so that they can be looked at again and again without a copy of them.

use std::fmt;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, TokenStream, TokenTree};

/// A token, or a group with what is in it.
#[derive(Debug, Clone)]
pub(crate) enum Tree {
    Ident(Ident),
    Punct(Punct),
    Literal(Literal),
    Group(Delimiter, Vec<Tree>),
}

/// Takes tokens apart.
pub(crate) fn take(tokens: TokenStream) -> Vec<Tree> {
    let trees = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident) => Tree::Ident(ident),
        TokenTree::Punct(punct) => Tree::Punct(punct),
        TokenTree::Literal(literal) => Tree::Literal(literal),
        TokenTree::Group(group) => {
            let (delimiter, inner) = (group.delimiter(), group.stream());
            // As long as the group is there, its tokens are shared: to iterate would copy each.
            drop(group);
            Tree::Group(delimiter, take(inner))
        }
    });
    trees.collect()
}

/// Puts them together again.
pub(crate) fn give(trees: Vec<Tree>) -> TokenStream {
    let tokens = trees.into_iter().map(|tree| match tree {
        Tree::Ident(ident) => TokenTree::Ident(ident),
        Tree::Punct(punct) => TokenTree::Punct(punct),
        Tree::Literal(literal) => TokenTree::Literal(literal),
        Tree::Group(delimiter, inner) => TokenTree::Group(Group::new(delimiter, give(inner))),
    });
    tokens.collect()
}

/// A place among trees. What a method asks for is either there, and taken, or the place stays.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'t>(&'t [Tree]);

impl<'t> Cursor<'t> {
    pub(crate) fn new(trees: &'t [Tree]) -> Self {
        Self(trees)
    }

    pub(crate) fn is_done(self) -> bool {
        self.0.is_empty()
    }

    /// `Some` at the end.
    pub(crate) fn done(self) -> Option<()> {
        self.is_done().then_some(())
    }

    pub(crate) fn next(&mut self) -> Option<&'t Tree> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    pub(crate) fn ident(&mut self) -> Option<&'t Ident> {
        let Some((Tree::Ident(ident), rest)) = self.0.split_first() else { return None };
        self.0 = rest;
        Some(ident)
    }

    pub(crate) fn literal(&mut self) -> Option<&'t Literal> {
        let Some((Tree::Literal(literal), rest)) = self.0.split_first() else { return None };
        self.0 = rest;
        Some(literal)
    }

    /// This identifier.
    pub(crate) fn word(&mut self, word: &str) -> bool {
        let is_there = matches!(self.0, [Tree::Ident(ident), ..] if ident == word);
        self.skip_if(is_there, 1)
    }

    /// This sign, not a part of a longer one. Brackets of generics stand together and are each their own.
    pub(crate) fn sign(&mut self, sign: char) -> bool {
        let is_there = self.is_sign(sign);
        self.skip_if(is_there, 1)
    }

    pub(crate) fn is_sign(self, sign: char) -> bool {
        matches!(self.0, [Tree::Punct(punct), ..]
            if punct.as_char() == sign && (punct.spacing() == Spacing::Alone || matches!(sign, '<' | '>')))
    }

    /// This sign of two characters.
    pub(crate) fn signs(&mut self, first: char, second: char) -> bool {
        let is_there = matches!(self.0, [Tree::Punct(a), Tree::Punct(b), ..]
            if a.as_char() == first && a.spacing() == Spacing::Joint && b.as_char() == second);
        self.skip_if(is_there, 2)
    }

    /// The name of a lifetime.
    pub(crate) fn lifetime(&mut self) -> Option<&'t Ident> {
        let [Tree::Punct(quote), Tree::Ident(name), ..] = self.0 else { return None };
        self.skip_if(quote.as_char() == '\'', 2).then_some(name)
    }

    /// What is in a group with these delimiters.
    pub(crate) fn group(&mut self, delimiter: Delimiter) -> Option<Cursor<'t>> {
        let Some((Tree::Group(found, inner), rest)) = self.0.split_first() else { return None };
        self.0 = if *found == delimiter { rest } else { return None };
        Some(Cursor(inner))
    }

    /// Whether there is something behind the next comma.
    pub(crate) fn has_next(mut self) -> bool {
        let mut depth = 0_i32;
        while let Some(tree) = self.next() {
            match tree {
                tree if tree.is('<') => depth += 1,
                tree if tree.is('>') => depth -= 1,
                tree if tree.is(',') && depth == 0 => return !self.is_done(),
                _ => {}
            }
            // The end of what holds it.
            if depth < 0 {
                return false;
            }
        }
        false
    }

    /// `..`
    pub(crate) fn is_base(mut self) -> bool {
        self.signs('.', '.')
    }

    /// Whether there is such a sign, outside of groups.
    pub(crate) fn has(self, sign: char) -> bool {
        self.0.iter().any(|tree| tree.is(sign))
    }

    /// What was taken to get to a later place.
    pub(crate) fn before(self, later: Cursor<'t>) -> &'t [Tree] {
        &self.0[..self.0.len() - later.0.len()]
    }

    /// All that is left.
    pub(crate) fn rest(self) -> &'t [Tree] {
        self.0
    }

    fn skip_if(&mut self, is_there: bool, count: usize) -> bool {
        if is_there {
            self.0 = &self.0[count..];
        }
        is_there
    }
}

impl Tree {
    /// Whether it is this sign, or a part of a longer one.
    pub(crate) fn is(&self, sign: char) -> bool {
        matches!(self, Self::Punct(punct) if punct.as_char() == sign)
    }
}

impl fmt::Display for Tree {
    /// A token; a group by its name only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ident(ident) => ident.fmt(f),
            Self::Punct(punct) => punct.fmt(f),
            Self::Literal(literal) => literal.fmt(f),
            Self::Group(delimiter, _) => write!(f, "{delimiter:?}"),
        }
    }
}
