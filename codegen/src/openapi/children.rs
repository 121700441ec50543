//! The subschemas of a schema: the single list of keywords that contain or name schemas.
//!
//! Every walk over schemas uses [`Keywords::children`] or [`Keywords::children_by`]. The list destructures [`Keywords`]
//! without `..`, and the methods of [`Role`] match without `_`. A new keyword therefore does not compile until it is handled.

use indexmap::IndexMap;

use super::schema::{Discriminator, Keywords, SchemaId};

/// The keyword by which a schema contains or names another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the keywords of JSON Schema")]
pub enum Role {
    Reference,
    DynamicReference,
    AllOf,
    AnyOf,
    OneOf,
    Not,
    If,
    Then,
    Else,
    DependentSchema,
    Property,
    PatternProperty,
    AdditionalProperties,
    UnevaluatedProperties,
    PropertyNames,
    PrefixItem,
    Items,
    UnevaluatedItems,
    Contains,
    ContentSchema,
    /// `mapping` and `defaultMapping` of a `discriminator`.
    Mapping,
}

/// The value that a subschema applies to, relative to the value of its parent schema (JSON Schema 2020-12, 10.2 and 10.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applies {
    /// To the value itself: the subschema always holds.
    Extending,
    /// To the value itself, as one of several alternatives.
    Choosing,
    /// To the value itself, as a test: the value need not satisfy it.
    Testing,
    /// To the value itself, under a condition.
    Conditionally,
    /// To members of an object.
    ToMembers,
    /// To the names of an object's members.
    ToNames,
    /// To items of an array.
    ToItems,
    /// To at least one item of an array.
    ToSomeItem,
    /// To the content of a string.
    ToContent,
    /// To no value: the subschema is only named.
    ToNothing,
}

impl Role {
    /// Returns the value that the subschema applies to.
    #[must_use]
    pub fn applies(self) -> Applies {
        match self {
            Self::Reference | Self::DynamicReference | Self::AllOf => Applies::Extending,
            Self::AnyOf | Self::OneOf => Applies::Choosing,
            Self::Not | Self::If => Applies::Testing,
            Self::Then | Self::Else | Self::DependentSchema => Applies::Conditionally,
            Self::Property | Self::PatternProperty | Self::AdditionalProperties | Self::UnevaluatedProperties => {
                Applies::ToMembers
            }
            Self::PropertyNames => Applies::ToNames,
            Self::PrefixItem | Self::Items | Self::UnevaluatedItems => Applies::ToItems,
            Self::Contains => Applies::ToSomeItem,
            Self::ContentSchema => Applies::ToContent,
            Self::Mapping => Applies::ToNothing,
        }
    }

    /// Returns whether the subschema is part of the schema's text, rather than named by it.
    #[must_use]
    pub fn is_written_inside(self) -> bool {
        match self {
            Self::Reference | Self::DynamicReference | Self::Mapping => false,
            Self::AllOf
            | Self::AnyOf
            | Self::OneOf
            | Self::Not
            | Self::If
            | Self::Then
            | Self::Else
            | Self::DependentSchema
            | Self::Property
            | Self::PatternProperty
            | Self::AdditionalProperties
            | Self::UnevaluatedProperties
            | Self::PropertyNames
            | Self::PrefixItem
            | Self::Items
            | Self::UnevaluatedItems
            | Self::Contains
            | Self::ContentSchema => true,
        }
    }
}

/// The number of roles.
const ROLES: usize = 21;

