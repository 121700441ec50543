//! Values that are sent without encoding: in headers, and in cookies of the style `cookie`.
//!
//! OpenAPI 3.2 ("Header Object") forbids percent-encoding and automatic quotation marks in headers, because the rules vary between headers.
//! So nothing can protect a character that the server would take for a delimiter, or that HTTP would remove. A value with such a character is an error
//! before anything is sent: the server would receive another value, or another number of items. A comma in a quoted string that the caller wrote
//! (`"a,b"`; RFC 9110, 5.6.4) does not end an item.

use super::UntypedValue;
use crate::runtime::http::charset::ascii_json;
use crate::runtime::http::{cookies, headers};

/// Checks a value of a header. Its lists and objects are joined by these delimiters. JSON inside it becomes ASCII.
///
/// Other text stays as it is: bytes that are not ASCII are allowed in a header (RFC 9110, 5.5), but have no encoding there; they are UTF-8.
///
/// # Errors
///
/// Returns the reason if the value cannot be sent.
pub(super) fn header(mut value: UntypedValue, delimiters: &[char], explode: bool) -> Result<UntypedValue, String> {
    match &mut value {
        UntypedValue::Absent => {}
        UntypedValue::Text(text) | UntypedValue::Json(text) => check_ends(text, "a header value")?,
        UntypedValue::List(items) => {
            items.iter_mut().try_for_each(|item| list_item(item, delimiters))?;
            check_count(items, delimiters)?;
        }
        UntypedValue::Object(members) => {
            for (name, member) in members.iter_mut().filter(|(_, member)| !matches!(member, UntypedValue::Absent)) {
                check_piece(name, "a member's name", delimiters)?;
                if explode && name.contains('=') {
                    return Err(format!("the member's name `{}` contains the delimiter `=`", name.escape_debug()));
                }
                match member {
                    // `name=` is not an empty item.
                    UntypedValue::Text(text) if explode && text.is_empty() => {}
                    member => piece(member, "a member's value", delimiters)?,
                }
            }
        }
    }
    Ok(value)
}

fn list_item(item: &mut UntypedValue, delimiters: &[char]) -> Result<(), String> {
    match item {
        UntypedValue::List(items) if items.is_empty() => Err(empty("an item of the list")),
        UntypedValue::List(items) => items.iter_mut().try_for_each(|item| list_item(item, delimiters)),
        item => piece(item, "an item of the list", delimiters),
    }
}

fn piece(value: &mut UntypedValue, what: &str, delimiters: &[char]) -> Result<(), String> {
    match value {
        UntypedValue::Text(text) => check_piece(text, what, delimiters),
        // Its own brackets delimit it.
        UntypedValue::Json(json) => {
            *json = ascii_json(json);
            Ok(())
        }
        UntypedValue::Absent | UntypedValue::List(_) | UntypedValue::Object(_) => Ok(()),
    }
}

fn check_piece(text: &str, what: &str, delimiters: &[char]) -> Result<(), String> {
    if text.is_empty() {
        return Err(empty(what));
    }
    let is_protected = |c: &char| *c == ',' && headers::split(text).len() == 1;
    if let Some(delimiter) = text.chars().find(|c| delimiters.contains(c) && !is_protected(c)) {
        let delimiter = delimiter.escape_debug();
        return Err(format!("{what} contains the delimiter `{delimiter}`, which a header cannot escape"));
    }
    check_ends(text, what)
}

/// Checks that the joined text has as many items as the list. A quotation mark that is not closed could protect the commas behind it.
fn check_count(items: &[UntypedValue], delimiters: &[char]) -> Result<(), String> {
    let is_text = |item: &UntypedValue| matches!(item, UntypedValue::Text(_) | UntypedValue::Absent);
    let texts: Vec<&str> = UntypedValue::texts(items).collect();
    if delimiters != [','] || !items.iter().all(is_text) || headers::split(&texts.join(",")).len() == texts.len() {
        return Ok(());
    }
    // An empty list is not sent.
    if texts.is_empty() {
        Ok(())
    } else {
        Err("the list contains a quotation mark or a `<` that is not closed".to_owned())
    }
}

fn empty(what: &str) -> String {
    format!("{what} is empty, which a header cannot express")
}

/// Checks that HTTP does not remove the first or last character (RFC 9110, 5.5).
fn check_ends(text: &str, what: &str) -> Result<(), String> {
    if text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']) {
        return Err(format!("{what} must not begin or end with a space or a tab, because HTTP removes it"));
    }
    Ok(())
}

/// Checks a value of a cookie with this name, whose items are separate cookies if `explode` is true.
///
/// # Errors
///
/// Returns the reason if the value cannot be sent.
pub(super) fn cookie(name: &str, value: &UntypedValue, explode: bool) -> Result<(), String> {
    let check = |value: &UntypedValue| match value {
        UntypedValue::Text(text) | UntypedValue::Json(text) => cookies::check_value(text),
        UntypedValue::Absent | UntypedValue::List(_) | UntypedValue::Object(_) => Ok(()),
    };
    match value {
        UntypedValue::Absent => Ok(()),
        UntypedValue::Text(_) | UntypedValue::Json(_) => cookies::check_name(name).and_then(|()| check(value)),
        UntypedValue::List(items) => cookies::check_name(name).and_then(|()| items.iter().try_for_each(check)),
        UntypedValue::Object(members) => members.iter().try_for_each(|(member, value)| {
            if explode {
                cookies::check_name(member)?
            } else {
                cookies::check_value(member)?
            }
            check(value)
        }),
    }
}
