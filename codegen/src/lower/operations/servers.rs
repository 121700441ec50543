//! Servers: the position of each variable in a URL, and whether the document's own values fit there.

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::server_url::{self, ServerPosition};
use crate::ir::{self, ServerBase, ServerPart};
use crate::openapi::{Server, ServerVariable};

/// Lowers the servers of a document and its operations.
pub(super) struct ServerLowering<'a> {
    /// Where the document is from, if that is a URL.
    pub(super) origin: Option<&'a str>,
    /// Servers that were checked: those of a path are lowered with each of its operations.
    checked: HashSet<Place>,
}

impl<'a> ServerLowering<'a> {
    pub(super) fn new(origin: Option<&'a str>) -> Self {
        Self { origin, checked: HashSet::new() }
    }

    pub(super) fn lower(&mut self, servers: &[Server], diagnostics: &mut Diagnostics) -> Vec<ir::Server> {
        servers.iter().map(|server| self.server(server, diagnostics)).collect()
    }

    fn server(&mut self, server: &Server, diagnostics: &mut Diagnostics) -> ir::Server {
        let url = server.resolved_url(self.origin);
        let pieces = split(&url);
        let variables = variables(&pieces, &server.variables);
        let places = server.variables.iter().map(|variable| (variable.name.as_str(), &variable.place)).collect();
        let mut problems = Problems { server, places, found: Vec::new() };
        let base = match place(&pieces, &variables) {
            Placed::Relative => ServerBase::Relative,
            Placed::Parts(parts) => problems.check(parts, &variables),
        };
        if !problems.found.is_empty() && self.checked.insert(server.place.clone()) {
            problems.found.into_iter().for_each(|problem| diagnostics.push(problem));
        }
        ir::Server { url, name: server.name.clone(), description: server.description.clone(), variables, base }
    }
}

/// A piece of a template: text, or the name of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Piece<'u> {
    Text(&'u str),
    Name(&'u str),
}

/// The pieces of a template. One whose braces do not match is text (which no URL can be).
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

/// The variables that a template uses: the declared ones in the document's order, then those that are not declared.
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

enum Placed {
    Relative,
    Parts(Vec<ServerPart>),
}

/// What the text in front of a variable belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Component {
    Scheme,
    Host,
    Port,
    Path,
}

/// Decides where each variable stands.
fn place(pieces: &[Piece<'_>], variables: &[ir::ServerVariable]) -> Placed {
    let schemed = pieces.iter().find_map(|piece| match piece {
        Piece::Text(text) => text.find([':', '/']).map(|at| text.get(at..).unwrap_or_default().starts_with("://")),
        Piece::Name(_) => None,
    });
    let mut component = match (schemed, pieces.first()) {
        (Some(true), _) => Component::Scheme,
        // What the first variable stands for has to bring the scheme.
        (_, Some(Piece::Name(_))) => Component::Path,
        _ => return Placed::Relative,
    };
    let indices: HashMap<&str, usize> =
        variables.iter().enumerate().map(|(index, variable)| (variable.name.as_str(), index)).collect();
    let mut parts = Vec::with_capacity(pieces.len());
    // The authority in front of the variable, with `}` for another one.
    let mut authority = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match *piece {
            Piece::Text(text) => {
                component = behind(text, component, &mut authority);
                parts.push(ServerPart::Text(text.to_owned()));
            }
            Piece::Name(name) => {
                let index = indices.get(name).copied().unwrap_or_default();
                let values = variables.get(index).map(Values::of).unwrap_or_default();
                let next = Next::of(pieces.get(at + 1));
                let position = match component {
                    Component::Scheme => ServerPosition::Scheme,
                    Component::Host | Component::Port if is_path(&authority, next, &values) => {
                        ServerPosition::PathStart
                    }
                    Component::Host => in_host(&authority, next, &values),
                    Component::Port => ServerPosition::Port,
                    Component::Path if at == 0 => ServerPosition::Url,
                    // Nothing of it may become a part of the host that the first variable stands for.
                    Component::Path if at == 1 && schemed != Some(true) => ServerPosition::PathStart,
                    Component::Path => ServerPosition::Path,
                };
                if position == ServerPosition::PathStart {
                    component = Component::Path;
                } else if matches!(component, Component::Host | Component::Port) {
                    authority.push('}');
                }
                parts.push(ServerPart::Variable(index, position));
            }
        }
    }
    Placed::Parts(parts)
}

