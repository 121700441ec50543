//! Rules: what a schema demands of a value beyond the type that was made of it.

use serde_json::{Number, Value};

use super::{JsonKind, TypeId};

/// The rules of a type definition.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TypeRules {
    /// What `validate()` checks: what the type does not guarantee.
    pub rest: Vec<Rule>,
    /// All that the schema says, its types included; only of types that are an alternative among others, or under a `not`.
    pub whole: Option<Vec<Rule>>,
}

/// Something that must hold for a value. A rule for strings says nothing of other values, and so on (JSON Schema 2020-12,
/// validation, 6).
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// `false`
    Never,
    /// `type`
    Type(Vec<JsonKind>),
    /// `enum`, `const`
    Enum(Vec<Value>),
    /// `enum`, of an open enumeration, which knows its values.
    Listed(TypeId),
    /// A keyword with a number of characters, items or members: `maxLength`.
    Count(Count, u64),
    /// A keyword with a bound or step of numbers: `maximum`.
    Number(Bound, Number),
    /// `pattern`
    Pattern(String),
    /// `format`, one of those that have a type of their own.
    Format(String),
    /// `uniqueItems`
    UniqueItems,
    /// `prefixItems`
    PrefixItems(Vec<Vec<Rule>>),
    /// `items`, behind so many positions.
    Items(usize, Vec<Rule>),
    /// `contains`, with `minContains` and `maxContains`
    Contains(Vec<Rule>, u64, Option<u64>),
    /// `required`
    Required(Vec<String>),
    /// One of `properties`.
    Property(String, Vec<Rule>),
    /// One of `patternProperties`.
    PatternProperty(String, Vec<Rule>),
    /// `additionalProperties`, beside these properties and patterns.
    AdditionalProperties(Vec<String>, Vec<String>, Vec<Rule>),
    /// `propertyNames`
    PropertyNames(Vec<Rule>),
    /// One of `dependentRequired`.
    DependentRequired(String, Vec<String>),
    /// One of `dependentSchemas`.
    DependentSchema(String, Vec<Rule>),
    /// `anyOf`
    AnyOf(Vec<Vec<Rule>>),
    /// `oneOf`
    OneOf(Vec<Vec<Rule>>),
    /// Objects that a property tells apart: the property, and what holds for which of its values; for all others where none is named.
    Discriminator(String, Vec<(Vec<String>, Vec<Rule>)>),
    /// `not`
    Not(Vec<Rule>),
    /// `if`, `then`, `else`
    If(Vec<Rule>, Vec<Rule>, Vec<Rule>),
    /// What [`TypeRules::rest`] of a type says; nothing of null.
    Of(TypeId),
    /// What [`TypeRules::whole`] of a type says.
    Whole(TypeId),
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the keywords of JSON Schema")]
pub enum Count {
    MinLength,
    MaxLength,
    MinItems,
    MaxItems,
    MinProperties,
    MaxProperties,
}

/// What a number bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the keywords of JSON Schema")]
pub enum Bound {
    Minimum,
    Maximum,
    ExclusiveMinimum,
    ExclusiveMaximum,
    MultipleOf,
}

/// The one list of the lists of rules in a rule, to read (`iter`) or to change (`iter_mut`) them.
macro_rules! parts {
    ($rule:expr, $iter:ident) => {
        match $rule {
            Self::PrefixItems(lists) | Self::AnyOf(lists) | Self::OneOf(lists) => lists.$iter().collect(),
            Self::Items(_, rules)
            | Self::Contains(rules, ..)
            | Self::Property(_, rules)
            | Self::PatternProperty(_, rules)
            | Self::AdditionalProperties(.., rules)
            | Self::PropertyNames(rules)
            | Self::DependentSchema(_, rules)
            | Self::Not(rules) => vec![rules],
            Self::Discriminator(_, branches) => branches.$iter().map(|(_, rules)| rules).collect(),
            Self::If(test, then, otherwise) => vec![test, then, otherwise],
            Self::Never
            | Self::Type(_)
            | Self::Enum(_)
            | Self::Listed(_)
            | Self::Count(..)
            | Self::Number(..)
            | Self::Pattern(_)
            | Self::Format(_)
            | Self::UniqueItems
            | Self::Required(_)
            | Self::DependentRequired(..)
            | Self::Of(_)
            | Self::Whole(_) => Vec::new(),
        }
    };
}

impl Rule {
    /// The lists of rules that it is made of.
    pub fn parts(&self) -> Vec<&Vec<Rule>> {
        parts!(self, iter)
    }

    /// The same, to change them.
    pub fn parts_mut(&mut self) -> Vec<&mut Vec<Rule>> {
        parts!(self, iter_mut)
    }
}

/// What the keywords of a schema demand of a value itself, as the docs tell it (JSON Schema 2020-12, validation, 6).
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Constraints {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<String>,
    pub minimum: Option<serde_json::Number>,
    pub maximum: Option<serde_json::Number>,
    pub exclusive_minimum: Option<serde_json::Number>,
    pub exclusive_maximum: Option<serde_json::Number>,
    pub multiple_of: Option<serde_json::Number>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
}
