//! Builds a server's URL from its template, and checks the values of its variables.
//!
//! The position of a variable in the template determines the allowed values: see [`ServerPosition`].
//!
//! A value with any other character (`@`, `/`, `\`, `#`, `%`, a space, a Unicode dot in a host) is rejected, never encoded: the URL
//! determines which host receives the credentials. The finished URL is then split again, and must have the scheme and the authority that
//! the template and the values give.
//!
//! Architecture invariant: this file uses only `std`. The generator compiles it too, so that a document's defaults are checked with the same
//! rules as at run time.

use std::fmt;
use std::net::Ipv6Addr;

/// The position of a variable in a server's URL, which determines the allowed values.
///
/// | position | example | allowed |
/// |---|---|---|
/// | [`Scheme`](Self::Scheme) | `{scheme}://…` | letters; the whole scheme is `http` or `https` |
/// | [`Label`](Self::Label) | `{region}.example.com` | ASCII letters, digits, `-` and `_`; not empty; the label has at most 63 characters |
/// | [`LabelPart`](Self::LabelPart) | `api{env}.example.com` | as `Label`, or empty, because the document allows an empty value |
/// | [`Labels`](Self::Labels) | `{env}api.example.com` | as `LabelPart`, and dots, because a value in the document has dots |
/// | [`Host`](Self::Host) | `{host}`, `api.{domain}` | a host name; an IP literal if it is the whole host; not empty |
/// | [`Authority`](Self::Authority) | `{host}` with a default like `localhost:8080` | as `Host`, with an optional port |
/// | [`Port`](Self::Port) | `example.com:{port}` | digits; the whole port is from 1 to 65535 |
/// | [`PathStart`](Self::PathStart) | `example.com{path}` | empty, or as `Path` and starting with `/` |
/// | [`Path`](Self::Path) | `example.com/{version}` | characters of a URL path (RFC 3986); no `.` or `..` segment, encoded or not; no `//`; may be empty |
/// | [`Url`](Self::Url) | `{url}/v1` | an absolute `http` or `https` URL without credentials, query and fragment |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServerPosition {
    /// The scheme, or a part of it.
    Scheme,
    /// A label of the host, or a part of one.
    Label,
    /// A part of a label that may be empty.
    LabelPart,
    /// A part of the host that may have dots and may be empty.
    Labels,
    /// The whole host, or its end.
    Host,
    /// The whole host or its end, with an optional port.
    Authority,
    /// The port, or a part of it.
    Port,
    /// The whole path, directly after the host.
    PathStart,
    /// A part of the path.
    Path,
    /// A whole URL.
    Url,
}

/// A part of a server's URL template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerPart<'a> {
    /// Literal text.
    Text(&'a str),
    /// The variable with this index, at this position.
    Variable(usize, ServerPosition),
}

/// A variable of a server's URL template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerVariable<'a> {
    /// The name in the template.
    pub name: &'a str,
    /// Whether a value is required, because the document has no default.
    pub required: bool,
}

impl<'a> ServerVariable<'a> {
    /// A variable with a default.
    pub const fn new(name: &'a str) -> Self {
        Self { name, required: false }
    }

    /// A variable without a default.
    pub const fn required(name: &'a str) -> Self {
        Self { name, required: true }
    }
}

/// An invalid server URL. Never contains the value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerUrlError {
    /// The variable with the invalid value; `None` if the template itself is invalid.
    pub variable: Option<String>,
    /// The violated rule.
    pub reason: &'static str,
}

impl ServerUrlError {
    /// An error of the template itself.
    pub fn template(reason: &'static str) -> Self {
        Self { variable: None, reason }
    }
}

impl fmt::Display for ServerUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.variable {
            Some(name) => {
                write!(f, "the server variable `{}` has an invalid value: {}", name.escape_debug(), self.reason)
            }
            None => write!(f, "the server's URL is invalid: {}", self.reason),
        }
    }
}

impl std::error::Error for ServerUrlError {}

/// A finished URL.
#[derive(Debug)]
pub struct ServerUrl {
    /// The URL.
    pub url: String,
    /// The host and port, joined from the parts.
    pub authority: String,
}

const NO_VALUE: &str = "a value is required";
const SCHEME: &str = "the scheme must be `http` or `https`";
const LABEL: &str = "only ASCII letters, digits, `-` and `_` are allowed in a label of the host";
const HOST: &str = "only ASCII letters, digits, `-`, `_` and `.` are allowed in the host";
const EMPTY_LABEL: &str = "the host has an empty label";
const LONG_LABEL: &str = "a label of the host has at most 63 characters, and the host at most 253";
const IP_LITERAL: &str = "the host is not a valid IP literal";
const PORT: &str = "the port must be a number from 1 to 65535";
const PATH: &str = "only the characters of a URL path are allowed; others must be percent-encoded";
const PATH_START: &str = "the path must start with `/`";
const DOTS: &str = "`.` and `..` are not allowed as segments of the path";
const SLASHES: &str = "`//` is not allowed in the path";
const URL: &str = "an absolute `http` or `https` URL is required, without credentials, query and fragment";

