//! The API's servers as an enum; variables of a URL are fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::operations::{doc, ident, safe, server_url};
use crate::ir::Server;
use crate::names::ServerNames;

/// The URL of the first server with its defaults; empty if there is none that stands by itself.
pub(super) fn default_url(servers: &[Server]) -> String {
    let url = servers.first().map(server_url).unwrap_or_default();
    let absolute = url.starts_with("http://") || url.starts_with("https://");
    if absolute { url } else { String::new() }
}

/// The enum `Server`, if there are any.
pub(super) fn items(servers: &[Server], names: &[ServerNames]) -> TokenStream {
    if servers.is_empty() {
        return TokenStream::new();
    }
    let (mut variants, mut arms) = (Vec::new(), Vec::new());
    for (server, names) in servers.iter().zip(names) {
        let variant = ident(&names.name);
        let said =
            server.description.as_deref().map(|text| format!("{}\n\n", safe(text).trim_end())).unwrap_or_default();
        let docs = doc(&format!("{said}`{}`", server.url));
        let fields: Vec<_> = names.variables.iter().map(ident).collect();
        if fields.is_empty() {
            let url = &server.url;
            variants.push(quote! { #docs #variant });
            arms.push(quote! { Self::#variant => #url.to_owned() });
            continue;
        }
        let declared = fields.iter().zip(&server.variables).map(|(field, variable)| {
            let mut text = variable.description.as_deref().map(safe).unwrap_or_default();
            text.push_str(&format!("\n`{}` unless the API says otherwise.", variable.default));
            if !variable.values.is_empty() {
                text.push_str(&format!(" One of `{}`.", variable.values.join("`, `")));
            }
            let docs = doc(text.trim_start());
            quote! { #docs #field: String }
        });
        let mut format = server.url.replace('{', "{{").replace('}', "}}");
        for (field, variable) in fields.iter().zip(&server.variables) {
            let name = field.to_string();
            let name = name.trim_start_matches("r#");
            format = format.replace(&format!("{{{{{}}}}}", variable.name), &format!("{{{name}}}"));
        }
        variants.push(quote! { #docs #variant { #(#declared),* } });
        arms.push(quote! { Self::#variant { #(#fields),* } => format!(#format) });
    }
    quote! {
        /// A server of the API.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Server {
            #(#variants),*
        }

        impl Server {
            /// Its URL.
            #[must_use]
            pub fn url(&self) -> String {
                match self {
                    #(#arms),*
                }
            }
        }
    }
}
