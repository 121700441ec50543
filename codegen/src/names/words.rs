//! Converts texts into words, and words into identifiers.

use std::borrow::Cow;

use heck::ToSnakeCase;

use super::style::Style;
use super::{reserved, spellings, symbols};

/// Maximum length of a name from free text. Longer names are cut at a word.
pub(super) const MAX_LENGTH: usize = 64;

/// Returns the words of a text in lower case, joined by `_`. Punctuation separates words. A leading sign (`+1`, `-created`) is a word. A
/// text of only symbols is spelled out.
pub(super) fn plain(text: &str) -> String {
    plain_by(text, whole_words)
}

/// Like [`plain`], as versions of oasmith without a list of spellings did: `git_hub`.
pub(super) fn plain_without_spellings(text: &str) -> String {
    plain_by(text, split)
}

fn plain_by(text: &str, split: fn(&str) -> String) -> String {
    if is_snake(text) {
        return text.to_owned();
    }
    if let Some(phrase) = symbols::phrase(text.trim()) {
        return if text.is_empty() || !text.trim().is_empty() { phrase.to_owned() } else { spelled(text) };
    }
    let mut marked = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    if let (Some(sign @ ('+' | '-')), Some(_)) = (chars.peek().copied(), text.chars().nth(1)) {
        marked.push_str(symbols::word(sign).unwrap_or_default());
        marked.push(' ');
        chars.next();
    }
    chars.for_each(|c| match c {
        '\'' | '\u{2019}' => {}
        c if keeps(c) => marked.push(c),
        _ => marked.push(' '),
    });
    let words = split(&marked);
    if words.is_empty() || words == "plus" || words == "minus" { spelled(text) } else { words }
}

/// Like [`plain`], with all characters spelled out except letters, digits, spaces and `_`. This distinguishes texts that differ only in
/// punctuation.
pub(super) fn spelled(text: &str) -> String {
    spell(text, |c| c != '_' && c != ' ')
}

/// Like [`spelled`], with `_` and spaces also spelled out.
pub(super) fn spelled_wholly(text: &str) -> String {
    spell(text, |_| true)
}

fn spell(text: &str, spells: fn(char) -> bool) -> String {
    let mut marked = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        match symbols::word(c) {
            _ if keeps(c) => marked.push(c),
            _ if !spells(c) => marked.push(' '),
            Some(word) => marked.extend([" ", word, " "]),
            None => marked.push_str(&format!(" u{:x} ", u32::from(c))),
        }
    }
    let words = whole_words(&marked);
    match (words.is_empty(), text.is_empty()) {
        (false, _) => words,
        (true, true) => "empty".to_owned(),
        // Only white space.
        (true, false) => spell(text, |_| true),
    }
}

/// Like [`spelled_wholly`], with other words for symbols that can have the same name as a word: `pipe` for `|`, which is also `or`.
pub(super) fn spelled_otherwise(text: &str) -> String {
    let marked: String = text
        .chars()
        .map(|c| symbols::other_word(c).map_or_else(|| c.to_string(), |word| format!(" {word} ")))
        .collect();
    spelled(&marked)
}

/// Returns the letters and digits of a text in lower case. Names with the same letters are similar.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns a word for the case of a text, to distinguish texts that differ only in case. `None` for a text without letters.
pub(super) fn case_word(text: &str) -> Option<&'static str> {
    let mut letters = text.chars().filter(|c| c.is_uppercase() || c.is_lowercase()).peekable();
    let first_upper = letters.peek()?.is_uppercase();
    let (mut upper, mut lower) = (false, false);
    letters.for_each(|c| if c.is_uppercase() { upper = true } else { lower = true });
    Some(match (upper, lower) {
        (true, false) => "upper",
        (true, true) if first_upper => "pascal",
        (true, true) => "camel",
        (false, _) => "lower",
    })
}

/// Returns the rank of a text among texts with the same words: it is low if a reader expects the name for this text. `plain` and `spelled` are
/// the words of the text.
pub(super) fn rank(text: &str, plain: &str, spelled: &str, style: Style) -> u8 {
    if style.writes(text, plain) {
        return 0;
    }
    let case = match case_word(text) {
        Some("lower") | None => 0,
        Some("camel") => 1,
        Some("pascal") => 2,
        Some(_) => 3,
    };
    let is_symbol = !text.chars().any(char::is_alphanumeric);
    // A text whose punctuation is not in the name comes after one whose whole text is.
    1 + case + 4 * u8::from(plain != spelled) + 8 * u8::from(is_symbol)
}

