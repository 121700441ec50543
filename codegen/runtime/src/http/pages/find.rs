//! Reads the members of a page that pagination needs, without copying the page, which can be large.

use std::hash::{DefaultHasher, Hasher};
use std::io;

use crate::runtime::Value;
use crate::runtime::codec::{Object, View, to_json, to_json_value};

/// Returns the value at a path of members.
pub(super) fn find<'a>(view: View<'a>, path: &[&str]) -> Option<View<'a>> {
    let Some((name, rest)) = path.split_first() else { return Some(view) };
    match view {
        View::Object(object) if !object.table().must_merge() => find(member(object, name)?, rest),
        View::Map(map) => {
            let mut found = None;
            map.each(&mut |other, view| {
                if other == *name {
                    found = Some(to_json_value(view));
                }
                found.is_none()
            });
            find_in_owned(found?, rest)
        }
        View::Any(value) => find(View::Any(value.get(name)?), rest),
        // An object merged from several fields, a value created for its view, or a value without members.
        other => find_in_owned(to_json_value(other), path),
    }
}

fn find_in_owned(mut value: Value, path: &[&str]) -> Option<View<'static>> {
    for name in path {
        value = value.get_mut(name)?.take();
    }
    Some(View::Owned(Box::new(value)))
}

fn member<'a>(object: &'a dyn Object, name: &str) -> Option<View<'a>> {
    let table = object.table();
    match table.members.iter().position(|member| member.name == name) {
        Some(index) => Some(object.view(index)),
        None => table.map_fields().find_map(|field| find(object.view(field), &[name])),
    }
}

/// Returns a 64-bit hash of a text. Collisions are practically impossible.
pub(super) fn fingerprint(text: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text);
    hasher.finish()
}

fn last_item<'v>(view: &View<'v>) -> Option<View<'v>> {
    match view {
        View::List(list) => list.len().checked_sub(1).map(|last| list.view(last)),
        View::Any(value) => value.as_array()?.last().map(View::Any),
        _ => None,
    }
}

/// The items of a list.
pub(super) struct Items<'a>(View<'a>);

impl<'a> Items<'a> {
    /// Returns the items at a path.
    pub(super) fn of(page: View<'a>, path: &[&str]) -> Option<Self> {
        find(page, path).map(Self)
    }

    /// Returns the number of items; `None` if the value is not a list. An absent list and null are empty.
    pub(super) fn count(&self) -> Option<usize> {
        match &self.0 {
            View::List(list) => Some(list.len()),
            View::Absent | View::None | View::Null | View::Any(Value::Null) => Some(0),
            View::Any(Value::Array(items)) => Some(items.len()),
            View::Owned(owner) => Items(owner.view()).count(),
            _ => None,
        }
    }

    /// Returns the last item.
    pub(super) fn last(&self) -> Option<View<'_>> {
        match &self.0 {
            View::Owned(owner) => last_item(&owner.view()),
            view => last_item(view),
        }
    }

    /// Returns a fingerprint of the number of items and the last item. It is cheap, and differs for most different pages.
    pub(super) fn brief_fingerprint(&self) -> u64 {
        let mut hashed = JsonHasher(DefaultHasher::new());
        hashed.0.write_usize(self.count().unwrap_or_default());
        hashed.value(self.last().as_ref());
        hashed.0.finish()
    }

    /// Returns a fingerprint of all items.
    pub(super) fn fingerprint(&self) -> u64 {
        let mut hashed = JsonHasher(DefaultHasher::new());
        hashed.value(Some(&self.0));
        hashed.0.finish()
    }
}

/// Hashes the JSON that is written to it.
struct JsonHasher(DefaultHasher);

impl JsonHasher {
    fn value(&mut self, value: Option<&View<'_>>) {
        if let Some(value) = value {
            // A serializer cannot write a number with more digits than a float has. Such a value is serialized to memory first.
            if serde_json::to_writer(&mut *self, value).is_err() {
                self.0.write(&to_json(value));
            }
        }
    }
}

impl io::Write for JsonHasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::{Items, View, find, to_json_value};
    use crate::runtime::codec::{Field, object};
    use crate::runtime::decode;

    #[derive(Debug, Clone, PartialEq)]
    struct Page {
        data: Vec<i64>,
        meta: BTreeMap<String, Value>,
        more: Option<bool>,
        rest: BTreeMap<String, Value>,
    }
    object!(Page {
        0 "data" => data: Required,
        1 "meta" => meta: Required,
        2 "more" => more: Optional,
        .. 3 => rest,
    });

    #[test]
    fn members_of_any_kind() {
        let text = json!({ "data": [1, 2], "meta": { "next": { "url": "u" } }, "total": { "pages": 3 } }).to_string();
        let typed: Page = decode(text.as_bytes()).unwrap();
        let untyped: Value = decode(text.as_bytes()).unwrap();
        #[track_caller]
        fn check(pages: [View<'_>; 3], path: &[&str], expect: &Value) {
            for page in pages {
                assert_eq!(find(page, path).map_or(Value::Null, to_json_value), *expect, "{path:?}");
            }
        }
        let pages = || [typed.view(), untyped.view(), View::Owned(Box::new(untyped.clone()))];
        check(pages(), &["data"], &json!([1, 2]));
        check(pages(), &["meta", "next", "url"], &json!("u"));
        check(pages(), &["meta", "next", "no"], &json!(null));
        check(pages(), &["total", "pages"], &json!(3));
        check(pages(), &["more"], &json!(null));
        check(pages(), &["data", "no"], &json!(null));
        for page in pages() {
            let items = Items::of(page, &["data"]).unwrap();
            assert_eq!((items.count(), items.last().map(to_json_value)), (Some(2), Some(json!(2))));
            assert_eq!(items.fingerprint(), Items::of(typed.view(), &["data"]).unwrap().fingerprint());
            assert_ne!(items.fingerprint(), Items::of(typed.view(), &[]).unwrap().fingerprint());
            assert_eq!(items.brief_fingerprint(), Items::of(typed.view(), &["data"]).unwrap().brief_fingerprint());
        }
    }

    #[test]
    fn fingerprints() {
        #[track_caller]
        fn check(left: &Value, right: &Value, brief: bool, whole: bool) {
            let items = |value| Items::of(View::Any(value), &[]).unwrap();
            let (left, right) = (items(left), items(right));
            assert_eq!(left.brief_fingerprint() == right.brief_fingerprint(), brief);
            assert_eq!(left.fingerprint() == right.fingerprint(), whole);
        }
        check(&json!([1, 2]), &json!([1, 2]), true, true);
        check(&json!([1, 2]), &json!([3, 2]), true, false);
        check(&json!([1, 2]), &json!([1, 3]), false, false);
        check(&json!([2]), &json!([2, 2]), false, false);
        check(&json!([[1], 2]), &json!([1, [2]]), false, false);
    }

    #[test]
    fn what_is_not_a_list_has_no_count() {
        for (value, count) in [(json!([1]), Some(1)), (json!(null), Some(0)), (json!({}), None), (json!("x"), None)] {
            assert_eq!(Items::of(View::Any(&value), &[]).and_then(|items| items.count()), count, "{value}");
            assert_eq!(Items::of(View::Owned(Box::new(value)), &[]).and_then(|items| items.count()), count);
        }
    }
}
