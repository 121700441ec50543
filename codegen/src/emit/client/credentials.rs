//! Security schemes: their table, and the builder's methods that set credentials.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::docs;
use crate::emit::rust::ident;
use crate::ir::{Api, SecurityKind, SecurityScheme};
use crate::names::{Name, Names};

/// Returns the rows of the table of security schemes.
pub(super) fn schemes(api: &Api) -> Vec<TokenStream> {
    let row = |scheme: &SecurityScheme| {
        let name = &scheme.name;
        let kind = match &scheme.kind {
            SecurityKind::ApiKeyHeader { name } => quote! { Header(#name) },
            SecurityKind::ApiKeyQuery { name } => quote! { Query(#name) },
            SecurityKind::ApiKeyCookie { name } => quote! { Cookie(#name) },
            SecurityKind::Bearer | SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect { .. } => {
                quote! { Bearer }
            }
            SecurityKind::Basic => quote! { Basic },
            SecurityKind::OtherHttp { .. } => quote! { Authorization },
            SecurityKind::MutualTls => quote! { Connection },
        };
        quote! { http::SecurityScheme { name: #name, kind: http::SchemeKind::#kind } }
    };
    api.security_schemes.iter().map(row).collect()
}

/// Returns the builder's methods, one for each scheme that takes a credential.
pub(super) fn setters(api: &Api, names: &Names) -> Vec<TokenStream> {
    let schemes = api.security_schemes.iter().zip(&names.security_schemes).enumerate();
    schemes.filter_map(|(index, (scheme, name))| setter(index, scheme, name)).collect()
}

fn setter(index: usize, scheme: &SecurityScheme, name: &Name) -> Option<TokenStream> {
    let method = ident(name);
    let index = Literal::usize_unsuffixed(index);
    let mut takes_password = false;
    let credential = match &scheme.kind {
        SecurityKind::MutualTls => return None,
        SecurityKind::Basic => {
            takes_password = true;
            "user name and password".to_owned()
        }
        SecurityKind::ApiKeyHeader { name } => format!("API key, sent in the header {},", docs::code_span(name)),
        SecurityKind::ApiKeyQuery { name } => {
            format!("API key, sent in the query parameter {},", docs::code_span(name))
        }
        SecurityKind::ApiKeyCookie { name } => format!("API key, sent in the cookie {},", docs::code_span(name)),
        SecurityKind::Bearer => "bearer token".to_owned(),
        SecurityKind::OAuth2 { token_url: Some(url) } => {
            format!("OAuth 2.0 token, or the `ClientCredentials` to request tokens from {},", docs::link(url))
        }
        SecurityKind::OAuth2 { token_url: None } => "OAuth 2.0 token, or a token provider,".to_owned(),
        SecurityKind::OpenIdConnect { .. } => "OpenID Connect token, or a token provider,".to_owned(),
        SecurityKind::OtherHttp { .. } => "value of the header `Authorization`".to_owned(),
    };
    let summary = format!("Sets the {credential} for the security scheme {}.", docs::code_span(&scheme.name));
    let docs = docs::comment(docs::sections([vec![summary], docs::safe_option(scheme.description.as_ref())]));
    Some(if takes_password {
        quote! {
            #docs
            pub fn #method(self, user: &str, password: &str) -> Self {
                Self(self.0.credential(#index, http::Token::basic(user, password)))
            }
        }
    } else {
        quote! {
            #docs
            pub fn #method(self, token: impl Into<http::Token>) -> Self {
                Self(self.0.credential(#index, token))
            }
        }
    })
}
