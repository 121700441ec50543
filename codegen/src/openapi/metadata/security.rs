//! Reads `securitySchemes` and `security`.

use indexmap::IndexMap;
use openapiv3::APIKeyLocation;
use serde_json::Value;

use super::super::document::{Location, OAuthFlow, SecurityKind, SecurityRequirement, SecurityScheme};
use super::super::form::{Field, FieldType, optional, parse_word, required};
use super::super::node::Node;
use super::super::spelling::nearest;
use super::MetadataReader;
use crate::diag::{Code, Diagnostic, LostPart};
use foldhash::HashSet;

const API_KEY: &[Field] =
    &[required("type"), required("name"), required("in"), optional("description", FieldType::Text)];
const HTTP: &[Field] = &[
    required("type"),
    required("scheme"),
    optional("bearerFormat", FieldType::Text),
    optional("description", FieldType::Text),
];
const OPEN_ID: &[Field] = &[required("type"), required("openIdConnectUrl"), optional("description", FieldType::Text)];
const FLOW: &[Field] = &[
    optional("authorizationUrl", FieldType::Text),
    optional("tokenUrl", FieldType::Text),
    optional("refreshUrl", FieldType::Text),
    optional("deviceAuthorizationUrl", FieldType::Text),
    optional("scopes", FieldType::TextMap),
];
/// The flows of OAuth 2 and the URLs that each requires.
const FLOWS: [(&str, &[&str]); 5] = [
    ("implicit", &["authorizationUrl"]),
    ("password", &["tokenUrl"]),
    ("clientCredentials", &["tokenUrl"]),
    ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
    ("deviceAuthorization", &["deviceAuthorizationUrl", "tokenUrl"]),
];
const TYPES: [&str; 5] = ["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"];

