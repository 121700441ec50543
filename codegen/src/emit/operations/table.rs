//! The table of an operation, which the runtime reads: method, path, parameters, security and responses.

use std::collections::HashSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, argument, body, own_server, responses};
use crate::emit::rust::{Uses, bare};
use crate::ir::{
    Constraints, Delimiter, HeaderEncoding, ListFormat, MediaType, Operation, Parameter, ParameterEncoding,
    ParameterLocation, ParameterStyle, PathSegment, Response, ResponseMedia, SchemeUse, Status,
};

/// Returns `table::Operation { … }`. Every call has one, so every file with calls imports `table`.
pub(super) fn operation(context: Context<'_>, uses: &mut Uses<'_>) -> TokenStream {
    let operation = context.operation;
    let table = uses.http("table");
    let name = bare(&context.names.method);
    let method = &operation.method;
    let path = path(context);
    let parameters: Vec<TokenStream> =
        operation.parameters.iter().map(|parameter| self::parameter(parameter, uses)).collect();
    let security = operation.security.iter().map(|schemes| {
        let schemes = schemes.iter().map(scheme);
        quote! { &[#(#schemes),*] }
    });
    let head = context.is_head();
    let successes = operation.successes.iter().map(|response| reply(response, head));
    let failures = operation.failures.iter().map(|response| reply(response, head));
    let lists = [
        (quote! { parameters }, parameters),
        (quote! { security }, security.collect::<Vec<_>>()),
        (quote! { successes }, successes.collect()),
        (quote! { failures }, failures.collect()),
    ];
    let error_message = &context.lookup.api.error_message;
    let error_message = (!error_message.is_empty()).then(|| quote! { error_message: &[#(#error_message),*], });
    let whole = lists.iter().all(|(_, rows)| !rows.is_empty());
    let lists = lists.into_iter().filter(|(_, rows)| !rows.is_empty());
    let lists = lists.map(|(field, rows)| quote! { #field: &[#(#rows),*], });
    let accept = operation.accept().map(|accept| quote! { accept: #accept, });
    let server = own_server::table(context);
    let header_encodings = header_encodings(operation);
    let rules = has_parameter_rules(context).then(|| quote! { rules: Self::RULES, });
    let is_whole = whole
        && accept.is_some()
        && server.is_some()
        && error_message.is_some()
        && header_encodings.is_some()
        && rules.is_some();
    let rest = (!is_whole).then(|| quote! { ..table::Operation::EMPTY });
    let server = server.map(|server| quote! { server: #server, });
    quote! {
        #table::Operation {
            name: #name,
            method: #method,
            path: #path,
            #(#lists)*
            #accept
            #server
            #error_message
            #header_encodings
            #rules
            #rest
        }
    }
}

/// Whether a parameter has rules, which the call's `RULES` contains.
pub(super) fn has_parameter_rules(context: Context<'_>) -> bool {
    context.operation.parameters.iter().any(|parameter| !parameter.rules.is_empty())
}

/// Returns the path template for the runtime, with braces only around parameters.
fn path(context: Context<'_>) -> String {
    let operation = context.operation;
    let mut path = String::new();
    for segment in &operation.path {
        match segment {
            PathSegment::Literal(text) => path.push_str(&text.replace('{', "%7B").replace('}', "%7D")),
            PathSegment::Parameter(index) => {
                let name = operation.parameters.get(*index).map_or("", |parameter| parameter.wire.as_str());
                path.push('{');
                path.push_str(name);
                path.push('}');
            }
        }
    }
    path
}

fn parameter(parameter: &Parameter, uses: &mut Uses<'_>) -> TokenStream {
    use ParameterLocation::{Cookie, Header, Path, Query, QueryString};
    let wire = &parameter.wire;
    // The defaults of the constructors of `table::Parameter`.
    let (new, style, explode) = match parameter.location {
        Path => (quote! { path }, ParameterStyle::Simple, false),
        Query => (quote! { query }, ParameterStyle::Form, true),
        QueryString => (quote! { query_string }, ParameterStyle::Form, true),
        Header => (quote! { header }, ParameterStyle::Simple, false),
        Cookie => (quote! { cookie }, ParameterStyle::Form, true),
    };
    let mut text = quote! { table::Parameter::#new(#wire) };
    text.extend(encoding(&parameter.encoding, style, explode, uses));
    if let Some(fixed) = argument::fixed(parameter).filter(|_| parameter.required) {
        text.extend(quote! { .fixed(#fixed) });
    } else if parameter.required && parameter.location != Path {
        text.extend(quote! { .required() });
    }
    if parameter.idempotency_key {
        text.extend(quote! { .idempotency_key() });
    }
    text.extend(limits(&parameter.constraints));
    text
}

/// Returns the encoding, unless it is the constructor's default.
fn encoding(
    encoding: &ParameterEncoding,
    default_style: ParameterStyle,
    default_explode: bool,
    uses: &mut Uses<'_>,
) -> TokenStream {
    match encoding {
        &ParameterEncoding::Styled { style, explode, allow_reserved } => {
            let styled = (style, explode) != (default_style, default_explode);
            let styled = styled.then(|| {
                let style = self::style(style);
                quote! { .style(#style, #explode) }
            });
            let reserved = allow_reserved.then(|| quote! { .allow_reserved() });
            quote! { #styled #reserved }
        }
        ParameterEncoding::List(format) => {
            let format = list_format(format);
            quote! { .list(#format) }
        }
        ParameterEncoding::Json => quote! { .json() },
        ParameterEncoding::Text => quote! { .text() },
        // The default of `query_string` is a form.
        ParameterEncoding::Form(properties) => {
            let fields: Vec<_> = properties.iter().filter_map(|property| body::form_field(property, uses)).collect();
            let fields = (!fields.is_empty()).then(|| quote! { .form(&[#(#fields),*]) });
            quote! { #fields }
        }
    }
}

/// Returns `table::ListFormat::…`.
pub(super) fn list_format(format: &ListFormat) -> TokenStream {
    let delimiters = delimiters(&format.delimiters);
    if format.repeated {
        quote! { table::ListFormat::repeated(#delimiters) }
    } else {
        quote! { table::ListFormat::joined(#delimiters) }
    }
}

fn delimiters(delimiters: &[Delimiter]) -> TokenStream {
    let delimiters = delimiters.iter().map(|delimiter| match delimiter {
        Delimiter::Comma => quote! { table::Delimiter::Comma },
        Delimiter::Space => quote! { table::Delimiter::Space },
        Delimiter::Tab => quote! { table::Delimiter::Tab },
        Delimiter::Pipe => quote! { table::Delimiter::Pipe },
    });
    quote! { &[#(#delimiters),*] }
}

/// Returns the encodings of the headers of successful responses, except the usual one.
fn header_encodings(operation: &Operation) -> Option<TokenStream> {
    let mut seen = HashSet::new();
    let headers = operation.successes.iter().flat_map(|response| &response.headers);
    let rows: Vec<TokenStream> = headers
        // The type of a header is that of its first declaration.
        .filter(|header| seen.insert(header.wire.to_ascii_lowercase()))
        .filter_map(|header| {
            let encoding = match &header.encoding {
                HeaderEncoding::Simple { explode: false } => return None,
                HeaderEncoding::Simple { explode: true } => quote! { table::HeaderEncoding::Exploded },
                HeaderEncoding::Delimited(list) => {
                    let delimiters = delimiters(list);
                    quote! { table::HeaderEncoding::Delimited(#delimiters) }
                }
                HeaderEncoding::Json => quote! { table::HeaderEncoding::Json },
                HeaderEncoding::Lines => quote! { table::HeaderEncoding::Lines },
            };
            let name = header.wire.to_ascii_lowercase();
            Some(quote! { (#name, #encoding) })
        })
        .collect();
    (!rows.is_empty()).then(|| quote! { header_encodings: &[#(#rows),*], })
}

/// Returns `table::Style::…`.
pub(super) fn style(style: ParameterStyle) -> TokenStream {
    match style {
        ParameterStyle::Matrix => quote! { table::Style::Matrix },
        ParameterStyle::Label => quote! { table::Style::Label },
        ParameterStyle::Simple => quote! { table::Style::Simple },
        ParameterStyle::Form => quote! { table::Style::Form },
        ParameterStyle::SpaceDelimited => quote! { table::Style::SpaceDelimited },
        ParameterStyle::PipeDelimited => quote! { table::Style::PipeDelimited },
        ParameterStyle::DeepObject => quote! { table::Style::DeepObject },
        ParameterStyle::Cookie => quote! { table::Style::Cookie },
    }
}

fn limits(constraints: &Constraints) -> TokenStream {
    let range = |min: Option<u64>, max: Option<u64>| {
        let (min, max) = (min.unwrap_or(0), max.unwrap_or(u64::MAX));
        let least = Literal::u64_unsuffixed(min);
        let most = Literal::u64_unsuffixed(max);
        let most = if max == u64::MAX {
            quote! { u64::MAX }
        } else {
            quote! { #most }
        };
        (min > 0 || max < u64::MAX).then(|| quote! { #least, #most })
    };
    let length = range(constraints.min_length, constraints.max_length).map(|range| quote! { .length(#range) });
    let items = range(constraints.min_items, constraints.max_items).map(|range| quote! { .items(#range) });
    quote! { #length #items }
}

fn scheme(scheme: &SchemeUse) -> TokenStream {
    let index = Literal::usize_unsuffixed(scheme.scheme);
    if scheme.scopes.is_empty() {
        return quote! { table::Scheme::new(#index) };
    }
    let scopes = &scheme.scopes;
    quote! { table::Scheme { index: #index, scopes: &[#(#scopes),*] } }
}

fn reply(response: &Response, head: bool) -> TokenStream {
    let status = match response.status {
        Status::Exact(status) => {
            let status = Literal::u16_unsuffixed(status);
            quote! { table::Status::Exact(#status) }
        }
        Status::Range(first) => {
            let first = Literal::u8_unsuffixed(first);
            quote! { table::Status::Range(#first) }
        }
        Status::Default => quote! { table::Status::Default },
    };
    match response.media.as_slice() {
        [] => quote! { table::Reply::empty(#status) },
        // A response to HEAD has no body.
        _ if head => quote! { table::Reply::empty(#status) },
        [only] if is_plain_json(only) => quote! { table::Reply::json(#status) },
        several => {
            let media = several.iter().map(media);
            quote! { table::Reply::new(#status, &[#(#media),*]) }
        }
    }
}

/// Whether `table::Reply::json` describes this body.
fn is_plain_json(media: &ResponseMedia) -> bool {
    media.media_type == MediaType::json() && media.also.is_empty() && media.codec.json().is_some()
}

fn media(media: &ResponseMedia) -> TokenStream {
    let name = &media.media_type.name;
    let also = media.also.iter().map(|also| &also.name);
    let also = (!media.also.is_empty()).then(|| quote! { .also(&[#(#also),*]) });
    if responses::is_streamed(&media.codec) {
        quote! { table::Media::streamed(#name) #also }
    } else {
        quote! { table::Media::held(#name) #also }
    }
}
