//! The API's servers: the enum `Server`, a struct for each server with variables, and an enum for each variable with an `enum`.
//!
//! Architecture invariant: no text of the document is used as a format string. A URL with variables is a table of parts that the
//! runtime joins.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::docs::{self, code_span};
use crate::emit::rust::{default_impl, ident, identifier};
use crate::ir::server_url::ServerPosition;
use crate::ir::{Server, ServerBase, ServerPart, ServerVariable};
use crate::names::{ServerNames, ServerVariableNames};

/// Returns the URL of the first server with its defaults, or only its path if the document names no host. Returns the empty string if
/// neither is known.
pub(super) fn default_url(servers: &[Server]) -> &str {
    servers.first().map_or("", |server| server.default_url().unwrap_or(server.relative_path()))
}

/// A server with an absolute URL, which the user can choose.
struct AbsoluteServer<'a> {
    server: &'a Server,
    names: &'a ServerNames,
    parts: &'a [ServerPart],
}

impl AbsoluteServer<'_> {
    fn has_variables(&self) -> bool {
        !self.server.variables.is_empty()
    }

    fn variables(&self) -> impl Iterator<Item = (&ServerVariable, &ServerVariableNames)> {
        self.server.variables.iter().zip(&self.names.variables)
    }
}

/// Returns the servers with an absolute URL. For a relative URL, the user sets the base URL.
fn absolute_servers<'a>(servers: &'a [Server], names: &'a [ServerNames]) -> Vec<AbsoluteServer<'a>> {
    let all = servers.iter().zip(names);
    all.filter_map(|(server, names)| match &server.base {
        ServerBase::Absolute { parts, .. } => Some(AbsoluteServer { server, names, parts }),
        ServerBase::Relative { .. } | ServerBase::Unusable => None,
    })
    .collect()
}

/// Returns the builder's method that chooses a server. Empty if no server has an absolute URL.
pub(super) fn setter(servers: &[Server], names: &[ServerNames]) -> TokenStream {
    let choices = absolute_servers(servers, names);
    let Some(shown) = choices.iter().find(|choice| choice.has_variables()).or(choices.first()) else {
        return TokenStream::new();
    };
    let example = format!("Client::builder().server({})", example(shown));
    let mut lines = vec!["Sends all requests to this server.", "", "```text", &example, "```"];
    let (ty, sent) = if shown.has_variables() {
        let errors = "[`ClientBuilder::build`] returns an error if the value of a variable is not allowed at its position in the URL.";
        lines.extend(["", errors]);
        (quote! { impl Into<Server> }, quote! { Self(self.0.server(server.into().url())) })
    } else {
        (quote! { Server }, quote! { Self(self.0.server(Ok(server.url().to_owned()))) })
    };
    let docs = docs::comment(lines);
    quote! {
        #docs
        pub fn server(self, server: #ty) -> Self {
            #sent
        }
    }
}

/// Returns the expression for a server, as a user would write it.
fn example(choice: &AbsoluteServer<'_>) -> String {
    let Some((variable, names)) = choice.variables().next() else {
        return format!("Server::{}", choice.names.name.as_str());
    };
    let ty = choice.names.ty.as_str();
    let value = match (names.values.last(), variable.default.as_deref()) {
        (Some(value), _) => format!("{}::{}", names.ty.as_str(), value.as_str()),
        // A default with special characters is not shown.
        (None, Some(default)) if is_plain(default) => format!("{default:?}.into()"),
        (None, _) => "\"…\".into()".to_owned(),
    };
    let rest = if choice.server.variables.len() > 1 { ", ..Default::default()" } else { "" };
    format!("{ty} {{ {}: {value}{rest} }}", names.field.as_str())
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:/".contains(&byte))
}

