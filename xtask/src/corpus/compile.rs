//! Compiling the crates that came out, in one workspace whose dependencies are built once.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use oasmith::cli::{Failure, disk};
use serde_json::Value;

use crate::run::{self, How, Limits};

/// What a crate may take to be compiled.
const LIMITS: Limits = Limits { time: Duration::from_secs(1800), memory: u64::MAX };

/// A cargo workspace of which one member is compiled at a time.
pub struct Workspace {
    home: PathBuf,
}

/// What the compiler said.
pub struct Compiled {
    /// How many errors.
    pub errors: u64,
    /// How many warnings.
    pub warnings: u64,
    /// The first error, or else the first warning.
    pub first: Option<String>,
    /// How long it took.
    pub time: Duration,
}

impl Workspace {
    /// A workspace in a folder; its members lie in `crates/`.
    pub fn open(home: &Path) -> Result<Self, Failure> {
        std::fs::create_dir_all(home)?;
        Ok(Self { home: home.to_path_buf() })
    }

    /// Compiles the member of this name.
    pub fn check(&self, name: &str) -> Result<Compiled, Failure> {
        let manifest = self.home.join("Cargo.toml");
        // The only member: a manifest that cargo cannot read must not stop the others.
        let text = format!("[workspace]\nresolver = \"3\"\nmembers = [\"crates/{name}\"]\n");
        disk::write(&manifest, text.as_bytes())?;
        let mut command = run::cargo();
        command.args(["check", "--message-format", "json", "--manifest-path"]).arg(&manifest);
        command.arg("--target-dir").arg(self.home.join("target")).args(["--package", name]);
        command.env("CARGO_PROFILE_DEV_DEBUG", "0").env_remove("RUSTFLAGS");
        let start = Instant::now();
        let ended = run::bounded(&mut command, LIMITS, &self.home.join(format!("{name}.check")))?;
        let mut compiled = Compiled { errors: 0, warnings: 0, first: None, time: start.elapsed() };
        for message in ended.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            compiled.count(&message, name);
        }
        if ended.how != How::Exited(0) && compiled.errors == 0 {
            compiled.errors = 1;
            compiled.first = ended.stderr.lines().find(|line| line.contains("error")).map(str::to_owned);
        }
        Ok(compiled)
    }
}

impl Compiled {
    fn count(&mut self, message: &Value, name: &str) {
        let text = |path: &str| message.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let ours = text("/package_id").contains(name) && text("/reason") == "compiler-message";
        let located =
            message.pointer("/message/spans").and_then(Value::as_array).is_some_and(|spans| !spans.is_empty());
        if !ours || !located {
            return;
        }
        let first_error = self.errors == 0;
        match text("/message/level") {
            "error" => self.errors += 1,
            "warning" => self.warnings += 1,
            _ => return,
        }
        if self.first.is_none() || (first_error && self.errors == 1) {
            let place = format!(
                "{}:{}",
                text("/message/spans/0/file_name"),
                message.pointer("/message/spans/0/line_start").unwrap_or(&Value::Null)
            );
            self.first = Some(format!("{}: {} ({place})", text("/message/level"), text("/message/message")));
        }
    }
}
