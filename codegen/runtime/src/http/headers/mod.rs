//! Decodes typed response headers.
//!
//! A header is decoded from the text of all its lines, which is UTF-8: bytes that are not ASCII are allowed in a header (RFC 9110, 5.5), but have
//! no encoding there. `Response::headers` has the bytes of every header.
//!
//! | the type | the text `a, b` on one line, or on two | other rules |
//! |---|---|---|
//! | a list | two items | see [`items::split`] |
//! | an object | in the style `simple`: names and values | HTTP allows spaces around the commas |
//! | a string | `a, b` | two lines are joined, because repeated headers are lists (RFC 9110, 5.3) |
//! | any other | an error | if all lines are the same, one of them counts |
//!
//! - `Set-Cookie` is not a list (RFC 9110, 5.3): its lines are not joined and not split. A list has an item for each line, an object a member for
//!   each line (OpenAPI 3.2, "Representing the `Set-Cookie` Header"), and any other type is decoded from the first line. Text (`content: text/plain`)
//!   has all of them, separated by line feeds.
//! - A header with `content: application/json` is decoded as JSON.
//! - A `date-time` can also be an HTTP date.
//! - An optional header without text is absent if it is a single value that has no empty text: some servers send `X-Next-Page:` instead of no
//!   header.

mod items;
mod value;

use http::HeaderMap;

pub(super) use self::items::split;
use self::items::trimmed;
use self::value::{Style, Text};
use super::table::HeaderEncoding;
use crate::runtime::codec::{Presence, Slot, json};

/// Decodes headers into the fields of an object; members are named after headers. `encodings` contains the headers that are not in the style
/// `simple`, not exploded.
pub(super) fn read(
    slot: Slot<'_>,
    headers: &HeaderMap,
    encodings: &[(&str, HeaderEncoding)],
) -> Result<(), (&'static str, String)> {
    let Slot::Object(object) = slot else { return Ok(()) };
    let table = object.table();
    for (index, member) in table.members.iter().enumerate() {
        let is_required = member.presence == Presence::Required;
        let lines: Result<Vec<&str>, _> = headers
            .get_all(member.name)
            .iter()
            .map(|value| std::str::from_utf8(value.as_bytes()).map(trimmed))
            .collect();
        let lines = lines.map_err(|_| (member.name, "the value is not valid UTF-8".to_owned()))?;
        if lines.is_empty() {
            if is_required {
                return Err((member.name, "the header is missing".to_owned()));
            }
            continue;
        }
        let encoding = encodings.iter().find(|(name, _)| *name == member.name).map(|(_, encoding)| *encoding);
        let Err(message) = read_header(member.name, object.slot(index), &lines, encoding) else { continue };
        if lines.iter().any(|line| !line.is_empty()) {
            return Err((member.name, message));
        }
        if is_required || !clear(object.slot(index)) {
            return Err((member.name, message));
        }
    }
    Ok(())
}

/// Makes an optional value absent. Returns `false` for a list or an object: without text, it is incomplete.
fn clear(slot: Slot<'_>) -> bool {
    let Slot::Nullable(place) = slot else { return false };
    let is_composite = matches!(place.set_non_null(), Slot::List(_) | Slot::Object(_) | Slot::Map(_));
    place.set_null();
    !is_composite
}

fn read_header(name: &str, slot: Slot<'_>, lines: &[&str], encoding: Option<HeaderEncoding>) -> Result<(), String> {
    let (delimiters, explode) = match encoding {
        Some(HeaderEncoding::Json) => return read_json(slot, lines),
        Some(HeaderEncoding::Lines) => {
            let text = lines.join("\n");
            return value::read(slot, Text { lines: &[&text] }, Style { delimiters: &[], explode: false });
        }
        Some(HeaderEncoding::Delimited(delimiters)) => (delimiters, false),
        Some(HeaderEncoding::Exploded) => (&[][..], true),
        None => (&[][..], false),
    };
    let style = Style { delimiters, explode };
    if name.eq_ignore_ascii_case("set-cookie") {
        return read_cookies(slot, lines, style);
    }
    value::read(slot, Text { lines }, style)
}

