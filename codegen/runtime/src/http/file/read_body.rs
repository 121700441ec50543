//! A body that is read on a separate thread while it is sent. A slow disk therefore does not block the async runtime, whichever it is.
//!
//! Architecture invariant: the thread is at most one chunk ahead, so at most two chunks are in memory, whatever the body's size.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::runtime::http::error::BoxError;

/// The size of a chunk in bytes.
const CHUNK: usize = 256 * 1024;

/// A file or a reader as a request body.
pub(in crate::runtime::http) struct ReadBody {
    /// Taken when the first chunk is polled.
    source: Option<Source>,
    /// Started when the first chunk is polled.
    thread: Option<Arc<Reading>>,
    /// The number of bytes that are not sent yet; `None` if the length is unknown.
    remaining: Option<u64>,
}

/// What is read. A file is opened on the thread.
enum Source {
    Path(Arc<PathBuf>),
    Reader(Box<dyn Read + Send>),
}

/// The shared state of the body and its reading thread.
#[derive(Default)]
struct Reading {
    handoff: Mutex<Handoff>,
    taken: Condvar,
}

#[derive(Default)]
struct Handoff {
    /// A chunk that was read but not taken yet. An empty chunk is the end.
    chunk: Option<io::Result<Bytes>>,
    waker: Option<Waker>,
    /// The body was dropped.
    closed: bool,
}

impl ReadBody {
    /// Creates a body with the content of a file, and its length if it is known.
    pub(in crate::runtime::http) fn file(path: Arc<PathBuf>, length: Option<u64>) -> Self {
        Self { source: Some(Source::Path(path)), thread: None, remaining: length }
    }

