//! Resolved schemas: references and `allOf` of an intersection followed, until only keywords and choices remain.

use crate::lower::schemas::analysis::schema::{
    Intersection, JsonTypes, Operand, Portion, SchemaAnalysis, SchemaKeywords, effects_of,
};
use crate::openapi::{Discriminator, SchemaId};
use foldhash::{HashSet, HashSetExt};

/// Upper bound for the operands that are resolved for one value; real documents stay far below it.
const MAX_OPERANDS: usize = 50_000;

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

/// Resolves an intersection.
pub(crate) fn resolve_intersection<'d>(
    analysis: &SchemaAnalysis<'d>,
    intersection: &Intersection,
) -> ResolvedSchema<'d> {
    resolve(analysis, &intersection.operands, intersection.json_types)
}

/// Resolves operands for values of the given JSON types. Components are resolved, too.
pub(crate) fn resolve<'d>(
    analysis: &SchemaAnalysis<'d>,
    operands: &[Operand],
    json_types: JsonTypes,
) -> ResolvedSchema<'d> {
    let stack = operands.iter().rev().cloned().map(ResolveStep::Visit).collect();
    let (resolved, seen, entered) = (ResolvedSchema::default(), HashSet::new(), HashSet::new());
    Resolver { analysis, json_types, stack, seen, entered, resolved }.run()
}

/// Follows references, `allOf` and choices from a stack of steps.
struct Resolver<'a, 'd> {
    analysis: &'a SchemaAnalysis<'d>,
    /// The JSON types of the value.
    json_types: JsonTypes,
    stack: Vec<ResolveStep>,
    /// The operands that were visited.
    seen: HashSet<Operand>,
    /// The schemas of these operands.
    entered: HashSet<SchemaId>,
    resolved: ResolvedSchema<'d>,
}

impl<'d> Resolver<'_, 'd> {
    fn run(mut self) -> ResolvedSchema<'d> {
        while let Some(step) = self.stack.pop() {
            match step {
                ResolveStep::Visit(operand @ (Operand::Any(_) | Operand::ExactlyOne(_))) => {
                    let exclusive = matches!(operand, Operand::ExactlyOne(_));
                    let alternatives = operand.alternatives().into_iter().flat_map(|alternatives| alternatives.iter());
                    let branches = alternatives.map(|intersection| intersection.limited(self.json_types)).collect();
                    if let (Some(id), true) = (operand.schema(), self.seen.insert(operand.clone())) {
                        self.choice(CandidateChoice { id, operand, branches, exclusive, is_whole_schema: false });
                    }
                }
                ResolveStep::Visit(operand @ Operand::Schema(id, portion)) => {
                    if self.seen.len() >= MAX_OPERANDS {
                        self.resolved.truncated = true;
                    } else if self.seen.insert(operand) {
                        self.entered.insert(id);
                        self.enter(id, portion);
                    }
                }
                ResolveStep::Keywords(id) => {
                    let keywords = self.analysis.keywords(id);
                    self.resolved.schemas.extend(keywords.map(|keywords| SchemaKeywords { id, keywords }));
                }
                ResolveStep::OneOf(id) => {
                    self.written_choice(id, Portion::OneOf).into_iter().for_each(|choice| self.choice(choice));
                }
                ResolveStep::AnyOf(id) => {
                    self.written_choice(id, Portion::AnyOf).into_iter().for_each(|choice| self.choice(choice));
                }
            }
        }
        self.resolved
    }

    /// Adds the steps for the portion of a schema. The step that is added last is taken first.
    fn enter(&mut self, id: SchemaId, portion: Portion) {
        let Some(keywords) = self.analysis.keywords(id) else {
            if self.analysis.is_false(id) {
                self.resolved.never = Some(id);
            }
            return;
        };
        let whole = matches!(portion, Portion::Whole | Portion::WithoutSubtypes);
        if !keywords.any_of.is_empty() && (whole || portion == Portion::AnyOf) {
            self.stack.push(ResolveStep::AnyOf(id));
        }
        if !keywords.one_of.is_empty() && (whole || portion == Portion::OneOf) {
            self.stack.push(ResolveStep::OneOf(id));
        }
        if whole || portion == Portion::OwnKeywords {
            self.stack.push(ResolveStep::Keywords(id));
        }
        if whole {
            let extended: Vec<_> = keywords
                .extended()
                .map(|id| ResolveStep::Visit(Operand::Schema(id, Portion::WithoutSubtypes)))
                .collect();
            self.stack.extend(extended.into_iter().rev());
        }
    }

    /// The `oneOf` or `anyOf` of a schema. `None` if one of its branches extends the schema and was entered already: then
    /// the choice has been made.
    fn written_choice(&self, id: SchemaId, portion: Portion) -> Option<CandidateChoice> {
        let keywords = self.analysis.keywords(id)?;
        let (written, other) = match portion {
            Portion::OneOf => (&keywords.one_of, &keywords.any_of),
            _ => (&keywords.any_of, &keywords.one_of),
        };
        let is_made = |branch: &SchemaId| {
            self.analysis.reference_chain(*branch).any(|target| target != id && self.entered.contains(&target))
        };
        if written.iter().any(is_made) {
            return None;
        }
        let is_whole_schema = other.is_empty()
            && keywords.reference.is_none()
            && keywords.dynamic_reference.is_none()
            && keywords.all_of.is_empty()
            && !effects_of(keywords).shapes_type;
        let branches = self.analysis.possible_branches(written, self.json_types);
        let operand = Operand::Schema(id, portion);
        Some(CandidateChoice { id, operand, branches, exclusive: portion == Portion::OneOf, is_whole_schema })
    }

    /// Adds a choice. One with a single possible branch is not a choice: its branch applies. A discriminator makes it one: other values of
    /// its property lead to none of the branches.
    fn choice(&mut self, choice: CandidateChoice) {
        let CandidateChoice { id, operand, mut branches, exclusive, is_whole_schema } = choice;
        branches.retain(|branch| !branch.json_types.is_empty());
        let discriminator = self.analysis.keywords(id).and_then(|keywords| keywords.discriminator.as_ref());
        let discriminator = discriminator.filter(|_| matches!(operand, Operand::Schema(..)));
        let is_tagged = discriminator.is_some() && branches.iter().any(|branch| branch.json_types == JsonTypes::OBJECT);
        match branches.len() {
            0 => self.resolved.never = self.resolved.never.or(Some(id)),
            1 if !is_tagged => {
                let operands = branches.into_iter().flat_map(|branch| branch.operands);
                let operands: Vec<_> = operands.map(ResolveStep::Visit).collect();
                self.stack.extend(operands.into_iter().rev());
            }
            _ => {
                let whole = is_whole_schema.then_some(id);
                self.resolved.choices.push(Choice { operand, whole, id, branches, exclusive, discriminator });
            }
        }
    }
}
