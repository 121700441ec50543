//! Rewrites security definitions.

use serde_json::{Map, Value, json};

use super::problems::Problems;
use crate::diag::SourceLocation;

const TYPES: [&str; 3] = ["basic", "apiKey", "oauth2"];

/// Rewrites a security definition, which was at `from`, in place.
pub(super) fn rewrite(scheme: &mut Value, from: &SourceLocation, problems: &mut Problems) {
    let Value::Object(members) = scheme else { return };
    let Some(Value::String(kind)) = members.get_mut("type") else { return };
    if let Some(known) = TYPES.into_iter().find(|known| known.eq_ignore_ascii_case(kind) && known != kind) {
        let message = format!("`{kind}` is not a type of security scheme; it is read as `{known}`");
        problems.tolerated(&from.key("type"), message, format!("write `type: {known}`"));
        known.clone_into(kind);
    }
    match kind.clone().as_str() {
        "basic" => {
            members.insert("type".to_owned(), "http".into());
            members.insert("scheme".to_owned(), "basic".into());
        }
        "oauth2" if !members.contains_key("flows") => rewrite_flow(members, from, problems),
        _ => {}
    }
}

fn rewrite_flow(members: &mut Map<String, Value>, from: &SourceLocation, problems: &mut Problems) {
    let has = |key: &str| members.contains_key(key);
    let by_urls = match (has("authorizationUrl"), has("tokenUrl")) {
        (true, true) => Some("accessCode"),
        (true, false) => Some("implicit"),
        (false, true) => Some("application"),
        (false, false) => None,
    };
    let written = members.shift_remove("flow").and_then(|flow| flow.as_str().map(str::to_owned));
    let Some(flow) = written.as_deref().or(by_urls) else { return };
    if written.is_none() {
        let message = format!("a security scheme of type `oauth2` has no `flow`; by its URLs, it is read as `{flow}`");
        problems.tolerated(from, message, format!("add `flow: {flow}`"));
    }
    let name = match flow {
        "application" => "clientCredentials".to_owned(),
        "accessCode" => "authorizationCode".to_owned(),
        other => other.to_owned(),
    };
    let mut flow = Map::new();
    for key in ["authorizationUrl", "tokenUrl", "scopes"] {
        if let Some(value) = members.shift_remove(key) {
            flow.insert(key.to_owned(), value);
        }
    }
    members.insert("flows".to_owned(), json!({ name: flow }));
}
