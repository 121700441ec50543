//! Reads responses.

use super::super::document::{Media, Response, Status};
use super::super::form::{Field, FieldType, optional, parse_word};
use super::super::node::Node;
use super::super::references::ElementKind;
use super::DocumentReader;
use crate::diag::LostPart;

const RESPONSE: &[Field] = &[optional("description", FieldType::Text)];

impl<'a> DocumentReader<'a> {
    /// Reads `responses` of an operation.
    pub(super) fn responses(&mut self, operation: &Node<'a>) -> Vec<Response> {
        let Some(responses) = operation.get("responses") else { return Vec::new() };
        let Some(responses) = self.form().expect_object(responses, "`responses`") else { return Vec::new() };
        let mut read: Vec<Response> = Vec::new();
        for (key, node) in responses.plain_members() {
            let Some(status) = self.status(key, &node) else { continue };
            let twice = read.iter().any(|other| other.status == status);
            if twice {
                self.reports.tolerated(
                    &node,
                    format!("the status `{key}` is declared twice; the first one is used"),
                    "remove one of them",
                );
                continue;
            }
            if node.value.is_null() {
                self.reports.tolerated(
                    &node,
                    "a response must be an object; it is read as an empty response",
                    "write at least `{}`",
                );
                let (description, headers, content) = (None, Vec::new(), Vec::new());
                read.push(Response { status, description, headers, content, place: node.place });
                continue;
            }
            read.push(self.response_or_raw(status, node));
        }
        read
    }

    /// Reads a response. A response with an error becomes one whose body is bytes.
    fn response_or_raw(&mut self, status: Status, node: Node<'a>) -> Response {
        let place = node.place.clone();
        let (response, broken) = self.isolated(|reader| reader.response(Some(status), node));
        match response {
            Some(response) if !broken => response,
            read => {
                self.reports.record_unread(LostPart::Response, &place);
                let content = vec![Media::anything(&place)];
                let (description, headers) = read.map(|read| (read.description, read.headers)).unwrap_or_default();
                Response { status, description, headers, content, place }
            }
        }
    }

    fn status(&mut self, key: &str, node: &Node<'a>) -> Option<Status> {
        if key == "default" {
            return Some(Status::Default);
        }
        match parse_word::<openapiv3::StatusCode>(key) {
            Some(openapiv3::StatusCode::Code(code)) => return Some(Status::Exact(code)),
            Some(openapiv3::StatusCode::Range(first @ 1..=5)) => return u8::try_from(first).ok().map(Status::Range),
            Some(openapiv3::StatusCode::Range(_)) | None => {}
        }
        let message = format!("`{}` is not a status code", key);
        self.reports.malformed(
            node,
            message,
            "write a status code with three digits, a range such as `4XX`, or `default`",
        );
        None
    }

    /// Reads a response. `status` is `None` for a component.
    pub(super) fn response(&mut self, status: Option<Status>, node: Node<'a>) -> Option<Response> {
        let overriding_description = self.reference_description(&node);
        let node = self.resolve(node, ElementKind::Response)?;
        let what = "a response";
        let node = self.form().expect_object(node, what)?;
        self.check_fields(&node, ElementKind::Response);
        let mut fields = self.form().fields(&node, what, RESPONSE)?;
        let description = overriding_description.or(fields.text("description"));
        if let Some(links) = node.get("links").and_then(|links| self.form().expand_tolerant(links)) {
            links.plain_members().for_each(|(_, link)| drop(self.resolve_tolerant(link)));
        }
        Some(Response {
            status: status.unwrap_or(Status::Default),
            description: description.filter(|text| !text.is_empty()),
            headers: self.headers(&node),
            content: self.content_or_schema(&node, what),
            place: node.place,
        })
    }
}
