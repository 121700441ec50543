//! The layout of the codec's tables: `crate::runtime::codec::object!(Name { a row a line });`.
//!
//! `prettyplease` prints the tokens of a macro that it does not know on one line; a table reads better with a row a line.

use std::fmt::Write;

use proc_macro2::{Delimiter, Punct, Spacing, TokenStream, TokenTree};

/// A part of a file.
pub(super) enum Part {
    /// A table, printed.
    Table(String),
    /// Items that are no tables.
    Items(TokenStream),
}

/// The parts of a file, in order. A table is known by its first token, `crate`, with which no other item starts: it need not be
/// parsed to be printed, and half of a model's tokens are its table.
pub(super) fn parts(items: TokenStream) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut others = Vec::new();
    let mut starts = true;
    let mut tokens = items.into_iter();
    while let Some(token) = tokens.next() {
        if starts && matches!(&token, TokenTree::Ident(first) if first == "crate") {
            let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(end) if end.as_char() == ';');
            let table: Vec<TokenTree> =
                std::iter::once(token).chain(tokens.by_ref().take_while(|token| !is_end(token))).collect();
            let printed = print(&table);
            if printed.is_some() && !others.is_empty() {
                parts.push(Part::Items(others.drain(..).collect()));
            }
            match printed {
                Some(printed) => parts.push(Part::Table(printed)),
                None => others.extend(table.into_iter().chain([TokenTree::Punct(Punct::new(';', Spacing::Alone))])),
            }
            continue;
        }
        starts = match &token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        others.push(token);
    }
    if !others.is_empty() {
        parts.push(Part::Items(others.into_iter().collect()));
    }
    parts
}

/// Prints `crate::path::name!( … )`; `None` if it is something else, or has something behind the braces.
fn print(table: &[TokenTree]) -> Option<String> {
    let (TokenTree::Group(arguments), path) = table.split_last()? else { return None };
    let (TokenTree::Punct(mark), path) = path.split_last()? else { return None };
    let is_path = path.iter().all(|token| match token {
        TokenTree::Punct(punct) => punct.as_char() == ':',
        token => matches!(token, TokenTree::Ident(_)),
    });
    if mark.as_char() != '!' || !is_path || arguments.delimiter() != Delimiter::Parenthesis {
        return None;
    }
    let mut text = path.iter().map(TokenTree::to_string).collect::<String>();
    text.push_str("!(");
    let mut head = Vec::new();
    let mut rows = None;
    for token in arguments.stream() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && rows.is_none() => {
                rows = Some(group.stream())
            }
            token if rows.is_none() => head.push(token),
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
