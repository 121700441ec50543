//! Parts of the sentences in reports.

/// Returns the counts that are not zero with their labels. The first one has the noun: `2 files`, `1`.
pub fn file_counts<T>(counts: impl IntoIterator<Item = (usize, T)>) -> Vec<(String, T)> {
    let mut found = Vec::new();
    for (count, label) in counts.into_iter().filter(|(count, _)| *count > 0) {
        let noun = match (found.is_empty(), count) {
            (false, _) => "",
            (true, 1) => " file",
            (true, _) => " files",
        };
        found.push((format!("{count}{noun}"), label));
    }
    found
}

/// Returns a text with its first letter in upper case.
#[must_use]
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
