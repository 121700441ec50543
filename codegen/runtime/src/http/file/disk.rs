//! A file body that is read while it is sent, on a separate thread. A slow disk therefore does not block the async runtime, whichever it is.
//!
//! Architecture invariant: the reader is at most one chunk ahead, so at most two chunks are in memory, whatever the file's size.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::runtime::http::error::BoxError;

/// The size of a chunk in bytes.
const CHUNK: usize = 256 * 1024;

/// A file as a request body.
pub(super) struct FileBody {
    path: Arc<PathBuf>,
    /// Started when the first chunk is polled.
    reader: Option<Arc<Reader>>,
    remaining: u64,
}

/// The shared state of the body and its reading thread.
#[derive(Default)]
struct Reader {
    handoff: Mutex<Handoff>,
    taken: Condvar,
}

#[derive(Default)]
struct Handoff {
    /// A chunk that was read but not taken yet.
    chunk: Option<io::Result<Bytes>>,
    waker: Option<Waker>,
    /// The body was dropped.
    closed: bool,
}

impl FileBody {
    /// Creates a body with the first `length` bytes of a file.
    pub(super) fn new(path: Arc<PathBuf>, length: u64) -> Self {
        Self { path, reader: None, remaining: length }
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if self.remaining == 0 {
            return Poll::Ready(None);
        }
        let reader = match &self.reader {
            Some(reader) => reader,
            None => match Reader::start(self.path.clone(), self.remaining) {
                Ok(reader) => self.reader.insert(reader),
                Err(error) => return Poll::Ready(Some(Err(error))),
            },
        };
        let mut handoff = reader.handoff();
        let Some(chunk) = handoff.chunk.take() else {
            handoff.waker = Some(cx.waker().clone());
            return Poll::Pending;
        };
        drop(handoff);
        reader.taken.notify_one();
        self.remaining = chunk.as_ref().map_or(0, |chunk| self.remaining.saturating_sub(chunk.len() as u64));
        Poll::Ready(Some(chunk))
    }
}

impl Drop for FileBody {
    fn drop(&mut self) {
        if let Some(reader) = &self.reader {
            reader.handoff().closed = true;
            reader.taken.notify_one();
        }
    }
}

impl Reader {
    fn start(path: Arc<PathBuf>, length: u64) -> io::Result<Arc<Self>> {
        let reader = Arc::<Self>::default();
        let shared = Arc::clone(&reader);
        let read = move || {
            if let Err(error) = shared.read(&path, length) {
                shared.pass_on(Err(error));
            }
        };
        std::thread::Builder::new().name("oasmith-upload".to_owned()).spawn(read)?;
        Ok(reader)
    }

    /// Reads until all chunks are passed on, or the body was dropped.
    fn read(&self, path: &Path, length: u64) -> io::Result<()> {
        let mut file = File::open(path)?;
        let mut left = length;
        while left > 0 {
            let mut chunk = vec![0; usize::try_from(left).map_or(CHUNK, |left| left.min(CHUNK))];
            let length = file.read(&mut chunk)?;
            if length == 0 {
                return Err(io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    "the file has become shorter since it was opened",
                ));
            }
            chunk.truncate(length);
            left -= length as u64;
            if !self.pass_on(Ok(chunk.into())) {
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

impl HttpBody for FileBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let chunk = self.get_mut().poll_chunk(cx);
        chunk.map(|chunk| chunk.map(|chunk| chunk.map(Frame::data).map_err(Into::into)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.remaining)
    }
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, FileBody};
    use crate::runtime::http::body::Body;
    use std::sync::Arc;

    /// Sends a file with these bytes as if it had this length.
    async fn sent(name: &str, bytes: &[u8], length: u64) -> Result<Vec<u8>, String> {
        let path = std::env::temp_dir().join(format!("oasmith-{name}-{}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        let body = Body::wrap(FileBody::new(Arc::new(path.clone()), length));
        let sent = body.collect(usize::MAX).await;
        std::fs::remove_file(path).unwrap();
        sent.map(|bytes| bytes.to_vec()).map_err(|error| error.source.to_string())
    }

    #[tokio::test]
    async fn files_are_read_to_their_end() {
        let large: Vec<u8> = (0..CHUNK * 3 + 5).map(|index| index.to_le_bytes()[0]).collect();
        assert_eq!(sent("large", &large, large.len() as u64).await, Ok(large));
        assert_eq!(sent("empty", &[], 0).await, Ok(Vec::new()));
        assert_eq!(sent("grown", b"abcdef", 3).await, Ok(b"abc".to_vec()));
        assert_eq!(sent("shrunk", b"abc", 6).await, Err("the file has become shorter since it was opened".to_owned()));
    }

    #[tokio::test]
    async fn a_missing_file_is_reported() {
        let body = Body::wrap(FileBody::new(Arc::new("there is no such file".into()), 1));
        assert!(body.collect(10).await.is_err());
    }
}
