//! Names of operations, their parameters, and of what they send and give back.

use std::collections::BTreeMap;

use super::lock::Pins;
use super::scope::{CALL, METHOD, MODULE, PARAMETER, PLAIN, Scope, TYPE, VARIANT, Wanted};
use super::{Name, OperationNames, TypeNames, words};
use crate::ir::keys;
use crate::ir::{Api, Media, Operation, OperationName, PathSegment, Response, Status};

/// Chooses the names of all operations.
pub(super) fn choose(api: &Api, pins: &mut Pins<'_>) -> Vec<OperationNames> {
    let keys = keys::operations(api);
    let methods = methods(api, &keys, pins);
    let types = call_types(api, &keys, &methods, pins);
    let modules = modules(api, pins);
    let mut named = Vec::with_capacity(api.operations.len());
    for (index, operation) in api.operations.iter().enumerate() {
        let ty = types[index].clone();
        let of_call = |suffix: &str| Name(format!("{}{suffix}", ty.as_str()));
        let parameters = parameters(operation, &keys[index], pins);
        let several = operation.body.as_ref().map_or(&[][..], |body| &body.media);
        named.push(OperationNames {
            method: methods[index].clone(),
            module: modules[index].clone(),
            parameters,
            body: Name("body".to_owned()),
            body_enum: of_call("Body"),
            body_variants: media_variants(several, ""),
            form: of_call("Form"),
            output: of_call("Output"),
            output_variants: response_variants(&operation.successes),
            error: of_call("Error"),
            error_variants: response_variants(&operation.failures),
            headers: of_call("Headers"),
            header_fields: header_fields(operation),
            ty,
        });
    }
    named
}

fn methods(api: &Api, keys: &[String], pins: &mut Pins<'_>) -> Vec<Name> {
    let style = pins.styles.operations;
    let wanted: Vec<Wanted> = api
        .operations
        .iter()
        .zip(keys)
        .map(|(operation, key)| {
            let mut candidates = Vec::new();
            if let OperationName::Id(id) = &operation.name {
                candidates.push(METHOD.make(&words::plain(id)));
                candidates.extend(operation.id.as_deref().map(|whole| METHOD.make(&words::plain(whole))));
                candidates.extend(by_path(operation));
                candidates.extend(METHOD.wanted(String::new(), id, style).candidates);
            }
            candidates.extend(by_path(operation));
            candidates.dedup();
            // None is canonical: an operation that repeats the `operationId` could be added at any time.
            Wanted { key: key.clone(), canonical: false, candidates }
        })
        .collect();
    Scope::default().assign(pins, "method", &wanted)
}

/// Names from method and path, without and with the segments that say nothing.
fn by_path(operation: &Operation) -> [String; 2] {
    [method_path(operation, is_telling), method_path(operation, |_| true)].map(|words| METHOD.make(&words))
}

