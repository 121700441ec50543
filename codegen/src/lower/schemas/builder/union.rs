//! Unions: choices that become a Rust enum with a variant for each branch.

use super::branches::{combine_strings, distinct_branches};
use super::definitions::{Destination, PendingBody};
use super::{DefinitionOwner, TypeBuilder, docs_of};
use crate::diag::SourceLocation;
use crate::ir::{CoverageKind, CoverageNote, Docs, NameSource, Shape, Type, TypeId, TypePart, Union, Variant};
use crate::lower::schemas::analysis::branches::{self, BranchTags};
use crate::lower::schemas::analysis::resolution;
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand};
use crate::openapi::Discriminator;

/// A union whose variants are still to be typed.
pub(super) struct UnionPlan {
    variants: Vec<PlannedVariant>,
    tags: Option<BranchTags>,
    /// Whether the document allows all other values.
    allows_others: bool,
}

/// The properties that may be the tag of a union.
#[derive(Debug, Default)]
pub(super) struct UnionTag<'d> {
    pub(super) discriminator: Option<&'d Discriminator>,
    /// Properties that are required next to the choice, and listed in each branch.
    pub(super) siblings: Vec<String>,
}

enum PlannedVariant {
    /// A branch.
    Branch(Intersection),
    /// A value that matches several of these objects at the same time, while none of them keeps all members of it.
    Several(Vec<Intersection>),
}

impl<'d> TypeBuilder<'d> {
    /// The type of a choice.
    pub(super) fn union(
        &mut self,
        branches: Vec<Intersection>,
        exclusive: bool,
        tag: UnionTag<'d>,
        key: &Intersection,
        intersection: &Intersection,
        destination: &Destination,
    ) -> Type {
        let UnionTag { discriminator, siblings } = tag;
        let branches = distinct_branches(self.analysis, &self.settings, branches, discriminator.is_none());
        if let [only] = branches.as_slice() {
            let Some(discriminator) = discriminator else {
                return self.type_of(&only.intersection, &destination.owner(TypePart::Item));
            };
            if !branches::distinguishes_one(self.analysis, &only.intersection, discriminator) {
                let only = &only.intersection;
                let unused =
                    branches::unused_discriminator(self.analysis, discriminator, std::slice::from_ref(only), None);
                unused.into_iter().for_each(|diagnostic| self.diagnostics.push(diagnostic));
                let key = Intersection {
                    operands: resolution::simplified(self.analysis, only, None),
                    json_types: only.json_types,
                };
                return match key.operands.iter().any(|operand| self.analysis.components().contains(operand)) {
                    true => self.type_of(only, &destination.owner(TypePart::Item)),
                    false => self.build_type(&key, intersection, destination),
                };
            }
        }
        if let Some(ty) = self.enumeration_of_branches(&branches, key, intersection, destination) {
            return ty;
        }
        let branches = combine_strings(self.analysis, branches);
        let tags = branches::tags_with_siblings(self.analysis, &branches, discriminator, &siblings);
        let (combined, tags) = match tags {
            Some(tags) => (None, Some(tags)),
            None => branches::combined_by_tag(self.analysis, &branches, discriminator, exclusive).unzip(),
        };
        if let Some(discriminator) = discriminator {
            let unused = branches::unused_discriminator(self.analysis, discriminator, &branches, tags.as_ref());
            unused.into_iter().for_each(|diagnostic| self.diagnostics.push(diagnostic));
        }
        let branches = combined.unwrap_or(branches);
        let overlapping =
            if exclusive || tags.is_some() { Vec::new() } else { branches::overlapping(self.analysis, &branches) };
        let plan = UnionPlan { variants: planned_variants(branches, overlapping), tags, allows_others: false };
        self.defer(key, intersection, destination, PendingBody::Union(plan))
    }

    /// The type of a value that matches one of the alternatives under a condition, and may be any other value otherwise. The rules are those
    /// of the condition, so the definition has none.
    pub(super) fn open_union(
        &mut self,
        alternatives: Vec<Intersection>,
        construct: &'static str,
        owner: &DefinitionOwner,
    ) -> Type {
        let allows_null = alternatives.iter().any(|any| any.json_types.contains(JsonTypes::NULL));
        let is_anything = |any: &&Intersection| {
            let simplified = resolution::simplified(self.analysis, any, None);
            resolution::is_anything(self.analysis, any, &simplified)
        };
        if let Some(anything) = alternatives.iter().find(is_anything).cloned() {
            return self.anything(&anything, "schema");
        }
        let intersection = self.analysis.intersection(vec![Operand::Any(alternatives.clone().into())]);
        let ty = match self.open_unions.get(&alternatives) {
            Some(ty) => ty.clone(),
            None => {
                let non_null = alternatives.iter().map(|any| any.limited(JsonTypes::ALL.non_null()));
                let non_null = non_null.filter(|any| !any.json_types.is_empty()).collect();
                let branches =
                    combine_strings(self.analysis, distinct_branches(self.analysis, &self.settings, non_null, true));
                let overlapping = branches::overlapping(self.analysis, &branches);
                let variants = planned_variants(branches, overlapping);
                let id = self.define_without_rules(owner, &intersection);
                self.queue.push_back((id, PendingBody::Union(UnionPlan { variants, tags: None, allows_others: true })));
                self.open_unions.insert(alternatives, Type::Named(id));
                Type::Named(id)
            }
        };
        self.coverage.push(open_note(construct, self.analysis.place_of(&intersection)));
        if allows_null { ty.or_null() } else { ty }
    }

