//! Types of other crates that the document asks for by `x-rust-type`, if the settings allow their crates.
//!
//! A document is not trusted: it must not be able to add a crate to the user's build.

use std::collections::BTreeSet;

use super::TypeBuilder;
use crate::diag::{Code, Diagnostic};
use crate::ir::Type;
use crate::lower::schemas::analysis::schema::{Operand, Portion, SchemaAnalysis};
use crate::lower::schemas::settings::TypeSettings;
use crate::openapi::{Document, ForeignType, SchemaKind};
use crate::settings::{PackageName, VersionRequirement};

/// The foreign type of a schema, and the Rust type if it may be used. An intersection of several schemas has none.
pub(super) fn foreign_type<'d>(
    analysis: &SchemaAnalysis<'d>,
    settings: &TypeSettings,
    operands: &[Operand],
) -> Option<(&'d ForeignType, Option<Type>)> {
    let [Operand::Schema(id, Portion::Whole)] = operands else { return None };
    let foreign = analysis.keywords(*id)?.rust_type.as_ref()?;
    Some((foreign, settings.foreign_type(foreign)))
}

/// The crates that the document names.
pub(super) fn crates(document: &Document) -> BTreeSet<&str> {
    let keywords = document.schemas.iter().filter_map(|schema| match &schema.kind {
        SchemaKind::Keywords(keywords) => Some(keywords),
        SchemaKind::Bool(_) => None,
    });
    let foreign = keywords.filter_map(|keywords| keywords.rust_type.as_ref());
    foreign.flat_map(|foreign| &foreign.crates).map(|of| of.name.as_str()).collect()
}

impl TypeBuilder<'_> {
    /// The foreign type of a schema. Reports a crate that the settings do not allow, once.
    pub(super) fn foreign_type(&mut self, operands: &[Operand]) -> Option<Type> {
        let (foreign, ty) = foreign_type(self.analysis, &self.settings, operands)?;
        if ty.is_none() {
            self.report_refused(foreign);
        }
        ty
    }

    fn report_refused(&mut self, foreign: &ForeignType) {
        let ty = &foreign.ty;
        let mut refused = foreign.crates.iter().filter(|of| !self.settings.rust_types.contains(&of.name)).peekable();
        if refused.peek().is_none() {
            let message =
                format!("`x-rust-type` names `{ty}`, which is not a Rust type that a field can have; it is ignored");
            let remedy = "write the path of a type, for example `uuid::Uuid`";
            self.diagnostics.push(Diagnostic::new(Code::MalformedHarmless, &foreign.place, message, remedy));
        }
        for of in refused {
            let name = &of.name;
            if !self.refused_crates.insert(name.clone()) {
                continue;
            }
            let is_valid = PackageName::new(name).is_ok() && VersionRequirement::new(&of.version).is_ok();
            let version = if is_valid { of.version.as_str() } else { "…" };
            let message = format!(
                "`x-rust-type` asks for `{ty}`, but the settings do not allow the crate `{name}`; the type follows from the schema"
            );
            let remedy = format!(
                "no action is needed; to use the types of this crate, set `rust_types = [{{ name = \"{name}\", version = \"{version}\" }}]`"
            );
            self.diagnostics.push(Diagnostic::new(Code::NotFullySupported, &foreign.place, message, remedy));
        }
    }
}
