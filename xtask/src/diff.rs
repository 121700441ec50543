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
use oasmith::names::KeptName;
use oasmith::settings::ApiName;
use oasmith::{err, out, outln};
use serde_json::{Value, json};

use crate::workspace::{GENERATED, SPECS};
use crate::{notes, process, regen, specs};

const EXAMPLES: &str = "\
Examples:
  cargo xtask diff                 # since the last commit
  cargo xtask diff v1.2.0 --exit-code
  cargo xtask diff origin/main --markdown";

/// Lists the API changes in generated/ since a git revision, and says why each breaks callers or not.
///
/// The words in brackets are sections of the chapter "SemVer Compatibility" of the Cargo book:
/// <https://doc.rust-lang.org/cargo/reference/semver.html>
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
    let (state, kept) = State::of_workspace();
    if args.json {
        outln!("{:#}", to_json(&args.revision, &changes, &state, &kept));
    } else if args.markdown {
        out!("{}", to_markdown(&args.revision, &changes, &state, &kept));
    } else {
        out!("{}", to_text(&args.revision, &changes));
        err!("{}{}", notes::kept_names(&kept), state.notice("warning: "));
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

type KeptNames = BTreeMap<ApiName, Vec<KeptName>>;

/// Whether `generated/` is what `regen` would write.
#[derive(Debug, PartialEq, Eq)]
enum State {
    Current,
    /// The number of files that differ, by kind.
    Stale(String),
    /// `regen` reports problems; the first one.
    Unknown(String),
}

impl State {
    /// Compares `generated/` with the documents. Also returns the names that stay although the documents changed.
    fn of_workspace() -> (Self, KeptNames) {
        let compare = || -> Result<(Self, KeptNames), Failure> {
            let settings = specs::settings()?;
            let output = specs::output(&settings, &mut Printer::new(DiagnosticOptions::default()))?;
            let known = settings.apis.keys().map(ToString::to_string).collect();
            let findings = drift::compare(&output.files, &regen::read(&known, ReadMode::Contents)?, regen::is_owned);
            let state = if findings.is_empty() { Self::Current } else { Self::Stale(report::counts(&findings)) };
            Ok((state, output.kept_names))
        };
        compare().unwrap_or_else(|failure| (Self::Unknown(first_problem(&failure)), KeptNames::new()))
    }

    /// Returns what the user should know about the list of changes.
    fn notice(&self, prefix: &str) -> String {
        match self {
            Self::Current => String::new(),
            Self::Stale(counts) => format!(
                "{prefix}{GENERATED}/ is out of date with {SPECS}/ ({counts}). The list does not contain the changes that regeneration \
                 would make. To update {GENERATED}/, run: cargo xtask regen\n"
            ),
            Self::Unknown(problem) => format!(
                "{prefix}{GENERATED}/ was not compared with {SPECS}/, because regeneration fails: {problem}. To see all problems, run: \
                 cargo xtask regen --check\n"
            ),
        }
    }
}

/// Returns the first line of a failure.
fn first_problem(failure: &Failure) -> String {
    let text = match failure {
        Failure::Problems { report: text, .. } | Failure::Failed(text) | Failure::Arguments(text) => text.as_str(),
        Failure::Breaking | Failure::Stale => "",
    };
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches("error: ").trim_end_matches('.').to_owned()
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

fn to_markdown(revision: &str, changes: &[Change], state: &State, kept: &KeptNames) -> String {
    let notice = state.notice("> **Warning:** ");
    let separator = if notice.is_empty() { "" } else { "\n" };
    let text = match changes {
        [] => format!("The API in `{GENERATED}/` has not changed since `{revision}`.\n"),
        _ => items::to_markdown(changes),
    };
    let names: String =
        kept.iter().flat_map(|(api, names)| names.iter().map(move |name| format!("- {api}: {name}\n"))).collect();
    let names = if names.is_empty() { names } else { format!("## Names that stay\n\n{names}") };
    format!("{notice}{separator}{text}{names}")
}

fn to_json(revision: &str, changes: &[Change], state: &State, kept: &KeptNames) -> Value {
    let mut value = items::to_json(changes);
    value["since"] = json!(revision);
    let name = |api: &ApiName, kept: &KeptName| {
        json!({
            "api": api.as_str(),
            "kind": kept.kind.word(),
            "item": kept.item,
            "name": kept.name,
            "document_name": kept.wanted,
            "operation_id": kept.operation_id,
        })
    };
    value["kept_names"] = kept.iter().flat_map(|(api, names)| names.iter().map(move |kept| name(api, kept))).collect();
    value["out_of_date"] = match state {
        State::Current => json!(false),
        State::Stale(_) => json!(true),
        State::Unknown(_) => Value::Null,
    };
    value
}

/// Returns the files of `generated/` at a revision, by path below `generated/`.
fn at_revision(revision: &str) -> Result<BTreeMap<String, String>, Failure> {
    let root = format!("{GENERATED}/");
    let mut verify = Command::new("git");
    verify.args(["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{tree}}")]);
    process::capture_stdout(&mut verify).map_err(|_| {
        Failure::new(format!(
            "`{revision}` is not a revision of this git repository\n  \
             = help: name a commit, branch or tag; one that is only on a server must be fetched first"
        ))
    })?;
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
