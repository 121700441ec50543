//! A type as text, with a link to its documentation.

use proc_macro2::{Spacing, TokenStream, TokenTree};

/// A type as text.
pub(super) struct TypeText {
    /// The type without the paths of modules: `Vec<Customer>`.
    pub(super) text: String,
    /// The path of the item that describes the type best: `models::Customer`.
    target: Option<String>,
}

/// The modules that a file of operations imports.
const MODULES: [&str; 2] = ["models", "http"];

impl TypeText {
    pub(super) fn new(ty: &TokenStream) -> Self {
        let mut spelled = String::new();
        spell(ty.clone(), &mut spelled);
        // The last type is the innermost: the model in `Vec<models::Customer>`. A stream of the runtime precedes its items.
        let mut target = None;
        let words = spelled.split(|char: char| !(char.is_alphanumeric() || "_:#".contains(char)));
        for word in words.filter(|word| !word.is_empty()) {
            let module = word.split("::").next().unwrap_or_default();
            if MODULES.contains(&module) {
                target = Some(word.replace("r#", ""));
            } else if target.is_none() && !is_std(word) && !word.contains("::") {
                target = Some(word.to_owned());
            }
        }
        let text =
            spelled.replace("models::", "").replace("http::", "").replace("crate::runtime::", "").replace("r#", "");
        Self { text, target }
    }

    /// Whether the type is `()`.
    pub(super) fn is_empty(&self) -> bool {
        self.text == "()"
    }

    /// Returns the type as a link, if it has documentation in this crate.
    pub(super) fn link(&self) -> Option<String> {
        let target = self.target.as_ref()?;
        Some(if *target == self.text { format!("[`{target}`]") } else { format!("[`{}`]({target})", self.text) })
    }
}

/// Whether a type is from the standard library, so that it is not linked.
fn is_std(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
        || matches!(word, "String" | "Vec" | "Option" | "Box" | "BTreeMap" | "Ipv4Addr")
}

/// Writes tokens as in Rust source: without spaces, except after a comma.
fn spell(tokens: TokenStream, text: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Parenthesis => {
                text.push('(');
                spell(group.stream(), text);
                text.push(')');
            }
            TokenTree::Group(group) => spell(group.stream(), text),
            TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                if punct.as_char() == ',' && punct.spacing() == Spacing::Alone {
                    text.push(' ');
                }
            }
            other @ (TokenTree::Ident(_) | TokenTree::Literal(_)) => text.push_str(&other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn the_innermost_model_is_linked() {
        let check = |ty: TokenStream, expect: &str| {
            let ty = TypeText::new(&ty);
            assert_eq!(ty.link().unwrap_or_else(|| ty.text.clone()), expect);
        };
        check(quote!(models::Customer), "[`Customer`](models::Customer)");
        check(quote!(Vec<models::Customer>), "[`Vec<Customer>`](models::Customer)");
        check(quote!(BTreeMap<String, models::r#type>), "[`BTreeMap<String, type>`](models::type)");
        check(quote!(http::ByteStream), "[`ByteStream`](http::ByteStream)");
        check(quote!(http::EventStream<models::Customer>), "[`EventStream<Customer>`](models::Customer)");
        check(quote!(UpdateCustomerOutput), "[`UpdateCustomerOutput`]");
        check(quote!(Option<String>), "Option<String>");
        check(quote!(()), "()");
        check(quote!(Vec<i64>), "Vec<i64>");
        check(quote!(::ulid::Ulid), "::ulid::Ulid");
        check(quote!(crate::runtime::Never), "Never");
    }
}
