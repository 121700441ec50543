//! Reads the query in a path as parameters. The specification forbids it, but documents use it to distinguish two operations of one path.

use super::super::document::{Location, Parameter, Style};
use super::super::node::Node;
use super::super::path_template::{Split, split};
use super::super::reports::Reports;

/// Reads the query in the path of an operation. Adds its parameters to `parameters` and returns its constants.
pub(super) fn query_in_path(
    path: &str,
    operation: &Node<'_>,
    parameters: &mut Vec<Parameter>,
    reports: &mut Reports<'_>,
) -> Vec<(String, String)> {
    let Split { query, fragment, .. } = split(path);
    if fragment {
        let message = format!("the path `{path}` contains a fragment (`#`), which is never sent");
        reports.tolerated(
            operation,
            message,
            "remove the fragment; to distinguish two operations, use different paths or methods",
        );
    }
    let Some(query) = query else { return Vec::new() };
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

/// Warns about a query in the path of an operation.
pub(super) fn warn_about_query(path: &str, operation: &Node<'_>, reports: &mut Reports<'_>) {
    if split(path).query.is_some() {
        let message = format!("the path `{path}` contains a query (`?`); it is read as query parameters");
        reports.tolerated(operation, message, "declare the parameters in `parameters` with `in: query`");
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
