//! `cargo xtask budget`: compares how much work the generated clients cause for the compiler with a budget.
//!
//! The figures do not depend on the machine: MIR statements (the work of `cargo check` and all later phases), LLVM IR lines (the
//! work of a build) and source lines. `xtask/budget.toml` holds the budget. A change that exceeds it fails until `--bless` updates
//! the file, so that a reviewer sees the new figures.

mod figures;
mod file;

use lexopt::Arg;
use oasmith::cli::Failure;

use self::figures::Figures;
use self::file::{BudgetFile, Verdict};
use crate::specs;

/// Runs the command.
pub fn run(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    let mut bless = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("bless") => bless = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let compiler = figures::compiler()?;
    let mut measured = Vec::new();
    for api in specs::settings()?.apis.into_keys() {
        let figures = Figures::measure(&api)?;
        measured.push((api.to_string(), figures));
    }
    if bless {
        return file::write(&compiler, &measured);
    }
    let budget_file = BudgetFile::read()?;
    let same_compiler = budget_file.compiler == compiler;
    if !same_compiler {
        println!("The budget was measured with {}, this is {compiler}: the tolerance is larger.", budget_file.compiler);
    }
    let mut exceeded = 0;
    for (api, figures) in &measured {
        for (name, figure) in figures.rows() {
            let (budget, verdict) = budget_file.compare(api, name, figure, same_compiler);
            exceeded += usize::from(verdict == Verdict::Exceeded);
            println!("{api:<12} {name:<14} {figure:>10} of {budget:>10}  {}", verdict.text());
        }
    }
    match exceeded {
        0 => Ok(()),
        _ => Err(Failure::new(format!(
            "{exceeded} figures exceed the budget\nif the change is worth it, raise the budget: cargo xtask budget --bless"
        ))),
    }
}