    /// Creates a body with everything that a reader returns.
    pub(in crate::runtime::http) fn reader(reader: impl Read + Send + 'static) -> Self {
        Self { source: Some(Source::Reader(Box::new(reader))), thread: None, remaining: None }
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if self.remaining == Some(0) {
            return Poll::Ready(None);
        }
        if let Some(source) = self.source.take() {
            match Reading::start(source, self.remaining) {
                Ok(thread) => self.thread = Some(thread),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        let Some(thread) = &self.thread else { return Poll::Ready(None) };
        let mut handoff = thread.handoff();
        let Some(chunk) = handoff.chunk.take() else {
            handoff.waker = Some(cx.waker().clone());
            return Poll::Pending;
        };
        drop(handoff);
        thread.taken.notify_one();
        let length = chunk.as_ref().map_or(0, Bytes::len);
        if length == 0 {
            self.remaining = Some(0);
        } else if let Some(remaining) = &mut self.remaining {
            *remaining = remaining.saturating_sub(length as u64);
        }
        Poll::Ready(Some(chunk).filter(|chunk| length > 0 || chunk.is_err()))
    }
}

impl Drop for ReadBody {
    fn drop(&mut self) {
        if let Some(thread) = &self.thread {
            thread.handoff().closed = true;
            thread.taken.notify_one();
        }
    }
}

impl Reading {
    fn start(source: Source, length: Option<u64>) -> io::Result<Arc<Self>> {
        let reading = Arc::<Self>::default();
        let shared = Arc::clone(&reading);
        let read = move || {
            // The reader is user code. If it panicked and nothing were passed on, the call would wait forever.
            let outcome = catch_unwind(AssertUnwindSafe(|| shared.read(source, length)));
            if let Err(error) = outcome.unwrap_or_else(|_| Err(io::Error::other("the reader of the body panicked"))) {
                shared.pass_on(Err(error));
            }
        };
        std::thread::Builder::new().name("oasmith-upload".to_owned()).spawn(read)?;
        Ok(reading)
    }

    /// Reads until all chunks are passed on, or the body was dropped.
    fn read(&self, source: Source, length: Option<u64>) -> io::Result<()> {
        let mut reader: Box<dyn Read> = match source {
            Source::Path(path) => Box::new(File::open(path.as_path())?),
            Source::Reader(reader) => reader,
        };
        let mut left = length.unwrap_or(u64::MAX);
        while left > 0 {
            let mut chunk = vec![0; usize::try_from(left).map_or(CHUNK, |left| left.min(CHUNK))];
            let read = match reader.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                outcome => outcome?,
            };
            if read == 0 && length.is_some() {
                return Err(io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    "the file has become shorter since it was opened",
                ));
            }
            // Before the last chunk is passed on, so that the body does not look complete.
            if left == read as u64 && length.is_some() && reader.read(&mut [0])? > 0 {
                return Err(io::Error::other("the file has become longer since it was opened"));
            }
            chunk.truncate(read);
            if read < CHUNK / 2 {
                // Otherwise each small chunk would occupy the memory of a large one.
                chunk.shrink_to_fit();
            }
            left -= read as u64;
            if !self.pass_on(Ok(chunk.into())) || read == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Passes on a chunk once the previous one was taken. Returns `false` if the body was dropped.
    fn pass_on(&self, chunk: io::Result<Bytes>) -> bool {
        let waits = |handoff: &mut Handoff| handoff.chunk.is_some() && !handoff.closed;
        let mut handoff = self.taken.wait_while(self.handoff(), waits).unwrap_or_else(PoisonError::into_inner);
        handoff.chunk = Some(chunk);
        let (waker, wanted) = (handoff.waker.take(), !handoff.closed);
        drop(handoff);
        if let Some(waker) = waker {
            waker.wake();
        }
        wanted
    }

    fn handoff(&self) -> MutexGuard<'_, Handoff> {
        self.handoff.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpBody for ReadBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let chunk = self.get_mut().poll_chunk(cx);
        chunk.map(|chunk| chunk.map(|chunk| chunk.map(Frame::data).map_err(Into::into)))
    }

    fn size_hint(&self) -> SizeHint {
        self.remaining.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::{CHUNK, ReadBody};
    use crate::runtime::http::body::Body;
    use std::sync::Arc;

    /// Sends a file with these bytes as if it had this length.
    async fn sent(name: &str, bytes: &[u8], length: u64) -> Result<Vec<u8>, String> {
        let path = std::env::temp_dir().join(format!("oasmith-{name}-{}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        let body = Body::wrap(ReadBody::file(Arc::new(path.clone()), Some(length)));
        let sent = body.collect(usize::MAX).await;
        std::fs::remove_file(path).unwrap();
        sent.map(|bytes| bytes.to_vec()).map_err(|error| error.source.to_string())
    }

    #[tokio::test]
    async fn files_are_read_to_their_end() {
        let large: Vec<u8> = (0..CHUNK * 3 + 5).map(|index| index.to_le_bytes()[0]).collect();
        assert_eq!(sent("large", &large, large.len() as u64).await, Ok(large));
        assert_eq!(sent("empty", &[], 0).await, Ok(Vec::new()));
        assert_eq!(sent("grown", b"abcdef", 3).await, Err("the file has become longer since it was opened".to_owned()));
        assert_eq!(sent("shrunk", b"abc", 6).await, Err("the file has become shorter since it was opened".to_owned()));
    }

    #[tokio::test]
    async fn a_missing_file_is_reported() {
        let body = Body::wrap(ReadBody::file(Arc::new("there is no such file".into()), Some(1)));
        assert!(body.collect(10).await.is_err());
    }

    /// Returns a part of its text at each call, then fails in the given way.
    struct Parts(Vec<&'static str>, fn() -> io::Result<usize>);

    impl Read for Parts {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() { (self.1)() } else { self.0.remove(0).as_bytes().read(buffer) }
        }
    }

    #[tokio::test]
    async fn readers_are_read_to_their_end() {
        async fn check(end: fn() -> io::Result<usize>, expect: Result<&str, &str>) {
            let body = Body::wrap(ReadBody::reader(Parts(vec!["ab", "c"], end)));
            let sent = body.collect(10).await.map_err(|error| error.source.to_string());
            assert_eq!(sent.as_deref().map_err(String::as_str), expect.map(str::as_bytes));
        }
        check(|| Ok(0), Ok("abc")).await;
        check(|| Err(io::Error::other("broken")), Err("broken")).await;
        check(|| panic!("broken"), Err("the reader of the body panicked")).await;
    }
}
