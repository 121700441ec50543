//! HTTP/2: many calls on one connection, large bodies, and the ways in which a server ends streams and connections.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use tokio_rustls::TlsAcceptor;

use super::api::client::Client;
use super::api::models::Customer;
use super::certificates::Authority;
use super::frames::{ENHANCE_YOUR_CALM, FrameServer, INTERNAL_ERROR, NO_ERROR, REFUSED_STREAM, Reply, page};
use super::runtime::http::{Error, Retries, TransportErrorKind};
use super::writes::{Pay, ReadSession};
use super::{PAGE, builder};

/// An HTTP/2 server with TLS. It responds to the first request at once, and to each later batch when all of its requests have arrived.
struct Server {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    headers: Arc<Mutex<Vec<http::HeaderMap>>>,
    authority: Authority,
}

impl Server {
    fn start(batch: usize, body: Bytes) -> Self {
        let (authority, connections) = (Authority::new("root"), Arc::<AtomicUsize>::default());
        let headers = Arc::<Mutex<Vec<http::HeaderMap>>>::default();
        let mut config = authority.server("localhost");
        config.alpn_protocols = vec![b"h2".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (count, log) = (connections.clone(), headers.clone());
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                loop {
                    let (stream, _) = listener.accept().await.unwrap();
                    count.fetch_add(1, Ordering::SeqCst);
                    let stream = acceptor.accept(stream).await.unwrap();
                    tokio::spawn(serve(stream, log.clone(), batch, body.clone()));
                }
            });
        });
        Self { address, connections, headers, authority }
    }

    fn client(&self) -> Client {
        let root = self.authority.root();
        let url = format!("https://localhost:{}", self.address.port());
        let configure =
            move |builder: reqwest::ClientBuilder| builder.tls_backend_rustls().tls_certs_merge([root.clone()]);
        builder(&url).configure_reqwest(configure).build().unwrap()
    }
}

async fn serve(
    stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    log: Arc<Mutex<Vec<http::HeaderMap>>>,
    batch: usize,
    body: Bytes,
) {
    let mut connection = h2::server::handshake(stream).await.unwrap();
    let (mut waiting, mut is_first) = (Vec::new(), true);
    while let Some(Ok((request, respond))) = connection.accept().await {
        let (head, incoming) = request.into_parts();
        log.lock().unwrap().push(head.headers);
        waiting.push((incoming, respond));
        if std::mem::take(&mut is_first) || waiting.len() == batch {
            for (incoming, respond) in waiting.drain(..) {
                tokio::spawn(respond_to(incoming, respond, body.clone()));
            }
        }
    }
}

