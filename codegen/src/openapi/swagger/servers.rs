//! Rewrites `host`, `basePath` and `schemes` to servers.

use serde_json::{Map, Value, json};

use super::media_types;
use super::problems::Problems;
use crate::diag::SourceLocation;
use crate::source::SourceMap;

/// The parts of the server URLs of a document.
#[derive(Debug, Default)]
pub(super) struct Servers {
    /// Host and port. `None` if the document has none: then its servers are relative.
    host: Option<String>,
    /// The path, with a slash at its start and none at its end; may be empty.
    path: String,
    /// `http` and `https`, as far as the document lists them; the preferred one first. Not empty.
    schemes: Vec<&'static str>,
}

impl Servers {
    /// Removes the fields from the root of a document.
    pub(super) fn take(root: &mut Map<String, Value>, place: &SourceLocation, problems: &mut Problems) -> Self {
        let mut text = |key: &str| match root.shift_remove(key) {
            Some(Value::String(text)) => text.trim().to_owned(),
            None | Some(Value::Null) => String::new(),
            Some(_) => {
                let message = format!("`{key}` must be a string; it is ignored");
                problems.tolerated(&place.key(key), message, "write it in quotes");
                String::new()
            }
        };
        let (mut host, mut path) = (text("host"), text("basePath"));
        let listed = media_types(root.shift_remove("schemes")).unwrap_or_default();
        let mut schemes = http_schemes(&listed);
        for (key, written) in [("host", host.clone()), ("basePath", path.clone())] {
            let Some((scheme, rest)) = written.split_once("://") else { continue };
            let message = format!("`{key}` contains a scheme; it is read as part of a URL");
            problems.tolerated(
                &place.key(key),
                message,
                "write the scheme in `schemes`, the host in `host` and the path in `basePath`",
            );
            let own = http_schemes(&[scheme.to_owned()]);
            schemes.sort_by_key(|scheme| !own.contains(scheme));
            if schemes.is_empty() {
                schemes = own;
            }
            if key == "host" {
                rest.clone_into(&mut host);
            } else {
                let (only, inner) = rest.split_once('/').unwrap_or((rest, ""));
                (host, path) = (only.to_owned(), inner.to_owned());
            }
        }
        if let Some((only, inner)) = host.clone().split_once('/') {
            path = format!("{}/{}", inner.trim_matches('/'), path.trim_start_matches('/'));
            only.clone_into(&mut host);
        }
        // A placeholder of a templating tool.
        if host.contains("{{") || host.contains(|c: char| c.is_whitespace() || matches!(c, '$' | '<' | '>' | '%')) {
            let message = format!("`host` cannot be `{}`; it is ignored", host.escape_debug());
            let remedy = "write a host; until then, users of the client must set a base URL";
            problems.tolerated(&place.key("host"), message, remedy);
            host.clear();
        }
        if schemes.is_empty() {
            if !listed.is_empty() {
                let message = "`schemes` lists neither `http` nor `https`; `https` is assumed";
                problems.tolerated(&place.key("schemes"), message, "add `https`");
            }
            schemes.push("https");
        }
        let path = path.trim_matches('/');
        let path = if path.is_empty() { String::new() } else { format!("/{path}") };
        Self { host: Some(host).filter(|host| !host.is_empty()), path, schemes }
    }

    /// Adds `servers` to the root of the document.
    pub(super) fn insert(&self, root: &mut Map<String, Value>, place: &SourceLocation, source_map: &mut SourceMap) {
        let servers: Vec<Value> = match &self.host {
            None if self.path.is_empty() => return,
            None => vec![json!({ "url": self.path })],
            Some(host) => self.schemes.iter().map(|scheme| self.server(scheme, host)).collect(),
        };
        let from = place.key(if self.host.is_some() { "host" } else { "basePath" });
        for (index, _) in servers.iter().enumerate() {
            source_map.moved(place.key("servers").index(index), from.clone());
            source_map.moved(place.key("servers").index(index).key("url"), from.clone());
        }
        root.insert("servers".to_owned(), Value::Array(servers));
    }

    /// Replaces `schemes` of an operation, which override those of the document, by servers. Without a host, the user's base URL has the
    /// scheme.
    pub(super) fn rewrite_operation(
        &self,
        operation: &mut Map<String, Value>,
        place: &SourceLocation,
        source_map: &mut SourceMap,
        problems: &mut Problems,
    ) {
        let listed = media_types(operation.shift_remove("schemes")).unwrap_or_default();
        let own = http_schemes(&listed);
        if own.is_empty() && !listed.is_empty() {
            let message = "`schemes` lists neither `http` nor `https`; those of the document apply";
            problems.tolerated(&place.key("schemes"), message, "add `https`");
        }
        // If the operation allows all servers of the document, it needs no others.
        let is_restricted = self.schemes.iter().any(|scheme| !own.contains(scheme));
        let Some(host) = self.host.as_ref().filter(|_| !own.is_empty() && is_restricted) else { return };
        source_map.moved(place.key("servers"), place.key("schemes"));
        let servers = own.iter().map(|scheme| self.server(scheme, host)).collect();
        operation.insert("servers".to_owned(), Value::Array(servers));
    }

    fn server(&self, scheme: &str, host: &str) -> Value {
        json!({ "url": format!("{scheme}://{host}{}", self.path) })
    }
}

/// Returns `https` and `http`, as far as they are listed. HTTPS comes first, regardless of the order in the document.
fn http_schemes(listed: &[String]) -> Vec<&'static str> {
    let is_listed = |scheme: &&str| listed.iter().any(|listed| listed.trim().eq_ignore_ascii_case(scheme));
    ["https", "http"].into_iter().filter(is_listed).collect()
}
