//! Enumerations: schemas that list their values.

use super::TypeBuilder;
use super::definitions::Destination;
use crate::diag::{Code, Diagnostic};
use crate::ir::{EnumBase, EnumValue, Enumeration, Shape, Type};
use crate::lower::schemas::analysis::resolution::{ListAgreement, ResolvedSchema};
use crate::lower::schemas::analysis::schema::Intersection;

/// Whether values that are not listed are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Openness {
    /// Never: a constant.
    Closed,
    /// Always: the schema allows them.
    Open,
    /// Unless the settings seal the enumeration.
    BySettings,
}

impl<'d> TypeBuilder<'d> {
    /// The type of an intersection that lists its values; `None` if it does not.
    pub(super) fn enumeration(
        &mut self,
        resolved: &ResolvedSchema<'d>,
        key: &Intersection,
        intersection: &Intersection,
        destination: &Destination,
    ) -> Option<Type> {
        let (values, agreement) = resolved.listed_values_and_agreement(key.json_types)?;
        if agreement == ListAgreement::Disjoint {
            self.report_disjoint_lists(resolved, intersection);
        }
        if values.is_empty() {
            return Some(self.no_value(intersection));
        }
        let is_constant = resolved.schemas.iter().any(|schema| schema.keywords.const_value.is_some());
        let openness = if is_constant { Openness::Closed } else { Openness::BySettings };
        Some(self.enumeration_of(values, openness, key, intersection, destination))
    }

    /// Defines an enumeration of values.
    pub(super) fn enumeration_of(
        &mut self,
        values: Vec<EnumValue>,
        openness: Openness,
        key: &Intersection,
        intersection: &Intersection,
        destination: &Destination,
    ) -> Type {
        let base = if values.iter().all(|value| value.value.is_string()) {
            EnumBase::String
        } else if values.iter().all(|value| value.value.is_i64()) {
            EnumBase::Integer
        } else {
            EnumBase::Json
        };
        let id = self.definition(key, intersection, destination);
        let open = match openness {
            Openness::Closed => false,
            Openness::Open => true,
            Openness::BySettings => is_extensible(&values) && !self.is_sealed(id),
        };
        self.set_shape(id, Shape::Enumeration(Enumeration { base, values, open }));
        Type::Named(id)
    }

    fn report_disjoint_lists(&mut self, resolved: &ResolvedSchema<'d>, intersection: &Intersection) {
        let message = "the subschemas list values, but no value is in all lists; the last list is used";
        let remedy = "list a value that all subschemas allow, or remove one of the lists with an overlay";
        let place = self.analysis.place_of(intersection);
        let mut diagnostic = Diagnostic::new(Code::Contradiction, &place, message, remedy);
        for schema in resolved
            .schemas
            .iter()
            .filter(|schema| schema.keywords.enum_values.is_some() || schema.keywords.const_value.is_some())
        {
            diagnostic = diagnostic.related(&self.analysis.place(schema.id), "one part lists values here");
        }
        self.diagnostics.push(diagnostic);
    }

    fn no_value(&mut self, intersection: &Intersection) -> Type {
        let message = "no value matches: the schema allows none of the values in `enum` or `const`";
        let remedy = "list a value that the schema allows, or remove the list (`enum`, `const`) with an overlay";
        let place = self.analysis.place_of(intersection);
        self.diagnostics.push(Diagnostic::new(Code::Unsatisfiable, &place, message, remedy));
        Type::Never
    }
}

/// Whether the API could add values of the same types later: strings and numbers, but not booleans or objects.
fn is_extensible(values: &[EnumValue]) -> bool {
    values.iter().any(|value| value.value.is_string() || value.value.is_number())
}
