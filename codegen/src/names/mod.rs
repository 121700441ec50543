//! Identifiers: every name of the output is chosen here, once, into a table that emitters look up.
//!
//! Injective in each scope, stable under additions to the document. May import `ir`; nothing else may choose a name.

mod table;

pub use table::*;