/// Returns the rank of a text among texts with the same words.
pub(super) fn own_rank(text: &str, style: Style) -> u8 {
    rank(text, &plain(text), &spelled(text), style)
}

/// Converts `snake_case` words into an identifier for a field, a method or an argument. A leading digit gets the prefix `_`.
pub(super) fn snake_ident(words: &str) -> String {
    let words = if words.starts_with(|c: char| c.is_ascii_digit()) { format!("_{words}") } else { words.to_owned() };
    reserved::escape(words)
}

/// Converts `snake_case` words into `UpperCamelCase`. The result may start with a digit. Separate digits remain separate: `1_0`. Names such as
/// `GitHub` keep their capitals.
pub(super) fn camel(words: &str) -> String {
    camel_by(words, spellings::type_form)
}

/// Like [`camel`], as versions of oasmith without a list of spellings did: `Github`.
pub(super) fn camel_without_spellings(words: &str) -> String {
    camel_by(words, |_| None)
}

/// Whether the name of a type contains a word of the list of spellings, so that other words can make the same name: `github` and `git_hub`.
pub(super) fn has_spelling(words: &str) -> bool {
    words.split('_').any(|word| spellings::type_form(word).is_some())
}

fn camel_by(words: &str, type_form: fn(&str) -> Option<(&'static str, &str)>) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split('_').filter(|word| !word.is_empty()) {
        if let Some((form, digits)) = type_form(word) {
            out.push_str(form);
            out.push_str(digits);
            continue;
        }
        let mut chars = word.chars();
        let Some(first) = chars.next() else { continue };
        if first.is_numeric() && out.ends_with(char::is_numeric) {
            out.push('_');
        }
        out.extend(first.to_uppercase());
        out.push_str(chars.as_str());
    }
    out
}

/// Converts the result of [`camel`] into an identifier for a type. A leading digit gets `prefix`.
pub(super) fn camel_ident(name: String, prefix: &str) -> String {
    let name =
        if name.starts_with(|c: char| c.is_numeric()) || name.is_empty() { format!("{prefix}{name}") } else { name };
    reserved::escape(name)
}

/// Converts `snake_case` words into the name of a module with a file: ASCII only, and not a reserved file name.
pub(super) fn module_ident(words: &str) -> String {
    let mut ascii = String::with_capacity(words.len());
    for c in words.chars() {
        if c.is_ascii() {
            ascii.push(c);
        } else {
            ascii.push_str(&format!("u{:x}", u32::from(c)));
        }
    }
    let name = snake_ident(&ascii.to_lowercase());
    // The file of a raw identifier has no `r#`. Plain names are easier to find.
    let name = name.strip_prefix("r#").map_or(name.clone(), |bare| format!("{bare}_"));
    if reserved::is_file_name_taken(&name) { format!("{name}_") } else { name }
}

/// Whether a character is allowed in an identifier, in lower and upper case. Compatibility forms, which the compiler normalizes or
/// reports, are not.
fn keeps(c: char) -> bool {
    let compatibility = |c: char| {
        matches!(
            u32::from(c),
            0xaa | 0xb2..=0xba
                | 0x132..=0x133
                | 0x13f..=0x140
                | 0x149
                | 0x17f
                | 0x1c4..=0x1cc
                | 0x1f1..=0x1f3
                | 0x2b0..=0x36f
                | 0x37a
                | 0x3d0..=0x3d6
                | 0x3f0..=0x3f9
                | 0x587
                | 0x675..=0x678
                | 0x1d2c..=0x1dbf
                | 0x1e9a..=0x1e9b
                | 0x1f00..=0x2bff
                | 0x3131..=0x318e
                | 0xf900..=0xffff
                | 0x1d400..=0x1ffff
                | 0x2f800..=0x2fa1f
        )
    };
    let letter = |c: char| c.is_alphabetic() && unicode_ident::is_xid_start(c) && !compatibility(c);
    c.is_ascii_alphanumeric() || (letter(c) && c.to_lowercase().chain(c.to_uppercase()).all(letter))
}

