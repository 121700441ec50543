//! Attributes: a line each, documentation as comments.

use std::borrow::Cow;

use proc_macro2::Delimiter;

use super::out::{Out, Place, STEP};
use crate::emit::LINE_END;
use crate::emit::tree::{Cursor, Tree};

/// The attributes that stand here, each with the line end after it.
pub(super) fn attributes(from: &mut Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    while from.sign('#') {
        let mut inner = from.group(Delimiter::Bracket)?;
        if inner.word("doc") {
            documentation(&mut inner, indent, out)?;
        } else {
            out.push("#[");
            plain(&mut inner, indent, out)?;
            out.push("]");
        }
        inner.done()?;
        out.line(indent);
    }
    Some(())
}

fn documentation(from: &mut Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    from.sign('=').then_some(())?;
    let literal = from.literal()?.to_string();
    let text = match literal.strip_prefix('r') {
        Some(raw) => Cow::Borrowed(raw.trim_matches('#').strip_prefix('"')?.strip_suffix('"')?),
        None => Cow::Owned(unescaped(literal.strip_prefix('"')?.strip_suffix('"')?)?),
    };
    // What would not be a comment of lines, or not documentation.
    if text.starts_with('/') || text.contains('\n') {
        return None;
    }
    for (index, line) in text.trim_end_matches(' ').split(LINE_END).enumerate() {
        if index > 0 {
            out.line(indent);
        }
        out.push("///");
        out.push(line.trim_end_matches(' '));
    }
    Some(())
}

/// `path`, `path = literal`, `path(…)`.
fn plain(from: &mut Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    out.show(from.ident()?);
    if from.sign('=') {
        out.push(" = ");
        out.show(from.literal()?);
    } else if let Some(inner) = from.group(Delimiter::Parenthesis) {
        list(inner, Place { indent, more: "]".len() }, out)?;
    }
    Some(())
}

/// `(…)`, on one line or with a line for each element.
fn list(from: Cursor<'_>, at: Place, out: &mut Out) -> Option<()> {
    let mark = out.mark();
    out.push("(");
    elements(from, None, out)?;
    out.push(")");
    if !out.fits(at.more) {
        out.back(mark);
        out.push("(");
        out.line(at.indent + STEP);
        elements(from, Some(at.indent + STEP), out)?;
        out.line(at.indent);
        out.push(")");
    }
    Some(())
}

/// The elements of a list, each on a line with this indentation; without one, all on one line.
fn elements(mut from: Cursor<'_>, indent: Option<usize>, out: &mut Out) -> Option<()> {
    // Two words in a row would need a space.
    let mut word = false;
    while let Some(tree) = from.next() {
        match (tree, indent) {
            (Tree::Group(Delimiter::Parenthesis, inner), Some(indent)) => {
                list(Cursor::new(inner), Place { indent, more: usize::from(!from.is_done()) }, out)?;
            }
            (Tree::Group(Delimiter::Parenthesis, inner), None) => {
                out.push("(");
                elements(Cursor::new(inner), None, out)?;
                out.push(")");
            }
            (tree, Some(indent)) if tree.is(',') && !from.is_done() => {
                out.push(",");
                out.line(indent);
            }
            (tree, None) if tree.is(',') && !from.is_done() => out.push(", "),
            (tree, _) if tree.is('=') && word => out.push(" = "),
            (tree, _) if tree.is(':') => out.push(":"),
            (Tree::Ident(_) | Tree::Literal(_), _) if !word => out.show(tree),
            _ => return None,
        }
        word = matches!(tree, Tree::Ident(_) | Tree::Literal(_));
    }
    Some(())
}

/// The text of a literal, which `Literal::string` wrote.
fn unescaped(literal: &str) -> Option<String> {
    let mut text = String::with_capacity(literal.len());
    let mut rest = literal;
    while let Some((before, escape)) = rest.split_once('\\') {
        text.push_str(before);
        let mut chars = escape.chars();
        match chars.next()? {
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            '0' => text.push('\0'),
            same @ ('\\' | '"' | '\'') => text.push(same),
            'u' => {
                let (code, after) = chars.as_str().strip_prefix('{')?.split_once('}')?;
                text.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?);
                chars = after.chars();
            }
            _ => return None,
        }
        rest = chars.as_str();
    }
    text.push_str(rest);
    Some(text)
}
