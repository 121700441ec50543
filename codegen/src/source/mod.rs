//! Placeholder of the stage.

/// Loads files.
pub trait Loader {}
/// The files of a document.
#[derive(Debug)]
pub struct Source;
