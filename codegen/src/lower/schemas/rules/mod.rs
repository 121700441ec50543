//! Rules: what `validate()` checks of the values of each type.
//!
//! They follow the schemas, not the types. Each schema becomes the rules that it states. A reference to a schema with a
//! definition becomes a reference to the rules of that definition.
//!
//! There are two scopes. [`Scope::BeyondType`] leaves out the rules that the type guarantees: the value is of its type, and
//! null only where null is allowed. [`Scope::Full`] contains all rules of a schema. It is used where a value may match or not:
//! under `not` and `if`, in `contains`, and in alternatives that are distinguished only by matching.
//!
//! The rules are written last, when all types exist. They use the analysis. About the types, they know only the
//! definition of each intersection. They do not import `builder`. `keywords` turns the keywords of one schema into rules (`objects` those
//! for objects, `strings` those for strings), `foreign_members` those about members that another schema declares, and `choice` turns the
//! alternatives into rules. `dropped_members` writes notes about rules that depend on members that a type does not keep.

mod choice;
mod dropped_members;
mod foreign_members;
mod keywords;
mod objects;
mod strings;

use std::cell::LazyCell;
use std::collections::BTreeMap;

use super::UncheckedFormats;
use super::analysis::branches::SiblingTags;
use super::analysis::objects::{self as object_analysis, ObjectMembers};
use super::analysis::resolution::{self, ListAgreement, ResolvedSchema};
use super::analysis::schema::{
    Intersection, JsonTypes, Operand, Portion, SchemaAnalysis, SchemaKeywords, composed_schemas,
};
use crate::diag::SourceLocation;
use crate::ir::{
    CoverageKind, CoverageNote, EnumValue, JsonType, Rule, RuleStructure, Shape, TypeDef, TypeId, TypeRules,
};
use crate::openapi::{Keywords, SchemaId};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use serde_json::Value;

/// Schemas inside schemas are followed to this depth where none of them has a definition.
const MAX_DEPTH: usize = 200;
/// Upper bound for the rules of all types together: this many, and [`MAX_RULES_PER_SCHEMA`] for each schema of the document.
const MAX_RULES: usize = 10_000;
const MAX_RULES_PER_SCHEMA: usize = 64;

/// The rules that are written for a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// The rules that the type does not guarantee.
    BeyondType,
    /// All rules.
    Full,
}

/// The result of [`write`].
pub(super) struct WrittenRules {
    /// The rules of all definitions, by index.
    pub(super) types: Vec<TypeRules>,
    /// The rules of the schemas that are used outside of definitions.
    pub(super) uses: Vec<Vec<Rule>>,
    /// Notes about keywords that are not validated.
    pub(super) notes: Vec<CoverageNote>,
}

/// Writes the rules of all definitions, and of other schemas where they are used. `intersections` holds the intersection of each definition.
pub(super) fn write<'d>(
    analysis: &'d SchemaAnalysis<'d>,
    types: &[TypeDef],
    intersections: &BTreeMap<TypeId, Intersection>,
    uses: &[SchemaId],
    sibling_tags: SiblingTags,
    unchecked_formats: UncheckedFormats,
) -> WrittenRules {
    let mut writer = RuleWriter::new(analysis, types, intersections, sibling_tags, unchecked_formats);
    let mut rules: Vec<TypeRules> = vec![TypeRules::default(); types.len()];
    for (id, intersection) in intersections {
        if let Some(rules) = rules.get_mut(id.0) {
            rules.beyond_type = writer.own_rules(intersection, Some(*id), Scope::BeyondType);
            writer.note_dropped_in_not(*id, intersection);
        }
    }
    let uses = uses.iter().map(|schema| writer.use_rules(*schema)).collect();
    while let Some(id) = writer.pending.pop() {
        let intersection = intersections.get(&id);
        let full = intersection.map(|intersection| writer.own_rules(intersection, Some(id), Scope::Full));
        if let Some(rules) = rules.get_mut(id.0) {
            rules.full = Some(full.unwrap_or_default());
        }
    }
    WrittenRules { types: rules, uses, notes: writer.notes }
}

