//! What the tests of the whole share: a server on loopback that records and misbehaves on request, folders of files,
//! and an API of several parts.

pub mod files;
pub mod parts;
pub mod server;
