//! The setting `idempotency_key`: for APIs that describe the key only in prose, or use an unusual header.

use crate::diag::Diagnostics;
use crate::ir::{
    Api, Constraints, Docs, Operation, Parameter, ParameterEncoding, ParameterLocation, ParameterStyle, Type,
};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, settings: &ApiSettings, _: &mut Diagnostics) {
    let Some(name) = &settings.idempotency_key else { return };
    for operation in &mut api.operations {
        let named = |parameter: &Parameter| {
            parameter.location == ParameterLocation::Header && parameter.wire.eq_ignore_ascii_case(name)
        };
        let missing = is_write(operation).then(|| key(name, operation));
        match (operation.parameters.iter().position(named), missing) {
            (Some(at), _) => operation.parameters[at].idempotency_key = true,
            (None, missing) => operation.parameters.extend(missing),
        }
    }
}

/// Whether the method is not idempotent (RFC 9110, section 9.2.2).
fn is_write(operation: &Operation) -> bool {
    matches!(operation.method.as_str(), "POST" | "PATCH")
}

fn key(name: &str, operation: &Operation) -> Parameter {
    let summary = "Idempotency key. Generated automatically when a request may be retried.".to_owned();
    Parameter {
        wire: name.to_owned(),
        location: ParameterLocation::Header,
        encoding: ParameterEncoding::Styled { style: ParameterStyle::Simple, explode: false, allow_reserved: false },
        ty: Type::String,
        required: false,
        fixed: None,
        constraints: Constraints::default(),
        rules: Vec::new(),
        idempotency_key: true,
        default: None,
        docs: Docs { summary: Some(summary), ..Docs::default() },
        place: operation.place.clone(),
    }
}