/// `GET /v1/customers/{id}` is `get_customers_by_id`.
fn method_path(operation: &Operation, tells: fn(&str) -> bool) -> String {
    let mut text = words::plain(&operation.method);
    let mut after_parameter = false;
    for segment in &operation.path {
        match segment {
            PathSegment::Literal(literal) => {
                for part in literal.split('/').filter(|part| part.chars().any(char::is_alphanumeric) && tells(part)) {
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

/// Whether a segment of a path says what is called: `api` and versions do not.
fn is_telling(segment: &str) -> bool {
    let version = segment
        .strip_prefix('v')
        .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '.'));
    !version && segment != "api"
}

/// The call's type is its method in camel case. Distinct methods can give one type (`a_1`, `a1`): those are told apart.
fn call_types(api: &Api, keys: &[String], methods: &[Name], pins: &mut Pins<'_>) -> Vec<Name> {
    let _ = api;
    let wanted: Vec<Wanted> = methods
        .iter()
        .zip(keys)
        .map(|(method, key)| {
            let bare = method.as_str().trim_start_matches("r#");
            let first = CALL.make(bare);
            let canonical = (CALL.injective)(bare) && bare.is_ascii() && first == words::camel(bare);
            Wanted { key: key.clone(), canonical, candidates: vec![first, CALL.make(&format!("{bare}_call"))] }
        })
        .collect();
    let mut scope = Scope::default();
    scope.assign(pins, "call", &wanted)
}

/// Operations stand in the module of their first tag.
fn modules(api: &Api, pins: &mut Pins<'_>) -> Vec<Name> {
    let style = pins.styles.tags;
    let mut tags: Vec<&str> =
        api.operations.iter().filter_map(|operation| operation.tags.first()).map(String::as_str).collect();
    tags.sort_unstable();
    tags.dedup();
    let mut wanted: Vec<Wanted> = tags.iter().map(|tag| MODULE.wanted(keys::label(tag), tag, style)).collect();
    wanted.push(Wanted {
        key: "%".to_owned(),
        canonical: false,
        candidates: vec!["default".to_owned(), "untagged".to_owned()],
    });
    let names = Scope::default().assign(pins, "module", &wanted);
    let untagged = names.last().cloned().unwrap_or_else(|| Name("default".to_owned()));
    let by_tag: BTreeMap<&str, Name> = tags.into_iter().zip(names).collect();
    api.operations
        .iter()
        .map(|operation| operation.tags.first().and_then(|tag| by_tag.get(tag.as_str())).unwrap_or(&untagged).clone())
        .collect()
}

fn parameters(operation: &Operation, key: &str, pins: &mut Pins<'_>) -> Vec<Name> {
    let style = pins.styles.parameters;
    let keys = operation
        .parameters
        .iter()
        .map(|parameter| format!("{key}:{:?}.{}", parameter.location, keys::label(&parameter.wire)));
    let wanted: Vec<Wanted> = operation
        .parameters
        .iter()
        .zip(keys::distinct(keys.collect()))
        .map(|(parameter, key)| {
            let mut wanted = PARAMETER.wanted(key, &parameter.wire, style);
            // The same name in two places is told apart by the place.
            let twice = operation.parameters.iter().filter(|other| other.wire == parameter.wire).count() > 1;
            wanted.canonical &= !twice;
            let placed = PARAMETER.make(&words::plain(&format!("{} {:?}", parameter.wire, parameter.location)));
            wanted.candidates.insert(1, placed);
            wanted
        })
        .collect();
    Scope::default().assign(pins, "parameter", &wanted)
}

fn media_variants(media: &[Media], prefix: &str) -> Vec<Name> {
    let wanted: Vec<Wanted> = keys::distinct(media.iter().map(|media| media.media_type.clone()).collect())
        .into_iter()
        .zip(media)
        .map(|(key, media)| {
            let short = VARIANT.make(&format!("{prefix}_{}", media_word(&media.media_type)));
            let long = VARIANT.make(&format!("{prefix}_{}", words::plain(&media.media_type)));
            let spelled = VARIANT.make(&format!("{prefix}_{}", words::spelled(&media.media_type)));
            Wanted { key, canonical: false, candidates: vec![short, long, spelled] }
        })
        .collect();
    unpinned(&wanted)
}

/// Variants for responses: by status, and by media type where a response has several.
fn response_variants(responses: &[Response]) -> Vec<Vec<Name>> {
    let mut wanted = Vec::new();
    for (index, response) in responses.iter().enumerate() {
        let status = words::plain(&status_name(response.status));
        let several = response.media.len() > 1;
        for media in 0..response.media.len().max(1) {
            let candidates = match response.media.get(media).filter(|_| several) {
                Some(media) => vec![
                    VARIANT.make(&format!("{status}_{}", media_word(&media.media_type))),
                    VARIANT.make(&format!("{status}_{}", words::plain(&media.media_type))),
                    VARIANT.make(&format!("{status}_{}", words::spelled(&media.media_type))),
                ],
                None => vec![VARIANT.make(&status)],
            };
            wanted.push(Wanted { key: format!("{index:04}:{media:04}"), canonical: false, candidates });
        }
    }
    let mut names = unpinned(&wanted).into_iter();
    responses.iter().map(|response| names.by_ref().take(response.media.len().max(1)).collect()).collect()
}

/// Names that follow from statuses and media types alone: what is added beside them cannot move them.
fn unpinned(wanted: &[Wanted]) -> Vec<Name> {
    let nothing = super::NamesLock::default();
    let styles = super::style::Styles::of(&Api::default(), &nothing);
    Scope::default().assign(&mut Pins::new(&nothing, styles), "variant", wanted)
}

fn header_fields(operation: &Operation) -> Vec<(String, Name)> {
    let mut wires: Vec<&str> = Vec::new();
    for header in operation.successes.iter().flat_map(|response| &response.headers) {
        if !wires.iter().any(|wire| wire.eq_ignore_ascii_case(&header.wire)) {
            wires.push(&header.wire);
        }
    }
    let wanted: Vec<Wanted> = wires
        .iter()
        .map(|wire| PLAIN.wanted((*wire).to_owned(), &wire.to_ascii_lowercase(), super::style::Style::Kebab))
        .collect();
    wires.iter().map(|wire| (*wire).to_owned()).zip(unpinned(&wanted)).collect()
}

/// Chooses the names of webhooks: types beside the models.
pub(super) fn choose_webhooks(api: &Api, types: &[TypeNames], pins: &mut Pins<'_>) -> Vec<Name> {
    let _ = types;
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
    let wanted: Vec<Wanted> = api
        .webhooks
        .iter()
        .zip(keys)
        .map(|(hook, key)| {
            let plain = words::plain(&hook.name);
            let with_method = format!("{plain}_{}", words::plain(&hook.method));
            Wanted { key, canonical: false, candidates: vec![TYPE.make(&plain), TYPE.make(&with_method)] }
        })
        .collect();
    Scope::default().assign(pins, "webhook", &wanted)
}

/// A media type in a word.
pub(super) fn media_word(media_type: &str) -> &'static str {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "*/*" => "json",
        "application/x-www-form-urlencoded" => "form",
        "application/octet-stream" => "bytes",
        "application/xml" | "text/xml" => "xml",
        "text/plain" => "text",
        "text/html" => "html",
        "text/csv" => "csv",
        "text/event-stream" => "events",
        "application/pdf" => "pdf",
        "application/zip" => "zip",
        "application/problem+json" => "problem",
        "application/merge-patch+json" => "merge_patch",
        "application/json-patch+json" => "json_patch",
        "application/x-ndjson" | "application/jsonl" | "application/x-jsonlines" | "application/json-seq" => {
            "json_lines"
        }
        other if other.starts_with("multipart/") => "multipart",
        other if other.starts_with("image/") => "image",
        other if other.starts_with("audio/") => "audio",
        other if other.starts_with("video/") => "video",
        other if other.ends_with("+json") => "json",
        other if other.ends_with("+xml") => "xml",
        other if other.starts_with("text/") => "text",
        _ => "other",
    }
}

/// What a status is called.
pub(super) fn status_name(status: Status) -> String {
    match status {
        Status::Default => "Default".to_owned(),
        Status::Range(1) => "Informational".to_owned(),
        Status::Range(2) => "Success".to_owned(),
        Status::Range(3) => "Redirection".to_owned(),
        Status::Range(4) => "ClientError".to_owned(),
        Status::Range(5) => "ServerError".to_owned(),
        Status::Range(digit) => format!("Status{digit}xx"),
        Status::Exact(code) => reason(code).map_or_else(|| format!("Status{code}"), str::to_owned),
    }
}

/// The reason phrase of a status (IANA registry), as a name.
fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        100 => "Continue",
        101 => "SwitchingProtocols",
        102 => "Processing",
        103 => "EarlyHints",
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        208 => "AlreadyReported",
        226 => "ImUsed",
        300 => "MultipleChoices",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        305 => "UseProxy",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        407 => "ProxyAuthenticationRequired",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        414 => "UriTooLong",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        417 => "ExpectationFailed",
        418 => "ImATeapot",
        421 => "MisdirectedRequest",
        422 => "UnprocessableEntity",
        423 => "Locked",
        424 => "FailedDependency",
        425 => "TooEarly",
        426 => "UpgradeRequired",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        431 => "RequestHeaderFieldsTooLarge",
        451 => "UnavailableForLegalReasons",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        505 => "HttpVersionNotSupported",
        506 => "VariantAlsoNegotiates",
        507 => "InsufficientStorage",
        508 => "LoopDetected",
        510 => "NotExtended",
        511 => "NetworkAuthenticationRequired",
        _ => return None,
    })
}
