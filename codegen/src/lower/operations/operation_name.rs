//! Chooses the source of an operation's name: its `operationId`, or its method and path.

use crate::ir::OperationName;
use crate::openapi::Operation;

/// The naming convention of the document's `operationId`s.
pub(super) struct IdConvention {
    /// Whether FastAPI generated most of them.
    fastapi: bool,
}

impl IdConvention {
    pub(super) fn of(operations: &[&Operation]) -> Self {
        let ids = operations.iter().filter(|operation| operation.id.is_some()).count();
        let matching = operations.iter().filter(|operation| fastapi_name(operation).is_some()).count();
        Self { fastapi: matching * 2 > ids }
    }

    /// Returns the source of an operation's name.
    pub(super) fn name(&self, operation: &Operation) -> OperationName {
        match &operation.id {
            // A suffix of a single path segment may be a coincidence: `list_users_get` of `GET /users`.
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

/// Returns the function's name from an id that FastAPI generated. Such an id consists of the function's name, the path and the method.
/// Every non-word character is replaced by `_`.
fn fastapi_name(operation: &Operation) -> Option<String> {
    let id = operation.id.as_deref()?;
    let path: String = operation.path.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let suffix = format!("{path}_{}", operation.method.to_lowercase());
    id.strip_suffix(&suffix).filter(|name| !name.is_empty()).map(str::to_owned)
}
