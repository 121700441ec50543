//! Texts before they are read as Markdown: characters that cannot stand in a comment, and HTML that only structures.

use std::borrow::Cow;

/// Whether a character turns the direction of what follows: rustc refuses them in comments.
pub(super) fn is_directional(char: char) -> bool {
    matches!(char, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The lines of a text as they are meant: no control characters, and paragraphs of HTML as paragraphs.
pub(super) fn breaks(text: &str) -> Cow<'_, str> {
    // Most texts are plain, and there are many.
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

/// What stands for a tag that structures a text.
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
