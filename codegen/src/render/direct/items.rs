//! Items.

use proc_macro2::Delimiter;

use super::attributes::attributes;
use super::members::{constant, fields, members, tuple, variants, visibility};
use super::out::{Out, Place, STEP};
use super::types::{name, path, ty};
use crate::emit::tree::{Cursor, Tree};

/// Writes an item with its line end. If it is not known here, nothing is written.
pub(in crate::render) fn item(trees: &[Tree], out: &mut Out) -> bool {
    let mark = out.mark();
    let is_known = whole(Cursor::new(trees), out).is_some();
    if !is_known {
        out.back(mark);
    }
    is_known
}

fn whole(mut from: Cursor<'_>, out: &mut Out) -> Option<()> {
    attributes(&mut from, 0, out)?;
    let public = visibility(&mut from, out)?;
    match from.ident()? {
        word if word == "struct" => structure(&mut from, out)?,
        word if word == "enum" => enumeration(&mut from, out)?,
        word if word == "impl" && !public => implementation(&mut from, out)?,
        word if word == "type" => alias(&mut from, out)?,
        word if word == "const" => constant(&mut from, 0, out)?,
        word if word == "mod" => module(&mut from, out)?,
        word if word == "use" => import(&mut from, out)?,
        _ => return None,
    }
    from.done()?;
    out.line(0);
    Some(())
}

fn structure(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    out.push("struct ");
    name(from, out)?;
    if let Some(inner) = from.group(Delimiter::Parenthesis) {
        // Documented fields have lines of their own.
        (!inner.is_sign('#')).then_some(())?;
        tuple(inner, Place { indent: 0, more: 1 }, out)?;
        return from.sign(';').then(|| out.push(";"));
    }
    block(from, out, fields)
}

fn enumeration(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    out.push("enum ");
    name(from, out)?;
    block(from, out, variants)
}

fn implementation(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    out.push("impl ");
    path(from, out)?;
    if from.word("for") {
        let (mark, start) = (out.mark(), *from);
        out.push(" for ");
        path(from, out)?;
        if !out.fits(" {".len()) {
            out.back(mark);
            *from = start;
            out.line(0);
            out.push("for ");
            path(from, out)?;
        }
    }
    block(from, out, members)
}

/// ` { … }`
fn block(from: &mut Cursor<'_>, out: &mut Out, write: fn(Cursor<'_>, usize, &mut Out) -> Option<()>) -> Option<()> {
    let inner = from.group(Delimiter::Brace)?;
    out.push(" {");
    if !inner.is_done() {
        write(inner, STEP, out)?;
        out.line(0);
    }
    out.push("}");
    Some(())
}

fn alias(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    out.push("type ");
    name(from, out)?;
    from.sign('=').then(|| out.push(" = "))?;
    ty(from, Place { indent: 0, more: 1 }, out)?;
    from.sign(';').then(|| out.push(";"))
}

fn module(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    out.push("mod ");
    name(from, out)?;
    from.sign(';').then(|| out.push(";"))
}

fn import(from: &mut Cursor<'_>, out: &mut Out) -> Option<()> {
    out.push("use ");
    loop {
        if let Some(names) = from.group(Delimiter::Brace) {
            import_names(names, out)?;
            break;
        }
        name(from, out)?;
        if !from.signs(':', ':') {
            break;
        }
        out.push("::");
    }
    from.sign(';').then(|| out.push(";"))
}

/// Several names: on one line, or as many on each as there is room for.
fn import_names(from: Cursor<'_>, out: &mut Out) -> Option<()> {
    let mark = out.mark();
    let (mut names, mut next) = (Vec::new(), from);
    while !next.is_done() {
        let name = next.ident()?;
        if name == "self" {
            return None;
        }
        names.push(name);
        (next.is_done() || next.sign(',')).then_some(())?;
    }
    if let [only] = names[..] {
        out.show(only);
        return Some(());
    }
    out.push("{");
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            out.push(", ");
        }
        out.show(name);
    }
    out.push("}");
    if out.fits(1) {
        return Some(());
    }
    out.back(mark);
    out.push("{");
    out.line(STEP);
    for (index, name) in names.iter().enumerate() {
        let mark = out.mark();
        if index > 0 {
            out.push(" ");
        }
        let comma = usize::from(index + 1 < names.len());
        out.show(name);
        if index > 0 && !out.fits(comma) {
            out.back(mark);
            out.line(STEP);
            out.show(name);
        }
        out.push(",");
    }
    out.line(0);
    out.push("}");
    Some(())
}
