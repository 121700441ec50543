//! Placeholder of the stage.

mod file;

pub use file::File;