/// Writes rules.
struct RuleWriter<'d> {
    analysis: &'d SchemaAnalysis<'d>,
    /// The tags that are required next to choices.
    sibling_tags: SiblingTags,
    unchecked_formats: UncheckedFormats,
    /// The definition of the intersection of these operands.
    definitions: HashMap<Vec<Operand>, TypeId>,
    /// Definitions of objects that ignore undeclared members.
    ignoring: HashSet<TypeId>,
    /// Definitions whose full rules are referred to and still to be written.
    pending: Vec<TypeId>,
    /// All definitions whose full rules are referred to.
    requested: HashSet<TypeId>,
    depth: usize,
    /// The number of rules so far.
    written: usize,
    notes: Vec<CoverageNote>,
}

impl<'d> RuleWriter<'d> {
    fn new(
        analysis: &'d SchemaAnalysis<'d>,
        types: &[TypeDef],
        intersections: &BTreeMap<TypeId, Intersection>,
        sibling_tags: SiblingTags,
        unchecked_formats: UncheckedFormats,
    ) -> Self {
        let mut definitions: HashMap<Vec<Operand>, TypeId> = HashMap::new();
        let is_alias = |id: &TypeId| types.get(id.0).is_none_or(|def| matches!(def.shape, Shape::Alias(_)));
        let components = analysis.components().schemas().map(|(id, index)| (vec![Operand::whole(id)], TypeId(index)));
        let others = intersections.iter().map(|(id, intersection)| (intersection.operands.clone(), *id));
        for (operands, id) in components.chain(others) {
            let definition = definitions.entry(operands).or_insert(id);
            // A nullable component is an alias of the definition of its non-null values.
            if is_alias(definition) && !is_alias(&id) {
                *definition = id;
            }
        }
        let (pending, requested, notes) = (Vec::new(), HashSet::new(), Vec::new());
        Self {
            analysis,
            sibling_tags,
            unchecked_formats,
            definitions,
            ignoring: dropped_members::ignoring(types),
            pending,
            requested,
            depth: 0,
            written: 0,
            notes,
        }
    }

    /// The rules of a parameter's schema. The limits of a text's and a list's length are checked without them.
    fn use_rules(&mut self, id: SchemaId) -> Vec<Rule> {
        use crate::ir::Count::{MaxItems, MaxLength, MinItems, MinLength};
        let mut rules = self.rules_of(id, Scope::BeyondType);
        rules.retain(|rule| !matches!(rule, Rule::Count(MinLength | MaxLength | MinItems | MaxItems, _)));
        rules
    }

    /// The rules of a schema where it is used.
    fn rules_of(&mut self, id: SchemaId, scope: Scope) -> Vec<Rule> {
        let intersection = self.analysis.intersection_of(id);
        self.rules_at(&intersection, scope)
    }

    /// The rules of an intersection where it is used: a reference to its definition, if it has one.
    fn rules_at(&mut self, intersection: &Intersection, scope: Scope) -> Vec<Rule> {
        match self.definitions.get(&intersection.operands).copied() {
            Some(id) => vec![self.reference_to(id, scope)],
            None => self.own_rules(intersection, None, scope),
        }
    }

    /// The rule that refers to the rules of a definition.
    fn reference_to(&mut self, id: TypeId, scope: Scope) -> Rule {
        if scope == Scope::BeyondType {
            return Rule::RefBeyondType(id);
        }
        if self.requested.insert(id) {
            self.pending.push(id);
        }
        Rule::RefFull(id)
    }

