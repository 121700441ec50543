//! Calls that the API makes to its user: webhooks and callbacks.

use super::OperationLowering;
use crate::ir::{self, CoverageKind, Docs, OperationPart};
use crate::lower::schemas::Site;
use crate::openapi::Webhook;

impl OperationLowering<'_, '_> {
    /// The webhook that will have this index.
    pub(super) fn webhook(&mut self, index: usize, webhook: &Webhook, callback_of: Option<usize>) -> ir::Webhook {
        let Webhook { name, operation } = webhook;
        if !operation.parameters.is_empty() {
            let note = "parameters of a webhook are not parsed; its body is";
            self.cover(CoverageKind::LeftOut, "webhook parameters", &operation.place, note);
        }
        let site = |media| Site { operation: index, webhook: true, part: OperationPart::Body(media) };
        let content = operation.body.as_ref().map_or(&[][..], |body| &body.content);
        let media = self.received(content, &site);
        if let Some(body) = operation.body.as_ref().filter(|_| media.is_empty()) {
            let message = "the body of a webhook has no media type; it is left out".to_owned();
            self.ignore(&body.place, message, "name one under `content`");
        }
        if !media.is_empty() && !media.iter().any(|media| media.codec.json().is_some()) {
            let message =
                format!("the body of the webhook `{}` is not JSON: there is no type for it", name.escape_debug());
            self.raw("webhook body", &operation.place, message);
        }
        ir::Webhook {
            name: name.clone(),
            callback_of,
            method: operation.method.clone(),
            media,
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
