//! The constructs of an operation, and the IR that they become.

mod accept;
mod bodies;
mod encodings;
mod events;
mod names;
mod parameters;
mod responses;
mod servers;
mod settings;
mod webhooks;

use std::fmt::Write;

use crate::diag::Diagnostics;
use crate::ir::{
    Api, FormEncoding, FormProperty, HeaderEncoding, JsonFraming, OperationName, Parameter, ParameterEncoding,
    PartContent, PartEncoding, PathSegment, RequestCodec, Response, ResponseCodec, Status, print,
};
use crate::settings::ApiSettings;
use crate::source::{MapLoader, Source};
use crate::{lower, openapi};

fn lowered(paths: &str, settings: &ApiSettings) -> (Api, Vec<String>) {
    let indented: String = paths.trim_matches('\n').lines().map(|line| format!("  {line}\n")).collect();
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\nservers: [{{url: /v1}}]\ncomponents:\n  securitySchemes:\n    \
         key: {{type: apiKey, in: header, name: X-Key}}\n    token: {{type: http, scheme: bearer}}\n  schemas:\n    \
         Cat: {{type: object, properties: {{name: {{type: string}}, photo: {{type: string, format: binary}}}}}}\npaths:\n{indented}"
    );
    lowered_document(text, settings)
}

fn lowered_document(text: String, settings: &ApiSettings) -> (Api, Vec<String>) {
    let loader = MapLoader::new([("a.yaml", text)]);
    let mut diagnostics = Diagnostics::default();
    let mut source = Source::read("a.yaml", &loader, &mut diagnostics).expect("the source is read");
    let document = openapi::read(&mut source, &loader, &mut diagnostics).expect("the document is read");
    let api = lower::lower(&document, settings, &mut diagnostics);
    let found = diagnostics.iter().map(|item| format!("{}: {}", item.code.id(), item.message)).collect();
    (api, found)
}

/// Returns the operations as text: a line for each operation, then a line for each of its parts.
fn text(api: &Api) -> String {
    let mut out = String::new();
    for operation in &api.operations {
        let name = match &operation.name {
            OperationName::Id(id) | OperationName::Given(id) => id.as_str(),
            OperationName::MethodPath => "-",
        };
        let path: String = operation
            .path
            .iter()
            .map(|segment| match segment {
                PathSegment::Literal(text) => text.clone(),
                PathSegment::Parameter(index) => format!("<{}>", operation.parameters[*index].wire),
            })
            .collect();
        let _ = write!(out, "{name}: {} {path}", operation.method);
        for alternative in &operation.security {
            let names: Vec<&str> =
                alternative.iter().map(|used| api.security_schemes[used.scheme].name.as_str()).collect();
            let _ = write!(out, " [{}]", names.join("+"));
        }
        out.push('\n');
        operation.parameters.iter().for_each(|parameter| out.push_str(&parameter_text(api, parameter)));
        for media in operation.body.iter().flat_map(|body| &body.media) {
            let _ = writeln!(out, "  body {} {}", media.content_type, request_codec_text(api, &media.codec));
        }
        operation.successes.iter().for_each(|response| out.push_str(&response_text(api, "ok", response)));
        operation.failures.iter().for_each(|response| out.push_str(&response_text(api, "error", response)));
    }
    out
}

fn parameter_text(api: &Api, parameter: &Parameter) -> String {
    let mut text = format!("  {:?} {}", parameter.location, parameter.wire);
    text.push_str(if parameter.required { ": " } else { "?: " });
    text.push_str(&print::ty(&api.types, &parameter.ty));
    if let Some(fixed) = &parameter.fixed {
        let _ = write!(text, " = {fixed}");
    }
    if parameter.idempotency_key {
        text.push_str(" (key)");
    }
    let _ = match &parameter.encoding {
        &ParameterEncoding::Styled { style, explode, allow_reserved } => {
            let signs = [if explode { "*" } else { "" }, if allow_reserved { "+" } else { "" }];
            writeln!(text, " {style:?}{}", signs.concat())
        }
        content => writeln!(text, " content {content:?}"),
    };
    text
}

