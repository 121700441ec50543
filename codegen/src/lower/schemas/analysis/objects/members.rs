//! Members of objects: declared ones, those that only conditions declare or name, and whether others are allowed.

use super::IndexMap;
use super::mentions::{Keyword, Mention, Mentions, mentions_of_choice, mentions_of_conditions};
use super::narrowings::{Narrowing, narrowing};
use crate::lower::schemas::analysis::resolution::ResolvedSchema;
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, SchemaAnalysis};
use crate::openapi::{Keywords, SchemaId};

/// With more entries of `patternProperties`, it is not decided which of them describe a member.
const MAX_PATTERNS: usize = 64;

/// What a schema says about members that it does not declare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UndeclaredMembers {
    /// Nothing.
    Unspecified,
    /// They are forbidden.
    Forbidden,
    /// They are allowed; each must match these operands. Without operands, any value is allowed: decoding cannot tell which of them match
    /// an entry of `patternProperties`.
    Allowed(Vec<Operand>),
}

/// A member as the schemas of an intersection declare it.
#[derive(Debug, Default)]
pub(crate) struct DeclaredMember {
    pub(crate) schemas: Vec<SchemaId>,
    /// What every value of the member matches.
    pub(crate) operands: Vec<Operand>,
    /// What some values of the member match, if conditions declare it. Others may match none of these.
    pub(crate) alternatives: Vec<Intersection>,
    /// The condition under which the member is declared, unless it is always declared.
    pub(crate) condition: Option<Keyword>,
}

/// The members of an object.
#[derive(Debug, Default)]
pub(crate) struct ObjectMembers<'d> {
    /// The declared members in order. Conditional members follow the others.
    pub(crate) declared: IndexMap<&'d str, DeclaredMember>,
    /// The members that keywords only name.
    pub(crate) mentioned: IndexMap<&'d str, Keyword>,
    /// For each choice, the narrowing if its branches only require or narrow members.
    pub(crate) narrowings: Vec<Option<Narrowing>>,
}

/// What the keywords say about members that are not declared.
pub(crate) fn undeclared_members(analysis: &SchemaAnalysis<'_>, resolved: &ResolvedSchema<'_>) -> UndeclaredMembers {
    if resolved.schemas.iter().any(|schema| analysis.has_undecodable_pattern(schema.keywords)) {
        // Any of these members may match the pattern, which allows it and describes its value.
        return UndeclaredMembers::Allowed(Vec::new());
    }
    let mut operands = Vec::new();
    for schema in &resolved.schemas {
        let keywords = schema.keywords;
        let Some(id) = keywords.additional_properties.or(keywords.unevaluated_properties) else { continue };
        if analysis.json_types_of(id).stated.is_empty() {
            return UndeclaredMembers::Forbidden;
        }
        operands.push(Operand::whole(id));
    }
    if operands.is_empty() { UndeclaredMembers::Unspecified } else { UndeclaredMembers::Allowed(operands) }
}

/// What the keywords say about the member with this name, which no schema declares.
#[derive(Debug, Default)]
pub(crate) struct UndeclaredMember {
    /// What every value matches, by `patternProperties` and `additionalProperties`.
    pub(crate) operands: Vec<Operand>,
    /// What every value matches by `unevaluatedProperties`, unless a condition declares the member.
    pub(crate) unevaluated: Vec<Operand>,
    /// Whether a schema forbids the member.
    pub(crate) is_forbidden: bool,
    /// Whether a pattern may match the name, so that other keywords may say nothing about it.
    pub(crate) may_match: bool,
}

/// The keywords for members that no schema declares.
#[derive(Debug)]
pub(crate) struct UndeclaredKeywords<'d> {
    schemas: Vec<&'d Keywords>,
    /// Whether the patterns are few enough to be decided.
    is_bounded: bool,
}

impl<'d> UndeclaredKeywords<'d> {
    pub(crate) fn of(resolved: &ResolvedSchema<'d>) -> Self {
        let schemas: Vec<&'d Keywords> = resolved.schemas.iter().map(|schema| schema.keywords).collect();
        let count: usize = schemas.iter().map(|keywords| keywords.pattern_properties.len()).sum();
        Self { schemas, is_bounded: count <= MAX_PATTERNS }
    }

