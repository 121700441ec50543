//! Resolved schemas: references and `allOf` of an intersection followed, until only keywords and choices remain.

use super::json_types::JsonTypes;
use super::keywords::effects_of;
use super::{Intersection, Operand, Portion, SchemaAnalysis};
use crate::openapi::{Discriminator, Keywords, SchemaId};
use foldhash::{HashSet, HashSetExt};

/// Upper bound for the operands that are resolved for one value; real documents stay far below it.
const MAX_OPERANDS: usize = 50_000;

/// A schema and its own keywords.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SchemaKeywords<'d> {
    pub(crate) id: SchemaId,
    pub(crate) keywords: &'d Keywords,
}

/// A choice: `oneOf`, `anyOf`, or the outcomes of a condition.
#[derive(Debug, Clone)]
pub(crate) struct Choice<'d> {
    /// The choice as an operand.
    pub(crate) operand: Operand,
    /// The schema that consists of this choice alone, if there is one. It can be referred to.
    pub(crate) whole: Option<SchemaId>,
    /// The schema in which the choice is written.
    pub(crate) id: SchemaId,
    /// The branches, without null.
    pub(crate) branches: Vec<Intersection>,
    /// Whether exactly one branch may match.
    pub(crate) exclusive: bool,
    /// The discriminator of the schema in which the choice is written.
    pub(crate) discriminator: Option<&'d Discriminator>,
}

/// The keywords and the choices of an intersection.
#[derive(Debug, Clone, Default)]
pub(crate) struct ResolvedSchema<'d> {
    /// The schemas whose keywords apply. Extended schemas come first; this is the order of members.
    pub(crate) schemas: Vec<SchemaKeywords<'d>>,
    /// The choices with more than one branch.
    pub(crate) choices: Vec<Choice<'d>>,
    /// An operand that allows no value.
    pub(crate) never: Option<SchemaId>,
    /// Whether operands were left out because there are more than [`MAX_OPERANDS`].
    pub(crate) truncated: bool,
}

impl ResolvedSchema<'_> {
    /// Whether no keyword says more about the type than which JSON types are allowed.
    pub(crate) fn is_bare(&self) -> bool {
        self.schemas.iter().all(|schema| !effects_of(schema.keywords).shapes_type)
    }

    /// Whether every value of the allowed JSON types matches, as far as the type is concerned.
    pub(crate) fn is_empty(&self) -> bool {
        self.is_bare() && self.choices.is_empty() && self.never.is_none()
    }
}

enum ResolveStep {
    Visit(Operand),
    Keywords(SchemaId),
    OneOf(SchemaId),
    AnyOf(SchemaId),
}

/// A choice that is resolved: it may turn out to have one branch, or none.
struct CandidateChoice {
    id: SchemaId,
    operand: Operand,
    branches: Vec<Intersection>,
    exclusive: bool,
    /// Whether the schema in which the choice is written says nothing else.
    is_whole_schema: bool,
}