fn response_text(api: &Api, word: &str, response: &Response) -> String {
    let status = match response.status {
        Status::Exact(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    };
    let media = response.media.iter().map(|media| {
        let codec = response_codec_text(api, &media.codec);
        let also: Vec<&str> = media.also.iter().map(|also| also.name.as_str()).collect();
        if also.is_empty() { codec } else { format!("{codec} {} = {}", media.media_type.name, also.join(" = ")) }
    });
    let media: Vec<String> = media.collect();
    let headers: Vec<String> = response
        .headers
        .iter()
        .map(|header| {
            let encoding = match &header.encoding {
                HeaderEncoding::Simple { explode: false } => String::new(),
                HeaderEncoding::Simple { explode: true } => "*".to_owned(),
                other => format!(" {other:?}"),
            };
            format!(" {}: {}{encoding}", header.wire, print::ty(&api.types, &header.ty))
        })
        .collect();
    format!("  {word} {status} {}{}\n", media.join(" | "), headers.concat())
}

fn request_codec_text(api: &Api, codec: &RequestCodec) -> String {
    let ty = codec.ty().map(|ty| print::ty(&api.types, ty)).unwrap_or_default();
    match codec {
        RequestCodec::Json(_) => format!("json({ty})"),
        RequestCodec::Form(_, properties) => {
            let word = |property: &FormProperty| match &property.encoding {
                FormEncoding::Default => property.wire.clone(),
                other => format!("{}={other:?}", property.wire),
            };
            format!("form({ty}) {{{}}}", properties.iter().map(word).collect::<Vec<_>>().join(" "))
        }
        RequestCodec::Multipart(_, parts) => {
            let word = |part: &PartEncoding| {
                let sign = match &part.content {
                    PartContent::Value => "",
                    PartContent::List(list) => &format!("={list:?}"),
                    PartContent::Json => "=json",
                    PartContent::JsonItems => "=json_items",
                    PartContent::Styled { style, explode } => &format!("={style:?},{explode} "),
                    PartContent::File => "@",
                };
                let headers: String = part
                    .headers
                    .iter()
                    .map(|header| format!("+{}:{}", header.wire, header.fixed.as_deref().unwrap_or("?")))
                    .collect();
                format!("{}{sign}{}{headers}", part.wire, part.content_type.as_deref().unwrap_or_default())
            };
            format!("multipart({ty}) {{{}}}", parts.iter().map(word).collect::<Vec<_>>().join(" "))
        }
        RequestCodec::JsonLines(_, JsonFraming::Lines) => format!("lines({ty})"),
        RequestCodec::JsonLines(_, JsonFraming::Sequence) => format!("sequence({ty})"),
        RequestCodec::Parts => "parts()".to_owned(),
        RequestCodec::Text => "text()".to_owned(),
        RequestCodec::Bytes => "bytes()".to_owned(),
    }
}

fn response_codec_text(api: &Api, codec: &ResponseCodec) -> String {
    let ty = codec.ty().map(|ty| print::ty(&api.types, ty)).unwrap_or_default();
    let name = match codec {
        ResponseCodec::Json(_) => "json",
        ResponseCodec::JsonOrText(_) => "json_or_text",
        ResponseCodec::Text => "text",
        ResponseCodec::Bytes => "bytes",
        ResponseCodec::EventStream(_) => "events",
        ResponseCodec::TextEvents(_) => "text_events",
        ResponseCodec::JsonLines(_) => "lines",
    };
    format!("{name}({ty})")
}

/// Checks the operations of `paths`, and that there are no diagnostics.
#[track_caller]
fn check(paths: &str, expect: &str) {
    check_with(paths, expect, &[]);
}

/// Checks the operations of `paths`, and the diagnostics.
#[track_caller]
fn check_with(paths: &str, expect: &str, expected_diagnostics: &[&str]) {
    let (api, found) = lowered(paths, &ApiSettings::of_file("a.yaml"));
    let expect: String = expect.trim_matches('\n').lines().map(|line| format!("{line}\n")).collect();
    assert_eq!(text(&api), expect);
    assert_eq!(found, expected_diagnostics);
}
