//! Schemas that allow any value, and schemas that allow none.

use super::{DefinitionOwner, TypeBuilder};
use crate::diag::{Code, Diagnostic, Occurrence, Related, SourceLocation};
use crate::ir::{CoverageKind, CoverageNote, Type};
use crate::lower::schemas::analysis::resolution::{self, ContradictingPart, Relaxed};
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes};

impl TypeBuilder<'_> {
    /// Returns [`Type::Any`], and adds a coverage note about it.
    pub(super) fn anything(&mut self, intersection: &Intersection, construct: &str) -> Type {
        let place = self.analysis.place_of(intersection);
        self.coverage.push(untyped_note(construct, place));
        Type::Any
    }

    /// The type of an intersection that allows no value. If a subschema is `false`, that is intended. Otherwise the subschemas
    /// contradict each other: this is reported, and those that do not contradict the last one are typed.
    pub(super) fn unsatisfiable(&mut self, intersection: &Intersection, owner: &DefinitionOwner) -> Type {
        let resolved = resolution::resolve_intersection(self.analysis, intersection);
        if resolved.never.is_some_and(|id| self.analysis.is_false(id)) {
            return Type::Never;
        }
        if let Some(ty) = self.values_of_several_types(&resolved, intersection, owner) {
            return ty;
        }
        match resolution::relaxed(self.analysis, intersection) {
            Some(relaxed) => {
                self.diagnostics.push(contradiction(self.analysis.place_of(intersection), intersection, &relaxed));
                self.type_of(&relaxed.intersection, owner)
            }
            None => {
                let message = "no value matches the schema";
                let place = self.analysis.place_of(intersection);
                let mut diagnostic = Diagnostic::new(Code::Unsatisfiable, &place, message, REMEDY);
                for place in resolution::contradicting_types(self.analysis, &resolved) {
                    diagnostic = diagnostic.related(&place, "this subschema requires a type that another one forbids");
                }
                self.diagnostics.push(diagnostic);
                Type::Never
            }
        }
    }
}

const REMEDY: &str = "change one of the subschemas, or remove it with an overlay";

/// A diagnostic for subschemas that contradict each other: the places and JSON types of both sides, and which of them is used.
fn contradiction(place: SourceLocation, intersection: &Intersection, relaxed: &Relaxed) -> Diagnostic {
    let Relaxed { intersection: kept, ignored, used } = relaxed;
    let ignored_types = ignored.iter().fold(JsonTypes::NONE, |all, part| all.or(part.json_types));
    let others = if ignored.len() == 1 { "another one allows" } else { "others allow" };
    let message = format!(
        "the subschemas contradict each other; the last one is used, which allows only {}; {others} only {}",
        kept.json_types.quoted(),
        ignored_types.quoted()
    );
    // A schema that is composed of others contains the contradiction. Otherwise, the subschemas meet in a property or an item, and
    // the one that is used is nearest to the author.
    let place = match used.first() {
        Some(part) if intersection.operands.len() > 1 => part.place.clone(),
        _ => place,
    };
    let mut diagnostic = Diagnostic::new(Code::Contradiction, &place, message, REMEDY);
    for (parts, verb) in [(ignored, "ignored"), (used, "used")] {
        for ContradictingPart { place: other, json_types } in parts.iter().filter(|part| part.place != place) {
            let message = format!("this subschema is {verb}: it allows only {}", json_types.quoted());
            diagnostic.related.push(Related { place: other.clone(), occurrence: Occurrence::Last, message });
        }
    }
    diagnostic
}

/// A note about a construct that allows any value.
pub(super) fn untyped_note(construct: &str, place: SourceLocation) -> CoverageNote {
    let note = "the schema allows anything".to_owned();
    CoverageNote { kind: CoverageKind::Untyped, construct: construct.to_owned(), place, note }
}

/// A note about an entry of `patternProperties` that decoding cannot evaluate.
pub(super) fn undecodable_note(place: SourceLocation) -> CoverageNote {
    let note = "decoding cannot evaluate the regular expression: the members are in the map of all other members, as any values".to_owned();
    CoverageNote { kind: CoverageKind::Untyped, construct: "patternProperties".to_owned(), place, note }
}
