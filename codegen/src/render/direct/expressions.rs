//! Expressions: on one line if there is room for it, else broken as `prettyplease` breaks them.
//!
//! Knows literals, paths, calls, chains of calls and fields, references, arrays, tuples and struct literals: all that tables and
//! constructors need. Gives `None` for anything else.

use proc_macro2::Delimiter;

use super::out::{Mark, Out, Place, STEP};
use super::types::{name, path};
use crate::emit::tree::{Cursor, Tree};

/// A struct literal that is longer is broken, whatever room there is.
const LONGEST_STRUCT: usize = 34;
/// A receiver that is longer is parted from the first call of its chain.
const SHORT: usize = STEP;

/// How the first link of a broken chain stands.
#[derive(Clone, Copy, PartialEq)]
enum FirstLink {
    /// On a line of its own.
    Parted,
    /// Behind its receiver, if that is short.
    Glued,
}

/// An expression.
pub(super) fn expression(from: &mut Cursor<'_>, at: Place, out: &mut Out) -> Option<()> {
    whole(from, at, FirstLink::Parted, out)
}

/// An expression that is a statement.
pub(super) fn statement(from: &mut Cursor<'_>, at: Place, out: &mut Out) -> Option<()> {
    whole(from, at, FirstLink::Glued, out)
}

fn whole(from: &mut Cursor<'_>, at: Place, first: FirstLink, out: &mut Out) -> Option<()> {
    let (start, mark) = (*from, out.mark());
    if flat(from, out)? && out.fits(at.more) {
        return Some(());
    }
    *from = start;
    out.back(mark);
    broken(from, at, first, out)
}

/// On one line. `false` if something in it is always broken; then it is not written to its end.
fn flat(from: &mut Cursor<'_>, out: &mut Out) -> Option<bool> {
    reference(from, out);
    if !flat_head(from, out)? {
        return Some(false);
    }
    while let Some(arguments) = link(from, out)? {
        if let Some(arguments) = arguments
            && !flat_list(arguments, '(', ')', out)?
        {
            return Some(false);
        }
    }
    Some(true)
}

/// What stands before the first dot.
fn flat_head(from: &mut Cursor<'_>, out: &mut Out) -> Option<bool> {
    let mark = out.mark();
    if literal(from, out) {
        return Some(true);
    }
    if let Some(inner) = from.group(Delimiter::Bracket) {
        return flat_list(inner, '[', ']', out);
    }
    if let Some(inner) = from.group(Delimiter::Parenthesis) {
        return if is_tuple(inner) { flat_list(inner, '(', ')', out) } else { None };
    }
    path(from, out)?;
    match (from.group(Delimiter::Brace), from.group(Delimiter::Parenthesis)) {
        (None, None) => Some(true),
        (Some(fields), _) => flat_struct(fields, mark, out),
        (None, Some(arguments)) => flat_list(arguments, '(', ')', out),
    }
}

/// `.name(…)`, `.name` or `.0`, without its arguments, which are given.
fn link<'t>(from: &mut Cursor<'t>, out: &mut Out) -> Option<Option<Option<Cursor<'t>>>> {
    if !from.sign('.') {
        return Some(None);
    }
    out.push(".");
    if let Some(place) = from.literal() {
        out.show(place);
        return Some(Some(None));
    }
    name(from, out)?;
    Some(Some(from.group(Delimiter::Parenthesis)))
}

fn flat_list(mut from: Cursor<'_>, open: char, close: char, out: &mut Out) -> Option<bool> {
    out.show(open);
    let mut first = true;
    while !from.is_done() {
        if !first {
            out.push(", ");
        }
        first = false;
        if !flat(&mut from, out)? {
            return Some(false);
        }
        separator(&mut from)?;
    }
    out.show(close);
    Some(true)
}

fn flat_struct(mut from: Cursor<'_>, start: Mark, out: &mut Out) -> Option<bool> {
    if from.is_done() {
        out.push(" {}");
        return Some(true);
    }
    out.push(" { ");
    let mut first = true;
    while !from.is_done() {
        if !first {
            out.push(", ");
        }
        first = false;
        if field(&mut from, out)? && !flat(&mut from, out)? {
            return Some(false);
        }
        separator(&mut from)?;
    }
    if out.since(start) + 1 > LONGEST_STRUCT {
        return Some(false);
    }
    out.push(" }");
    Some(true)
}

/// The start of a struct literal's field, or `..`. Whether an expression follows.
fn field(from: &mut Cursor<'_>, out: &mut Out) -> Option<bool> {
    if from.signs('.', '.') {
        out.push("..");
        return Some(true);
    }
    name(from, out)?;
    let has_value = from.sign(':');
    if has_value {
        out.push(": ");
    }
    Some(has_value)
}

fn broken(from: &mut Cursor<'_>, at: Place, first: FirstLink, out: &mut Out) -> Option<()> {
    reference(from, out);
    if is_chain(*from) {
        return broken_chain(from, at, first, out);
    }
    broken_head(from, at, out)
}

