//! What becomes of each keyword: the one place that names them all.
//!
//! A keyword shapes the type, says which types are meant, is checked by `validate()` and told in the docs, describes, or
//! only constrains in a way that the type does not express, which is noted. A new keyword does not compile until it is decided.

use crate::openapi::Keywords;

use super::numbers;

/// A keyword that only constrains, and what is done about it.
pub(super) type Note = (&'static str, &'static str);

/// What the keywords of one schema do.
#[derive(Debug)]
pub(super) struct Decision {
    /// Whether the schema's own keywords say more about the type than which of JSON's types it is.
    pub(super) shapes: bool,
    /// The keywords that only constrain, and whether they are there.
    constraining: [(bool, Note); 2],
}

impl Decision {
    /// The keywords that are there and only constrain.
    pub(super) fn notes(&self) -> impl Iterator<Item = Note> + '_ {
        self.constraining.iter().filter(|(there, _)| *there).map(|(_, note)| *note)
    }
}

/// Decides all keywords of a schema.
pub(super) fn decide(words: &Keywords) -> Decision {
    let Keywords {
        // Followed: see `facts`.
        reference: _,
        dynamic_reference: _,
        all_of: _,
        any_of: _,
        one_of: _,
        discriminator: _,
        // Which types: see `kinds`.
        types: _,
        nullable: _,
        // The type's shape.
        enum_values,
        const_value,
        properties,
        pattern_properties,
        additional_properties,
        unevaluated_properties,
        required,
        prefix_items,
        items,
        format,
        content_encoding,
        // Names and docs of values: read with them.
        enum_names: _,
        enum_descriptions: _,
        // Conditions: what they add to the properties is typed, the condition itself is checked by `validate()`: see `rules`.
        if_schema: _,
        then_schema,
        else_schema,
        dependent_schemas,
        dependent_required: _,
        // Checked by `validate()` and told in the docs.
        min_properties: _,
        max_properties: _,
        min_items: _,
        max_items: _,
        unique_items: _,
        pattern: _,
        min_length: _,
        max_length: _,
        minimum,
        maximum,
        exclusive_minimum: _,
        exclusive_maximum: _,
        multiple_of: _,
        // Checked by `validate()`.
        not: _,
        property_names: _,
        contains: _,
        min_contains: _,
        max_contains: _,
        // Only constrain.
        unevaluated_items,
        content_media_type: _,
        content_schema,
        // Describe.
        title: _,
        description: _,
        default: _,
        examples: _,
        deprecated: _,
        read_only: _,
        write_only: _,
        extensions: _,
    } = words;
    let shapes = enum_values.is_some()
        || const_value.is_some()
        || !properties.is_empty()
        || !pattern_properties.is_empty()
        || additional_properties.is_some()
        || unevaluated_properties.is_some()
        || !required.is_empty()
        || !prefix_items.is_empty()
        || items.is_some()
        || format.is_some()
        || content_encoding.is_some()
        || then_schema.is_some()
        || else_schema.is_some()
        || !dependent_schemas.is_empty()
        || numbers::beyond_i64(minimum.as_ref(), maximum.as_ref());

    let constraining = [
        (unevaluated_items.is_some(), ("unevaluatedItems", "not checked")),
        (content_schema.is_some(), ("contentSchema", "the content is a string")),
    ];
    Decision { shapes, constraining }
}
