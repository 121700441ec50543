//! Servers: determines the position of each variable in a URL, and checks the document's own values at that position.

use std::collections::{HashMap, HashSet};

use super::relative_server::may_be_host;
use crate::diag::{Code, Diagnostic, Diagnostics, SourceLocation};
use crate::ir::server_url::{self, ServerPosition};
use crate::ir::{self, ServerBase, ServerPart};
use crate::openapi::{Server, ServerVariable};

/// Stands for the origin of the document if that is not known. The host is reserved (RFC 2606), so no document names it.
const UNKNOWN_ORIGIN: &str = "https://document.invalid";

/// Lowers the servers of a document and its operations.
pub(super) struct ServerLowering<'a> {
    /// The URL of the document, if it is known.
    pub(super) origin: Option<&'a str>,
    /// The servers that were checked. The servers of a path are lowered once for each of its operations, but reported only once.
    checked: HashSet<SourceLocation>,
}

impl<'a> ServerLowering<'a> {
    pub(super) fn new(origin: Option<&'a str>) -> Self {
        Self { origin, checked: HashSet::new() }
    }

    pub(super) fn lower(&mut self, servers: &[Server], diagnostics: &mut Diagnostics) -> Vec<ir::Server> {
        servers.iter().map(|server| self.server(server, diagnostics)).collect()
    }

    fn server(&mut self, server: &Server, diagnostics: &mut Diagnostics) -> ir::Server {
        let places = server.variables.iter().map(|variable| (variable.name.as_str(), &variable.place)).collect();
        let mut checker = ServerChecker { server, places, found: Vec::new() };
        let (url, variables, base) = checker.lower(server.resolved_url(self.origin));
        if !checker.found.is_empty() && self.checked.insert(server.place.clone()) {
            checker.found.into_iter().for_each(|problem| diagnostics.push(problem));
        }
        ir::Server { url, name: server.name.clone(), description: server.description.clone(), variables, base }
    }
}

