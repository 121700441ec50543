//! A query or a fragment in a path: the specification has neither, but documents use them, to tell two operations of one path
//! apart. A fragment is never sent; a query is read as parameters.

use super::document::{Location, Parameter, Style};
use super::node::Node;
use super::reader::Reader;

/// A path taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Split<'p> {
    /// The path alone.
    pub(super) path: &'p str,
    /// What follows a `?`, if one is there.
    pub(super) query: Option<&'p str>,
    /// Whether a fragment follows.
    pub(super) fragment: bool,
}

/// Takes a path apart; what stands in braces is no part of it.
pub(super) fn split(path: &str) -> Split<'_> {
    let outside = |wanted: char, text: &str| {
        let mut depth = 0_usize;
        text.char_indices().find_map(|(at, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            (c == wanted && depth == 0).then_some(at)
        })
    };
    let fragment = outside('#', path);
    let rest = path.get(..fragment.unwrap_or(path.len())).unwrap_or(path);
    let (path, query) = match outside('?', rest) {
        Some(at) => (rest.get(..at).unwrap_or(rest), rest.get(at + 1..)),
        None => (rest, None),
    };
    Split { path, query, fragment: fragment.is_some() }
}

impl Reader<'_> {
    /// Reads what the path of an operation says of the query: parameters are put among the declared ones, constants are given back.
    pub(super) fn query_in_path(
        &mut self,
        path: &str,
        operation: &Node<'_>,
        parameters: &mut Vec<Parameter>,
    ) -> Vec<(String, String)> {
        let Split { query, fragment, .. } = split(path);
        if fragment {
            let message = format!("`{path}` has a fragment, which is not sent");
            self.harmless(operation, message, "tell operations apart by path and method");
        }
        let Some(query) = query else { return Vec::new() };
        let message = format!("`{path}` has a query; it is read as query parameters");
        self.harmless(operation, message, "declare them in `parameters` with `in: query`");
        let mut fixed = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match value.strip_prefix('{').and_then(|value| value.strip_suffix('}')) {
                Some(declared) => declare(name, declared, operation, parameters),
                None if parameters.iter().any(|other| other.location == Location::Query && other.name == name) => {}
                None => fixed.push((name.to_owned(), value.to_owned())),
            }
        }
        fixed
    }
}

/// Makes the parameter that the template calls `declared` the query parameter `name`.
fn declare(name: &str, declared: &str, operation: &Node<'_>, parameters: &mut Vec<Parameter>) {
    let found = |locations: &[Location], parameters: &[Parameter]| {
        parameters.iter().position(|other| locations.contains(&other.location) && other.name == declared)
    };
    if let Some(parameter) = found(&[Location::Path], parameters).and_then(|index| parameters.get_mut(index)) {
        (parameter.location, parameter.style, parameter.explode) = (Location::Query, Style::Form, true);
        name.clone_into(&mut parameter.name);
    } else if let Some(parameter) = found(&[Location::Query], parameters).and_then(|index| parameters.get_mut(index)) {
        name.clone_into(&mut parameter.name);
    } else {
        parameters.push(Parameter {
            location: Location::Query,
            required: false,
            style: Style::Form,
            explode: true,
            ..Parameter::of_path(name, &operation.place)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart() {
        for (path, expect, query, fragment) in [
            ("/a/{id}", "/a/{id}", None, false),
            ("/a?b={c}&d=1", "/a", Some("b={c}&d=1"), false),
            ("/#Action=A", "/", None, true),
            ("/a?b#c", "/a", Some("b"), true),
            ("/{id?}/{#x}", "/{id?}/{#x}", None, false),
            ("{$request.body#/url}", "{$request.body#/url}", None, false),
        ] {
            assert_eq!(split(path), Split { path: expect, query, fragment }, "{path}");
        }
    }
}