/// The subschemas of one role.
#[derive(Clone, Copy)]
enum Ids<'a> {
    One(Option<SchemaId>),
    List(&'a [SchemaId]),
    Map(&'a IndexMap<String, SchemaId>),
    Mapping(Option<&'a Discriminator>),
}

impl<'a> Ids<'a> {
    fn iter(self) -> impl Iterator<Item = SchemaId> + 'a {
        let (mut one, mut list, mut map, mut mapping) = (None, None, None, None);
        match self {
            Self::One(id) => one = id,
            Self::List(ids) => list = Some(ids.iter()),
            Self::Map(ids) => map = Some(ids.values()),
            Self::Mapping(discriminator) => mapping = discriminator,
        }
        let list = list.into_iter().flatten().chain(map.into_iter().flatten()).copied();
        let mapped =
            mapping.into_iter().flat_map(|Discriminator { property: _, mapping, default_mapping, place: _ }| {
                mapping.iter().map(|(_, id)| *id).chain(*default_mapping)
            });
        one.into_iter().chain(list).chain(mapped)
    }
}

impl Keywords {
    /// Iterates over the schemas that this one contains or names, with their roles. Composition keywords come first.
    pub fn children(&self) -> impl Iterator<Item = (Role, SchemaId)> + '_ {
        self.children_by(|_| true)
    }

    /// Iterates over the [`Keywords::children`] with an accepted role, without visiting the others.
    pub fn children_by(&self, accept: impl Fn(Role) -> bool) -> impl Iterator<Item = (Role, SchemaId)> {
        let accepted = self.by_role().into_iter().filter(move |(role, _)| accept(*role));
        accepted.flat_map(|(role, ids)| ids.iter().map(move |id| (role, id)))
    }

    /// Iterates over the schemas that always hold for the same value: the targets of `$ref` and `$dynamicRef`, and `allOf`.
    pub fn extended(&self) -> impl Iterator<Item = SchemaId> + '_ {
        self.children_by(|role| role.applies() == Applies::Extending).map(|(_, id)| id)
    }

    /// Replaces each of the [`Keywords::children`]. A test checks that none is left out.
    pub(super) fn replace_children(&mut self, mut replace: impl FnMut(Role, SchemaId) -> SchemaId) {
        let single = [
            (Role::Reference, &mut self.reference),
            (Role::DynamicReference, &mut self.dynamic_reference),
            (Role::Not, &mut self.not),
            (Role::If, &mut self.if_schema),
            (Role::Then, &mut self.then_schema),
            (Role::Else, &mut self.else_schema),
            (Role::AdditionalProperties, &mut self.additional_properties),
            (Role::UnevaluatedProperties, &mut self.unevaluated_properties),
            (Role::PropertyNames, &mut self.property_names),
            (Role::Items, &mut self.items),
            (Role::UnevaluatedItems, &mut self.unevaluated_items),
            (Role::Contains, &mut self.contains),
            (Role::ContentSchema, &mut self.content_schema),
        ];
        let lists = [
            (Role::AllOf, &mut self.all_of),
            (Role::AnyOf, &mut self.any_of),
            (Role::OneOf, &mut self.one_of),
            (Role::PrefixItem, &mut self.prefix_items),
        ];
        let maps = [
            (Role::DependentSchema, &mut self.dependent_schemas),
            (Role::Property, &mut self.properties),
            (Role::PatternProperty, &mut self.pattern_properties),
        ];
        let mapped = self.discriminator.iter_mut().flat_map(|discriminator| {
            discriminator.mapping.iter_mut().map(|(_, id)| id).chain(&mut discriminator.default_mapping)
        });
        let single = single.into_iter().flat_map(|(role, id)| id.iter_mut().map(move |id| (role, id)));
        let lists = lists.into_iter().flat_map(|(role, ids)| ids.iter_mut().map(move |id| (role, id)));
        let maps = maps.into_iter().flat_map(|(role, ids)| ids.values_mut().map(move |id| (role, id)));
        let mapped = mapped.map(|id| (Role::Mapping, id));
        for (role, id) in single.chain(lists).chain(maps).chain(mapped) {
            *id = replace(role, *id);
        }
    }

    fn by_role(&self) -> [(Role, Ids<'_>); ROLES] {
        let Self {
            reference,
            dynamic_reference,
            all_of,
            any_of,
            one_of,
            not,
            if_schema,
            then_schema,
            else_schema,
            dependent_schemas,
            discriminator,
            properties,
            pattern_properties,
            additional_properties,
            unevaluated_properties,
            property_names,
            prefix_items,
            items,
            unevaluated_items,
            contains,
            content_schema,
            // These contain no schemas.
            types: _,
            nullable: _,
            enum_values: _,
            const_value: _,
            exact_values: _,
            rounded: _,
            enum_notes: _,
            enum_name: _,
            rust_type: _,
            dependent_required: _,
            required: _,
            min_properties: _,
            max_properties: _,
            min_contains: _,
            max_contains: _,
            min_items: _,
            max_items: _,
            unique_items: _,
            format: _,
            pattern: _,
            min_length: _,
            max_length: _,
            minimum: _,
            maximum: _,
            exclusive_minimum: _,
            exclusive_maximum: _,
            multiple_of: _,
            content_encoding: _,
            content_media_type: _,
            title: _,
            description: _,
            default: _,
            examples: _,
            deprecated: _,
            read_only: _,
            write_only: _,
            extensions: _,
        } = self;
        [
            (Role::Reference, Ids::One(*reference)),
            (Role::DynamicReference, Ids::One(*dynamic_reference)),
            (Role::AllOf, Ids::List(all_of)),
            (Role::AnyOf, Ids::List(any_of)),
            (Role::OneOf, Ids::List(one_of)),
            (Role::Not, Ids::One(*not)),
            (Role::If, Ids::One(*if_schema)),
            (Role::Then, Ids::One(*then_schema)),
            (Role::Else, Ids::One(*else_schema)),
            (Role::DependentSchema, Ids::Map(dependent_schemas)),
            (Role::Property, Ids::Map(properties)),
            (Role::PatternProperty, Ids::Map(pattern_properties)),
            (Role::AdditionalProperties, Ids::One(*additional_properties)),
            (Role::UnevaluatedProperties, Ids::One(*unevaluated_properties)),
            (Role::PropertyNames, Ids::One(*property_names)),
            (Role::PrefixItem, Ids::List(prefix_items)),
            (Role::Items, Ids::One(*items)),
            (Role::UnevaluatedItems, Ids::One(*unevaluated_items)),
            (Role::Contains, Ids::One(*contains)),
            (Role::ContentSchema, Ids::One(*content_schema)),
            (Role::Mapping, Ids::Mapping(discriminator.as_ref())),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::SchemaKind;
    use super::*;

    #[test]
    fn every_role_has_its_children() {
        let text = "
          openapi: 3.1.0
          info: {title: t, version: '1'}
          components: {schemas: {B: {}, A: {
            $ref: '#/components/schemas/B', $dynamicRef: '#/components/schemas/B',
            allOf: [true], anyOf: [true], oneOf: [true], not: false, if: true, then: true, else: true,
            dependentSchemas: {a: true}, properties: {a: true}, patternProperties: {a: true},
            additionalProperties: true, unevaluatedProperties: true, propertyNames: true, prefixItems: [true],
            items: true, unevaluatedItems: true, contains: true, contentSchema: true,
            discriminator: {propertyName: a, mapping: {b: '#/components/schemas/B'}}}}}";
        let loader = crate::source::MapLoader::new([("a.yaml", text)]);
        let mut diagnostics = crate::diag::Diagnostics::default();
        let mut source = crate::source::Source::read("a.yaml", &loader, &mut diagnostics).unwrap();
        let document = crate::openapi::read(&mut source, &loader, &mut diagnostics).unwrap();
        let SchemaKind::Keywords(words) = &document.schema(document.components["A"]).kind else { panic!("a schema") };
        let place = document.schema(document.components["A"]).place.pointer.as_str().to_owned();
        let roles: Vec<Role> = words.children().map(|(role, _)| role).collect();
        assert_eq!(roles.len(), ROLES, "{roles:?}");
        for (role, id) in words.children() {
            let inside = document.schema(id).place.pointer.as_str().starts_with(&place);
            assert_eq!(role.is_written_inside(), inside, "{role:?}");
        }
        let mut replaced = words.clone();
        replaced.replace_children(|_, _| SchemaId(999));
        assert!(replaced.children().all(|(_, id)| id == SchemaId(999)), "{replaced:#?}");
    }
}
