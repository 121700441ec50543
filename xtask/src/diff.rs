//! `cargo xtask diff [REV]`: lists the API changes in `generated/` since a git revision, split into breaking and compatible.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use oasmith::cli::disk;
use oasmith::drift::items::{self, Change, PrivateModules};

use crate::process;
use crate::workspace::GENERATED;
use oasmith::cli::Failure;

/// Lists the API changes in generated/ since a git revision.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The git revision.
    #[arg(value_name = "REV", default_value = "HEAD")]
    revision: String,
}

/// Runs the command.
pub fn run(args: Args) -> Result<(), Failure> {
    let revision = args.revision;
    let before = at_revision(&revision)?;
    let after: BTreeMap<String, String> = disk::read(Path::new(GENERATED), &[])?
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()))
        .collect();
    fn texts(files: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
        files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }
    let items = |files: &BTreeMap<String, String>| items::collect(texts(files), &PrivateModules::of(texts(files)));
    print(&revision, &items::changes(&items(&before), &items(&after)));
    Ok(())
}

fn print(revision: &str, changes: &[Change]) {
    if changes.is_empty() {
        println!("The API in {GENERATED}/ has not changed since {revision}.");
        return;
    }
    let (breaking, compatible): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.breaking);
    for (title, changes) in [("Breaking", breaking), ("Compatible", compatible)] {
        if !changes.is_empty() {
            println!("{title} changes since {revision} ({}):", changes.len());
            for change in changes {
                println!("  {change}");
            }
        }
    }
}

/// Returns the files of `generated/` at a revision, by path below `generated/`.
fn at_revision(revision: &str) -> Result<BTreeMap<String, String>, Failure> {
    let root = format!("{GENERATED}/");
    let mut list = Command::new("git");
    list.args(["ls-tree", "-r", "-z", revision, "--", &root]);
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
    use std::io::Write;
    use std::process::Stdio;
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
