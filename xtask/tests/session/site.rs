//! A web site on loopback whose files a test can change.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use harness::server::{Recorded, Reply, Server};

/// The site. It stops when it is dropped.
pub struct Site {
    server: Server,
    pages: Arc<Mutex<BTreeMap<String, Reply>>>,
}

impl Site {
    /// Starts a site without pages.
    pub fn new() -> Self {
        let pages = Arc::new(Mutex::new(BTreeMap::new()));
        let shared = Arc::clone(&pages);
        let server = Server::start(move |_, request| reply(&shared.lock().unwrap(), request)).unwrap();
        Self { server, pages }
    }

    /// Sets the reply to requests for a path.
    pub fn set(&self, path: &str, reply: Reply) {
        self.pages.lock().unwrap().insert(path.to_owned(), reply);
    }

    /// Sets a file with an `ETag`.
    pub fn file(&self, path: &str, text: &str, etag: &str) {
        self.set(path, page(text).header("ETag", etag));
    }

    /// Returns the URL of the site, without a slash at its end.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Returns the requests as `PATH` or `PATH if-none-match ETAG`.
    pub fn requests(&self) -> Vec<String> {
        let shown = |request: &Recorded| match request.header("if-none-match") {
            Some(etag) => format!("{} if-none-match {etag}", request.target),
            None => request.target.clone(),
        };
        self.server.recorded().iter().map(shown).collect()
    }

    /// Returns the last request.
    pub fn last(&self) -> Recorded {
        self.server.last().unwrap()
    }
}

/// Creates the reply with a document.
pub fn page(text: &str) -> Reply {
    Reply::Respond { status: 200, headers: Vec::new(), body: text.as_bytes().to_vec() }
}

/// Creates a redirect.
pub fn redirect(to: &str) -> Reply {
    Reply::empty(302).header("Location", to)
}

fn reply(pages: &BTreeMap<String, Reply>, request: &Recorded) -> Reply {
    match pages.get(&request.target) {
        Some(Reply::Respond { headers, .. })
            if headers.iter().any(|(name, etag)| name == "ETag" && request.header("if-none-match") == Some(etag)) =>
        {
            Reply::empty(304)
        }
        Some(reply) => reply.clone(),
        None => Reply::empty(404),
    }
}
