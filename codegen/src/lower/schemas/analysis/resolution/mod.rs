//! Follows the references, `allOf` and choices of an intersection of schemas, to the keywords that apply to a value.
//!
//! This layer uses the keywords of each schema (`schema`). It does not know members of objects or what distinguishes branches.

mod contradictions;
mod files;
mod resolved;
mod scalars;
mod simplified;
mod values;

pub(crate) use contradictions::{ContradictingPart, Relaxed, contradicting_types, relaxed};
pub(crate) use files::{ContentKeywords, content_keywords, file, is_binary, is_untyped, part_schema};
pub(crate) use resolved::{Choice, ResolvedSchema, resolve, resolve_intersection};
pub(crate) use scalars::{FormatContradiction, ScalarType, integer_type, text_type};
pub(crate) use simplified::{is_anything, is_only_null, simplified};
pub(crate) use values::{ListAgreement, branch_values, fixed_value, listed_values, values_of_several_types};
