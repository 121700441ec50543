//! Inline Markdown in a paragraph: links, code spans, HTML tags, and everything that rustdoc would interpret.

/// Makes a paragraph safe: brackets that are not a link are escaped, bare URLs become links, unknown tags become text.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    loop {
        // Fast path: most characters need no escaping.
        let plain = rest.bytes().position(|byte| b"`\\[<h]>".contains(&byte)).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
        let Some(first) = rest.chars().next() else { return out };
        let len = match first {
            '`' => code(rest, &mut out),
            '\\' => escaped(rest, &mut out),
            '[' => link(rest, &mut out),
            '<' => tag(rest, &mut out),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => url(rest, &mut out),
            ']' | '>' => {
                out.push('\\');
                out.push(first);
                1
            }
            _ => {
                out.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[len..];
    }
}

/// Copies a code span; escapes a backtick without a closing one. Returns the number of consumed bytes.
fn code(text: &str, out: &mut String) -> usize {
    let run = text.len() - text.trim_start_matches('`').len();
    let fence = &text[..run];
    let mut from = run;
    while let Some(found) = text[from..].find(fence) {
        let end = from + found + run;
        if !text[end..].starts_with('`') {
            out.push_str(&text[..end]);
            return end;
        }
        from = text.len() - text[end..].trim_start_matches('`').len();
    }
    fence.chars().for_each(|_| out.push_str("\\`"));
    run
}

/// Copies a backslash and the escaped character.
fn escaped(text: &str, out: &mut String) -> usize {
    match text[1..].chars().next().filter(char::is_ascii_punctuation) {
        Some(next) => {
            out.push('\\');
            out.push(next);
            1 + next.len_utf8()
        }
        None => {
            out.push_str("\\\\");
            1
        }
    }
}

/// `[text](target)`: writes a link if the target is a URL, otherwise the text.
fn link(text: &str, out: &mut String) -> usize {
    let inner = closing(text, '[', ']').and_then(|close| {
        let target = text[close + 1..].strip_prefix('(')?;
        let end = target.find(')')?;
        Some((&text[1..close], &target[..end], close + 2 + end + 1))
    });
    let Some((label, target, len)) = inner else {
        out.push_str("\\[");
        return 1;
    };
    let target = target.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
    let label = clean(label);
    if !is_url(target) {
        out.push_str(&label);
    } else if label.contains("](") || label.contains('<') || label.trim().is_empty() {
        out.push_str(&format!("<{}>", percent(target)));
    } else {
        out.push_str(&format!("[{label}](<{}>)", percent(target)));
    }
    len
}

/// `<…>`: a link, an HTML tag with an equivalent in Markdown, or text.
fn tag(text: &str, out: &mut String) -> usize {
    let Some(end) = text.find('>') else {
        out.push_str("\\<");
        return 1;
    };
    let (inner, len) = (&text[1..end], end + 1);
    if is_url(inner) && !inner.contains(char::is_whitespace) {
        out.push_str(&format!("<{}>", percent(inner)));
        return len;
    }
    let name: String = inner.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    match name.to_ascii_lowercase().as_str() {
        "code" | "tt" | "kbd" => element(text, len, inner, out),
        "a" => anchor(text, len, inner, out),
        "b" | "strong" | "i" | "em" | "u" | "span" | "div" | "sup" | "sub" | "font" | "small" => len,
        _ => {
            out.push_str("\\<");
            1
        }
    }
}

/// `<code>…</code>` as a code span.
fn element(text: &str, start: usize, opening: &str, out: &mut String) -> usize {
    let end = if opening.starts_with('/') { None } else { text[start..].find("</").map(|end| start + end) };
    let close = end.and_then(|end| text[end..].find('>').map(|len| (end, end + len + 1)));
    match close {
        Some((end, after)) if !text[start..end].trim().is_empty() => {
            out.push_str(&super::code_span(text[start..end].trim()));
            after
        }
        _ => start,
    }
}

/// `<a href="…">…</a>` as a link.
fn anchor(text: &str, start: usize, opening: &str, out: &mut String) -> usize {
    let quoted = opening.split_once("href=").and_then(|(_, rest)| {
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest[1..].split(quote).next()
    });
    let end = text[start..].find("</a>").map(|end| start + end);
    match (quoted, end) {
        (Some(target), Some(end)) => {
            let label = text[start..end].trim();
            link(&format!("[{}]({target})", label.replace(['[', ']'], "")), out);
            end + "</a>".len()
        }
        _ => start,
    }
}

/// A bare URL as a link.
fn url(text: &str, out: &mut String) -> usize {
    let end = text.find(|char: char| char.is_whitespace() || "<>\"'`[]{}|\\^".contains(char)).unwrap_or(text.len());
    let url = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '*', '_', '&']);
    // A closing parenthesis belongs to the URL if it opened one.
    let url = if url.contains('(') && text[url.len()..].starts_with(')') { &text[..=url.len()] } else { url };
    if is_url(url) {
        out.push_str(&format!("<{url}>"));
    } else {
        out.push_str(url);
    }
    url.len().max(1)
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        || text.strip_prefix("mailto:").is_some_and(|rest| rest.contains('@'))
}

/// Percent-encodes the characters of a URL that would end a link.
fn percent(url: &str) -> String {
    url.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C").replace(' ', "%20")
}

/// Returns the position of the bracket that closes the first one.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    for (position, char) in text.char_indices() {
        if char == open {
            depth += 1;
        } else if char == close {
            depth -= 1;
            if depth == 0 {
                return Some(position);
            }
        }
    }
    None
}
