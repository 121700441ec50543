//! Fetches a file over HTTP with the system's `curl`.
//!
//! An HTTP client with TLS would be the most expensive dependency of xtask (reqwest with its dependencies: 76 s of CPU time, see
//! README.md), and the first `cargo xtask regen` would wait for it although it needs no network. macOS, Windows and nearly all Linux
//! systems have curl, and it knows their certificates and proxies.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::workspace::REPORTS;

/// Maximum size of a response in bytes, after decompression. The largest known document has 60 MB.
pub const LARGEST: u64 = 256 << 20;
/// Maximum number of redirects.
const REDIRECTS: &str = "10";
/// Time limit of a connection attempt in seconds. The time limit of the request also applies.
const CONNECT: &str = "15";
/// The formats of OpenAPI documents. Other formats are accepted too, because many servers send `text/plain`.
const ACCEPT: &str =
    "application/vnd.oai.openapi, application/vnd.oai.openapi+json, application/yaml, application/json, */*;q=0.5";
/// Begins the line with the result of the request in curl's standard error.
const RESULT: &str = "oasmith-result ";

/// The response to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// The file still has the `ETag` of the request: 304.
    NotModified,
    /// The file.
    File(Download),
}

/// A file that was downloaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Download {
    /// The URL after all redirects.
    pub url: String,
    /// The header `ETag`.
    pub etag: Option<String>,
    /// The contents.
    pub bytes: Vec<u8>,
}

/// The reason why a file could not be fetched, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchError {
    /// What happened, without the URL.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl FetchError {
    fn new(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { message: message.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  = help: {}", self.message, self.remedy)
    }
}

/// Fetches the file at a URL, which must be valid ([`oasmith::settings::DocumentUrl`]). With `etag`, the server need not send a file
/// that has not changed. `limit` is the time for the whole request.
///
/// # Errors
/// curl is missing, the request failed, the status is not 200, or the file is empty or too large.
pub fn fetch(url: &str, etag: Option<&str>, limit: Duration) -> Result<Response, FetchError> {
    let headers = HeaderFile::new().map_err(|error| failed(&error))?;
    let mut child = command(url, etag, limit, &headers.0).spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => FetchError::new(
            "the program `curl` was not found",
            "install curl, or download the document and pass the file instead of the URL",
        ),
        _ => failed(&error),
    })?;
    let bytes = match read_limited(&mut child, LARGEST) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            stop(&mut child);
            return Err(too_large());
        }
        Err(error) => {
            stop(&mut child);
            return Err(failed(&error));
        }
    };
    let output = child.wait_with_output().map_err(|error| failed(&error))?;
    let (errors, result) = split(&String::from_utf8_lossy(&output.stderr));
    if !output.status.success() {
        return Err(curl_error(output.status.code(), &errors, limit));
    }
    let (status, final_url) = result.split_once(' ').unwrap_or((result.as_str(), url));
    match status {
        "200" if bytes.is_empty() => {
            Err(FetchError::new("the response is empty", "open the URL in a browser and check it"))
        }
        "200" => Ok(Response::File(Download { url: final_url.to_owned(), etag: headers.etag(), bytes })),
        "304" if etag.is_some() => Ok(Response::NotModified),
        _ => Err(status_error(status)),
    }
}

