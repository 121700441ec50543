//! The layout of the codec's tables: `crate::runtime::codec::object!(Name { a row a line });`.
//!
//! `prettyplease` prints the tokens of a macro that it does not know on one line; a table reads better with a row a line.

use std::fmt::Write;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Prints a table; `None` if the item is none.
pub(super) fn print(item: &syn::Item) -> Option<String> {
    let syn::Item::Macro(item) = item else { return None };
    let first = item.mac.path.segments.first()?;
    if first.ident != "crate" || !item.attrs.is_empty() || item.ident.is_some() {
        return None;
    }
    let path: Vec<String> = item.mac.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let mut text = format!("{}!(", path.join("::"));
    let mut head = Vec::new();
    let mut rows = None;
    for token in item.mac.tokens.clone() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && rows.is_none() => {
                rows = Some(group.stream())
            }
            token if rows.is_none() => head.push(token),
            // Something behind the braces: not the layout of a table.
            _ => return None,
        }
    }
    text.push_str(&line(head));
    match rows {
        None => {}
        Some(rows) if rows.is_empty() => text.push_str(" {}"),
        Some(rows) => {
            text.push_str(" {\n");
            for (row, end) in split(rows) {
                writeln!(text, "    {}{end}", line(row)).ok()?;
            }
            text.push('}');
        }
    }
    text.push_str(");\n");
    Some(text)
}

/// The rows: each ends with `,` or `;`.
fn split(rows: TokenStream) -> Vec<(Vec<TokenTree>, char)> {
    let mut split = Vec::new();
    let mut row = Vec::new();
    for token in rows {
        match token {
            TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';') => {
                split.push((std::mem::take(&mut row), punct.as_char()));
            }
            token => row.push(token),
        }
    }
    if !row.is_empty() {
        split.push((row, ','));
    }
    split
}

/// Tokens on one line, spaced as one would write them.
fn line(tokens: Vec<TokenTree>) -> String {
    let mut text = String::new();
    let mut glued = true;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ('(', ')'),
                    Delimiter::Bracket => ('[', ']'),
                    Delimiter::Brace => ('{', '}'),
                    Delimiter::None => (' ', ' '),
                };
                // `name(…)` is tight, a list is not, and nothing is behind a comma.
                let tight = group.delimiter() == Delimiter::Parenthesis && !text.ends_with([',', ';', '>', '=']);
                if !tight && !glued {
                    text.push(' ');
                }
                let inner = line(group.stream().into_iter().collect());
                let _ = write!(text, "{}", format!("{open}{inner}{close}").trim());
                glued = false;
            }
            TokenTree::Punct(punct) => {
                let sign = punct.as_char();
                // The second bar of a closure's parameters is tight before, the first behind.
                let closes_bars = sign == '|' && text.matches('|').count() % 2 == 1;
                let tight = matches!(sign, ':' | ',' | ';' | '<' | '>' | '?' | '!' | '.') && !text.ends_with('=');
                if !glued && !tight && !closes_bars {
                    text.push(' ');
                }
                // At the start of a row it marks a flat part.
                let of_list = matches!(tokens.peek(), Some(TokenTree::Group(_)));
                let reference = sign == '&' && (of_list || !text.is_empty());
                text.push(sign);
                let member = sign == '.' && !text.ends_with("..");
                let path = text.ends_with("::") || matches!(sign, '<' | '!' | '\'');
                glued =
                    punct.spacing() == Spacing::Joint || path || reference || member || (sign == '|' && !closes_bars);
            }
            token => {
                if !glued {
                    text.push(' ');
                }
                let _ = write!(text, "{token}");
                glued = false;
            }
        }
    }
    text
}
