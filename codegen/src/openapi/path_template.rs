//! Path templates such as `/customers/{id}?active={active}#list`.
//!
//! The specification forbids a query and a fragment, but documents use them to distinguish two operations of one path.

/// The parts of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Split<'p> {
    /// The path without query and fragment.
    pub(super) path: &'p str,
    /// The text after `?`, if any.
    pub(super) query: Option<&'p str>,
    /// Whether the path has a fragment.
    pub(super) fragment: bool,
}

/// Splits a path. `?` and `#` in braces do not separate parts.
pub(super) fn split(path: &str) -> Split<'_> {
    let outside = |separator: char, text: &str| {
        let mut depth = 0_usize;
        text.char_indices().find_map(|(at, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            (c == separator && depth == 0).then_some(at)
        })
    };
    let fragment = outside('#', path);
    let rest = path.get(..fragment.unwrap_or(path.len())).unwrap_or(path);
    let (path, query) = match outside('?', rest) {
        Some(at) => (rest.get(..at).unwrap_or(rest), rest.get(at + 1..)),
        None => (rest, None),
    };
    Split { path, query, fragment: fragment.is_some() }
}

/// Returns the parameter names in a path template, in order, or the message of its first error.
pub(super) fn parameter_names(path: &str) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find(['{', '}']) {
        let after = rest.get(at + 1..).unwrap_or_default();
        if rest.get(at..).is_some_and(|rest| rest.starts_with('}')) {
            return Err(format!("the path `{}` has a `}}` without a `{{`", path));
        }
        let Some((name, behind)) = after.split_once('}').filter(|(name, _)| !name.contains('{')) else {
            return Err(format!("the path `{}` has a `{{` without a `}}`", path));
        };
        if name.is_empty() {
            return Err(format!("the path `{}` has a parameter without a name", path));
        }
        names.push(name.to_owned());
        rest = behind;
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_paths() {
        for (path, expect, query, fragment) in [
            ("/a/{id}", "/a/{id}", None, false),
            ("/a?b={c}&d=1", "/a", Some("b={c}&d=1"), false),
            ("/#Action=A", "/", None, true),
            ("/a?b#c", "/a", Some("b"), true),
            ("/{id?}/{#x}", "/{id?}/{#x}", None, false),
            ("{$request.body#/url}", "{$request.body#/url}", None, false),
        ] {
            assert_eq!(split(path), Split { path: expect, query, fragment }, "{path}");
        }
    }
}
