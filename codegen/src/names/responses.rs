//! Names from statuses, media types and headers: variants of response enums and body enums, fields of header structs.

use super::scope::{NameRequest, PLAIN, Scope, VARIANT};
use super::{Name, words};
use crate::ir::{
    BinaryClass, JsonClass, JsonFraming, MediaClass, MediaType, Operation, RequestMedia, Response, Status, TextClass,
    keys,
};

/// Names the variants of a body enum, one for each media type.
pub(super) fn media_variants(media: &[RequestMedia]) -> Vec<Name> {
    variants(&media.iter().map(|media| &media.media_type).collect::<Vec<_>>())
}

fn variants(media_types: &[&MediaType]) -> Vec<Name> {
    let keys = keys::distinct(media_types.iter().map(|media_type| media_type.name.clone()).collect());
    let wanted: Vec<NameRequest> =
        keys.into_iter().zip(media_types).map(|(key, media_type)| media_name(key, "", media_type)).collect();
    unpinned(&wanted)
}

/// Names the variants of a response enum: by status, and also by media type if a response has several.
pub(super) fn response_variants(responses: &[Response]) -> Vec<Vec<Name>> {
    let mut wanted = Vec::new();
    for (index, response) in responses.iter().enumerate() {
        let status = words::plain(&status_name(response.status));
        let several = response.media.len() > 1;
        for media in 0..response.media.len().max(1) {
            let key = format!("{index:04}:{media:04}");
            wanted.push(match response.media.get(media).filter(|_| several) {
                Some(media) => media_name(key, &format!("{status}_"), &media.media_type),
                None => NameRequest::new(key, vec![VARIANT.ident_of(&status)]),
            });
        }
    }
    let mut names = unpinned(&wanted).into_iter();
    responses.iter().map(|response| names.by_ref().take(response.media.len().max(1)).collect()).collect()
}

/// Returns the request for the name of a media type: the word of its class, then its subtype or whole name. The word belongs to the most
/// common media type of the class, so `application/json` is `Json` even if `text/json` is there, too. These names are not pinned, so they are
/// converted as in earlier versions.
fn media_name(key: String, before: &str, media_type: &MediaType) -> NameRequest {
    let MediaType { name, class } = media_type;
    let plain = |text: &str| words::plain(&text.replace('*', " any "));
    let subtype = name.split_once('/').map_or(name.as_str(), |(_, subtype)| subtype);
    let subtype = subtype.strip_prefix("x-").unwrap_or(subtype);
    let short = match media_word(*class) {
        "other" => plain(subtype),
        word => word.to_owned(),
    };
    let candidates =
        [short, plain(name), words::spelled(name)].map(|words| (VARIANT.earlier.ident)(&format!("{before}{words}")));
    NameRequest::new(key, candidates.to_vec()).canonical(is_usual(name))
}

/// Whether the media type is the most common one of its class.
pub(super) fn is_usual(media_type: &str) -> bool {
    matches!(
        media_type,
        "application/json"
            | "application/problem+json"
            | "application/merge-patch+json"
            | "application/json-patch+json"
            | "application/jsonl"
            | "application/x-www-form-urlencoded"
            | "multipart/form-data"
            | "text/event-stream"
            | "application/xml"
            | "text/plain"
            | "text/html"
            | "text/csv"
            | "application/octet-stream"
            | "application/pdf"
            | "application/zip"
    )
}

/// Assigns names that depend only on statuses and media types. They need no pins, because additions cannot change them.
fn unpinned(wanted: &[NameRequest]) -> Vec<Name> {
    Scope::default().choose_unpinned(wanted)
}

/// Names the fields for the headers of all successful responses. Headers with the same name share a field.
pub(super) fn header_fields(operation: &Operation) -> Vec<(String, Name)> {
    let mut wires: Vec<&str> = Vec::new();
    for header in operation.successes.iter().flat_map(|response| &response.headers) {
        if !wires.iter().any(|wire| wire.eq_ignore_ascii_case(&header.wire)) {
            wires.push(&header.wire);
        }
    }
    let wanted: Vec<NameRequest> = wires
        .iter()
        .map(|wire| PLAIN.request((*wire).to_owned(), &wire.to_ascii_lowercase(), super::style::Style::Kebab))
        .collect();
    wires.iter().map(|wire| (*wire).to_owned()).zip(unpinned(&wanted)).collect()
}

