//! `collectionFormat`: how a list is written in a parameter, a form or a header, and how lists inside it are written.
//!
//! The rewrite writes what OpenAPI 3.0 can express as `style` and `explode`. For the rest, it adds the field [`COLLECTION_FORMATS`], which only the
//! reader of a Swagger 2.0 document looks at. Its value lists the formats, outermost first.

use serde_json::{Map, Value};

use super::super::document::{Delimiter, ListFormat};
use super::super::extensions::COLLECTION_FORMATS;
use super::problems::Problems;
use crate::diag::SourceLocation;

/// Upper bound for the depth of nested lists; real documents stay far below it.
const DEEPEST: usize = 32;

const MULTI: &str = "multi";
const DELIMITERS: [(&str, Delimiter); 4] =
    [("csv", Delimiter::Comma), ("ssv", Delimiter::Space), ("tsv", Delimiter::Tab), ("pipes", Delimiter::Pipe)];

/// The part of a request or response that contains a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListLocation {
    /// A query, or a form that is encoded like one.
    Query,
    /// A part of a multipart body.
    Part,
    /// A path or a header of a request.
    PathOrHeader,
    /// A header of a response.
    ResponseHeader,
}

impl ListLocation {
    fn allows_multi(self) -> bool {
        match self {
            Self::Query | Self::Part => true,
            Self::PathOrHeader | Self::ResponseHeader => false,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Query | Self::Part => "a query or a form",
            Self::PathOrHeader => "a path or a header",
            Self::ResponseHeader => "a response header",
        }
    }
}

/// Returns the fields that replace `collectionFormat` of a parameter or header, which was at `from`.
pub(super) fn rewritten(
    members: &Map<String, Value>,
    location: ListLocation,
    from: &SourceLocation,
    problems: &mut Problems,
) -> Map<String, Value> {
    let mut fields = Map::new();
    if !is_list(members) {
        return fields;
    }
    let formats = formats(members, location, from, problems);
    let (style, explode) = match (location, formats.as_slice()) {
        (ListLocation::Query, [MULTI, ..]) => ("form", true),
        (ListLocation::Query, ["ssv"]) => ("spaceDelimited", false),
        (ListLocation::Query, ["pipes"]) => ("pipeDelimited", false),
        (ListLocation::Query, _) => ("form", false),
        (ListLocation::Part | ListLocation::PathOrHeader | ListLocation::ResponseHeader, _) => ("simple", false),
    };
    let expressed = match location {
        ListLocation::Query => matches!(formats.as_slice(), [MULTI | "csv" | "ssv" | "pipes"]),
        // Without an encoding, each item is a part of its own.
        ListLocation::Part => matches!(formats.as_slice(), [MULTI]),
        ListLocation::PathOrHeader | ListLocation::ResponseHeader => matches!(formats.as_slice(), ["csv"]),
    };
    if location != ListLocation::Part {
        fields.insert("style".to_owned(), style.into());
        fields.insert("explode".to_owned(), explode.into());
    }
    if !expressed {
        fields.insert(COLLECTION_FORMATS.to_owned(), formats.into_iter().map(Value::from).collect());
    }
    fields
}

/// Reads the formats that [`rewritten`] wrote into a parameter, header or encoding. `None` if its style determines the format.
pub(in super::super) fn list_format(element: &Value) -> Option<ListFormat> {
    let mut names: Vec<&str> = element.get(COLLECTION_FORMATS)?.as_array()?.iter().filter_map(Value::as_str).collect();
    let repeated = names.first() == Some(&MULTI);
    if repeated {
        names.remove(0);
    }
    let delimiters = names.into_iter().map(delimiter).collect::<Option<Vec<_>>>()?;
    (!delimiters.is_empty()).then_some(ListFormat { repeated, delimiters })
}

/// Returns the formats of a list and of the lists inside it, outermost first.
fn formats(
    list: &Map<String, Value>,
    location: ListLocation,
    from: &SourceLocation,
    problems: &mut Problems,
) -> Vec<&'static str> {
    let mut formats = Vec::new();
    let mut from = from.clone();
    let mut next = Some(list);
    while let Some(list) = next.filter(|list| is_list(list) && formats.len() < DEEPEST) {
        formats.push(match list.get("collectionFormat") {
            None | Some(Value::Null) => "csv",
            Some(written) => {
                let nested = !formats.is_empty();
                let (read, problem) = read(written, location, nested);
                if let Some((message, remedy)) = problem {
                    problems.tolerated(&from.key("collectionFormat"), message, remedy);
                }
                read
            }
        });
        from = from.key("items");
        next = list.get("items").and_then(Value::as_object);
    }
    formats
}

/// Returns the format, and the message and remedy of a problem.
fn read(written: &Value, location: ListLocation, nested: bool) -> (&'static str, Option<(String, String)>) {
    let text = written.as_str().unwrap_or_default();
    let is_written = |name: &str| name.eq_ignore_ascii_case(text);
    let known = DELIMITERS.iter().map(|(name, _)| *name).chain([MULTI]).find(|name| is_written(name));
    let shown = written.as_str().map_or_else(|| written.to_string(), |text| text.escape_debug().to_string());
    match known {
        Some(MULTI) if nested || !location.allows_multi() => {
            let place = if nested { "a list inside another list" } else { location.name() };
            let message = format!("`collectionFormat: multi` is not allowed in {place}; it is read as `csv`");
            ("csv", Some((message, "write one of csv, ssv, tsv, pipes".to_owned())))
        }
        Some(known) if known != text => {
            let message = format!("`collectionFormat: {shown}` must be in lower case; it is read as `{known}`");
            (known, Some((message, format!("write `{known}`"))))
        }
        Some(known) => (known, None),
        None => {
            let message = format!("`collectionFormat` cannot be `{shown}`; it is read as `csv`");
            let multi = if !nested && location.allows_multi() { ", multi" } else { "" };
            ("csv", Some((message, format!("write one of csv, ssv, tsv, pipes{multi}"))))
        }
    }
}

fn is_list(members: &Map<String, Value>) -> bool {
    match members.get("type").and_then(Value::as_str) {
        Some(name) => name == "array",
        None => members.contains_key("items"),
    }
}

fn delimiter(name: &str) -> Option<Delimiter> {
    DELIMITERS.iter().find(|(known, _)| *known == name).map(|(_, delimiter)| *delimiter)
}
