//! What an intersection of schemas amounts to, when its references, `allOf` and choices are followed.
//!
//! Knows what each schema says (`schema`). It does not know members of objects or what distinguishes branches.

mod contradictions;
mod files;
mod resolved;
mod simplified;
mod values;

pub(crate) use contradictions::{contradicting_types, relaxed};
pub(crate) use files::file;
pub(crate) use resolved::{Choice, ResolvedSchema, resolve, resolve_intersection};
pub(crate) use simplified::{is_anything, is_only_null, simplified};
pub(crate) use values::{ListAgreement, branch_values, fixed_value, listed_values};
