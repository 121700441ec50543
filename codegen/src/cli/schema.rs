//! `oasmith schema`: prints the JSON Schema of `oasmith.toml`.

use super::Failure;
use crate::settings::SCHEMA;

/// Prints the JSON Schema of oasmith.toml, with which editors check and complete the settings.
///
/// Editors with a TOML plugin such as Taplo or Even Better TOML use the schema that the first line of the file names:
/// `#:schema ./oasmith.schema.json`
#[derive(Debug, clap::Args)]
#[command(after_help = super::help("Example:\n  oasmith schema > oasmith.schema.json"))]
pub(super) struct Args {}

/// Runs the command.
pub(super) fn run(_: Args) -> Result<(), Failure> {
    crate::out!("{SCHEMA}");
    Ok(())
}
