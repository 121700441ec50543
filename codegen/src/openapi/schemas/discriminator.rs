//! Reads `discriminator`: the property that selects the branch, and the schema for each of its values.

use indexmap::IndexMap;
use serde_json::Value;

use super::super::form::Fields;
use super::super::node::{Node, describe_type};
use super::super::schema::{Discriminator, SchemaId};
use super::SchemaReader;
use crate::diag::{Code, Diagnostic, SourceLocation};

impl<'a> SchemaReader<'_, 'a> {
    /// Reads the discriminator. An unusable value is ignored with a warning: values are decoded by the members of the branches.
    pub(super) fn discriminator(&mut self, node: &Node<'a>) -> Option<Discriminator> {
        let node = &self.form().expand(node.clone())?;
        match node.value {
            // Swagger 2.0.
            Value::String(property) => {
                let place = node.place.clone();
                Some(Discriminator { property: property.clone(), mapping: Vec::new(), default_mapping: None, place })
            }
            Value::Object(_) => self.discriminator_object(node),
            other => {
                let message =
                    format!("`discriminator` must be an object, but it is {}; it is ignored", describe_type(other));
                self.reports.tolerated(node, message, "write an object with `propertyName`");
                None
            }
        }
    }

    fn discriminator_object(&mut self, node: &Node<'a>) -> Option<Discriminator> {
        let Some(property) = node.get("propertyName") else {
            let remedy = "name the property that distinguishes the branches, or remove it";
            self.reports.tolerated(node, "a discriminator requires `propertyName`; it is ignored", remedy);
            return None;
        };
        let mut fields = Fields::default();
        fields.add_text("propertyName", self.form().text_or(&property, "the discriminator is ignored")?);
        let mapping = node.get("mapping");
        if let Some(mapping) = &mapping {
            fields.add_text_map("mapping", self.mapping(mapping));
        }
        let openapiv3::Discriminator { property_name: property, mapping: entries, extensions: _ } =
            self.form().typed(node, "a discriminator", fields)?;
        let place = node.place.key("mapping");
        let entries = entries.into_iter().filter_map(|(tag, target)| {
            let effect = format!(
                "this entry is ignored: a value whose `{property}` is `{tag}` is decoded as an unknown value, unless a branch \
                 lists `{tag}` itself"
            );
            let schema = self.mapped(node, &place.key(&tag), &target, &effect)?;
            Some((tag, schema))
        });
        let mapping = entries.collect();
        let default_mapping = node.get("defaultMapping").and_then(|target| {
            let name = self.target_name(&target)?;
            let effect = "it is ignored: a value with another tag is decoded as an unknown value";
            self.mapped(node, &target.place, &name, effect)
        });
        Some(Discriminator { property, mapping, default_mapping, place: node.place.clone() })
    }

    /// Reads the entries of `mapping` that can name a schema.
    fn mapping(&mut self, node: &Node<'a>) -> IndexMap<String, String> {
        if !node.value.is_object() {
            self.form().ignored(node, "an object that maps tags to schemas");
        }
        node.members().filter_map(|(tag, target)| Some((tag.to_owned(), self.target_name(&target)?))).collect()
    }

    fn target_name(&mut self, node: &Node<'a>) -> Option<String> {
        if node.text().is_none() {
            self.form().ignored(node, "the name of a schema or a reference to it");
        }
        node.text().map(str::to_owned)
    }

    /// Returns the schema that the entry at `place` names: by component name or by reference. A target that is missing or not a schema
    /// loses nothing, because the branches are read without the entry. `effect` completes the warning.
    fn mapped(&mut self, holder: &Node<'a>, place: &SourceLocation, name: &str, effect: &str) -> Option<SchemaId> {
        if !name.contains(['#', '/'])
            && let Some(component) = self.component_schema(place, name)
        {
            return Some(self.table.intern(component));
        }
        let named = format!("#/components/schemas/{name}");
        let reference = if name.contains(['#', '/', '.']) { name } else { &named };
        match self.references.lookup(&holder.place, reference) {
            Ok(found) => {
                let parent = place.pointer.parent().unwrap_or_default();
                let from = SourceLocation { file: place.file, pointer: parent };
                match self.schema_or_error(&from, &place.pointer.last().unwrap_or_default(), reference, found) {
                    Ok(schema) => return Some(schema),
                    Err(error) => {
                        let message = format!("{}; {effect}", error.message);
                        self.reports.report(Diagnostic { code: Code::MalformedHarmless, message, ..*error });
                    }
                }
            }
            Err(unresolved) => {
                self.reports.report_all(unresolved.written_at(place.clone()).warnings_with(effect));
            }
        }
        None
    }

    fn component_schema(&self, from: &SourceLocation, name: &str) -> Option<Node<'a>> {
        let own = self.references.root_of(from.file)?;
        let in_own = own.get("components").and_then(|components| components.get("schemas")?.get(name));
        in_own.or_else(|| self.references.component("schemas", name))
    }
}
