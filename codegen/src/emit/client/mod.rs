//! `client.rs`: the client, its builder (with a method for each security scheme) and the API's servers.

mod credentials;
pub(super) mod server;

use quote::quote;

use super::docs;
use super::rust::{File, Lookup, Uses};

/// Returns the file `client.rs`.
pub(super) fn file(lookup: Lookup<'_>) -> File {
    let Lookup { api, names } = lookup;
    let mut uses = Uses::of_api(lookup, "super");
    let http = uses.runtime("http");
    let schemes = credentials::schemes(api);
    let credentials = credentials::setters(api, names);
    let servers = server::items(&server::Choices::of_api(&api.servers, &names.servers));
    let base_url = server::default_url(&api.servers);
    let own_servers = server::has_only_own(api).then(|| quote! { , own_servers });
    let choice = server::setter(api, &names.servers);
    let title = docs::safe(api.title.trim()).join(" ");
    let title = if title.trim().is_empty() { "the API" } else { title.trim() };
    let docs = docs::comment([
        &format!("Client for {title}. Clones are cheap and share all settings and connections."),
        "",
        "Each operation is a method. It takes the required parameters and returns a call, whose methods set the optional ones.",
        "Await the call to send it, or use `send_blocking()` with the Cargo feature `blocking`.",
        "",
        "See [`http::Client`] for where credentials are sent and what is logged, [`http::Retries`] for when requests are",
        "retried, and [`http::Redirects`] for which redirects are followed.",
    ]);
    let mut items = uses.items();
    items.extend(quote! {
        #docs
        #[derive(Debug, Clone)]
        pub struct Client(#http::Client);

        /// Builder of a [`Client`].
        #[derive(Debug)]
        #[must_use = "a builder does nothing until `build` is called"]
        pub struct ClientBuilder(http::Builder);

        const SCHEMES: &[http::SecurityScheme] = &[#(#schemes),*];

        crate::runtime::http::client_type!(Client, ClientBuilder, SCHEMES, #base_url #own_servers);

        impl ClientBuilder {
            #choice
            #(#credentials)*
        }

        #servers
    });
    File { path: "client.rs".to_owned(), docs: "The API client, its builder and the API's servers.".to_owned(), items }
}
