//! Tags: the property that distinguishes the branches of a union, and the values of it that lead to each branch.

use super::inherited::inherited_tags;
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, Portion, SchemaAnalysis};
use crate::lower::schemas::analysis::{objects, resolution};
use crate::openapi::{Discriminator, SchemaId};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// Choices inside choices are followed to this depth.
const MAX_DEPTH: usize = 6;
/// The steps by which the depth grows in a choice without a discriminator.
const UNTAGGED_DEPTH: usize = 3;

/// The property that distinguishes branches, and the values that lead to each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BranchTags {
    pub(crate) property: String,
    /// The tags of each branch.
    pub(crate) by_branch: Vec<Vec<String>>,
    /// The branch of values whose tag is absent or leads to no other branch.
    pub(crate) fallback: Option<usize>,
    pub(crate) origin: TagOrigin,
}

/// What makes a property the tag of a union.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TagOrigin {
    /// A discriminator, of the union or of an ancestor of its branches. A branch need not list its tags.
    Discriminator,
    /// Each branch lists values that no other branch lists.
    ListedValues,
}

impl BranchTags {
    /// Whether a tag leads to each object among the branches.
    pub(crate) fn is_complete(&self, branches: &[Intersection]) -> bool {
        let mut tagged = branches.iter().zip(&self.by_branch).enumerate();
        tagged.all(|(at, (branch, tags))| {
            branch.json_types != JsonTypes::OBJECT || !tags.is_empty() || self.fallback == Some(at)
        })
    }
}

/// The tags that a branch could have, by source.
#[derive(Default)]
pub(super) struct TagCandidates {
    /// The tags that the mapping leads to the branch.
    mapped: Vec<String>,
    /// The values that the branch lists for the property by `const` or `enum`.
    fixed: Option<Vec<String>>,
    /// The name of the component.
    name: Option<String>,
}

impl TagCandidates {
    /// The candidates of a branch that lists its tags.
    pub(super) fn listed(values: Vec<String>) -> Self {
        Self { fixed: Some(values), ..Self::default() }
    }
}

/// The tags of branches: by the discriminator, else by that of a common ancestor, else by a property for which each object among them
/// lists values.
pub(crate) fn tags(
    analysis: &SchemaAnalysis<'_>,
    branches: &[Intersection],
    discriminator: Option<&Discriminator>,
) -> Option<BranchTags> {
    discriminator
        .and_then(|stated| stated_tags(analysis, branches, stated, 0))
        .or_else(|| inherited_tags(analysis, branches, 0))
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
    let fallback = fallback_branch(analysis, members, discriminator);
    let property = discriminator.property.clone();
    BranchTags { property, by_branch, fallback, origin: TagOrigin::Discriminator }
}

/// The portion of a component that is a member of a family. A subtype with another discriminator property stands for its own subtypes, too:
/// a value may have the tag of the subtype, and a tag of its own.
pub(crate) fn portion_in_family(analysis: &SchemaAnalysis<'_>, member: SchemaId, parent: SchemaId) -> Portion {
    let property = |id: SchemaId| Some(analysis.keywords(id)?.discriminator.as_ref()?.property.as_str());
    let is_nested = analysis.is_parent(member) && property(member) != property(parent);
    if analysis.is_parent(member) && !is_nested { Portion::WithoutSubtypes } else { Portion::Whole }
}

