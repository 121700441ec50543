//! Builds a union from a component with a discriminator and the components that extend it by `allOf` (a family).

use super::{DefinitionOwner, TypeBuilder};
use crate::ir::{Docs, Shape, Type, TypeId, TypePart, Union, Variant};
use crate::lower::schemas::analysis::branches;
use crate::lower::schemas::analysis::schema::{Intersection, Operand, Portion};
use crate::openapi::SchemaId;

impl TypeBuilder<'_> {
    /// The body of a discriminated component: itself and its subtypes.
    pub(super) fn family(&mut self, id: TypeId, parent: SchemaId) -> Shape {
        let analysis = self.analysis;
        let members = analysis.family_members(parent);
        let discriminator = analysis.keywords(parent).and_then(|keywords| keywords.discriminator.as_ref());
        let Some(discriminator) = discriminator else { return Shape::Alias(Type::Any) };
        let tags = branches::family_tags(analysis, &members, discriminator);
        let mut variants = Vec::with_capacity(members.len());
        for (member, tags) in members.into_iter().zip(tags.by_branch) {
            if tags.is_empty() {
                continue;
            }
            let Some(Operand::Schema(schema, _)) = member.operands.first().cloned() else { continue };
            let portion = if analysis.is_parent(schema) { Portion::WithoutSubtypes } else { Portion::Whole };
            let json_types = member.json_types;
            let ty = match self.component_type(schema, portion, json_types) {
                Some(ty) => ty,
                None => {
                    let member = Intersection { operands: vec![Operand::Schema(schema, portion)], json_types };
                    self.type_of(&member, &DefinitionOwner::Type(id, TypePart::Variant(variants.len())))
                }
            };
            let name = analysis.branch_name(schema);
            variants.push(Variant { ty, tags, json_types: json_types.list(), name, docs: Docs::default() });
        }
        let open = !self.settings.is_sealed(self.definitions.get(id));
        Shape::Union(Union { variants, tag: Some(discriminator.property.clone()), fallback: None, open })
    }
}
