//! Decodes typed response headers, which are written in the style `simple`.

use http::HeaderMap;
use serde_json::Value;

use super::table::Delimiter;
use crate::runtime::codec::{Fit, Presence, Slot, decode_stored};

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
        Slot::List(list) => {
            let (delimiter, inner) = delimiters.split_first().unwrap_or((&Delimiter::Comma, &[]));
            let items = text.split(delimiter.character()).map(str::trim);
            for (index, item) in items.filter(|item| !item.is_empty()).enumerate() {
                let slot = list.slot(index).ok_or("too many items")?;
                read_text(slot, item, inner)?;
            }
            return Ok(());
        }
        Slot::Union(union) => {
            let count = union.table().variants.len();
            (0..count).any(|index| read_text(union.select(index), text, delimiters).is_ok())
        }
        Slot::Map(map) => {
            for (name, value) in pairs(text) {
                if let Some(slot) = map.insert(name.to_owned()) {
                    read_text(slot, value, &[])?;
                }
            }
            return Ok(());
        }
        Slot::Object(object) => {
            let members = object.table().members;
            for (name, value) in pairs(text) {
                if let Some(index) = members.iter().position(|member| member.name == name) {
                    read_text(object.slot(index), value, &[])?;
                }
            }
            return Ok(());
        }
        Slot::Stored(index, fields) => return decode_stored(fields, index, |slot| read_text(slot, text, delimiters)),
        Slot::Null | Slot::Never => false,
    };
    if fits { Ok(()) } else { Err("the text does not match the documented type".to_owned()) }
}

/// Splits an object: `a=1,b=2` (exploded) or `a,1,b,2`.
fn pairs(text: &str) -> Vec<(&str, &str)> {
    let pieces: Vec<&str> = text.split(',').map(str::trim).collect();
    let exploded: Option<Vec<_>> = pieces.iter().map(|piece| piece.split_once('=')).collect();
    exploded
        .unwrap_or_else(|| pieces.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect())
}

fn set<T: std::str::FromStr>(target: &mut T, text: &str) -> bool {
    let value = text.trim().parse();
    value.map(|value| *target = value).is_ok()
}
