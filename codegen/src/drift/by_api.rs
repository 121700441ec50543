//! Summarizes findings by API: changed files, operations and breaking changes.

use std::collections::{BTreeMap, BTreeSet};

use super::items::{Action, Summary};
use super::report::{Wording, changes};
use super::words::file_counts;
use super::{Finding, FindingKind};

/// Returns a line for each API whose files differ, for example `shop: 3 files changed, 1 added; +2 operations, 1 breaking change`.
#[must_use]
pub fn lines(findings: &[Finding<'_>], wording: &Wording<'_>) -> Vec<String> {
    let mut by_api: BTreeMap<&str, Vec<&Finding<'_>>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.kind != FindingKind::Foreign) {
        if let Some(api) = (wording.api_of)(&finding.path) {
            by_api.entry(api).or_default().push(finding);
        }
    }
    if by_api.is_empty() {
        return Vec::new();
    }
    let changes = changes(findings, wording.plan);
    let summaries = Summary::by_api(&changes);
    let is_planned = |api: &str| wording.plan.keys().any(|path| (wording.api_of)(path) == Some(api));
    let summary = |api: &str| match summaries.get(api) {
        Some(summary) => *summary,
        // A removed API without public items.
        None if !is_planned(api) => Summary { state: Action::Removed, ..Summary::default() },
        None => Summary::default(),
    };
    by_api.into_iter().map(|(api, findings)| line(api, &findings, summary(api))).collect()
}

fn line(api: &str, findings: &[&Finding<'_>], summary: Summary) -> String {
    let count = |is_counted: fn(&Finding<'_>) -> bool| findings.iter().filter(|finding| is_counted(finding)).count();
    let line_ends = count(|finding| finding.only_line_ends_differ());
    let changed = count(|finding| finding.kind == FindingKind::Stale) - line_ends;
    let added = count(|finding| finding.kind == FindingKind::Missing);
    let deleted = count(|finding| finding.kind == FindingKind::Orphaned);
    let files = [(changed, "changed"), (added, "added"), (deleted, "deleted"), (line_ends, "with other line ends")];
    let files: Vec<String> = file_counts(files).iter().map(|(count, verb)| format!("{count} {verb}")).collect();
    let files = files.join(", ");
    match summary.state {
        Action::Added if changed + deleted == 0 => format!("{api}: {summary}; {files}"),
        // The API was there, but callers could not reach it.
        Action::Added => format!("{api}: {files}"),
        Action::Removed => format!("{api}: {summary}; {files} in {}", folders(findings)),
        Action::Changed => format!("{api}: {files}; {summary}"),
    }
}

/// Returns the folders of an API's files: `generated/src/shop/ and specs/shop.names.lock`.
fn folders(findings: &[&Finding<'_>]) -> String {
    let mut folders = BTreeSet::new();
    for finding in findings {
        // The module of an API is a folder of `src/`. Its other files are named one by one.
        let module = finding
            .path
            .split_once("src/")
            .and_then(|(root, below)| below.split_once('/').map(|(module, _)| format!("{root}src/{module}/")));
        folders.insert(module.unwrap_or_else(|| finding.path.clone()));
    }
    folders.into_iter().collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::compare;

    fn api_of(path: &str) -> Option<&str> {
        path.strip_prefix("src/").and_then(|path| path.split_once('/')).map(|(api, _)| api)
    }

    /// Compares files: path, actual text, expected text. An empty text is a file that does not exist.
    fn check(files: &[(&str, &str, &str)], expect: &[&str]) {
        let existing = |(path, text): (&str, &str)| (!text.is_empty()).then(|| (path.to_owned(), text.to_owned()));
        let plan: BTreeMap<_, _> = files.iter().filter_map(|file| existing((file.0, file.2))).collect();
        let actual = files.iter().filter_map(|file| existing((file.0, file.1)));
        let actual = actual.map(|(path, text)| (path, text.into_bytes())).collect();
        let findings = compare(&plan, &actual, |_| true);
        let wording = Wording { subject: "", origin: "", patch_file: None, command: "", plan: &plan, api_of };
        assert_eq!(lines(&findings, &wording), expect);
    }

    const LIB: (&str, &str, &str) = ("src/lib.rs", "pub mod shop;", "pub mod shop;");
    const ITEM: &str = "pub struct Item { pub name: i64 }";

    #[test]
    fn files_and_changes_are_counted_by_api() {
        check(
            &[
                LIB,
                ("src/shop/mod.rs", ITEM, "pub struct Item { pub name: String }"),
                ("src/shop/coverage.json", "{}", "{ }"),
                ("src/shop/examples.json", "", "{}"),
                ("src/shop/a.json", "{\r\n}", "{\n}"),
                ("src/other/mod.rs", ITEM, ITEM),
            ],
            &["shop: 2 files changed, 1 added, 1 with other line ends; 1 breaking change"],
        );
        check(&[LIB, ("src/shop/a.json", "{}", "{ }")], &["shop: 1 file changed; no changes of the public API"]);
        check(&[LIB, ("src/shop/mod.rs", ITEM, ITEM)], &[]);
    }

    #[test]
    fn added_and_removed_apis_are_named() {
        let (with, without) = (LIB.1, "pub mod other;");
        check(&[("src/lib.rs", without, with), ("src/shop/mod.rs", "", ITEM)], &["shop: added; 1 file added"]);
        check(&[("src/lib.rs", "", with), ("src/shop/mod.rs", "", ITEM)], &["shop: added; 1 file added"]);
        check(&[("src/lib.rs", "", with), ("src/shop/mod.rs", "x", ITEM)], &["shop: 1 file changed"]);
        check(
            &[("src/lib.rs", with, without), ("src/shop/mod.rs", ITEM, ""), ("src/shop/a.json", "{}", "")],
            &["shop: removed; 2 files deleted in src/shop/"],
        );
        check(&[LIB, ("src/old/a.json", "{}", "")], &["old: removed; 1 file deleted in src/old/"]);
    }
}
