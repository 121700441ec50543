//! The header `Link` (RFC 8288): the target of the relation `next`.

use http::{HeaderMap, header};

/// Returns the target of the first link with the relation `next`.
pub(super) fn next_link(headers: &HeaderMap) -> Option<String> {
    headers.get_all(header::LINK).iter().find_map(|value| {
        // A title may hold bytes that are not ASCII; they must not hide the link.
        next_in(&String::from_utf8_lossy(value.as_bytes())).map(str::to_owned)
    })
}

fn next_in(mut rest: &str) -> Option<&str> {
    while let Some((_, link)) = rest.split_once('<') {
        let (target, parameters) = link.split_once('>')?;
        let (is_next, after) = has_next(parameters);
        if is_next {
            return Some(target.trim());
        }
        rest = after;
    }
    None
}

/// Returns whether a link's parameters contain the relation `next`, and the text after them.
fn has_next(mut rest: &str) -> (bool, &str) {
    let mut found = false;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ';']);
        if rest.is_empty() || rest.starts_with([',', '<']) {
            return (found, rest);
        }
        let (name, after) = rest.split_at(rest.find(['=', ';', ',', '<']).unwrap_or(rest.len()));
        let (value, after) = after.strip_prefix('=').map_or(("", after), parameter_value);
        let mut relations = value.split_ascii_whitespace();
        found |= name.trim().eq_ignore_ascii_case("rel") && relations.any(|name| name.eq_ignore_ascii_case("next"));
        rest = after;
    }
}

/// Returns a token or the content of a quoted string, and the text after it.
fn parameter_value(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let Some(quoted) = text.strip_prefix('"') else {
        return text.split_at(text.find([';', ',']).unwrap_or(text.len()));
    };
    let mut escaped = false;
    let end = quoted.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.and_then(|end| Some((quoted.get(..end)?, quoted.get(end + 1..)?))).unwrap_or((quoted, ""))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    #[test]
    fn links() {
        #[track_caller]
        fn check(links: &[&str], expect: Option<&str>) {
            let mut headers = HeaderMap::new();
            for link in links {
                headers.append(header::LINK, HeaderValue::from_bytes(link.as_bytes()).unwrap());
            }
            assert_eq!(super::next_link(&headers).as_deref(), expect, "{links:?}");
        }
        check(&["<https://a/b?c=d,e;f>; rel=\"next\""], Some("https://a/b?c=d,e;f"));
        check(&["</1>; rel=\"prev\", </2>; title=x; rel=\"last next\""], Some("/2"));
        check(&["</1>; rel=prev"], None);
        check(&["</1>; rel=prev", "</2>; rel=next"], Some("/2"));
        check(&["</1>; rel=next"], Some("/1"));
        check(&["</1>; REL = Next"], Some("/1"));
        check(&["</1>;rel=next;title=x,</2>;rel=prev"], Some("/1"));
        // Quoted text is neither a link nor a relation.
        check(&["</1>; title=\"<no>; rel=next, \\\"\"; rel=next"], Some("/1"));
        check(&["</1>; title=\"; rel=next\""], None);
        check(&["</1>; title=\"sé\"; rel=next"], Some("/1"));
        check(&["</1>; rel=\"next"], Some("/1"));
        check(&["</1> rel=next"], Some("/1"));
        check(&["</1>, </2>; rel=next"], Some("/2"));
        check(&["</1>; =; ;rel=next"], Some("/1"));
        check(&["<>; rel=next"], Some(""));
        check(&["nonsense", "<", "</1", "</1>;", "</1>;rel", "</1>;rel="], None);
    }
}
