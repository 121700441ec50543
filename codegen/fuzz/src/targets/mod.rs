//! The targets, one module each.

pub mod decode;
pub mod documents;
pub mod events;
pub mod exchange;
pub mod json_lines;
pub mod link;
pub mod locations;
pub mod parameters;
pub mod server_url;
pub mod stream;
pub mod validate;
pub mod values;
