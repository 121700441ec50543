//! Mentions: the members of an object that its keywords name without declaring them for every value. Conditions declare and require
//! members, and so do the branches of choices that do not become types.

use super::IndexMap;
use crate::diag::SourceLocation;
use crate::lower::schemas::analysis::resolution::{self, Choice, ResolvedSchema};
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, SchemaAnalysis, SchemaKeywords};
use crate::openapi::{Applies, Keywords, SchemaId};
use foldhash::{HashSet, HashSetExt};

/// Conditions inside conditions are followed to this depth.
const MAX_DEPTH: usize = 200;

/// The members that keywords mention, by name.
pub(crate) type Mentions<'d> = IndexMap<&'d str, Mention>;

/// A member that keywords mention.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// What conditions and branches declare the member as. Empty if they only name it.
    pub(crate) alternatives: Vec<Intersection>,
    /// The schemas of the alternatives.
    pub(crate) schemas: Vec<SchemaId>,
    /// Whether every object that has the member matches one of the alternatives.
    pub(crate) exhaustive: bool,
    /// The keyword that mentions the member.
    pub(crate) by: Keyword,
}

/// A keyword of a schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keyword {
    pub(crate) schema: SchemaId,
    pub(crate) name: &'static str,
}

impl Keyword {
    /// Where the keyword is written.
    pub(crate) fn place(self, analysis: &SchemaAnalysis<'_>) -> SourceLocation {
        analysis.place(self.schema).key(self.name)
    }
}

/// The members that the conditions of an object mention: `if`, `then`, `else`, `dependentSchemas` and `dependentRequired`.
pub(crate) fn mentions_of_conditions<'d>(analysis: &SchemaAnalysis<'d>, resolved: &ResolvedSchema<'d>) -> Mentions<'d> {
    let mut mentions = Mentions::default();
    let mut walk = Walk::new(analysis);
    for schema in &resolved.schemas {
        walk.add_conditions(*schema, None, &mut mentions);
    }
    mentions
}

/// The members that the branches of a choice mention.
pub(crate) fn mentions_of_choice<'d>(analysis: &SchemaAnalysis<'d>, choice: &Choice<'d>) -> Mentions<'d> {
    Walk::new(analysis).choice(choice, keyword_of(choice))
}

/// The keyword of a choice.
fn keyword_of(choice: &Choice<'_>) -> Keyword {
    Keyword { schema: choice.id, name: if choice.exclusive { "oneOf" } else { "anyOf" } }
}

/// Collects mentions. It enters each schema once, so that the work is linear in the size of the document.
struct Walk<'a, 'd> {
    analysis: &'a SchemaAnalysis<'d>,
    seen: HashSet<Vec<Operand>>,
    /// The schemas that apply under some condition, apart from `then` with `else`. Many conditions may refer to the same schema.
    applied: HashSet<SchemaId>,
    depth: usize,
}

impl<'a, 'd> Walk<'a, 'd> {
    fn new(analysis: &'a SchemaAnalysis<'d>) -> Self {
        Self { analysis, seen: HashSet::new(), applied: HashSet::new(), depth: 0 }
    }

    /// Adds what the conditions of a schema mention. `around` is the outermost condition, if any.
    fn add_conditions(&mut self, schema: SchemaKeywords<'d>, around: Option<Keyword>, mentions: &mut Mentions<'d>) {
        let keywords = schema.keywords;
        let by = |name| around.unwrap_or(Keyword { schema: schema.id, name });
        let has_outcome = keywords.then_schema.is_some() || keywords.else_schema.is_some();
        match (keywords.then_schema, keywords.else_schema) {
            (Some(then), Some(otherwise)) if keywords.if_schema.is_some() => {
                let (then, otherwise) = (self.outcome(then, by("then")), self.outcome(otherwise, by("else")));
                both(mentions, either(then, otherwise));
            }
            (then, otherwise) => {
                then.into_iter().for_each(|id| self.add_outcome(id, by("then"), mentions));
                otherwise.into_iter().for_each(|id| self.add_outcome(id, by("else"), mentions));
            }
        }
        for (name, id) in &keywords.dependent_schemas {
            self.add_outcome(*id, by("dependentSchemas"), mentions);
            add_name(mentions, name, by("dependentSchemas"));
        }
        for (name, names) in &keywords.dependent_required {
            for name in std::iter::once(name).chain(names) {
                add_name(mentions, name, by("dependentRequired"));
            }
        }
        if let Some(test) = keywords.if_schema.filter(|_| has_outcome) {
            self.add_tested(test, by("if"), mentions);
        }
    }

    /// Adds what a schema mentions that applies to the objects for which a condition holds. Once is enough for each schema.
    fn add_outcome(&mut self, id: SchemaId, by: Keyword, mentions: &mut Mentions<'d>) {
        let id = self.analysis.reference_chain(id).last().unwrap_or(id);
        if self.applied.insert(id) {
            both(mentions, either(self.outcome(id, by), Mentions::default()));
        }
    }