fn read_json(slot: Slot<'_>, lines: &[&str]) -> Result<(), String> {
    let text = match lines {
        [first, rest @ ..] if rest.iter().all(|line| line == first) => (*first).to_owned(),
        _ => return Err("the header appears several times, with different values".to_owned()),
    };
    json::decode_with_errors(slot, text.as_bytes()).map(drop).map_err(|error| error.to_string())
}

/// Reads `Set-Cookie`, each line of which is a value.
fn read_cookies(slot: Slot<'_>, lines: &[&str], style: Style<'_>) -> Result<(), String> {
    match slot {
        Slot::Nullable(place) => read_cookies(place.set_non_null(), lines, style),
        Slot::List(list) => value::read_items(list, lines, style),
        Slot::Object(object) => value::read_object(object, &pairs(lines)?),
        Slot::Map(map) => value::read_map(map, &pairs(lines)?),
        slot => value::read(slot, Text { lines: lines.get(..1).unwrap_or_default() }, style),
    }
}

/// Splits cookies into names and values. A value keeps its attributes.
fn pairs<'t>(lines: &[&'t str]) -> Result<Vec<(&'t str, &'t str)>, String> {
    let pair =
        |line: &&'t str| line.split_once('=').ok_or("expected a cookie's name and value, such as `a=1`".to_owned());
    lines.iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use self::models::Headers;
    use super::read;
    use crate::runtime::codec::Field;

    /// Models have none of the codec's traits in scope.
    mod models {
        use crate::runtime::codec::{object, tuple};
        use crate::runtime::{AsText, Custom};

        /// A custom type without a default: nothing can stand in its place.
        pub type Address = Custom<std::net::IpAddr, AsText>;

        #[derive(Debug, Clone, PartialEq)]
        pub struct Headers {
            pub server: Option<Server>,
            pub route: Option<Route>,
            pub limit: Option<Address>,
        }
        object!(Headers { 0 "server" => server: Optional, 1 "route" => route: Optional, 2 "limit" => limit: Optional, });

        #[derive(Debug, Clone, PartialEq)]
        pub struct Server {
            pub address: Address,
            pub port: Option<u16>,
        }
        object!(Server { 0 "address" => address: Required, 1 "port" => port: Optional, });

        #[derive(Debug, Clone, PartialEq)]
        pub struct Route(pub Address, pub Address);
        tuple!(Route { required 0, required 1, });
    }

    #[track_caller]
    fn check(name: &'static str, text: &str, expect: Result<&str, &str>) {
        let headers =
            HeaderMap::from_iter([(name.parse::<http::HeaderName>().unwrap(), HeaderValue::from_str(text).unwrap())]);
        let mut typed = Headers::placeholder();
        let found = match read(typed.slot(), &headers, &[]) {
            Ok(()) => Ok(format!("{typed:?}")),
            Err((_, message)) => Err(message),
        };
        match (found, expect) {
            (Ok(found), Ok(expect)) => assert!(found.contains(expect), "{text}: {found}"),
            (found, expect) => assert_eq!(found.as_deref().map_err(String::as_str), expect, "{text}"),
        }
    }

    #[test]
    fn composite_headers_are_complete_or_errors() {
        check("server", "address=10.0.0.1,port=80", Ok("address: 10.0.0.1, port: Some(80)"));
        check("server", "address, ::1", Ok("address: ::1, port: None"));
        let missing = Err("the object `Server` is missing the required member `address`");
        check("server", "port=80", missing);
        check("server", "", missing);
        check("server", "address=here", Err("the text does not match the documented type"));
        check("server", "address", Err("expected names and values, separated by commas"));
        check("server", "address=::1,address=::2", Err("the member `address` appears twice"));
        check("route", "::1, ::2", Ok("Route(::1, ::2)"));
        check("route", "::1", Err("too few items"));
        check("route", "::1,::2,::3", Err("too many items"));
        check("limit", "none", Err("the text does not match the documented type"));
    }
}
