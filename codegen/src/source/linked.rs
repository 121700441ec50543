//! Loading the files that a document's `$ref`s lead to, before anyone reads the document.

use serde_json::Value;

use super::{Loader, Source, loader};
use crate::diag::{Diagnostics, FileId};

impl Source {
    /// Loads every file that a `$ref` in the files from `first` on leads to, and those that they lead to.
    /// One that cannot be loaded is not a problem yet: only whoever needs it knows whether that `$ref` is a reference.
    pub fn load_linked(&mut self, first: FileId, loader: &dyn Loader, diagnostics: &mut Diagnostics) {
        let mut at = first.0 as usize;
        while let Some(file) = self.files.get(at) {
            let mut links = Vec::new();
            collect(&file.value, &mut links);
            let base = file.path.clone();
            for link in links {
                let path = loader::resolve(&base, &link);
                // A failure is kept with the path, for who needs the file.
                let _ = self.fetch(&path, loader, diagnostics);
            }
            at += 1;
        }
    }
}

/// The paths of all references to other files, each once.
fn collect(value: &Value, links: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref")
                && let Some(path) = file_part(reference)
                && !links.contains(&path)
            {
                links.push(path);
            }
            if let Some(Value::Object(mapping)) = members.get("mapping") {
                for path in mapping
                    .values()
                    .filter_map(Value::as_str)
                    .filter(|to| to.contains(['/', '.']))
                    .filter_map(file_part)
                {
                    if !links.contains(&path) {
                        links.push(path);
                    }
                }
            }
            members.values().for_each(|member| collect(member, links));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, links)),
        _ => {}
    }
}

/// The percent-decoded path of a reference to another file; `None` if it stays in its own or has a scheme (`https:`).
#[must_use]
pub fn file_part(reference: &str) -> Option<String> {
    let path = reference.split('#').next().unwrap_or_default();
    if path.is_empty() || scheme(path).is_some() {
        return None;
    }
    Some(percent_decode(path))
}

/// The scheme of an absolute URI.
#[must_use]
pub fn scheme(uri: &str) -> Option<&str> {
    let (scheme, _) = uri.split_once(':')?;
    let well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    // One letter is a drive of Windows.
    (well_formed && scheme.len() > 1).then_some(scheme)
}

/// The text with `%XX` replaced by what it stands for; as it is, if that is not UTF-8.
#[must_use]
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.filter(|_| *first == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_percents() {
        let check = |text: &str, expect: &str| assert_eq!(percent_decode(text), expect);
        check("plain", "plain");
        check("%7Bid%7d/%C3%A4", "{id}/ä");
        check("100%", "100%");
        check("%zz%4", "%zz%4");
        check("%ff", "%ff");
    }

    #[test]
    fn finds_the_file_of_a_reference() {
        let check = |reference: &str, expect: Option<&str>| assert_eq!(file_part(reference).as_deref(), expect);
        check("#/components", None);
        check("a%20b.yaml#/x", Some("a b.yaml"));
        check("../a.json", Some("../a.json"));
        check("https://example.com/a.json#/x", None);
        check("", None);
    }
}
