//! Names of operations, their parameters, bodies and responses, and of webhooks.

use std::collections::BTreeMap;

use super::calls::{self, CallNames};
use super::lock::Pins;
use super::scope::{METHOD, MODULE, NameRequest, PARAMETER, Scope, TYPE};
use super::style::Style;
use super::{KeptKind, KeptName, Name, OperationNames, accept, kept, responses, words};
use crate::ir::{Api, Operation, OperationName, PathSegment, keys};

/// Chooses the names of all operations.
pub(super) fn choose(api: &Api, pins: &mut Pins<'_>) -> Vec<OperationNames> {
    let keys = keys::operations(api);
    let methods = methods(api, &keys, pins);
    let calls = calls::choose(&api.operations, &keys, &methods, pins);
    let modules = modules(api, pins);
    let mut named = Vec::with_capacity(api.operations.len());
    for (index, (operation, call)) in api.operations.iter().zip(calls).enumerate() {
        let media = operation.body.as_ref().map_or(&[][..], |body| &body.media);
        let Setters { parameters, accept, server } = setters(api, operation, &keys[index], pins);
        let CallNames { ty, body, form, output, error, headers, required, form_required } = call;
        named.push(OperationNames {
            method: methods[index].clone(),
            module: modules[index].clone(),
            parameters,
            accept,
            server,
            body: Name("body".to_owned()),
            body_enum: body,
            body_variants: responses::media_variants(media),
            form,
            output,
            output_variants: responses::response_variants(&operation.successes),
            error,
            error_variants: responses::response_variants(&operation.failures),
            required,
            form_required,
            headers,
            header_fields: responses::header_fields(operation),
            ty,
        });
    }
    named
}

fn methods(api: &Api, keys: &[String], pins: &mut Pins<'_>) -> Vec<Name> {
    let style = pins.styles.operations;
    let wanted: Vec<NameRequest> =
        api.operations.iter().zip(keys).map(|(operation, key)| method(operation, key, style)).collect();
    let names = Scope::default().assign(pins, "method", &wanted);
    for ((operation, request), name) in api.operations.iter().zip(&wanted).zip(&names) {
        let is_given = matches!(operation.name, OperationName::Given(_));
        if let Some(wanted) = kept::wanted(pins, "method", request, name).filter(|_| !is_given) {
            pins.kept.push(KeptName {
                kind: KeptKind::Method,
                item: format!("{} {}", operation.method, operation.path_template),
                name: name.as_str().to_owned(),
                wanted,
                operation_id: operation.id.clone(),
            });
        }
    }
    names
}

/// Returns the request for the name of an operation's method.
fn method(operation: &Operation, key: &str, style: Style) -> NameRequest {
    let mut candidates = Vec::new();
    let by_path = by_path(operation);
    match &operation.name {
        OperationName::Given(name) => return NameRequest::given(key, METHOD.ident_of(name)),
        OperationName::Id(id) => {
            candidates.push(METHOD.ident_of(&words::plain(id)));
            candidates.extend(operation.id.as_deref().map(|whole| METHOD.ident_of(&words::plain(whole))));
            candidates.extend(by_path.clone());
            candidates.extend(METHOD.request(String::new(), id, style).candidates);
        }
        OperationName::MethodPath => {}
    }
    candidates.extend(by_path);
    candidates.dedup();
    // None is canonical: a later operation may repeat the `operationId`.
    NameRequest::new(key.to_owned(), candidates)
}

/// Returns names from method and path: without and with segments such as `api` and versions.
fn by_path(operation: &Operation) -> [String; 2] {
    [method_path(operation, is_descriptive), method_path(operation, |_| true)].map(|words| METHOD.ident_of(&words))
}

/// `GET /v1/customers/{id}` is `get_customers_by_id`.
fn method_path(operation: &Operation, keeps: fn(&str) -> bool) -> String {
    let mut text = words::plain(&operation.method);
    let mut after_parameter = false;
    for segment in &operation.path {
        match segment {
            PathSegment::Literal(literal) => {
                for part in literal.split('/').filter(|part| part.chars().any(char::is_alphanumeric) && keeps(part)) {
                    text.push('_');
                    text.push_str(&words::plain(part));
                    after_parameter = false;
                }
            }
            PathSegment::Parameter(index) => {
                let wire = operation.parameters.get(*index).map_or("", |parameter| parameter.wire.as_str());
                text.push_str(if after_parameter { "_and_" } else { "_by_" });
                text.push_str(&words::plain(wire));
                after_parameter = true;
            }
        }
    }
    text
}

/// Returns the words of an operation's path, without its method: `GET /v1/customers/{id}` has `customers_by_id`.
pub(super) fn path_words(operation: &Operation) -> String {
    let words = method_path(operation, is_descriptive);
    words.strip_prefix(&words::plain(&operation.method)).unwrap_or(&words).trim_start_matches('_').to_owned()
}

