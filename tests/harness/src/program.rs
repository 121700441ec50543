//! Writes, compiles and runs a program that decodes and encodes JSON with generated types.
//!
//! The tests of the generator cannot call generated types directly, because the tests are compiled before code is generated. The program
//! reads a file with one question per line and prints one answer per line. If it crashes, it runs again for the remaining questions.

mod escape;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use crate::golden::list;

/// A question: a subject, which names a type in the program, and a JSON text.
pub type Question<'a> = (&'a str, &'a str);

/// The result for a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Accepted.
    Accepted {
        /// The encoded value.
        text: String,
        /// The number of unknown values that open enums and unions kept, if the program counts them.
        unknown: usize,
    },
    /// Accepted, but `validate()` reports a violation.
    Violating {
        /// The encoded value.
        text: String,
        /// The violations.
        violations: String,
    },
    /// Rejected for this reason.
    Rejected(String),
    /// Different ways to decode or encode the value disagree.
    Inconsistent(String),
    /// The program panicked or crashed.
    Crashed(String),
    /// The program does not know the subject.
    NoType,
}

/// The result of running the program.
pub struct ProgramRun {
    /// The standard output.
    pub stdout: String,
    /// Why it failed, if it did.
    pub failure: Option<String>,
}

/// A package and its target folder.
#[derive(Debug)]
pub struct Program {
    /// The folder of the package or of the workspace that holds it.
    pub folder: PathBuf,
    /// The target folder. Programs that share it compile their dependencies once.
    pub target: PathBuf,
    /// The name of the package and of its binary.
    pub package: &'static str,
}

/// Returns the files of a program: `main.rs` and its module. `code` defines functions from a text to an `Answer`, and `arms` are the
/// subjects with their functions.
#[must_use]
pub fn sources(code: &str, arms: &[(String, String)]) -> [(&'static str, String); 2] {
    let arms: String = arms.iter().map(|(subject, function)| format!("        {subject:?} => {function},\n")).collect();
    let main = include_str!("program/main.rs.txt").replace("/*arms*/\n", &arms) + code;
    [("main.rs", main), ("escape.rs", include_str!("program/escape.rs").to_owned())]
}

impl Program {
    /// Writes these files, by path below the folder, and removes all others. Unchanged files keep their modification time, so that
    /// cargo does not compile them again.
    ///
    /// # Errors
    /// If a file cannot be read or written.
    pub fn write(&self, files: &BTreeMap<String, String>) -> io::Result<()> {
        let mut old = Vec::new();
        list(&self.folder, "", &mut old)?;
        for path in old.iter().filter(|path| !files.contains_key(*path) && *path != LOCK) {
            fs::remove_file(self.folder.join(path))?;
        }
        for (path, text) in files {
            // Cargo adapts the lock file to the package, so do not overwrite it.
            let keep = path == LOCK && old.contains(path);
            let path = self.folder.join(path);
            if !keep && fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
                fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
                fs::write(path, text)?;
            }
        }
        Ok(())
    }

    /// Compiles the program with additional arguments for `cargo build`.
    ///
    /// # Errors
    /// The compiler's output if the program does not compile.
    pub fn build(&self, arguments: &[&str]) -> Result<(), String> {
        let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["build", "--quiet", "--package", self.package, "--manifest-path"])
            .arg(self.folder.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&self.target)
            .args(arguments)
            .env_remove("RUSTFLAGS")
            .output()
            .map_err(|error| format!("cargo: {error}"))?;
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(()) } else { Err(messages) }
    }

    /// Returns an answer to each question. `run` runs the program.
    ///
    /// # Errors
    /// If a file cannot be written, if `run` fails, or if the program prints no answers.
    pub fn ask<E: From<io::Error>>(
        &self,
        questions: &[Question<'_>],
        mut run: impl FnMut(&mut Command) -> Result<ProgramRun, E>,
    ) -> Result<Vec<Answer>, E> {
        let program = self.target.join("debug").join(format!("{}{}", self.package, env::consts::EXE_SUFFIX));
        let input = self.folder.with_extension("questions");
        answers(questions, |lines| {
            fs::write(&input, lines)?;
            run(Command::new(&program).arg(&input))
        })
    }
}

