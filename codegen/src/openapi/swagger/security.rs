//! Rewrites security definitions.

use serde_json::{Map, Value, json};

/// Rewrites a security definition in place.
pub(super) fn rewrite(scheme: &mut Value) {
    let Value::Object(members) = scheme else { return };
    match members.get("type").and_then(Value::as_str) {
        Some("basic") => {
            members.insert("type".to_owned(), "http".into());
            members.insert("scheme".to_owned(), "basic".into());
        }
        Some("oauth2") => rewrite_flow(members),
        _ => {}
    }
}

fn rewrite_flow(members: &mut Map<String, Value>) {
    let name = match members.shift_remove("flow").as_ref().and_then(Value::as_str) {
        Some("application") => "clientCredentials".to_owned(),
        Some("accessCode") => "authorizationCode".to_owned(),
        Some(other) => other.to_owned(),
        None => return,
    };
    let mut flow = Map::new();
    for key in ["authorizationUrl", "tokenUrl", "scopes"] {
        if let Some(value) = members.shift_remove(key) {
            flow.insert(key.to_owned(), value);
        }
    }
    members.insert("flows".to_owned(), json!({ name: flow }));
}
