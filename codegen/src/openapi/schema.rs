//! Schemas: JSON Schema 2020-12 with OpenAPI's additions, the one dialect of everything after this stage.

use indexmap::IndexMap;
use serde_json::{Number, Value};

use crate::diag::SourceLocation;
use crate::exact_number::ExactNumber;

/// Identifies a schema of the document: an index into [`super::Document::schemas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub usize);

/// A schema with its place.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The place in the document.
    pub place: SourceLocation,
    /// The contents.
    pub kind: SchemaKind,
    /// Whether its place gives it no name: it is a copy of the schema at its place, in which `$dynamicRef`s have other targets, or a
    /// schema that only `$dynamicRef`s refer to (`T`).
    pub is_unnamed: bool,
}

/// A boolean schema or one with keywords.
#[derive(Debug, Clone)]
pub enum SchemaKind {
    /// `true` allows any value, `false` allows none.
    Bool(bool),
    /// Keywords.
    Keywords(Box<Keywords>),
}

/// A type of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SimpleType {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

impl SimpleType {
    /// Returns the name in JSON Schema.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// Returns whether a value has this type. A number without a fraction is an integer.
    #[must_use]
    pub fn admits(self, value: &Value) -> bool {
        let is_whole = |number: &Number| {
            number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|number| number.fract() == 0.0)
        };
        match self {
            Self::Null => value.is_null(),
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.as_number().is_some_and(is_whole),
            Self::Number => value.is_number(),
            Self::String => value.is_string(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }
}

/// The keywords of a schema in JSON Schema 2020-12. Keywords of OpenAPI 3.0 are converted: `nullable: true` to `null` in `types`
/// (and in `enum_values`), a boolean `exclusiveMinimum` to a number, and `example` to an item of `examples`. Siblings of a `$ref`
/// of 3.0 are dropped and reported, except annotations and `nullable`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Keywords {
    /// `$ref`, resolved. `None` if it is absent or its target does not exist (then reported).
    pub reference: Option<SchemaId>,
    /// `$dynamicRef` next to a `$ref`, resolved in the dynamic scope of the schema. Without a `$ref`, it is [`Self::reference`].
    pub dynamic_reference: Option<SchemaId>,
    /// `type` as a list, or `None` if it is absent.
    pub types: Option<Vec<SimpleType>>,
    /// `nullable: true` next to a `$ref`, next to `allOf`/`oneOf`/`anyOf`, or without `type` (3.0): the schema or null. A branch that only
    /// states `nullable` has the type null as well: see [`Keywords::is_read_as_null`].
    pub nullable: bool,
    /// `enum`.
    pub enum_values: Option<Vec<Value>>,
    /// `const`.
    pub const_value: Option<Value>,
    /// The numbers in `enum` (by index) and `const` (index 0) that `enum_values` and `const_value` hold with fewer digits.
    pub exact_values: Vec<(usize, ExactNumber)>,
    /// The keywords `default`, `example` and `examples`, if their values contain a number with fewer digits than the document.
    pub rounded: Vec<&'static str>,
    /// What vendor extensions say about the values of `enum`, in the same order. Empty if there is no such extension.
    pub enum_notes: Vec<EnumNote>,
    /// The name of an inline enum in `x-ms-enum`.
    pub enum_name: Option<String>,
    /// `x-rust-type`.
    pub rust_type: Option<ForeignType>,

    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// `anyOf`.
    pub any_of: Vec<SchemaId>,
    /// `oneOf`.
    pub one_of: Vec<SchemaId>,
    /// `not`.
    pub not: Option<SchemaId>,
    /// `if`.
    pub if_schema: Option<SchemaId>,
    /// `then`.
    pub then_schema: Option<SchemaId>,
    /// `else`.
    pub else_schema: Option<SchemaId>,
    /// `dependentSchemas`.
    pub dependent_schemas: IndexMap<String, SchemaId>,
    /// `dependentRequired`.
    pub dependent_required: IndexMap<String, Vec<String>>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,

