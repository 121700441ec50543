//! Streamed request bodies of blocking calls. The background runtime sends the request, but the future of the call reads the body.
//!
//! Architecture invariant: the background runtime never polls user code. A body that blocked it, waiting for another call or a slow source,
//! would block all calls of the process, including their timeouts.

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

/// Sends a request with `send`, which may poll its body on any thread. The returned future reads a streamed body. The API may respond before
/// the body is complete; then the body of the response reads the rest.
pub(super) fn send_streaming<F: Future<Output = Outcome> + Send + 'static>(
    request: Request<Body>,
    send: impl FnOnce(Request<Body>) -> F,
) -> BoxFuture<'static, Outcome> {
    if request.body().as_bytes().is_some() {
        return Box::pin(send(request));
    }
    let (head, body) = request.into_parts();
    let handoff = Arc::<Mutex<Handoff>>::default();
    let sending_body = SendingBody { handoff: Arc::clone(&handoff), size: body.size_hint() };
    let mut upload = Upload { body, handoff };
    let sending = send(Request::from_parts(head, Body::wrap(sending_body)));
    Box::pin(async move {
        let mut sending = pin!(sending);
        let response = poll_fn(|cx| match sending.as_mut().poll(cx) {
            Poll::Pending => {
                upload.poll(cx);
                Poll::Pending
            }
            ready => ready,
        });
        Ok(response.await?.map(|body| Body::wrap(ResponseWithUpload { upload, body })))
    })
}

/// The shared state of both sides of an upload.
#[derive(Default)]
struct Handoff {
    /// The frame that was read but not taken yet; `Some(None)` is the end of the body.
    next: Option<Option<Result<Frame<Bytes>, BoxError>>>,
    /// Wakes the sending side, which waits for a frame.
    sender: Option<Waker>,
    /// Wakes the reading side, which waits for a request.
    reader: Option<Waker>,
    /// The body was read completely.
    ended: bool,
    /// The reading side was dropped.
    abandoned: bool,
}

/// The reading side.
struct Upload {
    body: Body,
    handoff: Arc<Mutex<Handoff>>,
}

/// The sending side: a body.
struct SendingBody {
    handoff: Arc<Mutex<Handoff>>,
    size: SizeHint,
}

/// The body of a response that arrived before the request was sent completely.
struct ResponseWithUpload {
    upload: Upload,
    body: Body,
}

fn locked(handoff: &Mutex<Handoff>) -> MutexGuard<'_, Handoff> {
    handoff.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Upload {
    /// Reads frames while the sending side requests them.
    fn poll(&mut self, cx: &mut Context<'_>) {
        loop {
            {
                let mut handoff = locked(&self.handoff);
                if handoff.ended {
                    return;
                }
                handoff.reader = Some(cx.waker().clone());
                if handoff.next.is_some() || handoff.sender.is_none() {
                    return;
                }
            }
            // The lock is released, because the body is user code.
            let Poll::Ready(next) = Pin::new(&mut self.body).poll_frame(cx) else { return };
            let mut handoff = locked(&self.handoff);
            handoff.ended = next.as_ref().is_none_or(Result::is_err);
            handoff.next = Some(next);
            let sender = handoff.sender.take();
            drop(handoff);
            sender.into_iter().for_each(Waker::wake);
        }
    }
}

/// Ends the body with an error, so that the server does not take a part of it for the whole.
impl Drop for Upload {
    fn drop(&mut self) {
        let mut handoff = locked(&self.handoff);
        handoff.abandoned = true;
        let sender = handoff.sender.take();
        drop(handoff);
        sender.into_iter().for_each(Waker::wake);
    }
}

impl HttpBody for SendingBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let mut handoff = locked(&self.handoff);
        if let Some(next) = handoff.next.take() {
            return Poll::Ready(next);
        }
        if handoff.ended {
            return Poll::Ready(None);
        }
        if handoff.abandoned {
            return Poll::Ready(Some(Err("the call was cancelled".into())));
        }
        handoff.sender = Some(cx.waker().clone());
        let reader = handoff.reader.take();
        drop(handoff);
        reader.into_iter().for_each(Waker::wake);
        Poll::Pending
    }

    fn size_hint(&self) -> SizeHint {
        self.size
    }
}

impl HttpBody for ResponseWithUpload {
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
