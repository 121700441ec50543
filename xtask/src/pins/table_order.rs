//! Places the table of a new API in `oasmith.toml` in alphabetical order.
//!
//! If all new tables were at the end of the file, any two branches that each add an API would conflict. Present tables stay where they are,
//! also if they are in another order.

use toml_edit::{Item, Table};

/// Places the table of the API `name`, which was just inserted into the table `apis`. Leaves it at the end of the file if the settings do
/// not consist of one table for each API, or if the first comment of the file could belong to the table below it.
pub fn place(apis: &mut Table, name: &str) {
    let positioned = |(other, item): (&str, &Item)| Some((other.to_owned(), positions(item)?));
    let others: Vec<(String, (isize, isize))> =
        apis.iter().filter(|(other, _)| *other != name).filter_map(positioned).collect();
    let position = match others.iter().filter(|(other, _)| other.as_str() < name).max_by_key(|(other, _)| other) {
        // Tables with equal positions are printed in the order of their insertion.
        Some((_, (_, last))) => Some(*last),
        None => others.iter().min_by_key(|(_, (first, _))| *first).and_then(|(other, (first, _))| {
            let first_table = apis.get_mut(other).and_then(Item::as_table_mut)?;
            let head = take_head(first_table)?;
            if let Some(table) = apis.get_mut(name).and_then(Item::as_table_mut) {
                table.decor_mut().set_prefix(head);
            }
            Some(first - 1)
        }),
    };
    if let (Some(position), Some(table)) = (position, apis.get_mut(name).and_then(Item::as_table_mut)) {
        table.set_position(Some(position));
    }
}

/// Takes the lines above the first table of the file, except a comment directly above it. `None` if there is only such a comment: it could
/// be about the whole file.
fn take_head(first: &mut Table) -> Option<String> {
    let prefix = first.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
    let head = match prefix.rfind("\n\n") {
        Some(end) => end + 2,
        None if prefix.trim().is_empty() => prefix.len(),
        None => return None,
    };
    let (head, tail) = prefix.split_at(head);
    first.decor_mut().set_prefix(format!("\n{tail}"));
    Some(head.to_owned())
}

/// Returns the first and the last position in the file of a table and the tables in it.
fn positions(item: &Item) -> Option<(isize, isize)> {
    let tables: Vec<&Table> = match item {
        Item::Table(table) => vec![table],
        Item::ArrayOfTables(tables) => tables.iter().collect(),
        Item::None | Item::Value(_) => Vec::new(),
    };
    let of_table = |table: &Table| {
        let inner: Vec<(isize, isize)> = table.iter().filter_map(|(_, item)| positions(item)).collect();
        let own = table.position().map(|position| (position, position));
        inner.into_iter().chain(own).reduce(|(a, b), (c, d)| (a.min(c), b.max(d)))
    };
    tables.into_iter().filter_map(of_table).reduce(|(a, b), (c, d)| (a.min(c), b.max(d)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml_edit::DocumentMut;

    /// Checks the settings after the API `m` was inserted.
    #[track_caller]
    fn check(settings: &str, expect: &str) {
        let mut document: DocumentMut = settings.parse().unwrap();
        let apis = document["api"].as_table_mut().unwrap();
        let mut table = Table::new();
        table.insert("n", toml_edit::value(0));
        let mut files = Table::new();
        files.insert("f", toml_edit::value(1));
        table.insert("files", Item::Table(files));
        apis.insert("m", Item::Table(table));
        place(apis, "m");
        assert_eq!(document.to_string(), expect);
    }

    const NEW: &str = "[api.m]\nn = 0\n\n[api.m.files]\nf = 1\n";

    #[test]
    fn a_table_is_placed_in_alphabetical_order() {
        check("[api.a]\nn = 1\n\n[api.z]\n", &format!("[api.a]\nn = 1\n\n{NEW}\n[api.z]\n"));
        check("[api.a]\n\n[api.b]\n", &format!("[api.a]\n\n[api.b]\n\n{NEW}"));
        check("[api.y]\n\n[api.z]\n", &format!("{NEW}\n[api.y]\n\n[api.z]\n"));
        check(
            "[api.a]\n\n[api.a.pagination]\nx = 1\n\n# About z.\n[api.z]\n",
            &format!("[api.a]\n\n[api.a.pagination]\nx = 1\n\n{NEW}\n# About z.\n[api.z]\n"),
        );
    }

    #[test]
    fn tables_in_another_order_stay() {
        check("[api.z]\n\n[api.a]\n\n[api.y]\n", &format!("[api.z]\n\n[api.a]\n\n{NEW}\n[api.y]\n"));
    }

    #[test]
    fn the_first_comment_stays_first() {
        check("# File.\n\n[api.z]\n", &format!("# File.\n\n{NEW}\n[api.z]\n"));
        check("# File.\n\n# About z.\n[api.z]\n", &format!("# File.\n\n{NEW}\n# About z.\n[api.z]\n"));
        check("# File or z.\n[api.z]\n", &format!("# File or z.\n[api.z]\n\n{NEW}"));
    }

    #[test]
    fn other_forms_get_the_table_at_the_end() {
        check("[api]\nz = { n = 1 }\n", &format!("[api]\nz = {{ n = 1 }}\n\n{NEW}"));
    }
}
