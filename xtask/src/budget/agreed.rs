//! `xtask/budget.toml`: the figures that were agreed.

use std::fmt::Write;

use oasmith::cli::{Failure, disk};
use toml_edit::DocumentMut;

use super::figures::Figures;

const FILE: &str = "xtask/budget.toml";
const COMPILER: &str = "compiler";
/// By how many thousandths a figure may exceed its budget.
const TOLERANCE: u64 = 10;
/// The same where the compiler is not the one of the budget: another writes other MIR.
const TOLERANCE_OF_ANOTHER_COMPILER: u64 = 150;
/// From how many thousandths less on a better figure is worth being agreed on.
const WORTH_SAYING: u64 = 20;

/// What was agreed.
pub struct Agreed {
    /// The compiler that the figures are of.
    pub compiler: String,
    document: DocumentMut,
}

/// How a figure stands to its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Within.
    Kept,
    /// So much less that the budget should follow.
    Better,
    /// More, or there is no budget for it.
    Exceeded,
}

impl Agreed {
    /// Reads the file.
    pub fn read() -> Result<Self, Failure> {
        let text = std::fs::read_to_string(FILE)
            .map_err(|error| Failure::new(format!("{FILE}: {error}\nto write it: cargo xtask budget --bless")))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, Failure> {
        let document: DocumentMut = text.parse().map_err(|error| Failure::new(format!("{FILE}: {error}")))?;
        let compiler = document.get(COMPILER).and_then(|item| item.as_str()).unwrap_or_default().to_owned();
        Ok(Self { compiler, document })
    }

    /// The budget of a figure, and how the figure stands to it.
    pub fn judge(&self, api: &str, name: &str, figure: u64, same_compiler: bool) -> (u64, Verdict) {
        let budget = self.document.get(api).and_then(|table| table.get(name)).and_then(|item| item.as_integer());
        let budget = budget.and_then(|budget| u64::try_from(budget).ok()).unwrap_or_default();
        let tolerance = if same_compiler { TOLERANCE } else { TOLERANCE_OF_ANOTHER_COMPILER };
        let verdict = if figure * 1000 > budget * (1000 + tolerance) {
            Verdict::Exceeded
        } else if figure * 1000 < budget * (1000 - WORTH_SAYING) {
            Verdict::Better
        } else {
            Verdict::Kept
        };
        (budget, verdict)
    }
}

impl Verdict {
    /// The verdict in words.
    pub fn text(self) -> &'static str {
        match self {
            Self::Kept => "",
            Self::Better => "better: keep it by `cargo xtask budget --bless`",
            Self::Exceeded => "EXCEEDED",
        }
    }
}

/// Writes the file.
pub fn write(compiler: &str, measured: &[(String, Figures)]) -> Result<(), Failure> {
    let mut text = format!(
        "# What the clients in `generated` may give the compiler to do. Checked by `cargo xtask budget`, which `cargo xtask ci` runs;\n\
         # renewed by `cargo xtask budget --bless`. The figures are explained in xtask/src/budget/figures.rs.\n\
         {COMPILER} = {compiler:?}\n"
    );
    for (api, figures) in measured {
        let _ = writeln!(text, "\n[{api}]");
        for (name, figure) in figures.rows() {
            let _ = writeln!(text, "{name} = {figure}");
        }
    }
    disk::write(FILE.as_ref(), text.as_bytes())?;
    println!("{FILE} is written");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Agreed, Verdict};

    #[test]
    fn verdicts() {
        let agreed = Agreed::parse("compiler = \"rustc 1\"\n[a]\nllvm-lines = 1000\n").unwrap();
        assert_eq!(agreed.compiler, "rustc 1");
        for (api, figure, same_compiler, expect) in [
            ("a", 1000, true, Verdict::Kept),
            ("a", 1010, true, Verdict::Kept),
            ("a", 1011, true, Verdict::Exceeded),
            ("a", 1011, false, Verdict::Kept),
            ("a", 1151, false, Verdict::Exceeded),
            ("a", 979, true, Verdict::Better),
            ("b", 1, true, Verdict::Exceeded),
        ] {
            let (_, verdict) = agreed.judge(api, "llvm-lines", figure, same_compiler);
            assert_eq!(verdict, expect, "{api} {figure}");
        }
    }
}
