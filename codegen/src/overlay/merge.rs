//! Merges an overlay's value into a matched value: objects are merged, lists are extended, other values are replaced.

use serde_json::Value;

use crate::diag::SourceLocation;
use crate::source::SourceMap;

/// Merges `update`, which is located at `from`, into `target`, which is located at `at`.
pub(super) fn merge(
    target: &mut Value,
    at: &SourceLocation,
    update: &Value,
    from: &SourceLocation,
    source_map: &mut SourceMap,
) {
    match (target, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (key, update) in updates {
                let (at, from) = (at.key(key), from.key(key));
                match members.get_mut(key) {
                    Some(member) => merge(member, &at, update, &from, source_map),
                    None => {
                        source_map.moved(at, from);
                        members.insert(key.clone(), update.clone());
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(updates)) => {
            for (index, update) in updates.iter().enumerate() {
                source_map.moved(at.index(items.len()), from.index(index));
                items.push(update.clone());
            }
        }
        (Value::Array(items), update) => {
            source_map.moved(at.index(items.len()), from.clone());
            items.push(update.clone());
        }
        (target, update) => {
            source_map.moved(at.clone(), from.clone());
            *target = update.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_are_merged_lists_extended_and_scalars_replaced() {
        let check = |mut target: Value, update: Value, expect: Value| {
            merge(
                &mut target,
                &SourceLocation::default(),
                &update,
                &SourceLocation::default(),
                &mut SourceMap::default(),
            );
            assert_eq!(target, expect);
        };
        check(
            json!({ "a": 1, "b": { "c": 2 } }),
            json!({ "b": { "d": 3 }, "e": 4 }),
            json!({ "a": 1, "b": { "c": 2, "d": 3 }, "e": 4 }),
        );
        check(json!({ "a": 1 }), json!({ "a": [2] }), json!({ "a": [2] }));
        check(json!({ "a": [1] }), json!({ "a": [2] }), json!({ "a": [1, 2] }));
        check(json!([1]), json!({ "b": 2 }), json!([1, { "b": 2 }]));
        check(json!([1]), json!([2, 3]), json!([1, 2, 3]));
        check(json!("old"), json!("new"), json!("new"));
    }
}
