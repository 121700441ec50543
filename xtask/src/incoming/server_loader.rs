//! Fetches the files to which a document from a URL refers.
//!
//! Such a document can be hostile, and the files are copied into the workspace and committed. So a document may only name files of its
//! own server, and only paths that are harmless when they are written below `specs/`.

use std::io;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use oasmith::source::{Loader, RefusedFile};

use super::fetch::{self, Response};
use super::html;

/// Fetches files of the server of a document.
pub struct ServerLoader {
    /// The beginning of all paths: the normalized form `https:/a.io/` of `https://a.io/`.
    prefix: String,
    /// The URL without a path: `https://a.io`.
    server: String,
    timeout: Duration,
    count: AtomicUsize,
    size: AtomicU64,
}

/// Maximum number of files that are fetched for a document.
const MOST_FILES: usize = 2_000;

impl ServerLoader {
    /// Creates a loader of the files on the server of the document at `url`.
    #[must_use]
    pub fn new(url: &str, timeout: Duration) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        Self {
            prefix: format!("{scheme}:/{host}/"),
            server: format!("{scheme}://{host}"),
            timeout,
            count: AtomicUsize::new(0),
            size: AtomicU64::new(0),
        }
    }

    /// Returns the URL of a file.
    fn url(&self, path: &str) -> io::Result<String> {
        let refused = |message: &str| {
            Err(RefusedFile::error(
                message,
                "download the document with its files, and pass the file instead of the URL",
            ))
        };
        let Some(inner) = path.strip_prefix(&self.prefix) else {
            return refused("it is not on the server of the document");
        };
        if !inner.split('/').all(is_portable) {
            return refused("its name cannot be a file name on all systems");
        }
        Ok(format!("{}/{}", self.server, inner.split('/').map(percent_encode).collect::<Vec<_>>().join("/")))
    }
}

impl Loader for ServerLoader {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        let url = self.url(path)?;
        if self.count.fetch_add(1, Ordering::Relaxed) >= MOST_FILES {
            return Err(io::Error::other(format!("the document refers to more than {MOST_FILES} files")));
        }
        match fetch::fetch(&url, None, self.timeout).map_err(|error| RefusedFile::error(error.message, error.remedy))? {
            // Many servers respond to any path with a page.
            Response::File(file) if html::is_page(&file.bytes) => {
                Err(io::Error::new(io::ErrorKind::InvalidData, "it is a web page (HTML)"))
            }
            Response::File(file) => {
                let size = file.bytes.len() as u64;
                if self.size.fetch_add(size, Ordering::Relaxed) + size > fetch::LARGEST {
                    return Err(io::Error::other(format!("the files are larger than {} MiB", fetch::LARGEST >> 20)));
                }
                Ok(file.bytes)
            }
            Response::NotModified => Err(io::Error::other("the server sent no file")),
        }
    }
}

/// Returns whether a segment of a path can be written on all systems and has no special meaning. Files of hidden folders, such as
/// `.git`, are refused because tools obey them.
fn is_portable(segment: &str) -> bool {
    !segment.is_empty()
        && !segment.starts_with('.')
        && !segment.ends_with(['.', ' '])
        && !segment.chars().any(|c| c.is_control() || "\\:*?\"<>|".contains(c))
}

fn percent_encode(segment: &str) -> String {
    let mut text = String::new();
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()+,;=@".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_files_of_the_same_server_have_a_url() {
        let loader = ServerLoader::new("https://a.io:8443/api/openapi.yaml?x", Duration::from_secs(1));
        let check = |path: &str, expect: Option<&str>| assert_eq!(loader.url(path).ok().as_deref(), expect, "{path}");
        check("https:/a.io:8443/api/b c/d.yaml", Some("https://a.io:8443/api/b%20c/d.yaml"));
        check("https:/a.io:8443/ä.yaml", Some("https://a.io:8443/%C3%A4.yaml"));
        check("https:/b.io/c.yaml", None);
        check("https:/a.io:84430/c.yaml", None);
        check("c.yaml", None);
        check("../c.yaml", None);
        check("/etc/passwd", None);
        check("https:/a.io:8443/.git/config", None);
        check("https:/a.io:8443/a\\..\\b.yaml", None);
        check("https:/a.io:8443/a.yaml?x=1", None);
        check("https:/a.io:8443/c:/a.yaml", None);
    }
}
