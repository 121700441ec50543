//! Servers, and where relative ones are.

use crate::ir;
use crate::openapi::Server;

/// Servers with relative URLs resolved against the origin of the document, where that is a URL.
pub(super) fn lower(servers: &[Server], origin: Option<&str>) -> Vec<ir::Server> {
    servers
        .iter()
        .map(|server| ir::Server {
            url: resolve(&server.url, origin),
            description: server.description.clone(),
            variables: server
                .variables
                .iter()
                .map(|variable| ir::ServerVariable {
                    name: variable.name.clone(),
                    default: variable.default.clone(),
                    values: variable.values.clone(),
                    description: variable.description.clone(),
                })
                .collect(),
        })
        .collect()
}

fn resolve(url: &str, origin: Option<&str>) -> String {
    // A variable may stand for the scheme.
    if url.contains("://") || url.starts_with('{') {
        return url.to_owned();
    }
    let Some((scheme, after)) = origin.and_then(|origin| origin.split_once("://")) else { return url.to_owned() };
    if url.starts_with("//") {
        return format!("{scheme}:{url}");
    }
    let after = after.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = after.split_once('/').unwrap_or((after, ""));
    if url.starts_with('/') {
        return format!("{scheme}://{host}{url}");
    }
    let mut segments: Vec<&str> = path.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
    for segment in url.split('/') {
        match segment {
            "." | "" => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    format!("{scheme}://{host}/{}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn relative_urls_need_an_origin() {
        for (url, origin, expect) in [
            ("https://a.io", Some("https://b.io"), "https://a.io"),
            ("/v1", None, "/v1"),
            ("/v1", Some("not a url"), "/v1"),
            ("/v1", Some("https://b.io/docs/openapi.json"), "https://b.io/v1"),
            ("/", Some("https://b.io"), "https://b.io/"),
            ("//c.io/v1", Some("https://b.io"), "https://c.io/v1"),
            ("v1", Some("https://b.io/docs/openapi.json?x#y"), "https://b.io/docs/v1"),
            ("../v1", Some("https://b.io/docs/a/openapi.json"), "https://b.io/docs/v1"),
            ("{scheme}://a.io", Some("https://b.io"), "{scheme}://a.io"),
        ] {
            assert_eq!(resolve(url, origin), expect, "{url} {origin:?}");
        }
    }
}
