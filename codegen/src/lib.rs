//! oasmith turns OpenAPI documents into Rust client crates.

pub mod cli;
pub mod coverage;
pub mod diag;
pub mod drift;
pub mod emit;
pub mod ir;
pub mod layout;
pub mod lower;
pub mod names;
pub mod openapi;
pub mod overlay;
pub mod passes;
mod pipeline;
pub mod render;
pub mod settings;
pub mod source;

pub use layout::{CrateInfo, Layout, package};
pub use pipeline::{Outcome, Request, Timing, generate};
pub use render::Plan;
pub use settings::Settings;
