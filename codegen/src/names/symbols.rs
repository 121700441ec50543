//! Words for characters that are not allowed in an identifier.

/// Returns the word for a character, if it has one.
pub(super) fn word(symbol: char) -> Option<&'static str> {
    Some(match symbol {
        '+' => "plus",
        '-' | '\u{2212}' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '~' => "tilde",
        '^' => "caret",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '?' => "question",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '\'' => "apostrophe",
        '"' => "quote",
        '`' => "backtick",
        '(' => "open_paren",
        ')' => "close_paren",
        '[' => "open_bracket",
        ']' => "close_bracket",
        '{' => "open_brace",
        '}' => "close_brace",
        '_' => "underscore",
        ' ' => "space",
        '\t' => "tab",
        '\n' => "newline",
        '\r' => "return",
        '\u{20ac}' => "euro",
        '\u{a3}' => "pound",
        '\u{b0}' => "degree",
        _ => return None,
    })
}

/// Returns another word for a character whose word is also an ordinary one.
pub(super) fn other_word(symbol: char) -> Option<&'static str> {
    Some(match symbol {
        '&' => "ampersand",
        '|' => "pipe",
        '!' => "exclamation_mark",
        '@' => "at_sign",
        '+' => "plus_sign",
        '-' | '\u{2212}' => "minus_sign",
        '*' => "asterisk",
        '%' => "percent_sign",
        '=' => "equals_sign",
        '<' => "less_than_sign",
        '>' => "greater_than_sign",
        '.' => "period",
        '#' => "number_sign",
        _ => return None,
    })
}

/// Returns the words for a text that has a meaning as a whole.
pub(super) fn phrase(text: &str) -> Option<&'static str> {
    Some(match text {
        "" => "empty",
        "<" => "less_than",
        ">" => "greater_than",
        "<=" | "=<" => "less_or_equal",
        ">=" | "=>" => "greater_or_equal",
        "==" | "=" => "equal",
        "!=" | "<>" => "not_equal",
        "&&" => "and",
        "||" => "or",
        _ => return None,
    })
}
