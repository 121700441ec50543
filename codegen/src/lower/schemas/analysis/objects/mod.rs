//! The members of objects: what intersections and their choices declare, require and forbid.
//!
//! This layer uses resolved schemas (`resolution`). It does not know what distinguishes the branches of a union.

mod flattened;
mod forms;
mod members;

pub(crate) use flattened::{branches_repeat_siblings, declared_in_all, listed_in_branches, map_value, narrowing};
pub(crate) use forms::{ObjectForm, choice_forms, forms_of};
pub(crate) use members::{DeclaredMember, UndeclaredMembers, declared_members, names_members, undeclared_members};

/// Members by name, in the order of the document.
pub(crate) type IndexMap<K, V> = indexmap::IndexMap<K, V, foldhash::fast::RandomState>;
