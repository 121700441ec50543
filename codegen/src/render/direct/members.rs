//! What is inside of items: fields, variants, constants and functions.

use proc_macro2::Delimiter;

use super::attributes::attributes;
use super::expressions::{expression, statement};
use super::out::{Out, Place, STEP};
use super::types::{flat_ty, name, ty};
use crate::emit::tree::{Cursor, Tree};

/// `pub `, if it is there; whether it is.
pub(super) fn visibility(from: &mut Cursor<'_>, out: &mut Out) -> Option<bool> {
    let public = from.word("pub");
    if public {
        out.push("pub");
        if let Some(mut inner) = from.group(Delimiter::Parenthesis) {
            let word = inner.ident()?;
            inner.done()?;
            out.show(format_args!("({word})"));
        }
        out.push(" ");
    }
    Some(public)
}

/// The fields of a struct, a line each.
pub(super) fn fields(mut from: Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    while !from.is_done() {
        out.line(indent);
        attributes(&mut from, indent, out)?;
        visibility(&mut from, out)?;
        name(&mut from, out)?;
        from.sign(':').then(|| out.push(": "))?;
        ty(&mut from, Place { indent, more: 1 }, out)?;
        comma(&mut from)?;
        out.push(",");
    }
    Some(())
}

/// The variants of an enum, a line each.
pub(super) fn variants(mut from: Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    while !from.is_done() {
        out.line(indent);
        attributes(&mut from, indent, out)?;
        name(&mut from, out)?;
        if let Some(inner) = from.group(Delimiter::Parenthesis) {
            tuple(inner, Place { indent, more: 1 }, out)?;
        }
        comma(&mut from)?;
        out.push(",");
    }
    Some(())
}

/// `(T, U)`
pub(super) fn tuple(from: Cursor<'_>, at: Place, out: &mut Out) -> Option<()> {
    let (mark, mut fields) = (out.mark(), from);
    out.push("(");
    while !fields.is_done() {
        visibility(&mut fields, out)?;
        flat_ty(&mut fields, out)?;
        comma(&mut fields)?;
        out.push(if fields.is_done() { "" } else { ", " });
    }
    out.push(")");
    if out.fits(at.more) {
        return Some(());
    }
    out.back(mark);
    out.push("(");
    fields = from;
    while !fields.is_done() {
        let indent = at.indent + STEP;
        out.line(indent);
        visibility(&mut fields, out)?;
        let more = usize::from(fields.has_next());
        ty(&mut fields, Place { indent, more }, out)?;
        comma(&mut fields)?;
        out.push(",");
    }
    out.line(at.indent);
    out.push(")");
    Some(())
}

/// A comma, if it is not the end.
fn comma(from: &mut Cursor<'_>) -> Option<()> {
    (from.is_done() || from.sign(',')).then_some(())
}

/// The members of an `impl`, parted by blank lines.
pub(super) fn members(mut from: Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    let mut first = true;
    while !from.is_done() {
        if !first {
            out.push("\n");
        }
        first = false;
        out.line(indent);
        attributes(&mut from, indent, out)?;
        visibility(&mut from, out)?;
        if from.word("const") {
            constant(&mut from, indent, out)?;
        } else {
            from.word("fn").then_some(())?;
            function(&mut from, indent, out)?;
        }
    }
    Some(())
}

/// `const NAME: T = …;`, from its name on.
pub(super) fn constant(from: &mut Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    out.push("const ");
    name(from, out)?;
    from.sign(':').then(|| out.push(": "))?;
    flat_ty(from, out)?;
    from.sign('=').then(|| out.push(" = "))?;
    expression(from, Place { indent, more: 1 }, out)?;
    from.sign(';').then(|| out.push(";"))
}

fn function(from: &mut Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    out.push("fn ");
    name(from, out)?;
    let arguments = from.group(Delimiter::Parenthesis)?;
    let (mark, start) = (out.mark(), *from);
    out.push("(");
    flat_arguments(arguments, out)?;
    out.push(")");
    answer(from, out)?;
    out.push(" {");
    if !out.fits(0) {
        out.back(mark);
        // Its generics and tuples could be broken instead.
        if arguments.is_done() || start.before(*from).iter().any(|tree| tree.is('<') || matches!(tree, Tree::Group(..)))
        {
            return None;
        }
        *from = start;
        out.push("(");
        broken_arguments(arguments, indent, out)?;
        out.push(")");
        answer(from, out)?;
        out.push(" {");
    }
    let mut body = from.group(Delimiter::Brace)?;
    if body.is_done() {
        return None;
    }
    while !body.is_done() {
        out.line(indent + STEP);
        step(&mut body, indent + STEP, out)?;
    }
    out.line(indent);
    out.push("}");
    Some(())
}

/// `-> T`, if it is there.
fn answer(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    if from.signs('-', '>') {
        out.push(" -> ");
        flat_ty(from, out)?;
    }
    Some(())
}

fn flat_arguments(mut from: Cursor<'_>, out: &mut Out) -> Option<()> {
    let mut first = true;
    while !from.is_done() {
        if !first {
            out.push(", ");
        }
        first = false;
        if name_of_argument(&mut from, out)? {
            flat_ty(&mut from, out)?;
        }
        comma(&mut from)?;
    }
    Some(())
}

fn broken_arguments(mut from: Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    while !from.is_done() {
        out.line(indent + STEP);
        // The last comma is only there because the line ends.
        let at = Place { indent: indent + STEP, more: usize::from(from.has_next()) };
        if name_of_argument(&mut from, out)? {
            ty(&mut from, at, out)?;
        }
        comma(&mut from)?;
        out.push(",");
    }
    out.line(indent);
    Some(())
}

/// The start of an argument; whether its type follows, which `self` has not.
fn name_of_argument(from: &mut Cursor<'_>, out: &mut Out) -> Option<bool> {
    let reference = from.sign('&');
    if reference {
        out.push("&");
    }
    if from.word("mut") {
        out.push("mut ");
    }
    if from.word("self") {
        out.push("self");
        return Some(false);
    }
    if reference {
        return None;
    }
    name(from, out)?;
    from.sign(':').then(|| out.push(": "))?;
    Some(true)
}

fn step(from: &mut Cursor<'_>, indent: usize, out: &mut Out) -> Option<()> {
    let is_let = from.word("let");
    if is_let {
        out.push(if from.word("mut") { "let mut " } else { "let " });
        name(from, out)?;
        from.sign('=').then(|| out.push(" = "))?;
    }
    let at = Place { indent, more: usize::from(from.has(';')) };
    if is_let {
        expression(from, at, out)?
    } else {
        statement(from, at, out)?
    }
    if from.sign(';') {
        out.push(";");
        return Some(());
    }
    if is_let { None } else { from.done() }
}
