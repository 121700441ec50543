//! Words for characters that cannot stand in an identifier.

/// The word for a character, `None` for one that has none.
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

/// Words for whole texts that mean more than their characters.
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
