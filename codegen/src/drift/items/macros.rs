//! The public items that the runtime's macros add to a type: conversions, the results of calls, and pages.
//!
//! Only items that can change with the document are listed. For example, every model implements `Serialize`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, Macro, Token, Type};

use super::ItemKind;
use super::collect::Collector;
use super::modules::{compact_text, join};
use super::signature::Signature;

/// Adds the items of a macro.
pub(super) fn expand(collector: &mut Collector<'_>, invocation: &Macro) {
    let Some(name) = invocation.path.segments.last() else { return };
    let tokens = || invocation.tokens.clone();
    match name.ident.to_string().as_str() {
        "call" => {
            if let Ok(call) = syn::parse2::<Call>(tokens()) {
                call.add(collector);
            }
        }
        "pages" => {
            if let Ok(Pages { name, item }) = syn::parse2(tokens()) {
                let path = join(&collector.shown, &name.to_string());
                let text = format!("pages of {}", compact_text(&item));
                collector.part(&path, &format!("{path} pages"), &[], ItemKind::CallPages, &text);
            }
        }
        "equality" => {
            if let Some(path) = first_name(&collector.shown, tokens()) {
                ["Eq", "Hash"].iter().for_each(|name| collector.implements(&path, name));
            }
        }
        "union" => union(collector, tokens()),
        "string_enum" => enumeration(collector, tokens(), Some("&str"), "fn as_str(&self) -> &str"),
        "integer_enum" => enumeration(collector, tokens(), Some("i64"), "fn as_i64(&self) -> i64"),
        "big_integer_enum" => enumeration(collector, tokens(), None, "fn as_str(&self) -> &str"),
        "value_enum" => enumeration(collector, tokens(), None, "fn to_value(&self) -> Value"),
        _ => {}
    }
}

/// `call!(ListItems => json Vec<models::Item>, (); cases ListItemsError)`.
struct Call {
    name: Ident,
    output: Type,
    headers: Type,
    error: Type,
}

impl Parse for Call {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=>]>()?;
        input.call(Ident::parse_any)?;
        if input.peek(Token![as]) {
            input.parse::<Token![as]>()?;
            // The storage of a custom type.
            input.parse::<proc_macro2::Group>()?;
        }
        let output = input.parse()?;
        input.parse::<Token![,]>()?;
        let headers = input.parse()?;
        input.parse::<Token![;]>()?;
        input.call(Ident::parse_any)?;
        Ok(Self { name, output, headers, error: input.parse()? })
    }
}

impl Call {
    fn add(&self, collector: &mut Collector<'_>) {
        let path = join(&collector.shown, &self.name.to_string());
        let [output, headers, error] = [&self.output, &self.headers, &self.error].map(compact_text);
        let result = format!("Result<{output}, Error<{error}>>");
        collector.part(&path, &format!("{path} result"), &[], ItemKind::CallResult, &result);
        let text = format!("headers {headers}");
        collector.part(&path, &format!("{path} headers"), &[], ItemKind::CallHeaders, &text);
        for ty in [output, headers, error] {
            collector.operations.mention(&path, ty);
        }
    }
}

/// `pages!(ListItems => models::Item, |page| page.data; …)`.
struct Pages {
    name: Ident,
    item: Type,
}

impl Parse for Pages {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=>]>()?;
        let item = input.parse()?;
        input.parse::<TokenStream>()?;
        Ok(Self { name, item })
    }
}

/// `union!(Pet = Cat { 0 Cat(Cat): ["cat"] [Object], … })`: a conversion from each type in parentheses.
fn union(collector: &mut Collector<'_>, tokens: TokenStream) {
    let Some((path, body)) = path_and_body(collector, tokens) else { return };
    let trees: Vec<TokenTree> = body.into_iter().collect();
    for three in trees.windows(3) {
        if let [TokenTree::Literal(_), TokenTree::Ident(_), TokenTree::Group(group)] = three
            && group.delimiter() == Delimiter::Parenthesis
        {
            collector.implements(&path, &format!("From<{}>", compact_text(&group.stream())));
        }
    }
}

/// The conversions of an enumeration. An open one accepts every value; a closed one may reject it.
fn enumeration(collector: &mut Collector<'_>, tokens: TokenStream, primitive: Option<&str>, method: &str) {
    let Some((path, body)) = path_and_body(collector, tokens) else { return };
    let is_open = body.into_iter().any(|tree| matches!(&tree, TokenTree::Ident(ident) if ident == "else"));
    let values = ItemKind::Constant { value: String::new() };
    collector.part(&path, &format!("{path}::VALUES"), &[], values, "const &'static [Self]");
    if let Ok(signature) = syn::parse_str::<syn::Signature>(method) {
        let key = format!("{path}::{}", signature.ident);
        collector.part(&path, &key, &[], ItemKind::Method(Signature::of(&signature)), method);
    }
    if let Some(primitive) = primitive {
        collector.implements(&path, &format!("{}<{primitive}>", if is_open { "From" } else { "TryFrom" }));
    }
}

/// Returns the path of the type that the first token names.
fn first_name(module: &str, tokens: TokenStream) -> Option<String> {
    match tokens.into_iter().next() {
        Some(TokenTree::Ident(name)) => Some(join(module, &name.to_string())),
        _ => None,
    }
}

/// Returns the path of the type that the first token names, and the tokens in the first braces.
fn path_and_body(collector: &Collector<'_>, tokens: TokenStream) -> Option<(String, TokenStream)> {
    let path = first_name(&collector.shown, tokens.clone())?;
    let body = tokens.into_iter().find_map(|tree| match tree {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    })?;
    Some((path, body))
}