    /// What the keywords say about the member with this name.
    pub(crate) fn member(&self, analysis: &SchemaAnalysis<'_>, name: &str) -> UndeclaredMember {
        if !self.is_bounded {
            return UndeclaredMember { may_match: true, ..UndeclaredMember::default() };
        }
        let mut member = UndeclaredMember::default();
        for keywords in &self.schemas {
            let mut is_matched = false;
            for (pattern, id) in &keywords.pattern_properties {
                match analysis.linear_pattern(pattern).map(|pattern| pattern.is_match(name)) {
                    Some(true) => member.operands.push(Operand::whole(*id)),
                    Some(false) => continue,
                    // Neither the pattern nor `additionalProperties` says anything for certain.
                    None => member.may_match = true,
                }
                is_matched = true;
            }
            let unevaluated = keywords.unevaluated_properties.filter(|_| keywords.additional_properties.is_none());
            let rest = [(keywords.additional_properties, &mut member.operands), (unevaluated, &mut member.unevaluated)];
            for (id, operands) in rest {
                let Some(id) = id.filter(|_| !is_matched) else { continue };
                if analysis.json_types_of(id).stated.is_empty() {
                    member.is_forbidden = true;
                } else {
                    operands.push(Operand::whole(id));
                }
            }
        }
        member
    }
}

/// Whether the keywords declare members of an object, so that it is not just a map. A map keeps the members that conditions only name.
pub(crate) fn names_members(analysis: &SchemaAnalysis<'_>, resolved: &ResolvedSchema<'_>) -> bool {
    resolved.schemas.iter().any(|schema| {
        let keywords = schema.keywords;
        !keywords.properties.is_empty() || !keywords.pattern_properties.is_empty() || !keywords.required.is_empty()
    }) || mentions_of_conditions(analysis, resolved).values().any(|mention| !mention.alternatives.is_empty())
}

/// The members of an object that consists of keywords and choices.
pub(crate) fn object_members<'d>(analysis: &SchemaAnalysis<'d>, resolved: &ResolvedSchema<'d>) -> ObjectMembers<'d> {
    let mut members = ObjectMembers::default();
    for schema in &resolved.schemas {
        for (name, id) in &schema.keywords.properties {
            let member = members.declared.entry(name).or_default();
            member.schemas.push(*id);
            if !member.operands.contains(&Operand::whole(*id)) {
                member.operands.push(Operand::whole(*id));
            }
        }
    }
    let undeclared = UndeclaredKeywords::of(resolved);
    add_mentions(analysis, &undeclared, mentions_of_conditions(analysis, resolved), &mut members);
    for choice in &resolved.choices {
        let narrowing = narrowing(analysis, choice, &|name| members.declared.contains_key(name));
        if narrowing.is_some() {
            add_mentions(analysis, &undeclared, mentions_of_choice(analysis, choice), &mut members);
        }
        members.narrowings.push(narrowing);
    }
    for name in members.declared.keys() {
        members.mentioned.shift_remove(name);
    }
    members
}

/// Adds members that conditions declare or name.
fn add_mentions<'d>(
    analysis: &SchemaAnalysis<'d>,
    undeclared: &UndeclaredKeywords<'d>,
    mentions: Mentions<'d>,
    members: &mut ObjectMembers<'d>,
) {
    for (name, mention) in mentions {
        let Mention { mut alternatives, schemas, exhaustive, by } = mention;
        if alternatives.is_empty() {
            members.mentioned.entry(name).or_insert(by);
            continue;
        }
        if let Some(member) = members.declared.get_mut(name) {
            // A declaration that allows anything is limited by conditions of which one always holds.
            let allows_anything = analysis.intersection(member.operands.clone()).json_types == JsonTypes::ALL;
            if exhaustive && allows_anything && member.condition.is_none() {
                member.operands.push(Operand::Any(alternatives.into()));
            } else if !member.alternatives.is_empty() {
                alternatives.retain(|alternative| !member.alternatives.contains(alternative));
                member.alternatives.extend(alternatives);
                member.schemas.extend(schemas);
            }
            continue;
        }
        let UndeclaredMember { mut operands, unevaluated, is_forbidden, may_match: _ } =
            undeclared.member(analysis, name);
        let mut open = Vec::new();
        if !operands.is_empty() {
            // The type of the map holds under all conditions.
        } else if exhaustive || is_forbidden {
            operands.push(Operand::Any(alternatives.into()));
        } else if !unevaluated.is_empty() {
            alternatives.push(analysis.intersection(unevaluated));
            operands.push(Operand::Any(alternatives.into()));
        } else {
            open = alternatives;
        }
        let member = DeclaredMember { schemas, operands, alternatives: open, condition: Some(by) };
        members.declared.insert(name, member);
    }
}
