//! Identifiers: every name of the output is chosen here, once, into a table that emitters look up.
//!
//! Injective in each scope, stable under additions to the document. May import `ir`; nothing else may choose a name.
//!
//! How stability comes about. Each scope (types, methods, the fields of a struct, …) takes a name for each of its items from
//! the item's own candidates, the plainest first. An item whose wire name is written in the *style* of the document
//! (`snake_case` members, say) is *canonical*: two canonical items can never want the same name, so nothing that is added
//! later can take it away. Every other name could be wanted by an item yet to come; these are pinned in `names.lock`.
//! A collision is resolved by what the colliding items themselves say (their punctuation, their case, their place),
//! never by their order.

mod answers;
mod calls;
mod features;
mod inline;
mod lock;
mod members;
mod merged;
mod operations;
mod reserved;
mod scope;
mod server_words;
mod servers;
mod singular;
mod style;
mod symbols;
mod table;
mod types;
mod words;

#[cfg(test)]
mod stability;

pub use lock::{LockError, NamesLock};
pub use table::*;

use crate::ir::Api;

/// Chooses all names of an API. Names that the lock pins are kept; the lock that is handed back pins what this run chose.
#[must_use]
pub fn choose(api: &Api, lock: &NamesLock) -> (Names, NamesLock) {
    let mut pins = lock::Pins::new(lock, style::Styles::of(api, lock));
    let operations = operations::choose(api, &mut pins);
    let types = types::choose(api, &operations, &mut pins);
    let names = Names {
        webhooks: operations::choose_webhooks(api, &mut pins),
        servers: servers::choose(&api.servers, &mut pins),
        security_schemes: servers::choose_credentials(api, &mut pins),
        features: features::choose(api, &operations),
        types,
        operations,
    };
    (names, pins.finish())
}
