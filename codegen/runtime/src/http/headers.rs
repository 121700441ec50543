//! Decodes typed response headers, which are written in the style `simple`.

use http::HeaderMap;
use serde_json::Value;

use super::table::Delimiter;
use crate::runtime::codec::{
    Fit, FlattenedPart, IndexSet, List, Map, Object, Presence, Slot, decode_stored, map_field,
};

/// The error of a header whose text is not a value of its type.
const NO_MATCH: &str = "the text does not match the documented type";

/// The delimiters of a list and of the lists inside it, outermost first.
type Delimiters = [Delimiter];

/// Decodes headers into the fields of an object; members are named after headers. `delimiters` contains the delimiters of lists that are not
/// separated by commas.
pub(super) fn read(
    slot: Slot<'_>,
    headers: &HeaderMap,
    delimiters: &[(&str, &Delimiters)],
) -> Result<(), (&'static str, String)> {
    let Slot::Object(object) = slot else { return Ok(()) };
    let table = object.table();
    for (index, member) in table.members.iter().enumerate() {
        let texts: Option<Vec<&str>> = headers.get_all(member.name).iter().map(|value| value.to_str().ok()).collect();
        let texts = texts.ok_or_else(|| (member.name, "expected text".to_owned()))?;
        match (texts.as_slice(), member.presence) {
            ([], Presence::Required) => return Err((member.name, "the header is missing".to_owned())),
            ([], _) => {}
            (texts, _) => {
                let own = delimiters.iter().find(|(name, _)| *name == member.name);
                let own = own.map_or(&[] as &Delimiters, |(_, delimiters)| delimiters);
                // A repeated header is a list (RFC 9110, 5.3).
                let text = match own.first() {
                    None | Some(Delimiter::Comma) => texts.join(", "),
                    Some(delimiter) => texts.join(delimiter.character().encode_utf8(&mut [0; 4])),
                };
                read_text(object.slot(index), &text, own).map_err(|message| (member.name, message))?;
            }
        }
    }
    Ok(())
}

fn read_text(slot: Slot<'_>, text: &str, delimiters: &Delimiters) -> Result<(), String> {
    let fits = match slot {
        Slot::Bool(target) => set(target, text),
        Slot::I64(target) => set(target, text),
        Slot::F64(target) => set(target, text) && target.is_finite(),
        Slot::F32(target) => set(target, text) && target.is_finite(),
        Slot::Integer(target) => match text.parse() {
            Ok(value) => target.set_i128(value),
            Err(_) => text.parse().is_ok_and(|value| target.set_u128(value)),
        },
        Slot::String(target) => {
            text.clone_into(target);
            true
        }
        Slot::Text(target) => matches!(target.set(text), Fit::Exact | Fit::Unknown),
        Slot::Number(target) => matches!(target.set(text.trim()), Fit::Exact | Fit::Unknown),
        Slot::FromValue(target) => {
            let value = serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
            matches!(target.set(value), Fit::Exact | Fit::Unknown)
        }
        Slot::Any(target) => {
            *target = Value::String(text.to_owned());
            true
        }
        Slot::Nullable(target) => return read_text(target.set_non_null(), text, delimiters),
        Slot::List(list) => return read_list(list, text, delimiters),
        Slot::Union(union) => {
            let count = union.table().variants.len();
            (0..count).any(|index| read_text(union.select(index), text, delimiters).is_ok())
        }
        Slot::Map(map) => {
            return pairs(text)?.into_iter().try_for_each(|(name, value)| read_into_map(map, name, value));
        }
        Slot::Object(object) => return read_object(object, &pairs(text)?),
        Slot::Stored(index, fields) => return decode_stored(fields, index, |slot| read_text(slot, text, delimiters)),
        Slot::Null | Slot::Never => false,
    };
    if fits { Ok(()) } else { Err(NO_MATCH.to_owned()) }
}

fn read_list(list: &mut dyn List, text: &str, delimiters: &Delimiters) -> Result<(), String> {
    let (delimiter, inner) = delimiters.split_first().unwrap_or((&Delimiter::Comma, &[]));
    let mut count = 0;
    for item in text.split(delimiter.character()).map(str::trim).filter(|item| !item.is_empty()) {
        let slot = list.slot(count).ok_or("too many items")?;
        read_text(slot, item, inner)?;
        count += 1;
    }
    if count < list.required() { Err("too few items".to_owned()) } else { Ok(()) }
}

/// Reads the members of an object, and checks that the required ones are there.
fn read_object(object: &mut dyn Object, pairs: &[(&str, &str)]) -> Result<(), String> {
    let table = object.table();
    let mut present = IndexSet::new(table.members.len());
    for (name, value) in pairs {
        if let Some(index) = table.find(name, 0) {
            if !present.insert(index) {
                return Err(format!("the member `{}` appears twice", table.members[index].name));
            }
            read_text(object.slot(index), value, &[])?;
        } else if let Some(field) = map_field(table, name)
            && let Slot::Map(map) = object.slot(field)
        {
            read_into_map(map, name, value)?;
        }
    }
    table.check_required(&present).map_err(|message| message.0)?;
    let first = table.members.len() + table.patterns.len();
    for (index, part) in table.flattened.iter().enumerate() {
        match read_part(object.slot(first + index), pairs) {
            Err(message) if *part == FlattenedPart::Required => return Err(message),
            Err(_) => {
                if let Slot::Nullable(place) = object.slot(first + index) {
                    place.set_null();
                }
            }
            Ok(()) => {}
        }
    }
    Ok(())
}

/// Reads a part of an object, whose members are those of the object.
fn read_part(slot: Slot<'_>, pairs: &[(&str, &str)]) -> Result<(), String> {
    match slot {
        Slot::Object(object) => read_object(object, pairs),
        Slot::Map(map) => pairs.iter().try_for_each(|(name, value)| read_into_map(map, name, value)),
        Slot::Nullable(place) => read_part(place.set_non_null(), pairs),
        Slot::Union(union) => {
            let count = union.table().variants.len();
            match (0..count).any(|index| read_part(union.select(index), pairs).is_ok()) {
                true => Ok(()),
                false => Err(NO_MATCH.to_owned()),
            }
        }
        _ => Err(NO_MATCH.to_owned()),
    }
}

fn read_into_map(map: &mut dyn Map, name: &str, value: &str) -> Result<(), String> {
    match map.insert(name.to_owned()) {
        Some(slot) => read_text(slot, value, &[]),
        None => Err("a member appears twice".to_owned()),
    }
}

/// Splits an object: `a=1,b=2` (exploded) or `a,1,b,2`.
fn pairs(text: &str) -> Result<Vec<(&str, &str)>, String> {
    let pieces: Vec<&str> = text.split(',').map(str::trim).collect();
    if pieces == [""] {
        return Ok(Vec::new());
    }
    let exploded: Option<Vec<_>> = pieces.iter().map(|piece| piece.split_once('=')).collect();
    if let Some(pairs) = exploded {
        return Ok(pairs);
    }
    let chunks = pieces.chunks_exact(2);
    if !chunks.remainder().is_empty() {
        return Err("expected names and values, separated by commas".to_owned());
    }
    Ok(chunks.filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect())
}

fn set<T: std::str::FromStr>(target: &mut T, text: &str) -> bool {
    let value = text.trim().parse();
    value.map(|value| *target = value).is_ok()
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
