//! Responses.

use super::document::{Fate, Media, Response, Status};
use super::form::{Field, Kind, optional, word};
use super::node::Node;
use super::reader::Reader;

const RESPONSE: &[Field] = &[optional("description", Kind::Text)];

impl<'a> Reader<'a> {
    /// `responses` of an operation.
    pub(super) fn responses(&mut self, operation: &Node<'a>) -> Vec<Response> {
        let Some(responses) = operation.get("responses") else { return Vec::new() };
        let Some(responses) = self.expect_object(responses, "`responses`") else { return Vec::new() };
        let mut read: Vec<Response> = Vec::new();
        for (key, node) in responses.plain_members() {
            let Some(status) = self.status(key, &node) else { continue };
            let twice = read.iter().any(|other| other.status == status);
            if twice {
                self.harmless(
                    &node,
                    format!("the status `{key}` is there twice; the first is taken"),
                    "remove one of the two",
                );
                continue;
            }
            if node.value.is_null() {
                self.harmless(
                    &node,
                    "a response must be an object; it is taken as one of which nothing is said",
                    "write `{}` at least",
                );
                let (description, headers, content) = (None, Vec::new(), Vec::new());
                read.push(Response { status, description, headers, content, place: node.place });
                continue;
            }
            read.push(self.response_or_raw(status, node));
        }
        read
    }

    /// A response; one that cannot be read as a whole is there all the same, its body as bytes.
    fn response_or_raw(&mut self, status: Status, node: Node<'a>) -> Response {
        let place = node.place.clone();
        let (response, broken) = self.apart(|reader| reader.response(Some(status), node));
        match response {
            Some(response) if !broken => response,
            read => {
                self.lose("response", &place, Fate::Raw);
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
        match word::<openapiv3::StatusCode>(key) {
            Some(openapiv3::StatusCode::Code(code)) => return Some(Status::Exact(code)),
            Some(openapiv3::StatusCode::Range(first @ 1..=5)) => return u8::try_from(first).ok().map(Status::Range),
            Some(openapiv3::StatusCode::Range(_)) | None => {}
        }
        let message = format!("`{}` is not a status code", key);
        self.malformed(node, message, "write a code of three digits, a range such as `4XX`, or `default`");
        None
    }

    /// A response. `status` is `None` for one that is only declared.
    pub(super) fn response(&mut self, status: Option<Status>, node: Node<'a>) -> Option<Response> {
        let said = self.said(&node);
        let node = self.resolve(node)?;
        let what = "a response";
        let node = self.expect_object(node, what)?;
        let mut fields = self.fields(&node, what, RESPONSE)?;
        let description = said.or(fields.text("description"));
        if let Some(links) = node.get("links") {
            links.plain_members().for_each(|(_, link)| drop(self.resolve_harmless(link)));
        }
        Some(Response {
            status: status.unwrap_or(Status::Default),
            description: description.filter(|text| !text.is_empty()),
            headers: self.headers(&node),
            content: self.response_content(&node),
            place: node.place,
        })
    }

    /// The bodies of a response; one that says its `schema` as OpenAPI 2.0 does has it as JSON.
    fn response_content(&mut self, node: &Node<'a>) -> Vec<Media> {
        let Some(schema) = node.get("schema").filter(|_| node.get("content").is_none()) else {
            return self.content(node);
        };
        let message = "since OpenAPI 3 a response has its `schema` in `content`; it is taken as that of JSON";
        self.harmless(&schema, message, "write `content: {application/json: {schema: …}}`");
        let place = schema.place.clone();
        vec![Media {
            media_type: "application/json".to_owned(),
            schema: Some(self.schema(schema)),
            ..Media::anything(&place)
        }]
    }
}
