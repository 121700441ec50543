//! Path templates.

use crate::openapi::{Location, Operation};

/// A piece of a path template. Parameters are not resolved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PathPiece {
    /// Literal text.
    Literal(String),
    /// The name of a parameter, between braces in the template.
    Parameter(String),
}

/// Splits the path template of an operation. Returns `None` if it is invalid or names a parameter that is not declared. The reader has
/// reported both.
pub(super) fn split(operation: &Operation) -> Option<Vec<PathPiece>> {
    let pieces = pieces(operation.path_sent())?;
    let declared = |name: &str| {
        operation.parameters.iter().any(|parameter| parameter.location == Location::Path && parameter.name == name)
    };
    let valid = pieces.iter().all(|piece| match piece {
        PathPiece::Literal(_) => true,
        PathPiece::Parameter(name) => declared(name),
    });
    valid.then_some(pieces)
}

/// Splits a template. Returns `None` if a brace is unmatched or a name is empty.
fn pieces(template: &str) -> Option<Vec<PathPiece>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        if literal.contains('}') || name.contains('{') || name.is_empty() {
            return None;
        }
        if !literal.is_empty() {
            pieces.push(PathPiece::Literal(literal.to_owned()));
        }
        pieces.push(PathPiece::Parameter(name.to_owned()));
        rest = behind;
    }
    if rest.contains('}') {
        return None;
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(PathPiece::Literal(rest.to_owned()));
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
                PathPiece::Literal(text) => text,
                PathPiece::Parameter(name) => format!("<{name}>"),
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