fn command(url: &str, etag: Option<&str>, limit: Duration, headers: &Path) -> Command {
    let mut command = Command::new("curl");
    // `--disable` must be first: it ignores `~/.curlrc`, whose options could change the output.
    command.args(["--disable", "--silent", "--show-error", "--location", "--max-redirs", REDIRECTS, "--globoff"]);
    command.args(["--compressed", "--netrc-optional", "--proto", "=http,https", "--proto-redir"]);
    // A document that was requested over TLS must not come from a connection without it.
    command.arg(if url.starts_with("https:") { "=https" } else { "=http,https" });
    command.args(["--connect-timeout", CONNECT, "--max-time", &limit.as_secs_f64().to_string()]);
    command.args(["--max-filesize", &LARGEST.to_string()]);
    command.args(["--user-agent", concat!("oasmith/", env!("CARGO_PKG_VERSION")), "--header"]);
    command.arg(format!("Accept: {ACCEPT}"));
    if let Some(etag) = etag.filter(|etag| is_header_value(etag)) {
        command.arg("--header").arg(format!("If-None-Match: {etag}"));
    }
    command.arg("--write-out").arg(format!("%{{stderr}}\n{RESULT}%{{http_code}} %{{url_effective}}\n"));
    command.arg("--dump-header").arg(headers).arg("--url").arg(url);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Reads the response. Returns `None` if it is longer than `limit`. curl itself checks only the announced size.
fn read_limited(child: &mut Child, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let Some(stdout) = child.stdout.take() else { return Ok(Some(Vec::new())) };
    let mut bytes = Vec::new();
    stdout.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn stop(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Splits curl's standard error into its messages and the result of the request.
fn split(stderr: &str) -> (String, String) {
    let result = stderr.lines().filter_map(|line| line.strip_prefix(RESULT)).next_back().unwrap_or_default();
    let errors = stderr.lines().filter_map(|line| line.strip_prefix("curl: "));
    // An error reads `curl: (28) Operation timed out`.
    let errors = errors.map(|line| line.split_once(") ").map_or(line, |(_, message)| message));
    (errors.collect::<Vec<_>>().join("; "), result.to_owned())
}

/// Explains the exit codes of curl that users meet. Its own message completes the others.
fn curl_error(code: Option<i32>, message: &str, limit: Duration) -> FetchError {
    let network = "check the URL and the network connection";
    match code {
        Some(1) => FetchError::new(
            "the server redirects to a URL that is not allowed",
            "redirects may lead to `https`, and from `http` also to `http`. Use the URL at the end of the redirects",
        ),
        Some(6) => FetchError::new(format!("the host was not found: {message}"), network),
        Some(7) => FetchError::new(format!("the server cannot be reached: {message}"), network),
        Some(18 | 52 | 56) => {
            FetchError::new(format!("the server closed the connection too early: {message}"), "try again")
        }
        Some(28) => FetchError::new(
            format!("the server did not send the whole response within {} s", limit.as_secs_f64()),
            "try again, or allow more time with `--timeout SECONDS`",
        ),
        Some(35 | 51 | 53..=54 | 58..=60 | 77 | 80 | 82..=83 | 90..=91) => FetchError::new(
            format!("no secure connection was made: {message}"),
            "check the URL, and the certificates of this system",
        ),
        Some(47) => FetchError::new(
            format!("the server redirects more than {REDIRECTS} times"),
            "open the URL in a browser, and use the address that it shows at the end",
        ),
        Some(63) => too_large(),
        Some(code) => FetchError::new(format!("curl failed with exit code {code}: {message}"), network),
        None => FetchError::new("curl was ended by a signal", "try again"),
    }
}

fn status_error(status: &str) -> FetchError {
    let (meaning, remedy) = match status {
        "401" | "403" => (
            ": access is denied",
            "if the document needs a password, store it in `~/.netrc`, or download the document and pass the file",
        ),
        "404" | "410" => (": the document does not exist", "check the URL"),
        "429" => (": too many requests", "try again later"),
        _ if status.starts_with('5') => (": the server has a problem", "try again later"),
        _ => ("", "open the URL in a browser and check it"),
    };
    FetchError::new(format!("the server responded with status {status}{meaning}"), remedy)
}

fn too_large() -> FetchError {
    FetchError::new(
        format!("the file is larger than {} MiB", LARGEST >> 20),
        "check the URL; if this is the document, download it and pass the file",
    )
}

fn failed(error: &io::Error) -> FetchError {
    FetchError::new(
        format!("curl could not be run: {error}"),
        "download the document, and pass the file instead of the URL",
    )
}

/// A temporary file into which curl writes the headers. The standard output contains only the body.
struct HeaderFile(PathBuf);

impl HeaderFile {
    fn new() -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        std::fs::create_dir_all(REPORTS)?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Ok(Self(Path::new(REPORTS).join(format!("fetch-{}-{number}.headers", std::process::id()))))
    }

    fn etag(&self) -> Option<String> {
        etag(&String::from_utf8_lossy(&std::fs::read(&self.0).unwrap_or_default()))
    }
}

impl Drop for HeaderFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Returns the `ETag` of the last response. The text contains the headers of all redirects.
fn etag(headers: &str) -> Option<String> {
    let mut found = None;
    for line in headers.lines() {
        if line.starts_with("HTTP/") {
            found = None;
        } else if let Some((name, text)) = line.split_once(':')
            && name.eq_ignore_ascii_case("etag")
            && is_header_value(text.trim())
        {
            found = Some(text.trim().to_owned());
        }
    }
    found
}

/// Returns whether a text is safe as the value of a header. Longer ones are not worth a line in the settings.
fn is_header_value(text: &str) -> bool {
    (1..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_etag_of_the_last_response_is_found() {
        for (headers, expect) in [
            ("HTTP/1.1 200 OK\r\nContent-Type: a\r\nETag: \"1\"\r\n\r\n", Some("\"1\"")),
            ("HTTP/1.1 302 Found\r\nETag: \"1\"\r\n\r\nHTTP/2 200\r\netag: W/\"2\"\r\n\r\n", Some("W/\"2\"")),
            ("HTTP/1.1 302 Found\r\nETag: \"1\"\r\n\r\nHTTP/2 200\r\n\r\n", None),
            ("HTTP/2 200\r\netag: \r\n\r\n", None),
            ("HTTP/2 200\r\netag: \u{1b}[31m\r\n\r\n", None),
            ("", None),
        ] {
            assert_eq!(etag(headers).as_deref(), expect, "{headers:?}");
        }
    }

    #[test]
    fn messages_and_result_of_curl_are_separated() {
        let check = |stderr: &str, errors: &str, result: &str| {
            assert_eq!(split(stderr), (errors.to_owned(), result.to_owned()));
        };
        check("\noasmith-result 200 https://a.io/b\n", "", "200 https://a.io/b");
        check("curl: (28) Timeout\n\noasmith-result 000 https://a.io\n", "Timeout", "000 https://a.io");
        check("curl: option --x: is unknown\n", "option --x: is unknown", "");
        check("", "", "");
    }

    #[test]
    fn a_response_without_announced_size_is_limited() {
        let run = |limit: u64| {
            let mut child = Command::new("printf").arg("12345").stdout(Stdio::piped()).spawn().unwrap();
            let read = read_limited(&mut child, limit).unwrap();
            stop(&mut child);
            read
        };
        if cfg!(unix) {
            assert_eq!(run(5), Some(b"12345".to_vec()));
            assert_eq!(run(4), None);
        }
    }
}
