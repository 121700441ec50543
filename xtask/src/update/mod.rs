//! `cargo xtask update [API…]`: fetches the documents whose URL is in the settings, and shows what their changes mean for callers.
//!
//! A document that has errors, or that is no document any more, changes nothing. `--check` only reports.

mod report;

use std::path::PathBuf;
use std::time::Duration;

use oasmith::cli::{Failure, disk};
use oasmith::drift::items::{self, Change, Files};
use oasmith::ir::Api;
use oasmith::settings::{ApiName, ApiSettings, DocumentUrl};
use oasmith::{Outcome, Plan, Settings};

use crate::incoming::{self, Incoming};
use crate::pins::{self, Pins};
use crate::placement::{self, Placement};
use crate::specs::{self, Generated};
use crate::workspace::SETTINGS;
use crate::{add, process, workspace};

const EXAMPLES: &str = "\
Examples:
  cargo xtask update
  cargo xtask update shop          # only the API `shop`
  cargo xtask update --check       # in CI: exit code 4 if a document has changed";

/// Fetches the documents whose `url` is in specs/oasmith.toml, shows the changes for callers, pins them and regenerates.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::help(EXAMPLES))]
pub struct Args {
    /// The APIs to update. By default, all that have a `url`.
    #[arg(value_name = "API")]
    apis: Vec<String>,
    /// Only shows the changes and writes nothing. The exit code is 4 if there are any.
    #[arg(long)]
    check: bool,
    /// Also writes the changes to this file, as Markdown.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// The time limit for fetching a file, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = add::seconds)]
    timeout: Duration,
}

/// Runs the command.
pub fn run(args: Args) -> Result<(), Failure> {
    let lock = workspace::lock()?;
    let settings = specs::settings()?;
    let chosen = chosen(&args, &settings)?;
    let mut results = Vec::new();
    for (name, api) in chosen {
        let result = check(name, api, args.timeout);
        match &result {
            Ok(status) => oasmith::out!("{}", report::text(name, api, status)),
            Err(failure) => oasmith::errln!("{name}: {}", report::message(failure)),
        }
        results.push((name, api, result));
    }
    if let Some(file) = &args.report {
        disk::write(&workspace::path(file), report::markdown(&results).as_bytes())?;
    }
    let mut updated = Vec::new();
    let mut failed = Vec::new();
    for (name, _, result) in &results {
        match result {
            Ok(Status::Changed(update)) => {
                updated.push(name.as_str());
                if !args.check {
                    update.write(name, &settings)?;
                }
            }
            Ok(Status::Skipped | Status::Current) => {}
            Err(_) => failed.push(name.as_str()),
        }
    }
    drop(lock);
    if !updated.is_empty() && !args.check {
        regenerate(&updated)?;
    }
    if !failed.is_empty() {
        return Err(Failure::new(format!("the documents of these APIs were not updated: {}", failed.join(", "))));
    }
    if !updated.is_empty() && args.check {
        oasmith::outln!("To update, run: cargo xtask update {}", updated.join(" "));
        return Err(Failure::Stale);
    }
    Ok(())
}

/// Returns the APIs that the arguments select.
fn chosen<'s>(args: &Args, settings: &'s Settings) -> Result<Vec<(&'s ApiName, &'s ApiSettings)>, Failure> {
    if let Some(unknown) = args.apis.iter().find(|name| !settings.apis.contains_key(name.as_str())) {
        return Err(specs::unknown_api(unknown, settings));
    }
    let is_chosen = |name: &ApiName| args.apis.is_empty() || args.apis.iter().any(|chosen| **chosen == **name);
    let chosen: Vec<_> = settings.apis.iter().filter(|(name, _)| is_chosen(name)).collect();
    match chosen.iter().find(|(_, api)| api.url.is_none() && !args.apis.is_empty()) {
        Some((name, _)) => Err(Failure::new(format!(
            "the API `{name}` has no `url` in {SETTINGS}\n  = help: set `url` to the URL of the document itself; `origin` may be a page"
        ))),
        None => Ok(chosen),
    }
}

