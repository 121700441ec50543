//! What generated client crates call.
