//! The first call in the documentation of an API's root: an example that compiles, of the document's simplest operation.

use serde_json::Value;

use crate::emit::rust::{Lookup, ResolvedStructure};
use crate::ir::{
    FeatureName, MAX_POSITIONAL_ARGUMENTS, Operation, Parameter, ParameterLocation, ResponseCodec, SecurityKind, Shape,
    Type,
};

/// Maximum length of an example's line.
const WIDTH: usize = 90;
/// Maximum length of a text from the document in the example.
const TEXT_CHARS: usize = 40;

/// Returns the example, with its fences.
pub(super) fn lines(lookup: Lookup<'_>) -> Vec<String> {
    let Lookup { api, names } = lookup;
    let path = if api.rust_path.is_empty() { "generated" } else { api.rust_path.as_str() };
    let simplest = simplest(lookup);
    let gate = gate(lookup, simplest.as_ref().map(|call| call.index));
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("# #[cfg({gate})]"),
        format!("# async fn example() -> Result<(), {path}::Error> {{"),
        format!("use {path}::Client;"),
        String::new(),
    ];
    let schemes = simplest.as_ref().and_then(|call| api.operations.get(call.index)?.security.first());
    let schemes: Vec<usize> = schemes.into_iter().flatten().map(|used| used.scheme).collect();
    let mut steps = vec!["Client::builder()".to_owned()];
    if api.servers.first().and_then(crate::ir::Server::default_url).is_none() {
        steps.push(".base_url(\"https://api.example.com\")".to_owned());
    }
    for scheme in schemes {
        if let (Some(scheme), Some(name)) = (api.security_schemes.get(scheme), names.security_schemes.get(scheme)) {
            steps.extend(credential(&scheme.kind, name.as_str()));
        }
    }
    steps.push(".build()?;".to_owned());
    lines.extend(chain("let client = ", &steps));
    if let Some(Call { index, arguments, shows_output }) = simplest
        && let Some(names) = names.operations.get(index)
    {
        let call = format!("client.{}({})", names.method.as_str(), arguments.join(", "));
        if shows_output {
            lines.extend(chain("let response = ", &[call, ".await?;".to_owned()]));
            lines.push("println!(\"{response:#?}\");".to_owned());
        } else {
            lines.extend(chain("", &[call, ".await?;".to_owned()]));
        }
    }
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// Returns the condition under which the example compiles: the call may belong to a part of the API that is not enabled.
fn gate(lookup: Lookup<'_>, operation: Option<usize>) -> String {
    let Lookup { api, names } = lookup;
    let parts = api.features.iter().zip(&names.features).filter(|(feature, _)| {
        feature.name != FeatureName::Webhooks && operation.is_some_and(|index| feature.operations.contains(&index))
    });
    let parts: Vec<String> = parts.map(|(_, name)| format!("feature = {name:?}")).collect();
    match parts.as_slice() {
        [] => "feature = \"http\"".to_owned(),
        [only] => format!("all(feature = \"http\", {only})"),
        parts => format!("all(feature = \"http\", any({}))", parts.join(", ")),
    }
}

/// A call whose arguments are literals.
struct Call {
    /// The index of its operation.
    index: usize,
    arguments: Vec<String>,
    /// Whether the output is a value to print, not a stream and not `()`.
    shows_output: bool,
}

/// Returns the simplest call: a GET of a JSON value with the fewest arguments, the first of several. Returns `None` if each operation
/// needs an argument that is not a literal.
fn simplest(lookup: Lookup<'_>) -> Option<Call> {
    let operations = lookup.api.operations.iter().enumerate();
    let calls = operations.filter_map(|(index, operation)| {
        let arguments = arguments(lookup, operation)?;
        let shows_output = shows_output(operation);
        let rank = (operation.method != "GET", operation.docs.deprecated.is_some(), !shows_output, arguments.len());
        Some((rank, Call { index, arguments, shows_output }))
    });
    calls.min_by_key(|(rank, _)| *rank).map(|(_, call)| call)
}

fn shows_output(operation: &Operation) -> bool {
    let mut media = operation.successes.iter().flat_map(|response| &response.media).peekable();
    operation.method != "HEAD"
        && media.peek().is_some()
        && media.all(|media| match media.codec {
            ResponseCodec::Json(_) | ResponseCodec::JsonOrText(_) | ResponseCodec::Text => true,
            ResponseCodec::Bytes
            | ResponseCodec::EventStream(_)
            | ResponseCodec::TextEvents(_)
            | ResponseCodec::JsonLines(_) => false,
        })
}

