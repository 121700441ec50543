//! The root file of an API (`mod.rs` or `lib.rs`): its documentation and its modules.

mod example;
mod operations;
mod overview;

use quote::{format_ident, quote};

pub(super) use self::operations::tags;
use super::rust::{Features, File, Lookup};
use super::{own_servers, webhooks};
use crate::ir::{Api, ApiRoot, FeatureName, Shape};

/// Lints about names in non-Latin scripts. They can only be allowed at the root of a crate.
pub const NAME_LINTS: [&str; 3] = ["confusable_idents", "mixed_script_confusables", "uncommon_codepoints"];
/// The reason in the `#[allow]` of [`NAME_LINTS`].
pub const NAME_LINTS_REASON: &str = "names come from the API, which may use any script";

/// Returns the root file.
pub(super) fn file(lookup: Lookup<'_>) -> File {
    let Lookup { api, names } = lookup;
    let (path, runtime) = match &api.root {
        ApiRoot::Module { .. } => ("mod.rs", quote! { pub use crate::runtime; }),
        ApiRoot::Crate => ("lib.rs", quote! { pub mod runtime; }),
    };
    let lints = (api.root == ApiRoot::Crate).then(|| {
        let lints = NAME_LINTS.map(|lint| format_ident!("{lint}"));
        quote!(#![allow(#(#lints),*, reason = #NAME_LINTS_REASON)])
    });
    let recursion_limit = api.recursion_limit.filter(|_| api.root == ApiRoot::Crate).map(|limit| {
        let limit = limit.to_string();
        quote!(#![recursion_limit = #limit])
    });
    let tags = operations::has_tag_pages(lookup).then(|| {
        quote!(
            #[cfg(all(doc, feature = "http"))]
            pub mod tags;
        )
    });
    let deprecated =
        is_deprecated(api).then(|| quote!(#[allow(deprecated, reason = "deprecated items are part of the API")]));
    let webhooks = webhooks::are_received(api).then(|| {
        let webhooks = api.features.iter().position(|feature| feature.name == FeatureName::Webhooks);
        let gate = Features(&names.features).any(&Vec::from_iter(webhooks));
        quote! {
            #gate
            #deprecated
            #[allow(clippy::large_enum_variant, reason = "webhooks are received one at a time")]
            pub mod webhooks;
        }
    });
    let servers = own_servers::exist(api).then(|| {
        quote! {
            #[cfg(feature = "http")]
            pub mod servers;
        }
    });
    let items = quote! {
        #recursion_limit
        #lints
        #deprecated
        #[allow(clippy::large_enum_variant, reason = "values are boxed only where a type would otherwise contain itself")]
        #[allow(missing_docs, reason = "fields are documented if the API's document describes them")]
        #[allow(rustdoc::redundant_explicit_links, reason = "a link has a path, whether or not its target is in the same file")]
        pub mod models;
        #[cfg(feature = "http")]
        #deprecated
        #[allow(
            clippy::large_enum_variant,
            clippy::new_without_default,
            clippy::should_implement_trait,
            clippy::too_many_arguments,
            clippy::wrong_self_convention,
            reason = "names and arguments come from the API"
        )]
        pub mod operations;
        #[cfg(feature = "http")]
        pub mod client;
        #servers
        #webhooks
        #tags
        #[cfg(feature = "http")]
        pub use client::Client;

        /// The error of any call of this API. The operator `?` converts the errors of its operations, streams and builders into it.
        ///
        /// `Display` shows the status and the API's message: `404 Not Found: …`.
        #[cfg(feature = "http")]
        pub type Error = runtime::http::Error<runtime::http::Documented<Client>>;

        /// Creates a mock transport for tests. It can respond with the examples from the API's document.
        #[cfg(feature = "mock")]
        #[must_use]
        pub fn mock() -> runtime::http::Mock {
            runtime::http::Mock::expecting(include_str!("examples.json"))
        }

        #runtime
    };
    File { path: path.to_owned(), docs: overview::docs(lookup), items }
}

/// Whether any model, field, variant, value or response header is deprecated.
fn is_deprecated(api: &Api) -> bool {
    let mut headers = api.operations.iter().flat_map(|operation| &operation.successes).flat_map(|reply| &reply.headers);
    headers.any(|header| header.docs.deprecated.is_some())
        || api.types.iter().any(|def| {
            def.docs.deprecated.is_some()
                || match &def.shape {
                    Shape::Object(object) => object.members.iter().any(|member| member.docs.deprecated.is_some()),
                    Shape::Enumeration(enumeration) => {
                        enumeration.values.iter().any(|value| value.docs.deprecated.is_some())
                    }
                    Shape::Union(union) => union.variants.iter().any(|variant| variant.docs.deprecated.is_some()),
                    Shape::Tuple(tuple) => tuple.docs.iter().any(|docs| docs.deprecated.is_some()),
                    Shape::Alias(_) | Shape::Newtype(_) => false,
                }
        })
}
