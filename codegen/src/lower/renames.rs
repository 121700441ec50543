//! Applies the setting `rename`: renames types, operations and members.

use crate::diag::{Code, Diagnostic, Diagnostics, SourceLocation};
use crate::ir::{Api, NameSource, OperationName, Shape, TypeId, keys};
use crate::settings::RenameSettings;

/// Renames types, operations and members. A rename that matches nothing is an error.
pub(super) fn apply(api: &mut Api, renames: &RenameSettings, diagnostics: &mut Diagnostics) {
    let RenameSettings { types, operations, members } = renames;
    if !types.is_empty() || !members.is_empty() {
        let keys = keys::types(api);
        for (member, name) in members {
            if !rename_member(api, &keys, member, name.unprefixed()) {
                diagnostics.push(no_match(
                    "rename.members",
                    member,
                    "write it as `Component.property`, with the names in the document",
                ));
            }
        }
        for (ty, name) in types {
            let found = position(api, &keys, ty);
            match found.and_then(|index| api.types.get_mut(index)) {
                Some(def) => def.name = NameSource::Given(name.to_string()),
                None => {
                    diagnostics.push(no_match("rename.types", ty, "write the name of a schema in `components.schemas`"))
                }
            }
        }
    }
    for (operation, name) in operations {
        let spelled = |method: &str, path: &str| operation == &format!("{method} {path}");
        let found = api
            .operations
            .iter_mut()
            .find(|other| other.id.as_deref() == Some(operation) || spelled(&other.method, &other.path_template));
        match found {
            Some(found) => found.name = OperationName::Id(name.unprefixed().to_owned()),
            None => diagnostics.push(no_match(
                "rename.operations",
                operation,
                "write an `operationId`, or a method and a path: `GET /path`",
            )),
        }
    }
}

/// Returns the index of the type with a key, or with a name in the document.
fn position(api: &Api, keys: &[String], name: &str) -> Option<usize> {
    let label = keys::label(name);
    let by_key = keys.iter().position(|key| key == name || *key == label);
    by_key.or_else(|| api.types.iter().position(|def| def.name.in_settings() == Some(name)))
}

fn rename_member(api: &mut Api, keys: &[String], member: &str, name: &str) -> bool {
    let Some((owner, wire)) = member.rsplit_once('.') else { return false };
    let Some(index) = position(api, keys, owner) else { return false };
    let has = match api.types.get(index).map(|def| &def.shape) {
        Some(Shape::Object(object)) => object.members.iter().any(|member| member.wire == wire),
        Some(Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_))
        | None => false,
    };
    if has {
        api.given_members.insert((TypeId(index), wire.to_owned()), name.to_owned());
    }
    has
}

/// Returns the diagnostic for a setting that matches nothing in the document.
pub(super) fn no_match(table: &str, what: &str, remedy: &str) -> Diagnostic {
    let message = format!("the setting `{table}` names `{what}`, which does not exist in the document");
    Diagnostic::new(Code::SettingNoMatch, &SourceLocation::default(), message, remedy)
}
