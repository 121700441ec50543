//! How types and rules are built, apart from what they say.
//!
//! Stages that only follow references match on these instead of on [`Type`] and [`Rule`]. A new variant of those does not compile until
//! it is classified here.

use super::{EnumValue, Member, NameSource, Rule, Shape, Type, TypeId};

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

impl Structure<'_> {
    /// Returns the definition, if the expression is one by itself.
    #[must_use]
    pub fn definition(self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(id),
            Self::Leaf | Self::List(_) | Self::Map(_) | Self::Nullable(_) | Self::Boxed(_) => None,
        }
    }
}

impl NameSource {
    /// Returns the component's name, if it is a component.
    #[must_use]
    pub fn component(&self) -> Option<&str> {
        match self {
            Self::Component(name) => Some(name),
            Self::Part { .. } | Self::Operation { .. } | Self::Given(_) | Self::Merged { .. } => None,
        }
    }

    /// Returns the places of a merged type, which are its aliases.
    #[must_use]
    pub fn places(&self) -> &[TypeId] {
        match self {
            Self::Merged { places, .. } => places,
            Self::Component(_) | Self::Part { .. } | Self::Operation { .. } | Self::Given(_) => &[],
        }
    }
}

impl Shape {
    /// Returns the members, if it is an object.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        match self {
            Self::Object(object) => &object.members,
            Self::Enumeration(_) | Self::Union(_) | Self::Tuple(_) | Self::Alias(_) | Self::Newtype(_) => &[],
        }
    }

    /// Returns the values, if it is an enumeration.
    #[must_use]
    pub fn values(&self) -> &[EnumValue] {
        match self {
            Self::Enumeration(enumeration) => &enumeration.values,
            Self::Object(_) | Self::Union(_) | Self::Tuple(_) | Self::Alias(_) | Self::Newtype(_) => &[],
        }
    }

    /// Returns the definition that it is an alias of, if it is the alias of a definition.
    #[must_use]
    pub fn alias_of(&self) -> Option<TypeId> {
        match self {
            Self::Alias(ty) => ty.structure().definition(),
            Self::Object(_) | Self::Enumeration(_) | Self::Union(_) | Self::Tuple(_) | Self::Newtype(_) => None,
        }
    }
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
    /// Returns the definition that the rule refers to, to put another in its place.
    pub fn definition_mut(&mut self) -> Option<&mut TypeId> {
        match self {
            Self::Of(id) | Self::Whole(id) | Self::Listed(id) => Some(id),
            Self::PrefixItems(_)
            | Self::Items(..)
            | Self::Property(..)
            | Self::PatternProperty(..)
            | Self::AdditionalProperties(..)
            | Self::PropertyNames(_)
            | Self::DependentSchema(..)
            | Self::If(..)
            | Self::AnyOf(_)
            | Self::OneOf(_)
            | Self::Not(_)
            | Self::Never
            | Self::Type(_)
            | Self::Enum(_)
            | Self::Count(..)
            | Self::Number(..)
            | Self::Pattern(_)
            | Self::Format(_)
            | Self::UniqueItems
            | Self::Contains(..)
            | Self::Required(_)
            | Self::DependentRequired(..)
            | Self::Discriminator(..) => None,
        }
    }

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
