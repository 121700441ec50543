//! What the tests of the whole share: a server on loopback that records and misbehaves on request, and folders of files.

pub mod files;
pub mod server;
