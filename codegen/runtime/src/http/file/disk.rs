//! A file that is read while it is sent, on a thread of its own: a slow disk holds up nobody who shares the async runtime, whichever it is.
//!
//! Architecture invariant: the reader is at most one piece ahead, so memory is needed for two, whatever the file's size.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::runtime::http::error::BoxError;

/// How much of a file is read at once.
const PIECE: usize = 256 * 1024;

/// A file as a body.
pub(super) struct FromDisk {
    path: Arc<PathBuf>,
    /// Started when the first piece is asked for.
    reader: Option<Arc<Reader>>,
    left: u64,
}

/// What the body and the thread that reads for it share.
#[derive(Default)]
struct Reader {
    slot: Mutex<Slot>,
    taken: Condvar,
}

#[derive(Default)]
struct Slot {
    /// A piece that was read and not taken yet.
    piece: Option<io::Result<Bytes>>,
    waker: Option<Waker>,
    /// Nobody wants any more.
    closed: bool,
}

impl FromDisk {
    /// The first `length` bytes of a file.
    pub(super) fn new(path: Arc<PathBuf>, length: u64) -> Self {
        Self { path, reader: None, left: length }
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let reader = match &self.reader {
            Some(reader) => reader,
            None => match Reader::start(self.path.clone(), self.left) {
                Ok(reader) => self.reader.insert(reader),
                Err(error) => return Poll::Ready(Some(Err(error))),
            },
        };
        let mut slot = reader.slot();
        let Some(piece) = slot.piece.take() else {
            slot.waker = Some(cx.waker().clone());
            return Poll::Pending;
        };
        drop(slot);
        reader.taken.notify_one();
        self.left = piece.as_ref().map_or(0, |piece| self.left.saturating_sub(piece.len() as u64));
        Poll::Ready(Some(piece))
    }
}

impl Drop for FromDisk {
    fn drop(&mut self) {
        if let Some(reader) = &self.reader {
            reader.slot().closed = true;
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
                shared.give(Err(error));
            }
        };
        std::thread::Builder::new().name("oasmith-upload".to_owned()).spawn(read)?;
        Ok(reader)
    }

    /// Reads until all is given, or nobody wants any more.
    fn read(&self, path: &Path, length: u64) -> io::Result<()> {
        let mut file = File::open(path)?;
        let mut left = length;
        while left > 0 {
            let mut piece = vec![0; usize::try_from(left).map_or(PIECE, |left| left.min(PIECE))];
            let length = file.read(&mut piece)?;
            if length == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is shorter than it was"));
            }
            piece.truncate(length);
            left -= length as u64;
            if !self.give(Ok(piece.into())) {
                break;
            }
        }
        Ok(())
    }

    /// Hands a piece over as soon as the one before was taken; `false` if nobody wants it.
    fn give(&self, piece: io::Result<Bytes>) -> bool {
        let waits = |slot: &mut Slot| slot.piece.is_some() && !slot.closed;
        let mut slot = self.taken.wait_while(self.slot(), waits).unwrap_or_else(PoisonError::into_inner);
        slot.piece = Some(piece);
        let (waker, wanted) = (slot.waker.take(), !slot.closed);
        drop(slot);
        if let Some(waker) = waker {
            waker.wake();
        }
        wanted
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpBody for FromDisk {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let piece = self.get_mut().poll_piece(cx);
        piece.map(|piece| piece.map(|piece| piece.map(Frame::data).map_err(Into::into)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::{FromDisk, PIECE};
    use crate::runtime::http::body::Body;
    use std::sync::Arc;

    /// The file of these bytes, sent as if it had `length`.
    async fn sent(name: &str, bytes: &[u8], length: u64) -> Result<Vec<u8>, String> {
        let path = std::env::temp_dir().join(format!("oasmith-{name}-{}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        let body = Body::wrap(FromDisk::new(Arc::new(path.clone()), length));
        let sent = body.collect(usize::MAX).await;
        std::fs::remove_file(path).unwrap();
        sent.map(|bytes| bytes.to_vec()).map_err(|error| error.source.to_string())
    }

    #[tokio::test]
    async fn files_are_read_to_their_end() {
        let large: Vec<u8> = (0..PIECE * 3 + 5).map(|index| index.to_le_bytes()[0]).collect();
        assert_eq!(sent("large", &large, large.len() as u64).await, Ok(large));
        assert_eq!(sent("empty", &[], 0).await, Ok(Vec::new()));
        assert_eq!(sent("grown", b"abcdef", 3).await, Ok(b"abc".to_vec()));
        assert_eq!(sent("shrunk", b"abc", 6).await, Err("the file is shorter than it was".to_owned()));
    }

    #[tokio::test]
    async fn a_file_that_is_gone_is_told() {
        let body = Body::wrap(FromDisk::new(Arc::new("there is no such file".into()), 1));
        assert!(body.collect(10).await.is_err());
    }
}
