//! Streams from chunks, read without an async runtime.

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;

use crate::runtime::http::{Body, ByteStream, Bytes};

/// A body that arrives in these chunks.
struct Chunks(std::vec::IntoIter<Vec<u8>>);

impl Stream for Chunks {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(|chunk| Ok(Bytes::from(chunk))))
    }
}

/// Returns the stream of a body that arrives in these chunks.
pub fn bytes(chunks: Vec<Vec<u8>>) -> ByteStream {
    ByteStream::new(Body::stream(Chunks(chunks.into_iter())))
}

/// Reads a stream whose data is there to its end. It may have at most this many items.
pub fn read<T>(stream: impl Stream<Item = T>, most: usize) -> Vec<T> {
    let mut stream = pin!(stream);
    let mut cx = Context::from_waker(Waker::noop());
    let mut items = Vec::new();
    loop {
        match stream.as_mut().poll_next(&mut cx) {
            Poll::Ready(Some(item)) => items.push(item),
            Poll::Ready(None) => return items,
            Poll::Pending => panic!("the stream waits although its data is there"),
        }
        assert!(items.len() <= most, "the stream does not end");
    }
}
