//! The effect of each keyword. This is the one place that names all keywords.
//!
//! A keyword shapes the type, restricts the JSON types, is validated and documented, or only describes the schema. A keyword that only
//! constrains and is not expressed by the type is noted in `coverage.json`. A new keyword does not compile until its effect
//! is decided here.

use crate::openapi::Keywords;

use super::numbers;

/// A keyword that only constrains, and the note about it.
pub(crate) type Note = (&'static str, &'static str);

/// The effects of the keywords of one schema.
#[derive(Debug)]
pub(crate) struct KeywordEffects {
    /// Whether the schema's own keywords say more about the type than which JSON types are allowed.
    pub(crate) shapes_type: bool,
    /// The keywords that only constrain, and whether they are present.
    constraining: [(bool, Note); 2],
}

impl KeywordEffects {
    /// The present keywords that only constrain.
    pub(crate) fn notes(&self) -> impl Iterator<Item = Note> + '_ {
        self.constraining.iter().filter(|(present, _)| *present).map(|(_, note)| *note)
    }
}

/// Returns the effects of all keywords of a schema.
pub(crate) fn effects_of(keywords: &Keywords) -> KeywordEffects {
    let Keywords {
        // Followed: see `resolution::resolved`.
        reference: _,
        dynamic_reference: _,
        all_of: _,
        any_of: _,
        one_of: _,
        discriminator: _,
        // JSON types: see `json_types`.
        types: _,
        nullable: _,
        // These shape the type.
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
        rust_type,
        // Digits, names and docs of enum values: read with the values.
        exact_values: _,
        enum_notes: _,
        enum_name: _,
        // Conditions: their properties are members, `validate()` checks the conditions themselves (see `rules`). `if` alone has no effect.
        if_schema: _,
        then_schema,
        else_schema,
        dependent_schemas,
        dependent_required,
        // Checked by `validate()` and documented.
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
        // Describe, and show integers that the type must hold.
        default,
        examples,
        // Describe.
        title: _,
        description: _,
        rounded: _,
        deprecated: _,
        read_only: _,
        write_only: _,
        extensions: _,
    } = keywords;
    let shapes_type = enum_values.is_some()
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
        || rust_type.is_some()
        || then_schema.is_some()
        || else_schema.is_some()
        || !dependent_schemas.is_empty()
        || !dependent_required.is_empty()
        || numbers::beyond_i64(minimum.as_ref(), maximum.as_ref())
        || default.iter().chain(examples).any(numbers::shows_beyond_i64);

    let constraining = [
        (unevaluated_items.is_some(), ("unevaluatedItems", "not validated")),
        (content_schema.is_some(), ("contentSchema", "the content is a string")),
    ];
    KeywordEffects { shapes_type, constraining }
}