    /// What the outcome of a condition mentions.
    fn outcome(&mut self, id: SchemaId, by: Keyword) -> Mentions<'d> {
        self.schema(&self.analysis.intersection_of(id), by)
    }

    /// What a schema mentions that applies to some of the objects.
    fn schema(&mut self, intersection: &Intersection, by: Keyword) -> Mentions<'d> {
        let mut mentions = Mentions::default();
        let objects = intersection.limited(JsonTypes::OBJECT);
        if objects.json_types.is_empty() || self.depth >= MAX_DEPTH || !self.seen.insert(objects.operands.clone()) {
            return mentions;
        }
        self.depth += 1;
        let resolved = resolution::resolve_intersection(self.analysis, &objects);
        let mut declared: IndexMap<&'d str, Vec<SchemaId>> = IndexMap::default();
        for schema in &resolved.schemas {
            for (name, id) in &schema.keywords.properties {
                declared.entry(name).or_default().push(*id);
            }
        }
        for (name, schemas) in declared {
            let value = self.analysis.intersection(schemas.iter().copied().map(Operand::whole).collect());
            // A member that must be absent is not declared.
            let is_possible = !value.json_types.is_empty();
            let (alternatives, schemas) = if is_possible { (vec![value], schemas) } else { (Vec::new(), Vec::new()) };
            mentions.insert(name, Mention { alternatives, schemas, exhaustive: true, by });
        }
        for schema in &resolved.schemas {
            schema.keywords.required.iter().for_each(|name| add_name(&mut mentions, name, by));
            self.add_conditions(*schema, Some(by), &mut mentions);
        }
        for choice in &resolved.choices {
            let of_choice = self.choice(choice, by);
            both(&mut mentions, of_choice);
        }
        self.depth -= 1;
        mentions
    }

    /// What the branches of a choice mention.
    fn choice(&mut self, choice: &Choice<'d>, by: Keyword) -> Mentions<'d> {
        let mut branches = choice.branches.iter().map(|branch| self.schema(branch, by));
        let first = branches.next().unwrap_or_default();
        branches.fold(first, either)
    }

    /// Adds the names that a test reads, even below `not`. Without these members, the test would have another result.
    fn add_tested(&mut self, test: SchemaId, by: Keyword, mentions: &mut Mentions<'d>) {
        let mut seen = HashSet::new();
        let mut stack = vec![test];
        while let Some(id) = stack.pop() {
            let Some(keywords) = self.analysis.keywords(id).filter(|_| seen.insert(id)) else { continue };
            named(keywords).for_each(|name| add_name(mentions, name, by));
            let is_same_value = |applies| {
                matches!(applies, Applies::Extending | Applies::Choosing | Applies::Testing | Applies::Conditionally)
            };
            stack.extend(keywords.children_by(|role| is_same_value(role.applies())).map(|(_, id)| id));
        }
    }
}

/// The members that the own keywords of a schema name.
fn named(keywords: &Keywords) -> impl Iterator<Item = &str> {
    let dependent = keywords.dependent_required.iter().flat_map(|(name, names)| std::iter::once(name).chain(names));
    let names = keywords.properties.keys().chain(&keywords.required).chain(keywords.dependent_schemas.keys());
    names.chain(dependent).map(String::as_str)
}

/// Adds a name that a keyword mentions.
fn add_name<'d>(mentions: &mut Mentions<'d>, name: &'d str, by: Keyword) {
    let only_named = || Mention { alternatives: Vec::new(), schemas: Vec::new(), exhaustive: false, by };
    mentions.entry(name).or_insert_with(only_named);
}

/// Adds the mentions of another schema that applies to the same objects.
fn both<'d>(mentions: &mut Mentions<'d>, others: Mentions<'d>) {
    for (name, other) in others {
        let Some(mention) = mentions.get_mut(name) else {
            mentions.insert(name, other);
            continue;
        };
        let says_nothing = |mention: &Mention| mention.alternatives.iter().any(|any| any.json_types == JsonTypes::ALL);
        match (mention.exhaustive, other.exhaustive) {
            (true, false) => {}
            (true, true) if !says_nothing(mention) => {}
            (_, true) => *mention = Mention { by: mention.by, ..other },
            (false, false) => mention.add_alternatives(other),
        }
    }
}

/// The mentions of two schemas of which one applies.
fn either<'d>(mut mentions: Mentions<'d>, others: Mentions<'d>) -> Mentions<'d> {
    for (name, mention) in &mut mentions {
        mention.exhaustive &= others.contains_key(name);
    }
    for (name, other) in others {
        match mentions.get_mut(name) {
            Some(mention) => {
                mention.exhaustive &= other.exhaustive;
                mention.add_alternatives(other);
            }
            None => _ = mentions.insert(name, Mention { exhaustive: false, ..other }),
        }
    }
    mentions
}

impl Mention {
    fn add_alternatives(&mut self, other: Self) {
        for alternative in other.alternatives {
            if !self.alternatives.contains(&alternative) {
                self.alternatives.push(alternative);
            }
        }
        self.schemas.extend(other.schemas);
    }
}
