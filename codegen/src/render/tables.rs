//! The layout of the codec's tables: `crate::runtime::codec::object!(Name { a row a line });`.
//!
//! `prettyplease` prints the tokens of a macro that it does not know on one line; a table reads better with a row a line.
//!
//! Tokens do not say where spaces stand: `empty ()` and `empty()` are the same two tokens. The emitter says it with
//! [`word`](crate::emit::rust::word), which has a space on each side. Between all other tokens, [`is_tight`] decides by the pair.

use std::fmt::Write;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Prints `crate::path::name!( … );`. Returns `None` for any other item. A table is known by the `crate` that its path starts with: no
/// other macro has it.
pub(super) fn print(item: &syn::Item) -> Option<String> {
    let syn::Item::Macro(item) = item else { return None };
    let path: Vec<String> = item.mac.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    if path.first().is_none_or(|first| first != "crate")
        || !item.attrs.is_empty()
        || !matches!(item.mac.delimiter, syn::MacroDelimiter::Paren(_))
    {
        return None;
    }
    let arguments: Vec<TokenTree> = item.mac.tokens.clone().into_iter().collect();
    let mut text = format!("{}!(", path.join("::"));
    match arguments.split_last() {
        Some((TokenTree::Group(rows), head)) if rows.delimiter() == Delimiter::Brace => {
            line(head, &mut text);
            table(rows.stream(), &mut text);
        }
        _ => line(&arguments, &mut text),
    }
    text.push_str(");\n");
    Some(text)
}

/// The rows. Each ends with `,` or `;`.
fn table(rows: TokenStream, text: &mut String) {
    if rows.is_empty() {
        text.push_str(" {}");
        return;
    }
    text.push_str(" {\n");
    let rows: Vec<TokenTree> = rows.into_iter().collect();
    for row in rows.split_inclusive(|token| is_sign(token, ',') || is_sign(token, ';')) {
        let (row, end) = match row.split_last() {
            Some((TokenTree::Punct(end), row)) if matches!(end.as_char(), ',' | ';') => (row, end.as_char()),
            _ => (row, ','),
        };
        text.push_str("    ");
        line(row, text);
        text.extend([end, '\n']);
    }
    text.push('}');
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// Prints tokens on one line.
fn line(tokens: &[TokenTree], text: &mut String) {
    let mut before = Before::Nothing;
    for token in tokens {
        if !is_tight(&before, token) {
            text.push(' ');
        }
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                line(&group.stream().into_iter().collect::<Vec<_>>(), text);
                text.push_str(close);
            }
            // Writing into a string cannot fail.
            token => write!(text, "{token}").unwrap_or_default(),
        }
        before = before.then(token);
    }
}

/// What stands before a token on its line.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// It is the first.
    Nothing,
    /// An identifier.
    Name,
    /// A sign, or the last of several that are one operator.
    Sign { sign: char, joint: bool },
    /// `::`
    PathSeparator,
    /// `=>`
    Arrow,
    /// `|` before the parameters of a closure, and the parameters.
    ClosureParameters,
    /// A literal, a group, or `|` behind the parameters of a closure.
    Other,
}

impl Before {
    /// What stands before the token that follows `token`.
    fn then(self, token: &TokenTree) -> Self {
        match token {
            TokenTree::Ident(_) if self == Self::ClosureParameters => self,
            TokenTree::Ident(_) => Self::Name,
            TokenTree::Literal(_) | TokenTree::Group(_) => Self::Other,
            TokenTree::Punct(punct) => match (self, punct.as_char()) {
                (Self::ClosureParameters, '|') => Self::Other,
                (_, '|') => Self::ClosureParameters,
                (Self::Sign { sign: ':', joint: true }, ':') => Self::PathSeparator,
                (Self::Sign { sign: '=', joint: true }, '>') => Self::Arrow,
                (_, sign) => Self::Sign { sign, joint: punct.spacing() == Spacing::Joint },
            },
        }
    }
}