/// Whether a text already consists of lower-case words. Most do, and need no conversion.
fn is_snake(text: &str) -> bool {
    let edges = !text.is_empty() && !text.starts_with('_') && !text.ends_with('_') && !text.contains("__");
    edges && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Splits words. Words with capitals inside, such as `GitHub` and `IDs`, stay whole.
fn whole_words(text: &str) -> String {
    split(&spellings::joined(text))
}

/// Whether a text contains words that stay whole although they have capitals inside.
pub(super) fn has_whole_words(text: &str) -> bool {
    matches!(spellings::joined(text), Cow::Owned(_))
}

/// Splits words like `heck`. Has a fast path for ASCII.
fn split(text: &str) -> String {
    if !text.is_ascii() {
        return text.to_snake_case();
    }
    let mut words = String::with_capacity(text.len() + 8);
    for part in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        if !words.is_empty() {
            words.push('_');
        }
        // The last letter of the word, if it has one yet.
        let mut last: Option<char> = None;
        let mut chars = part.chars().peekable();
        while let Some(c) = chars.next() {
            let letter = if c.is_ascii_alphabetic() { Some(c) } else { last };
            let lower = letter.is_some_and(|letter| letter.is_ascii_lowercase());
            let (upper_next, lower_next) =
                chars.peek().map_or((false, false), |next| (next.is_ascii_uppercase(), next.is_ascii_lowercase()));
            // `HTTPServer`: the last capital begins the next word.
            let begins = last.is_some_and(|last| last.is_ascii_uppercase()) && c.is_ascii_uppercase() && lower_next;
            if begins {
                words.push('_');
            }
            words.push(c.to_ascii_lowercase());
            let ends = lower && upper_next;
            if ends {
                words.push('_');
            }
            last = if begins || ends { None } else { letter };
        }
    }
    words
}

/// Cuts words to the maximum length of a name.
pub(super) fn cut(words: String) -> String {
    if words.chars().count() <= MAX_LENGTH {
        return words;
    }
    let mut short = String::new();
    for word in words.split('_') {
        if short.len() + word.len() >= MAX_LENGTH && !short.is_empty() {
            break;
        }
        if !short.is_empty() {
            short.push('_');
        }
        short.extend(word.chars().take(MAX_LENGTH));
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_split_into_words() {
        for (text, expect) in [
            ("customer", "customer"),
            ("taxReason", "tax_reason"),
            ("HTTPValidationError", "http_validation_error"),
            ("PaginatedResponse_CallResponse_", "paginated_response_call_response"),
            ("created[gte]", "created_gte"),
            ("$ref", "ref"),
            ("don't", "dont"),
            ("+1", "plus_1"),
            ("-1", "minus_1"),
            ("-created_at", "minus_created_at"),
            ("-", "minus"),
            ("<=", "less_or_equal"),
            ("", "empty"),
            (" ", "space"),
            ("*", "star"),
            ("...", "dot_dot_dot"),
            ("1.0", "1_0"),
            ("Straße", "straße"),
            ("名前", "名前"),
            ("☃", "u2603"),
        ] {
            assert_eq!(plain(text), expect, "{text:?}");
        }
    }

    #[test]
    fn ascii_text_is_split_like_in_heck() {
        // All texts of these four characters with length 7.
        let letters = ['a', 'B', '1', '-'];
        for number in 0..letters.len().pow(7) {
            let mut rest = number;
            let text: String = (0..7)
                .map(|_| {
                    let letter = letters[rest % letters.len()];
                    rest /= letters.len();
                    letter
                })
                .collect();
            assert_eq!(split(&text), text.to_snake_case(), "{text}");
        }
    }

    #[test]
    fn words_become_identifiers() {
        for (words, field, ty) in [
            ("type", "r#type", "Type"),
            ("self", "self_", "Self_"),
            ("crate", "crate_", "Crate"),
            ("48x48", "_48x48", "V48x48"),
            ("1_0", "_1_0", "V1_0"),
            ("plus_1", "plus_1", "Plus1"),
            ("gen", "r#gen", "Gen"),
        ] {
            assert_eq!(snake_ident(words), field);
            assert_eq!(camel_ident(camel(words), "V"), ty);
        }
    }

    #[test]
    fn modules_are_safe_file_names() {
        for (words, expect) in [
            ("customer", "customer"),
            ("mod", "mod_"),
            ("con", "con_"),
            ("operations", "operations_"),
            ("type", "type_"),
            ("名", "u540d"),
        ] {
            assert_eq!(module_ident(words), expect);
        }
    }

    #[test]
    fn long_texts_are_cut_at_a_word() {
        let name = cut(plain(&"several words ".repeat(20)));
        assert!(name.len() <= MAX_LENGTH && name.ends_with("words") || name.ends_with("several"), "{name}");
    }
}
