//! A scripted session in a temporary workspace. Its transcript is compared with a golden file.
//!
//! The transcript contains each command as a user types it, its output, and its exit code unless that is 0.
//!
//! In a session of [`harness::session`], the golden file contains the commands, and a shell runs them. Prefer that. Here, the test itself
//! contains them: between the commands, it changes the pages of a web site, and checks what a shell cannot see, such as requests.

#![allow(dead_code, reason = "each test uses only a part of the module")]

pub mod site;

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;

use harness::golden;

use crate::workspace::Workspace;
use site::Site;

/// A session.
pub struct Session {
    workspace: Workspace,
    transcript: String,
    /// Texts that differ in each run, and the texts that replace them.
    replaced: Vec<(String, String)>,
}

impl Session {
    /// Begins a session in a workspace without APIs.
    pub fn new(name: &str) -> Self {
        let workspace = Workspace::empty(name);
        let root = fs::canonicalize(workspace.path("")).unwrap();
        let replaced = [workspace.path("").to_string_lossy().into_owned(), root.to_string_lossy().into_owned()];
        let replaced = replaced.map(|path| (path.trim_end_matches('/').to_owned(), "/workspace".to_owned())).to_vec();
        Self { workspace, transcript: String::new(), replaced }
    }

    /// Begins a session in a workspace without APIs, with a web site. In the transcript, its address is `http://example.com`.
    pub fn with_site(name: &str) -> (Self, Site) {
        let (mut session, site) = (Self::new(name), Site::new());
        session.replace(&site.url(), "http://example.com");
        (session, site)
    }

    /// Replaces a text in the transcript, for example the address of a server.
    pub fn replace(&mut self, from: &str, to: &str) {
        self.replaced.push((from.to_owned(), to.to_owned()));
    }

    /// Runs `cargo xtask` with these arguments, which contain no spaces.
    pub fn run(&mut self, arguments: &str) -> &mut Self {
        self.line(&format!("cargo xtask {arguments}"));
        let result = self.workspace.run(&arguments.split(' ').collect::<Vec<_>>());
        self.result(result)
    }

    /// Runs `cargo xtask` with a file as the standard input.
    pub fn run_with(&mut self, arguments: &str, input: &str) -> &mut Self {
        self.line(&format!("cargo xtask {arguments} < {input}"));
        let input = Stdio::from(fs::File::open(self.workspace.path(input)).unwrap());
        let result = self.workspace.run_with(&arguments.split(' ').collect::<Vec<_>>(), input);
        self.result(result)
    }

    /// Writes a file. The transcript does not show it.
    pub fn write(&mut self, path: &str, text: &str) -> &mut Self {
        self.workspace.write(path, text);
        self
    }

    /// Replaces a text in a file, and shows that.
    pub fn edit(&mut self, path: &str, from: &str, to: &str) -> &mut Self {
        self.line(&format!("sed -i 's/{}/{}/' {path}", from.escape_debug(), to.escape_debug()));
        let text = self.workspace.read(path);
        assert!(text.contains(from), "{path}: {text}");
        self.workspace.write(path, &text.replace(from, to));
        self
    }

    /// Removes a file, and shows that.
    pub fn remove(&mut self, path: &str) -> &mut Self {
        self.line(&format!("rm {path}"));
        fs::remove_file(self.workspace.path(path)).unwrap();
        self
    }

    /// Shows a file.
    pub fn cat(&mut self, path: &str) -> &mut Self {
        self.line(&format!("cat {path}"));
        let text = self.workspace.read(path);
        self.output(&text)
    }

    /// Shows the paths of all files in a folder.
    pub fn find(&mut self, folder: &str) -> &mut Self {
        self.line(&format!("find {folder} -type f | sort"));
        let mut found = Vec::new();
        golden::list(&self.workspace.path(folder), &format!("{folder}/"), &mut found).unwrap();
        found.sort();
        self.output(&found.into_iter().map(|path| path + "\n").collect::<String>())
    }

    /// Returns the workspace.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Compares the transcript with a golden file.
    #[track_caller]
    pub fn check(&self, name: &str) {
        golden::check(name, &self.transcript);
    }

    fn line(&mut self, command: &str) {
        if !self.transcript.is_empty() {
            self.transcript.push('\n');
        }
        let command = self.stable(command);
        let _ = writeln!(self.transcript, "$ {command}");
    }

    fn result(&mut self, (code, text): (i32, String)) -> &mut Self {
        self.output(&text);
        if code != 0 {
            let _ = writeln!(self.transcript, "[exit code {code}]");
        }
        self
    }

    fn output(&mut self, text: &str) -> &mut Self {
        let text = self.stable(text);
        self.transcript.push_str(&text);
        self
    }

    fn stable(&self, text: &str) -> String {
        self.replaced.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    }
}