/// Returns the enum `Server` and the types of its variants. Empty if no server has an absolute URL.
pub(super) fn items(servers: &[Server], names: &[ServerNames]) -> TokenStream {
    let choices = absolute_servers(servers, names);
    if choices.is_empty() {
        return TokenStream::new();
    }
    // The URL of a server without variables was checked by `lower`.
    let fallible = choices.iter().any(AbsoluteServer::has_variables);
    let first = servers.first().is_some_and(|server| matches!(server.base, ServerBase::Absolute { .. }));
    let mut default = TokenStream::new();
    let mut derive = TokenStream::new();
    let (mut variants, mut arms, mut types) = (Vec::new(), Vec::new(), TokenStream::new());
    for (at, choice) in choices.iter().enumerate() {
        let docs = docs(choice.server);
        let variant = ident(&choice.names.name);
        let is_default = first && at == 0;
        if choice.has_variables() {
            let ty = ident(&choice.names.ty);
            variants.push(quote! { #docs #variant(#ty) });
            arms.push(quote! { Self::#variant(server) => server.url() });
            types.extend(variables(choice));
            types.extend(quote! {
                impl From<#ty> for Server {
                    fn from(server: #ty) -> Self {
                        Self::#variant(server)
                    }
                }
            });
            if is_default {
                default = default_impl(&identifier("Server"), &quote! { Self::#variant(#ty::default()) });
            }
        } else {
            let url = choice.server.default_url().unwrap_or_default();
            let mark = is_default.then(|| quote! { #[default] });
            if is_default {
                derive = quote! { , Default };
            }
            variants.push(quote! { #docs #mark #variant });
            arms.push(if fallible {
                quote! { Self::#variant => Ok(#url.to_owned()) }
            } else {
                quote! { Self::#variant => #url }
            });
        }
    }
    let (errors, must_use, returned) = if fallible {
        let errors = [
            "",
            "# Errors",
            "",
            "Returns an error if the value of a variable is not allowed at its position in the URL.",
        ];
        (docs::comment(errors), None, quote! { Result<String, http::ServerUrlError> })
    } else {
        (TokenStream::new(), Some(quote! { #[must_use] }), quote! { &'static str })
    };
    quote! {
        /// A server of the API.
        #[derive(Debug, Clone, PartialEq, Eq, Hash #derive)]
        #[non_exhaustive]
        pub enum Server {
            #(#variants),*
        }

        #default

        impl Server {
            /// Returns the URL.
            #errors
            #must_use
            pub fn url(&self) -> #returned {
                match self {
                    #(#arms),*
                }
            }
        }

        #types
    }
}

/// Returns the documentation of a server: its description and URL.
fn docs(server: &Server) -> TokenStream {
    docs::comment(docs::sections([docs::safe_option(server.description.as_ref()), vec![code_span(&server.url)]]))
}

/// Returns the struct of a server's variables, and the enums of their values.
fn variables(choice: &AbsoluteServer<'_>) -> TokenStream {
    let ty = ident(&choice.names.ty);
    let about = docs::comment([format!("Variables of the server {}.", code_span(&choice.server.url))]);
    let (mut fields, mut defaults, mut values, mut table) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut enums = TokenStream::new();
    let mut derivable = true;
    for (variable, names) in choice.variables() {
        let field = ident(&names.field);
        let docs = variable_docs(variable);
        let name = &variable.name;
        let kind = identifier(if variable.default.is_none() { "required" } else { "new" });
        table.push(quote! { http::ServerVariable::#kind(#name) });
        if variable.values.is_empty() {
            fields.push(quote! { #docs pub #field: String });
            values.push(quote! { &self.#field });
            match variable.default.as_deref().filter(|default| !default.is_empty()) {
                Some(default) => {
                    derivable = false;
                    defaults.push(quote! { #field: #default.to_owned() });
                }
                None => defaults.push(quote! { #field: String::new() }),
            }
        } else {
            let value = ident(&names.ty);
            enums.extend(enumeration(variable, names));
            fields.push(quote! { #docs pub #field: #value });
            values.push(quote! { self.#field.as_str() });
            defaults.push(quote! { #field: #value::default() });
        }
    }
    let derive = derivable.then(|| quote! { , Default });
    let default = (!derivable).then(|| default_impl(&ty, &quote! { Self { #(#defaults),* } }));
    let parts = choice.parts.iter().map(part);
    quote! {
        #about
        #[derive(Debug, Clone, PartialEq, Eq, Hash #derive)]
        pub struct #ty {
            #(#fields),*
        }

        #default

        impl #ty {
            const TEMPLATE: http::ServerTemplate = http::ServerTemplate {
                variables: &[#(#table),*],
                parts: &[#(#parts),*],
            };

            /// Returns the URL of the server with these values.
            ///
            /// # Errors
            ///
            /// Returns an error if a value is not allowed at its position in the URL.
            pub fn url(&self) -> Result<String, http::ServerUrlError> {
                Self::TEMPLATE.url(&[#(#values),*])
            }
        }

        #enums
    }
}

fn variable_docs(variable: &ServerVariable) -> TokenStream {
    let default = match variable.default.as_deref() {
        None => "Required: the API defines no default.".to_owned(),
        Some("") => "Empty by default.".to_owned(),
        Some(default) => format!("Default: {}.", code_span(default)),
    };
    docs::comment(docs::sections([docs::safe_option(variable.description.as_ref()), vec![default]]))
}

/// Returns the enum of a variable's values.
fn enumeration(variable: &ServerVariable, names: &ServerVariableNames) -> TokenStream {
    let ty = ident(&names.ty);
    let (mut variants, mut arms) = (Vec::new(), Vec::new());
    for (value, name) in variable.values.iter().zip(&names.values) {
        let name = ident(name);
        let docs = docs::comment([if value.is_empty() { "The empty string.".to_owned() } else { code_span(value) }]);
        let mark = (Some(value) == variable.default.as_ref()).then(|| quote! { #[default] });
        variants.push(quote! { #docs #mark #name });
        arms.push(quote! { Self::#name => #value });
    }
    let about = docs::comment([format!("Values of the server variable {}.", code_span(&variable.name))]);
    quote! {
        #about
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        #[non_exhaustive]
        pub enum #ty {
            #(#variants),*
        }

        impl #ty {
            /// Returns the value as it is written in the URL.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    #(#arms),*
                }
            }
        }

        impl std::fmt::Display for #ty {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}

fn part(part: &ServerPart) -> TokenStream {
    match part {
        ServerPart::Text(text) => quote! { http::ServerPart::Text(#text) },
        ServerPart::Variable(index, position) => {
            let index = Literal::usize_unsuffixed(*index);
            let position = identifier(match position {
                ServerPosition::Scheme => "Scheme",
                ServerPosition::Label => "Label",
                ServerPosition::LabelPart => "LabelPart",
                ServerPosition::Labels => "Labels",
                ServerPosition::Host => "Host",
                ServerPosition::Authority => "Authority",
                ServerPosition::Port => "Port",
                ServerPosition::PathStart => "PathStart",
                ServerPosition::Path => "Path",
                ServerPosition::Url => "Url",
            });
            quote! { http::ServerPart::Variable(#index, http::ServerPosition::#position) }
        }
    }
}
