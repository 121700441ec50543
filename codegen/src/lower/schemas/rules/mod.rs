//! Rules: what `validate()` checks of the values of each type.
//!
//! They follow the schemas, not the types: each schema becomes the rules that it states, references to what has a definition
//! become references to that definition's rules. There are two tones. The *rest* of a schema is what its type does not
//! guarantee: there a value is known to be of its type, and null where that may be null. The *whole* of a schema is all that it says;
//! it is asked for where a value may fit or not: under `not` and `if`, in `contains`, in alternatives that nothing but the
//! values themselves tells apart.
//!
//! Runs last, when all types are known. `leaf` turns the keywords of one schema into rules, `choice` its alternatives.

mod choice;
mod leaf;

use super::SchemaLowering;
use super::facts::Leaf;
use super::kinds::composing;
use super::meet::{Facet, Meet, Part};
use crate::diag::Place;
use crate::ir::{CoverageKind, CoverageNote, JsonKind, Rule, RuleStructure, Shape, TypeId, TypeRules};
use crate::openapi::{Keywords, SchemaId};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// Schemas inside schemas are followed this far where none of them has a definition.
const DEEPEST: usize = 200;
/// So many rules are written for all types together, and so many more for each schema of the document.
const MOST_RULES: usize = 10_000;
const MOST_RULES_OF_SCHEMA: usize = 64;

/// Which rules are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// What the type does not guarantee.
    Rest,
    /// All.
    Whole,
}

/// The rules of all definitions, by index.
pub(super) fn all(lowering: &SchemaLowering<'_>) -> (Vec<TypeRules>, Vec<CoverageNote>) {
    let mut writer = Writer::new(lowering);
    let mut rules: Vec<TypeRules> = vec![TypeRules::default(); lowering.types.len()];
    for (id, meet) in &lowering.meets {
        if let Some(rules) = rules.get_mut(id.0) {
            rules.rest = writer.inside(meet, Some(*id), Tone::Rest);
        }
    }
    while let Some(id) = writer.asked.pop() {
        let whole = lowering.meets.get(&id).map(|meet| writer.inside(meet, Some(id), Tone::Whole)).unwrap_or_default();
        if let Some(rules) = rules.get_mut(id.0) {
            rules.whole = Some(whole);
        }
    }
    (rules, writer.notes)
}

/// Writes rules.
struct Writer<'l, 'd> {
    lowering: &'l SchemaLowering<'d>,
    /// The definition of what is made of these parts.
    definitions: HashMap<Vec<Part>, TypeId>,
    /// Definitions whose whole is referred to, and still to be written.
    asked: Vec<TypeId>,
    /// All of them so far.
    known: HashSet<TypeId>,
    depth: usize,
    written: usize,
    notes: Vec<CoverageNote>,
}

impl<'l, 'd> Writer<'l, 'd> {
    fn new(lowering: &'l SchemaLowering<'d>) -> Self {
        let mut definitions: HashMap<Vec<Part>, TypeId> = HashMap::new();
        let is_alias = |id: &TypeId| lowering.types.get(id.0).is_none_or(|def| matches!(def.shape, Shape::Alias(_)));
        let components = lowering.components.iter().map(|(schema, id)| (vec![Part::whole(*schema)], *id));
        for (parts, id) in components.chain(lowering.meets.iter().map(|(id, meet)| (meet.parts.clone(), *id))) {
            let definition = definitions.entry(parts).or_insert(id);
            // A nullable component is an alias of the definition of its values that are not null.
            if is_alias(definition) && !is_alias(&id) {
                *definition = id;
            }
        }
        let (asked, known, notes) = (Vec::new(), HashSet::new(), Vec::new());
        Self { lowering, definitions, asked, known, depth: 0, written: 0, notes }
    }

    /// The rules of a schema where it stands.
    fn of(&mut self, id: SchemaId, tone: Tone) -> Vec<Rule> {
        let meet = self.lowering.meet_of(id);
        self.at(&meet, tone)
    }

    /// The rules of a meet where it stands: those of its definition, if it has one.
    fn at(&mut self, meet: &Meet, tone: Tone) -> Vec<Rule> {
        match self.definitions.get(&meet.parts).copied() {
            Some(id) => vec![self.of_definition(id, tone)],
            None => self.inside(meet, None, tone),
        }
    }

