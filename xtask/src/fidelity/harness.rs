//! The program that decodes and encodes: written for one spec, compiled beside its crate, run over all instances.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use oasmith::cli::{Failure, disk};

use super::instances::Instance;
use crate::run::{self, How, Limits};

/// The name of the generated package.
pub const CLIENT: &str = "fidelity-client";

/// What the program may take, for all instances together.
const LIMITS: Limits = Limits { time: Duration::from_secs(300), memory: 8 << 30 };

/// What became of an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Accepted.
    Accepted {
        /// What was written back.
        text: String,
        /// How many of its values open enums and unions kept without knowing them.
        unknown: usize,
    },
    /// Refused.
    Refused(String),
    /// The program panicked or died.
    Crashed(String),
    /// The component has no type.
    NoType,
}

/// The program.
pub struct Harness {
    home: PathBuf,
    known: BTreeSet<String>,
}

impl Harness {
    /// Writes the program. `types` are the components and their Rust types.
    pub fn write(home: &Path, types: &[(String, String)], instances: &[Instance]) -> Result<Self, Failure> {
        let used: BTreeSet<&str> = instances.iter().map(|instance| instance.schema.as_str()).collect();
        let mut arms = String::new();
        let mut known = BTreeSet::new();
        for (component, ty) in types.iter().filter(|(component, _)| used.contains(component.as_str())) {
            let _ = writeln!(arms, "        {component:?} => Some(case::<models::{ty}>(text)),");
            known.insert(component.clone());
        }
        let workspace =
            "[workspace]\nresolver = \"3\"\nmembers = [\"client\", \"harness\"]\n\n[profile.dev]\ndebug = false\n";
        let manifest = format!(
            "[package]\nname = \"fidelity-harness\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n{CLIENT} = {{ path = \"../client\", default-features = false }}\n"
        );
        for (path, text) in [
            ("Cargo.toml", workspace.to_owned()),
            ("harness/Cargo.toml", manifest),
            ("harness/src/main.rs", PROGRAM.replace("/*arms*/\n", &arms)),
        ] {
            let path = home.join(path);
            if std::fs::read(&path).ok().is_none_or(|bytes| bytes != text.as_bytes()) {
                disk::write(&path, text.as_bytes())?;
            }
        }
        Ok(Self { home: home.to_path_buf(), known })
    }

    /// Compiles it.
    pub fn build(&self) -> Result<(), Failure> {
        let mut command = run::cargo();
        command
            .args(["build", "--quiet", "--package", "fidelity-harness", "--manifest-path"])
            .arg(self.home.join("Cargo.toml"));
        run::show(command.arg("--target-dir").arg(self.target()))
    }

    /// Runs it over all instances; where it dies, over those that are left.
    pub fn run(&self, instances: &[Instance]) -> Result<Vec<Answer>, Failure> {
        let mut answers = Vec::new();
        while answers.len() < instances.len() {
            let rest = &instances[answers.len()..];
            let input = self.home.join("instances.txt");
            let lines: String =
                rest.iter().map(|instance| format!("{}\t{}\n", escape(&instance.schema), instance.value)).collect();
            disk::write(&input, lines.as_bytes())?;
            let mut command = Command::new(self.target().join("debug/fidelity-harness"));
            let ended = run::bounded(command.arg(&input), LIMITS, &self.home.join("harness"))?;
            let before = answers.len();
            answers.extend(
                ended
                    .stdout
                    .split_inclusive('\n')
                    .filter(|line| line.ends_with('\n'))
                    .map(|line| answer(line.trim_end_matches('\n'))),
            );
            if ended.how != How::Exited(0) {
                let reason = format!("{:?} {}", ended.how, ended.stderr.lines().next().unwrap_or_default());
                answers.push(Answer::Crashed(reason));
            } else if answers.len() == before {
                return Err(Failure::new("the program answered nothing"));
            }
        }
        for (instance, answer) in instances.iter().zip(&mut answers) {
            if !self.known.contains(&instance.schema) {
                *answer = Answer::NoType;
            }
        }
        Ok(answers)
    }

    /// One target for all specs: the dependencies are built once.
    fn target(&self) -> PathBuf {
        self.home.parent().unwrap_or(&self.home).join("target")
    }
}

fn answer(line: &str) -> Answer {
    let (word, rest) = line.split_once('\t').unwrap_or((line, ""));
    match word {
        "accepted" => {
            let (unknown, text) = rest.split_once('\t').unwrap_or(("", rest));
            Answer::Accepted { text: text.to_owned(), unknown: unknown.parse().unwrap_or_default() }
        }
        "refused" => Answer::Refused(rest.to_owned()),
        "panicked" => Answer::Crashed(rest.to_owned()),
        _ => Answer::NoType,
    }
}

/// The schema's name as a Rust string literal's inside, so that it cannot hold a tab or a line's end.
fn escape(name: &str) -> String {
    name.escape_debug().to_string()
}

const PROGRAM: &str = include_str!("program.rs.txt");
