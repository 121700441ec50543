//! Server URLs with variables (OpenAPI 3.1, "Server Object").

mod rules;

pub use rules::{ServerPart, ServerPosition, ServerUrlError, ServerVariable};

use http::Uri;

/// A server's URL template.
#[derive(Debug, Clone, Copy)]
pub struct ServerTemplate {
    /// The variables.
    pub variables: &'static [ServerVariable<'static>],
    /// The texts and variables of the template, in order.
    pub parts: &'static [ServerPart<'static>],
}

impl ServerTemplate {
    /// Returns the URL with these values, in the order of the variables.
    ///
    /// # Errors
    ///
    /// Returns an error if a value is not allowed at its variable's position.
    pub fn url(&self, values: &[&str]) -> Result<String, ServerUrlError> {
        url(self.parts, self.variables, values)
    }

    /// Returns a relative URL with these values. `prefix` is its start: `/`, `./`, or one or more `../`. The parts are the path after it.
    ///
    /// # Errors
    ///
    /// Returns an error if a value is not allowed in a path.
    pub fn relative_url(&self, prefix: &str, values: &[&str]) -> Result<String, ServerUrlError> {
        relative_url(prefix, self.parts, self.variables, values)
    }
}

/// The origin that stands before the path of a relative URL while that is checked. No host has this name (RFC 2606).
const PLACEHOLDER: &str = "https://relative.invalid/";

