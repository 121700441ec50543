//! From the document to the IR: each keyword is supported, warned of or rejected; there is no silent fourth.
//!
//! `schemas` makes types, `operations` all else; the settings' renames are applied to the result. Only this stage sees both
//! OpenAPI and the IR.

mod operations;
mod renames;
pub mod schemas;
mod selection;

use crate::diag::Diagnostics;
use crate::ir::Api;
use crate::openapi::Document;
use crate::settings::ApiSettings;
use operations::OperationLowering;
use schemas::{SchemaAnalysis, SchemaLowering, TypeSettings};

/// Lowers a document. What has no right output is left out and reported as an error; the rest is whole.
pub fn lower(document: &Document, settings: &ApiSettings, diagnostics: &mut Diagnostics) -> Api {
    let mut api = Api {
        title: document.title.clone(),
        version: document.api_version.clone(),
        description: document.description.clone(),
        ..Api::default()
    };
    let analysis = SchemaAnalysis::new(document);
    let mut schemas = SchemaLowering::new(&analysis, TypeSettings::of_api(settings));
    schemas.lower_components();
    selection::check(document, settings, diagnostics);
    OperationLowering::new(document, settings, &mut schemas, diagnostics).lower(&mut api);
    let lowered = schemas.finish();
    api.types = lowered.types;
    api.coverage.extend(lowered.coverage);
    diagnostics.extend(lowered.diagnostics);
    renames::apply(&mut api, &settings.rename, diagnostics);
    api
}
