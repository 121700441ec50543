//! Where the name of an operation is taken from.

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
