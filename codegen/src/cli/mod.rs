//! The `oasmith` command, and what `cargo xtask` shares with it.
//!
//! Here alone the generator meets the user and the disk: arguments, printing, writing. Everything else is the library's.

pub mod disk;
