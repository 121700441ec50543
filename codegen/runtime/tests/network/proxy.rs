//! Proxies: those of the environment, and of the user's settings.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

use super::certificates::{Authority, accept};
use super::runtime::http::reqwest;
use super::server::{Server, json};
use super::writes::Pay;
use super::{PAGE, builder, chain};

/// A proxy that tunnels each connection to one server, whatever host it is for, and records the heads of what it reads.
struct Proxy {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// With credentials, it refuses requests that have others.
    fn start(target: String, credentials: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, heads) = (listener.local_addr().unwrap(), Arc::<Mutex<Vec<String>>>::default());
        let log = heads.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, target) = (log.clone(), target.clone());
                // Ends with an error if one side closes its connection.
                std::thread::spawn(move || tunnel(stream, &log, &target, credentials).ok());
            }
        });
        Self { address, heads }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

fn tunnel(
    mut client: TcpStream,
    log: &Mutex<Vec<String>>,
    target: &str,
    credentials: Option<&str>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {}
    log.lock().unwrap().push(head.clone());
    let is_allowed = credentials.is_none_or(|credentials| head.contains(credentials));
    if !is_allowed {
        let refusal =
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n";
        return client.write_all(refusal.as_bytes());
    }
    let mut server = TcpStream::connect(target)?;
    if head.starts_with("CONNECT ") {
        client.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
    } else {
        server.write_all(head.as_bytes())?;
    }
    let (mut back, mut to_client) = (server.try_clone()?, client.try_clone()?);
    std::thread::spawn(move || copy(&mut back, &mut to_client).ok());
    copy(&mut reader, &mut server)
}

fn copy(from: &mut impl Read, to: &mut impl Write) -> std::io::Result<()> {
    std::io::copy(from, to).map(drop)
}

fn address(server: &Server) -> String {
    server.url().strip_prefix("http://").unwrap().to_owned()
}

#[test]
fn https_is_tunnelled() {
    let authority = Authority::new("root");
    let server = Server::start_with(accept(authority.server("api.example.com")), |_, _| json(200, PAGE));
    let proxy = Proxy::start(address(&server), Some("Basic dXNlcjpwYXNz"));
    let (root, url) = (authority.root(), proxy.url());
    let configure = move |builder: reqwest::ClientBuilder| {
        let proxy = reqwest::Proxy::https(&url).unwrap().basic_auth("user", "pass");
        builder.tls_backend_rustls().tls_certs_merge([root.clone()]).proxy(proxy)
    };
    let client = builder("https://api.example.com:8443/v1").configure_reqwest(configure).build().unwrap();
    client.list_customers().send_blocking().unwrap();
    Pay::new(&client).send_blocking().unwrap();
    // The proxy sees the host only, and the API sees nothing for the proxy.
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1);
    assert!(heads[0].starts_with("CONNECT api.example.com:8443 HTTP/1.1\r\n"), "{heads:?}");
    assert!(!heads[0].contains("secret-token") && !heads[0].contains("/v1"), "{heads:?}");
    let received = server.received();
    assert_eq!(received[0].target, "/v1/customers");
    assert_eq!(received[0].header("authorization"), Some("Bearer secret-token"));
    assert!(received.iter().all(|sent| sent.header("proxy-authorization").is_none()));
}

#[test]
fn a_proxy_that_refuses() {
    let proxy = Proxy::start(String::new(), Some("Basic other"));
    let url = proxy.url();
    let configure = move |builder: reqwest::ClientBuilder| builder.proxy(reqwest::Proxy::all(&url).unwrap());
    let client = builder("https://api.example.com").configure_reqwest(configure.clone()).build().unwrap();
    let error = client.list_customers().send_blocking().unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    let text = chain(&error);
    assert!(text.contains("api.example.com:443") && text.contains("proxy authorization required"), "{text}");
    assert!(Pay::new(&client).send_blocking().unwrap_err().is_connect());
    // Without TLS, the response of the proxy is a response.
    let client = builder("http://api.example.com").configure_reqwest(configure).build().unwrap();
    let error = client.list_customers().send_blocking().unwrap_err();
    assert_eq!(error.status().unwrap(), 407);
    assert!(error.to_string().contains("407 Proxy Authentication Required"), "{error}");
}

#[test]
fn a_proxy_that_is_away() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for url in ["https://api.example.com", "http://api.example.com"] {
        let configure = move |builder: reqwest::ClientBuilder| {
            builder.proxy(reqwest::Proxy::all(format!("http://{closed}")).unwrap())
        };
        let client = builder(url).configure_reqwest(configure).build().unwrap();
        let error = client.list_customers().send_blocking().unwrap_err();
        let text = chain(&error);
        assert!(error.is_connect() && text.contains("api.example.com"), "{text}");
        assert!(text.contains("refused"), "{text}");
    }
}

/// The variable that makes this test call a URL, in a process of its own.
const CHILD_URL: &str = "PROXY_TEST_URL";

/// Environment variables apply to whole processes, so this test starts itself with each set of them.
#[test]
fn proxies_of_the_environment() {
    if let Ok(url) = std::env::var(CHILD_URL) {
        let outcome = builder(&url).build().unwrap().list_customers().send_blocking();
        return match outcome {
            Ok(page) => println!("page of {}", page.data.len()),
            Err(error) => println!("failed: {}", chain(&error)),
        };
    }
    let server = Server::start(|_, _| json(200, PAGE));
    let local = server.url();
    let named = local.replace("127.0.0.1", "localhost");
    let run = |url: &str, variable: &str, no_proxy: &str| {
        // It forwards requests, but opens no tunnels.
        let proxy = Proxy::start(address(&server), Some("Bearer secret-token"));
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "proxy::proxies_of_the_environment", "--nocapture"]);
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
            child.env_remove(name).env_remove(name.to_lowercase());
        }
        child.env(CHILD_URL, url).env(variable, proxy.url()).env("NO_PROXY", no_proxy);
        let output = String::from_utf8(child.output().unwrap().stdout).unwrap();
        (output, proxy.heads())
    };
    // A request without TLS is sent to the proxy, which forwards it.
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        let (output, heads) = run("http://api.example.com/v1", variable, "");
        assert!(output.contains("page of 1"), "{variable}: {output}");
        assert!(heads[0].starts_with("GET http://api.example.com/v1/customers HTTP/1.1\r\n"), "{heads:?}");
    }
    // With TLS, the proxy is asked for a tunnel.
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let (output, heads) = run("https://api.example.com/v1", variable, "");
        assert!(output.contains("proxy authorization required"), "{variable}: {output}");
        assert!(heads[0].starts_with("CONNECT api.example.com:443 HTTP/1.1\r\n"), "{heads:?}");
        assert!(heads.iter().all(|head| !head.contains("secret-token")), "{heads:?}");
    }
    // Other variables and exceptions do not apply.
    for (url, variable, no_proxy) in [
        (local.as_str(), "HTTPS_PROXY", ""),
        (&local, "HTTP_PROXY", "127.0.0.1"),
        (&local, "HTTP_PROXY", "127.0.0.0/8"),
        (&named, "HTTP_PROXY", "example.com, localhost"),
        (&named, "ALL_PROXY", "*"),
    ] {
        let (output, heads) = run(url, variable, no_proxy);
        assert!(output.contains("page of 1"), "{variable}: {output}");
        assert_eq!(heads, [""; 0], "{variable} {no_proxy}");
    }
}
