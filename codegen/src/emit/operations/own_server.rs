//! The servers of an operation that does not use those of the API: the row in its table, the setter, and the documentation.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::emit::client::server::Choices;
use crate::emit::docs;
use crate::emit::rust::{Uses, bare, ident};
use crate::ir::{OwnServers, Server, ServerBase};
use crate::names::OwnServerNames;

fn own(context: Context<'_>) -> Option<(&OwnServers, &OwnServerNames)> {
    let (index, lookup) = (context.operation.servers?, context.lookup);
    Some((lookup.api.own_servers.get(index)?, lookup.names.own_servers.get(index)?))
}

/// Returns the operation's default server for its table.
pub(super) fn table(context: Context<'_>) -> Option<TokenStream> {
    own(context)?.0.servers.first().map(row)
}

fn row(server: &Server) -> TokenStream {
    match &server.base {
        ServerBase::Absolute { default_url: Some(url), .. } => quote! { table::Server::Absolute(#url) },
        ServerBase::Relative { default_url: Some(url), .. } => quote! { table::Server::Relative(#url) },
        // Requests must not be sent to the API's server instead.
        ServerBase::Absolute { default_url: None, .. }
        | ServerBase::Relative { default_url: None, .. }
        | ServerBase::Unusable => {
            let url = &server.url;
            quote! { table::Server::Unusable(#url) }
        }
    }
}

/// Returns the setter that chooses a server; no tokens if there is no choice.
pub(super) fn setter(context: Context<'_>, uses: &mut Uses<'_>) -> TokenStream {
    let Some((own, names)) = own(context) else { return TokenStream::new() };
    let choices = Choices::of_operations(own, names, String::new());
    let Some(example) = choices.example() else { return TokenStream::new() };
    let servers = uses.own_servers();
    let (method, ty) = (ident(&context.names.server), ident(&names.ty));
    let example = format!(".{}({example})", bare(&context.names.server));
    let mut lines = vec![
        "Chooses one of the operation's own servers for this call. It takes precedence over the client's base URL.",
        "",
        "```text",
        &example,
        "```",
    ];
    let (argument, url) = if choices.has_variables() {
        lines.extend(["", "The call fails if the value of a variable is not allowed at its position in the URL."]);
        (quote! { impl Into<#servers::#ty> }, quote! { server.into().url() })
    } else {
        (quote! { #servers::#ty }, quote! { Ok(server.url().to_owned()) })
    };
    let docs = docs::comment(lines);
    quote! {
        #docs
        #[inline]
        pub fn #method(mut self, server: #argument) -> Self {
            self.0.server(#url);
            self
        }
    }
}

/// Returns a paragraph about the operation's servers; none if it uses those of the API.
pub(super) fn docs(context: Context<'_>) -> Vec<String> {
    let Some((own, names)) = own(context) else { return Vec::new() };
    let Some(first) = own.servers.first() else { return Vec::new() };
    let url = docs::code_span(&first.url);
    let mut text = match &first.base {
        ServerBase::Absolute { default_url: Some(default), .. } if *default == first.url => {
            format!("**Server** {url}, unless the builder's `base_url` is set.")
        }
        ServerBase::Absolute { default_url: Some(default), .. } => {
            format!(
                "**Server** {url}, by default {}, unless the builder's `base_url` is set.",
                docs::code_span(default)
            )
        }
        ServerBase::Relative { default_url: Some(default), .. } => {
            let default = if *default == first.url || first.variables.is_empty() {
                String::new()
            } else {
                format!(", by default {}", docs::code_span(default))
            };
            let url = if first.url.is_empty() { "the empty URL".to_owned() } else { url };
            format!("**Server** {url}{default}, relative to the base URL.")
        }
        ServerBase::Absolute { default_url: None, .. } | ServerBase::Relative { default_url: None, .. } => {
            format!(
                "**Server** {url}. Its variables have no usable defaults, so they must be set, unless the builder's `base_url` is set."
            )
        }
        ServerBase::Unusable => {
            format!("**Server** {url}. It is not a usable URL, so the builder's `base_url` must be set.")
        }
    };
    let others: Vec<String> = own.servers.iter().skip(1).map(|server| docs::code_span(&server.url)).collect();
    if !others.is_empty() {
        text.push_str(&format!(" Others: {}.", others.join(", ")));
    }
    if !own.choices().is_empty() {
        let (ty, method) = (bare(&context.names.ty), bare(&context.names.server));
        text.push_str(&format!(" [`{method}`]({ty}::{method}) takes a {}.", docs::code_span(names.ty.as_str())));
    }
    docs::paragraph(&text)
}

#[cfg(test)]
mod tests {
    use super::row;
    use crate::ir::{Server, ServerBase};

    #[test]
    fn an_own_server_never_falls_back_to_that_of_the_api() {
        let absolute = |url: Option<&str>| ServerBase::Absolute { parts: vec![], default_url: url.map(str::to_owned) };
        let relative = |url: Option<&str>| ServerBase::Relative {
            prefix: "/".to_owned(),
            parts: vec![],
            default_url: url.map(str::to_owned),
            path: None,
        };
        for (base, expect) in [
            (absolute(Some("https://a.io")), "table::Server::Absolute(\"https://a.io\")"),
            (absolute(None), "table::Server::Unusable(\"{url}\")"),
            (relative(Some("/v2")), "table::Server::Relative(\"/v2\")"),
            (relative(Some("")), "table::Server::Relative(\"\")"),
            (relative(None), "table::Server::Unusable(\"{url}\")"),
            (ServerBase::Unusable, "table::Server::Unusable(\"{url}\")"),
        ] {
            let server = Server { url: "{url}".to_owned(), name: None, description: None, variables: vec![], base };
            assert_eq!(row(&server).to_string().replace(' ', ""), expect, "{:?}", server.base);
        }
    }
}