/// The component that a text ends in.
fn behind(text: &str, component: Component, authority: &mut String) -> Component {
    let mut component = component;
    let mut rest = text;
    if component == Component::Scheme {
        let Some((_, after)) = text.split_once("://") else { return component };
        (component, rest) = (Component::Host, after);
    }
    for c in rest.chars() {
        component = match (component, c) {
            (Component::Host | Component::Port, '/' | '?' | '#' | '\\') => Component::Path,
            (Component::Host, ':') if authority.starts_with('[') == authority.ends_with(']') => Component::Port,
            _ => component,
        };
        if component != Component::Path {
            authority.push(c);
        }
    }
    component
}

/// What follows a variable in the authority.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    EndOfAuthority,
    Colon,
    Dot,
    Variable,
    Other,
}

impl Next {
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

/// The values that the document has for a variable.
#[derive(Default)]
struct Values<'v>(Vec<&'v str>);

impl<'v> Values<'v> {
    fn of(variable: &'v ir::ServerVariable) -> Self {
        Self(variable.default.iter().chain(&variable.values).map(String::as_str).collect())
    }

    fn any(&self, test: fn(&str) -> bool) -> bool {
        self.0.iter().any(|value| test(value))
    }
}

/// Whether a variable directly behind the host or the port is the path.
fn is_path(authority: &str, next: Next, values: &Values<'_>) -> bool {
    let behind_something = !authority.is_empty() && !authority.ends_with(['.', ':']);
    let fits = !values.0.is_empty() && !values.any(|value| !value.is_empty() && !value.starts_with('/'));
    // With nothing but an empty default, the path is the meaning that leaves the host as it is.
    let ends = next == Next::EndOfAuthority || (next == Next::Variable && values.any(|value| !value.is_empty()));
    behind_something && fits && ends
}

/// The position of a variable in the host.
fn in_host(host: &str, next: Next, values: &Values<'_>) -> ServerPosition {
    let starts_label = host.is_empty() || host.ends_with('.');
    if starts_label && !matches!(next, Next::Dot | Next::Other) {
        let has_port = values.any(|value| value.contains(':') && !value.contains("://") && !value.ends_with(']'));
        let can_have_port = next != Next::Colon;
        return if can_have_port && has_port { ServerPosition::Authority } else { ServerPosition::Host };
    }
    let is_label = starts_label && next == Next::Dot;
    if values.any(|value| value.contains('.')) {
        ServerPosition::Labels
    } else if !is_label && values.any(str::is_empty) {
        ServerPosition::LabelPart
    } else {
        ServerPosition::Label
    }
}

/// What is wrong with the URL of a server.
struct Problems<'s> {
    server: &'s Server,
    /// Where its variables are declared.
    places: HashMap<&'s str, &'s Place>,
    found: Vec<Diagnostic>,
}

impl Problems<'_> {
    /// Checks the template and the document's own values by the rules that hold at run time.
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
            let remedy = "correct the URL; until then, users must give a base URL";
            self.warn(&self.server.place.key("url"), error.to_string(), remedy);
            return ServerBase::Unusable;
        }
        for (variable, positions) in variables.iter().zip(&positions) {
            // The default is one of them, if there are any.
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
                // One that has no default was reported when the document was read; values of an `enum` were above.
                let told = !self.found.is_empty() && blamed.is_some_and(|variable| !variable.values.is_empty());
                if !told && blamed.is_none_or(|variable| variable.default.is_some()) {
                    let place = blamed.map_or(self.server.place.key("url"), |variable| self.variable_place(variable));
                    let of = blamed.map_or(String::new(), |variable| {
                        format!(" of the server variable `{}`", variable.name.escape_debug())
                    });
                    let message = format!("the default{of} is not allowed in the URL: {}", error.reason);
                    self.warn(&place, message, "correct the default; until then, users must give a value");
                }
                None
            }
        };
        ServerBase::Absolute { parts, default_url }
    }

    fn variable_place(&self, variable: &ir::ServerVariable) -> Place {
        self.places.get(variable.name.as_str()).copied().unwrap_or(&self.server.place).clone()
    }

    fn warn(&mut self, place: &Place, message: String, remedy: &str) {
        self.found.push(Diagnostic::new(Code::MalformedHarmless, place, message, remedy));
    }
}

/// A value that is allowed where the variable stands.
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
