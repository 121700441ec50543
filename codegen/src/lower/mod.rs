//! From the document to the IR: each keyword is supported, warned of or rejected; there is no silent fourth.
//!
//! `schemas` makes types, `operations` all else; the settings' renames are applied to the result. Only this stage sees both
//! OpenAPI and the IR.

mod operations;
mod renames;
pub mod schemas;

use crate::diag::Diagnostics;
use crate::ir::Api;
use crate::openapi::Document;
use crate::settings::{ApiSettings, FormatSetting};
use operations::OperationLowering;
use schemas::{FormatType, SchemaLowering, TypeSettings};

/// Lowers a document. What has no right output is left out and reported as an error; the rest is whole.
pub fn lower(document: &Document, settings: &ApiSettings, diagnostics: &mut Diagnostics) -> Api {
    let mut api = Api {
        title: document.title.clone(),
        version: document.api_version.clone(),
        description: document.description.clone(),
        ..Api::default()
    };
    let mut schemas = SchemaLowering::new(document, type_settings(settings));
    schemas.lower_components();
    OperationLowering::new(document, settings, &mut schemas, diagnostics).lower(&mut api);
    let lowered = schemas.finish();
    api.types = lowered.types;
    api.coverage.extend(lowered.coverage);
    diagnostics.extend(lowered.diagnostics);
    renames::apply(&mut api, &settings.rename, diagnostics);
    api
}

/// What the settings say about types.
fn type_settings(settings: &ApiSettings) -> TypeSettings {
    let format = |setting: &FormatSetting| match setting {
        FormatSetting::Type(path) if path == "plain" => FormatType::Plain,
        FormatSetting::Type(path) => FormatType::Path(path.clone()),
        FormatSetting::External(external) => FormatType::Path(external.path.clone()),
    };
    TypeSettings {
        formats: settings.formats.iter().map(|(name, setting)| (name.clone(), format(setting))).collect(),
        sealed: settings.sealed.iter().cloned().collect(),
        seal_all: settings.sealed.iter().any(|name| name == "*"),
        ..TypeSettings::default()
    }
}