const LOCK: &str = "Cargo.lock";

fn answers<E: From<io::Error>>(
    questions: &[Question<'_>],
    mut run: impl FnMut(String) -> Result<ProgramRun, E>,
) -> Result<Vec<Answer>, E> {
    let mut answers = Vec::new();
    while let Some(rest) = questions.get(answers.len()..).filter(|rest| !rest.is_empty()) {
        let line = |(subject, text): &Question<'_>| format!("{}\t{}\n", escape::escape(subject), escape::escape(text));
        let ended = run(rest.iter().map(line).collect())?;
        let before = answers.len();
        // A line without a line break may be incomplete.
        let lines = ended.stdout.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        answers.extend(lines.take(rest.len()).map(answer));
        if answers.len() == questions.len() {
            break;
        }
        match ended.failure {
            Some(failure) => answers.push(Answer::Crashed(failure)),
            None if answers.len() == before => return Err(io::Error::other("the program printed no answers").into()),
            None => {}
        }
    }
    Ok(answers)
}

fn answer(line: &str) -> Answer {
    let mut fields = line.split('\t');
    let word = fields.next().unwrap_or_default();
    let [first, second] = [fields.next(), fields.next()].map(|field| escape::unescape(field.unwrap_or_default()));
    match word {
        "accepted" => Answer::Accepted { text: first, unknown: second.parse().unwrap_or_default() },
        "violating" => Answer::Violating { text: first, violations: second },
        "rejected" => Answer::Rejected(first),
        "inconsistent" => Answer::Inconsistent(first),
        "no type" => Answer::NoType,
        "panicked" => Answer::Crashed(format!("panicked: {first}")),
        _ => Answer::Crashed(format!("the program printed `{line}`")),
    }
}

/// Returns the folder `target/NAME`, next to the profile folder of the running test.
///
/// # Errors
/// If the path of the test program is unknown.
pub fn target_next_to_test(name: &str) -> io::Result<PathBuf> {
    let test = env::current_exe()?;
    let target = test.ancestors().nth(3).unwrap_or_else(|| Path::new("target"));
    Ok(target.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unescaping_restores_the_text() {
        for text in ["", "a", "\t\n\r", "\\n", "\\\\t", "{\"a\\tb\": \"ü\"}"] {
            let field = escape::escape(text);
            assert!(!field.contains(['\t', '\n', '\r']), "{field}");
            assert_eq!(escape::unescape(&field), text);
        }
    }

    #[test]
    fn a_crashed_program_runs_again_for_the_remaining_questions() {
        let mut runs = Vec::new();
        let found: Result<_, io::Error> = answers(&[("A", "1"), ("A", "2"), ("B", "3"), ("A", "4")], |lines| {
            runs.push(lines);
            Ok(match runs.len() {
                1 => ProgramRun { stdout: "accepted\t1\t7\nreje".to_owned(), failure: Some("signal 6".to_owned()) },
                _ => ProgramRun { stdout: "no type\t\t\nrejected\ta\\tb\t\n".to_owned(), failure: None },
            })
        });
        let expect = vec![
            Answer::Accepted { text: "1".to_owned(), unknown: 7 },
            Answer::Crashed("signal 6".to_owned()),
            Answer::NoType,
            Answer::Rejected("a\tb".to_owned()),
        ];
        assert_eq!(found.ok(), Some(expect));
        assert_eq!(runs, ["A\t1\nA\t2\nB\t3\nA\t4\n", "B\t3\nA\t4\n"]);
    }

    #[test]
    fn a_program_without_answers_is_an_error() {
        let silent = |_| Ok::<_, io::Error>(ProgramRun { stdout: String::new(), failure: None });
        assert!(answers(&[("A", "1")], silent).is_err());
    }
}
