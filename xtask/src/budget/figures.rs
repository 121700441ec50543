//! Measures how much work an API's module causes for the compiler.

use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::cli::{Failure, disk};

use crate::process;
use crate::workspace::{GENERATED, REPORTS};

/// The figures of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Lines of generated source.
    source_lines: u64,
    /// MIR statements of every function, whether it is compiled or not.
    mir_statements: u64,
    /// LLVM IR lines of the functions that a debug build compiles.
    llvm_lines: u64,
}

impl Figures {
    /// Measures the module of an API in `generated`: models and calls, without a transport.
    pub fn measure(api: &str) -> Result<Self, Failure> {
        let home = std::path::absolute(PathBuf::from(REPORTS).join("budget"))?;
        std::fs::create_dir_all(&home)?;
        let (mir, llvm) = (home.join(format!("{api}.mir")), home.join(format!("{api}.ll")));
        let mut command = process::cargo();
        command.args(["rustc", "--quiet", "--locked", "--lib", "--package", GENERATED, "--no-default-features"]);
        command.args(["--features", &format!("http,{api}")]);
        command.env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS").arg("--");
        command.args(["-Copt-level=0", "-Cdebuginfo=0", "-Cdebug-assertions=yes", "-Coverflow-checks=yes"]);
        command.args(["-Ccodegen-units=1", "-Cno-prepopulate-passes"]);
        // Cargo writes the two files only if it compiles the crate. A new flag ensures that.
        command.arg(format!("--cfg=measured_by=\"{}\"", std::process::id()));
        command.arg(format!("--emit=mir={}", mir.display())).arg(format!("--emit=llvm-ir={}", llvm.display()));
        process::run(&mut command)?;
        Ok(Self {
            source_lines: source_lines(&Path::new(GENERATED).join("src").join(api))?,
            mir_statements: mir_statements(&std::fs::read_to_string(mir)?),
            llvm_lines: llvm_lines(&std::fs::read_to_string(llvm)?),
        })
    }

    /// Returns each figure with its name.
    pub fn rows(&self) -> [(&'static str, u64); 3] {
        let Self { source_lines, mir_statements, llvm_lines } = *self;
        [("source-lines", source_lines), ("mir-statements", mir_statements), ("llvm-lines", llvm_lines)]
    }
}

/// Returns the compiler's version.
pub fn compiler() -> Result<String, Failure> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Ok(process::capture_stdout(Command::new(rustc).arg("--version"))?.trim().to_owned())
}

fn source_lines(folder: &Path) -> Result<u64, Failure> {
    let files = disk::read(folder, &[])?;
    let rust = files.iter().filter(|(path, _)| path.ends_with(".rs"));
    Ok(rust.map(|(_, bytes)| bytes.iter().filter(|&&byte| byte == b'\n').count() as u64).sum())
}

/// Counts statements and block terminators: indented lines that end with a semicolon, except declarations and storage markers.
fn mir_statements(text: &str) -> u64 {
    let statement = |line: &&str| {
        let inner = line.trim_start();
        let code = inner.split("//").next().unwrap_or_default().trim_end();
        let is_declaration = ["let ", "debug ", "Storage", "scope "].iter().any(|start| inner.starts_with(start));
        line.starts_with("        ") && code.ends_with(';') && !is_declaration
    };
    text.lines().filter(statement).count() as u64
}

/// Counts instructions: indented lines between the braces of a function.
fn llvm_lines(text: &str) -> u64 {
    let mut inside = false;
    let mut count = 0;
    for line in text.lines() {
        match line {
            "}" => inside = false,
            _ if line.starts_with("define ") => inside = true,
            _ => count += u64::from(inside && line.starts_with("  ")),
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::{llvm_lines, mir_statements};

    #[test]
    fn only_statements_and_block_terminators_are_counted() {
        let text = "fn a(_1: u8) -> u8 {\n    debug x => _1;\n    let mut _0: u8;\n\n    bb0: {\n        StorageLive(_2);\n        \
                    _0 = copy _1; // why\n        return;\n    }\n}\n";
        assert_eq!(mir_statements(text), 2);
    }

    #[test]
    fn only_instructions_are_counted() {
        let text = "%T = type { i8 }\n; a\ndefine i8 @a(i8 %x) {\nstart:\n  %y = add i8 %x, 1\n  ret i8 %y\n}\n\ndeclare void @b()\n!0 = !{}\n  x\n";
        assert_eq!(llvm_lines(text), 2);
    }
}
