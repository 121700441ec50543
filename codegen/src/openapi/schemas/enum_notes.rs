//! Reads the vendor extensions with names, descriptions and deprecations of the values of `enum`.
//!
//! Each is a list in the order of the values, or an object whose keys are the values. A list of another length is ignored: it does not
//! show which value an item belongs to, and a wrong name is worse than the name that the value itself gives.

use foldhash::{HashMap, HashSet, HashSetExt};
use serde_json::Value;

use super::super::extensions::Extension;
use super::super::node::Node;
use super::super::schema::{Deprecation, EnumNote};
use super::SchemaReader;

/// The values of an `enum`, and their positions by text.
struct Values<'v> {
    values: &'v [Value],
    positions: HashMap<String, usize>,
}

impl<'a> SchemaReader<'_, 'a> {
    /// Returns the notes on the values of an `enum`, in their order, and the name of the enum. The notes are empty if there are none.
    pub(super) fn enum_notes(&mut self, node: &Node<'a>, values: &[Value]) -> (Vec<EnumNote>, Option<String>) {
        let positions = values.iter().enumerate().rev().map(|(at, value)| (plain_text(value), at)).collect();
        let values = &Values { values, positions };
        let mut notes = vec![EnumNote::default(); values.values.len()];
        for (at, item) in self.items(Extension::EnumNames.named(node), values) {
            set(&mut notes, at, |note| &mut note.name, self.name_of_value(&item));
        }
        for (at, item) in self.items(Extension::EnumDescriptions.named(node), values) {
            let text = self.form().text(&item).filter(|text| !text.trim().is_empty());
            set(&mut notes, at, |note| &mut note.description, text);
        }
        let mut enum_name = None;
        for (name, details) in Extension::EnumDetails.find_all(node) {
            enum_name = enum_name.or(self.details(name, &details, values, &mut notes));
        }
        if let Some((name, list)) = Extension::EnumDeprecated.named(node) {
            self.deprecated_values(name, &list, values, &mut notes);
        }
        self.remove_repeated_names(node, &mut notes);
        if notes.iter().all(|note| *note == EnumNote::default()) {
            notes.clear();
        }
        (notes, enum_name)
    }

    /// Returns the items of a list or an object with the positions of their values. Null counts as absent.
    fn items(&mut self, list: Option<(&str, Node<'a>)>, values: &Values<'_>) -> Vec<(usize, Node<'a>)> {
        let Some((name, list)) = list else { return Vec::new() };
        let mut items: Vec<(usize, Node<'a>)> = match list.value {
            Value::Array(_) => self.listed_items(name, &list, values),
            Value::Object(_) => {
                let mut unknown = None;
                let mut found = Vec::new();
                for (key, item) in list.members() {
                    match values.positions.get(key) {
                        Some(at) => found.push((*at, item)),
                        None => unknown = unknown.or(Some((key, item))),
                    }
                }
                if let Some((key, item)) = unknown {
                    let message =
                        format!("`{name}` has the entry `{key}`, but `enum` has no such value; the entry is ignored");
                    self.reports.tolerated(&item, message, "write a value of `enum`, or remove the entry");
                }
                found
            }
            _ => {
                self.form().ignored(&list, "a list or an object");
                Vec::new()
            }
        };
        items.retain(|(_, item)| !item.value.is_null());
        items
    }

    fn listed_items(&mut self, name: &str, list: &Node<'a>, values: &Values<'_>) -> Vec<(usize, Node<'a>)> {
        let items: Vec<Node<'a>> = list.items().collect();
        if items.len() == values.values.len() {
            return items.into_iter().enumerate().collect();
        }
        // Some generators of documents add null to `enum`, but no name for it.
        let not_null: Vec<usize> =
            values.values.iter().enumerate().filter(|(_, value)| !value.is_null()).map(|(at, _)| at).collect();
        if items.len() == not_null.len() {
            return not_null.into_iter().zip(items).collect();
        }
        let (items, values) = (items.len(), values.values.len());
        let message = format!(
            "`{name}` must have one item for each value of `enum` ({values}), but it has {items}; it is ignored"
        );
        self.reports.tolerated(list, message, "write one item for each value, in the same order");
        Vec::new()
    }

    fn name_of_value(&mut self, item: &Node<'a>) -> Option<String> {
        let name = item.text().map(str::trim);
        match name {
            Some("") => {
                self.reports.tolerated(
                    item,
                    "the name of a value is empty; the value is named after its text",
                    "write a name, or remove it",
                );
                None
            }
            Some(name) => Some(name.to_owned()),
            None => {
                self.form().ignored(item, "a string");
                None
            }
        }
    }

    /// Reads objects with `name` and `description`. Returns the name of the enum.
    fn details(
        &mut self,
        extension: &str,
        node: &Node<'a>,
        values: &Values<'_>,
        notes: &mut [EnumNote],
    ) -> Option<String> {
        // `x-ms-enum` contains the list, and the name of the enum.
        let list = node.get("values").filter(|list| list.value.is_array());
        let is_wrapper = list.is_some() || node.get("modelAsString").is_some();
        let is_wrapper = is_wrapper || node.get("name").is_some_and(|name| name.text().is_some());
        let (enum_name, list) = match (is_wrapper, list) {
            (true, list) => (node.get("name").and_then(|name| self.name_of_value(&name)), list),
            (false, _) => (None, Some(node.clone())),
        };
        let Some(list) = list else { return enum_name };
        let with_values: Vec<(String, Node<'a>)> =
            list.items().filter_map(|item| Some((plain_text(item.value.get("value")?), item))).collect();
        let items = if with_values.is_empty() {
            self.items(Some((extension, list)), values)
        } else {
            self.known_values(extension, with_values, values)
        };
        for (at, item) in items {
            if !item.value.is_object() {
                self.form().ignored(&item, "an object");
                continue;
            }
            let name = item.get("name").and_then(|name| self.name_of_value(&name));
            set(notes, at, |note| &mut note.name, name);
            let description = item.get("description").and_then(|text| self.form().text(&text));
            set(notes, at, |note| &mut note.description, description.filter(|text| !text.trim().is_empty()));
        }
        enum_name
    }

    /// Returns the items whose values `enum` has, with their positions.
    fn known_values(
        &mut self,
        extension: &str,
        items: Vec<(String, Node<'a>)>,
        values: &Values<'_>,
    ) -> Vec<(usize, Node<'a>)> {
        let mut unknown = None;
        let mut known = Vec::with_capacity(items.len());
        for (value, item) in items {
            match values.positions.get(&value) {
                Some(at) => known.push((*at, item)),
                None => unknown = unknown.or(Some((value, item))),
            }
        }
        if let Some((value, item)) = unknown {
            let message = format!("`{extension}` describes `{value}`, but `enum` has no such value; it is ignored");
            self.reports.tolerated(&item, message, "write a value of `enum`, or remove it");
        }
        known
    }

    /// Reads the deprecated values: a list of them, or what the others are.
    fn deprecated_values(&mut self, name: &str, list: &Node<'a>, values: &Values<'_>, notes: &mut [EnumNote]) {
        let is_list_of_values = list.items().any(|item| !item.value.is_boolean() && !item.value.is_null());
        if !is_list_of_values {
            for (at, item) in self.items(Some((name, list.clone())), values) {
                let (flag, note) = self.form().flag_or_reason(&item);
                set(notes, at, |note| &mut note.deprecated, (flag == Some(true)).then_some(Deprecation { note }));
            }
            return;
        }
        let mut unknown = None;
        for item in list.items() {
            match values.positions.get(&plain_text(item.value)) {
                Some(at) => set(notes, *at, |note| &mut note.deprecated, Some(Deprecation::default())),
                None => unknown = unknown.or(Some(item)),
            }
        }
        if let Some(item) = unknown {
            let message = format!("`{name}` lists a value that `enum` does not have; it is ignored");
            self.reports.tolerated(&item, message, "write a value of `enum`, or remove it");
        }
    }

    /// Removes the names that an earlier value has. The value is named after its text.
    fn remove_repeated_names(&mut self, node: &Node<'a>, notes: &mut [EnumNote]) {
        let mut seen = HashSet::new();
        for note in notes {
            let repeated = note.name.take_if(|name| !seen.insert(name.clone()));
            if let Some(name) = repeated {
                let message =
                    format!("two values of `enum` have the name `{name}`; the second is named after its text");
                self.reports.tolerated(node, message, "give each value its own name");
            }
        }
    }
}

/// Sets a part of the note at a position, if it has none.
fn set<T>(notes: &mut [EnumNote], at: usize, part: impl Fn(&mut EnumNote) -> &mut Option<T>, value: Option<T>) {
    if let Some(note) = notes.get_mut(at) {
        let part = part(note);
        *part = part.take().or(value);
    }
}

/// Returns a string unchanged, and any other value as JSON.
fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