/// The state of an API.
enum Status {
    /// The settings have no URL.
    Skipped,
    /// The server has the same document.
    Current,
    /// The server has another document.
    Changed(Box<Update>),
}

/// Another document of an API.
struct Update {
    placement: Placement,
    pins: Pins,
    /// The title and version of the present document, if it can be generated.
    before: Option<String>,
    /// The title and version of the new document.
    after: String,
    /// The changes for callers. `None` if the present document cannot be generated.
    changes: Option<Vec<Change>>,
}

impl Update {
    fn write(&self, name: &str, settings: &Settings) -> Result<(), Failure> {
        for path in self.placement.apply(name, settings, &self.pins)? {
            oasmith::outln!("{}", placement::kept_note(&path));
        }
        Ok(())
    }
}

/// The consequence of a document with errors.
const NOT_UPDATED: &str = "the document was not updated";

/// Fetches the document of an API and compares it with the present one.
fn check(name: &str, api: &ApiSettings, timeout: Duration) -> Result<Status, Failure> {
    let Some(url) = &api.url else { return Ok(Status::Skipped) };
    let present = specs::generate(name, api, &specs::loader(api))?;
    if let Some(problem) = pins::problem(name, api, &present.read) {
        return Err(Failure::Problems { report: problem, message: NOT_UPDATED.to_owned() });
    }
    // The `ETag` belongs to the pinned document. If that is missing, the server must send it.
    let etag = api.etag.as_deref().filter(|_| present.read.contains_key(&api.file) && api.files.is_empty());
    match incoming::download(url, etag, timeout)? {
        None => Ok(Status::Current),
        Some(opened) => {
            let incoming = incoming::check(name, api, opened, NOT_UPDATED)?;
            compare(name, api, url, present, incoming)
        }
    }
}

fn compare(
    name: &str,
    api: &ApiSettings,
    url: &DocumentUrl,
    present: Generated,
    mut incoming: Incoming,
) -> Result<Status, Failure> {
    let placement = Placement::new(name, &incoming, Some(api))?;
    if placement.is_current(api) {
        return Ok(Status::Current);
    }
    placement.check(name, api, NOT_UPDATED)?;
    let before = present.outcome.api.as_ref();
    let count = |api: Option<&Api>| api.map_or(0, |api| api.operations.len());
    if count(before) > 0 && count(incoming.outcome.api.as_ref()) == 0 {
        return Err(Failure::new(format!(
            "the document at {url} has no operations any more\n  = help: to accept it: cargo xtask add {name} {url} --replace"
        )));
    }
    let pins = Pins {
        file: placement.file.clone(),
        hashes: placement.hashes(),
        etag: incoming.download.take().filter(|_| placement.files.len() == 1).and_then(|file| file.etag),
        ..Pins::default()
    };
    Ok(Status::Changed(Box::new(Update {
        before: before.map(title),
        after: incoming.outcome.api.as_ref().map(title).unwrap_or_default(),
        changes: changes(name, &present.outcome, &incoming.outcome),
        placement,
        pins,
    })))
}

fn title(api: &Api) -> String {
    format!("{} {}", api.title, api.version)
}

/// Returns the changes of the generated code for callers.
fn changes(name: &str, before: &Outcome, after: &Outcome) -> Option<Vec<Change>> {
    let (before, after) = (before.plan.as_ref()?, after.plan.as_ref()?);
    // A plan contains only the files of the API's module, which the root of the package declares.
    let root = format!("pub mod {name};");
    fn texts<'a>(plan: &'a Plan, root: &'a str) -> Files<'a> {
        let files = plan.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        files.chain([("src/lib.rs", root)]).collect()
    }
    Some(items::compare(&texts(before, &root), &texts(after, &root)))
}

/// Runs `cargo xtask regen` for the APIs. It is a process of its own, because it must see the new settings as a user would.
fn regenerate(apis: &[&str]) -> Result<(), Failure> {
    let mut command = std::process::Command::new(std::env::current_exe()?);
    process::run(command.arg("regen").args(apis))
}