impl<'d> SchemaAnalysis<'d> {
    /// Resolves an intersection.
    pub(crate) fn resolve_intersection(&self, intersection: &Intersection) -> ResolvedSchema<'d> {
        self.resolve(&intersection.operands, intersection.json_types)
    }

    /// Resolves operands for values of the given JSON types. Components are resolved, too.
    pub(crate) fn resolve(&self, operands: &[Operand], json_types: JsonTypes) -> ResolvedSchema<'d> {
        let mut resolved = ResolvedSchema::default();
        let mut stack: Vec<ResolveStep> = operands.iter().rev().cloned().map(ResolveStep::Visit).collect();
        let mut seen = HashSet::new();
        let mut entered = HashSet::new();
        while let Some(step) = stack.pop() {
            match step {
                ResolveStep::Visit(operand @ (Operand::Any(_) | Operand::ExactlyOne(_))) => {
                    let exclusive = matches!(operand, Operand::ExactlyOne(_));
                    let alternatives = operand.alternatives().into_iter().flat_map(|alternatives| alternatives.iter());
                    let branches = alternatives.map(|intersection| intersection.limited(json_types)).collect();
                    if let (Some(id), true) = (operand.schema(), seen.insert(operand.clone())) {
                        let choice = CandidateChoice { id, operand, branches, exclusive, is_whole_schema: false };
                        self.resolve_choice(choice, &mut resolved, &mut stack);
                    }
                }
                ResolveStep::Visit(operand @ Operand::Schema(id, portion)) => {
                    if seen.len() >= MAX_OPERANDS {
                        resolved.truncated = true;
                    } else if seen.insert(operand) {
                        entered.insert(id);
                        self.enter(id, portion, &mut resolved, &mut stack);
                    }
                }
                ResolveStep::Keywords(id) => {
                    resolved.schemas.extend(self.keywords(id).map(|keywords| SchemaKeywords { id, keywords }));
                }
                ResolveStep::OneOf(id) => {
                    let choice = self.written_choice(id, Portion::OneOf, json_types, &entered);
                    choice.into_iter().for_each(|choice| self.resolve_choice(choice, &mut resolved, &mut stack));
                }
                ResolveStep::AnyOf(id) => {
                    let choice = self.written_choice(id, Portion::AnyOf, json_types, &entered);
                    choice.into_iter().for_each(|choice| self.resolve_choice(choice, &mut resolved, &mut stack));
                }
            }
        }
        resolved
    }

    fn enter(&self, id: SchemaId, portion: Portion, resolved: &mut ResolvedSchema<'d>, stack: &mut Vec<ResolveStep>) {
        let Some(keywords) = self.keywords(id) else {
            if self.is_false(id) {
                resolved.never = Some(id);
            }
            return;
        };
        let whole = matches!(portion, Portion::Whole | Portion::WithoutSubtypes);
        if !keywords.any_of.is_empty() && (whole || portion == Portion::AnyOf) {
            stack.push(ResolveStep::AnyOf(id));
        }
        if !keywords.one_of.is_empty() && (whole || portion == Portion::OneOf) {
            stack.push(ResolveStep::OneOf(id));
        }
        if whole || portion == Portion::OwnKeywords {
            stack.push(ResolveStep::Keywords(id));
        }
        if whole {
            let extended: Vec<_> = keywords
                .extended()
                .map(|id| ResolveStep::Visit(Operand::Schema(id, Portion::WithoutSubtypes)))
                .collect();
            stack.extend(extended.into_iter().rev());
        }
    }

    /// The `oneOf` or `anyOf` of a schema. `None` if one of its branches extends the schema and was entered already: then
    /// the choice has been made.
    fn written_choice(
        &self,
        id: SchemaId,
        portion: Portion,
        json_types: JsonTypes,
        entered: &HashSet<SchemaId>,
    ) -> Option<CandidateChoice> {
        let keywords = self.keywords(id)?;
        let (written, other) = match portion {
            Portion::OneOf => (&keywords.one_of, &keywords.any_of),
            _ => (&keywords.any_of, &keywords.one_of),
        };
        let is_made =
            |branch: &SchemaId| self.reference_chain(*branch).any(|target| target != id && entered.contains(&target));
        if written.iter().any(is_made) {
            return None;
        }
        let is_whole_schema = other.is_empty()
            && keywords.reference.is_none()
            && keywords.dynamic_reference.is_none()
            && keywords.all_of.is_empty()
            && !effects_of(keywords).shapes_type;
        let branches = self.possible_branches(written, json_types);
        let operand = Operand::Schema(id, portion);
        Some(CandidateChoice { id, operand, branches, exclusive: portion == Portion::OneOf, is_whole_schema })
    }

    fn resolve_choice(&self, choice: CandidateChoice, resolved: &mut ResolvedSchema<'d>, stack: &mut Vec<ResolveStep>) {
        let CandidateChoice { id, operand, mut branches, exclusive, is_whole_schema } = choice;
        branches.retain(|branch| !branch.json_types.is_empty());
        match branches.len() {
            0 => resolved.never = resolved.never.or(Some(id)),
            1 => {
                let operands = branches.into_iter().flat_map(|branch| branch.operands);
                let operands: Vec<_> = operands.map(ResolveStep::Visit).collect();
                stack.extend(operands.into_iter().rev());
            }
            _ => {
                let discriminator = self.keywords(id).and_then(|keywords| keywords.discriminator.as_ref());
                let discriminator = discriminator.filter(|_| matches!(operand, Operand::Schema(..)));
                let whole = is_whole_schema.then_some(id);
                resolved.choices.push(Choice { operand, whole, id, branches, exclusive, discriminator });
            }
        }
    }
}
