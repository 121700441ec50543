//! The intermediate representation of an API: its Rust types and its operations.
//!
//! `lower` creates it, `passes` rewrite it, `names` chooses its identifiers and `emit` converts it into code. Architecture invariant: the
//! IR contains no OpenAPI types, no identifiers and no tokens. A name in the IR is either a *wire name* (as it is sent) or a
//! [`NameSource`], from which `names` derives an identifier.

mod accept;
mod api;
mod api_root;
mod construction;
mod custom_type;
mod enumeration;
mod features;
mod form;
mod format;
mod json_type;
pub mod keys;
mod list_format;
mod media;
mod mentions;
mod operation;
pub mod print;
mod referenced_name;
mod rules;
mod type_owner;
// The runtime's own rules, so that a document's default values are checked by the same rules as the values at run time.
#[path = "../../runtime/src/http/server_url/rules.rs"]
pub mod server_url;
mod servers;
mod structure;
mod types;

pub use crate::diag::SourceLocation;
pub use accept::*;
pub use api::*;
pub use api_root::*;
pub use construction::*;
pub use custom_type::*;
pub use enumeration::*;
pub use features::*;
pub use form::*;
pub use format::*;
pub use json_type::*;
pub use list_format::*;
pub use media::*;
pub use mentions::*;
pub use operation::*;
pub use referenced_name::*;
pub use rules::*;
pub use servers::*;
pub use structure::*;
pub use type_owner::*;
pub use types::*;
