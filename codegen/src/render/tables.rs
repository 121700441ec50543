//! Prints the codec's tables, such as `crate::runtime::codec::object!(Name { … });`, with one row per line.
//!
//! `prettyplease` prints the tokens of an unknown macro on one line, which is hard to read.
//!
//! Tokens contain no spaces: `empty ()` and `empty()` are the same two tokens. The emitter marks tokens that need a space on each side with
//! [`word`](crate::emit::rust::word). For all other pairs of tokens, [`is_tight`] decides.
//!
//! A table owns its tokens, because iterating a shared stream clones it.

use std::fmt::Write;

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// `crate::path::name!( … );`
pub(super) struct Table {
    /// `crate::path::name!`
    pub(super) name: Vec<TokenTree>,
    /// The parentheses and their content.
    pub(super) arguments: Group,
}

impl Table {
    /// Prints the table, and ends the line.
    pub(super) fn print(self, text: &mut String) {
        for token in &self.name {
            push(token, text);
        }
        text.push('(');
        let mut arguments: Vec<TokenTree> = content(self.arguments).into_iter().collect();
        let last = arguments.pop();
        let mut line = Line::default();
        arguments.into_iter().for_each(|token| line.push(token, text));
        match last {
            Some(TokenTree::Group(rows)) if rows.delimiter() == Delimiter::Brace => table(content(rows), text),
            Some(token) => line.push(token, text),
            None => {}
        }
        text.push_str(");\n");
    }
}

/// Returns the tokens in a group. The group is dropped first; otherwise iterating clones the stream.
fn content(group: Group) -> TokenStream {
    group.stream()
}

/// Prints the rows. Each ends with `,` or `;`.
fn table(rows: TokenStream, text: &mut String) {
    if rows.is_empty() {
        text.push_str(" {}");
        return;
    }
    text.push_str(" {\n");
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        text.push_str("    ");
        let mut line = Line::default();
        let mut end = ',';
        for token in rows.by_ref() {
            if let TokenTree::Punct(punct) = &token
                && matches!(punct.as_char(), ',' | ';')
            {
                end = punct.as_char();
                break;
            }
            line.push(token, text);
        }
        text.extend([end, '\n']);
    }
    text.push('}');
}

/// Returns whether a token is this punctuation character.
pub(super) fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// Prints a token that is not a group, without spaces.
fn push(token: &TokenTree, text: &mut String) {
    match token {
        TokenTree::Punct(punct) => text.push(punct.as_char()),
        // Writing into a string cannot fail.
        token => write!(text, "{token}").unwrap_or_default(),
    }
}

/// A line of tokens that is being printed.
struct Line {
    before: Before,
}

impl Default for Line {
    fn default() -> Self {
        Self { before: Before::Nothing }
    }
}

impl Line {
    fn push(&mut self, token: TokenTree, text: &mut String) {
        if !is_tight(&self.before, &token) {
            text.push(' ');
        }
        self.before = self.before.then(&token);
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                let mut line = Line::default();
                content(group).into_iter().for_each(|token| line.push(token, text));
                text.push_str(close);
            }
            token => push(&token, text),
        }
    }
}

/// The element before a token on its line.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// The token is the first of the line.
    Nothing,
    /// An identifier.
    Name,
    /// A punctuation character, possibly the last of a longer operator.
    Sign { sign: char, joint: bool },
    /// `::`
    PathSeparator,
    /// `=>`
    Arrow,
    /// `|` before the parameters of a closure, and the parameters.
    ClosureParameters,
    /// A literal, a group, or `|` after the parameters of a closure.
    Other,
}

impl Before {
    /// Returns the state after `token`.
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

/// Returns whether two tokens are printed without a space between them.
fn is_tight(before: &Before, token: &TokenTree) -> bool {
    match (before, token) {
        (Before::Nothing, _) => true,
        // A word has a space on each side, except before punctuation.
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
    use crate::render::pieces::{self, Piece};

    #[track_caller]
    fn check(item: TokenStream, expect: &str) {
        let mut text = String::new();
        for piece in pieces::split(item) {
            match piece {
                Piece::Table(table) => table.print(&mut text),
                Piece::Items(items) => text.push_str(&format!("not a table: {items}")),
            }
        }
        assert_eq!(text, expect);
    }

    #[test]
    fn objects_have_one_member_per_line() {
        let [pattern, flattened, rest, set] = [quote!(~), quote!(&), quote!(..), quote!(?)].map(word);
        check(
            quote! {
                crate::runtime::codec::object!(Everything {
                    0 "name" => name: Required, 1 "type" => r#type: Patch, #pattern 2 "^x-" => x_members,
                    #flattened 3 node: Required, #flattened 4 one_of: Any(0), #rest 5 => additional_properties,
                    #set ["limit"], #set ["note", "on"],
                });
            },
            "crate::runtime::codec::object!(Everything {\n    0 \"name\" => name: Required,\n    1 \"type\" => r#type: Patch,\n    \
             ~ 2 \"^x-\" => x_members,\n    & 3 node: Required,\n    & 4 one_of: Any(0),\n    .. 5 => additional_properties,\n    \
             ? [\"limit\"],\n    ? [\"note\", \"on\"],\n});\n",
        );
        check(
            quote! {
                crate::runtime::codec::object!(Custom {
                    0 "a" => a: Required as [crate::runtime::Custom<a::B<'static, [u8; 4]>> = "\"x\""],
                    1 "b" => b: Optional as [Vec<Option<crate::runtime::Custom<(f64, ::b::C), crate::runtime::AsText>>>],
                    + 2 => additional_properties,
                });
            },
            "crate::runtime::codec::object!(Custom {\n    \
             0 \"a\" => a: Required as [crate::runtime::Custom<a::B<'static, [u8; 4]>> = \"\\\"x\\\"\"],\n    \
             1 \"b\" => b: Optional as [Vec<Option<crate::runtime::Custom<(f64, ::b::C), crate::runtime::AsText>>>],\n    \
             + 2 => additional_properties,\n});\n",
        );
        check(
            quote!(crate::runtime::codec::object!(Fallible as try { 0 "a" => a: Required, });),
            "crate::runtime::codec::object!(Fallible as try {\n    0 \"a\" => a: Required,\n});\n",
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
    fn other_types_have_one_row_per_line() {
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
    fn rules_have_one_rule_per_line() {
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
    fn types_in_calls_are_printed_like_in_code() {
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
    fn closures_and_structs_in_page_tables_are_printed_like_in_code() {
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
}
