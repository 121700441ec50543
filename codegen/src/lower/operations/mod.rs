//! Lowers the operations, servers and security schemes of the document into the IR. Each construct has a file.
//!
//! An operation is first checked (path, security, method) and then lowered, so that a skipped operation leaves no unused types. A
//! value that cannot be typed becomes text or bytes and is listed in the coverage. Only an operation that cannot be called correctly
//! is an error.

mod bodies;
mod content;
mod encodings;
mod events;
mod gateway_streams;
mod media;
mod operation_name;
mod pagination;
mod parameters;
mod parts;
mod path;
mod relative_server;
mod responses;
mod same_content;
mod security;
mod server_template;
mod servers;
mod webhooks;

#[cfg(test)]
mod tests;

use crate::diag::{Code, Diagnostic, Diagnostics, LostPart, SourceLocation};
use crate::ir::{self, Api, CoverageKind, CoverageNote, Docs, PathSegment};
use crate::lower::deprecation;
use crate::lower::schemas::{SchemaLowering, SchemaUse};
use crate::openapi::{Document, Operation, UnreadPart};
use crate::settings::ApiSettings;
use foldhash::HashSet;

/// Lowers everything in a document except its component schemas.
pub(super) struct OperationLowering<'a, 'd> {
    document: &'d Document,
    settings: &'a ApiSettings,
    schemas: &'a mut SchemaLowering<'d>,
    diagnostics: &'a mut Diagnostics,
    servers: servers::ServerLowering<'a>,
    /// The `operationId`s of the document.
    operation_ids: HashSet<&'d str>,
    coverage: Vec<CoverageNote>,
}

/// An operation that was checked, with its path pieces and security requirements.
struct CheckedOperation<'d> {
    operation: &'d Operation,
    pieces: Vec<path::PathPiece>,
    security: Vec<Vec<ir::SchemeUse>>,
}

impl<'a, 'd> OperationLowering<'a, 'd> {
    pub(super) fn new(
        document: &'d Document,
        settings: &'a ApiSettings,
        schemas: &'a mut SchemaLowering<'d>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let servers = servers::ServerLowering::new(settings.base_url());
        let operation_ids = document.operations.iter().filter_map(|operation| operation.id.as_deref()).collect();
        Self { document, settings, schemas, diagnostics, servers, operation_ids, coverage: Vec::new() }
    }

