//! Counts the operations in the document and in the generated code, to find operations that were lost without a diagnostic.

use oasmith::Outcome;
use oasmith::diag::LostPart;
use serde_json::{Map, Value};

/// The keys of a path item that hold operations.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The text that generated code contains once for each callable operation.
const CALL: &str = "crate::runtime::http::call!(";

/// Returns the number of generated methods that call operations.
pub fn methods(outcome: &Outcome) -> u64 {
    let files = outcome.plan.iter().flat_map(|plan| &plan.files).filter(|(path, _)| path.contains("/operations/"));
    files.map(|(_, text)| text.matches(CALL).count() as u64).sum()
}

/// Returns the number of operations that were omitted and reported.
pub fn dropped(outcome: &Outcome) -> u64 {
    outcome.losses().map_or(0, |losses| losses.count(LostPart::Operation) as u64)
}

/// Returns the number of operations that are neither generated nor reported. Returns 0 if the number is unknown, because a path item
/// is in another file.
pub fn unaccounted(outcome: &Outcome) -> u64 {
    let Some(root) = outcome.source.iter().flat_map(|source| source.files()).next().map(|file| &file.value) else {
        return 0;
    };
    // AutoRest writes paths with a query into the extension.
    let paths = ["paths", "x-ms-paths"].into_iter().filter_map(|key| root.get(key)?.as_object());
    let declared: Option<u64> = paths.flatten().map(|(path, item)| declared(root, path, item)).sum();
    declared.map_or(0, |declared| declared.abs_diff(methods(outcome) + dropped(outcome)))
}

/// Returns the number of operations in a path item, or `None` if the item is in another file.
fn declared(root: &Value, path: &str, item: &Value) -> Option<u64> {
    if path.starts_with("x-") {
        return Some(0);
    }
    let item = match item.get("$ref").and_then(Value::as_str) {
        Some(reference) => root.pointer(reference.strip_prefix('#')?)?,
        None => item,
    };
    let operations =
        METHODS.iter().filter(|method| item.get(**method).is_some_and(|operation| !operation.is_null())).count();
    let additional = item.get("additionalOperations").and_then(Value::as_object).map_or(0, Map::len);
    Some((operations + additional) as u64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::declared;

    #[test]
    fn operations_of_path_items_are_counted() {
        let root = json!({ "items": { "a": { "get": {}, "parameters": [], "x-get": {} } } });
        let check = |path, item, expect| assert_eq!(declared(&root, path, &item), expect, "{path}");
        check(
            "/a",
            json!({ "get": {}, "post": 5, "head": null, "servers": [], "additionalOperations": { "COPY": {} } }),
            Some(3),
        );
        check("/b", json!({ "$ref": "#/items/a" }), Some(1));
        check("/c", json!({ "$ref": "other.yaml" }), None);
        check("x-paths", json!({ "get": {} }), Some(0));
    }
}
