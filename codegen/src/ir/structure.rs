//! How type expressions and rules are built, apart from what they say.
//!
//! Stages that only follow references match on these instead of on [`Type`] and [`Rule`]. A new variant of those does not compile until
//! it is classified here.

use super::{Rule, Type, TypeId};

/// How a type expression is built.
#[derive(Debug, Clone, Copy)]
pub enum Structure<'t> {
    /// It contains no other type.
    Leaf,
    /// A type definition.
    Named(TypeId),
    /// A list of this type.
    List(&'t Type),
    /// A map to this type.
    Map(&'t Type),
    /// This type, or null.
    Nullable(&'t Type),
    /// This type, on the heap.
    Boxed(&'t Type),
}

impl Type {
    /// Returns how the expression is built.
    #[must_use]
    pub fn structure(&self) -> Structure<'_> {
        match self {
            Self::Named(id) => Structure::Named(*id),
            Self::List(item) => Structure::List(item),
            Self::Map(value) => Structure::Map(value),
            Self::Nullable(inner) => Structure::Nullable(inner),
            Self::Boxed(inner) => Structure::Boxed(inner),
            Self::Any
            | Self::Null
            | Self::Never
            | Self::Bool
            | Self::Integer(_)
            | Self::Number(_)
            | Self::String
            | Self::Format(_)
            | Self::Custom(_) => Structure::Leaf,
        }
    }

    /// Returns the type with `null` added. [`Type::Nullable`] is never nested.
    #[must_use]
    pub fn or_null(self) -> Self {
        match self {
            Self::Any | Self::Null | Self::Nullable(_) => self,
            Self::Never => Self::Null,
            Self::Bool
            | Self::Integer(_)
            | Self::Number(_)
            | Self::String
            | Self::Format(_)
            | Self::Named(_)
            | Self::List(_)
            | Self::Map(_)
            | Self::Boxed(_)
            | Self::Custom(_) => Self::Nullable(Box::new(self)),
        }
    }

    /// Returns the type without `null`, if it is [`Type::Nullable`]; else the type itself.
    #[must_use]
    pub fn without_null(self) -> Self {
        match self {
            Self::Nullable(inner) => *inner,
            Self::Any
            | Self::Null
            | Self::Never
            | Self::Bool
            | Self::Integer(_)
            | Self::Number(_)
            | Self::String
            | Self::Format(_)
            | Self::Named(_)
            | Self::List(_)
            | Self::Map(_)
            | Self::Boxed(_)
            | Self::Custom(_) => self,
        }
    }
}

/// How a rule is built.
#[derive(Debug, Clone, Copy)]
pub enum RuleStructure<'r> {
    /// The rest of a definition's rules: [`Rule::Of`].
    Rest(TypeId),
    /// All rules of a definition: [`Rule::Whole`].
    Whole(TypeId),
    /// It applies the rules in it to parts of the value, and says nothing more.
    Frame,
    /// One of two lists of rules applies: `then` and `else` of [`Rule::If`].
    Conditional(&'r [Rule], &'r [Rule]),
    /// It combines lists of rules that apply to the value itself.
    Combination,
    /// It says something of the value by itself.
    Assertion,
}

impl Rule {
    /// Returns how the rule is built.
    #[must_use]
    pub fn structure(&self) -> RuleStructure<'_> {
        match self {
            Self::Of(id) => RuleStructure::Rest(*id),
            Self::Whole(id) => RuleStructure::Whole(*id),
            Self::PrefixItems(_)
            | Self::Items(..)
            | Self::Property(..)
            | Self::PatternProperty(..)
            | Self::AdditionalProperties(..)
            | Self::PropertyNames(_)
            | Self::DependentSchema(..) => RuleStructure::Frame,
            Self::If(_, then, otherwise) => RuleStructure::Conditional(then, otherwise),
            Self::AnyOf(_) | Self::OneOf(_) | Self::Not(_) => RuleStructure::Combination,
            Self::Never
            | Self::Type(_)
            | Self::Enum(_)
            | Self::Listed(_)
            | Self::Count(..)
            | Self::Number(..)
            | Self::Pattern(_)
            | Self::Format(_)
            | Self::UniqueItems
            | Self::Contains(..)
            | Self::Required(_)
            | Self::DependentRequired(..)
            | Self::Discriminator(..) => RuleStructure::Assertion,
        }
    }
}
