//! The servers of the API or of operations: an enum such as `Server`, a struct for each server with variables, and an enum for each variable
//! with an `enum`.
//!
//! Architecture invariant: no text of the document is used as a format string. A URL with variables is a table of parts that the
//! runtime joins.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::docs::{self, code_span};
use crate::emit::rust::{default_impl, ident, identifier};
use crate::ir::server_url::ServerPosition;
use crate::ir::{Api, OwnServers, Server, ServerBase, ServerPart, ServerVariable, selectable_servers};
use crate::names::{OwnServerNames, ServerNames, ServerVariableNames};

/// Returns the URL of the first server with its defaults, or only its path if the document names no host. Returns the empty string if
/// neither is known.
pub(super) fn default_url(servers: &[Server]) -> &str {
    servers.first().map_or("", |server| server.default_url().unwrap_or(server.relative_path()))
}

/// Whether a client needs no base URL: the API names no host, but its operations do.
pub(super) fn has_only_own(api: &Api) -> bool {
    api.servers.first().and_then(Server::default_url).is_none()
        && api.own_servers.iter().flat_map(|own| &own.servers).any(Server::is_absolute)
}

/// A server that the user can choose.
struct Choice<'a> {
    server: &'a Server,
    names: &'a ServerNames,
    /// Whether the server is used if the user chooses none.
    is_default: bool,
}

impl Choice<'_> {
    fn has_variables(&self) -> bool {
        !self.server.variables.is_empty()
    }

    fn variables(&self) -> impl Iterator<Item = (&ServerVariable, &ServerVariableNames)> {
        self.server.variables.iter().zip(&self.names.variables)
    }
}

/// Servers that the user can choose, and the enum of which they are the variants.
pub(in crate::emit) struct Choices<'a> {
    ty: &'a str,
    about: String,
    choices: Vec<Choice<'a>>,
}

impl<'a> Choices<'a> {
    /// The servers of the API.
    pub(super) fn of_api(servers: &'a [Server], names: &'a [ServerNames]) -> Self {
        Self {
            ty: "Server",
            about: "A server of the API.".to_owned(),
            choices: choices(selectable_servers(servers), names),
        }
    }

    /// The servers of operations. `about` describes them.
    pub(in crate::emit) fn of_operations(own: &'a OwnServers, names: &'a OwnServerNames, about: String) -> Self {
        Self { ty: names.ty.as_str(), about, choices: choices(own.choices(), &names.servers) }
    }

    pub(in crate::emit) fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// Whether a server has variables, so that its URL may be invalid.
    pub(in crate::emit) fn has_variables(&self) -> bool {
        self.choices.iter().any(Choice::has_variables)
    }

    /// Returns an expression for a server, as a user would write it. It shows variables if there are any.
    pub(in crate::emit) fn example(&self) -> Option<String> {
        let shown = self.choices.iter().find(|choice| choice.has_variables());
        let other = || self.choices.iter().find(|choice| !choice.is_default).or(self.choices.first());
        shown.or_else(other).map(|choice| example(self.ty, choice))
    }
}

fn choices<'a>(servers: Vec<(usize, &'a Server)>, names: &'a [ServerNames]) -> Vec<Choice<'a>> {
    let named = servers.into_iter().filter_map(|(index, server)| Some((index, server, names.get(index)?)));
    named.map(|(index, server, names)| Choice { server, names, is_default: index == 0 }).collect()
}

/// Returns the builder's method that chooses a server. Empty if there is no choice.
pub(super) fn setter(api: &Api, names: &[ServerNames]) -> TokenStream {
    let choices = Choices::of_api(&api.servers, names);
    let Some(example) = choices.example() else { return TokenStream::new() };
    let example = format!("Client::builder().server({example})");
    let first = if api.own_servers.is_empty() {
        "Sends all requests to this server."
    } else {
        "Sends requests to this server, except those of operations that have servers of their own."
    };
    let mut lines = vec![first, "", "```text", &example, "```"];
    if choices.choices.iter().any(|choice| !choice.server.is_absolute()) {
        let relative =
            "A relative URL is resolved against [`base_url`](Self::base_url), or else against the first server.";
        lines.extend(["", relative]);
    }
    let (ty, sent) = if choices.has_variables() {
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
fn example(enumeration: &str, choice: &Choice<'_>) -> String {
    let Some((variable, names)) = choice.variables().next() else {
        return format!("{enumeration}::{}", choice.names.name.as_str());
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

/// Returns the enum and the types of its variants. Empty if there is no choice.
pub(in crate::emit) fn items(choices: &Choices<'_>) -> TokenStream {
    if choices.is_empty() {
        return TokenStream::new();
    }
    // The URL of a server without variables was checked by `lower`.
    let fallible = choices.has_variables();
    let enumeration = identifier(choices.ty);
    let mut default = TokenStream::new();
    let mut derive = TokenStream::new();
    let (mut variants, mut arms, mut types) = (Vec::new(), Vec::new(), TokenStream::new());
    for choice in &choices.choices {
        let docs = docs(choice.server);
        let variant = ident(&choice.names.name);
        let is_default = choice.is_default;
        if choice.has_variables() {
            let ty = ident(&choice.names.ty);
            variants.push(quote! { #docs #variant(#ty) });
            arms.push(quote! { Self::#variant(server) => server.url() });
            types.extend(variables(choice));
            types.extend(quote! {
                impl From<#ty> for #enumeration {
                    fn from(server: #ty) -> Self {
                        Self::#variant(server)
                    }
                }
            });
            if is_default {
                default = default_impl(&enumeration, &quote! { Self::#variant(#ty::default()) });
            }
        } else {
            let url = match &choice.server.base {
                ServerBase::Absolute { default_url, .. } | ServerBase::Relative { default_url, .. } => {
                    default_url.as_deref()
                }
                ServerBase::Unusable => None,
            };
            let url = url.unwrap_or_default();
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
    let about = docs::comment(docs::paragraph(&choices.about));
    quote! {
        #about
        #[derive(Debug, Clone, PartialEq, Eq, Hash #derive)]
        #[non_exhaustive]
        pub enum #enumeration {
            #(#variants),*
        }

        #default

        impl #enumeration {
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
fn variables(choice: &Choice<'_>) -> TokenStream {
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
    let (parts, url) = match &choice.server.base {
        ServerBase::Absolute { parts, .. } => (&parts[..], quote! { url(&[#(#values),*]) }),
        ServerBase::Relative { prefix, parts, .. } => (&parts[..], quote! { relative_url(#prefix, &[#(#values),*]) }),
        ServerBase::Unusable => return TokenStream::new(),
    };
    let parts = parts.iter().map(part);
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
                Self::TEMPLATE.#url
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