    /// The rules that an intersection states itself. `own` is the definition for which they are written.
    fn own_rules(&mut self, intersection: &Intersection, own: Option<TypeId>, scope: Scope) -> Vec<Rule> {
        if self.depth >= MAX_DEPTH
            || self.written > MAX_RULES + MAX_RULES_PER_SCHEMA * self.analysis.document().schemas.len()
        {
            self.note_limit(intersection);
            return Vec::new();
        }
        self.depth += 1;
        let mut rules = match self.family(intersection, scope) {
            Some(rules) => rules,
            None => self.stated(intersection, own, scope),
        };
        self.depth -= 1;
        self.written += rules.len();
        let adds_null = scope == Scope::Full
            && (self.is_made_nullable(intersection)
                || (rules.iter().any(rejects_null)
                    && self.analysis.intersection(intersection.operands.clone()).json_types.is_nullable()));
        if adds_null
            || (scope == Scope::BeyondType && intersection.json_types.is_nullable() && rules.iter().any(rejects_null))
        {
            rules = vec![Rule::If(vec![Rule::Type(vec![JsonType::Null])], Vec::new(), rules)];
        }
        rules
    }

    /// Whether `nullable` adds null to the types of a schema.
    fn is_made_nullable(&self, intersection: &Intersection) -> bool {
        let [Operand::Schema(id, Portion::Whole)] = intersection.operands[..] else { return false };
        self.keywords(id).is_some_and(|keywords| keywords.nullable)
    }

