//! Limits of overlays: a short path or a few actions can otherwise take time and memory that grow exponentially.

use serde_json::Value;

/// The deepest nesting of brackets, parentheses and negations in a path. Parsing is recursive.
const DEEPEST: usize = 32;
/// The most `..` in a path: each one visits all values below each match of the path before it.
const MOST_DESCENDANTS: usize = 2;
/// The most `*` in a path: `[*,*]` matches each value twice.
const MOST_WILDCARDS: usize = 8;
/// The most values that the actions of an overlay may add to a document, in addition to twice the number of its own values.
const ADDED_VALUES: usize = 100_000;

/// Returns what a JSONPath has too much of.
pub(super) fn excess(path: &str) -> Option<String> {
    let (mut depth, mut descendants, mut wildcards) = (0_usize, 0, 0);
    let mut quote = None;
    let mut chars = path.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(_), '\\') => {
                chars.next();
            }
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '[' | '(' | '!') => depth += 1,
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            (None, '*') => wildcards += 1,
            (None, '.') if chars.next_if_eq(&'.').is_some() => descendants += 1,
            (None, _) => {}
        }
        if depth > DEEPEST {
            return Some(format!("more than {DEEPEST} nested brackets"));
        }
    }
    if descendants > MOST_DESCENDANTS {
        return Some(format!("`..` more than {MOST_DESCENDANTS} times"));
    }
    (wildcards > MOST_WILDCARDS).then(|| format!("`*` more than {MOST_WILDCARDS} times"))
}

/// The number of values that the actions of an overlay may still add to a document.
#[derive(Debug)]
pub(super) struct Growth(usize);

impl Growth {
    /// Creates the limit for a document.
    pub(super) fn of(root: &Value) -> Self {
        Self(count(root, usize::MAX).saturating_mul(2).saturating_add(ADDED_VALUES))
    }

    /// Whether a value exceeded the limit. Then no more actions are applied.
    pub(super) fn is_exceeded(&self) -> bool {
        self.0 == 0
    }

    /// Subtracts a value that is added several times. Returns whether the limit allows it.
    pub(super) fn add(&mut self, value: &Value, times: usize) -> bool {
        let added = count(value, self.0.saturating_add(1)).saturating_mul(times);
        let allowed = added < self.0;
        self.0 = self.0.saturating_sub(added);
        allowed
    }
}

/// Returns the number of values in a value, or `most` if there are more.
fn count(value: &Value, most: usize) -> usize {
    let mut pending = vec![value];
    let mut counted = 0;
    while let Some(value) = pending.pop() {
        counted += 1;
        if counted >= most {
            return most;
        }
        match value {
            Value::Array(items) => pending.extend(items),
            Value::Object(members) => pending.extend(members.values()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_limited() {
        let check = |path: &str, expect: Option<&str>| assert_eq!(excess(path).as_deref(), expect, "{path:.60}");
        check("$.paths['/a..b/{c}'].*[?@.x == '***********']", None);
        check("$..*[?(@.a && (@.b || !@.c))]", None);
        check(&format!("$['{}']", "[".repeat(40)), None);
        check("$['it\\'s..'][\"a\\\"..\"]..a..b", None);
        check(&format!("${}", "[?@".repeat(33)), Some("more than 32 nested brackets"));
        check(&format!("$[?{}@.a]", "!".repeat(32)), Some("more than 32 nested brackets"));
        check("$..a..b..c", Some("`..` more than 2 times"));
        check("$[*,*,*][*,*,*][*,*,*]", Some("`*` more than 8 times"));
    }
}
