//! How a struct is constructed: which required members a constructor takes as arguments, and which have only one possible value.

use super::{Api, Enumeration, FlattenedPart, Member, Object, Shape, Type, TypeId};

/// The largest number of arguments that a constructor takes one by one. More are the fields of a struct, so that each is named.
pub const MAX_POSITIONAL_ARGUMENTS: usize = 3;

/// How a constructor sets a required member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Initializer<'a> {
    /// An argument of its type.
    Argument,
    /// An argument that is converted into a `String`.
    Text,
    /// The value of the discriminator property in the union that has the object as a branch.
    Tag(&'a str),
    /// The only value of this enumeration.
    Only(TypeId),
    /// The value of this enumeration, by index, that is the value of the discriminator property.
    Tagged(TypeId, usize),
}

impl Initializer<'_> {
    /// Returns whether the constructor takes an argument.
    #[must_use]
    pub fn is_argument(self) -> bool {
        match self {
            Self::Argument | Self::Text => true,
            Self::Tag(_) | Self::Only(_) | Self::Tagged(..) => false,
        }
    }
}

impl Api {
    /// Resolves aliases.
    #[must_use]
    pub fn resolve<'a>(&'a self, mut ty: &'a Type) -> &'a Type {
        while let Type::Named(id) = ty
            && let Shape::Alias(target) = &self.type_def(*id).shape
        {
            ty = target;
        }
        ty
    }

    /// Returns how a constructor sets a required member.
    #[must_use]
    pub fn initializer<'m>(&self, member: &'m Member) -> Initializer<'m> {
        let tag = member.tag.as_deref();
        match self.resolve(&member.ty) {
            Type::String => tag.map_or(Initializer::Text, Initializer::Tag),
            Type::Named(id) => match &self.type_def(*id).shape {
                Shape::Enumeration(enumeration) if enumeration.is_single() => Initializer::Only(*id),
                Shape::Enumeration(enumeration) => {
                    let at = enumeration.values.iter().position(|value| tag.is_some() && value.value.as_str() == tag);
                    at.map_or(Initializer::Argument, |at| Initializer::Tagged(*id, at))
                }
                Shape::Object(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => {
                    Initializer::Argument
                }
            },
            Type::Any
            | Type::Null
            | Type::Never
            | Type::Bool
            | Type::Integer(_)
            | Type::Number(_)
            | Type::Format(_)
            | Type::List(_)
            | Type::Map(_)
            | Type::Nullable(_)
            | Type::Boxed(_)
            | Type::Custom(_) => Initializer::Argument,
        }
    }

    /// Returns how a constructor sets an optional member that is the discriminator property of a union. `None` for all other members.
    #[must_use]
    pub fn optional_tag<'m>(&self, member: &'m Member) -> Option<Initializer<'m>> {
        let initializer = self.initializer(member);
        let is_tag = !member.required && member.tag.is_some() && !initializer.is_argument();
        is_tag.then_some(initializer)
    }

    /// Returns the number of required values that a constructor of the object takes.
    #[must_use]
    pub fn argument_count(&self, object: &Object) -> usize {
        let members = object.members.iter().filter(|member| member.required && self.initializer(member).is_argument());
        members.count() + object.flattened.iter().filter(|flat| flat.is_required()).count()
    }
}

impl FlattenedPart {
    /// Returns whether the field of a flattened part has no `Option`.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.required && self.any_group.is_none()
    }
}

impl Enumeration {
    /// Returns whether the enumeration has only one value, which is then its `Default`.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.values.len() == 1 && !self.open
    }
}
