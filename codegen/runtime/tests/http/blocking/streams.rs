//! Lists, downloads, events, JSON lines and uploads without `async`, on threads inside and outside of async runtimes.

use std::io::{self, BufRead, Cursor, ErrorKind, Read, Write};
use std::time::Duration;

use super::super::api::Error as ApiError;
use super::super::api::models::Customer;
use super::super::api::operations::{ConvertBody, UploadForm};
use super::super::runtime::http::{
    Body, ByteStream, Error, File, Hook, Mock, RequestParts, Retries, StreamError, TransportError, TransportErrorKind,
    table::Operation,
};
use super::super::server::{Received, Server, Step, answer, json};
use super::{Client, client, runtimes, within};

const MIB: u32 = 1024 * 1024;
const EVENTS: (&str, &str) = ("Content-Type", "text/event-stream");
const BYTES: (&str, &str) = ("Content-Type", "application/octet-stream");

/// Runs the test on a plain thread, on the only thread of an async runtime, and on the only worker of another one.
#[track_caller]
fn everywhere(run: impl Fn() + Send + Sync + Clone + 'static) {
    within(60, move || {
        run();
        for runtime in runtimes() {
            runtime.block_on(async { run() });
            let run = run.clone();
            runtime.block_on(runtime.spawn(async move { run() })).unwrap();
        }
    });
}