/// Checks a single value. [`join`] checks the rules that concern the whole URL.
pub fn check(value: &str, position: ServerPosition) -> Result<(), &'static str> {
    use ServerPosition::{Authority, Host, Label, LabelPart, Labels, Path, PathStart, Port, Scheme, Url};
    let may_be_empty = matches!(position, Scheme | LabelPart | Labels | PathStart | Path);
    if value.is_empty() {
        return if may_be_empty { Ok(()) } else { Err(NO_VALUE) };
    }
    let all = |allowed: fn(char) -> bool, reason| if value.chars().all(allowed) { Ok(()) } else { Err(reason) };
    match position {
        Scheme => all(|c| c.is_ascii_alphabetic(), SCHEME),
        Label | LabelPart => all(is_label_char, LABEL),
        Labels => all(|c| is_label_char(c) || c == '.', HOST),
        Host => check_host(value),
        Authority => {
            let (host, port) = split_port(value);
            check_host(host)?;
            port.map_or(Ok(()), check_port)
        }
        Port => all(|c| c.is_ascii_digit(), PORT),
        PathStart if !value.starts_with('/') => Err(PATH_START),
        PathStart | Path if value.contains("//") => Err(SLASHES),
        PathStart | Path => check_path(value),
        Url => Components::of_url(value).and_then(|found| found.check()).map_err(|(reason, _)| reason),
    }
}

