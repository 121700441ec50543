//! Reads a document that comes into the workspace, from a file, a URL or the standard input, and checks it.
//!
//! The check generates the API with the settings that it will have, so `add` and `update` accept exactly what `regen` accepts. It also
//! finds all files of the document. This module writes nothing.

mod fetch;
mod html;
mod server_loader;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use oasmith::Outcome;
use oasmith::cli::Failure;
use oasmith::cli::print::{DiagnosticOptions, Printer};
use oasmith::settings::{ApiSettings, DocumentUrl, Invalid};
use oasmith::source::{FsLoader, Loader, lexical};

use self::fetch::{Download, Response};
use self::server_loader::ServerLoader;
use crate::pins;
use crate::specs::{self, Generated};
use crate::workspace::{self, SPECS, below_specs};

/// Where a document comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file, relative to the folder of the user.
    File(PathBuf),
    /// The standard input.
    Stdin,
    /// A web server.
    Url(DocumentUrl),
}

impl Place {
    /// Reads an argument of the command line.
    ///
    /// # Errors
    /// The argument is a URL that is not valid.
    pub fn parse(argument: &Path) -> Result<Self, Invalid> {
        let text = argument.to_string_lossy();
        if text == "-" {
            return Ok(Self::Stdin);
        }
        let is_url = ["https:", "http:"].iter().any(|scheme| text.starts_with(scheme));
        Ok(if is_url { Self::Url(DocumentUrl::new(text)?) } else { Self::File(argument.to_path_buf()) })
    }
}

/// A document whose first file was read.
#[derive(Debug)]
pub struct Opened {
    /// The path of the first file, as diagnostics show it: below the workspace, absolute, or a URL.
    pub path: String,
    bytes: Vec<u8>,
    /// The response of the server, without its contents.
    pub download: Option<Download>,
    timeout: Duration,
    ref_root: Option<PathBuf>,
}

/// A document without errors.
pub struct Incoming {
    /// The path of the first file: a key of `files`.
    pub path: String,
    /// The contents of all files, by path. The paths of a document from a URL begin with `https:/` and its host.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The response of the server, without its contents.
    pub download: Option<Download>,
    /// The result of generating the API.
    pub outcome: Outcome,
}

/// The path of a document from the standard input.
const STDIN: &str = "<stdin>";

/// Reads the first file of a document. `ref_root` is the folder that contains all files to which a document in a file may refer.
///
/// # Errors
/// The file cannot be read.
pub fn open(place: &Place, timeout: Duration, ref_root: Option<&Path>) -> Result<Opened, Failure> {
    let ref_root = ref_root.map(workspace::path);
    let opened = |path, bytes| Opened { path, bytes, download: None, timeout, ref_root: ref_root.clone() };
    match place {
        Place::File(file) => {
            let path = shown_path(&workspace::path(file))?;
            let file = File::open(&path).and_then(read_limited);
            let bytes = file.map_err(|error| Failure::new(format!("cannot read `{path}`: {error}")))?;
            Ok(opened(path, bytes))
        }
        Place::Stdin => {
            let bytes = read_limited(std::io::stdin())
                .map_err(|error| Failure::new(format!("cannot read the standard input: {error}")))?;
            Ok(opened(shown_path(&workspace::path(STDIN))?, bytes))
        }
        Place::Url(url) => match download(url, None, timeout)? {
            Some(opened) => Ok(opened),
            None => Err(Failure::new(format!("cannot fetch {url}: the server sent no document"))),
        },
    }
}

