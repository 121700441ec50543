//! Streams that arrive in small chunks.

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_core::Stream;
use runtime::Value;
use runtime::http::{Body, ByteStream, EventStream, JsonLines};

use crate::measure::Row;

/// The chunks of a text.
struct Chunks(Bytes, usize);

impl Stream for Chunks {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let length = self.1.min(self.0.len());
        Poll::Ready(Some(Ok(self.0.split_to(length))).filter(|_| length > 0))
    }
}

/// Reads all items of a stream, and returns their number.
fn read(stream: impl Stream) -> usize {
    let mut stream = pin!(stream);
    let mut cx = Context::from_waker(Waker::noop());
    let mut count = 0;
    while let Poll::Ready(Some(_)) = stream.as_mut().poll_next(&mut cx) {
        count += 1;
    }
    count
}

fn bytes(text: &str, size: usize) -> ByteStream {
    ByteStream::new(Body::stream(Chunks(Bytes::from(text.to_owned()), size)))
}

fn values(text: &str) {
    for size in [1, 7, text.len()] {
        assert!(read(JsonLines::<Value>::from(bytes(text, size))) > 0);
    }
}

fn events(text: &str) {
    for size in [1, 7, text.len()] {
        assert!(read(EventStream::<Value>::from(bytes(text, size))) > 0);
    }
}

const ROW: Row = Row { name: "", size: 2_000, input: |_| String::new(), run: values, growth: 3.4, memory: 100.0 };

pub const ROWS: &[Row] = &[
    Row { name: "a value of a sequence in many lines", input: |n| format!("\u{1e}[{}0]\n", "0,\n".repeat(n)), ..ROW },
    Row { name: "scalars of a sequence in many lines", input: |n| format!("\u{1e}{}", "0\n".repeat(n)), ..ROW },
    Row {
        name: "an open text of a sequence in many lines",
        input: |n| format!("\u{1e}\"{}", "\\\"\n".repeat(n)),
        ..ROW
    },
    Row { name: "a line without end", input: |n| format!("[{}0]", "0, ".repeat(n)), ..ROW },
    Row { name: "empty records", input: |n| format!("\u{1e}{}0", "\u{1e}\n".repeat(n)), ..ROW },
    Row { name: "an event of many lines", input: |n| format!("{}\n", "data: 0\n".repeat(n)), run: events, ..ROW },
    Row { name: "a line of an event", input: |n| format!("data: {}\r\n\r\n", "0".repeat(n)), run: events, ..ROW },
    Row {
        name: "events after a long ID",
        input: |n| format!("id: {}\n{}", "i".repeat(n), "data\n\n".repeat(n)),
        run: events,
        // IDs are limited, so that not each event has a copy of a long one.
        size: 8_000,
        ..ROW
    },
];