/// Builds a URL from parts and values.
///
/// # Errors
///
/// Returns an error if a value is not allowed at its position, or the result is not a base URL.
pub fn join(
    parts: &[ServerPart<'_>],
    variables: &[ServerVariable<'_>],
    values: &[&str],
) -> Result<ServerUrl, ServerUrlError> {
    let name = |index: usize| variables.get(index).map(|variable| variable.name.to_owned());
    let refuse = |index: Option<usize>, reason| ServerUrlError { variable: index.and_then(name), reason };
    for (index, variable) in variables.iter().enumerate() {
        if variable.required && values.get(index).is_none_or(|value| value.is_empty()) {
            return Err(refuse(Some(index), NO_VALUE));
        }
    }
    let mut components = Components::default();
    for part in parts {
        match *part {
            ServerPart::Text(text) => components.push_text(text),
            ServerPart::Variable(index, position) => {
                let value = values.get(index).copied().unwrap_or_default();
                check(value, position).map_err(|reason| refuse(Some(index), reason))?;
                components.push_value(value, position, index).map_err(|reason| refuse(Some(index), reason))?;
            }
        }
    }
    components
        .check()
        .map_err(|(reason, blamed)| refuse(blamed.and_then(|blamed| components.last[blamed as usize]), reason))?;
    let authority = components.authority();
    let url = format!("{}://{authority}{}", components.scheme, components.path);
    // Defence in depth: splitting the result must give the same parts.
    let split = url.split_once("://").map(|(scheme, rest)| (scheme, rest.split(['/', '?', '#', '\\']).next()));
    if split != Some((&components.scheme, Some(&authority))) || authority.contains('@') {
        return Err(refuse(components.last[Component::Host as usize], HOST));
    }
    Ok(ServerUrl { url, authority })
}

/// A component of a URL.
#[derive(Debug, Clone, Copy, Default)]
enum Component {
    #[default]
    Scheme,
    Host,
    Port,
    Path,
}

/// The components of a URL that is being built.
#[derive(Debug, Default)]
struct Components {
    scheme: String,
    host: String,
    port: Option<String>,
    path: String,
    /// The component of the next text.
    current: Component,
    /// The last variable of each component.
    last: [Option<usize>; 4],
    /// Whether the last part was a variable.
    after_variable: bool,
}

impl Components {
    /// Splits a URL without checking it.
    fn of_url(url: &str) -> Result<Self, (&'static str, Option<Component>)> {
        let (scheme, rest) = url.split_once("://").ok_or((URL, None))?;
        let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        if !is_http(scheme) || authority.is_empty() || path.contains("//") {
            return Err((URL, None));
        }
        let mut components = Self { scheme: scheme.to_owned(), path: path.to_owned(), ..Self::default() };
        components.push_authority(authority);
        components.current = Component::Path;
        Ok(components)
    }

    fn push_text(&mut self, text: &str) {
        let mut rest = text;
        if matches!(self.current, Component::Scheme) {
            let Some((scheme, after)) = text.split_once("://") else { return self.scheme.push_str(text) };
            self.scheme.push_str(scheme);
            (self.current, rest) = (Component::Host, after);
        }
        for c in rest.chars() {
            match self.current {
                Component::Scheme => {}
                Component::Host if c == ':' && self.host.starts_with('[') == self.host.ends_with(']') => {
                    self.port = Some(String::new());
                    self.current = Component::Port;
                }
                Component::Host | Component::Port if matches!(c, '/' | '?' | '#' | '\\') => {
                    self.current = Component::Path;
                    self.path.push(c);
                }
                Component::Host => self.host.push(c),
                Component::Port => self.port.get_or_insert_default().push(c),
                // A value that ends with a slash does not create `//`.
                Component::Path if c == '/' && self.after_variable && self.path.ends_with('/') => {}
                Component::Path => self.path.push(c),
            }
            self.after_variable = false;
        }
    }

    fn push_value(&mut self, value: &str, position: ServerPosition, index: usize) -> Result<(), &'static str> {
        use ServerPosition::{Authority, Host, Label, LabelPart, Labels, Path, PathStart, Port, Scheme, Url};
        let component = match position {
            Scheme => Component::Scheme,
            Label | LabelPart | Labels | Host | Authority => Component::Host,
            Port => Component::Port,
            PathStart | Path | Url => Component::Path,
        };
        self.last[component as usize] = Some(index);
        match position {
            Scheme => self.scheme.push_str(value),
            Label | LabelPart | Labels | Host => self.host.push_str(value),
            Authority => self.push_authority(value),
            Port => self.port.get_or_insert_default().push_str(value),
            PathStart | Path => {
                self.current = Component::Path;
                // `/{path}` with a value that starts with a slash does not create `//`.
                let doubled = self.path.ends_with('/') && value.starts_with('/');
                self.path.push_str(if doubled { value.get(1..).unwrap_or_default() } else { value });
            }
            Url => {
                let last = self.last;
                *self = Self::of_url(value).map_err(|(reason, _)| reason)?;
                self.last = last;
                self.last[Component::Host as usize] = Some(index);
            }
        }
        self.after_variable = true;
        Ok(())
    }

    fn push_authority(&mut self, authority: &str) {
        let (host, port) = split_port(authority);
        self.host.push_str(host);
        if let Some(port) = port {
            self.port = Some(port.to_owned());
            self.last[Component::Port as usize] = self.last[Component::Host as usize];
        }
    }

    fn authority(&self) -> String {
        self.port.as_ref().map_or_else(|| self.host.clone(), |port| format!("{}:{port}", self.host))
    }

    /// Checks the whole URL. On failure, returns the invalid component.
    fn check(&self) -> Result<(), (&'static str, Option<Component>)> {
        if !is_http(&self.scheme) {
            return Err((SCHEME, Some(Component::Scheme)));
        }
        check_host(&self.host).map_err(|reason| (reason, Some(Component::Host)))?;
        self.port.as_deref().map_or(Ok(()), check_port).map_err(|reason| (reason, Some(Component::Port)))?;
        if !(self.path.is_empty() || self.path.starts_with('/')) {
            return Err((PATH_START, Some(Component::Path)));
        }
        check_path(&self.path).map_err(|reason| (reason, Some(Component::Path)))
    }
}

fn is_http(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

fn is_label_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// Splits an authority into host and port. An IP literal contains colons of its own.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    let after = if authority.starts_with('[') { authority.find(']').unwrap_or_default() } else { 0 };
    match authority.get(after..).unwrap_or_default().find(':') {
        Some(at) => (authority.get(..after + at).unwrap_or_default(), authority.get(after + at + 1..)),
        None => (authority, None),
    }
}

fn check_host(host: &str) -> Result<(), &'static str> {
    if let Some(literal) = host.strip_prefix('[') {
        let address = literal.strip_suffix(']').and_then(|address| address.parse::<Ipv6Addr>().ok());
        return address.map(drop).ok_or(IP_LITERAL);
    }
    if !host.chars().all(|c| is_label_char(c) || c == '.') {
        return Err(HOST);
    }
    if host.split('.').any(str::is_empty) {
        return Err(EMPTY_LABEL);
    }
    if host.len() > 253 || host.split('.').any(|label| label.len() > 63) {
        return Err(LONG_LABEL);
    }
    Ok(())
}

fn check_port(port: &str) -> Result<(), &'static str> {
    let digits = port.len() <= 5 && !port.starts_with('0') && port.bytes().all(|byte| byte.is_ascii_digit());
    let number = port.parse::<u16>().ok().filter(|_| digits);
    number.map(drop).ok_or(PORT)
}

/// `pchar` and `/` of RFC 3986.
fn check_path(path: &str) -> Result<(), &'static str> {
    let bytes = path.as_bytes();
    let allowed = |(at, byte): (usize, &u8)| match byte {
        b'%' => matches!(bytes.get(at + 1..at + 3), Some(pair) if pair.iter().all(u8::is_ascii_hexdigit)),
        b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'@' => true,
        b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' => true,
        byte => byte.is_ascii_alphanumeric(),
    };
    if !bytes.iter().enumerate().all(allowed) {
        return Err(PATH);
    }
    // Servers and proxies decode a path before they split it into segments.
    let decoded = path.to_ascii_lowercase().replace("%2e", ".").replace("%2f", "/").replace("%5c", "/");
    let mut segments = decoded.split('/').map(|segment| segment.split(';').next().unwrap_or_default());
    if segments.any(|segment| matches!(segment, "." | "..")) { Err(DOTS) } else { Ok(()) }
}
