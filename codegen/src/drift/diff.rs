//! Converts a finding to a patch for `git apply`.

use std::time::Duration;

use similar::TextDiff;

use super::{Finding, FindingKind};

/// Time limit for the diff of a file. After it, the diff is less precise.
const LIMIT: Duration = Duration::from_secs(2);

/// Returns the unified diff from the file in the folder to the file in the plan. Returns the empty string for a foreign file, because
/// it must not be changed.
#[must_use]
pub fn patch(finding: &Finding) -> String {
    if finding.kind == FindingKind::Foreign {
        return String::new();
    }
    let side = |text: Option<&str>, letter: &str| match text {
        Some(_) => format!("{letter}/{}", finding.path),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: FindingKind, actual: Option<&str>, expected: Option<&str>, patch_text: &str) {
        let finding =
            Finding { path: "generated/src/a.rs".to_owned(), kind, expected, actual: actual.map(str::to_owned) };
        assert_eq!(patch(&finding), patch_text);
    }

    #[test]
    fn each_kind_of_finding_has_a_patch_except_foreign() {
        check(
            FindingKind::Stale,
            Some("a\nb\n"),
            Some("a\nc\n"),
            "--- a/generated/src/a.rs\n+++ b/generated/src/a.rs\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n",
        );
        check(FindingKind::Missing, None, Some("a\n"), "--- /dev/null\n+++ b/generated/src/a.rs\n@@ -0,0 +1 @@\n+a\n");
        check(FindingKind::Orphaned, Some("a\n"), None, "--- a/generated/src/a.rs\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
        check(FindingKind::Foreign, Some("a\n"), None, "");
    }
}
