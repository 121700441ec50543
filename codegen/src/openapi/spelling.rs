//! Suggestions for misspelled names.

/// The most names that are compared with a misspelled one. Real documents have less.
const MOST_NAMES: usize = 2_000;

/// Returns the name closest to `name` if it is close enough to be a misspelling.
pub(super) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let most = (name.chars().count() / 3).clamp(1, 4);
    let rated = names.take(MOST_NAMES).filter_map(|other| {
        let distance = if other.eq_ignore_ascii_case(name) { 0 } else { distance(name, other, most)? };
        Some((distance, other))
    });
    rated.min_by_key(|(distance, _)| *distance).map(|(_, other)| other)
}

/// Returns the edit distance if it is at most `most`.
fn distance(left: &str, right: &str, most: usize) -> Option<usize> {
    let right: Vec<char> = right.chars().collect();
    if left.chars().count().abs_diff(right.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, r) in right.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or_default();
            let before = row.get(j).copied().unwrap_or_default();
            let cost = (diagonal + usize::from(l != *r)).min(above + 1).min(before + 1);
            if let Some(cell) = row.get_mut(j + 1) {
                *cell = cost;
            }
            diagonal = above;
        }
    }
    row.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_nearest_name() {
        let names = ["Pet", "Pets", "Customer", "customerAddress"];
        let check = |name: &str, expect: Option<&str>| assert_eq!(nearest(name, names.into_iter()), expect, "{name}");
        check("Pett", Some("Pet"));
        check("pets", Some("Pets"));
        check("Costumer", Some("Customer"));
        check("CustomerAdress", Some("customerAddress"));
        check("Order", None);
        check("", None);
    }
}