    fn of_definition(&mut self, id: TypeId, tone: Tone) -> Rule {
        if tone == Tone::Rest {
            return Rule::Of(id);
        }
        if self.known.insert(id) {
            self.asked.push(id);
        }
        Rule::Whole(id)
    }

    /// The rules that a meet states itself. `own` is the definition that they are written for.
    fn inside(&mut self, meet: &Meet, own: Option<TypeId>, tone: Tone) -> Vec<Rule> {
        if self.depth >= DEEPEST
            || self.written > MOST_RULES + MOST_RULES_OF_SCHEMA * self.lowering.document.schemas.len()
        {
            self.note(meet);
            return Vec::new();
        }
        self.depth += 1;
        let mut rules = match self.family(meet, tone) {
            Some(rules) => rules,
            None => self.stated(meet, own, tone),
        };
        self.depth -= 1;
        self.written += rules.len();
        let sensitive = |rule: &Rule| match rule.structure() {
            RuleStructure::Combination | RuleStructure::Conditional(..) => true,
            RuleStructure::Rest(_) | RuleStructure::Whole(_) | RuleStructure::Frame | RuleStructure::Assertion => false,
        };
        let of_null = tone == Tone::Whole && self.is_made_nullable(meet);
        if of_null || (tone == Tone::Rest && meet.kinds.is_nullable() && rules.iter().any(sensitive)) {
            rules = vec![Rule::If(vec![Rule::Type(vec![JsonKind::Null])], Vec::new(), rules)];
        }
        rules
    }

    /// Whether null is added to what a schema says otherwise.
    fn is_made_nullable(&self, meet: &Meet) -> bool {
        matches!(meet.parts[..], [Part::Schema(id, Facet::Whole)] if self.words(id).is_some_and(|words| words.nullable))
    }

    fn stated(&mut self, meet: &Meet, own: Option<TypeId>, tone: Tone) -> Vec<Rule> {
        // Most schemas are nothing but their keywords.
        if let [Part::Schema(id, _)] = meet.parts[..]
            && let Some(words) = self.words(id)
            && composing(words).next().is_none()
        {
            return self.leaf(Leaf { id, words }, meet.kinds, tone);
        }
        let facts = self.lowering.facts(&meet.parts, meet.kinds);
        let root = match meet.parts[..] {
            [Part::Schema(id, Facet::Whole)] if own.is_some() => Some(id),
            _ => None,
        };
        let heads = self.lowering.heads(meet, root);
        let definition = self.definitions.get(&heads).copied().filter(|id| Some(*id) != own);
        if let Some(definition) = definition.filter(|_| heads != meet.parts) {
            // What the definition was made of, and beside it what adds nothing to the type.
            let known: HashSet<SchemaId> =
                self.lowering.facts(&heads, meet.kinds).leaves.iter().map(|leaf| leaf.id).collect();
            let mut rules = vec![self.of_definition(definition, tone)];
            for leaf in facts.leaves.into_iter().filter(|leaf| !known.contains(&leaf.id)) {
                rules.extend(self.leaf(leaf, meet.kinds, tone));
            }
            return rules;
        }
        if facts.never.is_some() && tone == Tone::Whole {
            return vec![Rule::Never];
        }
        let mut rules: Vec<Rule> = Vec::new();
        let several = facts.leaves.len() > 1;
        for leaf in facts.leaves {
            for rule in self.leaf(leaf, meet.kinds, tone) {
                if !several || !rules.contains(&rule) {
                    rules.push(rule);
                }
            }
        }
        for group in facts.groups {
            rules.extend(self.choice(&group, tone));
        }
        rules
    }

    fn words(&self, id: SchemaId) -> Option<&'d Keywords> {
        self.lowering.words(id)
    }

    fn note(&mut self, meet: &Meet) {
        let place = self.lowering.place_of(meet);
        self.note_at("schema", place, "not checked: nested so deep, or so often, that not all of it is");
    }

    fn note_at(&mut self, construct: &str, place: Place, note: &str) {
        let note = note.to_owned();
        self.notes.push(CoverageNote { kind: CoverageKind::Constraint, construct: construct.to_owned(), place, note });
    }
}