impl<'a> MetadataReader<'_, 'a> {
    /// Reads `components.securitySchemes`. An error in a scheme that is not `used` is a warning: no operation needs it.
    pub(in crate::openapi) fn security_schemes(&mut self, used: &HashSet<&str>) -> IndexMap<String, SecurityScheme> {
        // Reading the components reports a missing target.
        let schemes = self.references.components("securitySchemes").ok().flatten();
        let mut read = IndexMap::new();
        for (name, node) in schemes.iter().flat_map(Node::plain_members) {
            let place = node.place.clone();
            let before = self.reports.set_unused(!used.contains(name));
            match self.resolve(node).and_then(|node| self.security_scheme(node)) {
                Some(scheme) => _ = read.insert(name.to_owned(), scheme),
                None => self.reports.record_unread(LostPart::Security, &place),
            }
            self.reports.set_unused(before);
        }
        read
    }

    fn security_scheme(&mut self, node: Node<'a>) -> Option<SecurityScheme> {
        let what = "a security scheme";
        let node = self.form().expect_object(node, what)?;
        let Some(named) = node.get("type") else {
            self.reports.malformed(
                &node,
                "a security scheme requires `type`",
                "add `type`: apiKey, http, oauth2, openIdConnect or mutualTLS",
            );
            return None;
        };
        let name = self.form().fields(&node, what, &[required("type")])?.text("type")?;
        let kind = match name.as_str() {
            "apiKey" => return self.typed_scheme(node, API_KEY),
            "http" => return self.typed_scheme(node, HTTP),
            "openIdConnect" => return self.typed_scheme(node, OPEN_ID),
            "oauth2" => SecurityKind::OAuth2 { flows: self.flows(&node) },
            "mutualTLS" => SecurityKind::MutualTls,
            "basic" => {
                let message = "`basic` is a type of Swagger 2.0; it is read as `http` with the scheme `basic`";
                self.reports.tolerated(&named, message, "write `type: http` and `scheme: basic`");
                SecurityKind::Http { scheme: "basic".to_owned(), bearer_format: None }
            }
            other => {
                let remedy = nearest(other, TYPES.into_iter()).map_or_else(
                    || format!("write one of {}", TYPES.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                self.reports.malformed(&named, format!("`{}` is not a type of security scheme", other), remedy);
                return None;
            }
        };
        let description = node.get("description").and_then(|text| self.form().text(&text));
        Some(SecurityScheme { description, kind, place: node.place })
    }

    /// Reads a scheme of a type that `openapiv3` supports. It does not support `mutualTLS` (3.1), and rejects flows without a URL.
    fn typed_scheme(&mut self, node: Node<'a>, table: &[Field]) -> Option<SecurityScheme> {
        let what = "a security scheme";
        let fields = self.form().fields(&node, what, table)?;
        if let Some(location) = node.get("in").filter(|_| fields.has("in"))
            && location.text().and_then(parse_word::<APIKeyLocation>).is_none()
        {
            self.reports.malformed(
                &location,
                "an API key must be in `query`, `header` or `cookie`",
                "correct the value of `in`",
            );
            return None;
        }
        let (kind, description) = match self.form().typed(&node, what, fields)? {
            openapiv3::SecurityScheme::APIKey { location, name, description, extensions: _ } => {
                let location = match location {
                    APIKeyLocation::Query => Location::Query,
                    APIKeyLocation::Header => Location::Header,
                    APIKeyLocation::Cookie => Location::Cookie,
                };
                (SecurityKind::ApiKey { location, name }, description)
            }
            openapiv3::SecurityScheme::HTTP { scheme, bearer_format, description, extensions: _ } => {
                (SecurityKind::Http { scheme: scheme.to_ascii_lowercase(), bearer_format }, description)
            }
            openapiv3::SecurityScheme::OpenIDConnect { open_id_connect_url: url, description, extensions: _ } => {
                if let Some(at) = node.get("openIdConnectUrl").filter(|_| crate::source::scheme(&url).is_none()) {
                    let message = format!("`{url}` is not an absolute URL; the generated client does not need it");
                    self.reports.tolerated(&at, message, "write the URL of the discovery document");
                }
                (SecurityKind::OpenIdConnect { url }, description)
            }
            // The method `flows` reads OAuth 2 schemes.
            openapiv3::SecurityScheme::OAuth2 { .. } => return None,
        };
        Some(SecurityScheme { description, kind, place: node.place })
    }

    fn flows(&mut self, node: &Node<'a>) -> Vec<OAuthFlow> {
        let Some(flows) = node.get("flows") else {
            let at =
                node.value.get("flows").map_or_else(|| node.clone(), |value| Node::new(value, node.place.key("flows")));
            let message = "a security scheme of type `oauth2` has no `flows`; the caller must supply a token";
            self.reports.tolerated(&at, message, "add `flows` with at least one flow");
            return Vec::new();
        };
        let Some(flows) = self.flows_object(flows) else { return Vec::new() };
        let mut read = Vec::new();
        for (name, flow) in flows.plain_members() {
            let Some((_, urls)) = FLOWS.iter().find(|(known, _)| *known == name) else {
                let names = FLOWS.iter().map(|(known, _)| *known);
                let remedy = nearest(name, names)
                    .map_or_else(|| "remove it".to_owned(), |near| format!("did you mean `{near}`?"));
                self.reports.tolerated(&flow, format!("`{name}` is not an OAuth 2 flow; it is ignored"), remedy);
                continue;
            };
            let Some(flow) = self.flows_object(flow) else { continue };
            let Some(mut fields) = self.form().fields(&flow, "a flow", FLOW) else { continue };
            for url in urls.iter().filter(|url| !fields.has(url)) {
                let effect = match (name, *url) {
                    ("clientCredentials", "tokenUrl") => "the caller must supply a token",
                    _ => "the generated client does not need it",
                };
                self.reports.tolerated(
                    &flow,
                    format!("the flow `{name}` has no `{url}`; {effect}"),
                    format!("add `{url}`"),
                );
            }
            let device_url = fields.text("deviceAuthorizationUrl");
            read.push(OAuthFlow {
                kind: name.to_owned(),
                authorization_url: fields.text("authorizationUrl").or(device_url),
                token_url: fields.text("tokenUrl"),
                refresh_url: fields.text("refreshUrl"),
                scopes: fields.text_map("scopes"),
            });
        }
        read
    }

    /// Returns `flows` or one of its members if it is an object. Any other value says nothing, as an absent one.
    fn flows_object(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        let node = self.form().expand_tolerant(node)?;
        let name = node.quoted_name();
        self.form().object_or(node, &name, "it is ignored, and the caller must supply a token")
    }

    /// Reads `security` of the document or an operation. Returns `None` if it is absent.
    pub(in crate::openapi) fn security(&mut self, holder: &Node<'a>) -> Option<Vec<SecurityRequirement>> {
        let list = self.form().expand(holder.get("security")?)?;
        let items: Vec<Node<'a>> = match list.value {
            Value::Array(_) => list.items().collect(),
            Value::Object(_) => {
                let message = "`security` must be a list of requirements; it is read as a list with one item";
                self.reports.tolerated(&list, message, "write a list");
                vec![list]
            }
            _ => {
                let remedy = "write a list; `[]` means that no authorization is required";
                self.reports.malformed(&list, "`security` must be a list of requirements", remedy);
                return None;
            }
        };
        let mut requirements = Vec::new();
        for node in items {
            let Some(node) = self.form().expect_object(node, "a security requirement") else { continue };
            let mut schemes = Vec::new();
            for (name, scopes) in node.members() {
                self.check_scheme(&node, name);
                let scopes =
                    if scopes.value.is_null() { Vec::new() } else { self.form().texts(&scopes).unwrap_or_default() };
                schemes.push((name.to_owned(), scopes));
            }
            requirements.push(SecurityRequirement { schemes });
        }
        Some(requirements)
    }

    fn check_scheme(&mut self, node: &Node<'a>, name: &str) {
        let declared = self.references.components("securitySchemes").ok().flatten();
        let declared: Vec<&str> = declared.iter().flat_map(Node::members).map(|(known, _)| known).collect();
        if declared.contains(&name) {
            return;
        }
        let remedy = nearest(name, declared.into_iter()).map_or_else(
            || format!("declare `{name}` in `components.securitySchemes`, or remove it here"),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("the security scheme `{name}` is not declared; no credential is sent for it");
        self.reports.report(Diagnostic::new(Code::UnknownSecurityScheme, &node.place.key(name), message, remedy));
    }
}