/// A piece of a URL template: text, or the name of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Piece<'u> {
    Text(&'u str),
    Name(&'u str),
}

/// Splits a template. A template with unmatched braces is one piece of text, which is never a valid URL.
fn split(url: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = url;
    while let Some((text, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}').filter(|(name, _)| !name.contains('{') && !name.is_empty())
        else {
            return vec![Piece::Text(url)];
        };
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        pieces.push(Piece::Name(name));
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Returns the variables that a template uses: the declared ones in the document's order, then undeclared ones.
fn variables(pieces: &[Piece<'_>], declared: &[ServerVariable]) -> Vec<ir::ServerVariable> {
    let used: HashSet<&Piece<'_>> = pieces.iter().collect();
    let mut variables: Vec<ir::ServerVariable> = declared
        .iter()
        .filter(|variable| used.contains(&Piece::Name(&variable.name)))
        .map(|variable| {
            let allowed = |default: &&String| variable.values.is_empty() || variable.values.contains(default);
            let default = variable.default.as_ref().filter(allowed).or(variable.values.first());
            ir::ServerVariable {
                name: variable.name.clone(),
                default: default.cloned(),
                values: variable.values.clone(),
                description: variable.description.clone(),
            }
        })
        .collect();
    let mut known: HashSet<&str> = declared.iter().map(|variable| variable.name.as_str()).collect();
    for piece in pieces {
        if let Piece::Name(name) = *piece
            && known.insert(name)
        {
            let name = name.to_owned();
            variables.push(ir::ServerVariable { name, default: None, values: Vec::new(), description: None });
        }
    }
    variables
}

/// A URL template whose variables have positions.
enum PositionedTemplate {
    /// A relative URL.
    Relative,
    /// The parts of an absolute URL.
    Absolute(Vec<ServerPart>),
}

/// The component of a URL that contains a position.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UrlComponent {
    Scheme,
    Host,
    Port,
    Path,
}

/// Determines the position of each variable.
fn positions(pieces: &[Piece<'_>], variables: &[ir::ServerVariable]) -> PositionedTemplate {
    let schemed = pieces.iter().find_map(|piece| match piece {
        Piece::Text(text) => text.find([':', '/']).map(|at| text.get(at..).unwrap_or_default().starts_with("://")),
        Piece::Name(_) => None,
    });
    let mut component = match (schemed, pieces.first()) {
        (Some(true), _) => UrlComponent::Scheme,
        // The value of the first variable must contain the scheme.
        (_, Some(Piece::Name(_))) => UrlComponent::Path,
        _ => return PositionedTemplate::Relative,
    };
    let indices: HashMap<&str, usize> =
        variables.iter().enumerate().map(|(index, variable)| (variable.name.as_str(), index)).collect();
    let mut parts = Vec::with_capacity(pieces.len());
    // The authority before the variable; `}` stands for another variable.
    let mut authority = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match *piece {
            Piece::Text(text) => {
                component = component_after(text, component, &mut authority);
                parts.push(ServerPart::Text(text.to_owned()));
            }
            Piece::Name(name) => {
                let index = indices.get(name).copied().unwrap_or_default();
                let values = variables.get(index).map(DeclaredValues::of).unwrap_or_default();
                let follower = Follower::of(pieces.get(at + 1));
                let position = match component {
                    UrlComponent::Scheme => ServerPosition::Scheme,
                    UrlComponent::Host | UrlComponent::Port if is_path(&authority, follower, &values) => {
                        ServerPosition::PathStart
                    }
                    UrlComponent::Host => in_host(&authority, follower, &values),
                    UrlComponent::Port => ServerPosition::Port,
                    UrlComponent::Path if at == 0 => ServerPosition::Url,
                    // The value must not extend the host, which the first variable contains.
                    UrlComponent::Path if at == 1 && schemed != Some(true) => ServerPosition::PathStart,
                    UrlComponent::Path => ServerPosition::Path,
                };
                if position == ServerPosition::PathStart {
                    component = UrlComponent::Path;
                } else if matches!(component, UrlComponent::Host | UrlComponent::Port) {
                    authority.push('}');
                }
                parts.push(ServerPart::Variable(index, position));
            }
        }
    }
    PositionedTemplate::Absolute(parts)
}

/// Returns the URL component at the end of a text.
fn component_after(text: &str, component: UrlComponent, authority: &mut String) -> UrlComponent {
    let mut component = component;
    let mut rest = text;
    if component == UrlComponent::Scheme {
        let Some((_, after)) = text.split_once("://") else { return component };
        (component, rest) = (UrlComponent::Host, after);
    }
    for c in rest.chars() {
        component = match (component, c) {
            (UrlComponent::Host | UrlComponent::Port, '/' | '?' | '#' | '\\') => UrlComponent::Path,
            (UrlComponent::Host, ':') if authority.starts_with('[') == authority.ends_with(']') => UrlComponent::Port,
            _ => component,
        };
        if component != UrlComponent::Path {
            authority.push(c);
        }
    }
    component
}

/// The element after a variable in the authority.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follower {
    EndOfAuthority,
    Colon,
    Dot,
    Variable,
    Other,
}

impl Follower {
    fn of(piece: Option<&Piece<'_>>) -> Self {
        match piece {
            None => Self::EndOfAuthority,
            Some(Piece::Name(_)) => Self::Variable,
            Some(Piece::Text(text)) => match text.chars().next() {
                Some('/' | '?' | '#' | '\\') => Self::EndOfAuthority,
                Some(':') => Self::Colon,
                Some('.') => Self::Dot,
                _ => Self::Other,
            },
        }
    }
}

/// The values of a variable in the document: its default and its `enum`.
#[derive(Default)]
struct DeclaredValues<'v>(Vec<&'v str>);

impl<'v> DeclaredValues<'v> {
    fn of(variable: &'v ir::ServerVariable) -> Self {
        Self(variable.default.iter().chain(&variable.values).map(String::as_str).collect())
    }

    fn any(&self, test: fn(&str) -> bool) -> bool {
        self.0.iter().any(|value| test(value))
    }
}

/// Whether a variable directly after the host or the port is the path.
fn is_path(authority: &str, follower: Follower, values: &DeclaredValues<'_>) -> bool {
    let behind_something = !authority.is_empty() && !authority.ends_with(['.', ':']);
    let fits = !values.0.is_empty() && !values.any(|value| !value.is_empty() && !value.starts_with('/'));
    // If the only value is an empty default, the path is the interpretation that does not change the host.
    let ends = follower == Follower::EndOfAuthority
        || (follower == Follower::Variable && values.any(|value| !value.is_empty()));
    behind_something && fits && ends
}

/// Returns the position of a variable in the host.
fn in_host(host: &str, follower: Follower, values: &DeclaredValues<'_>) -> ServerPosition {
    let starts_label = host.is_empty() || host.ends_with('.');
    if starts_label && !matches!(follower, Follower::Dot | Follower::Other) {
        let has_port = values.any(|value| value.contains(':') && !value.contains("://") && !value.ends_with(']'));
        let can_have_port = follower != Follower::Colon;
        return if can_have_port && has_port { ServerPosition::Authority } else { ServerPosition::Host };
    }
    let is_label = starts_label && follower == Follower::Dot;
    if values.any(|value| value.contains('.')) {
        ServerPosition::Labels
    } else if !is_label && values.any(str::is_empty) {
        ServerPosition::LabelPart
    } else {
        ServerPosition::Label
    }
}

/// Checks the URL of a server.
struct ServerChecker<'s> {
    server: &'s Server,
    /// The places of the variables' declarations.
    places: HashMap<&'s str, &'s SourceLocation>,
    found: Vec<Diagnostic>,
}

impl ServerChecker<'_> {
    /// Returns the URL, its variables and how it is composed.
    fn lower(&mut self, url: String) -> (String, Vec<ir::ServerVariable>, ServerBase) {
        let pieces = split(&url);
        let variables = variables(&pieces, &self.server.variables);
        match positions(&pieces, &variables) {
            PositionedTemplate::Absolute(parts) => {
                let base = self.check(parts, &variables);
                (url, variables, base)
            }
            PositionedTemplate::Relative if may_be_host(&url) => {
                let message =
                    "the URL starts with neither a scheme nor a slash, so it may begin with a host or with a path";
                let remedy = "write `https://` before a host, or `/` before a path; until then, users of the client must set the \
                              complete base URL";
                self.warn(&self.server.place.key("url"), message.to_owned(), remedy);
                (url, variables, ServerBase::Relative { path: None })
            }
            PositionedTemplate::Relative => self.relative(url),
        }
    }

    /// Lowers a relative URL as if the document were at [`UNKNOWN_ORIGIN`].
    fn relative(&mut self, url: String) -> (String, Vec<ir::ServerVariable>, ServerBase) {
        let resolved = self.server.resolved_url(Some(UNKNOWN_ORIGIN));
        let pieces = split(&resolved);
        let variables = variables(&pieces, &self.server.variables);
        let PositionedTemplate::Absolute(parts) = positions(&pieces, &variables) else {
            return (url, variables, ServerBase::Relative { path: None });
        };
        let base = self.check(parts, &variables);
        // `//host/path` inherits only the scheme.
        if !resolved.strip_prefix(UNKNOWN_ORIGIN).is_some_and(|path| path.is_empty() || path.starts_with('/')) {
            return (resolved, variables, base);
        }
        let path = match base {
            ServerBase::Absolute { default_url, .. } => default_url
                .and_then(|url| url.strip_prefix(UNKNOWN_ORIGIN).map(|path| path.trim_end_matches('/').to_owned())),
            ServerBase::Relative { .. } | ServerBase::Unusable => None,
        };
        (url, variables, ServerBase::Relative { path })
    }

    /// Checks the template and the document's own values by the rules that the runtime applies.
    fn check(&mut self, parts: Vec<ServerPart>, variables: &[ir::ServerVariable]) -> ServerBase {
        let mut positions: Vec<Vec<ServerPosition>> = vec![Vec::new(); variables.len()];
        let mut placeholders = vec![""; variables.len()];
        for (at, part) in parts.iter().enumerate() {
            if let ServerPart::Variable(index, position) = *part {
                if positions[index].is_empty() {
                    placeholders[index] = placeholder(position, at == 0);
                }
                positions[index].push(position);
            }
        }
        if let Err(error) = join(&parts, variables, &placeholders) {
            let remedy = "correct the URL; until then, users of the client must set a base URL";
            self.warn(&self.server.place.key("url"), error.to_string(), remedy);
            return ServerBase::Unusable;
        }
        for (variable, positions) in variables.iter().zip(&positions) {
            // If there are values, the default is one of them.
            let refused = variable.values.iter().find_map(|value| {
                positions.iter().find_map(|position| server_url::check(value, *position).err()).map(|why| (value, why))
            });
            if let Some((value, why)) = refused {
                let (value, name) = (value.escape_debug(), variable.name.escape_debug());
                let message =
                    format!("the value `{value}` of the server variable `{name}` is not allowed in the URL: {why}");
                self.warn(&self.variable_place(variable), message, "correct the value");
            }
        }
        let defaults: Vec<&str> =
            variables.iter().map(|variable| variable.default.as_deref().unwrap_or_default()).collect();
        let default_url = match join(&parts, variables, &defaults) {
            Ok(found) => Some(found.url),
            Err(error) => {
                let blamed = variables.iter().find(|variable| Some(&variable.name) == error.variable.as_ref());
                // The reader has reported a missing default; invalid `enum` values are reported above.
                let reported = !self.found.is_empty() && blamed.is_some_and(|variable| !variable.values.is_empty());
                if !reported && blamed.is_none_or(|variable| variable.default.is_some()) {
                    let place = blamed.map_or(self.server.place.key("url"), |variable| self.variable_place(variable));
                    let of = blamed.map_or(String::new(), |variable| {
                        format!(" of the server variable `{}`", variable.name.escape_debug())
                    });
                    let message = format!("the default{of} is not allowed in the URL: {}", error.reason);
                    self.warn(&place, message, "correct the default; until then, users of the client must set a value");
                }
                None
            }
        };
        ServerBase::Absolute { parts, default_url }
    }

    fn variable_place(&self, variable: &ir::ServerVariable) -> SourceLocation {
        self.places.get(variable.name.as_str()).copied().unwrap_or(&self.server.place).clone()
    }

    fn warn(&mut self, place: &SourceLocation, message: String, remedy: &str) {
        self.found.push(Diagnostic::new(Code::MalformedHarmless, place, message, remedy));
    }
}

/// Returns a value that is allowed at the position.
fn placeholder(position: ServerPosition, is_first: bool) -> &'static str {
    match position {
        ServerPosition::Scheme if is_first => "https",
        // `http{s}://`
        ServerPosition::Scheme => "s",
        ServerPosition::Port => "1",
        ServerPosition::PathStart => "/a",
        ServerPosition::Url => "https://a",
        _ => "a",
    }
}

fn join(
    parts: &[ServerPart],
    variables: &[ir::ServerVariable],
    values: &[&str],
) -> Result<server_url::ServerUrl, server_url::ServerUrlError> {
    let parts: Vec<_> = parts
        .iter()
        .map(|part| match part {
            ServerPart::Text(text) => server_url::ServerPart::Text(text),
            ServerPart::Variable(index, position) => server_url::ServerPart::Variable(*index, *position),
        })
        .collect();
    let variables: Vec<_> = variables
        .iter()
        .map(|variable| server_url::ServerVariable { name: &variable.name, required: variable.default.is_none() })
        .collect();
    server_url::join(&parts, &variables, values)
}
