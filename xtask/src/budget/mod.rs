//! `cargo xtask budget`: compares how much work the generated clients cause for the compiler with a budget.
//!
//! The figures do not depend on the machine: MIR statements (the work of `cargo check` and all later phases), LLVM IR lines (the
//! work of a build) and source lines. `xtask/budget.toml` holds the budget. A change that exceeds it fails until `--bless` updates
//! the file, so that a reviewer sees the new figures.

mod figures;
mod file;

use oasmith::cli::Failure;
use oasmith::outln;

use self::figures::Figures;
use self::file::{BudgetFile, Verdict};
use crate::specs;

const EXAMPLES: &str = "\
Examples:
  cargo xtask budget
  cargo xtask budget --bless       # after a change that is worth its cost";

/// Compares the compile cost of generated/ with the limits in xtask/budget.toml.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::help(EXAMPLES))]
pub struct Args {
    /// Replace the limits by the measured figures.
    #[arg(long)]
    bless: bool,
}

/// Runs the command.
pub fn run(args: Args) -> Result<(), Failure> {
    let compiler = figures::compiler()?;
    let mut measured = Vec::new();
    for api in specs::settings()?.apis.into_keys() {
        let figures = Figures::measure(&api)?;
        measured.push((api.to_string(), figures));
    }
    if args.bless {
        return file::write(&compiler, &measured);
    }
    let budget_file = BudgetFile::read()?;
    let same_compiler = budget_file.compiler == compiler;
    if !same_compiler {
        outln!("The budget was measured with {}, this is {compiler}: the tolerance is larger.", budget_file.compiler);
    }
    let mut exceeded = 0;
    for (api, figures) in &measured {
        for (name, figure) in figures.rows() {
            let (budget, verdict) = budget_file.compare(api, name, figure, same_compiler);
            exceeded += usize::from(verdict == Verdict::Exceeded);
            outln!("{api:<12} {name:<14} {figure:>10} of {budget:>10}  {}", verdict.text());
        }
    }
    match exceeded {
        0 => Ok(()),
        _ => Err(Failure::new(format!(
            "{exceeded} figures exceed the budget\nif the change is worth it, raise the budget: cargo xtask budget --bless"
        ))),
    }
}
