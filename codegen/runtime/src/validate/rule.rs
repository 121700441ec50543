//! [`Rule`]: what tables consist of.

use crate::runtime::codec::{Kind, View};

/// Several rules, all of which must hold.
pub type Rules = &'static [Rule];

/// Something that must hold for a value. A rule for strings says nothing of other values, and so on (JSON Schema 2020-12,
/// validation, 6). Numbers are decimals as text, other values JSON as text.
pub enum Rule {
    /// Nothing fits.
    Never,
    /// `type`
    Type(&'static [Kind]),
    /// `enum`, `const`
    Enum(&'static [&'static str]),
    /// `enum`, of an open enumeration: what it lists, if it does not list the value.
    Listed(fn(&View<'_>) -> Option<String>),
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
    /// `pattern`
    Pattern(&'static str),
    /// `format`, one of those that have a type in the runtime.
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
    /// `items`, behind the items with these positions.
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
    /// `additionalProperties`, beside these properties and patterns.
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
    /// `oneOf` or `anyOf` of objects that a property tells apart: the property, and what holds for which of its values.
    Discriminator(&'static str, &'static [(&'static [&'static str], Rules)]),
    /// `not`
    Not(Rules),
    /// `if`, `then`, `else`
    If(Rules, Rules, Rules),
    /// The rules of a type. They are about values other than null: where null may be is known from the types.
    Of(fn() -> Rules),
    /// All that the schema of a type says.
    Whole(fn() -> Rules),
}
