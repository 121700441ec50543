//! One finding as a patch that `git apply` takes.

use std::time::Duration;

use similar::TextDiff;

use super::{Finding, Kind};

/// How long one file's difference may take before a coarser one is printed.
const LIMIT: Duration = Duration::from_secs(2);

/// The unified diff that makes the file what the plan says; empty for a foreign file, which is nobody's to change.
/// `root` is the folder as the reader should see it, for example `generated`; empty if the paths say it.
#[must_use]
pub fn patch(finding: &Finding, root: &str) -> String {
    if finding.kind == Kind::Foreign {
        return String::new();
    }
    let side = |text: Option<&str>, letter: &str| match text {
        Some(_) => format!("{letter}/{}", below(root, &finding.path)),
        None => "/dev/null".to_owned(),
    };
    let (before, after) = (side(finding.actual.as_deref(), "a"), side(finding.expected, "b"));
    let old = finding.actual.as_deref().unwrap_or_default();
    let new = finding.expected.unwrap_or_default();
    TextDiff::configure()
        .timeout(LIMIT)
        .diff_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(&before, &after)
        .to_string()
}

/// The path of a file below `root`.
pub(super) fn below(root: &str, path: &str) -> String {
    if root.is_empty() { path.to_owned() } else { format!("{root}/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Kind, actual: Option<&str>, expected: Option<&str>, patch_text: &str) {
        let finding = Finding { path: "src/a.rs".to_owned(), kind, expected, actual: actual.map(str::to_owned) };
        assert_eq!(patch(&finding, "generated"), patch_text);
    }

    #[test]
    fn patches() {
        check(
            Kind::Stale,
            Some("a\nb\n"),
            Some("a\nc\n"),
            "--- a/generated/src/a.rs\n+++ b/generated/src/a.rs\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n",
        );
        check(Kind::Missing, None, Some("a\n"), "--- /dev/null\n+++ b/generated/src/a.rs\n@@ -0,0 +1 @@\n+a\n");
        check(Kind::Orphaned, Some("a\n"), None, "--- a/generated/src/a.rs\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
        check(Kind::Foreign, Some("a\n"), None, "");
    }
}
