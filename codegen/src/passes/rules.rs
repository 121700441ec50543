//! Rules that say nothing are taken out, so that most types have none; the values of an enumeration are not listed twice.

use std::collections::BTreeSet;

use super::graph::closing_edges;
use crate::diag::Diagnostics;
use crate::ir::{Api, CoverageKind, CoverageNote, Rule, RuleStructure, Shape, TypeDef, TypeId};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    cut_endless(api);
    for (id, def) in (0..).map(TypeId).zip(&mut api.types) {
        if let Shape::Enumeration(enumeration) = &def.shape {
            let rest = &mut def.rules.rest;
            let all = rest.len();
            rest.retain(|rule| !matches!(rule, Rule::Enum(_) | Rule::Listed(_)));
            // One that may also be any string lists what is known, not what is allowed.
            rest.extend((enumeration.open && rest.len() < all).then_some(Rule::Listed(id)));
        }
    }
    let saying = saying(&api.types);
    for def in &mut api.types {
        prune(&mut def.rules.rest, &saying);
        if let Some(whole) = &mut def.rules.whole {
            prune(whole, &saying);
        }
    }
}

/// An alias has no rules of its own in the output: they are written where it is used. Rules of aliases that lead back to themselves
/// are left out.
fn cut_endless(api: &mut Api) {
    let mut endless = BTreeSet::new();
    let edges: Vec<Vec<usize>> = api.types.iter().map(alias_edges).collect();
    closing_edges(&edges, |node, _| {
        endless.insert(node);
    });
    for node in endless {
        let Some(def) = api.types.get_mut(node) else { continue };
        def.rules.rest.clear();
        def.rules.whole = None;
        api.coverage.push(CoverageNote {
            kind: CoverageKind::Constraint,
            construct: "schema".to_owned(),
            place: def.place.clone(),
            note: "not checked: what it demands leads back to itself without a type of its own".to_owned(),
        });
    }
}

fn alias_edges(def: &TypeDef) -> Vec<usize> {
    let mut targets = Vec::new();
    if matches!(def.shape, Shape::Alias(_)) {
        referred(&def.rules.rest, &mut |id, _| targets.push(id.0));
        referred(def.rules.whole.as_deref().unwrap_or_default(), &mut |id, _| targets.push(id.0));
    }
    targets
}

/// Calls `see` with each definition whose rules are referred to, and whether all of its rules are meant.
pub(super) fn referred(rules: &[Rule], see: &mut dyn FnMut(TypeId, bool)) {
    for rule in rules {
        match rule.structure() {
            RuleStructure::Rest(id) => see(id, false),
            RuleStructure::Whole(id) => see(id, true),
            RuleStructure::Frame
            | RuleStructure::Conditional(..)
            | RuleStructure::Combination
            | RuleStructure::Assertion => rule.parts().into_iter().for_each(|rules| referred(rules, see)),
        }
    }
}

/// Which definitions have rules that say something.
fn saying(types: &[TypeDef]) -> Vec<bool> {
    let mut saying = vec![false; types.len()];
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut stack = Vec::new();
    for (index, def) in types.iter().enumerate() {
        if says(&def.rules.rest) {
            stack.push(index);
        }
        referred(&def.rules.rest, &mut |id, whole| {
            if let (false, Some(users)) = (whole, users.get_mut(id.0)) {
                users.push(index);
            }
        });
    }
    while let Some(index) = stack.pop() {
        if !std::mem::replace(&mut saying[index], true) {
            stack.extend(users.get(index).into_iter().flatten());
        }
    }
    saying
}

/// Whether rules say something by themselves.
fn says(rules: &[Rule]) -> bool {
    rules.iter().any(|rule| match rule.structure() {
        RuleStructure::Rest(_) => false,
        RuleStructure::Frame => rule.parts().into_iter().any(|rules| says(rules)),
        RuleStructure::Conditional(then, otherwise) => says(then) || says(otherwise),
        RuleStructure::Whole(_) | RuleStructure::Combination | RuleStructure::Assertion => true,
    })
}

fn prune(rules: &mut Vec<Rule>, saying: &[bool]) {
    rules.retain_mut(|rule| {
        rule.parts_mut().into_iter().for_each(|rules| prune(rules, saying));
        match rule.structure() {
            RuleStructure::Rest(id) => saying.get(id.0).copied().unwrap_or_default(),
            RuleStructure::Frame => rule.parts().into_iter().any(|rules| !rules.is_empty()),
            RuleStructure::Conditional(then, otherwise) => !then.is_empty() || !otherwise.is_empty(),
            RuleStructure::Whole(_) | RuleStructure::Combination | RuleStructure::Assertion => true,
        }
    });
}
