//! The output of all golden cases, so that it is compiled.

