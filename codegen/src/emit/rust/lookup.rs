//! Queries about types that all emitters share. Only this module of `emit` asks the IR to resolve aliases.

use crate::ir::{Api, Format, Member, Object, Shape, Type, TypeId};
use crate::names::Names;

/// The API, and the names that were chosen for it.
#[derive(Debug, Clone, Copy)]
pub(in crate::emit) struct Lookup<'a> {
    pub(in crate::emit) api: &'a Api,
    pub(in crate::emit) names: &'a Names,
}

/// How a field shows whether its member is present.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::emit) enum Presence<'a> {
    /// `T`
    Required,
    /// `Option<T>`
    Optional,
    /// `Patch<T>` of this type.
    Patch(&'a Type),
}

/// The structure of a type behind aliases, boxes and null.
#[derive(Debug, Clone, Copy)]
pub(in crate::emit) enum ResolvedStructure<'a> {
    /// A string whose format has no Rust type.
    Text,
    /// A list of this type.
    List(&'a Type),
    /// A struct with named members.
    Object(TypeId, &'a Object),
    /// Any other type.
    Other,
}

impl<'a> Lookup<'a> {
    /// Resolves aliases.
    pub(in crate::emit) fn resolve(self, ty: &'a Type) -> &'a Type {
        self.api.resolve(ty)
    }

    /// Returns the target of an alias; `None` for a definition that is not an alias.
    pub(in crate::emit) fn aliased(self, id: TypeId) -> Option<&'a Type> {
        match &self.api.type_def(id).shape {
            Shape::Alias(target) => Some(target),
            Shape::Object(_) | Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Newtype(_) => None,
        }
    }

    /// Returns the type without null, if the type allows null behind its aliases.
    pub(in crate::emit) fn nullable(self, ty: &'a Type) -> Option<&'a Type> {
        self.resolve(ty).structure().without_null()
    }

    /// The presence of a member.
    pub(in crate::emit) fn presence(self, member: &'a Member) -> Presence<'a> {
        match (member.required, self.nullable(&member.ty)) {
            (true, _) => Presence::Required,
            (false, Some(inner)) => Presence::Patch(inner),
            (false, None) => Presence::Optional,
        }
    }

    /// The structure of a type.
    pub(in crate::emit) fn structure(self, ty: &'a Type) -> ResolvedStructure<'a> {
        match self.resolve(ty) {
            Type::String | Type::Format(Format::Password) => ResolvedStructure::Text,
            Type::List(item) => ResolvedStructure::List(item),
            Type::Boxed(inner) | Type::Nullable(inner) => self.structure(inner),
            Type::Named(id) => match &self.api.type_def(*id).shape {
                Shape::Object(object) => ResolvedStructure::Object(*id, object),
                Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => {
                    ResolvedStructure::Other
                }
            },
            Type::Format(
                Format::DateTime
                | Format::OptionalOffsetDateTime
                | Format::Date
                | Format::Uuid
                | Format::Byte
                | Format::Ipv4
                | Format::Ipv6,
            )
            | Type::Any
            | Type::Null
            | Type::Never
            | Type::Bool
            | Type::Integer(_)
            | Type::Number(_)
            | Type::Map(_)
            | Type::Custom(_) => ResolvedStructure::Other,
        }
    }
}

/// Returns the type without null, for a value that cannot be null: a header, a part of a form.
pub(in crate::emit) fn not_null(ty: &Type) -> &Type {
    ty.structure().without_null().unwrap_or(ty)
}
