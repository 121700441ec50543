//! Writes tokens in the syntax of an engine.

use std::fmt::Write;

use regex_syntax::hir::ClassUnicode;

use super::MAX_EXPRESSION;
use super::sets;
use super::tokens::{Edge, Group, Token};
use crate::ir::PatternEngine;

/// Returns the expression. It may be cut off once it is longer than [`MAX_EXPRESSION`].
pub(super) fn expression(tokens: &[Token<'_>], engine: PatternEngine) -> String {
    let mut out = String::new();
    let is_linear = engine == PatternEngine::Linear;
    let mut lookarounds = Vec::new();
    let mut tokens = tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        if out.len() > MAX_EXPRESSION {
            break;
        }
        match token {
            Token::Char { source: Some(source), .. } | Token::Set { source: Some(source), .. }
                if is_linear && *source != "]" && *source != "}" && *source != "{" =>
            {
                out.push_str(source);
            }
            Token::Char { c, .. } => char(&mut out, *c),
            Token::Set { set, .. } => class(&mut out, set),
            Token::TextEdge(Edge::Start) => out.push('^'),
            Token::TextEdge(Edge::End) => out.push('$'),
            Token::LineEdge(edge) => {
                out.push_str(if *edge == Edge::Start { "(?<!" } else { "(?!" });
                class(&mut out, &sets::dot(false));
                out.push(')');
            }
            Token::WordBoundary { negated } => word_boundary(&mut out, *negated, is_linear),
            Token::Open(group) => {
                // A quantifier can only follow a plain group.
                let is_lookaround = !matches!(group, Group::Capturing | Group::Plain);
                lookarounds.push(is_lookaround);
                out.push_str(match group {
                    Group::Capturing => "(",
                    Group::Plain => "(?:",
                    Group::LookAhead { negated: false } => "(?:(?=",
                    Group::LookAhead { negated: true } => "(?:(?!",
                    Group::LookBehind { negated: false } => "(?:(?<=",
                    Group::LookBehind { negated: true } => "(?:(?<!",
                });
            }
            Token::Close => {
                out.push(')');
                if lookarounds.pop() == Some(true) {
                    // Annex B allows to repeat a look-ahead, the engine does not. Once is enough, if it has to hold at all.
                    if let Some(Token::Repeat { min, .. }) = tokens.next_if(|next| matches!(next, Token::Repeat { .. }))
                    {
                        out.push_str(if *min == 0 { "|" } else { "" });
                    }
                    out.push(')');
                }
            }
            Token::Or => out.push('|'),
            Token::Repeat { source, .. } => out.push_str(source),
            Token::BackReference { groups, ignore_case } => back_reference(&mut out, groups, *ignore_case),
        }
    }
    out
}

/// A character outside of classes.
fn char(out: &mut String, c: char) {
    match c {
        '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' => {
            out.push('\\');
            out.push(c);
        }
        c => class_char(out, c, &[]),
    }
}

/// A character that needs no backslash is written as it is, unless it is invisible or listed.
fn class_char(out: &mut String, c: char, reserved: &[char]) {
    match c {
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        c if (c.is_ascii_graphic() || c == ' ') && !reserved.contains(&c) => out.push(c),
        c => {
            let _ = write!(out, "\\x{{{:x}}}", u32::from(c));
        }
    }
}

/// Writes a set as ranges: the set itself or its complement, whichever has fewer ranges.
fn class(out: &mut String, set: &ClassUnicode) {
    let complement = sets::negated(set.clone());
    let is_negated =
        complement.ranges().len() < set.ranges().len() && !complement.ranges().is_empty() || set.ranges().is_empty();
    let ranges = if is_negated { complement.ranges() } else { set.ranges() };
    out.push_str(if is_negated { "[^" } else { "[" });
    for range in ranges {
        const RESERVED: &[char] = &['\\', '[', ']', '^', '-', '&', '~'];
        class_char(out, range.start(), RESERVED);
        if range.end() != range.start() {
            if u32::from(range.end()) > u32::from(range.start()) + 1 {
                out.push('-');
            }
            class_char(out, range.end(), RESERVED);
        }
        if out.len() > MAX_EXPRESSION {
            return;
        }
    }
    out.push(']');
}

/// `\b` is about the letters and digits of ASCII in both languages. The backtracking engine has another one.
fn word_boundary(out: &mut String, negated: bool, is_linear: bool) {
    const WORD: &str = "[0-9A-Za-z_]";
    let _ = match (is_linear, negated) {
        (true, false) => write!(out, "\\b"),
        (true, true) => write!(out, "\\B"),
        (false, false) => write!(out, "(?:(?<={WORD})(?!{WORD})|(?<!{WORD})(?={WORD}))"),
        (false, true) => write!(out, "(?:(?<={WORD})(?={WORD})|(?<!{WORD})(?!{WORD}))"),
    };
}

/// A reference to a group that took no part in the match is empty in ECMA-262. In the engine it fails.
fn back_reference(out: &mut String, groups: &[usize], ignore_case: bool) {
    for group in groups {
        let _ = match ignore_case {
            true => write!(out, "(?({group})(?i:\\{group})|"),
            false => write!(out, "(?({group})\\{group}|"),
        };
    }
    out.push_str(&")".repeat(groups.len()));
}
