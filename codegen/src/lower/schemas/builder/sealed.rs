//! Applies the setting `sealed`: a sealed enumeration or union rejects values that the document does not list.

use super::TypeBuilder;
use crate::ir::{TypeDef, TypeId};
use crate::lower::schemas::settings::TypeSettings;
use crate::openapi::SchemaId;

impl TypeSettings {
    /// Whether a definition refuses unknown values.
    pub(super) fn is_sealed(&self, def: Option<&TypeDef>) -> bool {
        let Some(def) = def.filter(|_| !self.sealed.is_empty()) else { return false };
        let is_named = def.name.in_settings().is_some_and(|name| self.sealed.contains(name));
        let pointer = def.place.pointer.as_str();
        is_named || ["*", pointer, &format!("#{pointer}")].into_iter().any(|entry| self.sealed.contains(entry))
    }
}

impl TypeBuilder<'_> {
    /// Whether the enumeration of a component will keep unknown values.
    pub(super) fn keeps_unknown_values(&self, id: SchemaId) -> bool {
        let is_constant = self.analysis.keywords(id).is_none_or(|keywords| keywords.const_value.is_some());
        let is_nullable = self.analysis.json_types_of(id).effective().is_nullable();
        let def = self.analysis.components().index(id).and_then(|index| self.definitions.get(TypeId(index)));
        !is_constant && !is_nullable && !self.settings.is_sealed(def)
    }
}
