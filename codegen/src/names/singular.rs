//! Singular forms of English words.

/// Irregular plurals.
const IRREGULAR: &[(&str, &str)] = &[
    ("people", "person"),
    ("children", "child"),
    ("men", "man"),
    ("women", "woman"),
    ("indices", "index"),
    ("vertices", "vertex"),
    ("matrices", "matrix"),
    ("criteria", "criterion"),
    ("movies", "movie"),
    ("cookies", "cookie"),
    ("series", ""),
    ("news", ""),
    ("dns", ""),
    ("sms", ""),
    ("https", ""),
    ("aws", ""),
    ("gps", ""),
    ("tls", ""),
    ("ips", "ip"),
];

/// Returns the singular of `snake_case` words, if they are a plural.
pub(super) fn of(words: &str) -> Option<String> {
    let (before, last) = words.rsplit_once('_').map_or(("", words), |(before, last)| (before, last));
    let one = word(last)?;
    Some(if before.is_empty() { one } else { format!("{before}_{one}") })
}

fn word(plural: &str) -> Option<String> {
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == plural) {
        return (!one.is_empty()).then(|| (*one).to_owned());
    }
    if let Some(stem) = plural.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return Some(format!("{stem}y"));
    }
    for ending in ["sses", "ches", "shes", "xes", "zzes", "tuses", "ruses", "buses"] {
        if plural.len() > ending.len() && plural.ends_with(ending) {
            return plural.strip_suffix("es").map(str::to_owned);
        }
    }
    let keeps = ["ss", "us", "is"].iter().any(|ending| plural.ends_with(ending));
    plural.strip_suffix('s').filter(|stem| !keeps && stem.len() > 1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn regular_and_listed_plurals_have_a_singular() {
        for (many, one) in [
            ("customers", "customer"),
            ("contact_addresses", "contact_address"),
            ("entries", "entry"),
            ("boxes", "box"),
            ("statuses", "status"),
            ("cases", "case"),
            ("line_items", "line_item"),
            ("people", "person"),
            ("data", ""),
            ("status", ""),
            ("address", ""),
            ("series", ""),
            ("s", ""),
        ] {
            assert_eq!(of(many).unwrap_or_default(), one, "{many}");
        }
    }
}