/// Reads a stream that may be endless.
fn read_limited(stream: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(fetch::LARGEST + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > fetch::LARGEST {
        true => {
            Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it is larger than {} MiB", fetch::LARGEST >> 20)))
        }
        false => Ok(bytes),
    }
}

/// Fetches the first file of a document. Returns `None` if it still has this `ETag`.
///
/// # Errors
/// The file cannot be fetched.
pub fn download(url: &DocumentUrl, etag: Option<&str>, timeout: Duration) -> Result<Option<Opened>, Failure> {
    let response =
        fetch::fetch(url, etag, timeout).map_err(|error| Failure::new(format!("cannot fetch {url}: {error}")))?;
    let Response::File(mut file) = response else { return Ok(None) };
    let bytes = std::mem::take(&mut file.bytes);
    // The server chooses this URL, and it is recorded. So it must follow the same rules.
    DocumentUrl::new(&file.url)
        .map_err(|invalid| Failure::new(format!("cannot fetch {url}: after redirects, {}", invalid.message)))?;
    Ok(Some(Opened { path: document_path(&file.url), bytes, download: Some(file), timeout, ref_root: None }))
}

/// Checks a document. `api` contains the settings of the API; their paths are relative to the workspace's root.
///
/// # Errors
/// The document has errors. `consequence` says what was not done.
pub fn check(name: &str, api: &ApiSettings, opened: Opened, consequence: &str) -> Result<Incoming, Failure> {
    let Opened { path, bytes, download, timeout, ref_root } = opened;
    if let Some(message) = html::problem(&path, &bytes) {
        return Err(Failure::Problems { report: format!("error: {message}"), message: consequence.to_owned() });
    }
    let api = ApiSettings { file: path.clone(), ..api.clone() };
    let linked: Box<dyn Loader> = match &download {
        Some(file) => Box::new(ServerLoader::new(&file.url, timeout)),
        None if below_specs(&path).is_some() => Box::new(FsLoader::below(SPECS)),
        None => Box::new(FsLoader::below(reference_root(&path, ref_root)?).with_remedy(ROOT_REMEDY)),
    };
    let loader = DocumentLoader { path: &path, bytes: &bytes, overlays: &api.overlays, linked: linked.as_ref() };
    let Generated { outcome, read } = specs::generate(name, &api, &loader)?;
    // The paths of a document have no empty segments, so the generator shows `https:/a.io` for files behind references.
    let with_urls = |text: String| match download {
        Some(_) => text.replace("https:/", "https://").replace("http:/", "http://").replace(":///", "://"),
        None => text,
    };
    let report = with_urls(Printer::new(DiagnosticOptions::default()).render(name, &outcome));
    if outcome.diagnostics.has_errors() || outcome.plan.is_none() {
        return Err(Failure::Problems { report, message: with_urls(specs::rejection(&[outcome], consequence)) });
    }
    oasmith::err!("{report}");
    // Paths behind references are normalized, so the path of the first file must be, too.
    let normal = |path: &str| if download.is_some() { path.replacen("://", ":/", 1) } else { path.to_owned() };
    let files = pins::document_files(&api, &read).map(|(path, bytes)| (normal(path), bytes.to_vec())).collect();
    Ok(Incoming { path: normal(&path), files, download, outcome })
}

/// Loads the first file, which was read already, the overlays of the workspace, and other files with another loader.
struct DocumentLoader<'a> {
    path: &'a str,
    bytes: &'a [u8],
    overlays: &'a [String],
    linked: &'a dyn Loader,
}

impl Loader for DocumentLoader<'_> {
    fn load(&self, path: &str) -> std::io::Result<Vec<u8>> {
        if path == self.path {
            Ok(self.bytes.to_vec())
        } else if self.overlays.iter().any(|overlay| overlay == path) {
            std::fs::read(path)
        } else {
            self.linked.load(path)
        }
    }
}

/// What to do about a reference that leads out of the folder of a document.
const ROOT_REMEDY: &str = "if you trust the document, pass a folder that contains all its files: `--ref-root DIR`";

/// Returns the folder that contains all files to which the document may refer: the folder of the user if the document is below it,
/// otherwise the folder of the document.
fn reference_root(path: &str, chosen: Option<PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(chosen) = chosen {
        return Ok(chosen);
    }
    let (file, user) = (absolute(Path::new(path))?, absolute(&workspace::path("."))?);
    Ok(if file.starts_with(&user) { user } else { file.parent().map(PathBuf::from).unwrap_or(user) })
}

/// Returns a path relative to the workspace's root if it is below it, otherwise absolute, with `/` between its segments.
pub fn shown_path(path: &Path) -> Result<String, Failure> {
    let (path, root) = (absolute(path)?, absolute(Path::new("."))?);
    let shown = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().into_owned();
    Ok(if cfg!(windows) { shown.replace('\\', "/") } else { shown })
}

/// Returns an absolute path without `.` and `..`, like the loader's paths.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    Ok(lexical(&std::path::absolute(path)?))
}

/// Returns the path of a document from a URL: the URL without query and fragment, to which references are relative.
fn document_path(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let has_path = path.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
    if has_path { path.to_owned() } else { format!("{path}/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_files_urls_or_the_standard_input() {
        let check =
            |text: &str, expect: Option<Place>| assert_eq!(Place::parse(Path::new(text)).ok(), expect, "{text}");
        check("-", Some(Place::Stdin));
        check("a/b.yaml", Some(Place::File("a/b.yaml".into())));
        check("http.yaml", Some(Place::File("http.yaml".into())));
        check("https://a.io/b.yaml", DocumentUrl::new("https://a.io/b.yaml").ok().map(Place::Url));
        check("https://me:pw@a.io/b.yaml", None);
        check("https:/a.io", None);
    }

    #[test]
    fn references_are_relative_to_the_path_of_a_url() {
        let check = |url: &str, expect: &str| assert_eq!(document_path(url), expect);
        check("https://a.io/b/c.yaml?x=d/e#f", "https://a.io/b/c.yaml");
        check("https://a.io", "https://a.io/");
        check("https://a.io?x=/", "https://a.io/");
    }
}
