//! Connections that break: closed, reset, or closed in one direction, between calls and in the middle of them.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use rustix::net::sockopt::set_socket_linger;

use super::api::client::Client;
use super::client;
use super::runtime::http::{Error, TransportErrorKind};
use super::server::{Received, Server, Step, answer, json};
use super::writes::{Pay, PayWithKey};

/// How a server ends a connection.
#[derive(Debug, Clone, Copy)]
enum End {
    /// Closes it, after all data was sent.
    Close,
    /// Resets it: data that has not arrived is lost.
    Reset,
    /// Closes the direction to the client, and reads on.
    Half,
}

const ENDS: [End; 3] = [End::Close, End::Reset, End::Half];

struct Connection {
    stream: TcpStream,
    end: End,
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let End::Half = self.end {
            // The client may have closed it first.
            let _ = self.stream.shutdown(Shutdown::Write);
            let _ = std::io::copy(&mut self.stream, &mut std::io::sink());
        }
    }
}

impl Read for Connection {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.stream.read(buffer)
    }
}

impl Write for Connection {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.stream.flush()
    }
}

fn start(end: End, script: impl Fn(usize, &Received) -> Vec<Step> + Send + Sync + 'static) -> Server {
    let connect = move |stream: TcpStream| {
        if let End::Reset = end {
            set_socket_linger(&stream, Some(Duration::ZERO)).unwrap();
        }
        Some(Connection { stream, end })
    };
    Server::start_with(connect, script)
}

const PAGE: &str = super::PAGE;

/// The time for the end of a connection to arrive.
const ARRIVAL: Duration = Duration::from_millis(100);

/// A server ends idle connections whenever it wants. The next call opens another one, whatever its method.
#[test]
fn connections_end_between_calls() {
    for end in ENDS {
        let server = start(end, |_, _| [json(200, PAGE), vec![Step::Wait(ARRIVAL / 2), Step::Close]].concat());
        let client = client(&server.url());
        client.list_customers().send_blocking().unwrap();
        std::thread::sleep(ARRIVAL);
        Pay::new(&client).send_blocking().unwrap();
        std::thread::sleep(ARRIVAL);
        // A stream could not be sent twice.
        let stream = Once(Some(Ok::<_, std::io::Error>("abc".into())));
        Pay::with_body(&client, super::runtime::http::Body::stream(stream)).send_blocking().unwrap();
        assert_eq!(server.received().len(), 3, "{end:?}");
        assert_eq!(server.last().body(), "abc");
    }
}

/// Many calls, each racing with the end of the connection of the previous one: no write is repeated, and no read fails.
#[test]
fn calls_race_with_the_end_of_a_connection() {
    for end in ENDS {
        let server = start(end, |_, _| [json(200, PAGE), vec![Step::Close]].concat());
        let client = client(&server.url());
        let outcomes: Vec<_> = (0..50).map(|_| Pay::new(&client).send_blocking()).collect();
        let sent = server.received().len();
        let (done, failed) =
            (outcomes.iter().filter(|o| o.is_ok()).count(), outcomes.iter().filter(|o| o.is_err()).count());
        assert!(0 < done && done <= sent && sent <= 50 && done + failed == 50, "{end:?}: {done} {sent}");
    }
}

/// Calls a server that ends the connection on the second request, after these steps. Returns the number of requests for the second call, and
/// its outcome.
fn second<T: std::fmt::Debug, E: std::fmt::Debug>(
    end: End,
    steps: &[Step],
    call: impl FnOnce(&Client) -> Result<T, Error<E>>,
) -> (usize, Result<(), TransportErrorKind>) {
    let steps = steps.to_vec();
    let server = start(end, move |number, _| match number {
        1 => [steps.clone(), vec![Step::Wait(ARRIVAL / 5), Step::Close]].concat(),
        _ => json(200, PAGE),
    });
    let client = client(&server.url());
    client.list_customers().send_blocking().unwrap();
    let outcome = call(&client).map(drop).map_err(|error| match error {
        Error::Transport(error) => error.kind,
        other => panic!("{other:?}"),
    });
    (server.received().len() - 1, outcome)
}

#[test]
fn connections_end_in_the_middle_of_a_call() {
    use TransportErrorKind::{Other, ResponseBody};
    let part = |head: &str| Step::Send(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n{{\"da").into());
    for (steps, kind) in [
        (vec![], Other),
        (vec![Step::Send("HTTP/1.1 200 OK\r\nContent-".into())], Other),
        (vec![part("Content-Length: 1000")], ResponseBody),
        (vec![part("Transfer-Encoding: chunked")], ResponseBody),
        (vec![part("Transfer-Encoding: chunked\r\n\r\n5")], ResponseBody),
    ] {
        for end in ENDS {
            let read = second(end, &steps, |client| client.list_customers().send_blocking());
            assert_eq!(read, (2, Ok(())), "{end:?} {steps:?}");
            let write = second(end, &steps, |client| PayWithKey::new(client).send_blocking());
            assert_eq!(write, (2, Ok(())), "{end:?} {steps:?}");
            let write = second(end, &steps, |client| Pay::new(client).send_blocking());
            assert_eq!(write, (1, Err(kind)), "{end:?} {steps:?}");
        }
    }
}

/// A body without a length ends with the connection. A reset is not its end.
#[test]
fn bodies_that_end_with_the_connection() {
    let head = Step::Send(format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{PAGE}").into());
    for (end, requests) in [(End::Close, 1), (End::Half, 1), (End::Reset, 2)] {
        let outcome = second(end, std::slice::from_ref(&head), |client| client.list_customers().send_blocking());
        assert_eq!(outcome, (requests, Ok(())), "{end:?}");
    }
}

/// A server refuses a body that it does not read.
#[test]
fn a_response_to_a_part_of_a_request() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let Step::Send(response) = answer(413, &[("Connection", "close")], "").remove(0) else { return };
            let _ = stream.read(&mut [0; 1000]);
            drop(stream.write_all(&response));
            drop(Connection { stream, end: End::Half });
        }
    });
    let client = client(&url);
    let body = vec![b'x'; 3_000_000];
    let error = Pay::with_body(&client, body.into()).send_blocking().unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(413), "{error:?}");
}

/// A stream of one element.
struct Once<T>(Option<T>);

impl<T> Unpin for Once<T> {}

impl<T> futures_core::Stream for Once<T> {
    type Item = T;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<T>> {
        std::task::Poll::Ready(self.0.take())
    }
}
