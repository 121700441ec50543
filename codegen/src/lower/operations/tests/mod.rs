//! Each construct of an operation: what is written, and what it becomes.

mod bodies;
mod names;
mod parameters;
mod servers;
mod settings;

use std::fmt::Write;

use crate::diag::Diagnostics;
use crate::ir::{Api, MediaCodec, OperationName, Parameter, PathSegment, Response, Status, print};
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

/// Operations as text: a line each, and one for each of their parts.
fn text(api: &Api) -> String {
    let mut out = String::new();
    for operation in &api.operations {
        let name = match &operation.name {
            OperationName::Id(id) => id.as_str(),
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
            let _ = writeln!(out, "  body {} {}", media.media_type, codec(api, &media.codec));
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
    let _ = writeln!(text, " {:?}{}", parameter.style, if parameter.explode { "*" } else { "" });
    text
}

fn response_text(api: &Api, word: &str, response: &Response) -> String {
    let status = match response.status {
        Status::Exact(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    };
    let media: Vec<String> = response.media.iter().map(|media| codec(api, &media.codec)).collect();
    let headers: Vec<String> = response
        .headers
        .iter()
        .map(|header| format!(" {}: {}", header.wire, print::ty(&api.types, &header.ty)))
        .collect();
    format!("  {word} {status} {}{}\n", media.join(" | "), headers.concat())
}

fn codec(api: &Api, codec: &MediaCodec) -> String {
    let ty = codec.ty().map(|ty| print::ty(&api.types, ty)).unwrap_or_default();
    let parts = match codec {
        MediaCodec::Form(_, parts) | MediaCodec::Multipart(_, parts) => {
            let files = parts.iter().map(|part| format!("{}{}", part.wire, if part.file { "@" } else { "" }));
            format!(" {{{}}}", files.collect::<Vec<_>>().join(" "))
        }
        _ => String::new(),
    };
    let name = match codec {
        MediaCodec::Json(_) => "json",
        MediaCodec::Form(..) => "form",
        MediaCodec::Multipart(..) => "multipart",
        MediaCodec::Text => "text",
        MediaCodec::Bytes => "bytes",
        MediaCodec::EventStream(_) => "events",
        MediaCodec::JsonLines(_) => "lines",
    };
    format!("{name}({ty}){parts}")
}

#[track_caller]
fn check(paths: &str, expect: &str) {
    check_with(paths, expect, &[]);
}

#[track_caller]
fn check_with(paths: &str, expect: &str, reports: &[&str]) {
    let (api, found) = lowered(paths, &ApiSettings::of_file("a.yaml"));
    let expect: String = expect.trim_matches('\n').lines().map(|line| format!("{line}\n")).collect();
    assert_eq!(text(&api), expect);
    assert_eq!(found, reports);
}
