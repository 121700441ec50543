//! Finds the OpenAPI documents in a folder, without the files that they reference.

use std::path::{Path, PathBuf};

use oasmith::cli::Failure;

use crate::pins::sha256;

/// A document.
pub struct Document {
    /// The path of the file.
    pub path: PathBuf,
    /// The path below the searched folder.
    pub name: String,
    /// A unique name for its module.
    pub module: String,
    /// Whether it is known to be invalid, because it is below a folder called `invalid`.
    pub is_invalid: bool,
}

/// Returns the documents below a folder, sorted by name, whose name (or one of its path segments) matches the pattern.
pub fn find(folder: &Path, pattern: Option<&str>) -> Result<Vec<Document>, Failure> {
    let mut files = Vec::new();
    if folder.is_file() {
        files.push(folder.to_path_buf());
    } else {
        walk(folder, &mut files)?;
    }
    files.sort();
    let mut documents = Vec::new();
    for path in files {
        let below = path.strip_prefix(folder).ok().filter(|below| *below != Path::new(""));
        let name = below.unwrap_or(&path).to_string_lossy().into_owned();
        if pattern
            .is_some_and(|pattern| !matches(pattern, &name) && !name.split('/').any(|part| matches(pattern, part)))
        {
            continue;
        }
        let bytes = std::fs::read(&path)?;
        let is_invalid = path.components().any(|part| part.as_os_str() == "invalid");
        if is_invalid || is_root(&String::from_utf8_lossy(&bytes)) {
            documents.push(Document { module: module(&name), path, name, is_invalid });
        }
    }
    Ok(documents)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
    for entry in entries {
        let path = entry?.path();
        let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            walk(&path, files)?;
        } else if ["json", "yaml", "yml"].contains(&extension.as_str()) {
            files.push(path);
        }
    }
    Ok(())
}

/// Returns whether a text declares itself as an OpenAPI document.
fn is_root(text: &str) -> bool {
    let has_key = |quoted: &str| {
        text.match_indices(quoted).any(|(at, _)| text[at + quoted.len()..].trim_start().starts_with(':'))
    };
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return has_key("\"openapi\"") || has_key("\"swagger\"");
    }
    text.lines().any(|line| {
        let key = line.trim_start_matches('\u{feff}').split(':').next().unwrap_or_default();
        line.contains(':') && matches!(key.trim_matches(['"', '\'']), "openapi" | "swagger")
    })
}

/// Returns a unique module name: the letters and digits of the path, truncated to the maximum length, and a hash of the path.
fn module(name: &str) -> String {
    /// A name may have 64 characters, including the prefix and the hash.
    const LONGEST: usize = 64 - "spec__".len() - 6;
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let clean: String = words.join("_").chars().take(LONGEST).collect();
    format!("spec_{clean}_{}", &sha256(name.as_bytes())[..6])
}

/// Returns whether a name matches a pattern, where `*` is any text and `?` any character.
pub fn matches(pattern: &str, name: &str) -> bool {
    match (pattern.chars().next(), name.chars().next()) {
        (None, None) => true,
        (Some('*'), _) => {
            let rest = &pattern[1..];
            matches(rest, name) || name.char_indices().any(|(at, c)| matches(rest, &name[at + c.len_utf8()..]))
        }
        (Some('?'), Some(c)) => matches(&pattern[1..], &name[c.len_utf8()..]),
        (Some(p), Some(c)) if p == c => matches(&pattern[p.len_utf8()..], &name[c.len_utf8()..]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_names_are_valid_and_unique() {
        for name in ["a.yaml", "A b/Ü.json", "1", "", &"long/".repeat(50), &"x".repeat(200)] {
            let module = module(name);
            assert!(oasmith::settings::ApiName::new(module.as_str()).is_ok(), "{name}: {module}");
        }
        assert_ne!(module(&"x".repeat(200)), module(&"x".repeat(201)));
    }

    #[test]
    fn patterns_match_names() {
        for (pattern, name, expect) in [
            ("*", "", true),
            ("a*c", "abbc", true),
            ("a*c", "abb", false),
            ("?b", "ab", true),
            ("real/*", "real/x.json", true),
        ] {
            assert_eq!(matches(pattern, name), expect, "{pattern} {name}");
        }
    }

    #[test]
    fn documents_have_a_version_key_at_the_root() {
        for (text, expect) in [
            ("openapi: 3.1.0\n", true),
            ("# x\n\"openapi\": 3.1.0\n", true),
            ("{\"swagger\" : \"2.0\"}", true),
            ("overlay: 1.0.0\n", false),
            ("type: object\nproperties:\n  openapi: {}\n", false),
            ("{\"x\": \"openapi\"}", false),
        ] {
            assert_eq!(is_root(text), expect, "{text}");
        }
    }
}
