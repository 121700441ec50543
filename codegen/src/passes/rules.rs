//! Removes rules without effect, so that most types have no rules. Rules of an enumeration refer to its values instead of repeating them.

use std::collections::BTreeSet;

use super::graph::closing_edges;
use crate::diag::Diagnostics;
use crate::ir::{Api, CoverageKind, CoverageNote, Operation, Rule, RuleStructure, Shape, TypeDef, TypeId};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    remove_infinite(api);
    for (id, def) in (0..).map(TypeId).zip(&mut api.types) {
        if let Shape::Enumeration(enumeration) = &def.shape {
            let rules = &mut def.rules.beyond_type;
            let count = rules.len();
            rules.retain(|rule| !matches!(rule, Rule::Enum(_) | Rule::Listed(_)));
            // A union of an enumeration and a string lists known values, not allowed values.
            rules.extend((enumeration.open && rules.len() < count).then_some(Rule::Listed(id)));
        }
    }
    let effective = effective(&api.types);
    for def in &mut api.types {
        prune(&mut def.rules.beyond_type, &effective);
        if let Some(full) = &mut def.rules.full {
            prune(full, &effective);
        }
    }
    for parameter in api.operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
        prune(&mut parameter.rules, &effective);
    }
}

/// Removes the rules of recursive aliases. An alias has no rules in the output, because they are repeated at every use, so recursive
/// ones would be infinite.
fn remove_infinite(api: &mut Api) {
    let mut recursive = BTreeSet::new();
    let edges: Vec<Vec<usize>> = api.types.iter().map(alias_edges).collect();
    closing_edges(&edges, |node, _| {
        recursive.insert(node);
    });
    for node in recursive {
        let Some(def) = api.types.get_mut(node) else { continue };
        def.rules.beyond_type.clear();
        def.rules.full = None;
        api.coverage.push(CoverageNote {
            kind: CoverageKind::Constraint,
            construct: "schema".to_owned(),
            place: def.place.clone(),
            note: "not validated: the rules of this recursive alias would be infinite".to_owned(),
        });
    }
}

fn alias_edges(def: &TypeDef) -> Vec<usize> {
    let mut targets = Vec::new();
    if matches!(def.shape, Shape::Alias(_)) {
        for_each_definition_in_rules(def, &mut |id| targets.push(id.0));
    }
    targets
}

/// Calls `visit` with each definition that the rules of a definition refer to.
pub(super) fn for_each_definition_in_rules(def: &TypeDef, visit: &mut dyn FnMut(TypeId)) {
    for_each_reference(&def.rules.beyond_type, &mut |id, _| visit(id));
    for_each_reference(def.rules.full.as_deref().unwrap_or_default(), &mut |id, _| visit(id));
}

/// Calls `visit` with each definition that the rules of an operation's parameters refer to.
pub(super) fn for_each_definition_in_parameters(operation: &Operation, visit: &mut dyn FnMut(TypeId)) {
    for parameter in &operation.parameters {
        for_each_reference(&parameter.rules, &mut |id, _| visit(id));
    }
}

/// Calls `visit` with each definition whose rules are referred to, and whether the reference is [`Rule::RefFull`].
fn for_each_reference(rules: &[Rule], visit: &mut dyn FnMut(TypeId, bool)) {
    for rule in rules {
        match rule.structure() {
            RuleStructure::RefBeyondType(id) => visit(id, false),
            RuleStructure::RefFull(id) => visit(id, true),
            RuleStructure::Nested
            | RuleStructure::Conditional(..)
            | RuleStructure::Combination
            | RuleStructure::Assertion => rule.parts().into_iter().for_each(|rules| for_each_reference(rules, visit)),
        }
    }
}

/// Returns which definitions have rules with an effect.
fn effective(types: &[TypeDef]) -> Vec<bool> {
    let mut effective = vec![false; types.len()];
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut stack = Vec::new();
    for (index, def) in types.iter().enumerate() {
        if is_effective(&def.rules.beyond_type) {
            stack.push(index);
        }
        for_each_reference(&def.rules.beyond_type, &mut |id, full| {
            if let (false, Some(users)) = (full, users.get_mut(id.0)) {
                users.push(index);
            }
        });
    }
    while let Some(index) = stack.pop() {
        if !std::mem::replace(&mut effective[index], true) {
            stack.extend(users.get(index).into_iter().flatten());
        }
    }
    effective
}

/// Whether rules have an effect by themselves.
fn is_effective(rules: &[Rule]) -> bool {
    rules.iter().any(|rule| match rule.structure() {
        RuleStructure::RefBeyondType(_) => false,
        RuleStructure::Nested => rule.parts().into_iter().any(|rules| is_effective(rules)),
        RuleStructure::Conditional(then, otherwise) => is_effective(then) || is_effective(otherwise),
        RuleStructure::RefFull(_) | RuleStructure::Combination | RuleStructure::Assertion => true,
    })
}

fn prune(rules: &mut Vec<Rule>, effective: &[bool]) {
    rules.retain_mut(|rule| {
        rule.parts_mut().into_iter().for_each(|rules| prune(rules, effective));
        match rule.structure() {
            RuleStructure::RefBeyondType(id) => effective.get(id.0).copied().unwrap_or_default(),
            RuleStructure::Nested => rule.parts().into_iter().any(|rules| !rules.is_empty()),
            RuleStructure::Conditional(then, otherwise) => !then.is_empty() || !otherwise.is_empty(),
            RuleStructure::RefFull(_) | RuleStructure::Combination | RuleStructure::Assertion => true,
        }
    });
}
