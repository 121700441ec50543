//! Reads and writes `xtask/budget.toml`, which holds the budget of each figure.

use std::fmt::Write;

use oasmith::cli::{Failure, disk};
use oasmith::outln;
use toml_edit::DocumentMut;

use super::figures::Figures;

const FILE: &str = "xtask/budget.toml";
const COMPILER: &str = "compiler";
/// How far a figure may exceed its budget, in thousandths.
const TOLERANCE: u64 = 10;
/// The tolerance if the budget was measured with another compiler, because each version produces different MIR.
const TOLERANCE_OF_OTHER_COMPILER: u64 = 150;
/// How far a figure must be below its budget before the budget should be lowered, in thousandths.
const WORTH_LOWERING: u64 = 20;

/// The contents of the file.
pub struct BudgetFile {
    /// The compiler that the figures were measured with.
    pub compiler: String,
    document: DocumentMut,
}

/// The result of comparing a figure with its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The figure is within its budget.
    WithinBudget,
    /// The figure is so far below its budget that the budget should be lowered.
    Better,
    /// The figure exceeds its budget, or has no budget.
    Exceeded,
}

impl BudgetFile {
    /// Reads the file.
    pub fn read() -> Result<Self, Failure> {
        let text = std::fs::read_to_string(FILE).map_err(|error| {
            Failure::new(format!("{FILE}: {error}\nto create the file, run: cargo xtask budget --bless"))
        })?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, Failure> {
        let document: DocumentMut = text.parse().map_err(|error| Failure::new(format!("{FILE}: {error}")))?;
        let compiler = document.get(COMPILER).and_then(|item| item.as_str()).unwrap_or_default().to_owned();
        Ok(Self { compiler, document })
    }

    /// Returns the budget of a figure and compares the figure with it.
    pub fn compare(&self, api: &str, name: &str, figure: u64, same_compiler: bool) -> (u64, Verdict) {
        let budget = self.document.get(api).and_then(|table| table.get(name)).and_then(|item| item.as_integer());
        let budget = budget.and_then(|budget| u64::try_from(budget).ok()).unwrap_or_default();
        let tolerance = if same_compiler { TOLERANCE } else { TOLERANCE_OF_OTHER_COMPILER };
        let verdict = if figure * 1000 > budget * (1000 + tolerance) {
            Verdict::Exceeded
        } else if figure * 1000 < budget * (1000 - WORTH_LOWERING) {
            Verdict::Better
        } else {
            Verdict::WithinBudget
        };
        (budget, verdict)
    }
}

impl Verdict {
    /// Returns the verdict as text.
    pub fn text(self) -> &'static str {
        match self {
            Self::WithinBudget => "",
            Self::Better => "improved: lower the budget with `cargo xtask budget --bless`",
            Self::Exceeded => "EXCEEDED",
        }
    }
}

/// Writes the file.
pub fn write(compiler: &str, measured: &[(String, Figures)]) -> Result<(), Failure> {
    let mut text = format!(
        "# The most work that the clients in `generated` may cause for the compiler. `cargo xtask budget` checks it, also in `cargo xtask ci`;\n\
         # `cargo xtask budget --bless` updates it. See xtask/src/budget/figures.rs for the figures.\n\
         {COMPILER} = {compiler:?}\n"
    );
    for (api, figures) in measured {
        let _ = writeln!(text, "\n[{api}]");
        for (name, figure) in figures.rows() {
            let _ = writeln!(text, "{name} = {figure}");
        }
    }
    disk::write(FILE.as_ref(), text.as_bytes())?;
    outln!("Updated {FILE}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{BudgetFile, Verdict};

    #[test]
    fn figures_are_compared_with_their_budget() {
        let budget = BudgetFile::parse("compiler = \"rustc 1\"\n[a]\nllvm-lines = 1000\n").unwrap();
        assert_eq!(budget.compiler, "rustc 1");
        for (api, figure, same_compiler, expect) in [
            ("a", 1000, true, Verdict::WithinBudget),
            ("a", 1010, true, Verdict::WithinBudget),
            ("a", 1011, true, Verdict::Exceeded),
            ("a", 1011, false, Verdict::WithinBudget),
            ("a", 1151, false, Verdict::Exceeded),
            ("a", 979, true, Verdict::Better),
            ("b", 1, true, Verdict::Exceeded),
        ] {
            let (_, verdict) = budget.compare(api, "llvm-lines", figure, same_compiler);
            assert_eq!(verdict, expect, "{api} {figure}");
        }
    }
}
