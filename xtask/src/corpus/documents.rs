//! Finding the documents of a folder: those that a user would name, not the files that they refer to.

use std::path::{Path, PathBuf};

use oasmith::cli::Failure;

use crate::specs::sha256;

/// A document.
pub struct Document {
    /// Where it is.
    pub path: PathBuf,
    /// Its path below the folder that was asked for.
    pub name: String,
    /// A name for its module that no other document has.
    pub module: String,
    /// Whether it is known to be broken: it lies in a folder called `invalid`.
    pub broken: bool,
}

/// All documents below a folder, in the order of their names, whose name (or a part between `/`) matches the pattern.
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
        let broken = path.components().any(|part| part.as_os_str() == "invalid");
        if broken || is_root(&String::from_utf8_lossy(&bytes)) {
            documents.push(Document { module: module(&name), path, name, broken });
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

/// Whether a text says, at its top, that it is an OpenAPI document.
fn is_root(text: &str) -> bool {
    let named = |quoted: &str| {
        text.match_indices(quoted).any(|(at, _)| text[at + quoted.len()..].trim_start().starts_with(':'))
    };
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return named("\"openapi\"") || named("\"swagger\"");
    }
    text.lines().any(|line| {
        let key = line.trim_start_matches('\u{feff}').split(':').next().unwrap_or_default();
        line.contains(':') && matches!(key.trim_matches(['"', '\'']), "openapi" | "swagger")
    })
}

/// A name for a module: the path's letters and digits, as many as a name may have, and a hash, as two paths can have the same ones.
fn module(name: &str) -> String {
    /// With what stands around them, these are the 64 characters of the longest name.
    const LONGEST: usize = 64 - "spec__".len() - 6;
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let clean: String = words.join("_").chars().take(LONGEST).collect();
    format!("spec_{clean}_{}", &sha256(name.as_bytes())[..6])
}

/// Whether a name fits a pattern, in which `*` is any text and `?` any character.
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
    fn modules_have_names_of_apis() {
        for name in ["a.yaml", "A b/Ü.json", "1", "", &"long/".repeat(50), &"x".repeat(200)] {
            let module = module(name);
            assert!(oasmith::settings::ApiName::new(module.as_str()).is_ok(), "{name}: {module}");
        }
        assert_ne!(module(&"x".repeat(200)), module(&"x".repeat(201)));
    }

    #[test]
    fn patterns() {
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
    fn roots() {
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
