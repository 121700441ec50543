//! Builds a union from a component with a discriminator and the components that extend it by `allOf` (a family).

use super::{DefinitionOwner, TypeBuilder};
use crate::ir::{Docs, Shape, Type, TypeId, TypePart, Union, Variant};
use crate::lower::schemas::analysis::branches;
use crate::lower::schemas::analysis::schema::{Intersection, Operand};
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
        let mut fallback = None;
        for (at, (member, own_tags)) in members.into_iter().zip(tags.by_branch).enumerate() {
            let is_fallback = tags.fallback == Some(at);
            if own_tags.is_empty() && !is_fallback {
                continue;
            }
            let Some(Operand::Schema(schema, _)) = member.operands.first().cloned() else { continue };
            let portion = branches::portion_in_family(analysis, schema, parent);
            let json_types = member.json_types;
            let ty = match self.component_type(schema, portion, json_types) {
                Some(ty) => ty,
                None => {
                    let member = Intersection { operands: vec![Operand::Schema(schema, portion)], json_types };
                    self.type_of(&member, &DefinitionOwner::Type(id, TypePart::Variant(variants.len())))
                }
            };
            if is_fallback {
                fallback = Some(variants.len());
            }
            let (name, docs, json_types) = (analysis.branch_name(schema), Docs::default(), json_types.list());
            variants.push(Variant { ty, tags: own_tags, added_tag: None, json_types, name, docs });
        }
        let open = fallback.is_none() && !self.settings.is_sealed(self.definitions.get(id));
        Shape::Union(Union { variants, tag: Some(discriminator.property.clone()), fallback, open })
    }
}
