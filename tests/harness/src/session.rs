//! Sessions: golden files with shell commands and their output, as a user would see them in a terminal.
//!
//! A file of a session is below `tests/golden` and ends in `.console`:
//!
//! ```text
//! # A comment.
//! $ oasmith explain | head -1
//! OA0001  error    file cannot be read
//! $ cat > a.yaml <<END
//! > openapi: 3.1.0
//! > END
//! $ oasmith generate a.yaml -o out
//! error: …
//! [exit code 1]
//! ```
//!
//! A command is a line that begins with `$ `, and the lines after it that begin with `> `. `sh` runs it in the folder of the session, which
//! all commands of the session share. Then follow what it prints, standard output and standard error in their order, and its exit
//! code unless that is 0. Lines of output that look like a command or a comment begin with a backslash. With `OASMITH_BLESS`, the output is
//! updated, so a new session consists only of commands.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

use crate::golden;

/// The text that stands for the path of the session's folder in the output.
const FOLDER: &str = "[FOLDER]";

/// A folder in which commands run. Dropping it removes the folder.
pub struct Session {
    /// Contains `work`, where the commands run, and `bin`, the first folder of `PATH`.
    home: PathBuf,
    work: PathBuf,
    variables: Vec<(String, String)>,
}

impl Session {
    /// Creates a session in an empty folder. The name must be unique in the process.
    ///
    /// # Panics
    /// If the folder cannot be created.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let home = env::temp_dir().join(format!("oasmith-session-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&home);
        let session = Self { work: home.join("work"), home, variables: Vec::new() };
        check_io(&session.work, fs::create_dir_all(&session.work));
        check_io(&session.bin(), fs::create_dir_all(session.bin()));
        session
    }

    /// Runs the commands in this folder instead of an empty one.
    #[must_use]
    pub fn in_folder(mut self, folder: &Path) -> Self {
        folder.clone_into(&mut self.work);
        self
    }

    /// Adds a program that the commands can call by this name.
    #[must_use]
    pub fn program(self, name: &str, path: &str) -> Self {
        self.script(name, &format!("exec '{path}' \"$@\"\n"))
    }

    /// Adds an alias of cargo, such as `cargo xtask`, that runs this program. All other commands of cargo keep working.
    #[must_use]
    pub fn cargo_alias(self, name: &str, path: &str) -> Self {
        let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let alias = format!("if [ \"$1\" = '{name}' ]; then shift; exec '{path}' \"$@\"; fi\n");
        self.script("cargo", &format!("{alias}exec '{cargo}' \"$@\"\n"))
    }

    /// Sets an environment variable.
    #[must_use]
    pub fn variable(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// Writes a file into the folder of the session.
    ///
    /// # Panics
    /// If the file cannot be written.
    #[must_use]
    pub fn file(self, path: &str, text: &str) -> Self {
        let path = self.work.join(path);
        check_io(&path, path.parent().map_or(Ok(()), fs::create_dir_all));
        check_io(&path, fs::write(&path, text));
        self
    }

    /// Runs the commands of a golden file and compares their output, or updates the file.
    ///
    /// # Panics
    /// If the output differs, or if the file cannot be read.
    #[track_caller]
    pub fn check(self, below: &str) {
        let path = golden::path(below);
        let script = match fs::read_to_string(&path) {
            Ok(script) => script,
            Err(error) => panic!("{}: {error}", path.display()),
        };
        golden::check(below, &rerun(&script, |command| self.run(command)));
    }

    /// Runs a command and returns its output as the golden file contains it.
    fn run(&self, command: &str) -> String {
        let path = env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("sh");
        // One pipe for both streams keeps their order.
        shell.args(["-c", &format!("exec 2>&1\n{command}")]).current_dir(&self.work).stdin(Stdio::null());
        for variable in ["GITHUB_ACTIONS", "CI", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", golden::BLESS] {
            shell.env_remove(variable);
        }
        shell.env("PATH", format!("{}:{path}", self.bin().display())).env("LC_ALL", "C");
        // Git must not read the configuration of the machine.
        shell.env("GIT_CONFIG_GLOBAL", self.home.join("no-configuration")).env("GIT_CONFIG_NOSYSTEM", "1");
        for role in ["AUTHOR", "COMMITTER"] {
            shell.env(format!("GIT_{role}_NAME"), "Ada").env(format!("GIT_{role}_EMAIL"), "ada@example.com");
        }
        shell.envs(self.variables.iter().map(|(name, value)| (name, value)));
        let output = match shell.output() {
            Ok(output) => output,
            Err(error) => panic!("sh: {error}"),
        };
        let folder = fs::canonicalize(&self.work).unwrap_or_else(|_| self.work.clone());
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let text = [&folder, &self.work].iter().fold(text, |text, path| text.replace(&*path.to_string_lossy(), FOLDER));
        let mut shown = escape(&text);
        match output.status.code() {
            Some(0) => {}
            Some(code) => _ = writeln!(shown, "[exit code {code}]"),
            None => shown.push_str("[killed]\n"),
        }
        shown
    }

    fn script(self, name: &str, text: &str) -> Self {
        let path = self.bin().join(name);
        check_io(&path, fs::write(&path, format!("#!/bin/sh\n{text}")));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            check_io(&path, fs::set_permissions(&path, fs::Permissions::from_mode(0o755)));
        }
        self
    }

    fn bin(&self) -> PathBuf {
        self.home.join("bin")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.home);
    }
}

