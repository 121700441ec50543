//! Splits, decodes and joins URI references and file paths. Only this module does that.
//!
//! URIs and paths are joined by different rules. URIs ([`join`]) follow RFC 3986: `..` never leads above the root. File paths
//! ([`resolve_path`]) may lead above their first folder: `../a.yaml` does not change.

use crate::diag::Pointer;

/// Returns the percent-decoded path of a reference to another file. Returns `None` for a reference to the same file, or with a
/// scheme (`https:`).
#[must_use]
pub fn file_part(reference: &str) -> Option<String> {
    let path = reference.split('#').next().unwrap_or_default();
    if path.is_empty() || scheme(path).is_some() {
        return None;
    }
    Some(percent_decode(path))
}

/// Returns the scheme of an absolute URI.
#[must_use]
pub fn scheme(uri: &str) -> Option<&str> {
    let (scheme, _) = uri.split_once(':')?;
    let well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    // A single letter is a Windows drive.
    (well_formed && scheme.len() > 1).then_some(scheme)
}

/// Decodes `%XX` in a text. Returns the text unchanged if the result is not UTF-8.
#[must_use]
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        let hex = hex.and_then(|pair| std::str::from_utf8(pair).ok());
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

/// Returns the pointer in the fragment of a reference (without `#`).
#[must_use]
pub fn fragment_pointer(fragment: &str) -> Pointer {
    Pointer::from_escaped(&percent_decode(fragment))
}

/// The components of a URI reference without its fragment (RFC 3986, appendix B).
struct UriParts<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> UriParts<'a> {
    fn of(uri: &'a str) -> Self {
        let uri = uri.split('#').next().unwrap_or_default();
        let scheme = scheme(uri);
        let rest = scheme.and_then(|scheme| uri.get(scheme.len() + 1..)).unwrap_or(uri);
        let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(authority), path)
            }
            None => (None, rest),
        };
        Self { scheme, authority, path, query }
    }
}

/// Resolves a URI reference against a base, which may be relative (RFC 3986, 5.2). The result has no fragment, unless the reference
/// is an absolute URI, which is returned unchanged.
#[must_use]
pub fn join(base: &str, reference: &str) -> String {
    if base.is_empty() || scheme(reference).is_some() {
        return reference.to_owned();
    }
    let (base, reference) = (UriParts::of(base), UriParts::of(reference));
    let authority = reference.authority.or(base.authority);
    let query = if reference.path.is_empty() && reference.authority.is_none() {
        reference.query.or(base.query)
    } else {
        reference.query
    };
    let path = if reference.authority.is_some() || reference.path.starts_with('/') {
        without_dot_segments(reference.path)
    } else if reference.path.is_empty() {
        base.path.to_owned()
    } else {
        let folder = base.path.rfind('/').map_or("", |at| &base.path[..=at]);
        let root = if folder.is_empty() && base.authority.is_some() { "/" } else { folder };
        without_dot_segments(&format!("{root}{}", reference.path))
    };
    let scheme = base.scheme.map(|scheme| format!("{scheme}:")).unwrap_or_default();
    let authority = authority.map(|authority| format!("//{authority}")).unwrap_or_default();
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}{authority}{path}{query}")
}

