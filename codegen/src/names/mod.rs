//! Chooses all identifiers of the output, once, and stores them in a table for the emitters.
//!
//! Names are unique in each scope, and additions to the document do not change them. No other module may choose a name.
//!
//! Names are stable for the following reasons. A scope is, for example, all types, all methods, or the fields of a struct. It assigns each
//! item one of the item's own candidates, the simplest first. An item whose wire name has the *style* of the document (for example
//! `snake_case` members) is *canonical*: two canonical items never have the same first candidate, so an item that is added later cannot
//! take the name. A later item could take the name of an item that is not canonical; therefore such names are pinned in `names.lock`. A
//! collision is resolved by properties of the colliding items (their punctuation, their case, their place), never by their order.

mod accept;
mod calls;
mod components;
mod distinctions;
mod features;
mod inline;
mod kept;
mod lock;
mod member_index;
mod members;
mod merged;
mod operations;
mod rename;
mod reserved;
mod responses;
mod scope;
mod server_words;
mod servers;
mod shared_elements;
mod singular;
mod spellings;
mod style;
mod symbols;
mod table;
mod types;
mod variants;
mod words;

#[cfg(test)]
mod stability;

pub use kept::{KeptKind, KeptName};
pub use lock::{LockError, NamesLock};
pub use rename::{RenameError, Renamed};
pub use table::*;

use crate::ir::Api;

/// Chooses all names of an API. Names in the lock are reused. The returned lock pins the names of this run.
#[must_use]
pub fn choose(api: &Api, lock: &NamesLock) -> (Names, NamesLock) {
    let mut pins = lock::Pins::new(lock, style::Styles::of(api, lock));
    let operations = operations::choose(api, &mut pins);
    let types = types::choose(api, &operations, &mut pins);
    let names = Names {
        webhooks: operations::choose_webhooks(api, &mut pins),
        servers: servers::choose(&api.servers, &mut pins),
        own_servers: servers::choose_own(api, &operations, &mut pins),
        security_schemes: servers::choose_credentials(api, &mut pins),
        features: features::choose(api, &operations),
        types,
        operations,
        kept: std::mem::take(&mut pins.kept),
    };
    (names, pins.finish())
}
