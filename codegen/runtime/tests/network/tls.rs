//! TLS with certificates of the tests' own.

use std::net::TcpListener;

use super::api::client::Client;
use super::certificates::{Authority, accept};
use super::runtime::http::{Error, TransportErrorKind, reqwest};
use super::server::{Server, Step, json};
use super::writes::Pay;
use super::{PAGE, builder, chain};

type Backend = fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder;

const BACKENDS: [(&str, Backend); 2] =
    [("rustls", |builder| builder.tls_backend_rustls()), ("native-tls", |builder| builder.tls_backend_native())];

/// The URL of a server with TLS, by the name of its host.
fn url(server: &Server, host: &str) -> String {
    let url = server.url();
    format!("https://{host}:{}", url.rsplit(':').next().unwrap())
}

/// A client that trusts a root in addition to those of the system.
fn client(url: &str, backend: Backend, root: &reqwest::Certificate) -> Client {
    let root = root.clone();
    builder(url).configure_reqwest(move |builder| backend(builder).tls_certs_merge([root.clone()])).build().unwrap()
}

#[test]
fn a_user_adds_a_root() {
    let authority = Authority::new("root");
    for (_, backend) in BACKENDS {
        let server = Server::start_with(accept(authority.server("localhost")), |_, _| json(200, PAGE));
        let url = url(&server, "localhost");
        let client_of_the_users_own = backend(reqwest::Client::builder())
            .tls_certs_only([authority.root()])
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let clients = [
            client(&url, backend, &authority.root()),
            builder(&url).http_client(client_of_the_users_own).build().unwrap(),
        ];
        for client in clients {
            assert_eq!(client.list_customers().send_blocking().unwrap().data[0].id, "a");
            Pay::new(&client).send_blocking().unwrap();
        }
    }
}

/// Checks the error of a call that could not connect because of TLS.
#[track_caller]
fn check_failure(case: &str, client: &Client, url: &str, words: &[&str]) {
    let error = client.list_customers().send_blocking().unwrap_err();
    assert!(error.is_connect(), "{case}: {error:?}");
    let text = chain(&error);
    let host = url.strip_prefix("https://").unwrap();
    assert!(text.contains(host), "{case}: {text}");
    assert!(words.iter().any(|word| text.to_lowercase().contains(word)), "{case}: {text}");
    assert!(Pay::new(client).send_blocking().unwrap_err().is_connect());
}

#[test]
fn certificates_that_are_not_trusted() {
    let (authority, other) = (Authority::new("root"), Authority::new("other root"));
    for (name, backend) in BACKENDS {
        let configs = [
            ("unknown root", other.server("localhost")),
            ("other host", authority.server("example.com")),
            ("expired", authority.expired_server("localhost")),
        ];
        for (case, config) in configs {
            let server = Server::start_with(accept(config), |_, _| json(200, PAGE));
            let url = url(&server, "localhost");
            let client = client(&url, backend, &authority.root());
            check_failure(&format!("{name}: {case}"), &client, &url, &["certificate"]);
            assert_eq!(server.received().len(), 0);
        }
    }
}

/// A server that responds to TLS with plain text, or not at all.
fn without_tls(response: &'static str) -> String {
    use std::io::{Read as _, Write as _};
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
            stream.write_all(response.as_bytes()).unwrap();
        }
    });
    url
}

#[test]
fn a_port_without_tls() {
    for (name, backend) in BACKENDS {
        let url = without_tls("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        let client = client(&url, backend, &Authority::new("root").root());
        check_failure(name, &client, &url, &["corrupt message", "wrong version number", "packet length"]);
    }
}

#[test]
fn a_handshake_that_ends_early() {
    for (name, backend) in BACKENDS {
        let url = without_tls("");
        let client = client(&url, backend, &Authority::new("root").root());
        check_failure(name, &client, &url, &["eof", "reset"]);
    }
}

/// The server's alert arrives after the handshake, so the request may have been sent.
#[test]
fn a_server_that_asks_for_a_certificate() {
    let authority = Authority::new("root");
    let identities = [authority.rustls_identity(), authority.native_identity()];
    for ((name, backend), identity) in BACKENDS.into_iter().zip(identities) {
        let server = Server::start_with(accept(authority.mutual_server("localhost")), |_, _| json(200, PAGE));
        let url = url(&server, "localhost");
        let error = client(&url, backend, &authority.root()).list_customers().send_blocking().unwrap_err();
        let text = chain(&error).to_lowercase();
        assert!(text.contains("certificate") && text.contains("required"), "{name}: {text}");
        let root = authority.root();
        let configure = move |builder| backend(builder).tls_certs_merge([root.clone()]).identity(identity.clone());
        let client = builder(&url).configure_reqwest(configure).build().unwrap();
        assert_eq!(client.list_customers().send_blocking().unwrap().data.len(), 1);
    }
}

/// TLS that ends without its closing message may have been cut by anybody: a body that has no length is then incomplete. OpenSSL does not
/// report that, so native-tls is tested with bodies of known length only.
#[test]
fn a_body_that_is_cut() {
    let authority = Authority::new("root");
    let heads = ["Content-Length: 100\r\n", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n"];
    for (name, backend) in BACKENDS {
        for head in &heads[..if name == "rustls" { 3 } else { 2 }] {
            let body = if head.contains("chunked") { format!("{:x}\r\n{PAGE}\r\n", PAGE.len()) } else { PAGE.into() };
            let text = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{head}\r\n{body}");
            let send = move |_: usize, _: &_| vec![Step::Send(text.clone().into()), Step::Close];
            let server = Server::start_with(accept(authority.server("localhost")), send);
            let client = client(&url(&server, "localhost"), backend, &authority.root());
            let error = client.list_customers().send_blocking().unwrap_err();
            assert!(
                matches!(&error, Error::Transport(error) if error.kind == TransportErrorKind::ResponseBody),
                "{name}: {head}: {error:?}"
            );
            assert_eq!(server.received().len(), 3, "{name}: {head}");
        }
    }
}
