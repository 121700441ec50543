//! Operations of the document become operations of the IR: one file a construct.
//!
//! An operation is checked first (path, security, method) and only then lowered, so that one that is left out leaves no
//! types behind. What cannot be typed is carried as text or bytes and said in the coverage; only what could never be sent
//! rightly is an error.

mod bodies;
mod content;
mod encodings;
mod media;
mod name;
mod parameters;
mod path;
mod responses;
mod security;
mod servers;
mod webhooks;

#[cfg(test)]
mod tests;

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{self, Api, CoverageKind, CoverageNote, Docs, PathSegment};
use crate::lower::schemas::{SchemaLowering, Site};
use crate::openapi::{Consequence, Document, Operation};
use crate::settings::ApiSettings;

/// Lowers everything of a document but its components.
pub(super) struct OperationLowering<'a, 'd> {
    document: &'d Document,
    settings: &'a ApiSettings,
    schemas: &'a mut SchemaLowering<'d>,
    diagnostics: &'a mut Diagnostics,
    servers: servers::ServerLowering<'a>,
    coverage: Vec<CoverageNote>,
}

/// What is known of an operation when it has been checked.
struct Checked<'d> {
    operation: &'d Operation,
    pieces: Vec<path::Piece>,
    security: Vec<Vec<ir::SchemeUse>>,
}

impl<'a, 'd> OperationLowering<'a, 'd> {
    pub(super) fn new(
        document: &'d Document,
        settings: &'a ApiSettings,
        schemas: &'a mut SchemaLowering<'d>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let servers = servers::ServerLowering::new(settings.origin.as_deref());
        Self { document, settings, schemas, diagnostics, servers, coverage: Vec::new() }
    }

    /// Fills in what the API says beside its types.
    pub(super) fn lower(mut self, api: &mut Api) {
        api.servers = self.servers.lower(&self.document.servers, self.diagnostics);
        api.security_schemes = security::schemes(self.document);
        let wanted: Vec<&'d Operation> =
            self.document.operations.iter().filter(|operation| self.is_wanted(operation)).collect();
        let convention = name::Convention::of(&wanted);
        for operation in wanted {
            let Some(checked) = self.check(operation) else {
                self.leave_out("operation", &operation.place, "it cannot be called; see the diagnostics");
                continue;
            };
            let index = api.operations.len();
            let name = convention.name(operation);
            api.operations.push(self.operation(index, name, checked));
            for callback in &operation.callbacks {
                let webhook = self.webhook(api.webhooks.len(), callback, Some(index));
                api.webhooks.push(webhook);
            }
        }
        for hook in &self.document.webhooks {
            let webhook = self.webhook(api.webhooks.len(), hook, None);
            api.webhooks.push(webhook);
        }
        for lost in &self.document.unread {
            let (kind, note) = match lost.consequence {
                Consequence::LeftOut => (CoverageKind::LeftOut, "it could not be read; see the diagnostics"),
                Consequence::Raw => {
                    (CoverageKind::Raw, "it could not be read: its body is carried as bytes; see the diagnostics")
                }
            };
            self.cover(kind, lost.construct, &lost.place, note);
        }
        api.tags = self.tags(api);
        api.coverage.append(&mut self.coverage);
    }

    fn is_wanted(&self, operation: &Operation) -> bool {
        self.settings.wants(operation.id.as_deref(), &operation.tags, &operation.path)
    }

