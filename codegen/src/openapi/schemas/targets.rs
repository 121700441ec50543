//! Finds the schemas that references mean.

use super::super::node::Node;
use super::super::references::ElementKind;
use super::super::schema::SchemaId;
use super::SchemaReader;
use crate::diag::{Code, Diagnostic, SourceLocation};

impl<'a> SchemaReader<'_, 'a> {
    /// Returns the target of the reference in the member `keyword` of `holder`. Reports a missing target.
    pub(super) fn schema_ref(&mut self, holder: &Node<'a>, keyword: &str, reference: &str) -> Option<SchemaId> {
        let unresolved = match self.references.lookup(&holder.place, reference) {
            Ok(target) => return self.schema_at(&holder.place, keyword, reference, target),
            Err(unresolved) => unresolved,
        };
        let place = holder.place.key(keyword);
        let Some((name, component)) = self.intended_component(reference) else {
            self.reports.report_all(unresolved.written_at(place).errors());
            return None;
        };
        let message = format!("`{reference}` does not exist; it is read as `#/components/schemas/{name}`");
        let remedy = format!("write `#/components/schemas/{name}`");
        self.reports.report(Diagnostic::new(Code::MalformedHarmless, &place, message, remedy));
        Some(self.table.intern(component))
    }

    /// Returns the schema at the target of a reference. In place of an element that contains one schema, such as a response, its schema is
    /// meant. Reports any other element and returns `None`.
    pub(super) fn schema_at(
        &mut self,
        from: &SourceLocation,
        keyword: &str,
        reference: &str,
        target: Node<'a>,
    ) -> Option<SchemaId> {
        self.schema_or_error(from, keyword, reference, target).map_err(|error| self.reports.report(*error)).ok()
    }

    /// Like [`Self::schema_at`], but returns the error.
    pub(super) fn schema_or_error(
        &mut self,
        from: &SourceLocation,
        keyword: &str,
        reference: &str,
        target: Node<'a>,
    ) -> Result<SchemaId, Box<Diagnostic>> {
        let Some(error) = self.references.wrong_kind(from, keyword, reference, &target, ElementKind::Schema) else {
            return Ok(self.table.intern(target));
        };
        let Some(meant) = self.schema_of_element(&target) else { return Err(Box::new(error)) };
        let message = format!("{}; its schema is read", error.message);
        let remedy = "refer to the schema inside it, or write it in `components.schemas`";
        self.reports.report(Diagnostic::new(Code::MalformedHarmless, &error.place, message, remedy));
        Ok(self.table.intern(meant))
    }

    /// Returns the schema of a parameter, a header, a media type, a request body or a response.
    fn schema_of_element(&self, target: &Node<'a>) -> Option<Node<'a>> {
        let target = self.references.follow(target.clone()).ok()?;
        let kind = self.references.kind_instead_of(&target, ElementKind::Schema)?;
        let has_one_schema = matches!(
            kind,
            ElementKind::Parameter
                | ElementKind::Header
                | ElementKind::MediaType
                | ElementKind::RequestBody
                | ElementKind::Response
        );
        let content = || target.get("content")?.plain_members().find_map(|(_, media)| media.get("schema"));
        Some(target.clone()).filter(|_| has_one_schema)?.get("schema").or_else(content)
    }

    /// Returns the component that the author probably means by a reference in the style of another version
    /// (`#/definitions/Pet`), a bare name, or a pointer that does not begin with `/`.
    fn intended_component<'n>(&self, reference: &'n str) -> Option<(&'n str, Node<'a>)> {
        let bare = reference.strip_prefix('#').unwrap_or(reference);
        let bare = bare.strip_prefix('/').unwrap_or(bare);
        let sections = ["definitions/", "components/schemas/", "schemas/"];
        let name = sections.iter().find_map(|section| bare.strip_prefix(section)).unwrap_or(bare);
        let component = self.references.component("schemas", name)?;
        Some((name, component))
    }
}
