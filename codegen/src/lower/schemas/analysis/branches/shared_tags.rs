//! Shared tags: branches with the same tag are combined, so that the tag distinguishes at least the combinations.

use super::tags::{BranchTags, TagOrigin, fallback_branch, listed_strings};
use crate::lower::schemas::analysis::objects;
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, SchemaAnalysis};
use crate::openapi::Discriminator;

/// Combines branches that share a tag. Returns the combined branches and their tags.
pub(crate) fn combined_by_tag(
    analysis: &SchemaAnalysis<'_>,
    branches: &[Intersection],
    discriminator: Option<&Discriminator>,
    exclusive: bool,
) -> Option<(Vec<Intersection>, BranchTags)> {
    let first = branches.iter().find(|branch| branch.json_types.intersects(JsonTypes::OBJECT))?;
    let properties: Vec<String> = match discriminator {
        Some(stated) => vec![stated.property.clone()],
        None => {
            let forms = objects::forms_of(analysis, first)?;
            let form = forms.first()?;
            let required = form.members.keys().filter(|name| form.required.contains(*name));
            required.map(|name| (*name).to_owned()).collect()
        }
    };
    let mut properties = properties.into_iter();
    let (combined, mut tags) = properties.find_map(|name| combined_by_property(analysis, branches, name, exclusive))?;
    tags.fallback = discriminator.and_then(|discriminator| fallback_branch(analysis, &combined, discriminator));
    Some((combined, tags))
}

fn combined_by_property(
    analysis: &SchemaAnalysis<'_>,
    branches: &[Intersection],
    property: String,
    exclusive: bool,
) -> Option<(Vec<Intersection>, BranchTags)> {
    let mut groups: Vec<(Vec<Intersection>, Vec<String>)> = Vec::new();
    for branch in branches {
        let is_object = branch.json_types.intersects(JsonTypes::OBJECT);
        let tags = if is_object { listed_strings(analysis, branch, &property)? } else { Vec::new() };
        let mut group = (Vec::new(), Vec::new());
        let mut at = groups.len();
        for index in (0..groups.len()).rev() {
            if groups[index].1.iter().any(|tag| tags.contains(tag)) {
                let (members, tags) = groups.remove(index);
                group.0.splice(0..0, members);
                group.1.splice(0..0, tags);
                at = index;
            }
        }
        group.0.push(branch.clone());
        group.1.extend(tags.into_iter().filter(|tag| !group.1.contains(tag)).collect::<Vec<_>>());
        groups.insert(at, group);
    }
    let objects = groups.iter().filter(|(_, tags)| !tags.is_empty()).count();
    if objects < 2 {
        return None;
    }
    let mut combined = Vec::with_capacity(groups.len());
    let mut by_branch = Vec::with_capacity(groups.len());
    for (mut group, tags) in groups {
        by_branch.push(tags);
        combined.push(match (group.len(), group.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                let members: Vec<Intersection> = group.into_iter().chain(last).collect();
                let json_types = members.iter().fold(JsonTypes::NONE, |any, member| any.or(member.json_types));
                let members = members.into();
                let operand = if exclusive { Operand::ExactlyOne(members) } else { Operand::Any(members) };
                Intersection { operands: vec![operand], json_types }
            }
        });
    }
    Some((combined, BranchTags { property, by_branch, fallback: None, origin: TagOrigin::ListedValues }))
}