/// Whether a segment of a path describes the operation: `api` and versions do not.
fn is_descriptive(segment: &str) -> bool {
    let version = segment
        .strip_prefix('v')
        .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '.'));
    !version && segment != "api"
}

/// Names the module of each operation after its first tag.
fn modules(api: &Api, pins: &mut Pins<'_>) -> Vec<Name> {
    let style = pins.styles.tags;
    let mut tags: Vec<&str> =
        api.operations.iter().filter_map(|operation| operation.tags.first()).map(String::as_str).collect();
    tags.sort_unstable();
    tags.dedup();
    let mut wanted: Vec<NameRequest> = tags.iter().map(|tag| MODULE.request(keys::label(tag), tag, style)).collect();
    wanted.push(NameRequest::new("%".to_owned(), vec!["default".to_owned(), "untagged".to_owned()]));
    let names = Scope::default().assign(pins, "module", &wanted);
    let untagged = names.last().cloned().unwrap_or_else(|| Name("default".to_owned()));
    let by_tag: BTreeMap<&str, Name> = tags.into_iter().zip(names).collect();
    api.operations
        .iter()
        .map(|operation| operation.tags.first().and_then(|tag| by_tag.get(tag.as_str())).unwrap_or(&untagged).clone())
        .collect()
}

/// The names of the methods of a call.
struct Setters {
    parameters: Vec<Name>,
    accept: Vec<Name>,
    server: Name,
}

/// The kind of the methods that choose a server, in `names.lock`.
const SERVER_SETTER: &str = "call-server";

/// Names the setters of the parameters, the methods that ask for one media type, and the method that chooses a server.
fn setters(api: &Api, operation: &Operation, key: &str, pins: &mut Pins<'_>) -> Setters {
    let (parameters, accept) = (parameters(operation, key, pins), accept::methods(operation, key));
    let own_servers = operation.servers.and_then(|index| api.own_servers.get(index));
    let candidates = ["server", "own_server", "call_server"].map(str::to_owned).to_vec();
    let server: Vec<NameRequest> = own_servers
        .filter(|own| !own.choices().is_empty())
        .map(|_| NameRequest::new(format!("{key}:server"), candidates))
        .into_iter()
        .collect();
    let mut scope = Scope::default();
    // The names of parameters never depend on the other methods, unless one of these has the name already.
    scope.reserve(pins, accept::KIND, accept.iter().map(|method| &method.key));
    scope.reserve(pins, SERVER_SETTER, server.iter().map(|method| &method.key));
    Setters {
        parameters: scope.assign(pins, "parameter", &parameters),
        accept: scope.assign(pins, accept::KIND, &accept),
        server: scope.assign(pins, SERVER_SETTER, &server).pop().unwrap_or_default(),
    }
}

fn parameters(operation: &Operation, key: &str, pins: &Pins<'_>) -> Vec<NameRequest> {
    let style = pins.styles.parameters;
    let keys = operation
        .parameters
        .iter()
        .map(|parameter| format!("{key}:{:?}.{}", parameter.location, keys::label(&parameter.wire)));
    operation
        .parameters
        .iter()
        .zip(keys::distinct(keys.collect()))
        .map(|(parameter, key)| {
            let mut wanted = PARAMETER.request(key, &parameter.wire, style);
            // Parameters with the same name are distinguished by their location.
            let twice = operation.parameters.iter().filter(|other| other.wire == parameter.wire).count() > 1;
            wanted.canonical &= !twice;
            let placed = PARAMETER.ident_of(&words::plain(&format!("{} {:?}", parameter.wire, parameter.location)));
            wanted.candidates.insert(1, placed);
            wanted
        })
        .collect()
}

/// Chooses the names of webhooks.
pub(super) fn choose_webhooks(api: &Api, pins: &mut Pins<'_>) -> Vec<Name> {
    let keys = keys::distinct(
        api.webhooks
            .iter()
            .map(|hook| match hook.callback_of.and_then(|index| api.operations.get(index)) {
                Some(operation) => {
                    format!("{}:{}:{}", keys::operation(operation), keys::label(&hook.name), hook.method)
                }
                None => format!("{}:{}", keys::label(&hook.name), hook.method),
            })
            .collect(),
    );
    let wanted: Vec<NameRequest> = api
        .webhooks
        .iter()
        .zip(keys)
        .map(|(hook, key)| {
            let plain = words::plain(&hook.name);
            let with_method = format!("{plain}_{}", words::plain(&hook.method));
            NameRequest::new(key, vec![TYPE.ident_of(&plain), TYPE.ident_of(&with_method)])
        })
        .collect();
    Scope::default().assign(pins, "webhook", &wanted)
}
