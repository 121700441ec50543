//! Queries and fragments in paths. The specification forbids both, but documents use them to distinguish two operations of one
//! path. A fragment is never sent; a query is read as parameters.

use super::document::{Location, Parameter, Style};
use super::node::Node;
use super::reader::Reader;

/// The parts of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Split<'p> {
    /// The path without query and fragment.
    pub(super) path: &'p str,
    /// The text after `?`, if any.
    pub(super) query: Option<&'p str>,
    /// Whether the path has a fragment.
    pub(super) fragment: bool,
}

/// Splits a path. `?` and `#` in braces do not separate parts.
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
    /// Reads the query in the path of an operation. Adds its parameters to `parameters` and returns its constants.
    pub(super) fn query_in_path(
        &mut self,
        path: &str,
        operation: &Node<'_>,
        parameters: &mut Vec<Parameter>,
    ) -> Vec<(String, String)> {
        let Split { query, fragment, .. } = split(path);
        if fragment {
            let message = format!("the path `{path}` contains a fragment (`#`), which is never sent");
            self.tolerated(operation, message, "remove the fragment; operations must differ in path or method");
        }
        let Some(query) = query else { return Vec::new() };
        let message = format!("the path `{path}` contains a query (`?`); it is read as query parameters");
        self.tolerated(operation, message, "declare the parameters in `parameters` with `in: query`");
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

/// Turns the parameter `declared` of the template into the query parameter `name`.
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
    fn splits_paths() {
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
