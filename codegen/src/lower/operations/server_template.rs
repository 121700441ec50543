//! Templates of server URLs: determines the position of each variable.

use std::collections::{HashMap, HashSet};

use crate::ir::server_url::ServerPosition;
use crate::ir::{self, ServerPart};
use crate::openapi::ServerVariable;

/// A piece of a URL template: text, or the name of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Piece<'u> {
    Text(&'u str),
    Name(&'u str),
}

/// Splits a template. A template with unmatched braces is one piece of text, which is never a valid URL.
pub(super) fn split(url: &str) -> Vec<Piece<'_>> {
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
pub(super) fn variables(pieces: &[Piece<'_>], declared: &[ServerVariable]) -> Vec<ir::ServerVariable> {
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
pub(super) enum PositionedTemplate {
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
pub(super) fn positions(pieces: &[Piece<'_>], variables: &[ir::ServerVariable]) -> PositionedTemplate {
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