/// Returns the required arguments of an operation as literals, in the order of the constructor.
fn arguments(lookup: Lookup<'_>, operation: &Operation) -> Option<Vec<String>> {
    if operation.body.as_ref().is_some_and(|body| body.required) {
        return None;
    }
    let taken = |parameter: &&Parameter| parameter.required && !is_fixed(parameter);
    let mut required: Vec<&Parameter> = operation.parameters.iter().filter(taken).collect();
    if required.len() > MAX_POSITIONAL_ARGUMENTS {
        return None;
    }
    required.sort_by_key(|parameter| parameter.location != ParameterLocation::Path);
    required.into_iter().map(|parameter| literal(lookup, parameter)).collect()
}

fn is_fixed(parameter: &Parameter) -> bool {
    parameter.fixed.as_ref().is_some_and(|value| !(value.is_null() || value.is_array() || value.is_object()))
}

/// Returns a value of a parameter as a Rust literal: its first example, if that is short.
fn literal(lookup: Lookup<'_>, parameter: &Parameter) -> Option<String> {
    let example = parameter.docs.examples.first();
    match lookup.structure(&parameter.ty) {
        ResolvedStructure::Text => Some(text(example, &parameter.wire)),
        ResolvedStructure::List(item) => match lookup.structure(item) {
            ResolvedStructure::Text => {
                let first = example.and_then(Value::as_array).and_then(|items| items.first());
                Some(format!("[{}]", text(first, &parameter.wire)))
            }
            ResolvedStructure::List(_) | ResolvedStructure::Object(..) | ResolvedStructure::Other => None,
        },
        ResolvedStructure::Object(..) => None,
        ResolvedStructure::Other => match lookup.resolve(&parameter.ty) {
            Type::Bool => Some("true".to_owned()),
            Type::Integer(_) => {
                let small = example.and_then(Value::as_u64).filter(|number| *number < 100);
                Some(small.unwrap_or(1).to_string())
            }
            Type::Number(_) => Some("1.0".to_owned()),
            Type::Named(id) => enumeration(lookup, *id),
            Type::Any
            | Type::Null
            | Type::Never
            | Type::String
            | Type::Format(_)
            | Type::List(_)
            | Type::Map(_)
            | Type::Nullable(_)
            | Type::Boxed(_)
            | Type::Custom(_) => None,
        },
    }
}

/// Returns the first value of an enumeration.
fn enumeration(lookup: Lookup<'_>, id: crate::ir::TypeId) -> Option<String> {
    let Lookup { api, names } = lookup;
    match &api.type_def(id).shape {
        Shape::Enumeration(_) => {
            let names = names.ty(id);
            Some(format!("{}::models::{}::{}", api.rust_path, names.name.as_str(), names.parts.first()?.as_str()))
        }
        Shape::Object(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => None,
    }
}

/// Returns a string literal: the example if it is plain and short, otherwise the parameter's name.
fn text(example: Option<&Value>, wire: &str) -> String {
    let is_plain = |text: &&str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" -_.:/,@".contains(&byte);
        !text.trim().is_empty() && text.len() <= TEXT_CHARS && text.bytes().all(plain)
    };
    let text = example.and_then(Value::as_str).filter(is_plain).or(Some(wire).filter(is_plain));
    format!("{:?}", text.unwrap_or("value"))
}

/// Returns the builder's call that sets a credential.
fn credential(kind: &SecurityKind, method: &str) -> Option<String> {
    let value = match kind {
        SecurityKind::ApiKeyHeader { .. } | SecurityKind::ApiKeyQuery { .. } | SecurityKind::ApiKeyCookie { .. } => {
            "\"YOUR_API_KEY\""
        }
        SecurityKind::Bearer | SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect { .. } => "\"YOUR_TOKEN\"",
        SecurityKind::Basic => "\"USER\", \"PASSWORD\"",
        SecurityKind::OtherHttp { .. } => "\"CREDENTIALS\"",
        SecurityKind::MutualTls => return None,
    };
    Some(format!(".{method}({value})"))
}

/// Returns a chain of method calls, on one line if it fits.
fn chain(start: &str, steps: &[String]) -> Vec<String> {
    let line = format!("{start}{}", steps.concat());
    if line.len() <= WIDTH {
        return vec![line];
    }
    let mut steps = steps.iter();
    let first = steps.next().map(|first| format!("{start}{first}"));
    first.into_iter().chain(steps.map(|step| format!("    {step}"))).collect()
}
