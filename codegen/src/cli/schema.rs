//! `oasmith schema`: prints the JSON Schema of `oasmith.toml`.

use std::io::{self, Write as _};

use super::Failure;
use crate::settings::SCHEMA;

/// Prints the JSON Schema of oasmith.toml, with which editors check and complete the settings.
///
/// Editors with a TOML plugin such as Taplo or Even Better TOML use the schema that the first line of the file names:
/// `#:schema ./oasmith.schema.json`
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  oasmith schema > oasmith.schema.json")]
pub(super) struct Args {}

/// Runs the command.
pub(super) fn run(_: Args) -> Result<(), Failure> {
    match io::stdout().write_all(SCHEMA.as_bytes()) {
        // The reader, for example `head`, needs no more.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
