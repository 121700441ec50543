//! Splits the tokens of a file into the codec's tables and the other items.
//!
//! About half of all tokens are in tables, and `prettyplease` does not format macros. So only the other items are parsed.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::tables::{Table, is_sign};

/// A table, or the items between two tables.
pub(super) enum Piece {
    /// A table.
    Table(Table),
    /// Items that are not tables.
    Items(TokenStream),
}

/// Splits the items of a file into tables and the items between them, in order. A table is a macro whose path starts with `crate`;
/// no other macro's path does.
pub(super) fn split(items: TokenStream) -> Vec<Piece> {
    let tokens: Vec<TokenTree> = items.into_iter().collect();
    let mut tokens = tokens.into_iter();
    let (mut pieces, mut others) = (Vec::new(), Vec::new());
    while !tokens.as_slice().is_empty() {
        match name_length(tokens.as_slice()).filter(|_| is_start_of_item(&others)) {
            Some(length) => {
                let name = tokens.by_ref().take(length).collect();
                // The arguments, and `;`.
                if let (Some(TokenTree::Group(arguments)), Some(_)) = (tokens.next(), tokens.next()) {
                    pieces.extend(take_items(&mut others));
                    pieces.push(Piece::Table(Table { name, arguments }));
                }
            }
            None => others.extend(tokens.next()),
        }
    }
    pieces.extend(take_items(&mut others));
    pieces
}

/// Takes the collected items, if any.
fn take_items(tokens: &mut Vec<TokenTree>) -> Option<Piece> {
    (!tokens.is_empty()).then(|| Piece::Items(std::mem::take(tokens).into_iter().collect()))
}

/// Returns whether an item starts after these tokens.
fn is_start_of_item(before: &[TokenTree]) -> bool {
    match before {
        [] => true,
        [.., TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => true,
        // An attribute of the file.
        [.., hash, mark, TokenTree::Group(_)] => is_sign(hash, '#') && is_sign(mark, '!'),
        [.., last] => is_sign(last, ';'),
    }
}

/// Returns the number of tokens in the macro name if the tokens start with a table.
fn name_length(tokens: &[TokenTree]) -> Option<usize> {
    let (TokenTree::Ident(first), mut rest) = tokens.split_first()? else { return None };
    if first != "crate" {
        return None;
    }
    while let [a, b, TokenTree::Ident(_), after @ ..] = rest {
        if !is_sign(a, ':') || !is_sign(b, ':') {
            return None;
        }
        rest = after;
    }
    match rest {
        [mark, TokenTree::Group(arguments), end, ..]
            if is_sign(mark, '!') && arguments.delimiter() == Delimiter::Parenthesis && is_sign(end, ';') =>
        {
            Some(tokens.len() - rest.len() + 1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    /// Returns the text of each table; `None` for the items between them.
    fn pieces(items: TokenStream) -> Vec<Option<String>> {
        let print = |piece| match piece {
            Piece::Table(table) => {
                let mut text = String::new();
                table.print(&mut text);
                Some(text)
            }
            Piece::Items(_) => None,
        };
        split(items).into_iter().map(print).collect()
    }

    #[test]
    fn other_items_are_not_tables() {
        for item in [
            quote! { pub struct Customer; },
            quote! { println!("a"); },
            quote! { #[cfg(feature = "a")] crate::runtime::codec::newtype!(A); },
            quote! { crate::a! { b } },
            quote! { const A: u8 = crate::a!(); },
            quote! { use crate::a; impl crate::A for B {} },
        ] {
            assert_eq!(pieces(item), [None]);
        }
        assert_eq!(pieces(TokenStream::new()), []);
    }

    #[test]
    fn tables_separate_items() {
        let table = Some("crate::a!(A);\n".to_owned());
        for (items, expect) in [
            (
                quote! { crate::a!(A); struct A; impl A {} crate::a!(A); crate::a!(A); },
                &[&table, &None, &table, &table][..],
            ),
            (quote! { struct A(u8); crate::a!(A); }, &[&None, &table]),
            (quote! { #![allow(dead_code)] crate::a!(A); mod b; }, &[&None, &table, &None]),
        ] {
            assert_eq!(pieces(items).iter().collect::<Vec<_>>(), expect);
        }
    }
}
