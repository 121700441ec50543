//! Validation rules: the constraints of a schema on a value.

use super::{JsonType, TypeId};
use crate::exact_number::ExactNumber;

/// The validation rules of a type definition.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TypeRules {
    /// The constraints that the Rust type does not guarantee. `validate()` checks them.
    pub beyond_type: Vec<Rule>,
    /// All constraints of the schema, including its types. Only for types that are a branch of a union or under a `not`.
    pub full: Option<Vec<Rule>>,
}

/// A constraint on a value. A rule for one JSON type does not affect values of other types: for example, `pattern` affects only strings
/// (JSON Schema 2020-12 Validation, section 6).
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// `false`
    Never,
    /// `type`
    Type(Vec<JsonType>),
    /// `enum`, `const`, as JSON texts
    Enum(Vec<String>),
    /// `enum` of an open enumeration, by reference to its values.
    Listed(TypeId),
    /// A keyword that limits the number of characters, items or properties: `maxLength`.
    Count(Count, u64),
    /// A keyword that limits a number: `maximum`.
    Number(Bound, ExactNumber),
    /// `pattern`
    Pattern(Pattern),
    /// `format` of a string.
    Format(String),
    /// `uniqueItems`
    UniqueItems,
    /// `prefixItems`
    PrefixItems(Vec<Vec<Rule>>),
    /// `items`, after this number of `prefixItems`.
    Items(usize, Vec<Rule>),
    /// `contains`, with `minContains` and `maxContains`
    Contains(Vec<Rule>, u64, Option<u64>),
    /// `required`
    Required(Vec<String>),
    /// One of `properties`.
    Property(String, Vec<Rule>),
    /// One of `patternProperties`.
    PatternProperty(Pattern, Vec<Rule>),
    /// `additionalProperties`, for properties other than these names and patterns.
    AdditionalProperties(Vec<String>, Vec<Pattern>, Vec<Rule>),
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
    /// `discriminator`: the property, and the rules for some of its values. An entry without values applies to all other values.
    Discriminator(String, Vec<(Vec<String>, Vec<Rule>)>),
    /// `not`
    Not(Vec<Rule>),
    /// `if`, `then`, `else`
    If(Vec<Rule>, Vec<Rule>, Vec<Rule>),
    /// A reference to [`TypeRules::beyond_type`] of a type. These rules do not apply to null.
    RefBeyondType(TypeId),
    /// A reference to [`TypeRules::full`] of a type.
    RefFull(TypeId),
}

/// A regular expression of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The text in the document, in the syntax of ECMA-262.
    pub text: String,
    /// The expression in the syntax of the engine.
    pub expression: String,
    /// The engine of the runtime that evaluates the expression.
    pub engine: PatternEngine,
}

/// An engine for regular expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternEngine {
    /// Takes time that is linear in the length of a text.
    Linear,
    /// Evaluates look-around and back references, and gives up after a number of steps.
    Backtracking,
}

/// A keyword that limits a number of characters, items or properties.
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

/// A keyword that limits the value of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the keywords of JSON Schema")]
pub enum Bound {
    Minimum,
    Maximum,
    ExclusiveMinimum,
    ExclusiveMaximum,
    MultipleOf,
}

/// Lists what a rule contains, to read (`iter`) or change (`iter_mut`) it: its nested lists of rules, and the definition that it refers to.
macro_rules! contents {
    ($rule:expr, $iter:ident) => {
        match $rule {
            Self::PrefixItems(lists) | Self::AnyOf(lists) | Self::OneOf(lists) => (lists.$iter().collect(), None),
            Self::Items(_, rules)
            | Self::Contains(rules, ..)
            | Self::Property(_, rules)
            | Self::PatternProperty(_, rules)
            | Self::AdditionalProperties(.., rules)
            | Self::PropertyNames(rules)
            | Self::DependentSchema(_, rules)
            | Self::Not(rules) => (vec![rules], None),
            Self::Discriminator(_, branches) => (branches.$iter().map(|(_, rules)| rules).collect(), None),
            Self::If(test, then, otherwise) => (vec![test, then, otherwise], None),
            Self::RefBeyondType(id) | Self::RefFull(id) | Self::Listed(id) => (Vec::new(), Some(id)),
            Self::Never
            | Self::Type(_)
            | Self::Enum(_)
            | Self::Count(..)
            | Self::Number(..)
            | Self::Pattern(_)
            | Self::Format(_)
            | Self::UniqueItems
            | Self::Required(_)
            | Self::DependentRequired(..) => (Vec::new(), None),
        }
    };
}

impl Rule {
    /// Returns the nested lists of rules.
    pub fn parts(&self) -> Vec<&Vec<Rule>> {
        let (parts, _): (_, Option<&TypeId>) = contents!(self, iter);
        parts
    }

    /// Returns the nested lists of rules, to change them.
    pub fn parts_mut(&mut self) -> Vec<&mut Vec<Rule>> {
        self.contents_mut().0
    }

    /// Returns the nested lists of rules and the definition that the rule refers to, to change them.
    pub fn contents_mut(&mut self) -> (Vec<&mut Vec<Rule>>, Option<&mut TypeId>) {
        contents!(self, iter_mut)
    }
}

/// The validation keywords of a schema (JSON Schema 2020-12 Validation, section 6), for the documentation and for limits of parameters.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Constraints {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<String>,
    pub minimum: Option<ExactNumber>,
    pub maximum: Option<ExactNumber>,
    pub exclusive_minimum: Option<ExactNumber>,
    pub exclusive_maximum: Option<ExactNumber>,
    pub multiple_of: Option<ExactNumber>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
}
