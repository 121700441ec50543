//! The command `oasmith`: `oasmith generate SPEC -o DIR`, `oasmith explain CODE`.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    oasmith::cli::main()
}