fn relative_url(
    prefix: &str,
    parts: &[ServerPart<'_>],
    variables: &[ServerVariable<'_>],
    values: &[&str],
) -> Result<String, ServerUrlError> {
    let parts: Vec<ServerPart<'_>> =
        std::iter::once(ServerPart::Text(PLACEHOLDER)).chain(parts.iter().copied()).collect();
    let url = url(&parts, variables, values)?;
    let path = url.strip_prefix(PLACEHOLDER).ok_or_else(|| ServerUrlError::template("it is not a path"))?;
    Ok(format!("{prefix}{path}"))
}

fn url(parts: &[ServerPart<'_>], variables: &[ServerVariable<'_>], values: &[&str]) -> Result<String, ServerUrlError> {
    let found = rules::join(parts, variables, values)?;
    // Requests are sent to the host that this parser finds.
    let uri = Uri::try_from(found.url.as_str()).ok();
    let authority = uri.as_ref().and_then(Uri::authority).map(http::uri::Authority::as_str);
    if authority == Some(found.authority.as_str()) {
        Ok(found.url)
    } else {
        Err(ServerUrlError::template("it is not a base URL"))
    }
}

#[cfg(test)]
mod tests {
    use super::{ServerPart, ServerPosition, ServerVariable, url};

    const LABEL: &str = "https://{label}.example.com/v1";
    const HOST: &str = "https://{host}/v1";
    const END: &str = "https://api.{host}";
    const PORT: &str = "https://example.com:{port}/v1";
    const PATH: &str = "https://example.com/{path}";

    /// Test variables are named after their positions; a trailing `!` makes them required.
    fn position(name: &str) -> ServerPosition {
        match name.trim_end_matches('!') {
            "scheme" => ServerPosition::Scheme,
            "label" => ServerPosition::Label,
            "label_part" => ServerPosition::LabelPart,
            "labels" => ServerPosition::Labels,
            "host" => ServerPosition::Host,
            "authority" => ServerPosition::Authority,
            "port" => ServerPosition::Port,
            "path_start" => ServerPosition::PathStart,
            "path" => ServerPosition::Path,
            "url" => ServerPosition::Url,
            other => panic!("{other} is not a position"),
        }
    }

    /// Expects a URL, or the rejected variable (`template` for the template itself) and the start of the reason.
    #[track_caller]
    fn check(template: &str, values: &[&str], expect: Result<&str, (&str, &str)>) {
        let mut parts = Vec::new();
        let mut variables: Vec<ServerVariable<'_>> = Vec::new();
        for piece in template.split_inclusive('}') {
            let (text, name) = piece.split_once('{').unwrap_or((piece, ""));
            parts.push(ServerPart::Text(text));
            if let Some(name) = name.strip_suffix('}') {
                parts.push(ServerPart::Variable(variables.len(), position(name)));
                variables.push(ServerVariable { name, required: name.ends_with('!') });
            }
        }
        let found = url(&parts, &variables, values);
        match (&found, expect) {
            (Ok(url), Ok(expect)) if url == expect => {}
            (Err(error), Err((variable, reason)))
                if error.variable.as_deref().unwrap_or("template") == variable && error.reason.starts_with(reason) =>
            {
                let output = format!("{error} {error:?}");
                let secret = values.iter().any(|value| value.len() > 4 && output.contains(value));
                assert!(!secret, "the message shows the value: {output}");
            }
            _ => panic!("{template} with {values:?} gives {found:?}"),
        }
    }

    #[test]
    fn what_a_label_can_be() {
        for value in ["eu", "eu-west-1", "EU", "a_b", "7", "xn--bcher-kva", "-", &"a".repeat(63)] {
            check(LABEL, &[value], Ok(&format!("https://{value}.example.com/v1")));
        }
        for value in [
            "evil.test/",
            "evil.test#",
            "evil.test?",
            "evil.test\\",
            "evil.test:80/",
            "evil.test",
            "a@evil.test",
            "a:b@evil.test",
            "evil.test%2f",
            "evil%2etest%2f",
            "x.evil.test/.",
            "evil.test\u{ff0f}",
            "evil\u{ff0e}test",
            "evil\u{3002}test",
            "evil\u{ff61}test",
            "evil\u{200b}",
            "e\u{301}vil",
            "ev\u{456}l",
            "evil.test/\n",
            "ev\til",
            "ev il",
            "evil\r\nHost: x",
            "\0",
            "..",
            ".",
            "a.",
            "[::1]",
            "{x}",
            "a,b",
            "a*",
            "\u{1f40e}",
        ] {
            check(LABEL, &[value], Err(("label", "only ASCII")));
        }
        check(LABEL, &[""], Err(("label", "a value is required")));
        check(LABEL, &[&"a".repeat(64)], Err(("label", "a label of the host has at most 63")));
    }

    #[test]
    fn labels_can_have_several_parts() {
        check("https://{label}-{label}.a.io", &["eu", "1"], Ok("https://eu-1.a.io"));
        check("https://api{label_part}.a.io", &["-eu"], Ok("https://api-eu.a.io"));
        check("https://api{label_part}.a.io", &[""], Ok("https://api.a.io"));
        check("https://{labels}api.a.io", &["staging."], Ok("https://staging.api.a.io"));
        check("https://{labels}api.a.io", &[""], Ok("https://api.a.io"));
        check("https://{labels}api.a.io", &["evil.test/"], Err(("labels", "only ASCII")));
        check("https://{labels}api.a.io", &[".staging"], Err(("labels", "the host has an empty label")));
        check("https://{labels}api.a.io", &["a.."], Err(("labels", "the host has an empty label")));
        check("https://{labels}.a.io", &[""], Err(("labels", "the host has an empty label")));
        let half = "a".repeat(32);
        check("https://{label}{label_part}.a.io", &[&half, &half], Err(("label_part", "a label of the host has")));
        check("https://{labels}.a.io", &[&"a.".repeat(130)], Err(("labels", "the host has an empty label")));
        check("https://{labels}.a.io", &[&"a.a".repeat(90)], Err(("labels", "a label of the host has at most")));
        check("https://{label}:{port}/{path}", &["localhost", "80", "v1"], Ok("https://localhost:80/v1"));
    }

    #[test]
    fn what_a_host_can_be() {
        for value in ["example.org", "localhost", "10.0.0.1", "[::1]", "[2001:db8::7]", "A.b-c.io"] {
            check(HOST, &[value], Ok(&format!("https://{value}/v1")));
        }
        for value in [
            "evil.test/",
            "evil.test#",
            "evil.test?",
            "evil.test\\",
            "a@evil.test",
            "evil.test:80",
            "evil.test%2f",
            "::1",
        ] {
            check(HOST, &[value], Err(("host", "only ASCII")));
            check(END, &[value], Err(("host", "only ASCII")));
        }
        for value in
            ["evil\u{ff0e}test", "evil\u{3002}test", "evil.test\n", "\tevil.test", "evil.test\u{200b}", "bücher.io"]
        {
            check(HOST, &[value], Err(("host", "only ASCII")));
        }
        check(HOST, &[""], Err(("host", "a value is required")));
        check(HOST, &[".."], Err(("host", "the host has an empty label")));
        check(HOST, &["evil.test."], Err(("host", "the host has an empty label")));
        check(HOST, &["[::1"], Err(("host", "the host is not a valid IP literal")));
        check(HOST, &["[::1]@evil.test"], Err(("host", "the host is not a valid IP literal")));
        check(HOST, &["[fe80::1%25eth0]"], Err(("host", "the host is not a valid IP literal")));
        check(END, &["example.org"], Ok("https://api.example.org"));
        check(END, &["[::1]"], Err(("host", "only ASCII")));
        check("https://{host}:{port}/", &["[::1]", "8443"], Ok("https://[::1]:8443/"));
        check("https://{host}.example.com", &["[::1]"], Err(("host", "the host is not a valid IP literal")));
    }

    #[test]
    fn an_authority_can_have_a_port() {
        let template = "http://{authority}/v1";
        for value in ["localhost", "localhost:7878", "[::1]:80", "[::1]"] {
            check(template, &[value], Ok(&format!("http://{value}/v1")));
        }
        for value in ["localhost:", "localhost:0", "localhost:80:80", "localhost:80@evil.test", "a:b@evil.test"] {
            check(template, &[value], Err(("authority", "the port")));
        }
        check(template, &["[::1]x:80"], Err(("authority", "the host is not a valid IP literal")));
        check(template, &["evil.test:80/"], Err(("authority", "the port")));
        check(template, &["::1"], Err(("authority", "the host has an empty label")));
        check(template, &[":80"], Err(("authority", "the host has an empty label")));
    }

    #[test]
    fn what_a_port_can_be() {
        for value in ["1", "80", "8443", "65535"] {
            check(PORT, &[value], Ok(&format!("https://example.com:{value}/v1")));
        }
        for value in ["0", "70000", "65536", "080", "99999999999999999999"] {
            check(PORT, &[value], Err(("port", "the port must be a number")));
        }
        for value in ["80@evil", "80/", "80/..", "-1", "+80", " 80", "8080#", "\u{ff18}0", "http"] {
            check(PORT, &[value], Err(("port", "the port must be a number")));
        }
        check(PORT, &[""], Err(("port", "a value is required")));
        check("http://a.io:80{port}", &["80"], Ok("http://a.io:8080"));
        check("http://a.io:80{port}", &["800"], Err(("port", "the port must be a number")));
    }

    #[test]
    fn what_a_scheme_can_be() {
        for value in ["http", "https"] {
            check("{scheme}://a.io", &[value], Ok(&format!("{value}://a.io")));
        }
        for value in ["javascript", "file", "ftp", "ws", "", "https://evil.test/", "http:", "https\n"] {
            check("{scheme}://a.io", &[value], Err(("scheme", "the scheme must be `http` or `https`")));
        }
        check("http{scheme}://a.io", &["s"], Ok("https://a.io"));
        check("http{scheme}://a.io", &[""], Ok("http://a.io"));
        check("http{scheme}://a.io", &["x"], Err(("scheme", "the scheme must be")));
        check("ws://a.io", &[], Err(("template", "the scheme must be")));
    }

    #[test]
    fn what_a_path_can_be() {
        for (value, expect) in [
            ("v1", "v1"),
            ("", ""),
            ("a/b", "a/b"),
            ("/evil", "evil"),
            ("@evil.test", "@evil.test"),
            ("a%20b", "a%20b"),
            ("...", "..."),
            ("a:b;c=d,e", "a:b;c=d,e"),
        ] {
            check(PATH, &[value], Ok(&format!("https://example.com/{expect}")));
        }
        for value in ["../..", "..", ".", "a/./b", "/..", "%2e%2e", ".%2E", "a%2f..%2fb", "..%5c", "..;/x"] {
            check(PATH, &[value], Err(("path", "`.` and `..`")));
        }
        for value in ["//evil.test", "a//b"] {
            check(PATH, &[value], Err(("path", "`//`")));
        }
        for value in
            ["a?b", "a#b", "a\\b", "a b", "a\n", "a\tb", "%zz", "%", "\u{ff0e}\u{ff0e}", "é", "<", "{x}", "\u{7f}"]
        {
            check(PATH, &[value], Err(("path", "only the characters of a URL path")));
        }
        check("https://a.io/{path}/v1", &[""], Ok("https://a.io/v1"));
        check("https://a.io/{path}/v1", &["b/"], Ok("https://a.io/b/v1"));
        check("https://a.io/{path}{path}", &["/b/", "/c"], Ok("https://a.io/b/c"));
        check("https://a.io/{path}{path}", &[".", "."], Err(("path", "`.` and `..`")));
        check("https://a.io/.{path}/v1", &["."], Err(("path", "`.` and `..`")));
        check("https://a.io/.{path}/v1", &["%2e"], Err(("path", "`.` and `..`")));
        check("https://a.io/{path}2e/v1", &["%"], Err(("path", "only the characters of a URL path")));
    }

    #[test]
    fn a_path_behind_the_host_cannot_change_the_host() {
        check("https://a.io{path_start}", &["/v1"], Ok("https://a.io/v1"));
        check("https://a.io{path_start}", &[""], Ok("https://a.io"));
        check("https://a.io{path_start}/v1", &["/b"], Ok("https://a.io/b/v1"));
        check("https://{host}{path_start}", &["b.io", "/v1"], Ok("https://b.io/v1"));
        for value in [".evil.test", "@evil.test", ":80@evil.test", "v1", "?a", "#a", "\\evil.test"] {
            check("https://a.io{path_start}", &[value], Err(("path_start", "the path must start with `/`")));
        }
        check("https://a.io{path_start}", &["//evil.test"], Err(("path_start", "`//`")));
    }

    #[test]
    fn relative_urls_have_a_path_only() {
        let parts = [ServerPart::Variable(0, ServerPosition::Path), ServerPart::Text("/a")];
        let variables = [ServerVariable::new("version")];
        let url = |prefix: &str, value: &str| super::relative_url(prefix, &parts, &variables, &[value]);
        for (prefix, value, expect) in [
            ("/", "v1", "/v1/a"),
            ("./", "v1", "./v1/a"),
            ("../", "v1/b", "../v1/b/a"),
            ("/", "/v1", "/v1/a"),
            ("/", "", "/a"),
            // The prefix keeps the colon from ending a scheme.
            ("./", "https:", "./https:/a"),
        ] {
            assert_eq!(url(prefix, value).as_deref(), Ok(expect), "{prefix} {value}");
        }
        for value in ["..", "//evil.test", "https://evil.test", "a?b", "a#b", "\\evil.test"] {
            assert!(url("/", value).is_err(), "{value}");
        }
    }

    #[test]
    fn a_url_can_stand_for_all() {
        for value in ["https://b.io", "http://localhost:8080/api", "https://[::1]:80", "HTTPS://b.io"] {
            check("{url}", &[value], Ok(value));
        }
        check("{url}/v1", &["https://b.io/"], Ok("https://b.io/v1"));
        check("{url}/v1", &["https://b.io"], Ok("https://b.io/v1"));
        check("{url}/{path}", &["https://b.io", ".."], Err(("path", "`.` and `..`")));
        check("{url}{path_start}", &["https://b.io", ".evil.test"], Err(("path_start", "the path must")));
        check("{url}v1", &["https://b.io"], Err(("url", "the path must start with `/`")));
        for value in [
            "b.io",
            "//b.io",
            "/v1",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "ftp://b.io",
        ] {
            check("{url}", &[value], Err(("url", "an absolute")));
        }
        for value in [
            "https://a@b.io",
            "https://a:b@b.io",
            "https://b.io?x",
            "https://b.io#x",
            "https://b.io\\@c.io",
            "https://b\u{3002}io",
        ] {
            check("{url}", &[value], Err(("url", if value.contains(":b@") { "the port" } else { "only ASCII" })));
        }
        for value in ["https://b.io/?x", "https://b.io/#x", "https://b.io/ x", "https://b.io/\n"] {
            check("{url}", &[value], Err(("url", "only the characters of a URL path")));
        }
        check("{url}", &["https://b.io/.."], Err(("url", "`.` and `..`")));
        check("{url}", &[""], Err(("url", "a value is required")));
    }

    #[test]
    fn a_variable_without_a_default_needs_a_value() {
        check("https://a.io/{path!}/v1", &[""], Err(("path!", "a value is required")));
        check("https://a.io/{path!}/v1", &[], Err(("path!", "a value is required")));
        check("https://a.io/{path!}/v1", &["b"], Ok("https://a.io/b/v1"));
        check("https://{label!}.a.io", &[""], Err(("label!", "a value is required")));
    }

    #[test]
    fn a_template_is_checked_too() {
        check("https://a.io/v1/", &[], Ok("https://a.io/v1/"));
        for template in ["https://a b.io", "https://a@b.io", "https://bücher.io", "https://<host>"] {
            check(template, &[], Err(("template", "only ASCII")));
        }
        for template in ["https://a.io/?b=c", "https://a.io/#b"] {
            check(template, &[], Err(("template", "only the characters of a URL path")));
        }
        for template in ["https://a.io?b", "https://a.io#b", "https://a.io\\@b.io"] {
            check(template, &[], Err(("template", "the path must start with `/`")));
        }
        check("https://a:b@c.io", &[], Err(("template", "the port")));
        check("/v1", &[], Err(("template", "the scheme")));
        check("", &[], Err(("template", "the scheme")));
    }
}
