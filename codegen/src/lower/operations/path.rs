//! Path templates.

use crate::openapi::{Location, Operation};

/// A piece of a template, parameters still by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text as written.
    Literal(String),
    /// The name between braces.
    Parameter(String),
}

/// Splits the template of an operation. `None` if it is not sound, or names a parameter that is not declared (reported when it
/// was read).
pub(super) fn split(operation: &Operation) -> Option<Vec<Piece>> {
    let pieces = pieces(operation.path_sent())?;
    let declared = |name: &str| {
        operation.parameters.iter().any(|parameter| parameter.location == Location::Path && parameter.name == name)
    };
    let sound = pieces.iter().all(|piece| match piece {
        Piece::Literal(_) => true,
        Piece::Parameter(name) => declared(name),
    });
    sound.then_some(pieces)
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
