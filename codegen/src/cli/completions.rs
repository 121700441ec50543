//! `completions SHELL`: prints the script with which a shell completes a command.

use clap_complete::Shell;

use super::console;

const EXAMPLES: &str = "\
Examples:
  oasmith completions bash > ~/.local/share/bash-completion/completions/oasmith
  oasmith completions zsh > ~/.zfunc/_oasmith        # ~/.zfunc must be in fpath
  oasmith completions fish > ~/.config/fish/completions/oasmith.fish";

/// Prints a script that completes commands and options in a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The shell.
    shell: Shell,
}

/// Prints the script for a program, which has the name of the command.
pub fn run(args: &Args, mut command: clap::Command) {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    console::data(format_args!("{}", String::from_utf8_lossy(&script)));
}
