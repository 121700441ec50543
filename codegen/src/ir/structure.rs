//! The structure of types and rules, without their meaning.
//!
//! Stages that only follow references match on these enums instead of on [`Type`] and [`Rule`]. A new variant of [`Type`] or [`Rule`]
//! does not compile until it is classified here.

use super::{EnumValue, Member, NameSource, ReferencedName, Rule, Shape, Type, TypeId, Union};

/// The structure of a type expression.
#[derive(Debug, Clone, Copy)]
pub enum Structure<'t> {
    /// A type that contains no other type.
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

impl<'t> Structure<'t> {
    /// Returns the type without `null`, if the expression allows `null`.
    #[must_use]
    pub fn without_null(self) -> Option<&'t Type> {
        match self {
            Self::Nullable(inner) => Some(inner),
            Self::Leaf | Self::Named(_) | Self::List(_) | Self::Map(_) | Self::Boxed(_) => None,
        }
    }
}

impl NameSource {
    /// Returns the name in the document: of a component, or of a schema that references name.
    #[must_use]
    pub fn in_document(&self) -> Option<&str> {
        self.component().or_else(|| Some(self.referenced()?.name.as_str()))
    }

    /// Returns the name in the settings, if the type is a component or a schema that references name.
    #[must_use]
    pub fn in_settings(&self) -> Option<&str> {
        self.component().or_else(|| Some(self.referenced()?.in_settings.as_str()))
    }

    /// Returns the component's name, if it is a component.
    #[must_use]
    pub fn component(&self) -> Option<&str> {
        match self {
            Self::Component(name) => Some(name),
            Self::Referenced(_) | Self::Part { .. } | Self::Operation { .. } | Self::Given(_) | Self::Merged { .. } => {
                None
            }
        }
    }

    /// Returns the name of a schema outside `components.schemas`.
    #[must_use]
    pub fn referenced(&self) -> Option<&ReferencedName> {
        match self {
            Self::Referenced(referenced) => Some(referenced),
            Self::Component(_) | Self::Part { .. } | Self::Operation { .. } | Self::Given(_) | Self::Merged { .. } => {
                None
            }
        }
    }

    /// Returns the type of which it is a part, if it is the inline type of a part.
    #[must_use]
    pub fn parent(&self) -> Option<TypeId> {
        match self {
            Self::Part { parent, .. } => Some(*parent),
            Self::Component(_)
            | Self::Referenced(_)
            | Self::Operation { .. }
            | Self::Given(_)
            | Self::Merged { .. } => None,
        }
    }

    /// Returns the places of a merged type, which are its aliases.
    #[must_use]
    pub fn places(&self) -> &[TypeId] {
        match self {
            Self::Merged { places, .. } => places,
            Self::Component(_) | Self::Referenced(_) | Self::Part { .. } | Self::Operation { .. } | Self::Given(_) => {
                &[]
            }
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

impl Union {
    /// Whether the union has a variant for all values that match no branch, because the document allows them. Callers can create it.
    #[must_use]
    pub fn allows_others(&self) -> bool {
        self.open && self.tag.is_none()
    }
}

impl Type {
    /// Returns the structure of the expression.
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

    /// Whether the type is a floating-point number or a custom type. All other scalar types implement `Eq`, and are different Rust types
    /// if they are different here.
    #[must_use]
    pub fn is_float_or_custom(&self) -> bool {
        match self {
            Self::Number(_) | Self::Custom(_) => true,
            Self::Any
            | Self::Null
            | Self::Never
            | Self::Bool
            | Self::Integer(_)
            | Self::String
            | Self::Format(_)
            | Self::Named(_)
            | Self::List(_)
            | Self::Map(_)
            | Self::Nullable(_)
            | Self::Boxed(_) => false,
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

/// The structure of a rule.
#[derive(Debug, Clone, Copy)]
pub enum RuleStructure<'r> {
    /// A reference to [`super::TypeRules::beyond_type`] of a definition: [`Rule::RefBeyondType`].
    RefBeyondType(TypeId),
    /// A reference to [`super::TypeRules::full`] of a definition: [`Rule::RefFull`].
    RefFull(TypeId),
    /// Asserts nothing by itself: applies nested rules, most often to members or items.
    Nested,
    /// Applies one of two lists of rules: `then` or `else` of [`Rule::If`].
    Conditional(&'r [Rule], &'r [Rule]),
    /// Combines lists of rules that apply to the value itself.
    Combination,
    /// Asserts something about the value by itself.
    Assertion,
}

impl Rule {
    /// Returns the structure of the rule.
    #[must_use]
    pub fn structure(&self) -> RuleStructure<'_> {
        match self {
            Self::RefBeyondType(id) => RuleStructure::RefBeyondType(*id),
            Self::RefFull(id) => RuleStructure::RefFull(*id),
            Self::PrefixItems(_)
            | Self::Items(..)
            | Self::Property(..)
            | Self::PatternProperty(..)
            | Self::AdditionalProperties(..)
            | Self::PropertyNames(_)
            | Self::DependentSchema(..) => RuleStructure::Nested,
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
