//! Reads `components`: shared elements that references refer to.

use indexmap::IndexMap;

use super::super::document::Version;
use super::super::node::Node;
use super::super::references::ElementKind;
use super::super::reports::Reports;
use super::super::schema::SchemaId;
use super::DocumentReader;
use super::operations::Inherited;
use crate::diag::LostPart;

impl<'a> DocumentReader<'a> {
    /// Reads `components.schemas`. Called before all other schemas, so that the id of each is its index in the map.
    pub(super) fn component_schemas(&mut self) -> IndexMap<String, SchemaId> {
        // `check_components` reports a missing target.
        let Some(section) = self.references.components("schemas").ok().flatten() else { return IndexMap::new() };
        let mut components = IndexMap::new();
        for (name, node) in section.members() {
            let is_schema =
                |target: &Node<'_>| self.references.kind(target).is_none_or(|kind| kind == ElementKind::Schema);
            let target = self.references.in_other_file(&node).filter(is_schema);
            components.insert(name.to_owned(), self.schemas.intern_component(node, target));
        }
        components
    }

    /// Reads all components, also unused ones, to report their problems. Called after all operations are read.
    pub(super) fn check_components(&mut self) {
        let Some(components) = self.references.root().get("components") else { return };
        let place = components.place.clone();
        let Some(components) = self.form().expand(components) else {
            self.reports.record_unread(LostPart::Schema, &place);
            return;
        };
        if !components.value.is_object() {
            self.reports.malformed(&components, "`components` must be an object", "write an object");
            self.reports.record_unread(LostPart::Schema, &place);
            return;
        }
        self.check_fields(&components, ElementKind::Components);
        for (section, node) in components.plain_members() {
            // A use of an element reports its errors. Without one, nothing is generated from the element. Schemas are types in any case.
            let before = self.reports.set_unused(section != "schemas");
            self.schemas.set_unused(section != "schemas");
            self.check_section(section, node);
            self.reports.set_unused(before);
        }
        self.schemas.set_unused(false);
    }

    fn check_section(&mut self, section: &str, node: Node<'a>) {
        let place = node.place.clone();
        let Some(node) = self.form().expand(node) else {
            self.reports.record_unread(LostPart::Schema, &place);
            return;
        };
        if !node.value.is_object() && !node.value.is_null() {
            let message = format!("`components.{section}` must be an object");
            let remedy = "write an object with one member for each component";
            if section == "schemas" {
                self.reports.record_unread(LostPart::Schema, &place);
                self.reports.malformed(&node, message, remedy);
            } else {
                self.reports.tolerated(&node, message + "; it is ignored", remedy);
            }
            return;
        }
        check_names(&node, &mut self.reports);
        for (name, entry) in node.plain_members() {
            self.check_component(section, name, entry);
        }
    }

    fn check_component(&mut self, section: &str, name: &str, entry: Node<'a>) {
        match section {
            "parameters" => drop(self.parameter(entry)),
            "requestBodies" => drop(self.request_body(entry)),
            "responses" => drop(self.response(None, entry)),
            "headers" => drop(self.header(name, entry)),
            "mediaTypes" => drop(self.media(name, entry)),
            "pathItems" => drop(self.path_item(name, entry, &Inherited::default())),
            "callbacks" => drop(self.callback(name, entry)),
            "examples" | "links" => drop(self.resolve_tolerant(entry)),
            _ => {}
        }
    }

    /// Warns about sections that the document's version does not define. They are read nevertheless.
    pub(super) fn check_features(&mut self) {
        const SINCE: [(&[&str], Version, &str); 3] = [
            (&["webhooks"], Version::V3_1, "3.1"),
            (&["components", "pathItems"], Version::V3_1, "3.1"),
            (&["components", "mediaTypes"], Version::V3_2, "3.2"),
        ];
        for (path, since, name) in SINCE {
            let found = path.iter().try_fold(self.references.root(), |node, key| node.get(key));
            if let Some(node) = found.filter(|_| self.version < since) {
                let message = format!("`{}` requires OpenAPI {name}; it is read nevertheless", path.join("."));
                self.reports.tolerated(&node, message, format!("declare `openapi: {name}.0`"));
            }
        }
    }
}

/// Warns about component names with characters that the specification does not allow. Many documents have them.
fn check_names(section: &Node<'_>, reports: &mut Reports<'_>) {
    let allowed = |name: &str| {
        name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')) && !name.is_empty()
    };
    let odd: Vec<&str> = section.members().map(|(name, _)| name).filter(|name| !allowed(name)).collect();
    let Some(first) = odd.first() else { return };
    let more = if odd.len() > 1 { format!(" (and {} more component names do)", odd.len() - 1) } else { String::new() };
    let message = format!(
        "`{}` contains characters that are not allowed in a component name{more}; it is read nevertheless",
        first
    );
    let at = section.get(first).unwrap_or_else(|| section.clone());
    reports.tolerated(&at, message, "use only letters, digits, `.`, `-` and `_`");
}
