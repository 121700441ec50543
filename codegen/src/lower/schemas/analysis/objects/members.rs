//! Members of objects: declared ones, conditional ones, and whether others are allowed.

use super::IndexMap;
use crate::lower::schemas::analysis::resolution::ResolvedSchema;
use crate::lower::schemas::analysis::schema::{JsonTypes, Operand, SchemaAnalysis};
use crate::openapi::{Applies, Keywords, SchemaId};

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
    pub(crate) operands: Vec<Operand>,
    /// Whether the member is only declared under a condition.
    pub(crate) is_conditional: bool,
}

/// A member that is declared under a condition.
struct ConditionalMember<'d> {
    name: &'d str,
    /// The member matches one of these schemas.
    outcomes: Vec<SchemaId>,
    /// Whether one of the outcomes always applies.
    exhaustive: bool,
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

/// Whether the keywords name members of an object, so that it is not just a map.
pub(crate) fn names_members(analysis: &SchemaAnalysis<'_>, resolved: &ResolvedSchema<'_>) -> bool {
    resolved.schemas.iter().any(|schema| {
        let keywords = schema.keywords;
        !keywords.properties.is_empty()
            || !keywords.pattern_properties.is_empty()
            || !keywords.required.is_empty()
            || !conditional_members(analysis, keywords).is_empty()
    })
}

/// The declared members in order. Conditional members follow the others.
pub(crate) fn declared_members<'d>(
    analysis: &SchemaAnalysis<'d>,
    resolved: &ResolvedSchema<'d>,
) -> IndexMap<&'d str, DeclaredMember> {
    let mut declared: IndexMap<&'d str, DeclaredMember> = IndexMap::default();
    for schema in &resolved.schemas {
        for (name, id) in &schema.keywords.properties {
            let member = declared.entry(name).or_default();
            member.schemas.push(*id);
            if !member.operands.contains(&Operand::whole(*id)) {
                member.operands.push(Operand::whole(*id));
            }
        }
    }
    for schema in &resolved.schemas {
        for condition in conditional_members(analysis, schema.keywords) {
            let is_declared = declared.contains_key(condition.name);
            if is_declared && !condition.exhaustive {
                continue;
            }
            let outcomes: Vec<_> = condition.outcomes.iter().map(|id| analysis.intersection_of(*id)).collect();
            let member = declared.entry(condition.name).or_default();
            if !is_declared {
                member.schemas.extend(condition.outcomes);
                member.is_conditional = true;
            }
            member.operands.push(Operand::Any(outcomes.into()));
        }
    }
    declared
}

/// The members that the outcomes of conditions (`then`, `else`, `dependentSchemas`) declare.
fn conditional_members<'d>(analysis: &SchemaAnalysis<'d>, keywords: &Keywords) -> Vec<ConditionalMember<'d>> {
    let mut found: IndexMap<&'d str, Vec<SchemaId>> = IndexMap::default();
    for (_, outcome) in keywords.children_by(|role| role.applies() == Applies::Conditionally) {
        for keywords in analysis.reference_chain(outcome).filter_map(|id| analysis.keywords(id)) {
            for (name, id) in &keywords.properties {
                let is_possible = analysis.json_types_of(*id).effective() != JsonTypes::NONE;
                if is_possible {
                    found.entry(name).or_default().push(*id);
                }
            }
        }
    }
    let has_both =
        keywords.then_schema.is_some() && keywords.else_schema.is_some() && keywords.dependent_schemas.is_empty();
    let conditional = |(name, outcomes): (&'d str, Vec<SchemaId>)| {
        let exhaustive = has_both && outcomes.len() == 2;
        ConditionalMember { name, outcomes, exhaustive }
    };
    found.into_iter().map(conditional).collect()
}
