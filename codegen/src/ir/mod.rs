//! The model of an API as Rust will see it: types, operations, and nothing of OpenAPI or of tokens.
//!
//! `lower` makes it, `passes` rewrite it, `names` names it, `emit` prints it. Architecture invariant: no spec types, no
//! identifiers and no tokens here; a name in the IR is a name of the *wire* or a [`NameSource`] that says where a name can be taken from.

mod api;
mod custom;
mod features;
mod home;
pub mod keys;
mod kind;
mod media;
mod mentions;
mod operation;
mod owner;
pub mod print;
mod rules;
// The runtime's own rules: the defaults of a document are checked by what holds when a client is built.
#[path = "../../runtime/src/http/server_url/rules.rs"]
pub mod server_url;
mod structure;
mod types;

pub use crate::diag::Place;
pub use api::*;
pub use custom::*;
pub use features::*;
pub use home::*;
pub use kind::*;
pub use media::*;
pub use mentions::*;
pub use operation::*;
pub use owner::*;
pub use rules::*;
pub use structure::*;
pub use types::*;
