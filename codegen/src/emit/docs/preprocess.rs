//! Prepares a text before it is parsed as Markdown: removes characters that are not allowed in a comment, and replaces block-level HTML
//! tags such as `<p>` and `<li>` by line breaks and list markers.

use std::borrow::Cow;

/// Whether a character changes the direction of the text after it. Rustc rejects such characters in comments.
pub(super) fn is_directional(char: char) -> bool {
    matches!(char, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Returns a text without control characters, and with HTML paragraphs as Markdown paragraphs.
pub(super) fn breaks(text: &str) -> Cow<'_, str> {
    // Fast path: most texts are plain.
    if text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~') && byte != b'<') {
        return Cow::Borrowed(text);
    }
    let plain: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\t', "    ")
        .chars()
        .filter(|char| *char == '\n' || !char.is_control() && !is_directional(*char))
        .collect();
    let mut out = String::with_capacity(plain.len());
    let mut rest = plain.as_str();
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        out.push_str(before);
        let known = tag.find('>').and_then(|end| {
            let name = tag[1..end].trim_matches(['/', ' ']).split(' ').next().unwrap_or_default();
            Some((end + 1, replacement(&name.to_ascii_lowercase(), tag[1..].starts_with('/'))?))
        });
        let (with, len) = known.map_or(("<", 1), |(len, with)| (with, len));
        out.push_str(with);
        rest = &tag[len..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Returns the replacement of an HTML tag for a block.
fn replacement(name: &str, closes: bool) -> Option<&'static str> {
    Some(match name {
        "p" | "br" | "ul" | "ol" | "table" | "pre" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "\n\n",
        "li" if closes => "",
        "li" => "\n- ",
        "tr" => "\n",
        "td" | "th" | "tbody" | "thead" | "hr" => " ",
        _ => return None,
    })
}
