//! The members of objects: what intersections and their choices declare, require and forbid.
//!
//! This layer uses resolved schemas (`resolution`). It does not know what distinguishes the branches of a union.

mod flattened;
mod forms;
mod members;
mod mentions;
mod narrowings;

pub(crate) use flattened::{declared_in_all, is_union, listed_in_branches, map_value};
pub(crate) use forms::{ObjectForm, choice_forms, forms_of};
pub(crate) use members::{
    DeclaredMember, ObjectMembers, UndeclaredKeywords, UndeclaredMember, UndeclaredMembers, names_members,
    object_members, undeclared_members,
};
pub(crate) use mentions::Keyword;
pub(crate) use narrowings::Narrowing;

/// Members by name, in the order of the document.
pub(crate) type IndexMap<K, V> = indexmap::IndexMap<K, V, foldhash::fast::RandomState>;