/// Whether no space stands between two tokens.
fn is_tight(before: &Before, token: &TokenTree) -> bool {
    match (before, token) {
        (Before::Nothing, _) => true,
        // A word stands apart from all but the signs behind it.
        (_, TokenTree::Group(group)) if group.delimiter() == Delimiter::None => false,
        (Before::PathSeparator | Before::ClosureParameters | Before::Sign { joint: true, .. }, _) => true,
        (Before::Sign { sign: '<' | '&' | '!' | '.' | '-', .. }, _) => true,
        (Before::Arrow | Before::Sign { sign: ',' | ';' | '=', .. }, _) => false,
        (_, TokenTree::Punct(punct)) => matches!(punct.as_char(), ',' | ';' | ':' | '.' | '<' | '>'),
        // A call, or the type of a variant.
        (Before::Name | Before::Sign { sign: '>', .. }, TokenTree::Group(group)) => {
            group.delimiter() == Delimiter::Parenthesis
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::emit::rust::word;

    #[track_caller]
    fn check(item: TokenStream, expect: &str) {
        assert_eq!(print(&syn::parse2(item).unwrap()).as_deref(), Some(expect));
    }

    #[test]
    fn objects() {
        let [pattern, flat, rest, set] = [quote!(~), quote!(&), quote!(..), quote!(?)].map(word);
        check(
            quote! {
                crate::runtime::codec::object!(Everything {
                    0 "name" => name: Required, 1 "type" => r#type: Patch, #pattern 2 "^x-" => x_members,
                    #flat 3 node: Required, #flat 4 one_of: Any(0), #rest 5 => additional_properties,
                    #set ["limit"], #set ["note", "on"],
                });
            },
            "crate::runtime::codec::object!(Everything {\n    0 \"name\" => name: Required,\n    1 \"type\" => r#type: Patch,\n    \
             ~ 2 \"^x-\" => x_members,\n    & 3 node: Required,\n    & 4 one_of: Any(0),\n    .. 5 => additional_properties,\n    \
             ? [\"limit\"],\n    ? [\"note\", \"on\"],\n});\n",
        );
        check(
            quote!(crate::runtime::codec::object!(Closed { 0 "a" => a: Optional, !Denied, });),
            "crate::runtime::codec::object!(Closed {\n    0 \"a\" => a: Optional,\n    !Denied,\n});\n",
        );
        check(
            quote!(
                crate::runtime::codec::object!(Empty {});
            ),
            "crate::runtime::codec::object!(Empty {});\n",
        );
    }

    #[test]
    fn unions_enumerations_tuples_and_newtypes() {
        check(
            quote! {
                crate::runtime::codec::union!(Node = Unknown {
                    tag "node_type" or 1,
                    0 Start(Start): ["start"] [Object],
                    1 StringList(Vec<Option<String>>): ["list", "strings"] [Array, Null],
                    2 Other: [] [],
                    else Unknown,
                });
            },
            "crate::runtime::codec::union!(Node = Unknown {\n    tag \"node_type\" or 1,\n    \
             0 Start(Start): [\"start\"] [Object],\n    \
             1 StringList(Vec<Option<String>>): [\"list\", \"strings\"] [Array, Null],\n    2 Other: [] [],\n    \
             else Unknown,\n});\n",
        );
        check(
            quote!(crate::runtime::codec::integer_enum!(Code { -1 => Minus1, 2 => V2, else Unknown, });),
            "crate::runtime::codec::integer_enum!(Code {\n    -1 => Minus1,\n    2 => V2,\n    else Unknown,\n});\n",
        );
        let rest = word(quote!(..));
        check(
            quote!(crate::runtime::codec::tuple!(Row { required 0, optional 1, #rest 2, });),
            "crate::runtime::codec::tuple!(Row {\n    required 0,\n    optional 1,\n    .. 2,\n});\n",
        );
        check(
            quote!(
                crate::runtime::codec::newtype!(Tree);
            ),
            "crate::runtime::codec::newtype!(Tree);\n",
        );
    }

    #[test]
    fn rules() {
        check(
            quote! {
                crate::runtime::codec::rules!(Pet {
                    Property("body", &[Items(0, &[Of(super::BodyParamSchema::rules)])]),
                    Listed(listed::<super::Level>),
                    Type(&[Kind::String, Kind::Null]),
                    Discriminator("species", &[(&["cat"], &[]), (&["dog"], &[])]),
                });
            },
            "crate::runtime::codec::rules!(Pet {\n    Property(\"body\", &[Items(0, &[Of(super::BodyParamSchema::rules)])]),\n    \
             Listed(listed::<super::Level>),\n    Type(&[Kind::String, Kind::Null]),\n    \
             Discriminator(\"species\", &[(&[\"cat\"], &[]), (&[\"dog\"], &[])]),\n});\n",
        );
    }

    #[test]
    fn calls() {
        for (success, failure, expect) in [
            (quote!(()), quote!(Infallible), "empty (), (); none Infallible"),
            (
                quote!(models::Page),
                quote!(::std::convert::Infallible),
                "empty models::Page, (); none ::std::convert::Infallible",
            ),
            (
                quote!(::std::collections::BTreeMap<String, Vec<models::A>>),
                quote!(ListError),
                "empty ::std::collections::BTreeMap<String, Vec<models::A>>, (); none ListError",
            ),
        ] {
            let (success, failure) = (word(success), word(failure));
            check(
                quote!(crate::runtime::http::call!(List => empty #success, (); none #failure);),
                &format!("crate::runtime::http::call!(List => {expect});\n"),
            );
        }
        check(
            quote!(crate::runtime::http::cases!(ListError { 0 => NotFound: json, 1 => Default });),
            "crate::runtime::http::cases!(ListError {\n    0 => NotFound: json,\n    1 => Default,\n});\n",
        );
        check(
            quote!(crate::runtime::http::client_type!(Client, ClientBuilder, SCHEMES, "https://api.diga.io");),
            "crate::runtime::http::client_type!(Client, ClientBuilder, SCHEMES, \"https://api.diga.io\");\n",
        );
    }

    #[test]
    fn pages() {
        let item = word(quote!(::std::collections::BTreeMap<String, models::Item>));
        check(
            quote! {
                crate::runtime::http::pages!(List => #item, |page| Some(page).and_then(|page| page.data).unwrap_or_default();
                    table::Paging {
                        items: &["data"],
                        next: table::Next::Offset { parameter: 5, total: &[], has_more: &["a", "b"] },
                    }
                );
            },
            "crate::runtime::http::pages!(List => ::std::collections::BTreeMap<String, models::Item>, \
             |page| Some(page).and_then(|page| page.data).unwrap_or_default(); table::Paging {\n    items: &[\"data\"],\n    \
             next: table::Next::Offset { parameter: 5, total: &[], has_more: &[\"a\", \"b\"] },\n});\n",
        );
    }

    #[test]
    fn other_items_are_not_tables() {
        for item in [
            quote! { pub struct Customer; },
            quote! { println!("a"); },
            quote! { #[cfg(feature = "a")] crate::runtime::codec::newtype!(A); },
            quote! { crate::a! { b } },
        ] {
            assert_eq!(print(&syn::parse2(item).unwrap()), None);
        }
    }
}
