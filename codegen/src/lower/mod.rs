//! Placeholder of the stage.

pub mod schemas;