/// Resolves the `.` and `..` segments of a URI's path (RFC 3986, 5.2.4).
fn without_dot_segments(path: &str) -> String {
    let (root, inner) = path.strip_prefix('/').map_or(("", path), |inner| ("/", inner));
    let mut segments: Vec<&str> = Vec::new();
    for segment in inner.split('/') {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    // A path that ends with a dot segment names a folder, so it ends with a slash.
    if matches!(inner.rsplit('/').next(), Some("." | "..")) && !segments.is_empty() {
        segments.push("");
    }
    format!("{root}{}", segments.join("/"))
}

/// Resolves the path `reference` relative to the file `base`.
pub(super) fn resolve_path(base: &str, reference: &str) -> String {
    if reference.starts_with('/') {
        return normalise_path(reference);
    }
    let folder = base.rfind('/').map_or("", |at| &base[..=at]);
    normalise_path(&format!("{folder}{reference}"))
}

/// Returns the path of a file relative to the folder of the file `base`.
pub(super) fn relative_path(base: &str, path: &str) -> String {
    let (base, path) = (normalise_path(base), normalise_path(path));
    let folders: Vec<&str> = base.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
    let segments: Vec<&str> = path.split('/').collect();
    let shared = folders.iter().zip(&segments).take_while(|(folder, segment)| folder == segment).count();
    // From an absolute path to a relative one, or from a folder with an unknown name, there is no relative path.
    if path.starts_with('/') != base.starts_with('/') || folders.iter().skip(shared).any(|folder| *folder == "..") {
        return path;
    }
    let up = std::iter::repeat_n("..", folders.len() - shared);
    up.chain(segments.get(shared..).unwrap_or_default().iter().copied()).collect::<Vec<_>>().join("/")
}

/// Removes `.` segments from a path and resolves `..` segments as far as possible.
pub(super) fn normalise_path(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => {
                segments.pop();
            }
            ".." if path.starts_with('/') => {}
            other => segments.push(other),
        }
    }
    let joined = segments.join("/");
    if path.starts_with('/') { format!("/{joined}") } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_and_joins_references() {
        // Base, reference, scheme, file, joined as a URI, joined as a path of the file.
        for (base, reference, is_scheme, file, joined, path) in [
            ("spec.yaml", "a.yaml", None, Some("a.yaml"), "a.yaml", "a.yaml"),
            ("specs/spec.yaml", "./a.yaml#/x", None, Some("./a.yaml"), "specs/a.yaml", "specs/a.yaml"),
            ("specs/deep/spec.yaml", "../a.yaml", None, Some("../a.yaml"), "specs/a.yaml", "specs/a.yaml"),
            ("spec.yaml", "../a.yaml", None, Some("../a.yaml"), "a.yaml", "../a.yaml"),
            ("../spec.yaml", "../a.yaml", None, Some("../a.yaml"), "a.yaml", "../../a.yaml"),
            ("/etc/spec.yaml", "../../../a.yaml", None, Some("../../../a.yaml"), "/a.yaml", "/a.yaml"),
            ("/etc/spec.yaml", "/b/a.yaml", None, Some("/b/a.yaml"), "/b/a.yaml", "/b/a.yaml"),
            ("spec.yaml", "a%20b.yaml#/x", None, Some("a b.yaml"), "a%20b.yaml", "a b.yaml"),
            ("spec.yaml", "#/components", None, None, "spec.yaml", "spec.yaml"),
            ("", "", None, None, "", ""),
            ("", "https://a.io/a.json#/x", Some("https"), None, "https://a.io/a.json#/x", ""),
            ("", "urn:a:b", Some("urn"), None, "urn:a:b", ""),
        ] {
            assert_eq!(scheme(reference), is_scheme, "{reference}");
            assert_eq!(file_part(reference).as_deref(), file, "{reference}");
            assert_eq!(join(base, reference), joined, "{base} + {reference}");
            if let Some(file) = file {
                assert_eq!(resolve_path(base, file), path, "{base} + {reference}");
            }
        }
        assert_eq!(resolve_path("/etc/spec.yaml", "/b//a.yaml"), "/b/a.yaml");
        assert_eq!(scheme("c:/spec.yaml"), None);
    }

    /// The examples of RFC 3986, 5.4.1 and 5.4.2, without fragments and without the example for non-strict parsers.
    #[test]
    fn joins_the_examples_of_rfc_3986() {
        for (reference, expect) in [
            // The RFC has `g:h`, but here a single letter is a Windows drive.
            ("gg:h", "gg:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q"),
            ("g#s", "http://a/b/c/g"),
            ("g?y#s", "http://a/b/c/g?y"),
            (";x", "http://a/b/c/;x"),
            ("g;x", "http://a/b/c/g;x"),
            ("g;x?y#s", "http://a/b/c/g;x?y"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("../../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            (".g", "http://a/b/c/.g"),
            ("g..", "http://a/b/c/g.."),
            ("..g", "http://a/b/c/..g"),
            ("./../g", "http://a/b/g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/./x", "http://a/b/c/g?y/./x"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
            ("g#s/./x", "http://a/b/c/g"),
            ("g#s/../x", "http://a/b/c/g"),
        ] {
            assert_eq!(join("http://a/b/c/d;p?q", reference), expect, "{reference}");
        }
        // Empty segments are kept, and `..` removes one.
        for (base, reference, expect) in [
            ("https://a", "b", "https://a/b"),
            ("https://a", "?x", "https://a?x"),
            ("https://a/x//y", "z", "https://a/x//z"),
            ("https://a/x/y", "b//c", "https://a/x/b//c"),
            ("https://a/x//y", "../z", "https://a/x/z"),
            ("https://a/x", "//b//c/../d", "https://b//d"),
            ("https://a/x", "/b//", "https://a/b//"),
        ] {
            assert_eq!(join(base, reference), expect, "{base} + {reference}");
        }
    }

    #[test]
    fn relative_paths_lead_from_a_file_to_another() {
        for (base, path, expect) in [
            ("spec.yaml", "a.yaml", "a.yaml"),
            ("specs/spec.yaml", "./specs/a/b.yaml", "a/b.yaml"),
            ("specs/api/spec.yaml", "specs/a.yaml", "../a.yaml"),
            ("/x/api/spec.yaml", "/x/schemas/a.yaml", "../schemas/a.yaml"),
            ("../spec.yaml", "../a.yaml", "a.yaml"),
            ("../spec.yaml", "a.yaml", "a.yaml"),
            ("spec.yaml", "/a.yaml", "/a.yaml"),
        ] {
            assert_eq!(relative_path(base, path), expect, "{base} to {path}");
        }
    }

    #[test]
    fn decodes_percent_encoding() {
        let check = |text: &str, expect: &str| assert_eq!(percent_decode(text), expect);
        check("plain", "plain");
        check("%7Bid%7d/%C3%A4", "{id}/ä");
        check("100%", "100%");
        check("%zz%4", "%zz%4");
        check("%+1", "%+1");
        check("%ff", "%ff");
        assert_eq!(fragment_pointer("/paths/~1a~1%7Bid%7D").as_str(), "/paths/~1a~1{id}");
    }
}
