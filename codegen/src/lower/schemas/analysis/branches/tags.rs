//! Tags: the property that distinguishes the branches of a union, and the values of it that lead to each branch.

use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, Portion, SchemaAnalysis};
use crate::lower::schemas::analysis::{objects, resolution};
use crate::openapi::{Discriminator, SchemaId};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// Choices inside choices are followed to this depth.
const MAX_DEPTH: usize = 6;

/// The property that distinguishes branches, and the values that lead to each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BranchTags {
    pub(crate) property: String,
    /// The tags of each branch.
    pub(crate) by_branch: Vec<Vec<String>>,
    /// The branch of values whose tag is absent or leads to no other branch.
    pub(crate) fallback: Option<usize>,
}

/// The tags that a branch could have, by source.
struct TagCandidates {
    /// The tags that the mapping leads to the branch.
    mapped: Vec<String>,
    /// The values that the branch lists for the property by `const` or `enum`.
    fixed: Option<Vec<String>>,
    /// The name of the component.
    name: Option<String>,
}

/// The tags of branches: by the discriminator, else by a property for which each object among them lists values.
pub(crate) fn tags(
    analysis: &SchemaAnalysis<'_>,
    branches: &[Intersection],
    discriminator: Option<&Discriminator>,
) -> Option<BranchTags> {
    discriminator
        .and_then(|stated| stated_tags(analysis, branches, stated, 0))
        .or_else(|| inferred_tags(analysis, branches))
}

/// Properties that are required next to a choice, and listed in each of its branches, by the choice.
pub(crate) type SiblingTags = HashMap<Operand, Vec<String>>;

/// The tags of branches: as [`tags`], else by one of the properties that are required next to the choice.
pub(crate) fn tags_with_siblings(
    analysis: &SchemaAnalysis<'_>,
    branches: &[Intersection],
    discriminator: Option<&Discriminator>,
    siblings: &[String],
) -> Option<BranchTags> {
    let mut siblings = siblings.iter();
    tags(analysis, branches, discriminator)
        .or_else(|| siblings.find_map(|name| tags_by(analysis, branches, name, TagRequirement::BesideChoice)))
}

/// The tags of a discriminated component and of its subtypes. A member without tags cannot be reached.
pub(crate) fn family_tags(
    analysis: &SchemaAnalysis<'_>,
    members: &[Intersection],
    discriminator: &Discriminator,
) -> BranchTags {
    let candidates: Vec<TagCandidates> =
        members.iter().map(|member| tag_candidates(analysis, member, discriminator, 0)).collect();
    let by_branch = assign_tags(&candidates);
    BranchTags { property: discriminator.property.clone(), by_branch, fallback: None }
}

fn stated_tags(
    analysis: &SchemaAnalysis<'_>,
    branches: &[Intersection],
    discriminator: &Discriminator,
    depth: usize,
) -> Option<BranchTags> {
    let mut candidates = Vec::with_capacity(branches.len());
    for branch in branches {
        if branch.json_types.intersects(JsonTypes::OBJECT) && branch.json_types != JsonTypes::OBJECT {
            return None;
        }
        candidates.push(tag_candidates(analysis, branch, discriminator, depth));
    }
    let by_branch = assign_tags(&candidates);
    let mut with_tags = branches.iter().zip(&by_branch);
    let distinguishes = with_tags.all(|(branch, tags)| branch.json_types != JsonTypes::OBJECT || !tags.is_empty());
    let fallback = fallback_branch(analysis, branches, discriminator);
    distinguishes.then(|| BranchTags { property: discriminator.property.clone(), by_branch, fallback })
}

/// The branch of `defaultMapping`.
pub(super) fn fallback_branch(
    analysis: &SchemaAnalysis<'_>,
    branches: &[Intersection],
    discriminator: &Discriminator,
) -> Option<usize> {
    let target = discriminator.default_mapping?;
    let is_target = |branch: &Intersection| {
        schemas_of_branch(analysis, branch).iter().any(|id| analysis.reference_chain(target).any(|other| other == *id))
    };
    let contains_target = |branch: &Intersection| {
        let mut alternatives = branch.operands.iter().filter_map(Operand::alternatives);
        alternatives.any(|alternatives| alternatives.iter().any(is_target))
    };
    branches.iter().position(|branch| is_target(branch) || contains_target(branch))
}

