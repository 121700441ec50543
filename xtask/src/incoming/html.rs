//! Recognises web pages, which users download instead of documents.

use oasmith::source::scheme;

/// Returns an error message with a remedy if the contents of a document are HTML. `path` is the file or URL of the contents.
/// No JSON or YAML document of OpenAPI begins with `<`.
pub fn problem(path: &str, bytes: &[u8]) -> Option<String> {
    start(bytes).starts_with(b"<").then(|| {
        let remedy = match github_file(path) {
            Some(raw) => format!("use the URL of the file itself: {raw}"),
            None => "open the page in a browser, and find the link that downloads the YAML or JSON file".to_owned(),
        };
        format!("`{path}` is a web page (HTML), not an OpenAPI document\n  = help: {remedy}")
    })
}

/// Returns whether the contents are a whole web page. A text with some HTML, which a document may include, is not one.
pub fn is_page(bytes: &[u8]) -> bool {
    let start = start(bytes);
    let has_tag = |tag: &str| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()));
    has_tag("<!doctype html") || has_tag("<html")
}

/// Returns the contents without a byte order mark and space at the beginning.
fn start(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}

/// Returns the URL of a file whose page on GitHub is `url`.
fn github_file(url: &str) -> Option<String> {
    scheme(url)?;
    let path = url.split_once("://github.com/")?.1;
    let (repository, file) = path.split_once("/blob/")?;
    Some(format!("https://raw.githubusercontent.com/{repository}/{file}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_pages_are_recognised() {
        for (path, text, expect) in [
            ("a.yaml", "<!DOCTYPE html>", Some("find the link that downloads")),
            ("https://a.io", "\u{feff} \n<html>", Some("find the link that downloads")),
            (
                "https://github.com/o/r/blob/main/api/a.yaml",
                "<html>",
                Some("https://raw.githubusercontent.com/o/r/main/api/a.yaml"),
            ),
            ("a.yaml", "openapi: 3.1.0 # <html>", None),
            ("a.yaml", "", None),
        ] {
            let found = problem(path, text.as_bytes());
            assert_eq!(found.is_some(), expect.is_some(), "{text}");
            assert!(found.unwrap_or_default().contains(expect.unwrap_or_default()), "{text}");
        }
    }

    #[test]
    fn texts_with_html_are_not_pages() {
        for (text, expect) in [
            ("<!DOCTYPE html>", true),
            ("\n<HTML lang=en>", true),
            ("<h1>Shop</h1>", false),
            ("type: string", false),
            ("<", false),
        ] {
            assert_eq!(is_page(text.as_bytes()), expect, "{text}");
        }
    }
}