/// Reads the request's body, which it gives back in parts, and sends the response as the client takes it.
async fn respond_to(mut incoming: h2::RecvStream, mut respond: h2::server::SendResponse<Bytes>, mut body: Bytes) {
    let mut length = 0;
    while let Some(part) = incoming.data().await {
        let part = part.unwrap();
        length += part.len();
        incoming.flow_control().release_capacity(part.len()).unwrap();
    }
    let head = http::Response::builder().header("content-type", "application/json").header("x-count", length);
    let head = head.header("set-cookie", "a=1").header("set-cookie", "b=2").body(()).unwrap();
    let mut stream = respond.send_response(head, false).unwrap();
    while !body.is_empty() {
        stream.reserve_capacity(body.len());
        let capacity = std::future::poll_fn(|cx| stream.poll_capacity(cx)).await.unwrap().unwrap();
        stream.send_data(body.split_to(capacity.min(body.len())), false).unwrap();
    }
    stream.send_data(Bytes::new(), true).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_calls_share_a_connection() {
    // A hundred requests are in flight together, because the server waits for half of them.
    let server = Server::start(100, PAGE.into());
    let client = server.client();
    client.list_customers().await.unwrap();
    let tasks: Vec<_> = (0..200).map(|_| tokio::spawn(client.list_customers().send())).collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().data[0].id, "a");
    }
    assert_eq!(server.headers.lock().unwrap().len(), 201);
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn large_bodies_pass_in_both_directions() {
    const SIZE: usize = 3_000_000;
    let body = format!(r#"{{"id":"{}"}}"#, "x".repeat(SIZE));
    let server = Server::start(1, body.into());
    let client = server.client();
    let customer = Customer { id: "y".repeat(SIZE), name: None };
    let response = client.update_customer("c", customer).with_response().await.unwrap();
    assert_eq!(response.value.id.len(), SIZE);
    assert_eq!(response.typed_headers().unwrap().x_count as usize, SIZE + r#"{"id":""}"#.len());
    assert_eq!(response.headers.get_all("Set-Cookie").iter().count(), 2);
}

#[tokio::test]
async fn headers_arrive() {
    let server = Server::start(1, PAGE.into());
    let client = server.client();
    client.list_customers().await.unwrap();
    ReadSession::new(&client).set("s1; x").await.unwrap();
    let headers = server.headers.lock().unwrap();
    assert_eq!(headers[0]["authorization"], "Bearer secret-token");
    let cookies: Vec<&str> = headers[1].get_all("cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert_eq!(cookies.join("; "), "session=s1%3B%20x");
}

/// Calls a server that replies to the second request by a script, and to others with a page: first `GET`, then `POST`. Returns the numbers of
/// requests for the second call, and its outcome.
fn second<E: std::fmt::Debug>(
    replies: Vec<Reply>,
    call: impl FnOnce(&Client) -> Result<(), Error<E>>,
) -> (usize, Result<(), TransportErrorKind>) {
    let server = FrameServer::start(move |number| if number == 1 { replies.clone() } else { page() });
    let client = builder(&server.url()).configure_reqwest(|builder| builder.http2_prior_knowledge()).build().unwrap();
    client.list_customers().send_blocking().unwrap();
    let outcome = call(&client).map_err(|error| match error {
        Error::Transport(error) => error.kind,
        other => panic!("{other:?}"),
    });
    (server.requests() - 1, outcome)
}

#[track_caller]
fn check(
    replies: Vec<Reply>,
    read: (usize, Result<(), TransportErrorKind>),
    write: (usize, Result<(), TransportErrorKind>),
) {
    let got = second(replies.clone(), |client| client.list_customers().send_blocking().map(drop));
    assert_eq!(got, read, "GET: {replies:?}");
    let got = second(replies.clone(), |client| Pay::new(client).send_blocking());
    assert_eq!(got, write, "POST: {replies:?}");
}

/// The server has not processed the request, and says so (RFC 9113, 8.7): any request may be sent again.
#[test]
fn requests_that_were_not_processed_are_sent_again() {
    for replies in [
        vec![Reply::Reset(REFUSED_STREAM)],
        vec![Reply::GoAway { last: 1, code: NO_ERROR }, Reply::Close],
        vec![Reply::GoAway { last: 1, code: NO_ERROR }],
    ] {
        check(replies, (2, Ok(())), (2, Ok(())));
    }
}

/// Others may have been processed.
#[test]
fn streams_that_fail() {
    use TransportErrorKind::{Other, ResponseBody};
    for code in [INTERNAL_ERROR, ENHANCE_YOUR_CALM] {
        check(vec![Reply::Reset(code)], (2, Ok(())), (1, Err(Other)));
    }
    check(vec![Reply::GoAway { last: 3, code: INTERNAL_ERROR }, Reply::Close], (2, Ok(())), (1, Err(Other)));
    check(vec![Reply::Close], (2, Ok(())), (1, Err(Other)));
    let part = || vec![Reply::Head, Reply::Part("{", false)];
    check([part(), vec![Reply::Reset(INTERNAL_ERROR)]].concat(), (2, Ok(())), (1, Err(ResponseBody)));
    check([part(), vec![Reply::Close]].concat(), (2, Ok(())), (1, Err(ResponseBody)));
    // Refused after the response began: a server must not do that.
    check([part(), vec![Reply::Reset(REFUSED_STREAM)]].concat(), (2, Ok(())), (1, Err(ResponseBody)));
}

/// A server that goes away with an error did not process the streams after the last one, either.
#[test]
fn a_server_that_goes_away_with_an_error() {
    check(
        vec![Reply::GoAway { last: 1, code: ENHANCE_YOUR_CALM }, Reply::Close],
        (2, Ok(())),
        (1, Err(TransportErrorKind::Other)),
    );
}

#[test]
fn a_server_that_goes_away_finishes_the_current_call() {
    let server =
        FrameServer::start(|_| [vec![Reply::GoAway { last: 1, code: NO_ERROR }], page(), vec![Reply::Close]].concat());
    let client = builder(&server.url()).retries(Retries::none());
    let client = client.configure_reqwest(|builder| builder.http2_prior_knowledge()).build().unwrap();
    for number in 1..4 {
        client.list_customers().send_blocking().unwrap();
        assert_eq!((server.requests(), server.connections()), (number, number));
    }
}

#[test]
fn a_client_of_the_users_own() {
    let server = FrameServer::start(|number| if number == 1 { vec![Reply::Reset(REFUSED_STREAM)] } else { page() });
    let own = reqwest::Client::builder().http2_prior_knowledge().redirect(reqwest::redirect::Policy::none());
    let client = builder(&server.url()).http_client(own.build().unwrap()).build().unwrap();
    client.list_customers().send_blocking().unwrap();
    Pay::new(&client).send_blocking().unwrap();
    assert_eq!((server.requests(), server.connections()), (3, 1));
}
