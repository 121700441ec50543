//! `cargo xtask diff [REV]`: lists the API changes in `generated/` since a git revision, with the reason why each breaks callers or not.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use oasmith::cli::Failure;
use oasmith::cli::disk::{self, ReadMode};
use oasmith::cli::print::{DiagnosticOptions, Printer};
use oasmith::drift::items::{self, Change, Files, Summary};
use oasmith::drift::{self, report};
use oasmith::{err, out, outln};
use serde_json::{Value, json};

use crate::workspace::{GENERATED, SPECS};
use crate::{process, regen, specs};

const EXAMPLES: &str = "\
Examples:
  cargo xtask diff                 # since the last commit
  cargo xtask diff v1.2.0 --exit-code
  cargo xtask diff origin/main --markdown";

/// Lists the API changes in generated/ since a git revision, and says why each breaks callers or not.
///
/// The words in brackets are sections of the chapter "SemVer Compatibility" of the Cargo book:
/// https://doc.rust-lang.org/cargo/reference/semver.html
#[derive(Debug, clap::Args)]
#[command(after_help = crate::help(EXAMPLES))]
pub struct Args {
    /// The git revision.
    #[arg(value_name = "REV", default_value = "HEAD")]
    revision: String,
    /// Exit with code 3 if a change breaks callers, or with code 4 if generated/ is out of date with specs/.
    #[arg(long)]
    exit_code: bool,
    /// Print JSON. README.md describes it.
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Print Markdown, for example for a pull request.
    #[arg(long)]
    markdown: bool,
}

/// Runs the command.
pub fn run(args: Args) -> Result<(), Failure> {
    let changes = since(&args.revision)?;
    let state = State::of_workspace();
    if args.json {
        outln!("{:#}", to_json(&args.revision, &changes, &state));
    } else if args.markdown {
        out!("{}", to_markdown(&args.revision, &changes, &state));
    } else {
        out!("{}", to_text(&args.revision, &changes));
        err!("{}", state.notice("warning: "));
    }
    match args.exit_code {
        true if changes.iter().any(|change| change.breaking) => Err(Failure::Breaking),
        true if state != State::Current => Err(Failure::Stale),
        _ => Ok(()),
    }
}

/// Returns the API changes in `generated/` since a git revision.
pub fn since(revision: &str) -> Result<Vec<Change>, Failure> {
    let before = at_revision(revision)?;
    let after: BTreeMap<String, String> = disk::read(Path::new(GENERATED), &["target"])?
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()))
        .collect();
    fn texts(files: &BTreeMap<String, String>) -> Files<'_> {
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
    }
    Ok(items::compare(&texts(&before), &texts(&after)))
}

/// Whether `generated/` is what `regen` would write.
#[derive(Debug, PartialEq, Eq)]
enum State {
    Current,
    /// The number of files that differ, by kind.
    Stale(String),
    /// `regen` reports problems.
    Unknown,
}

impl State {
    fn of_workspace() -> Self {
        let compare = || -> Result<Self, Failure> {
            let output = specs::output(&specs::settings()?, &mut Printer::new(DiagnosticOptions::default()))?;
            let actual = regen::read(ReadMode::Contents)?;
            let findings = drift::compare(&output.files, &actual, regen::is_owned);
            Ok(if findings.is_empty() { Self::Current } else { Self::Stale(report::counts(&findings)) })
        };
        compare().unwrap_or(Self::Unknown)
    }

    /// Returns what the user should know about the list of changes.
    fn notice(&self, prefix: &str) -> String {
        match self {
            Self::Current => String::new(),
            Self::Stale(counts) => format!(
                "{prefix}{GENERATED}/ is out of date with {SPECS}/ ({counts}). The list does not contain the changes that regeneration \
                 would make. To update {GENERATED}/, run: cargo xtask regen\n"
            ),
            Self::Unknown => format!(
                "{prefix}Whether {GENERATED}/ is up to date with {SPECS}/ is unknown, because regeneration fails. To see why, run: \
                 cargo xtask regen --check\n"
            ),
        }
    }
}

fn to_text(revision: &str, changes: &[Change]) -> String {
    if changes.is_empty() {
        return format!("The API in {GENERATED}/ has not changed since {revision}.\n");
    }
    let mut text = format!("The API in {GENERATED}/ has changed since {revision}:\n");
    for (api, summary) in Summary::by_api(changes) {
        let name = if api.is_empty() { "package" } else { api };
        text.push_str(&format!("  {name}: {summary}\n"));
    }
    format!("{text}\n{}", items::to_text(changes))
}

fn to_markdown(revision: &str, changes: &[Change], state: &State) -> String {
    let notice = state.notice("> **Warning:** ");
    let separator = if notice.is_empty() { "" } else { "\n" };
    let text = match changes {
        [] => format!("The API in `{GENERATED}/` has not changed since `{revision}`.\n"),
        _ => items::to_markdown(changes),
    };
    format!("{notice}{separator}{text}")
}

fn to_json(revision: &str, changes: &[Change], state: &State) -> Value {
    let mut value = items::to_json(changes);
    value["since"] = json!(revision);
    value["out_of_date"] = match state {
        State::Current => json!(false),
        State::Stale(_) => json!(true),
        State::Unknown => Value::Null,
    };
    value
}

/// Returns the files of `generated/` at a revision, by path below `generated/`.
fn at_revision(revision: &str) -> Result<BTreeMap<String, String>, Failure> {
    let root = format!("{GENERATED}/");
    let mut list = Command::new("git");
    // `--end-of-options`: a revision that begins with `-` is not an option.
    list.args(["ls-tree", "-r", "-z", "--end-of-options", revision, "--", &root]);
    let mut names = Vec::new();
    for entry in process::capture_stdout(&mut list)?.split('\0').filter(|entry| !entry.is_empty()) {
        // Each entry reads `MODE TYPE OBJECT<tab>PATH`.
        if let Some((head, path)) = entry.split_once('\t')
            && let Some(object) = head.split(' ').nth(2)
            && let Some(path) = path.strip_prefix(&root)
        {
            names.push((path.to_owned(), object.to_owned()));
        }
    }
    contents(names)
}

/// Reads the contents of git objects with a single process.
fn contents(names: Vec<(String, String)>) -> Result<BTreeMap<String, String>, Failure> {
    let mut child = Command::new("git")
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::new(format!("git: {error}")))?;
    let request: String = names.iter().map(|(_, object)| format!("{object}\n")).collect();
    let Some(mut input) = child.stdin.take() else { return Err(Failure::new("`git cat-file` has no standard input")) };
    let writer = std::thread::spawn(move || input.write_all(request.as_bytes()));
    let output = child.wait_with_output()?;
    let _ = writer.join();
    let mut rest = output.stdout.as_slice();
    let mut files = BTreeMap::new();
    for (path, _) in names {
        // Each reply reads `OBJECT TYPE SIZE<newline>CONTENTS<newline>`.
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else { break };
        let (head, body) = rest.split_at(end + 1);
        let size = String::from_utf8_lossy(head).trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
        let size: usize = size.unwrap_or(0).min(body.len());
        files.insert(path, String::from_utf8_lossy(&body[..size]).into_owned());
        rest = body.get(size + 1..).unwrap_or_default();
    }
    Ok(files)
}