/// A list of three pages, and another one whose second page fails.
fn pages(_: usize, sent: &Received) -> Vec<Step> {
    match sent.target.rsplit_once("cursor=").map(|(_, cursor)| cursor) {
        None => json(200, r#"{"data":[{"id":"a"},{"id":"b"}],"next":"2"}"#),
        Some("2") => json(200, r#"{"data":[{"id":"c"},{"id":"d"}],"next":"3"}"#),
        Some("3") => json(200, r#"{"data":[{"id":"e"}]}"#),
        Some("9") => json(200, r#"{"data":[{"id":"f"}],"next":"10"}"#),
        Some(_) => json(404, r#"{"detail":"no such page"}"#),
    }
}

fn ids(customers: impl IntoIterator<Item = Customer>) -> String {
    customers.into_iter().map(|customer| customer.id).collect()
}

#[test]
fn lists_are_iterators() {
    everywhere(|| {
        let server = Server::start(pages);
        let client = client(&server);
        let items: Result<Vec<Customer>, _> = client.list_customers().items_blocking().collect();
        assert_eq!(ids(items.unwrap()), "abcde");
        let pages = client.list_customers().pages_blocking().map(|page| ids(page.unwrap().data));
        assert_eq!(pages.collect::<Vec<_>>(), ["ab", "cd", "e"]);
        let pages = client.list_customers().with_response().pages_blocking().map(Result::unwrap);
        let pages: Vec<_> = pages.map(|page| (page.status.as_u16(), ids(page.value.data))).collect();
        assert_eq!(pages, [(200, "ab".to_owned()), (200, "cd".to_owned()), (200, "e".to_owned())]);
        let items = client.list_customers().items().blocking();
        assert_eq!(items.count(), 5);
    });
}

#[test]
fn an_error_ends_a_list_after_the_items_before_it() {
    everywhere(|| {
        let server = Server::start(pages);
        let mut items = client(&server).list_customers().cursor("9").items_blocking();
        assert_eq!(items.next().unwrap().unwrap().id, "f");
        assert!(matches!(items.next(), Some(Err(Error::UnexpectedStatus(_) | Error::Api(_)))));
        assert!(items.next().is_none());
        assert!(items.next().is_none());
        let list = || -> Result<Vec<Customer>, ApiError> {
            Ok(client(&server).list_customers().cursor("9").items_blocking().collect::<Result<_, _>>()?)
        };
        assert_eq!(list().unwrap_err().status().unwrap(), 404);
    });
}

#[test]
fn a_list_that_is_dropped_requests_no_more_pages() {
    everywhere(|| {
        let server = Server::start(pages);
        let client = client(&server);
        let items = client.list_customers().items_blocking().take(3).map(Result::unwrap);
        assert_eq!(ids(items), "abc");
        assert_eq!(server.received().len(), 2);
        drop(client.list_customers().pages_blocking());
        assert_eq!(server.received().len(), 2);
    });
}

/// Reads a list on a task of the background runtime, and waits for it.
struct ListsInBackground(Client);

impl Hook for ListsInBackground {
    fn before(&self, _: &'static Operation, _: &mut RequestParts) {
        let (client, (sender, receiver)) = (self.0.clone(), std::sync::mpsc::channel());
        tokio::spawn(async move {
            let items = client.list_customers().items_blocking().map(Result::unwrap);
            sender.send(ids(items)).unwrap();
        });
        assert_eq!(receiver.recv().unwrap(), "abcde");
    }
}

#[test]
fn a_list_is_read_on_the_background_runtime() {
    everywhere(|| {
        let server = Server::start(pages);
        let hook = ListsInBackground(client(&server));
        let client = Client::builder().base_url(server.url()).bearer_auth("t").hook(hook).build().unwrap();
        client.list_customers().send_blocking().unwrap();
        assert_eq!(client.list_customers().items_blocking().count(), 5);
    });
}

/// A list that was awaited at first continues on the connections of blocking calls.
#[tokio::test]
async fn a_list_may_change_between_both_kinds() {
    let server = Server::start(pages);
    let mut items = client(&server).list_customers().items();
    for id in ["a", "b"] {
        assert_eq!(items.next().await.unwrap().unwrap().id, id);
    }
    let mut items = items.blocking();
    assert_eq!(items.next().unwrap().unwrap().id, "c");
    let mut items = items.into_inner();
    for id in ["d", "e"] {
        assert_eq!(items.next().await.unwrap().unwrap().id, id);
    }
    assert!(items.next().await.is_none());
}

/// This number of bytes, without a repeated block.
fn large(length: u32) -> Vec<u8> {
    (0..length / 4).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect()
}

fn download(bytes: &[u8], length: usize) -> Vec<Step> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n");
    let mut steps = vec![Step::Send(head.into_bytes()), Step::Send(bytes.to_vec())];
    steps.extend((bytes.len() < length).then_some(Step::Close));
    steps
}

#[test]
fn downloads_are_readers() {
    let bytes = large(MIB);
    everywhere(move || {
        let sent = bytes.clone();
        let server = Server::start(move |_, _| download(&sent, sent.len()));
        let client = client(&server);
        let mut copied = Vec::new();
        let mut reader = client.download("f").send_blocking().unwrap().blocking();
        let length = io::copy(&mut reader, &mut copied).unwrap();
        assert!(length == bytes.len() as u64 && copied == bytes);
        // The end is returned again.
        assert_eq!(reader.read(&mut [0; 8]).unwrap(), 0);
        // In small pieces.
        let mut reader = client.download("f").send_blocking().unwrap().blocking();
        let mut start = [0; 70_001];
        reader.read_exact(&mut start).unwrap();
        assert!(start[..] == bytes[..70_001]);
        assert_eq!(reader.read(&mut []).unwrap(), 0);
        // The rest is abandoned.
        drop(reader);
        assert!(client.download("f").send_blocking().unwrap().bytes_blocking().unwrap() == bytes);
        let response = client.download("f").with_response().send_blocking().unwrap();
        assert!(response.value.bytes_blocking().unwrap() == bytes);
    });
}

#[test]
fn large_downloads_are_complete() {
    within(60, || {
        let bytes = large(10 * MIB);
        let sent = bytes.clone();
        let server = Server::start(move |_, _| download(&sent, sent.len()));
        let [runtime, _] = runtimes();
        let mut copied = Vec::new();
        let length = runtime.block_on(async {
            let mut reader = client(&server).download("f").send_blocking().unwrap().blocking();
            io::copy(&mut reader, &mut copied).unwrap()
        });
        assert_eq!(length, u64::from(10 * MIB));
        assert!(copied == bytes);
    });
}

#[test]
fn a_download_has_lines() {
    let mock = Mock::new(|_| http::Response::builder().header(BYTES.0, BYTES.1).body("one\ntwo\n").unwrap());
    let client = Client::builder().bearer_auth("t").transport(mock).build().unwrap();
    let lines = client.download("f").send_blocking().unwrap().blocking().lines();
    assert_eq!(lines.map(Result::unwrap).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(client.download("f").send_blocking().unwrap().text_blocking().unwrap(), "one\ntwo\n");
}

#[test]
fn a_failed_download_is_not_a_short_one() {
    everywhere(|| {
        let server = Server::start(|_, _| download(b"abc", 10));
        let copy = || -> Result<u64, ApiError> {
            let mut reader = client(&server).download("f").send_blocking()?.blocking();
            Ok(io::copy(&mut reader, &mut io::sink())?)
        };
        assert!(matches!(copy(), Err(Error::Transport(error)) if error.kind == TransportErrorKind::ResponseBody));
        let mut reader = client(&server).download("f").send_blocking().unwrap().blocking();
        let mut received = Vec::new();
        let error = reader.read_to_end(&mut received).unwrap_err();
        assert_eq!((received.as_slice(), error.kind()), (&b"abc"[..], ErrorKind::Other));
        assert_eq!(error.to_string(), "could not read the whole response");
        let inner = error.get_ref().and_then(|error| error.downcast_ref::<TransportError>());
        assert_eq!(inner.map(|error| error.kind), Some(TransportErrorKind::ResponseBody));
        // A caller that ignores the error does not see an end.
        assert!(reader.read(&mut [0; 8]).is_err());
    });
}

#[test]
fn errors_of_files_convert_too() {
    let open = || -> Result<File, ApiError> { Ok(File::from_path("/nowhere/at/all")?) };
    let error = open().unwrap_err();
    assert!(matches!(&error, Error::Io(error) if error.kind() == ErrorKind::NotFound), "{error:?}");
    let timeout = io::Error::from(TransportError::new(TransportErrorKind::Timeout, "late"));
    assert_eq!(timeout.kind(), ErrorKind::TimedOut);
    assert!(ApiError::from(timeout).is_timeout());
}

#[test]
fn bodies_in_memory_are_limited() {
    let server = Server::start(|_, _| answer(200, &[BYTES], "0123456789"));
    let small = Client::builder().base_url(server.url()).bearer_auth("t").body_limit(9).build().unwrap();
    let error = small.download("f").send_blocking().unwrap().bytes_blocking().unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::TooLarge);
    let raised = small.download("f").send_blocking().unwrap().body_limit(10);
    assert_eq!(raised.text_blocking().unwrap(), "0123456789");
    let lowered = client(&server).download("f").send_blocking().unwrap().body_limit(9);
    assert!(matches!(lowered.text_blocking(), Err(StreamError::Transport(_))));
    let text = ByteStream::new(Body::from(vec![b'a', 0xFF])).text_blocking();
    assert!(matches!(text, Err(StreamError::Decode(mismatch)) if mismatch.message.contains("UTF-8")));
}

#[test]
fn events_are_iterators() {
    everywhere(|| {
        let text = "id: 1\ndata: {\"id\":\"a\"}\n\ndata: {\n\ndata: {\"id\":\"b\"}\n\ndata: [DONE]\n\n";
        let server = Server::start(move |_, _| answer(200, &[EVENTS], text));
        let mut events = client(&server).events().send_blocking().unwrap().blocking();
        assert_eq!(events.next().unwrap().unwrap().data.id, "a");
        assert_eq!(events.get_ref().last_event_id(), "1");
        assert!(matches!(events.next(), Some(Err(StreamError::Decode(_)))));
        assert_eq!(events.next().unwrap().unwrap().data.id, "b");
        assert!(events.next().is_none() && events.next().is_none());
    });
}

#[test]
fn events_reconnect() {
    everywhere(|| {
        let server = Server::start(|number, _| match number {
            0 => {
                let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 10000\r\n\r\n";
                vec![Step::Send(format!("{head}retry: 2\nid: 1\ndata: {{\"id\":\"a\"}}\n\n").into()), Step::Close]
            }
            1 => answer(200, &[EVENTS], "id: 2\ndata: {\"id\":\"b\"}\n\n"),
            _ => answer(204, &[], ""),
        });
        let events = client(&server).events().send_blocking().unwrap();
        let events = events.reconnecting(Retries::default()).unwrap().blocking();
        let seen: Vec<String> = events.map(|event| event.unwrap().data.id).collect();
        assert_eq!(seen, ["a", "b"]);
        let sent = server.received();
        let ids: Vec<_> = sent.iter().map(|sent| sent.header("last-event-id")).collect();
        assert_eq!(ids, [None, Some("1"), Some("2")]);
    });
}

/// An event arrives before the next one is sent, and the stream is dropped while the API still sends.
#[test]
fn events_are_not_delayed() {
    everywhere(|| {
        let server = Server::start(|_, _| {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 10000\r\n\r\n";
            let first = format!("{head}data: {{\"id\":\"a\"}}\n\n");
            vec![Step::Send(first.into()), Step::Wait(Duration::from_secs(60)), Step::Close]
        });
        let mut events = client(&server).events().send_blocking().unwrap().blocking();
        assert_eq!(events.next().unwrap().unwrap().data.id, "a");
        drop(events);
    });
}

/// The messages of items say the same as those of bodies.
#[test]
fn items_that_are_not_json_are_called_so() {
    let shown = |error: &StreamError| error.to_string().split_once(": ").unwrap().1.to_owned();
    let object = "expected JSON (the object `Customer`), found no data";
    let expect = ["expected JSON, found other text", object, object, "EOF while parsing an object"];
    let server = Server::start(move |_, _| answer(200, &[EVENTS], "data: bad\n\ndata\n\ndata: \n\ndata: {\n\n"));
    let events = client(&server).events().send_blocking().unwrap().blocking();
    assert_eq!(events.map(|event| shown(&event.unwrap_err())).collect::<Vec<_>>(), expect);
    let jsonl = ("Content-Type", "application/jsonl");
    let server = Server::start(move |_, _| answer(200, &[jsonl], "bad\n\n{\n"));
    let lines = client(&server).log().send_blocking().unwrap().blocking();
    assert_eq!(lines.map(|line| shown(&line.unwrap_err())).collect::<Vec<_>>(), [expect[0], expect[3]]);
}

#[test]
fn json_lines_are_iterators() {
    everywhere(|| {
        let text = "{\"id\":\"a\"}\n{\"id\":1}\n{\"id\":\"b\"}";
        let server = Server::start(move |_, _| answer(200, &[("Content-Type", "application/jsonl")], text));
        let read = || -> Result<String, ApiError> {
            let mut ids = String::new();
            for customer in client(&server).log().send_blocking()?.blocking() {
                ids.push_str(&customer?.id);
            }
            Ok(ids)
        };
        assert!(matches!(read(), Err(Error::Stream(StreamError::Decode(_)))));
        let log = client(&server).log().send_blocking().unwrap().blocking();
        assert_eq!(ids(log.flatten()), "ab");
    });
}

#[test]
fn files_and_readers_are_uploaded() {
    let bytes = large(MIB);
    let path = std::env::temp_dir().join(format!("oasmith-upload-{}.bin", std::process::id()));
    std::fs::File::create(&path).unwrap().write_all(&bytes).unwrap();
    let file = path.clone();
    everywhere(move || {
        let server = Server::start(|_, sent| match sent.target.as_str() {
            "/files" => answer(201, &[], ""),
            _ => answer(200, &[("Content-Type", "text/plain")], "ok"),
        });
        let client = client(&server);
        let reader = Cursor::new(bytes.clone());
        for (source, is_sized) in [(File::from_path(&file).unwrap(), true), (File::from_reader(reader), false)] {
            client.upload(UploadForm::new(source.file_name("a.bin"))).send_blocking().unwrap();
            let sent = server.last();
            assert_eq!(sent.header("content-length").is_some(), is_sized);
            let start = sent.body.windows(4).position(|part| part == b"\r\n\r\n").unwrap() + 4;
            assert!(String::from_utf8_lossy(&sent.body[..start]).contains("filename=\"a.bin\"\r\n"));
            assert!(sent.body[start..].starts_with(&bytes));
        }
        // As a whole body.
        let whole = ConvertBody::Bytes(File::from_path(&file).unwrap().into());
        client.convert().body(whole).send_blocking().unwrap();
        assert!(server.last().body == bytes && server.last().header("content-length").is_some());
    });
    std::fs::remove_file(path).unwrap();
}
