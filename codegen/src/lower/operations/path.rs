//! Path templates.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::openapi::{Location, Operation};

/// A piece of a template, parameters still by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text as written.
    Literal(String),
    /// The name between braces.
    Parameter(String),
}

/// Splits the template of an operation and compares it with the declared parameters. `None` if they do not agree (then reported).
pub(super) fn split(operation: &Operation, diagnostics: &mut Diagnostics) -> Option<Vec<Piece>> {
    let report = |diagnostics: &mut Diagnostics, message: String, remedy: String| {
        diagnostics.push(Diagnostic::new(Code::PathParameter, &operation.place, message, remedy));
    };
    // Braces that do not match were reported when the path was read.
    let pieces = pieces(&operation.path)?;
    let declared: Vec<&str> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == Location::Path)
        .map(|parameter| parameter.name.as_str())
        .collect();
    let mut agree = true;
    for piece in &pieces {
        if let Piece::Parameter(name) = piece
            && !declared.contains(&name.as_str())
        {
            agree = false;
            let message = format!("`{{{name}}}` of the path `{}` is not declared", operation.path.escape_debug());
            report(diagnostics, message, undeclared_remedy(name, &declared, &pieces));
        }
    }
    for name in declared {
        if !pieces.contains(&Piece::Parameter(name.to_owned())) {
            agree = false;
            let message = format!("the path parameter `{name}` is not in the path `{}`", operation.path.escape_debug());
            report(diagnostics, message, format!("put `{{{name}}}` into the path, or remove the parameter"));
        }
    }
    agree.then_some(pieces)
}

fn undeclared_remedy(name: &str, declared: &[&str], pieces: &[Piece]) -> String {
    let unused = |other: &&&str| !pieces.contains(&Piece::Parameter((**other).to_owned()));
    match declared.iter().find(unused) {
        Some(other) => format!("the declared parameter `{other}` is not in the path: give both the same name"),
        None => format!("declare a parameter `{name}` with `in: path` and `required: true`"),
    }
}

/// `None` if a brace is not closed, or closes nothing, or is empty.
fn pieces(template: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        if literal.contains('}') || name.contains('{') || name.is_empty() {
            return None;
        }
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal.to_owned()));
        }
        pieces.push(Piece::Parameter(name.to_owned()));
        rest = behind;
    }
    if rest.contains('}') {
        return None;
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, expect: Option<&[&str]>) {
        let got = pieces(template).map(|pieces| {
            let shown = pieces.into_iter().map(|piece| match piece {
                Piece::Literal(text) => text,
                Piece::Parameter(name) => format!("<{name}>"),
            });
            shown.collect::<Vec<_>>()
        });
        assert_eq!(got, expect.map(|pieces| pieces.iter().map(|piece| (*piece).to_owned()).collect()), "{template}");
    }

    #[test]
    fn templates_are_split_at_braces() {
        check("/a", Some(&["/a"]));
        check("", Some(&[""]));
        check("/a/{id}", Some(&["/a/", "<id>"]));
        check("/{a}/{b}/", Some(&["/", "<a>", "/", "<b>", "/"]));
        check("/{a}-{b}.{c}", Some(&["/", "<a>", "-", "<b>", ".", "<c>"]));
        check("/{a}{b}", Some(&["/", "<a>", "<b>"]));
        check("/a:cancel", Some(&["/a:cancel"]));
        check("/{a", None);
        check("/a}", None);
        check("/{}", None);
        check("/{a{b}}", None);
    }
}
