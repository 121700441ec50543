//! Generated types, asked what they make of JSON: a program is written beside them, compiled, and run over all questions.
//!
//! The generator's own tests know no generated type, so they cannot call one. The program takes a file with a question a line
//! and prints an answer a line. Where it dies, it is run again over the questions that are left.

mod escape;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use crate::golden::list;

/// A question: a subject, which is a word that the program knows, and a JSON text.
pub type Question<'a> = (&'a str, &'a str);

/// What a type makes of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Accepted.
    Accepted {
        /// What was written back.
        text: String,
        /// How many values open enums and unions kept without knowing them, if the program counts them.
        unknown: usize,
    },
    /// Accepted, but the value's own check finds something.
    Violating {
        /// What was written back.
        text: String,
        /// What was found.
        found: String,
    },
    /// Refused, for this reason.
    Refused(String),
    /// The ways in and out of the type do not agree.
    Inconsistent(String),
    /// The program panicked or died.
    Crashed(String),
    /// The program does not know the subject.
    NoType,
}

/// How a run of the program ended.
pub struct Ended {
    /// What it printed.
    pub stdout: String,
    /// Why it did not come to its end, if it did not.
    pub failure: Option<String>,
}

/// A package and where it is compiled.
#[derive(Debug)]
pub struct Program {
    /// The folder of the package or of the workspace that holds it.
    pub folder: PathBuf,
    /// Where it is compiled. Programs that share it compile their dependencies once.
    pub target: PathBuf,
    /// The name of the package and of its binary.
    pub package: &'static str,
}

/// The files of a program: `main.rs` and its module. `code` is Rust that defines functions from a text to an `Answer`, and `arms`
/// are the subjects with their functions.
#[must_use]
pub fn sources(code: &str, arms: &[(String, String)]) -> [(&'static str, String); 2] {
    let arms: String = arms.iter().map(|(subject, function)| format!("        {subject:?} => {function},\n")).collect();
    let main = include_str!("program/main.rs.txt").replace("/*arms*/\n", &arms) + code;
    [("main.rs", main), ("escape.rs", include_str!("program/escape.rs").to_owned())]
}

impl Program {
    /// Makes the folder hold these files, by path below it. Files that do not change keep their time, so that cargo compiles no
    /// more than it must.
    ///
    /// # Errors
    /// What the file system reports.
    pub fn write(&self, files: &BTreeMap<String, String>) -> io::Result<()> {
        let mut old = Vec::new();
        list(&self.folder, "", &mut old)?;
        for path in old.iter().filter(|path| !files.contains_key(*path) && *path != LOCK) {
            fs::remove_file(self.folder.join(path))?;
        }
        for (path, text) in files {
            // Cargo changes the lock file to what the package needs: the given one is only there to begin with.
            let keep = path == LOCK && old.contains(path);
            let path = self.folder.join(path);
            if !keep && fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
                fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
                fs::write(path, text)?;
            }
        }
        Ok(())
    }

    /// Compiles the program with more arguments for `cargo build`.
    ///
    /// # Errors
    /// What the compiler says.
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
        let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(()) } else { Err(complaints) }
    }

    /// Asks the questions and gives an answer to each. `run` runs the program.
    ///
    /// # Errors
    /// What the file system and `run` report, and a program that answers nothing.
    pub fn ask<E: From<io::Error>>(
        &self,
        questions: &[Question<'_>],
        mut run: impl FnMut(&mut Command) -> Result<Ended, E>,
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
    mut run: impl FnMut(String) -> Result<Ended, E>,
) -> Result<Vec<Answer>, E> {
    let mut answers = Vec::new();
    while let Some(rest) = questions.get(answers.len()..).filter(|rest| !rest.is_empty()) {
        let line = |(subject, text): &Question<'_>| format!("{}\t{}\n", escape::escape(subject), escape::escape(text));
        let ended = run(rest.iter().map(line).collect())?;
        let before = answers.len();
        // Without its end, a line may be cut.
        let lines = ended.stdout.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        answers.extend(lines.take(rest.len()).map(answer));
        if answers.len() == questions.len() {
            break;
        }
        match ended.failure {
            Some(failure) => answers.push(Answer::Crashed(failure)),
            None if answers.len() == before => return Err(io::Error::other("the program answered nothing").into()),
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
        "violating" => Answer::Violating { text: first, found: second },
        "refused" => Answer::Refused(first),
        "inconsistent" => Answer::Inconsistent(first),
        "no type" => Answer::NoType,
        "panicked" => Answer::Crashed(format!("panicked: {first}")),
        _ => Answer::Crashed(format!("the program printed `{line}`")),
    }
}

/// The folder `name` beside the profile's folder that holds the test which runs: `target/NAME`.
///
/// # Errors
/// If the test's own path is not known.
pub fn target_beside_test(name: &str) -> io::Result<PathBuf> {
    let test = env::current_exe()?;
    let target = test.ancestors().nth(3).unwrap_or_else(|| Path::new("target"));
    Ok(target.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_back() {
        for text in ["", "a", "\t\n\r", "\\n", "\\\\t", "{\"a\\tb\": \"ü\"}"] {
            let field = escape::escape(text);
            assert!(!field.contains(['\t', '\n', '\r']), "{field}");
            assert_eq!(escape::unescape(&field), text);
        }
    }

    #[test]
    fn a_program_that_dies_is_run_again() {
        let mut runs = Vec::new();
        let found: Result<_, io::Error> = answers(&[("A", "1"), ("A", "2"), ("B", "3"), ("A", "4")], |lines| {
            runs.push(lines);
            Ok(match runs.len() {
                1 => Ended { stdout: "accepted\t1\t7\nrefu".to_owned(), failure: Some("signal 6".to_owned()) },
                _ => Ended { stdout: "no type\t\t\nrefused\ta\\tb\t\n".to_owned(), failure: None },
            })
        });
        let expect = vec![
            Answer::Accepted { text: "1".to_owned(), unknown: 7 },
            Answer::Crashed("signal 6".to_owned()),
            Answer::NoType,
            Answer::Refused("a\tb".to_owned()),
        ];
        assert_eq!(found.ok(), Some(expect));
        assert_eq!(runs, ["A\t1\nA\t2\nB\t3\nA\t4\n", "B\t3\nA\t4\n"]);
    }

    #[test]
    fn a_silent_program_is_an_error() {
        let silent = |_| Ok::<_, io::Error>(Ended { stdout: String::new(), failure: None });
        assert!(answers(&[("A", "1")], silent).is_err());
    }
}