/// Returns a word for a media type.
pub(super) fn media_word(class: MediaClass) -> &'static str {
    match class {
        MediaClass::Json(JsonClass::Plain) => "json",
        MediaClass::Json(JsonClass::Problem) => "problem",
        MediaClass::Json(JsonClass::MergePatch) => "merge_patch",
        MediaClass::Json(JsonClass::JsonPatch) => "json_patch",
        MediaClass::JsonLines(JsonFraming::Lines | JsonFraming::Sequence) => "json_lines",
        MediaClass::Form => "form",
        MediaClass::Multipart => "multipart",
        MediaClass::EventStream => "events",
        MediaClass::Xml => "xml",
        MediaClass::Text(TextClass::Plain) => "text",
        MediaClass::Text(TextClass::Html) => "html",
        MediaClass::Text(TextClass::Csv) => "csv",
        MediaClass::Binary(BinaryClass::OctetStream) => "bytes",
        MediaClass::Binary(BinaryClass::Pdf) => "pdf",
        MediaClass::Binary(BinaryClass::Zip) => "zip",
        MediaClass::Binary(BinaryClass::Image) => "image",
        MediaClass::Binary(BinaryClass::Audio) => "audio",
        MediaClass::Binary(BinaryClass::Video) => "video",
        MediaClass::Text(TextClass::Other)
        | MediaClass::Binary(BinaryClass::Gzip | BinaryClass::Font | BinaryClass::Other) => "other",
    }
}

/// Returns the name of a status.
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

/// Returns the reason phrase of a status (IANA registry) as a name.
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

#[cfg(test)]
mod tests {
    use super::variants;
    use crate::ir::{BinaryClass, JsonClass, JsonFraming, MediaClass, MediaType, TextClass};

    const JSON: MediaClass = MediaClass::Json(JsonClass::Plain);
    const LINES: MediaClass = MediaClass::JsonLines(JsonFraming::Lines);
    const TEXT: MediaClass = MediaClass::Text(TextClass::Other);
    const BINARY: MediaClass = MediaClass::Binary(BinaryClass::Other);

    /// Checks the names of variants, in any order of the media types.
    #[track_caller]
    fn check(expect: &[(&str, MediaClass, &str)]) {
        let mut rows = expect.to_vec();
        for _ in expect {
            rows.rotate_left(1);
            let types: Vec<MediaType> =
                rows.iter().map(|(name, class, _)| MediaType { name: (*name).to_owned(), class: *class }).collect();
            let names = variants(&types.iter().collect::<Vec<_>>());
            let names: Vec<&str> = names.iter().map(super::Name::as_str).collect();
            assert_eq!(names, rows.iter().map(|(.., name)| *name).collect::<Vec<_>>());
        }
    }

    #[test]
    fn body_enums_have_plain_variants() {
        check(&[
            ("application/json", JSON, "Json"),
            ("application/x-www-form-urlencoded", MediaClass::Form, "Form"),
            ("multipart/form-data", MediaClass::Multipart, "Multipart"),
        ]);
        check(&[
            ("application/json", JSON, "Json"),
            ("text/json", JSON, "TextJson"),
            ("application/*+json", JSON, "ApplicationAnyJson"),
        ]);
        check(&[("text/json", JSON, "Json")]);
        check(&[("application/x-ndjson", LINES, "ApplicationXNdjson"), ("application/jsonl", LINES, "JsonLines")]);
        check(&[
            ("application/sdp", TEXT, "Sdp"),
            ("application/x-tar", BINARY, "Tar"),
            ("application/yaml", TEXT, "Yaml"),
            ("*/*", BINARY, "Any"),
        ]);
        check(&[("application/foo", BINARY, "ApplicationFoo"), ("text/foo", TEXT, "TextFoo")]);
    }
}
