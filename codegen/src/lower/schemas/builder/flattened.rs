//! Flattened parts: types of the choices next to the members of an object, `oneOf`/`anyOf` next to `properties` or in an
//! `allOf` with them.

use super::definitions::Destination;
use super::union::UnionTag;
use super::{DefinitionOwner, TypeBuilder, docs_of};
use crate::ir::{CoverageKind, CoverageNote, Docs, FlattenedPart, Type, TypeId, TypePart};
use crate::lower::schemas::analysis::branches;
use crate::lower::schemas::analysis::objects::{self, Narrowing, declared_in_all};
use crate::lower::schemas::analysis::resolution::{Choice, ResolvedSchema};
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, Portion, SchemaAnalysis};
use foldhash::HashSet;

/// The effect of the choices that are siblings of an object's members.
#[derive(Debug, Default)]
pub(super) struct Siblings<'d> {
    pub(super) flattened: Vec<FlattenedPart>,
    /// The members that the branches of a choice require, if the choice has no type.
    pub(super) required_sets: Vec<Vec<String>>,
    /// Members that every branch of a choice declares. The object does not declare them again.
    pub(super) declared_in_branches: HashSet<&'d str>,
    /// Members that every branch of a choice declares, requires or names. The object does not have them again.
    pub(super) mentioned: HashSet<&'d str>,
    /// The properties whose values tell the branches of the choices apart, so that they are strings.
    pub(super) tags: Vec<&'d str>,
    /// Required members that the branches of a union list the values of, and so declare instead of the object.
    pub(super) moved: Vec<(TypeId, &'d str)>,
    /// Operands that declared members must match in addition: the alternatives that the branches of a choice without a type list.
    pub(super) narrowed: Vec<(String, Operand)>,
    /// The operand that all other members must match, if a branch is a map.
    pub(super) catch_all: Option<Operand>,
}

impl<'d> TypeBuilder<'d> {
    /// The type of an intersection with choices. `None` if it is an object with members next to the choice.
    pub(super) fn choice_type(
        &mut self,
        resolved: &ResolvedSchema<'d>,
        key: &Intersection,
        intersection: &Intersection,
        destination: &Destination,
    ) -> Option<Type> {
        let (choice, others) = resolved.choices.split_first()?;
        let branches = if objects::is_union(self.analysis, resolved) {
            choice.branches.clone()
        } else if key.json_types.contains(JsonTypes::OBJECT) {
            return None;
        } else {
            // For values other than objects, sibling keywords apply to every branch.
            let siblings = resolved.schemas.iter().map(|schema| Operand::Schema(schema.id, Portion::OwnKeywords));
            let siblings: Vec<Operand> = siblings.chain(others.iter().map(|choice| choice.operand.clone())).collect();
            let with_siblings = |branch: &Intersection| {
                let operands = branch.operands.iter().chain(&siblings).cloned().collect();
                Intersection { operands, json_types: branch.json_types }
            };
            choice.branches.iter().map(with_siblings).collect()
        };
        let discriminator = UnionTag {
            discriminator: choice.discriminator,
            siblings: self.sibling_tags.get(&choice.operand).cloned().unwrap_or_default(),
        };
        Some(self.union(branches, choice.exclusive, discriminator, key, intersection, destination))
    }

