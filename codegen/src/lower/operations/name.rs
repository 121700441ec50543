//! Where the name of an operation is taken from.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::OperationName;
use crate::openapi::Operation;

/// What the document's `operationId`s have in common.
pub(super) struct Convention {
    /// Whether most of them are FastAPI's.
    fastapi: bool,
}

impl Convention {
    pub(super) fn of(operations: &[&Operation]) -> Self {
        let ids = operations.iter().filter(|operation| operation.id.is_some()).count();
        let matching = operations.iter().filter(|operation| fastapi_name(operation).is_some()).count();
        Self { fastapi: matching * 2 > ids }
    }

    /// The name source of an operation.
    pub(super) fn name(&self, operation: &Operation) -> OperationName {
        match &operation.id {
            // A suffix of one segment alone could be chance: `list_users_get` of `GET /users`.
            Some(id) => match fastapi_name(operation) {
                Some(short) if self.fastapi || operation.path.trim_matches('/').contains('/') => {
                    OperationName::Id(short)
                }
                _ => OperationName::Id(id.clone()),
            },
            None => OperationName::MethodPath,
        }
    }
}

/// FastAPI makes ids of the function's name, the path and the method, every character that is no word's as `_`. What is left
/// without path and method is the function's name.
fn fastapi_name(operation: &Operation) -> Option<String> {
    let id = operation.id.as_deref()?;
    let path: String = operation.path.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let suffix = format!("{path}_{}", operation.method.to_lowercase());
    id.strip_suffix(&suffix).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// Reports every `operationId` that is used again.
pub(super) fn report_duplicates(operations: &[&Operation], diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, &Operation> = BTreeMap::new();
    for operation in operations {
        let Some(id) = operation.id.as_deref() else { continue };
        match seen.get(id) {
            None => {
                seen.insert(id, operation);
            }
            Some(first) => {
                let place = operation.place.key("operationId");
                let message =
                    format!("`{id}` is the operationId of two operations; each gets a name from its method and path");
                let remedy = "give each operation an operationId of its own, in the document or by an overlay";
                let other = format!("also of {} {}", first.method, first.path);
                let diagnostic = Diagnostic::new(Code::DuplicateOperationId, &place, message, remedy);
                diagnostics.push(diagnostic.related(&first.place.key("operationId"), other));
            }
        }
    }
}
