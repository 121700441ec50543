//! Sealed enumerations and unions: by the settings, they refuse values that the document does not list.

use super::TypeBuilder;
use crate::ir::{NameSource, TypeId};
use crate::openapi::SchemaId;

impl TypeBuilder<'_> {
    /// Whether a definition refuses unknown values.
    pub(super) fn is_sealed(&self, id: TypeId) -> bool {
        let sealed = &self.settings.sealed;
        if sealed.is_empty() {
            return false;
        }
        let Some(def) = self.types.get(id.0) else { return false };
        let is_named = match &def.name {
            NameSource::Component(name) => sealed.contains(name),
            NameSource::Part { .. }
            | NameSource::Operation { .. }
            | NameSource::Given(_)
            | NameSource::Merged { .. } => false,
        };
        is_named || sealed.contains("*") || sealed.contains(def.place.pointer.as_str())
    }

    /// Whether the enumeration of a component will keep unknown values.
    pub(super) fn keeps_unknown_values(&self, id: SchemaId) -> bool {
        let is_constant = self.analysis.keywords(id).is_none_or(|keywords| keywords.const_value.is_some());
        let is_nullable = self.analysis.json_types_of(id).effective().is_nullable();
        let is_sealed = || self.component_definition(id).is_some_and(|def| self.is_sealed(def));
        !is_constant && !is_nullable && !is_sealed()
    }
}
