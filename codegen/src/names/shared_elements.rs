//! Names of the parameters, headers, request bodies and responses that operations share, from which inline schemas in them are named.

use super::words;
use crate::ir::{Api, OperationPart, TypeDef, file_stem, is_generic_name};

/// Returns the name of the shared parameter or response that contains the schema: in `components`, or in another file.
pub(super) fn name(api: &Api, def: &TypeDef, part: &OperationPart) -> Option<String> {
    let segments: Vec<String> = def.place.pointer.segments().collect();
    let file = api.files.get(def.place.file.0).filter(|_| def.place.file.0 > 0);
    let (name, section) = match segments.as_slice() {
        [root, section, name, ..] if root == "components" && is_shared_section(section) => {
            (name.as_str(), section.as_str())
        }
        _ => {
            let section = match part {
                OperationPart::Parameter(_) => "parameters",
                OperationPart::Header(_) => "headers",
                OperationPart::Response(..) => "responses",
                OperationPart::Body(_) => "requestBodies",
            };
            (shared_part(file?, &segments)?, section)
        }
    };
    let name = words::plain(name);
    let ending = match section {
        "responses" => "response",
        "requestBodies" => "request",
        _ => return Some(name),
    };
    if ["response", "request", "body", "error"]
        .iter()
        .any(|known| name == *known || name.ends_with(&format!("_{known}")))
    {
        Some(name)
    } else {
        Some(format!("{name}_{ending}"))
    }
}

fn is_shared_section(key: &str) -> bool {
    matches!(key, "parameters" | "headers" | "responses" | "requestBodies")
}

/// Returns the name of the parameter or response that contains the schema, if it is a file of its own, or in a file of such elements.
/// `segments` are those of the schema.
fn shared_part<'s>(file: &'s str, segments: &'s [String]) -> Option<&'s str> {
    let end = segments.iter().position(|segment| matches!(segment.as_str(), "content" | "schema"))?;
    match segments.get(..end)? {
        [] => file.rsplit('/').next().map(file_stem).filter(|stem| !is_generic_name(stem)),
        [name] => Some(name),
        [section, name] if is_shared_section(section) && !name.bytes().all(|byte| byte.is_ascii_digit()) => Some(name),
        _ => None,
    }
}
