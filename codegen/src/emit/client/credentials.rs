//! Security schemes: their table, and the setters of the builder.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::operations::{doc, ident, safe};
use crate::ir::{Api, SecurityKind, SecurityScheme};
use crate::names::{Name, Names};

/// The rows of the table of schemes.
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

/// The setters, one for each scheme that takes a credential.
pub(super) fn setters(api: &Api, names: &Names) -> Vec<TokenStream> {
    let schemes = api.security_schemes.iter().zip(&names.security_schemes).enumerate();
    schemes.filter_map(|(index, (scheme, name))| setter(index, scheme, name)).collect()
}

fn setter(index: usize, scheme: &SecurityScheme, name: &Name) -> Option<TokenStream> {
    let method = ident(name);
    let index = Literal::usize_unsuffixed(index);
    let own = scheme.description.as_deref().map(|text| format!("\n\n{}", safe(text))).unwrap_or_default();
    let said = match &scheme.kind {
        SecurityKind::MutualTls => return None,
        SecurityKind::Basic => {
            let docs = doc(&format!("User and password of the security scheme `{}`.{own}", scheme.name));
            return Some(quote! {
                #docs
                pub fn #method(self, user: &str, password: &str) -> Self {
                    Self(self.0.credential(#index, http::Token::basic(user, password)))
                }
            });
        }
        SecurityKind::ApiKeyHeader { name } => format!("The API key in the header `{name}`"),
        SecurityKind::ApiKeyQuery { name } => format!("The API key in the query parameter `{name}`"),
        SecurityKind::ApiKeyCookie { name } => format!("The API key in the cookie `{name}`"),
        SecurityKind::Bearer => "The bearer token".to_owned(),
        SecurityKind::OAuth2 { token_url: Some(url) } => {
            format!("The OAuth 2 token, or `ClientCredentials` for <{}>:", url.replace(['<', '>', ' ', '\n'], ""))
        }
        SecurityKind::OAuth2 { token_url: None } => "The OAuth 2 token, or a provider of tokens,".to_owned(),
        SecurityKind::OpenIdConnect { .. } => "The OpenID Connect token, or a provider of tokens,".to_owned(),
        SecurityKind::OtherHttp { .. } => "The whole value of the header `Authorization`".to_owned(),
    };
    let docs = doc(&format!("{said} for the security scheme `{}`.{own}", scheme.name));
    Some(quote! {
        #docs
        pub fn #method(self, token: impl Into<http::Token>) -> Self {
            Self(self.0.credential(#index, token))
        }
    })
}
