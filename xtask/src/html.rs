//! Recognises web pages, which users download instead of documents.

use oasmith::source::scheme;

/// Returns an error message with a remedy if the contents are HTML instead of a document. `path` is the file or URL of the contents.
pub fn problem(path: &str, bytes: &[u8]) -> Option<String> {
    is_page(bytes).then(|| {
        let remedy = match github_file(path) {
            Some(raw) => format!("use the URL of the file itself: {raw}"),
            None => "open the page in a browser, and find the link that downloads the YAML or JSON file".to_owned(),
        };
        format!("`{path}` is a web page (HTML), not an OpenAPI document\n  = help: {remedy}")
    })
}

/// Returns whether the contents are a web page. No JSON or YAML document of OpenAPI begins with `<`.
pub fn is_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"<")
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
}