    /// The effect of the choices of an object. `declared` and `required` are the members next to them. `narrowings` has an item for each
    /// choice.
    pub(super) fn siblings(
        &mut self,
        id: TypeId,
        resolved: &ResolvedSchema<'d>,
        narrowings: Vec<Option<Narrowing>>,
        declared: &[&'d str],
        required: &[&'d str],
    ) -> Siblings<'d> {
        let mut siblings = Siblings::default();
        for (choice, narrowing) in resolved.choices.iter().zip(narrowings) {
            if let Some(narrowing) = narrowing {
                siblings.narrowed.extend(narrowing.members);
                if siblings.required_sets.is_empty() {
                    siblings.required_sets = narrowing.required_sets;
                }
                self.coverage.push(narrowing_note(self.analysis, choice));
                continue;
            }
            if let Some(forms) = objects::choice_forms(self.analysis, choice) {
                let first = forms.iter().take(1).flat_map(|form| form.names());
                siblings.mentioned.extend(first.filter(|name| forms.iter().all(|form| form.mentions(name))));
                let in_all = declared.iter().filter(|name| declared_in_all(&forms, name, required.contains(name)));
                siblings.declared_in_branches.extend(in_all.copied());
            }
            siblings.tags.extend(tag_of_all_branches(self.analysis, choice));
            let moved = objects::listed_in_branches(self.analysis, choice, required);
            siblings.declared_in_branches.extend(&moved);
            self.flatten(id, choice, &moved, &mut siblings);
        }
        siblings
    }

    fn flatten(&mut self, id: TypeId, choice: &Choice<'d>, moved: &[&'d str], siblings: &mut Siblings<'d>) {
        let owner = DefinitionOwner::Type(id, TypePart::Flattened(siblings.flattened.len()));
        let (maps, objects): (Vec<&Intersection>, Vec<&Intersection>) = choice
            .branches
            .iter()
            .partition(|branch| !choice.exclusive && objects::map_value(self.analysis, branch).is_some());
        // A branch that is a map puts all members into the catch-all of the object. Then the other branches need not match.
        if let Some(value) = maps.into_iter().find_map(|map| objects::map_value(self.analysis, map)) {
            siblings.catch_all = Some(value);
            let objects: Vec<Intersection> = objects.into_iter().cloned().collect();
            if !objects.is_empty() {
                let operands = vec![Operand::Any(objects.into())];
                let ty = self.type_of(&Intersection { operands, json_types: JsonTypes::OBJECT }, &owner);
                let docs = Docs::default();
                siblings.flattened.push(FlattenedPart { ty, required: false, any_group: None, name: None, docs });
            }
            return;
        }
        let analysis = self.analysis;
        let part = match choice.whole {
            Some(whole) => analysis.intersection_of(whole).limited(JsonTypes::OBJECT),
            None => Intersection { operands: vec![choice.operand.clone()], json_types: JsonTypes::OBJECT },
        };
        if !moved.is_empty() {
            self.sibling_tags.insert(choice.operand.clone(), moved.iter().map(|name| (*name).to_owned()).collect());
        }
        let ty = self.type_of(&part, &owner);
        if let Type::Named(union) = ty {
            siblings.moved.extend(moved.iter().map(|name| (union, *name)));
        }
        let name = choice.whole.and_then(|whole| analysis.components().name(whole)).map(str::to_owned);
        let docs = choice.whole.map(|whole| docs_of(analysis, &[whole])).unwrap_or_default();
        siblings.flattened.push(FlattenedPart { ty, required: true, any_group: None, name, docs });
    }

    /// Flattened parts of which at least one must match, and several may.
    pub(super) fn flattened_objects(&mut self, id: TypeId, objects: &[Intersection]) -> Vec<FlattenedPart> {
        let mut flattened = Vec::with_capacity(objects.len());
        for (at, object) in objects.iter().enumerate() {
            let ty = self.type_of(object, &DefinitionOwner::Type(id, TypePart::Flattened(at)));
            let name = object.schema().and_then(|id| self.analysis.branch_name(id));
            let docs = object.schema().map(|id| docs_of(self.analysis, &[id])).unwrap_or_default();
            flattened.push(FlattenedPart { ty, required: false, any_group: Some(0), name, docs });
        }
        flattened
    }
}

/// The property of the discriminator of a choice, if it leads to each branch.
fn tag_of_all_branches<'d>(analysis: &SchemaAnalysis<'d>, choice: &Choice<'d>) -> Option<&'d str> {
    let property = choice.discriminator?.property.as_str();
    let tags = branches::tags_with_siblings(analysis, &choice.branches, choice.discriminator, &[])?;
    (tags.property == property && tags.is_complete(&choice.branches)).then_some(property)
}

/// A note about a choice that does not become a type.
fn narrowing_note(analysis: &SchemaAnalysis<'_>, choice: &Choice<'_>) -> CoverageNote {
    let construct = if choice.exclusive { "oneOf" } else { "anyOf" };
    CoverageNote {
        kind: CoverageKind::Constraint,
        construct: construct.to_owned(),
        place: analysis.place(choice.id).key(construct),
        note: format!(
            "the branches restrict properties next to `{construct}`: `validate()` checks them, the type does not express them in full"
        ),
    }
}