/// Returns the text of a session with new output.
fn rerun(script: &str, run: impl Fn(&str) -> String) -> String {
    let mut found = String::new();
    let mut lines = script.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("# ") || (line.is_empty() && lines.peek().is_some_and(|next| next.starts_with("# "))) {
            let _ = writeln!(found, "{line}");
        } else if let Some(first) = line.strip_prefix("$ ") {
            let mut command = first.to_owned();
            let _ = writeln!(found, "{line}");
            while let Some(more) = lines.next_if(|next| *next == ">" || next.starts_with("> ")) {
                let _ = writeln!(found, "{more}");
                command.push('\n');
                command.push_str(more.get(2..).unwrap_or_default());
            }
            found.push_str(&run(&command));
        }
        // All other lines are old output.
    }
    found
}

/// Returns the output with a backslash before lines that look like commands or comments. It ends with a line break.
fn escape(text: &str) -> String {
    let mut shown = String::new();
    for line in text.lines() {
        let looks_like_input = line.starts_with("$ ") || line.starts_with("# ") || line.starts_with('\\');
        let _ = writeln!(shown, "{}{line}", if looks_like_input { "\\" } else { "" });
    }
    shown
}

#[track_caller]
fn check_io<T>(path: &Path, result: io::Result<T>) {
    if let Err(error) = result {
        panic!("{}: {error}", path.display());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_comments_are_kept_and_output_is_replaced() {
        let script = "# Title\n$ one\nold\n\nold\n\n# More\n$ two\n> 2\n>\n> 3\n";
        let found = rerun(script, |command| escape(&format!("{command:?}\n# x\n\n$ y\n")));
        let expect = "# Title\n$ one\n\"one\"\n\\# x\n\n\\$ y\n\n# More\n$ two\n> 2\n>\n> 3\n\"two\\n2\\n\\n3\"\n\\# x\n\n\\$ y\n";
        assert_eq!(found, expect);
        assert_eq!(
            rerun(&found, |command| escape(&format!("{command:?}\n# x\n\n$ y\n"))),
            expect,
            "a second run changes nothing"
        );
    }

    #[test]
    #[cfg(unix)]
    fn commands_share_a_folder_and_see_programs() {
        let session = Session::new("shell").file("a.txt", "hello\n").program("greet", "/bin/cat");
        assert_eq!(session.run("greet a.txt; pwd; echo oops >&2; exit 3"), "hello\n[FOLDER]\noops\n[exit code 3]\n");
        assert_eq!(session.run("cat <<E > b.txt\nfirst\nE"), "");
        assert_eq!(session.run("cat b.txt"), "first\n");
    }
}
