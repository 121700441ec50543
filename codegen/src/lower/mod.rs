//! Converts the document into the IR. Every keyword is supported, reported or rejected; none is ignored silently.
//!
//! `schemas` creates the types, and `operations` everything else. Then the renames of the settings are applied. Only this stage knows
//! both OpenAPI and the IR.

mod operations;
mod renames;
pub mod schemas;
mod selection;

use crate::diag::{Code, Diagnostics, LostPart};
use crate::ir::{Api, Deprecation, Rule};
use crate::openapi::{self, Document};
use crate::settings::{ApiSettings, property_path};
use operations::OperationLowering;
use schemas::{ParameterUse, SchemaAnalysis, SchemaLowering, TypeSettings};

/// Lowers a document. Constructs without a correct output are left out and reported as errors. The rest of the API is complete.
pub fn lower(document: &Document, settings: &ApiSettings, diagnostics: &mut Diagnostics) -> Api {
    let mut api = Api {
        title: document.title.clone(),
        version: document.api_version.clone(),
        description: document.description.clone(),
        files: document.files.clone(),
        error_message: property_path(settings.error_message.as_deref().unwrap_or_default()),
        ..Api::default()
    };
    let analysis = SchemaAnalysis::new(document);
    let mut schemas = SchemaLowering::new(&analysis, TypeSettings::of_api(settings));
    schemas.lower_components();
    selection::check(document, settings, diagnostics);
    OperationLowering::new(document, settings, &mut schemas, diagnostics).lower(&mut api);
    let lowered = schemas.finish();
    api.types = lowered.types;
    set_rules(&mut api, lowered.parameter_rules);
    api.coverage.extend(lowered.coverage);
    let without_values = lowered.diagnostics.iter().filter(|found| found.code == Code::Unsatisfiable).count();
    api.losses.add(LostPart::Values, without_values);
    diagnostics.extend(lowered.diagnostics);
    renames::apply(&mut api, &settings.rename, diagnostics);
    api
}

/// Sets the rules of parameters.
fn set_rules(api: &mut Api, rules: Vec<(ParameterUse, Vec<Rule>)>) {
    for (ParameterUse { operation, location, wire }, rules) in rules {
        let parameters = api.operations.get_mut(operation).map(|operation| &mut operation.parameters);
        let mut parameters = parameters.into_iter().flatten();
        if let Some(parameter) = parameters.find(|other| other.location == location && other.wire == wire) {
            parameter.rules = rules;
        }
    }
}

/// Lowers the deprecation of an element.
fn deprecation(deprecation: &openapi::Deprecation) -> Deprecation {
    let openapi::Deprecation { note } = deprecation;
    Deprecation { note: note.clone() }
}
