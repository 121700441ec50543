//! Types and paths: on one line if there is room for it, else with each argument of their generics on its own.

use proc_macro2::Delimiter;

use super::out::{Out, Place, STEP};
use crate::emit::tree::Cursor;

/// Writes an identifier that is no keyword, or one of those that paths have.
pub(super) fn name(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    let mark = out.mark();
    out.show(from.ident()?);
    (!is_keyword(out.text_since(mark))).then_some(())
}

/// Whether a word begins what is no path.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "as" | "async"
            | "await"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "fn"
            | "for"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "type"
            | "unsafe"
            | "use"
            | "where"
            | "while"
            | "yield"
    )
}

/// A type.
pub(super) fn ty(from: &mut Cursor<'_>, at: Place, out: &mut Out) -> Option<()> {
    let (start, mark) = (*from, out.mark());
    flat_ty(from, out)?;
    if out.fits(at.more) {
        return Some(());
    }
    *from = start;
    out.back(mark);
    broken_ty(from, at.indent, out)
}

fn broken_ty(from: &mut Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    if from.word("impl") {
        out.push("impl ");
    }
    if from.signs(':', ':') {
        out.push("::");
    }
    name(from, out)?;
    while from.signs(':', ':') {
        out.push("::");
        name(from, out)?;
    }
    if from.sign('<') {
        out.push("<");
        loop {
            out.line(indent + STEP);
            let more = usize::from(from.has_next());
            name_of_argument(from, out);
            ty(from, Place { indent: indent + STEP, more }, out)?;
            out.push(",");
            if from.sign('>') {
                break;
            }
            from.sign(',').then_some(())?;
        }
        out.line(indent);
        out.push(">");
    }
    // Several bounds, or generics in the middle of a path, would be broken otherwise.
    (!from.is_sign('+') && !from.signs(':', ':')).then_some(())
}

/// A type on one line.
pub(super) fn flat_ty(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    if from.sign('&') {
        out.push("&");
        if let Some(name) = from.lifetime() {
            out.show(format_args!("'{name} "));
        }
        if from.word("mut") {
            out.push("mut ");
        }
        return flat_ty(from, out);
    }
    if let Some(mut inner) = from.group(Delimiter::Parenthesis) {
        return tuple(&mut inner, out);
    }
    if let Some(mut inner) = from.group(Delimiter::Bracket) {
        out.push("[");
        flat_ty(&mut inner, out)?;
        out.push("]");
        return inner.done();
    }
    if from.word("impl") {
        out.push("impl ");
        path(from, out)?;
        while from.sign('+') {
            out.push(" + ");
            bound(from, out)?;
        }
        return Some(());
    }
    path(from, out)
}

fn bound(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    match from.lifetime() {
        Some(name) => out.show(format_args!("'{name}")),
        None => path(from, out)?,
    }
    Some(())
}

fn tuple(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    out.push("(");
    let mut count = 0;
    while !from.is_done() {
        if count > 0 {
            out.push(", ");
        }
        flat_ty(from, out)?;
        count += 1;
        if !from.is_done() && !from.sign(',') {
            return None;
        }
    }
    // A type in parentheses, and a tuple of one, are written otherwise.
    (count != 1).then(|| out.push(")"))
}

/// `a::B<C>` or `a::B::<C>`.
pub(super) fn path(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    if from.signs(':', ':') {
        out.push("::");
    }
    loop {
        name(from, out)?;
        if from.is_sign('<') {
            arguments(from, out)?;
        }
        if !from.signs(':', ':') {
            return Some(());
        }
        out.push("::");
        if from.is_sign('<') {
            arguments(from, out)?;
            if !from.signs(':', ':') {
                return Some(());
            }
            out.push("::");
        }
    }
}

fn arguments(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    from.sign('<').then_some(())?;
    out.push("<");
    loop {
        argument(from, out)?;
        if from.sign('>') {
            out.push(">");
            return Some(());
        }
        from.sign(',').then_some(())?;
        out.push(", ");
    }
}

fn argument(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    if from.lifetime().is_some() {
        return None;
    }
    name_of_argument(from, out);
    flat_ty(from, out)
}

/// `Name = `, if the argument has one.
fn name_of_argument(from: &mut Cursor<'_>, out: &mut Out) {
    let before = *from;
    if let Some(name) = from.ident()
        && from.sign('=')
    {
        out.show(format_args!("{name} = "));
    } else {
        *from = before;
    }
}
