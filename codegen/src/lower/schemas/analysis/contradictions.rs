//! Contradictions: parts of a schema that exclude each other, and the parts that remain when one of them is ignored.

use super::{Intersection, JsonTypes, Operand, Portion, ResolvedSchema, SchemaAnalysis};
use crate::diag::SourceLocation;
use crate::openapi::SchemaId;

impl SchemaAnalysis<'_> {
    /// The operands of a contradictory intersection that agree with the last one. `None` if the contradiction remains.
    pub(crate) fn relaxed(&self, intersection: &Intersection) -> Option<Intersection> {
        let operands = match intersection.operands.as_slice() {
            [Operand::Schema(id, Portion::Whole | Portion::WithoutSubtypes)] => self.written_parts(*id)?,
            operands => operands.to_vec(),
        };
        let mut compatible: Vec<Operand> = Vec::new();
        for operand in operands.iter().rev() {
            let with: Vec<Operand> = std::iter::once(operand.clone()).chain(compatible.iter().cloned()).collect();
            if !self.intersection(with.clone()).json_types.is_empty() {
                compatible = with;
            }
        }
        let relaxed = self.intersection(compatible);
        let is_relaxed = !relaxed.operands.is_empty() && relaxed.operands.len() < operands.len();
        (is_relaxed && !relaxed.json_types.is_empty()).then_some(relaxed)
    }

    /// The parts of which a schema is written: extended schemas, choices, its own keywords.
    fn written_parts(&self, id: SchemaId) -> Option<Vec<Operand>> {
        let keywords = self.keywords(id)?;
        let mut operands: Vec<Operand> = keywords.extended().map(Operand::whole).collect();
        for (portion, branches) in [(Portion::OneOf, &keywords.one_of), (Portion::AnyOf, &keywords.any_of)] {
            if !branches.is_empty() {
                operands.push(Operand::Schema(id, portion));
            }
        }
        operands.push(Operand::Schema(id, Portion::OwnKeywords));
        match operands.as_slice() {
            // The schema is only a reference: the contradiction is in its target.
            [Operand::Schema(target, Portion::Whole), _] if keywords.reference == Some(*target) => {
                self.written_parts_of_target(*target)
            }
            _ => Some(operands),
        }
    }

    /// The parts of the schema at the end of a chain of references.
    fn written_parts_of_target(&self, id: SchemaId) -> Option<Vec<Operand>> {
        let end = self.reference_chain(id).last()?;
        let keywords = self.keywords(end)?;
        if keywords.reference.is_some() { None } else { self.written_parts(end) }
    }

    /// The places of the first two `type` keywords that exclude each other.
    pub(crate) fn contradicting_types(&self, resolved: &ResolvedSchema<'_>) -> Vec<SourceLocation> {
        let mut so_far = JsonTypes::ALL;
        let mut stated: Vec<(SchemaId, JsonTypes)> = Vec::new();
        for schema in &resolved.schemas {
            let Some(types) = &schema.keywords.types else { continue };
            let json_types = JsonTypes::of_types(types);
            if !so_far.intersects(json_types) {
                let earlier = stated.iter().find(|(_, other)| !other.intersects(json_types)).map(|(id, _)| *id);
                return earlier.into_iter().chain([schema.id]).map(|id| self.place(id)).collect();
            }
            so_far = so_far.and(json_types);
            stated.push((schema.id, json_types));
        }
        Vec::new()
    }
}