/// An expression without links.
fn broken_head(from: &mut Cursor<'_>, at: Place, out: &mut Out) -> Option<()> {
    // It cannot be broken.
    if literal(from, out) {
        return Some(());
    }
    if let Some(inner) = from.group(Delimiter::Bracket) {
        // Such are filled, not broken at each.
        let is_simple = |tree: &Tree| matches!(tree, Tree::Punct(_)) || is_short_literal(tree);
        return if inner.rest().iter().all(is_simple) { None } else { broken_list(inner, '[', ']', at.indent, out) };
    }
    if let Some(inner) = from.group(Delimiter::Parenthesis) {
        return if is_tuple(inner) { broken_list(inner, '(', ')', at.indent, out) } else { None };
    }
    let start = *from;
    path(from, out)?;
    match (from.group(Delimiter::Brace), from.group(Delimiter::Parenthesis)) {
        (Some(fields), _) => broken_struct(fields, at.indent, out),
        (None, Some(arguments)) => call(arguments, at.indent, at.more, out),
        // Generics would be broken.
        (None, None) => (!start.before(*from).iter().any(|tree| tree.is('<'))).then_some(()),
    }
}

/// A chain: each link on a line of its own, but for the first behind a short name at the start of a statement.
fn broken_chain(from: &mut Cursor<'_>, at: Place, first: FirstLink, out: &mut Out) -> Option<()> {
    let (start, mark) = (*from, out.mark());
    if !flat_head(from, out)? || !out.fits(0) {
        *from = start;
        out.back(mark);
        broken_receiver(from, at.indent + STEP, out)?;
    }
    let is_name = matches!(start.before(*from), [Tree::Ident(_)]);
    let mut glued = first == FirstLink::Glued && is_name && out.since(mark) <= SHORT;
    loop {
        if !glued {
            out.line(at.indent + STEP);
        }
        let arguments = link(from, out)??;
        let is_last = !from.is_sign('.');
        if let Some(arguments) = arguments {
            let indent = if glued && is_last { at.indent } else { at.indent + STEP };
            call(arguments, indent, if is_last { at.more } else { 0 }, out)?;
        }
        if is_last {
            return Some(());
        }
        glued = false;
    }
}

/// The head of a broken chain that has no room: a name, or a call. All else would be broken otherwise.
fn broken_receiver(from: &mut Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    if literal(from, out) {
        return Some(());
    }
    let start = *from;
    path(from, out)?;
    match from.group(Delimiter::Parenthesis) {
        Some(arguments) => call(arguments, indent, 0, out),
        None => (!start.before(*from).iter().any(|tree| tree.is('<'))).then_some(()),
    }
}

/// The arguments of a call.
fn call(mut from: Cursor<'_>, indent: usize, more: usize, out: &mut Out) -> Option<()> {
    if is_alone(from) {
        out.push("(");
        expression(&mut from, Place { indent, more: more + 1 }, out)?;
        separator(&mut from)?;
        out.push(")");
        return from.done();
    }
    let mark = out.mark();
    if flat_list(from, '(', ')', out)? && out.fits(more) {
        return Some(());
    }
    out.back(mark);
    broken_list(from, '(', ')', indent, out)
}

fn broken_list(mut from: Cursor<'_>, open: char, close: char, indent: usize, out: &mut Out) -> Option<()> {
    out.show(open);
    if from.is_done() {
        out.show(close);
        return Some(());
    }
    while !from.is_done() {
        out.line(indent + STEP);
        let more = usize::from(from.has_next());
        expression(&mut from, Place { indent: indent + STEP, more }, out)?;
        separator(&mut from)?;
        out.push(",");
    }
    out.line(indent);
    out.show(close);
    Some(())
}

fn broken_struct(mut from: Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    out.push(" {");
    while !from.is_done() {
        out.line(indent + STEP);
        let base = from.is_base();
        let more = usize::from(from.has_next());
        if field(&mut from, out)? {
            expression(&mut from, Place { indent: indent + STEP, more }, out)?;
        }
        separator(&mut from)?;
        if !base {
            out.push(",");
        }
    }
    out.line(indent);
    out.push("}");
    Some(())
}

fn reference(from: &mut Cursor<'_>, out: &mut Out) {
    while from.sign('&') {
        out.push(if from.word("mut") { "&mut " } else { "&" });
    }
}

fn literal(from: &mut Cursor<'_>, out: &mut Out) -> bool {
    if from.is_sign('-') && from.sign('-') {
        out.push("-");
    }
    match from.literal() {
        Some(literal) => out.show(literal),
        None => return false,
    }
    true
}

/// A comma, if it is not the end.
fn separator(from: &mut Cursor<'_>) -> Option<()> {
    (from.is_done() || from.sign(',')).then_some(())
}

/// Whether a dot follows before the expression ends.
fn is_chain(from: Cursor<'_>) -> bool {
    let mut from = from;
    while !from.is_done() && !from.is_sign(',') && !from.is_sign(';') {
        if from.is_sign('.') {
            return true;
        }
        from.next();
    }
    false
}

/// Whether the only argument has brackets of its own, which need no others around them.
fn is_alone(mut from: Cursor<'_>) -> bool {
    if from.group(Delimiter::Bracket).is_none() && from.group(Delimiter::Parenthesis).is_none() {
        while from.ident().is_some() || from.signs(':', ':') {}
        if from.group(Delimiter::Brace).is_none() {
            return false;
        }
    }
    separator(&mut from).is_some() && from.is_done()
}

/// Whether what is in parentheses is a tuple that is written without a comma at its end.
fn is_tuple(from: Cursor<'_>) -> bool {
    from.is_done() || from.has_next()
}

fn is_short_literal(tree: &Tree) -> bool {
    match tree {
        Tree::Literal(literal) => !literal.to_string().starts_with(['"', 'r', 'b']),
        Tree::Ident(word) => word == "true" || word == "false",
        Tree::Punct(_) | Tree::Group(..) => false,
    }
}
