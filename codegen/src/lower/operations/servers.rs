//! Servers: checks the document's own values at the positions of the variables, and shares equal lists of servers of operations.

use std::collections::{HashMap, HashSet};

use super::relative_server::{self, UNKNOWN_ORIGIN, may_be_host};
use super::server_template::{PositionedTemplate, positions, split, variables};
use crate::diag::{Code, Diagnostic, Diagnostics, SourceLocation};
use crate::ir::server_url::{self, ServerPosition};
use crate::ir::{self, ServerBase, ServerPart};
use crate::openapi::{Server, resolve_url};

/// Lowers the servers of a document and its operations.
pub(super) struct ServerLowering<'a> {
    /// The URL of the document, if it is known.
    pub(super) origin: Option<&'a str>,
    /// The servers that were checked. The servers of a path are lowered once for each of its operations, but reported only once.
    checked: HashSet<SourceLocation>,
    /// The servers of the API.
    of_api: Vec<ir::Server>,
    /// The lists of servers of operations, and the index of each.
    own: Vec<ir::OwnServers>,
    indices: HashMap<Vec<ir::Server>, usize>,
}

impl<'a> ServerLowering<'a> {
    pub(super) fn new(origin: Option<&'a str>) -> Self {
        Self { origin, checked: HashSet::new(), of_api: Vec::new(), own: Vec::new(), indices: HashMap::new() }
    }

    /// Lowers the servers of the document. They must be lowered before those of operations.
    pub(super) fn of_api(&mut self, servers: &[Server], diagnostics: &mut Diagnostics) -> Vec<ir::Server> {
        self.of_api = self.lower(servers, diagnostics);
        self.of_api.clone()
    }

    /// Lowers the servers of the operation with this index, and returns the index of the list. Returns `None` if there are none, or if they are
    /// those of the API: many tools repeat these in every operation.
    pub(super) fn of_operation(
        &mut self,
        operation: usize,
        servers: &[Server],
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let servers = self.lower(servers, diagnostics);
        if servers.is_empty() || servers == self.of_api {
            return None;
        }
        let index = *self.indices.entry(servers.clone()).or_insert(self.own.len());
        match self.own.get_mut(index) {
            Some(known) => known.operations.push(operation),
            None => self.own.push(ir::OwnServers { servers, operations: vec![operation] }),
        }
        Some(index)
    }

    /// Returns the lists of servers of all operations.
    pub(super) fn take_own(&mut self) -> Vec<ir::OwnServers> {
        std::mem::take(&mut self.own)
    }

    fn lower(&mut self, servers: &[Server], diagnostics: &mut Diagnostics) -> Vec<ir::Server> {
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
                (url, variables, ServerBase::Unusable)
            }
            PositionedTemplate::Relative => self.relative(url),
        }
    }

    /// Lowers a relative URL as if the document were at [`UNKNOWN_ORIGIN`].
    fn relative(&mut self, url: String) -> (String, Vec<ir::ServerVariable>, ServerBase) {
        let resolved = self.server.resolved_url(Some(UNKNOWN_ORIGIN));
        let is_below_origin =
            resolved.strip_prefix(UNKNOWN_ORIGIN).is_some_and(|path| path.is_empty() || path.starts_with('/'));
        // `//host/path` inherits only the scheme.
        if !is_below_origin {
            let pieces = split(&resolved);
            let variables = variables(&pieces, &self.server.variables);
            let base = match positions(&pieces, &variables) {
                PositionedTemplate::Absolute(parts) => self.check(parts, &variables),
                PositionedTemplate::Relative => ServerBase::Unusable,
            };
            return (resolved, variables, base);
        }
        if url.is_empty() {
            return (url, Vec::new(), relative_server::same_url());
        }
        let (prefix, rest) = relative_server::split_prefix(&url);
        // Without the dot segments in the middle of the path.
        let placed = resolve_url(UNKNOWN_ORIGIN, &format!("/{}", rest.trim_start_matches('/')));
        let pieces = split(&placed);
        let variables = variables(&pieces, &self.server.variables);
        let base = match positions(&pieces, &variables) {
            PositionedTemplate::Absolute(parts) => match self.check(parts, &variables) {
                ServerBase::Absolute { parts, default_url } => relative_server::base(prefix, parts, default_url),
                other => other,
            },
            PositionedTemplate::Relative => ServerBase::Unusable,
        };
        (url, variables, base)
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