/// Whether a discriminator has tags for the only branch of a choice. The union then keeps values with other tags.
pub(crate) fn distinguishes_one(
    analysis: &SchemaAnalysis<'_>,
    branch: &Intersection,
    discriminator: &Discriminator,
) -> bool {
    let tags = stated_tags(analysis, std::slice::from_ref(branch), discriminator, 0);
    tags.is_some_and(|tags| tags.by_branch.iter().any(|tags| !tags.is_empty()))
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
    let property = discriminator.property.clone();
    distinguishes.then_some(BranchTags { property, by_branch, fallback, origin: TagOrigin::Discriminator })
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

pub(super) fn tag_candidates(
    analysis: &SchemaAnalysis<'_>,
    branch: &Intersection,
    discriminator: &Discriminator,
    depth: usize,
) -> TagCandidates {
    if branch.json_types != JsonTypes::OBJECT {
        return TagCandidates::default();
    }
    let ids = schemas_of_branch(analysis, branch);
    let leads_here = |target: SchemaId| analysis.reference_chain(target).any(|id| ids.contains(&id));
    let mapped = discriminator.mapping.iter().filter(|(_, target)| leads_here(*target)).map(|(tag, _)| tag.clone());
    let mapped: Vec<String> = mapped.collect();
    let mut fixed = listed_strings(analysis, branch, &discriminator.property);
    if mapped.is_empty() && fixed.is_none() {
        fixed = tags_of_nested_union(analysis, branch, discriminator, depth);
    }
    let name =
        ids.iter().chain(&extended_component(analysis, &ids)).find_map(|id| analysis.components().key_in_file(*id));
    let name = name.map(str::to_owned);
    TagCandidates { mapped, fixed, name }
}

/// The schemas to which a branch refers.
pub(super) fn schemas_of_branch(analysis: &SchemaAnalysis<'_>, branch: &Intersection) -> Vec<SchemaId> {
    let simplified = only_schema(analysis, branch);
    match branch.operands.as_slice() {
        [Operand::Schema(id, _)] => analysis.reference_chain(*id).chain(simplified).collect(),
        _ => simplified.into_iter().collect(),
    }
}

/// The component that an inline branch extends, if it is the only one and has no subtypes: its tag is also that of the branch.
fn extended_component(analysis: &SchemaAnalysis<'_>, ids: &[SchemaId]) -> Option<SchemaId> {
    let [id] = ids else { return None };
    match analysis.keywords(*id)?.all_of.as_slice() {
        [first, rest @ ..] => {
            let base = analysis.keywords(*first)?.reference.filter(|base| !analysis.is_parent(*base))?;
            let is_inline =
                |part: &SchemaId| analysis.keywords(*part).is_some_and(|keywords| keywords.reference.is_none());
            rest.iter().all(is_inline).then_some(base)
        }
        [] => None,
    }
}

/// The single schema to which a branch simplifies.
pub(super) fn only_schema(analysis: &SchemaAnalysis<'_>, branch: &Intersection) -> Option<SchemaId> {
    match resolution::simplified(analysis, branch, None).as_slice() {
        [Operand::Schema(id, _)] => Some(*id),
        _ => None,
    }
}

/// The tags of a branch that is itself a union, or a component with subtypes, with the same property.
fn tags_of_nested_union(
    analysis: &SchemaAnalysis<'_>,
    branch: &Intersection,
    discriminator: &Discriminator,
    depth: usize,
) -> Option<Vec<String>> {
    if depth >= MAX_DEPTH {
        return None;
    }
    let id = only_schema(analysis, branch)?;
    let excludes_subtypes = |operand: &Operand| matches!(operand, Operand::Schema(_, Portion::WithoutSubtypes));
    if analysis.is_parent(id) && !branch.operands.iter().any(excludes_subtypes) {
        let own = analysis.keywords(id)?.discriminator.as_ref()?;
        let used = if inherits(analysis, id, discriminator) { discriminator } else { own };
        let tags = family_tags(analysis, &analysis.family_members(id), used);
        return (tags.property == discriminator.property).then(|| tags.by_branch.into_iter().flatten().collect());
    }
    let resolved = resolution::resolve_intersection(analysis, branch);
    let [choice] = resolved.choices.as_slice() else { return None };
    let own = match choice.discriminator {
        Some(own) => stated_tags(analysis, &choice.branches, own, depth + 1),
        None => inherited_tags(analysis, &choice.branches, depth + UNTAGGED_DEPTH),
    };
    if let Some(tags) = own.filter(|tags| tags.property == discriminator.property) {
        return Some(tags.by_branch.into_iter().flatten().collect());
    }
    if choice.discriminator.is_some() {
        return None;
    }
    // The nested union has no tag of its own: the tag names one of its branches, or the union.
    let tags = stated_tags(analysis, &choice.branches, discriminator, depth + UNTAGGED_DEPTH)?;
    let name = analysis.components().key_in_file(id).map(str::to_owned);
    Some(tags.by_branch.into_iter().flatten().chain(name).collect())
}

/// Whether a discriminator is that of a schema that another one extends.
fn inherits(analysis: &SchemaAnalysis<'_>, id: SchemaId, discriminator: &Discriminator) -> bool {
    let ancestors = analysis.discriminated_ancestors(id).into_iter().filter(|ancestor| *ancestor != id);
    ancestors.filter_map(|ancestor| analysis.keywords(ancestor)?.discriminator.as_ref()).any(|own| own == discriminator)
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
    let property = property.to_owned();
    Some(BranchTags { property, by_branch, fallback: None, origin: TagOrigin::ListedValues })
}

/// Assigns each tag to one branch.
pub(super) fn assign_tags(candidates: &[TagCandidates]) -> Vec<Vec<String>> {
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
