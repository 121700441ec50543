//! Prints changes as JSON for programs.

use serde_json::{Map, Value, json};

use super::{Change, Summary};

/// The version of the format. It grows if a member is removed or has another meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// Returns the changes as JSON:
///
/// ```json
/// {
///   "schema": 1,
///   "breaking": true,
///   "apis": {
///     "shop": { "state": "changed", "added_operations": 1, "removed_operations": 0, "breaking": 1, "compatible": 1 }
///   },
///   "changes": [{
///     "api": "shop",
///     "action": "changed",
///     "kind": "field",
///     "item": "shop::models::Item.name",
///     "operation": null,
///     "before": "String",
///     "after": "Option<String>",
///     "breaking": true,
///     "why": "The value may be absent now. …",
///     "rule": { "id": "…", "level": "major", "url": "https://doc.rust-lang.org/cargo/reference/semver.html#…" }
///   }]
/// }
/// ```
///
/// `state` and `action` are `added`, `removed` or `changed`. An API without a change is not in `apis`. The name of an API is empty for a
/// standalone crate. `operation` is `{"method": "GET", "path": "/items"}` for the method of an operation. `before` is null for an added
/// item, `after` for a removed one. `rule` is null if the Cargo book has no rule for the change. The changes are sorted by item.
#[must_use]
pub fn to_json(changes: &[Change]) -> Value {
    let apis: Map<String, Value> = Summary::by_api(changes)
        .into_iter()
        .map(|(api, summary)| {
            let Summary { state, added_operations, removed_operations, breaking, compatible } = summary;
            let value = json!({
                "state": state.word(),
                "added_operations": added_operations,
                "removed_operations": removed_operations,
                "breaking": breaking,
                "compatible": compatible,
            });
            (api.to_owned(), value)
        })
        .collect();
    json!({
        "schema": SCHEMA_VERSION,
        "breaking": changes.iter().any(|change| change.breaking),
        "apis": apis,
        "changes": changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> Value {
    let operation = change.operation.as_ref();
    json!({
        "api": change.api,
        "action": change.action().word(),
        "kind": change.kind,
        "item": change.item,
        "operation": operation.map(|operation| json!({ "method": operation.method, "path": operation.path })),
        "before": change.before,
        "after": change.after,
        "breaking": change.breaking,
        "why": change.why,
        "rule": change.rule.map(|rule| json!({
            "id": rule.anchor(),
            "level": rule.level().word(),
            "url": rule.url(),
        })),
    })
}
