//! Bodies one after the other, as one body.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::runtime::http::body::Body;
use crate::runtime::http::error::BoxError;

/// A concatenation of bodies, in reverse order.
pub(super) struct Chain(pub(super) Vec<Body>);

impl HttpBody for Chain {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let bodies = &mut self.get_mut().0;
        while let Some(body) = bodies.last_mut() {
            match body.poll_bytes(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(chunk)) => return Poll::Ready(Some(chunk.map(Frame::data))),
                Poll::Ready(None) => drop(bodies.pop()),
            }
        }
        Poll::Ready(None)
    }

    fn size_hint(&self) -> SizeHint {
        let sizes: Option<u64> = self.0.iter().map(|body| body.size_hint().exact()).sum();
        sizes.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}
