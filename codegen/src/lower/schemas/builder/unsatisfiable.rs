//! Schemas that allow any value, and schemas that allow none.

use super::{DefinitionOwner, TypeBuilder};
use crate::diag::{Code, Diagnostic, SourceLocation};
use crate::ir::{CoverageKind, CoverageNote, Type};
use crate::lower::schemas::analysis::resolution;
use crate::lower::schemas::analysis::schema::Intersection;

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
        let relaxed = resolution::relaxed(self.analysis, intersection);
        let (code, message) = match relaxed {
            Some(_) => (Code::Contradiction, "the subschemas contradict each other; the last one is used"),
            None => (Code::Unsatisfiable, "no value matches the schema"),
        };
        let remedy = "change one of the subschemas, or remove it with an overlay";
        let mut diagnostic = Diagnostic::new(code, &self.analysis.place_of(intersection), message, remedy);
        for place in resolution::contradicting_types(self.analysis, &resolved) {
            diagnostic = diagnostic.related(&place, "this subschema requires a type that another one forbids");
        }
        self.diagnostics.push(diagnostic);
        relaxed.map_or(Type::Never, |relaxed| self.type_of(&relaxed, owner))
    }
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