fn tag_candidates(
    analysis: &SchemaAnalysis<'_>,
    branch: &Intersection,
    discriminator: &Discriminator,
    depth: usize,
) -> TagCandidates {
    if branch.json_types != JsonTypes::OBJECT {
        return TagCandidates { mapped: Vec::new(), fixed: None, name: None };
    }
    let ids = schemas_of_branch(analysis, branch);
    let leads_here = |target: SchemaId| analysis.reference_chain(target).any(|id| ids.contains(&id));
    let mapped = discriminator.mapping.iter().filter(|(_, target)| leads_here(*target)).map(|(tag, _)| tag.clone());
    let mapped: Vec<String> = mapped.collect();
    let mut fixed = listed_strings(analysis, branch, &discriminator.property);
    if mapped.is_empty() && fixed.is_none() {
        fixed = tags_of_nested_union(analysis, branch, &discriminator.property, depth);
    }
    let name = ids.iter().find_map(|id| analysis.components().key_in_file(*id)).map(str::to_owned);
    TagCandidates { mapped, fixed, name }
}

/// The schemas to which a branch refers.
fn schemas_of_branch(analysis: &SchemaAnalysis<'_>, branch: &Intersection) -> Vec<SchemaId> {
    let simplified = only_schema(analysis, branch);
    match branch.operands.as_slice() {
        [Operand::Schema(id, _)] => analysis.reference_chain(*id).chain(simplified).collect(),
        _ => simplified.into_iter().collect(),
    }
}

/// The single schema to which a branch simplifies.
pub(super) fn only_schema(analysis: &SchemaAnalysis<'_>, branch: &Intersection) -> Option<SchemaId> {
    match resolution::simplified(analysis, branch, None).as_slice() {
        [Operand::Schema(id, _)] => Some(*id),
        _ => None,
    }
}

/// The tags of a branch that is itself a union with the same property.
fn tags_of_nested_union(
    analysis: &SchemaAnalysis<'_>,
    branch: &Intersection,
    property: &str,
    depth: usize,
) -> Option<Vec<String>> {
    if depth >= MAX_DEPTH {
        return None;
    }
    let id = only_schema(analysis, branch)?;
    let excludes_subtypes = |operand: &Operand| matches!(operand, Operand::Schema(_, Portion::WithoutSubtypes));
    let tags = if analysis.is_parent(id) && !branch.operands.iter().any(excludes_subtypes) {
        let discriminator = analysis.keywords(id)?.discriminator.as_ref()?;
        family_tags(analysis, &analysis.family_members(id), discriminator)
    } else {
        let resolved = resolution::resolve_intersection(analysis, branch);
        let [choice] = resolved.choices.as_slice() else { return None };
        stated_tags(analysis, &choice.branches, choice.discriminator?, depth + 1)?
    };
    (tags.property == property).then(|| tags.by_branch.into_iter().flatten().collect())
}

/// The strings that a branch lists for a property.
pub(super) fn listed_strings(
    analysis: &SchemaAnalysis<'_>,
    branch: &Intersection,
    property: &str,
) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for form in objects::forms_of(analysis, branch)? {
        let values = resolution::listed_values(analysis, form.members.get(property)?)?;
        for value in values {
            let text = value.as_str()?.to_owned();
            if !all.contains(&text) {
                all.push(text);
            }
        }
    }
    Some(all)
}

/// The tags by a property that every object among the branches requires, with values that no other branch lists.
fn inferred_tags(analysis: &SchemaAnalysis<'_>, branches: &[Intersection]) -> Option<BranchTags> {
    let mut objects = branches.iter().filter(|branch| branch.json_types.intersects(JsonTypes::OBJECT));
    let (first, _second) = (objects.next()?, objects.next()?);
    let forms = objects::forms_of(analysis, first)?;
    let form = forms.first()?;
    let mut properties = form.members.keys().filter(|name| form.required.contains(*name));
    properties.find_map(|property| tags_by(analysis, branches, property, TagRequirement::InBranches))
}

