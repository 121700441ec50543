//! Requests that the API sends: webhooks and callbacks.

use super::OperationLowering;
use crate::ir::{self, CoverageKind, Docs, OperationPart};
use crate::lower::deprecation;
use crate::lower::schemas::SchemaUse;
use crate::openapi::Webhook;

impl OperationLowering<'_, '_> {
    /// Lowers a webhook. `index` is its index in [`ir::Api::webhooks`].
    pub(super) fn webhook(&mut self, index: usize, webhook: &Webhook, callback_of: Option<usize>) -> ir::Webhook {
        let Webhook { name, operation } = webhook;
        if !operation.parameters.is_empty() {
            let note = "parameters of a webhook are not parsed; only its body is";
            self.cover(CoverageKind::LeftOut, "webhook parameters", &operation.place, note);
        }
        let schema_use = |media| SchemaUse { operation: index, webhook: true, part: OperationPart::Body(media) };
        let content = operation.body.as_ref().map_or(&[][..], |body| &body.content);
        let media = self.received(content, false, &schema_use);
        if let Some(body) = operation.body.as_ref().filter(|_| media.is_empty()) {
            let message = "the request body of the webhook has no media type; no type is generated for it".to_owned();
            self.ignore(&body.place, message, "add a media type to `content`");
        }
        match media.iter().position(|media| media.codec.json().is_some()) {
            Some(parsed) => {
                let (before, after) = (media.iter().take(parsed), media.iter().skip(parsed + 1));
                for media in before.chain(after) {
                    let name = media.media_type.name.escape_debug();
                    let note = format!("only one JSON body of a webhook is parsed; `{name}` is not");
                    self.cover(CoverageKind::LeftOut, "webhook media type", &media.place, &note);
                }
            }
            None if media.is_empty() => {}
            None => {
                let message = format!(
                    "the request body of the webhook `{}` is not JSON, so no type is generated",
                    name.escape_debug()
                );
                self.raw("webhook body", &operation.place, message);
            }
        }
        ir::Webhook {
            name: name.clone(),
            callback_of,
            method: operation.method.clone(),
            media,
            docs: Docs {
                summary: operation.summary.clone(),
                description: operation.description.clone(),
                deprecated: operation.deprecated.as_ref().map(deprecation),
                ..Docs::default()
            },
            place: operation.place.clone(),
        }
    }
}