    /// The only schema of an intersection, if it consists of its own keywords, as most do. Then nothing needs to be resolved.
    fn plain_schema(&self, intersection: &Intersection) -> Option<SchemaKeywords<'d>> {
        let [Operand::Schema(id, _)] = intersection.operands[..] else { return None };
        let keywords = self.keywords(id)?;
        composed_schemas(keywords).next().is_none().then_some(SchemaKeywords { id, keywords })
    }

    /// The rules that an intersection states, apart from the tags of a family and from null.
    fn stated(&mut self, intersection: &Intersection, own: Option<TypeId>, scope: Scope) -> Vec<Rule> {
        if let Some(schema) = self.plain_schema(intersection) {
            let mut rules = self.rules_of_schemas(&[schema], intersection.json_types, scope);
            let others = self.rules_for_typed_members(schema, scope);
            rules.extend(others.into_iter().filter(|rule| !rules.contains(rule)).collect::<Vec<_>>());
            return rules;
        }
        let resolved = resolution::resolve_intersection(self.analysis, intersection);
        let root = match intersection.operands[..] {
            [Operand::Schema(id, Portion::Whole)] if own.is_some() => Some(id),
            _ => None,
        };
        let simplified = resolution::simplified(self.analysis, intersection, root);
        let definition = self.definitions.get(&simplified).copied().filter(|id| Some(*id) != own);
        if let Some(definition) = definition.filter(|_| simplified != intersection.operands) {
            // The rules of the definition, and those of schemas next to it that add nothing to the type.
            let definition_schemas = resolution::resolve(self.analysis, &simplified, intersection.json_types).schemas;
            let in_definition: HashSet<SchemaId> = definition_schemas.iter().map(|schema| schema.id).collect();
            let mut rules = vec![self.reference_to(definition, scope)];
            for schema in resolved.schemas.into_iter().filter(|schema| !in_definition.contains(&schema.id)) {
                rules.extend(self.keyword_rules(schema, intersection.json_types, scope, scope));
            }
            return rules;
        }
        if resolved.never.is_some() && scope == Scope::Full {
            return vec![Rule::Never];
        }
        let analysis = self.analysis;
        let members = LazyCell::new(|| object_analysis::object_members(analysis, &resolved));
        let may_narrow = intersection.json_types.intersects(JsonTypes::OBJECT)
            && !resolved.choices.is_empty()
            && !object_analysis::is_union(analysis, &resolved);
        let mut rules = self.rules_for_foreign_members(&resolved, &members, scope);
        let several = resolved.schemas.len() > 1;
        let may_repeat = several || !rules.is_empty();
        let added_values = if several { added_values(&resolved, intersection.json_types) } else { None };
        let added_to_members = if several { self.added_to_members(&members) } else { Vec::new() };
        let is_added_to = |name: &str| added_to_members.iter().any(|(other, _)| other == name);
        for rule in self.rules_of_schemas(&resolved.schemas, intersection.json_types, scope) {
            let is_replaced = (matches!(rule, Rule::Enum(_)) && added_values.is_some())
                || matches!(&rule, Rule::Property(name, _) if is_added_to(name));
            if !is_replaced && (!may_repeat || !rules.contains(&rule)) {
                rules.push(rule);
            }
        }
        rules.extend(added_values);
        for (name, member) in added_to_members {
            rules.push(Rule::Property(name, self.own_rules(&member, None, scope)));
        }
        for (at, choice) in resolved.choices.iter().enumerate() {
            // The branches of a narrowing have no types that guarantee anything.
            let is_narrowing = may_narrow && members.narrowings.get(at).is_some_and(Option::is_some);
            let scope = if is_narrowing { Scope::Full } else { scope };
            rules.extend(self.choice_rules(choice, scope));
        }
        rules
    }

    /// The rules that the keywords of several schemas for the same value state.
    fn rules_of_schemas(&mut self, schemas: &[SchemaKeywords<'d>], json_types: JsonTypes, scope: Scope) -> Vec<Rule> {
        // The type keeps undeclared members as any values if decoding cannot evaluate a pattern.
        let has_untyped_members = schemas.iter().any(|schema| self.analysis.has_undecodable_pattern(schema.keywords));
        let undeclared_scope = if has_untyped_members { Scope::Full } else { scope };
        let mut rules: Vec<Rule> = Vec::new();
        let several = schemas.len() > 1;
        for schema in schemas {
            for rule in self.keyword_rules(*schema, json_types, scope, undeclared_scope) {
                if !several || !rules.contains(&rule) {
                    rules.push(rule);
                }
            }
        }
        rules
    }

    /// The members for which several schemas list values without a common one.
    fn added_to_members(&self, members: &ObjectMembers<'d>) -> Vec<(String, Intersection)> {
        let members = members.declared.iter();
        let members = members
            .filter(|(_, member)| member.operands.len() > 1)
            .map(|(name, member)| ((*name).to_owned(), self.analysis.intersection(member.operands.clone())));
        let adds = |(_, member): &(String, Intersection)| {
            added_values(&resolution::resolve_intersection(self.analysis, member), member.json_types).is_some()
        };
        members.filter(adds).collect()
    }

    fn keywords(&self, id: SchemaId) -> Option<&'d Keywords> {
        self.analysis.keywords(id)
    }

    /// Notes that rules are left out because a limit is reached.
    fn note_limit(&mut self, intersection: &Intersection) {
        let place = self.analysis.place_of(intersection);
        self.note_at("schema", place, "not validated: nested too deeply or too often");
    }

    fn note_at(&mut self, construct: &str, place: SourceLocation, note: &str) {
        let note = note.to_owned();
        self.notes.push(CoverageNote { kind: CoverageKind::Constraint, construct: construct.to_owned(), place, note });
    }
}

/// The rule for the values of several lists that have no value in common: the type has the values of all lists, or that of the last one if
/// it is a `const`.
fn added_values(resolved: &ResolvedSchema<'_>, json_types: JsonTypes) -> Option<Rule> {
    let values = match resolved.listed_values_and_agreement(json_types.non_null()) {
        _ if json_types.is_empty() => resolution::values_of_several_types(resolved)?,
        Some((values, ListAgreement::Extended | ListAgreement::Overridden)) => values,
        Some((_, ListAgreement::Common)) | None => return None,
    };
    let null = json_types.contains(JsonTypes::NULL).then(|| Value::Null.to_string());
    Some(Rule::Enum(values.iter().map(EnumValue::json).chain(null).collect()))
}

/// Whether a rule may reject null: choices leave out their branches for null.
fn rejects_null(rule: &Rule) -> bool {
    if let Rule::Type(types) = rule {
        return !types.contains(&JsonType::Null);
    }
    match rule.structure() {
        RuleStructure::Combination | RuleStructure::Conditional(..) | RuleStructure::RefFull(_) => true,
        RuleStructure::RefBeyondType(_) | RuleStructure::Nested | RuleStructure::Assertion => false,
    }
}