/// Where the property of tags is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TagRequirement {
    /// In each branch.
    InBranches,
    /// Next to the choice.
    BesideChoice,
}

/// The tags by a property for which each object among the branches lists values that no other branch lists.
fn tags_by(
    analysis: &SchemaAnalysis<'_>,
    branches: &[Intersection],
    property: &str,
    requirement: TagRequirement,
) -> Option<BranchTags> {
    let mut by_branch = Vec::with_capacity(branches.len());
    let mut taken = HashSet::new();
    for branch in branches {
        if !branch.json_types.intersects(JsonTypes::OBJECT) {
            by_branch.push(Vec::new());
            continue;
        }
        let listed = listed_strings(analysis, branch, property)?;
        let required = requirement == TagRequirement::BesideChoice
            || objects::forms_of(analysis, branch)?.iter().all(|form| form.required.contains(property));
        if !required || listed.is_empty() || !listed.iter().all(|value| taken.insert(value.clone())) {
            return None;
        }
        by_branch.push(listed);
    }
    Some(BranchTags { property: property.to_owned(), by_branch, fallback: None })
}

/// Assigns each tag to one branch.
fn assign_tags(candidates: &[TagCandidates]) -> Vec<Vec<String>> {
    let mut listed: HashMap<&str, usize> = HashMap::new();
    for value in candidates.iter().flat_map(|candidate| candidate.fixed.iter().flatten()) {
        *listed.entry(value).or_default() += 1;
    }
    let singles: HashSet<&str> = {
        let fixed = candidates.iter().filter_map(|candidate| candidate.fixed.as_deref());
        fixed.filter(|fixed| fixed.len() == 1).flatten().map(String::as_str).collect()
    };
    let unmapped = |candidate: &TagCandidates| -> Vec<String> {
        let Some(fixed) = &candidate.fixed else { return candidate.name.iter().cloned().collect() };
        // Each value is the only value of another branch: no tag leads to this branch.
        if fixed.len() > 1 && fixed.iter().all(|value| singles.contains(value.as_str())) {
            return Vec::new();
        }
        let is_unique = fixed.iter().all(|value| listed.get(value.as_str()) == Some(&1));
        match &candidate.name {
            _ if is_unique || fixed.len() == 1 => fixed.clone(),
            Some(name) => vec![name.clone()],
            None => Vec::new(),
        }
    };
    let preferred = |candidate: &TagCandidates| {
        if candidate.mapped.is_empty() { unmapped(candidate) } else { candidate.mapped.clone() }
    };
    let preferred: Vec<Vec<String>> = candidates.iter().map(preferred).collect();
    let mut taken: HashMap<String, usize> = HashMap::new();
    // The only value of a branch takes precedence over a value in a longer list of another branch.
    let precedence =
        |at: &usize| candidates.get(*at).map_or(0, |candidate| candidate.fixed.as_ref().map_or(1, Vec::len));
    let mut turns: Vec<usize> = (0..candidates.len()).collect();
    turns.sort_by_key(precedence);
    for at in turns {
        for tag in preferred.get(at).into_iter().flatten() {
            taken.entry(tag.clone()).or_insert(at);
        }
    }
    let mut by_branch: Vec<Vec<String>> = Vec::with_capacity(candidates.len());
    for (at, (tags, candidate)) in preferred.into_iter().zip(candidates).enumerate() {
        let mut tags: Vec<String> = tags.into_iter().filter(|tag| taken.get(tag) == Some(&at)).collect();
        for value in candidate.fixed.iter().flatten() {
            if !taken.contains_key(value) && listed.get(value.as_str()) == Some(&1) {
                tags.push(value.clone());
            }
        }
        by_branch.push(tags);
    }
    by_branch
}
