//! `client.rs`: the client, its builder with a method for each credential, and the API's servers.

mod credentials;
mod server;

use quote::quote;

use crate::emit::File;
use crate::ir::Api;
use crate::names::Names;

/// The file `client.rs`.
pub(super) fn file(api: &Api, names: &Names) -> File {
    let schemes = credentials::schemes(api);
    let credentials = credentials::setters(api, names);
    let servers = server::items(&api.servers, &names.servers);
    let base_url = server::default_url(&api.servers);
    let choice = server::setter(&api.servers, &names.servers);
    let docs = format!(
        "A client of {}. Clones are cheap and share everything.\n\n\
         [`http::Client`] documents who gets the credentials and what is shown; [`http::Retries`], what is sent again; \
         [`http::Redirects`], which redirects are followed.",
        title(api)
    );
    let docs = super::operations::doc(&docs);
    let items = quote! {
        use crate::runtime::http;

        #docs
        #[derive(Debug, Clone)]
        pub struct Client(http::Client);

        /// Makes a [`Client`].
        #[derive(Debug)]
        #[must_use = "a builder makes a client by `build`"]
        pub struct ClientBuilder(http::Builder);

        const SCHEMES: &[http::SecurityScheme] = &[#(#schemes),*];

        crate::runtime::http::client_type!(Client, ClientBuilder, SCHEMES, #base_url);

        impl ClientBuilder {
            #choice
            #(#credentials)*
        }

        #servers
    };
    File { path: "client.rs".to_owned(), docs: "The client.".to_owned(), items }
}

fn title(api: &Api) -> String {
    let title = super::operations::safe(api.title.trim());
    if title.trim().is_empty() { "the API".to_owned() } else { title.trim().replace('\n', " ") }
}