    /// `properties`, in order.
    pub properties: IndexMap<String, SchemaId>,
    /// `patternProperties`, in order.
    pub pattern_properties: IndexMap<String, SchemaId>,
    /// `additionalProperties`.
    pub additional_properties: Option<SchemaId>,
    /// `unevaluatedProperties`.
    pub unevaluated_properties: Option<SchemaId>,
    /// `propertyNames`.
    pub property_names: Option<SchemaId>,
    /// `required`.
    pub required: Vec<String>,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,

    /// `prefixItems`.
    pub prefix_items: Vec<SchemaId>,
    /// `items`.
    pub items: Option<SchemaId>,
    /// `unevaluatedItems`.
    pub unevaluated_items: Option<SchemaId>,
    /// `contains`.
    pub contains: Option<SchemaId>,
    /// `minContains`.
    pub min_contains: Option<u64>,
    /// `maxContains`.
    pub max_contains: Option<u64>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,

    /// `format`.
    pub format: Option<String>,
    /// `pattern`.
    pub pattern: Option<String>,
    /// `minLength`.
    pub min_length: Option<u64>,
    /// `maxLength`.
    pub max_length: Option<u64>,
    /// `minimum`.
    pub minimum: Option<ExactNumber>,
    /// `maximum`.
    pub maximum: Option<ExactNumber>,
    /// `exclusiveMinimum`.
    pub exclusive_minimum: Option<ExactNumber>,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: Option<ExactNumber>,
    /// `multipleOf`.
    pub multiple_of: Option<ExactNumber>,
    /// `contentEncoding`.
    pub content_encoding: Option<String>,
    /// `contentMediaType`.
    pub content_media_type: Option<String>,
    /// `contentSchema`.
    pub content_schema: Option<SchemaId>,

    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `default`.
    pub default: Option<Value>,
    /// `examples` (and `example`).
    pub examples: Vec<Value>,
    /// `deprecated`, and the extensions with the reason.
    pub deprecated: Option<Deprecation>,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `xml`, `x-` members and unknown keywords, unchanged.
    pub extensions: IndexMap<String, Value>,
}

impl Keywords {
    /// Whether the schema is a branch that only states `nullable: true`, and is therefore read as null.
    #[must_use]
    pub fn is_read_as_null(&self) -> bool {
        self.nullable
            && self.types.as_deref() == Some(&[SimpleType::Null])
            && self.reference.is_none()
            && [&self.all_of, &self.any_of, &self.one_of].iter().all(|list| list.is_empty())
    }
}

/// What vendor extensions say about a value of `enum`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnumNote {
    /// The name.
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Whether the value is deprecated.
    pub deprecated: Option<Deprecation>,
}

/// An element is deprecated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deprecation {
    /// The reason, if the document states one.
    pub note: Option<String>,
}

/// `x-rust-type`: a Rust type of another crate that has the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignType {
    /// The type with its generic arguments: a text that resembles a Rust type.
    pub ty: String,
    /// The crates of the type and of its arguments.
    pub crates: Vec<ForeignCrate>,
    /// The place in the document.
    pub place: SourceLocation,
}

/// The crate of a [`ForeignType`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignCrate {
    /// The name of the package.
    pub name: String,
    /// The versions that have the type: a requirement as in `Cargo.toml`.
    pub version: String,
}

/// `discriminator` (OpenAPI 3.1, 4.8.25).
#[derive(Debug, Clone, PartialEq)]
pub struct Discriminator {
    /// `propertyName`.
    pub property: String,
    /// `mapping` from tag to schema, in order. Entries without a target are reported and left out.
    pub mapping: Vec<(String, SchemaId)>,
    /// 3.2's `defaultMapping`.
    pub default_mapping: Option<SchemaId>,
    /// The place in the document.
    pub place: SourceLocation,
}
