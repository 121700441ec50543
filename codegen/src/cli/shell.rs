//! Writes words as a user would type them in a shell, for commands in messages. This module knows nothing about the commands.

/// Returns a word in quotes if a shell would otherwise not take it as it is.
#[must_use]
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:@%+,".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_if_necessary() {
        for (word, expect) in [
            ("a-b/c.yaml", "a-b/c.yaml"),
            ("specs/v2/pets.yaml", "specs/v2/pets.yaml"),
            ("", "''"),
            ("a b", "'a b'"),
            ("specs/My Shop.yaml", "'specs/My Shop.yaml'"),
            ("it's", r"'it'\''s'"),
            ("specs/it's.yaml", r"'specs/it'\''s.yaml'"),
        ] {
            assert_eq!(quoted(word), expect);
        }
    }
}