    /// Sets all fields of the API except the types.
    pub(super) fn lower(mut self, api: &mut Api) {
        api.servers = self.servers.of_api(&self.document.servers, self.diagnostics);
        api.security_schemes = security::schemes(self.document);
        let wanted: Vec<&'d Operation> =
            self.document.operations.iter().filter(|operation| self.is_wanted(operation)).collect();
        let convention = operation_name::IdConvention::of(&wanted);
        for operation in wanted {
            let Some(checked) = self.check(operation) else {
                api.losses.add(LostPart::Operation, 1);
                let note = "the operation cannot be called; see the diagnostics";
                self.leave_out(LostPart::Operation.construct(), &operation.place, note);
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
        for UnreadPart { part, place } in &self.document.unread {
            api.losses.add(*part, 1);
            let (kind, note) = match part {
                LostPart::Response => (
                    CoverageKind::Raw,
                    "the construct could not be read, so the body is raw bytes; see the diagnostics",
                ),
                LostPart::Webhook | LostPart::Schema => {
                    (CoverageKind::LeftOut, "a part of the construct could not be read; see the diagnostics")
                }
                _ => (CoverageKind::LeftOut, "the construct could not be read; see the diagnostics"),
            };
            self.cover(kind, part.construct(), place, note);
        }
        api.own_servers = self.servers.take_own();
        api.losses.operations = api.operations.len() + api.losses.count(LostPart::Operation);
        api.tags = self.tags(api);
        api.coverage.append(&mut self.coverage);
    }

    fn is_wanted(&self, operation: &Operation) -> bool {
        self.settings.selects(operation.id.as_deref(), &operation.tags, &operation.path)
    }

    /// Checks an operation. Returns `None` if it cannot be called; the problem is reported.
    fn check(&mut self, operation: &'d Operation) -> Option<CheckedOperation<'d>> {
        if operation.broken {
            return None;
        }
        let pieces = path::split(operation);
        let (security, undeclared) = security::requirements(self.document, operation);
        for name in undeclared {
            let note = format!("the security scheme `{name}` is not declared, so no credential is sent for it");
            self.leave_out("security", &operation.place, &note);
        }
        let method = is_token(&operation.method);
        if !method {
            let message = format!("`{}` is not a valid HTTP method", operation.method.escape_debug());
            let remedy = "use a standard method such as `GET`; a method is an HTTP token (RFC 9110, section 5.6.2)";
            self.diagnostics.push(Diagnostic::new(Code::Malformed, &operation.place, message, remedy));
        }
        Some(CheckedOperation { operation, pieces: pieces?, security: method.then_some(security)? })
    }

    fn operation(&mut self, index: usize, name: ir::OperationName, checked: CheckedOperation<'d>) -> ir::Operation {
        let CheckedOperation { operation, pieces, security } = checked;
        // Destructured, so that a new field does not compile until it is handled here.
        let Operation {
            id,
            method,
            path: _, // `check` has split it
            fixed_query,
            tags,
            summary,
            description,
            deprecated,
            parameters,
            body,
            responses,
            security: _, // `check` has resolved it
            servers,
            callbacks: _, // lowered as webhooks
            external_docs,
            pagination,
            extensions: _, // not used
            broken: _,     // `check` has rejected broken operations
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
                deprecated: deprecated.as_ref().map(deprecation),
                ..Docs::default()
            },
            external_docs: external_docs.clone(),
            parameters,
            body: body.as_ref().and_then(|body| self.body(index, body)),
            successes,
            failures,
            security,
            servers: self.servers.of_operation(index, servers, self.diagnostics),
            declared_pagination: pagination.as_ref().map(|declared| self.pagination(operation, declared)),
            pagination: None,
            place: place.clone(),
        }
    }

    /// Returns the declared tags, then the tags that only operations name.
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

    fn leave_out(&mut self, construct: &str, place: &SourceLocation, note: &str) {
        self.cover(CoverageKind::LeftOut, construct, place, note);
    }

    fn cover(&mut self, kind: CoverageKind, construct: &str, place: &SourceLocation, note: &str) {
        let construct = construct.to_owned();
        self.coverage.push(CoverageNote { kind, construct, place: place.clone(), note: note.to_owned() });
    }

    /// Reports that a value is raw text or bytes: in the diagnostics and in the coverage.
    fn raw(&mut self, construct: &str, place: &SourceLocation, message: String) {
        self.cover(CoverageKind::Raw, construct, place, &message);
        let remedy = "no action is needed if raw data is acceptable; otherwise, use an overlay to declare a media type that oasmith supports, such as `application/json`";
        self.diagnostics.push(Diagnostic::new(Code::RawFallback, place, message, remedy));
    }

    fn ignore(&mut self, place: &SourceLocation, message: String, remedy: &str) {
        self.diagnostics.push(Diagnostic::new(Code::MalformedHarmless, place, message, remedy));
    }

    fn ty(&mut self, schema: Option<crate::openapi::SchemaId>, schema_use: &SchemaUse) -> ir::Type {
        schema.map_or(ir::Type::Any, |schema| self.schemas.ty(schema, schema_use))
    }
}

fn segments(pieces: Vec<path::PathPiece>, parameters: &[ir::Parameter]) -> Vec<PathSegment> {
    let index = |name: &str| {
        parameters
            .iter()
            .position(|parameter| parameter.location == ir::ParameterLocation::Path && parameter.wire == name)
    };
    pieces
        .into_iter()
        .map(|piece| match piece {
            path::PathPiece::Literal(text) => PathSegment::Literal(text),
            // `path::split` has checked that every name is declared.
            path::PathPiece::Parameter(name) => match index(&name) {
                Some(index) => PathSegment::Parameter(index),
                None => PathSegment::Literal(format!("{{{name}}}")),
            },
        })
        .collect()
}

/// Whether a text is an HTTP token (RFC 9110, section 5.6.2). Methods and header names are tokens.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
