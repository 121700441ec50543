//! [`Rule`]: one check of a value, a row of the table that the macro `rules` writes for a type.

use crate::runtime::codec::{JsonType, View};

/// Several rules, all of which must hold.
pub type Rules = &'static [Rule];

/// A keyword of a schema. A rule applies only to values of its type, for example to strings (JSON Schema 2020-12, validation, 6). Numbers are
/// the text of decimals, other values the text of JSON.
pub enum Rule {
    /// No value is valid.
    Never,
    /// `type`
    Type(&'static [JsonType]),
    /// `enum`, `const`
    Enum(&'static [&'static str]),
    /// `enum` of an open enumeration: returns the listed values, if the value is not one of them.
    Listed(fn(&View<'_>) -> Option<String>),
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
    /// `pattern`
    Pattern(&'static str),
    /// `pattern`: its text in the document, and the translated expression.
    PatternAs(&'static str, &'static str),
    /// `format` of strings. Whether a value has a format that the runtime does not know is unknown.
    Format(&'static str),
    /// `minimum`
    Minimum(&'static str),
    /// `maximum`
    Maximum(&'static str),
    /// `exclusiveMinimum`
    ExclusiveMinimum(&'static str),
    /// `exclusiveMaximum`
    ExclusiveMaximum(&'static str),
    /// `multipleOf`
    MultipleOf(&'static str),
    /// `minItems`
    MinItems(u64),
    /// `maxItems`
    MaxItems(u64),
    /// `uniqueItems`
    UniqueItems,
    /// `prefixItems`
    PrefixItems(&'static [Rules]),
    /// `items`, from the item with this position on.
    Items(usize, Rules),
    /// `contains`, with `minContains` and `maxContains`
    Contains(Rules, u64, Option<u64>),
    /// `minProperties`
    MinProperties(u64),
    /// `maxProperties`
    MaxProperties(u64),
    /// `required`
    Required(&'static [&'static str]),
    /// One of `properties`.
    Property(&'static str, Rules),
    /// One of `patternProperties`.
    PatternProperty(&'static str, Rules),
    /// `additionalProperties`, for members other than these properties and patterns.
    AdditionalProperties(&'static [&'static str], &'static [&'static str], Rules),
    /// `propertyNames`
    PropertyNames(Rules),
    /// One of `dependentRequired`.
    DependentRequired(&'static str, &'static [&'static str]),
    /// One of `dependentSchemas`.
    DependentSchema(&'static str, Rules),
    /// `anyOf`
    AnyOf(&'static [Rules]),
    /// `oneOf`
    OneOf(&'static [Rules]),
    /// `oneOf` or `anyOf` with a discriminator: the property, and the rules for each of its values.
    Discriminator(&'static str, &'static [(&'static [&'static str], Rules)]),
    /// `not`
    Not(Rules),
    /// `if`, `then`, `else`
    If(Rules, Rules, Rules),
    /// The rules of a type. They skip null: the Rust types decide whether null is valid.
    Of(fn() -> Rules),
    /// All rules of the schema of a type, including its JSON type.
    Whole(fn() -> Rules),
}