    /// `None` if the operation cannot be called (then reported).
    fn check(&mut self, operation: &'d Operation) -> Option<Checked<'d>> {
        if operation.broken {
            return None;
        }
        let pieces = path::split(operation);
        let (security, undeclared) = security::requirements(self.document, operation);
        for name in undeclared {
            let note = format!("the scheme `{name}` is not declared: no credential is sent for it");
            self.leave_out("security", &operation.place, &note);
        }
        let method = is_token(&operation.method);
        if !method {
            let message = format!("`{}` cannot be an HTTP method", operation.method.escape_debug());
            let remedy = "a method is made of letters";
            self.diagnostics.push(Diagnostic::new(Code::Malformed, &operation.place, message, remedy));
        }
        Some(Checked { operation, pieces: pieces?, security: method.then_some(security)? })
    }

    fn operation(&mut self, index: usize, name: ir::OperationName, checked: Checked<'d>) -> ir::Operation {
        let Checked { operation, pieces, security } = checked;
        // Destructured, so that a new part of an operation does not compile until it is decided on.
        let Operation {
            id,
            method,
            path: _, // split before
            fixed_query,
            tags,
            summary,
            description,
            deprecated,
            parameters,
            body,
            responses,
            security: _, // checked before
            servers,
            callbacks: _, // webhooks
            external_docs,
            extensions: _, // nothing of Rust follows from them
            broken: _,     // checked before
            place,
        } = operation;
        let mut parameters = self.parameters(index, parameters, &pieces);
        parameters.extend(fixed_query.iter().map(|(name, value)| parameters::fixed(name, value, place)));
        let path = segments(pieces, &parameters);
        let (successes, failures) = self.responses(index, operation, responses);
        ir::Operation {
            name,
            id: id.clone(),
            method: method.clone(),
            path,
            path_template: operation.path.clone(),
            tags: tags.clone(),
            docs: Docs {
                summary: summary.clone(),
                description: description.clone(),
                deprecated: *deprecated,
                ..Docs::default()
            },
            external_docs: external_docs.clone(),
            parameters,
            body: body.as_ref().and_then(|body| self.body(index, body)),
            successes,
            failures,
            security,
            servers: self.servers.lower(servers, self.diagnostics),
            pagination: None,
            place: place.clone(),
        }
    }

    /// Declared tags first, then those that only operations name.
    fn tags(&self, api: &Api) -> Vec<(String, Option<String>)> {
        let mut tags: Vec<(String, Option<String>)> =
            self.document.tags.iter().map(|tag| (tag.name.clone(), tag.description.clone())).collect();
        for tag in api.operations.iter().flat_map(|operation| &operation.tags) {
            if !tags.iter().any(|(known, _)| known == tag) {
                tags.push((tag.clone(), None));
            }
        }
        tags
    }

    fn leave_out(&mut self, construct: &str, place: &Place, note: &str) {
        self.cover(CoverageKind::LeftOut, construct, place, note);
    }

    fn cover(&mut self, kind: CoverageKind, construct: &str, place: &Place, note: &str) {
        let construct = construct.to_owned();
        self.coverage.push(CoverageNote { kind, construct, place: place.clone(), note: note.to_owned() });
    }

    /// Something is carried as text or bytes: said twice, to the user and in the coverage.
    fn raw(&mut self, construct: &str, place: &Place, message: String) {
        self.cover(CoverageKind::Raw, construct, place, &message);
        let remedy = "nothing, if raw data is good enough; else describe it as JSON, by an overlay";
        self.diagnostics.push(Diagnostic::new(Code::RawFallback, place, message, remedy));
    }

    fn ignore(&mut self, place: &Place, message: String, remedy: &str) {
        self.diagnostics.push(Diagnostic::new(Code::MalformedHarmless, place, message, remedy));
    }

    fn ty(&mut self, schema: Option<crate::openapi::SchemaId>, site: &Site) -> ir::Type {
        schema.map_or(ir::Type::Any, |schema| self.schemas.ty(schema, site))
    }
}

fn segments(pieces: Vec<path::Piece>, parameters: &[ir::Parameter]) -> Vec<PathSegment> {
    let index = |name: &str| {
        parameters
            .iter()
            .position(|parameter| parameter.location == ir::ParameterLocation::Path && parameter.wire == name)
    };
    pieces
        .into_iter()
        .map(|piece| match piece {
            path::Piece::Literal(text) => PathSegment::Literal(text),
            // Every name is declared: that was checked.
            path::Piece::Parameter(name) => match index(&name) {
                Some(index) => PathSegment::Parameter(index),
                None => PathSegment::Literal(format!("{{{name}}}")),
            },
        })
        .collect()
}

/// Whether a text is a token of HTTP (RFC 9110, 5.6.2): what methods and header names are.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
