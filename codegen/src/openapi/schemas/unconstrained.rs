//! Schemas without constraints: their keywords are annotations, or have no effect without others.

use super::super::schema::{Keywords, Schema, SchemaId, SchemaKind};

/// A chain of references is followed for at most this many steps.
const LONGEST_CHAIN: usize = 64;

/// Whether every value matches a schema.
pub(super) fn allows_everything(schemas: &[Schema], id: SchemaId) -> bool {
    let mut at = id;
    for _ in 0..LONGEST_CHAIN {
        match schemas.get(at.0).map(|schema| &schema.kind) {
            Some(SchemaKind::Bool(any)) => return *any,
            Some(SchemaKind::Keywords(keywords)) if keywords.not.is_none() && is_unconstrained(keywords) => {
                match keywords.reference {
                    Some(target) => at = target,
                    None => return true,
                }
            }
            Some(SchemaKind::Keywords(_)) | None => return false,
        }
    }
    false
}

/// Whether a schema has no keyword that could exclude a value, apart from `$ref` and `not`.
pub(super) fn is_unconstrained(keywords: &Keywords) -> bool {
    let Keywords {
        reference: _,
        dynamic_reference,
        types,
        nullable: _,
        enum_values,
        const_value,
        exact_values: _,
        rounded: _,
        enum_notes: _,
        enum_name: _,
        rust_type: _,
        all_of,
        any_of,
        one_of,
        not: _,
        if_schema,
        then_schema: _,
        else_schema: _,
        dependent_schemas,
        dependent_required,
        discriminator: _,
        properties,
        pattern_properties,
        additional_properties,
        unevaluated_properties,
        property_names,
        required,
        min_properties,
        max_properties,
        prefix_items,
        items,
        unevaluated_items,
        contains,
        min_contains: _,
        max_contains: _,
        min_items,
        max_items,
        unique_items,
        format,
        pattern,
        min_length,
        max_length,
        minimum,
        maximum,
        exclusive_minimum,
        exclusive_maximum,
        multiple_of,
        content_encoding,
        content_media_type,
        content_schema,
        title: _,
        description: _,
        default: _,
        examples: _,
        deprecated: _,
        read_only: _,
        write_only: _,
        extensions: _,
    } = keywords;
    let schemas = [
        dynamic_reference,
        if_schema,
        additional_properties,
        unevaluated_properties,
        property_names,
        items,
        unevaluated_items,
        contains,
        content_schema,
    ];
    let counts = [min_properties, max_properties, min_items, max_items, min_length, max_length];
    let numbers = [minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of];
    let texts = [format, pattern, content_encoding, content_media_type];
    types.is_none()
        && enum_values.is_none()
        && const_value.is_none()
        && !unique_items
        && [all_of, any_of, one_of, prefix_items].iter().all(|list| list.is_empty())
        && [dependent_schemas, properties, pattern_properties].iter().all(|map| map.is_empty())
        && dependent_required.is_empty()
        && required.is_empty()
        && schemas.iter().all(|schema| schema.is_none())
        && counts.iter().all(|count| count.is_none())
        && numbers.iter().all(|number| number.is_none())
        && texts.iter().all(|text| text.is_none())
}
