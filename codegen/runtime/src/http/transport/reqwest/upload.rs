//! Request bodies that are streams, where the background runtime sends them: they are read by whoever waits for the call.
//!
//! Architecture invariant: the background runtime polls nothing that a user wrote. A body that waits there, for another call or for a slow
//! source, would hold up all calls of the process, their timeouts included.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::runtime::http::body::Body;
use crate::runtime::http::error::{BoxError, TransportError};
use crate::runtime::http::future::BoxFuture;

type Outcome = Result<Response<Body>, TransportError>;

/// Sends a request by `send`, which may poll its body anywhere. A stream is read by the future that is returned, and then, as the API may
/// answer before it has the whole body, by the body of the response.
pub(super) fn carried<F: Future<Output = Outcome> + Send + 'static>(
    request: Request<Body>,
    send: impl FnOnce(Request<Body>) -> F,
) -> BoxFuture<'static, Outcome> {
    if request.body().as_bytes().is_some() {
        return Box::pin(send(request));
    }
    let (head, body) = request.into_parts();
    let slot = Arc::<Mutex<Slot>>::default();
    let uploaded = Uploaded { slot: Arc::clone(&slot), size: body.size_hint() };
    let mut upload = Upload { body, slot };
    let sending = send(Request::from_parts(head, Body::wrap(uploaded)));
    Box::pin(async move {
        let mut sending = pin!(sending);
        let response = poll_fn(|cx| match sending.as_mut().poll(cx) {
            Poll::Pending => {
                upload.poll(cx);
                Poll::Pending
            }
            ready => ready,
        });
        Ok(response.await?.map(|body| Body::wrap(Answered { upload, body })))
    })
}

/// What both sides of an upload share.
#[derive(Default)]
struct Slot {
    /// What was read and not taken yet; `Some(None)` is the end of the body.
    next: Option<Option<Result<Frame<Bytes>, BoxError>>>,
    /// The sending side waits for a piece.
    sender: Option<Waker>,
    /// The reading side waits until a piece is wanted.
    reader: Option<Waker>,
    /// The body was read to its end.
    ended: bool,
    /// The reading side is gone.
    abandoned: bool,
}

/// The reading side.
struct Upload {
    body: Body,
    slot: Arc<Mutex<Slot>>,
}

/// The sending side, a body.
struct Uploaded {
    slot: Arc<Mutex<Slot>>,
    size: SizeHint,
}

/// The body of a response that came before the request was sent to its end.
struct Answered {
    upload: Upload,
    body: Body,
}

fn locked(slot: &Mutex<Slot>) -> MutexGuard<'_, Slot> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Upload {
    /// Reads on as far as pieces are wanted.
    fn poll(&mut self, cx: &mut Context<'_>) {
        loop {
            {
                let mut slot = locked(&self.slot);
                if slot.ended {
                    return;
                }
                slot.reader = Some(cx.waker().clone());
                if slot.next.is_some() || slot.sender.is_none() {
                    return;
                }
            }
            // The lock is not held: the body may do anything.
            let Poll::Ready(next) = Pin::new(&mut self.body).poll_frame(cx) else { return };
            let mut slot = locked(&self.slot);
            slot.ended = next.as_ref().is_none_or(Result::is_err);
            slot.next = Some(next);
            let sender = slot.sender.take();
            drop(slot);
            sender.into_iter().for_each(Waker::wake);
        }
    }
}

/// A body that is given up is not one that has ended: what was sent of it must not be taken for the whole.
impl Drop for Upload {
    fn drop(&mut self) {
        let mut slot = locked(&self.slot);
        slot.abandoned = true;
        let sender = slot.sender.take();
        drop(slot);
        sender.into_iter().for_each(Waker::wake);
    }
}

impl HttpBody for Uploaded {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let mut slot = locked(&self.slot);
        if let Some(next) = slot.next.take() {
            return Poll::Ready(next);
        }
        if slot.ended {
            return Poll::Ready(None);
        }
        if slot.abandoned {
            return Poll::Ready(Some(Err("the call was given up".into())));
        }
        slot.sender = Some(cx.waker().clone());
        let reader = slot.reader.take();
        drop(slot);
        reader.into_iter().for_each(Waker::wake);
        Poll::Pending
    }

    fn size_hint(&self) -> SizeHint {
        self.size
    }
}

impl HttpBody for Answered {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        this.upload.poll(cx);
        Pin::new(&mut this.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
