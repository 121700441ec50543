//! `uniqueItems`: items that are equal as JSON have equal digests.

use std::collections::{HashMap, HashSet};

use super::json_view;
use super::location::Location;
use super::validator::{MAX_DEPTH, Validator};
use crate::runtime::codec::{JsonType, View};

/// The digests of the arrays that were checked. Arrays in arrays are checked first, so that no value is read once for each array around it.
pub(super) type Digests = HashMap<Location, u128>;

impl Validator {
    /// Reports items that equal earlier ones.
    pub(super) fn check_unique(&mut self, view: &View<'_>) {
        let location = self.location();
        let mut digests = Vec::new();
        let mut is_complete = true;
        json_view::items(view, &mut |index, item| {
            let part = self.keys.part(location, &index.to_string());
            is_complete = self.digest(&item, part, MAX_DEPTH).map(|digest| digests.push(digest)).is_some();
            is_complete
        });
        if !is_complete {
            return self.report_undecided("depth", || "is nested too deeply to be validated".to_owned());
        }
        if !self.digests.contains_key(&location) {
            let digest = self.keys.of((b'[', &digests));
            self.digests.insert(location, digest);
        }
        let mut seen = HashSet::with_capacity(digests.len());
        for (index, digest) in digests.into_iter().enumerate() {
            if !self.continues() {
                break;
            }
            if !seen.insert(digest) {
                self.report("uniqueItems", || format!("the item {index} equals an earlier item"));
            }
        }
    }

    /// Returns the digest of a value: numbers count by value, members in any order. `None` if it has more levels of nesting.
    fn digest(&self, view: &View<'_>, location: Location, levels: usize) -> Option<u128> {
        if let Some(known) = self.digests.get(&location) {
            return Some(*known);
        }
        let levels = levels.checked_sub(1)?;
        // Without checked arrays inside, no location matters.
        let part = |step: &str| if self.digests.is_empty() { location } else { self.keys.part(location, step) };
        let mut digests = Some(Vec::new());
        let mut add = |digest: Option<u128>| {
            match digest {
                Some(digest) => digests.iter_mut().for_each(|digests| digests.push(digest)),
                None => digests = None,
            }
            digest.is_some()
        };
        if json_view::items(view, &mut |index, item| add(self.digest(&item, part(&index.to_string()), levels))) {
            return Some(self.keys.of((b'[', digests?)));
        }
        if json_view::members(view, &mut |name, member| {
            add(self.digest(&member, part(name), levels).map(|digest| self.keys.of((name, digest))))
        }) {
            let mut digests = digests?;
            digests.sort_unstable();
            return Some(self.keys.of((b'{', digests)));
        }
        Some(match (json_view::number(view), json_view::text(view)) {
            (Some(number), _) => self.keys.of((b'0', number)),
            (None, Some(text)) => self.keys.of((b'"', text)),
            (None, None) => match view {
                // A number whose exponent is out of range.
                View::Number(text) => self.keys.of((b'1', text.to_string())),
                _ if json_view::json_type(view) == JsonType::Boolean => self.keys.of((b'b', json_view::is_true(view))),
                _ => self.keys.of(b'n'),
            },
        })
    }
}
