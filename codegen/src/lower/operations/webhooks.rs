//! Calls that the API makes to its user: webhooks and callbacks.

use super::OperationLowering;
use crate::ir::{self, CoverageKind, Docs, MediaCodec};
use crate::openapi::Webhook;

impl OperationLowering<'_, '_> {
    /// The webhook that will have this index.
    pub(super) fn webhook(&mut self, index: usize, webhook: &Webhook, callback_of: Option<usize>) -> ir::Webhook {
        let Webhook { name, operation } = webhook;
        if !operation.parameters.is_empty() {
            let note = "parameters of a webhook are not parsed; its body is";
            self.cover(CoverageKind::LeftOut, "webhook parameters", &operation.place, note);
        }
        let body = operation.body.as_ref().and_then(|body| self.body(index, true, body));
        let is_json = |media: &ir::Media| matches!(media.codec, MediaCodec::Json(_));
        if body.as_ref().is_some_and(|body| !body.media.iter().any(is_json)) {
            let message =
                format!("the body of the webhook `{}` is not JSON: there is no type for it", name.escape_debug());
            self.raw("webhook body", &operation.place, message);
        }
        ir::Webhook {
            name: name.clone(),
            callback_of,
            method: operation.method.clone(),
            body,
            docs: Docs {
                summary: operation.summary.clone(),
                description: operation.description.clone(),
                deprecated: operation.deprecated,
                ..Docs::default()
            },
            place: operation.place.clone(),
        }
    }
}
