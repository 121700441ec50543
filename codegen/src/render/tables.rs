//! The layout of the codec's tables: `crate::runtime::codec::object!(Name { a row a line });`.
//!
//! `prettyplease` prints the tokens of a macro that it does not know on one line; a table reads better with a row a line.

use std::fmt::Write;

use proc_macro2::{Delimiter, Spacing};

use crate::emit::tree::Tree;

/// Prints `crate::path::name!( … );`; `None` if it is something else, or has something behind the braces. A table is known by its first
/// token, `crate`, with which no other item starts.
pub(super) fn print(item: &[Tree]) -> Option<String> {
    let [Tree::Ident(first), .., Tree::Punct(_), Tree::Group(Delimiter::Parenthesis, arguments), Tree::Punct(end)] =
        item
    else {
        return None;
    };
    let (path, mark) = (&item[..item.len() - 3], &item[item.len() - 3]);
    let is_path = path.iter().all(|tree| tree.is(':') || matches!(tree, Tree::Ident(_)));
    if first != "crate" || !mark.is('!') || !is_path || end.as_char() != ';' {
        return None;
    }
    let mut text = String::new();
    for tree in path {
        write!(text, "{tree}").ok()?;
    }
    text.push_str("!(");
    match arguments.iter().position(|tree| matches!(tree, Tree::Group(Delimiter::Brace, _))) {
        None => line(arguments, &mut text),
        Some(at) => {
            line(&arguments[..at], &mut text);
            let [Tree::Group(_, rows)] = &arguments[at..] else { return None };
            table(rows, &mut text);
        }
    }
    text.push_str(");\n");
    Some(text)
}

/// The rows: each ends with `,` or `;`.
fn table(rows: &[Tree], text: &mut String) {
    if rows.is_empty() {
        text.push_str(" {}");
        return;
    }
    text.push_str(" {\n");
    for row in rows.split_inclusive(is_end) {
        let (row, end) = match row.split_last() {
            Some((Tree::Punct(end), row)) if matches!(end.as_char(), ',' | ';') => (row, end.as_char()),
            _ => (row, ','),
        };
        text.push_str("    ");
        line(row, text);
        text.extend([end, '\n']);
    }
    text.push('}');
}

fn is_end(tree: &Tree) -> bool {
    tree.is(',') || tree.is(';')
}

/// Tokens on one line, spaced as one would write them.
fn line(trees: &[Tree], text: &mut String) {
    let start = text.len();
    let mut glued = true;
    // The second bar of a closure's parameters is tight before, the first behind.
    let mut bars = 0;
    for (index, tree) in trees.iter().enumerate() {
        let before = &text[start..];
        match tree {
            Tree::Group(delimiter, inner) => {
                let (open, close) = match delimiter {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                // `name(…)` is tight, a list is not, and nothing is behind a comma.
                let tight = *delimiter == Delimiter::Parenthesis && !before.ends_with([',', ';', '>', '=']);
                if !tight && !glued {
                    text.push(' ');
                }
                text.push_str(open);
                line(inner, text);
                text.push_str(close);
                glued = false;
            }
            Tree::Punct(punct) => {
                let sign = punct.as_char();
                bars += usize::from(sign == '|');
                let closes_bars = sign == '|' && bars % 2 == 0;
                let tight = matches!(sign, ':' | ',' | ';' | '<' | '>' | '?' | '!' | '.') && !before.ends_with('=');
                // At the start of a row it marks a flat part.
                let of_list = matches!(trees.get(index + 1), Some(Tree::Group(..)));
                let reference = sign == '&' && (of_list || !before.is_empty());
                if !glued && !tight && !closes_bars {
                    text.push(' ');
                }
                text.push(sign);
                let after = &text[start..];
                let member = sign == '.' && !after.ends_with("..");
                let path = after.ends_with("::") || matches!(sign, '<' | '!' | '\'');
                glued =
                    punct.spacing() == Spacing::Joint || path || reference || member || (sign == '|' && !closes_bars);
            }
            tree => {
                if !glued {
                    text.push(' ');
                }
                // Writing into a string cannot fail.
                let _ = write!(text, "{tree}");
                glued = false;
            }
        }
    }
}
