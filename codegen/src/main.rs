//! The `oasmith` command: `oasmith generate SPEC -o DIR`, `oasmith explain CODE`.

use std::process::ExitCode;

fn main() -> ExitCode {
    oasmith::cli::main()
}
