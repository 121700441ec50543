//! The items of a list in a header, and the members of an object.

/// Splits a list at commas. A comma does not end an item in a quoted string (RFC 9110, 5.6.4) or in the URL of a link (`<…>`; RFC 8288, 3). Both may
/// contain commas, and no style escapes them. If either is not closed, its commas do end items. Items are trimmed; they keep their quotation marks,
/// which may be part of the value, as in `ETag`.
pub fn split(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut rest = text;
    loop {
        let (item, after) = match end_of_item(rest) {
            Some(end) => (rest.get(..end), rest.get(end + 1..)),
            None => (Some(rest), None),
        };
        items.push(trimmed(item.unwrap_or_default()));
        match after {
            Some(after) => rest = after,
            None => return items,
        }
    }
}

/// Returns where the comma behind the first item is.
fn end_of_item(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let start = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
    let mut at = match bytes.get(start..).unwrap_or_default() {
        [b'<', link @ ..] => link.iter().position(|byte| *byte == b'>').map_or(start, |length| start + 1 + length),
        _ => start,
    };
    while let Some(byte) = bytes.get(at) {
        let opens =
            *byte == b'"' && (at == start || matches!(bytes.get(at - 1), Some(b' ' | b'\t' | b'=' | b'/' | b';')));
        match byte {
            b',' => return Some(at),
            _ if opens => at = end_of_quoted(bytes, at).unwrap_or(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Returns where the closing quotation mark of a quoted string is.
fn end_of_quoted(bytes: &[u8], opening: usize) -> Option<usize> {
    let mut at = opening + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Removes the whitespace that HTTP allows around values.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// Splits the members of an object: `a=1,b=2` if it is exploded, else `a,1,b,2`. The latter accepts the former, too, unless `is_member` knows
/// a name.
pub(super) fn members<'t>(
    text: &'t str,
    explode: bool,
    is_member: &dyn Fn(&str) -> bool,
) -> Result<Vec<(&'t str, &'t str)>, String> {
    let pieces = split(text);
    if pieces == [""] {
        return Ok(Vec::new());
    }
    let pairs: Option<Vec<_>> = pieces.iter().map(|piece| piece.split_once('=')).collect();
    let (chunks, rest) = pieces.as_chunks::<2>();
    match pairs {
        Some(pairs) if explode || !rest.is_empty() || !chunks.iter().any(|[name, _]| is_member(name)) => Ok(pairs),
        None if explode => Err("expected names and values, such as `a=1`, separated by commas".to_owned()),
        _ if !rest.is_empty() => Err("expected names and values, separated by commas".to_owned()),
        _ => Ok(chunks.iter().map(|[name, value]| (*name, *value)).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::{members, split};

    #[test]
    fn commas_separate_items() {
        for (text, expect) in [
            ("", &[""][..]),
            ("a", &["a"]),
            ("a, b\t,c", &["a", "b", "c"]),
            ("a,,b,", &["a", "", "b", ""]),
            ("\"a,b\", c", &["\"a,b\"", "c"]),
            ("W/\"a,b\",\"c\"", &["W/\"a,b\"", "\"c\""]),
            ("\"a\\\",b\",c", &["\"a\\\",b\"", "c"]),
            ("a;x=\"1,2\";y=3,b", &["a;x=\"1,2\";y=3", "b"]),
            (
                "<https://h/?a=1,2>; rel=\"next\", <b>; rel=\"last,first\"",
                &["<https://h/?a=1,2>; rel=\"next\"", "<b>; rel=\"last,first\""],
            ),
            // Quotation marks and angle brackets with other meanings.
            ("5\",6\"", &["5\"", "6\""]),
            ("\"a,b", &["\"a", "b"]),
            ("\"a\\", &["\"a\\"]),
            ("<a,b", &["<a", "b"]),
            ("a<b,c>d", &["a<b", "c>d"]),
            ("é,\"ü,", &["é", "\"ü", ""]),
        ] {
            assert_eq!(split(text), expect, "{text}");
        }
    }

    #[test]
    fn members_are_exploded_or_not() {
        #[track_caller]
        fn check(text: &str, explode: bool, expect: Result<&[(&str, &str)], &str>) {
            let found = members(text, explode, &|name| name == "a=b");
            assert_eq!(found.as_deref().map_err(String::as_str), expect, "{text} {explode}");
        }
        let rgb = [("R", "100"), ("G", "200")];
        check("R=100, G=200", true, Ok(&rgb));
        check("R,100,G,200", false, Ok(&rgb));
        // Sloppy servers.
        check("R=100,G=200", false, Ok(&rgb));
        check("R=100", false, Ok(&[("R", "100")]));
        check("R=,G=a=b", true, Ok(&[("R", ""), ("G", "a=b")]));
        check("R,x==,G,y==", false, Ok(&[("R", "x=="), ("G", "y==")]));
        check("a=b,c=d", false, Ok(&[("a=b", "c=d")]));
        check("n=\"a,b\",c=d", true, Ok(&[("n", "\"a,b\""), ("c", "d")]));
        check("", true, Ok(&[]));
        check("name=Doe, John,age=5, x", true, Err("expected names and values, such as `a=1`, separated by commas"));
        check("R,100,G", false, Err("expected names and values, separated by commas"));
    }
}
