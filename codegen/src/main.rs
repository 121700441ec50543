//! The `oasmith` command.

fn main() {}
