//! Enumerations: schemas that list their values.

use serde_json::Value;

use super::definitions::Destination;
use super::enumeration_base::enumeration_base;
use super::{DefinitionOwner, TypeBuilder, TypingState};
use crate::diag::{Code, Diagnostic, SourceLocation};
use crate::ir::{EnumValue, Enumeration, Shape, Type};
use crate::lower::schemas::analysis::resolution::{self, ListAgreement, ResolvedSchema};
use crate::lower::schemas::analysis::schema::{Intersection, SchemaAnalysis};

/// Upper bound for the lists that a diagnostic shows.
const MAX_LISTED: usize = 8;
/// The effect of lists without a common value, for messages.
const EXTENDED: &str = "the type has the values of all lists";

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
        match agreement {
            ListAgreement::Common => {}
            ListAgreement::Extended => {
                self.diagnostics.push(disjoint_lists(self.analysis, resolved, intersection, EXTENDED));
            }
            ListAgreement::Overridden => {
                let effect = "the last one, a `const`, is used";
                self.diagnostics.push(disjoint_lists(self.analysis, resolved, intersection, effect));
            }
        }
        if values.is_empty() {
            self.diagnostics.push(no_value(self.analysis, intersection));
            return Some(Type::Never);
        }
        let is_constant = agreement != ListAgreement::Extended
            && resolved.schemas.iter().any(|schema| schema.keywords.const_value.is_some());
        let openness = if is_constant { Openness::Closed } else { Openness::BySettings };
        Some(self.enumeration_of(values, openness, key, intersection, destination))
    }

    /// The type of an intersection of lists whose values are of different JSON types. `None` if something else contradicts.
    pub(super) fn values_of_several_types(
        &mut self,
        resolved: &ResolvedSchema<'d>,
        intersection: &Intersection,
        owner: &DefinitionOwner,
    ) -> Option<Type> {
        let values = resolution::values_of_several_types(resolved)?;
        if let Some(TypingState::Done(ty)) = self.typed.get(intersection) {
            return Some(ty.clone());
        }
        self.diagnostics.push(disjoint_lists(self.analysis, resolved, intersection, EXTENDED));
        let destination = Destination::New(owner.clone());
        Some(self.enumeration_of(values, Openness::BySettings, intersection, intersection, &destination))
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
        let base = enumeration_base(&values);
        let values = self.without_rounded_duplicates(values, base, intersection);
        let id = self.definition(key, intersection, destination);
        let open = match openness {
            Openness::Closed => false,
            Openness::Open => true,
            Openness::BySettings => is_extensible(&values) && !self.settings.is_sealed(self.definitions.get(id)),
        };
        let allows_others = openness == Openness::Open;
        self.definitions.set_shape(id, Shape::Enumeration(Enumeration { base, values, open, allows_others }));
        Type::Named(id)
    }
}

/// A diagnostic for lists of values that have no value in common.
fn disjoint_lists(
    analysis: &SchemaAnalysis<'_>,
    resolved: &ResolvedSchema<'_>,
    intersection: &Intersection,
    effect: &str,
) -> Diagnostic {
    let message = format!("the subschemas list values, but no value is in all lists; {effect}");
    let remedy = "list a value that all subschemas allow; to add values, combine the lists by `anyOf`";
    let lists: Vec<(SourceLocation, String)> = resolved
        .schemas
        .iter()
        .filter_map(|schema| {
            let (keyword, values) = match (&schema.keywords.const_value, &schema.keywords.enum_values) {
                (Some(value), _) => ("const", value.to_string()),
                (None, Some(values)) => ("enum", Value::from(values.clone()).to_string()),
                (None, None) => return None,
            };
            Some((analysis.place(schema.id).key(keyword), shortened(&values)))
        })
        .collect();
    // A schema that is composed of others contains the contradiction. Otherwise, the lists meet in a property or an item, and the last
    // one is nearest to the author.
    let place = match lists.last() {
        Some((last, _)) if intersection.operands.len() > 1 => last.clone(),
        _ => analysis.place_of(intersection),
    };
    let mut diagnostic = Diagnostic::new(Code::Contradiction, &place, message, remedy);
    for (list, values) in lists.iter().filter(|(list, _)| *list != place).take(MAX_LISTED) {
        diagnostic = diagnostic.related(list, format!("this subschema allows only {values}"));
    }
    diagnostic
}

/// JSON as code, shortened for messages.
fn shortened(json: &str) -> String {
    const LONGEST: usize = 40;
    match json.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", json.get(..end).unwrap_or_default()),
        None => format!("`{json}`"),
    }
}

/// A diagnostic for a list whose values the schema does not allow.
fn no_value(analysis: &SchemaAnalysis<'_>, intersection: &Intersection) -> Diagnostic {
    let message = "no value matches: the schema allows none of the values in `enum` or `const`";
    let remedy = "list a value that the schema allows, or remove the list (`enum`, `const`) with an overlay";
    let place = analysis.place_of(intersection);
    Diagnostic::new(Code::Unsatisfiable, &place, message, remedy)
}

/// Whether the API could add values of the same types later: strings and numbers, but not booleans or objects.
fn is_extensible(values: &[EnumValue]) -> bool {
    values.iter().any(|value| value.value.is_string() || value.value.is_number())
}