    /// The body of a union.
    pub(super) fn union_shape(&mut self, id: TypeId, plan: UnionPlan) -> Shape {
        let UnionPlan { variants: planned, tags, allows_others } = plan;
        let mut variants: Vec<Variant> = Vec::with_capacity(planned.len());
        let mut fallback = None;
        let several = planned.iter().filter(|planned| matches!(planned, PlannedVariant::Several(_))).count();
        for (at, planned) in planned.into_iter().enumerate() {
            let variant = match planned {
                PlannedVariant::Branch(branch) => {
                    let tags = tags.as_ref().and_then(|tags| tags.by_branch.get(at)).cloned().unwrap_or_default();
                    self.variant(id, at, &branch, tags)
                }
                PlannedVariant::Several(objects) => self.several(id, at, several == 1, objects),
            };
            let same = variants.iter().position(|other| other.ty == variant.ty && other.tags == variant.tags);
            if tags.as_ref().is_some_and(|tags| tags.fallback == Some(at)) {
                fallback = Some(same.unwrap_or(variants.len()));
            }
            if same.is_none() && !(allows_others && variant.ty == Type::Never) {
                variants.push(variant);
            }
        }
        let keeps_unknown = tags.is_some() && fallback.is_none() && !self.settings.is_sealed(self.definitions.get(id));
        let open = allows_others || keeps_unknown;
        Shape::Union(Union { variants, tag: tags.map(|tags| tags.property), fallback, open })
    }

    /// The variant of a branch.
    fn variant(&mut self, union: TypeId, at: usize, branch: &Intersection, tags: Vec<String>) -> Variant {
        let ty = self.type_of(branch, &DefinitionOwner::Type(union, TypePart::Variant(at)));
        let tag = match tags.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        };
        let schema = match branch.operands.as_slice() {
            [Operand::Schema(id, _)] => Some(*id),
            _ => None,
        };
        if let (None, Some(tag)) = (schema, &tag) {
            // The definition of combined branches is named after the tag that they share.
            ty.structure().definition().into_iter().for_each(|id| self.definitions.set_part_title(id, union, tag));
        }
        let is_whole = |id: &_| self.analysis.json_types_of(*id).effective().non_null() == branch.json_types;
        let schema = schema.filter(is_whole);
        let name = schema.and_then(|id| self.analysis.branch_name(id)).or(tag);
        let docs = schema.map(|id| docs_of(self.analysis, &[id])).unwrap_or_default();
        Variant { ty, tags, added_tag: None, json_types: branch.json_types.list(), name, docs }
    }

    /// The variant for values that match several objects.
    fn several(&mut self, union: TypeId, at: usize, is_only: bool, objects: Vec<Intersection>) -> Variant {
        let part = if is_only { TypePart::SeveralObjects } else { TypePart::Variant(at) };
        let name = NameSource::Part { parent: union, part, title: None };
        let description = "A value that matches several of these types.".to_owned();
        let docs = Docs { description: Some(description), ..Docs::default() };
        let place = self.definitions.get(union).map(|def| def.place.clone()).unwrap_or_default();
        let id = self.definitions.add(name, docs.clone(), place);
        self.queue.push_back((id, PendingBody::AnyObjects(objects)));
        let name = Some("Several".to_owned());
        let json_types = JsonTypes::OBJECT.list();
        Variant { ty: Type::Named(id), tags: Vec::new(), added_tag: None, json_types, name, docs }
    }
}

/// The variants of branches and of the objects that a value can match at the same time.
fn planned_variants(branches: Vec<Intersection>, overlapping: Vec<Vec<Intersection>>) -> Vec<PlannedVariant> {
    let several = overlapping.into_iter().map(PlannedVariant::Several);
    branches.into_iter().map(PlannedVariant::Branch).chain(several).collect()
}

/// A note about a type that accepts any value, because it is only declared under a condition.
fn open_note(construct: &str, place: SourceLocation) -> CoverageNote {
    let note =
        "declared only under a condition: the type also accepts any other value, and `validate()` checks the condition";
    CoverageNote { kind: CoverageKind::Untyped, construct: construct.to_owned(), place, note: note.to_owned() }
}
