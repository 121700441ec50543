//! Inherited tags: the branches of a union without a discriminator extend a component that has one.

use super::tags::{
    BranchTags, TagCandidates, TagOrigin, assign_tags, fallback_branch, listed_strings, schemas_of_branch,
    tag_candidates,
};
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, SchemaAnalysis};
use crate::lower::schemas::analysis::{objects, resolution};
use crate::openapi::SchemaId;

/// Choices inside choices are followed to this depth. All branches are followed at each level, so that the depth is an exponent.
const MAX_DEPTH: usize = 2;

/// The tags by the discriminator of the nearest common ancestor of the objects among the branches. Some branches may be unrelated to the
/// ancestor. They have the tags that they list, or are recognized by the absence of the property.
pub(super) fn inherited_tags(
    analysis: &SchemaAnalysis<'_>,
    branches: &[Intersection],
    depth: usize,
) -> Option<BranchTags> {
    let is_mixed = |branch: &Intersection| branch.json_types.intersects(JsonTypes::OBJECT) && !is_object(branch);
    if !analysis.has_discriminated_components() || branches.iter().any(is_mixed) {
        return None;
    }
    let ancestors: Vec<Vec<SchemaId>> = branches.iter().map(|branch| ancestors_of(analysis, branch, 0)).collect();
    let shared = most_shared(&ancestors)?;
    let discriminator = analysis.keywords(shared)?.discriminator.as_ref()?;
    let mut candidates = Vec::with_capacity(branches.len());
    for (branch, ancestors) in branches.iter().zip(&ancestors) {
        candidates.push(match ancestors.contains(&shared) {
            true => tag_candidates(analysis, branch, discriminator, depth),
            false if is_object(branch) => unrelated(analysis, branch, &discriminator.property)?,
            false => TagCandidates::default(),
        });
    }
    let by_branch = assign_tags(&candidates);
    let are_reached = ancestors.iter().zip(&by_branch).all(|(own, tags)| !own.contains(&shared) || !tags.is_empty());
    let fallback = fallback_branch(analysis, branches, discriminator);
    let property = discriminator.property.clone();
    are_reached.then_some(BranchTags { property, by_branch, fallback, origin: TagOrigin::Discriminator })
}

fn is_object(branch: &Intersection) -> bool {
    branch.json_types == JsonTypes::OBJECT
}

/// The schema with a discriminator that most branches are or extend, at least two. Of several the nearest.
fn most_shared(ancestors: &[Vec<SchemaId>]) -> Option<SchemaId> {
    let mut counts: Vec<(SchemaId, usize)> = Vec::new();
    for ancestor in ancestors.iter().flatten() {
        match counts.iter_mut().find(|(other, _)| other == ancestor) {
            Some((_, count)) => *count += 1,
            None => counts.push((*ancestor, 1)),
        }
    }
    let shared = counts.into_iter().filter(|(_, count)| *count > 1);
    let most = shared.reduce(|most, other| if other.1 > most.1 { other } else { most });
    most.map(|(ancestor, _)| ancestor)
}

/// The schemas with a discriminator that a branch is or extends. For a union, those that all its branches extend.
fn ancestors_of(analysis: &SchemaAnalysis<'_>, branch: &Intersection, depth: usize) -> Vec<SchemaId> {
    if !is_object(branch) {
        return Vec::new();
    }
    let ids = schemas_of_branch(analysis, branch);
    let mut found: Vec<SchemaId> = Vec::new();
    for ancestor in ids.into_iter().flat_map(|id| analysis.discriminated_ancestors(id)) {
        if !found.contains(&ancestor) {
            found.push(ancestor);
        }
    }
    if depth < MAX_DEPTH
        && let [choice] = resolution::resolve_intersection(analysis, branch).choices.as_slice()
        && let Some((first, rest)) = choice.branches.split_first()
    {
        let mut common = ancestors_of(analysis, first, depth + 1);
        for other in rest {
            if common.is_empty() {
                break;
            }
            let others = ancestors_of(analysis, other, depth + 1);
            common.retain(|ancestor| others.contains(ancestor));
        }
        found.extend(common);
    }
    found
}

/// The tags of a branch that does not extend the ancestor. `None` if it declares the property, but lists no values for it: then a tag says
/// nothing about it.
fn unrelated(analysis: &SchemaAnalysis<'_>, branch: &Intersection, property: &str) -> Option<TagCandidates> {
    if let Some(listed) = listed_strings(analysis, branch, property) {
        return Some(TagCandidates::listed(listed));
    }
    let forms = objects::forms_of(analysis, branch)?;
    forms.iter().all(|form| !form.may_have(property)).then(TagCandidates::default)
}
