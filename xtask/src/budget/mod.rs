//! `cargo xtask budget`: how much the clients of this workspace give the compiler to do, against what was agreed.
//!
//! The figures do not depend on the machine: statements of MIR (what `cargo check` and everything after it goes through), lines of
//! LLVM IR (what a build goes through), and the size of the source. `xtask/budget.toml` holds them; a change that adds to them fails
//! until `--bless` puts the new ones there, where a reviewer sees them.

mod agreed;
mod figures;

use lexopt::Arg;
use oasmith::cli::Failure;

use self::agreed::{Agreed, Verdict};
use self::figures::Figures;
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
        let figures = Figures::of(&api)?;
        measured.push((api.to_string(), figures));
    }
    if bless {
        return agreed::write(&compiler, &measured);
    }
    let agreed = Agreed::read()?;
    let same_compiler = agreed.compiler == compiler;
    if !same_compiler {
        println!("agreed with {}; this is {compiler}, so more may differ", agreed.compiler);
    }
    let mut exceeded = 0;
    for (api, figures) in &measured {
        for (name, figure) in figures.rows() {
            let (budget, verdict) = agreed.judge(api, name, figure, same_compiler);
            exceeded += usize::from(verdict == Verdict::Exceeded);
            println!("{api:<12} {name:<14} {figure:>10} of {budget:>10}  {}", verdict.text());
        }
    }
    match exceeded {
        0 => Ok(()),
        _ => Err(Failure::new(format!(
            "{exceeded} figures exceed the budget\nif what they buy is worth it: cargo xtask budget --bless"
        ))),
    }
}
