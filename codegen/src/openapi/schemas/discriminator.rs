//! `discriminator`: which property names the branch, and which schema each tag stands for.

use serde_json::Value;

use super::super::node::{Node, kind_of};
use super::super::reader::Reader;
use super::super::schema::{Discriminator, SchemaId};
use crate::diag::Code;

impl<'a> Reader<'a> {
    /// The discriminator; `None` if it says nothing that can be used (then reported).
    pub(super) fn discriminator(&mut self, node: &Node<'a>) -> Option<Discriminator> {
        let property = match node.value {
            // Swagger 2.0.
            Value::String(property) => property.clone(),
            Value::Object(_) => match node.get("propertyName") {
                Some(property) => self.text(&property)?,
                None => {
                    let remedy = "name the property that tells the branches apart, or remove it";
                    self.harmless(node, "a discriminator without `propertyName` says nothing; it is ignored", remedy);
                    return None;
                }
            },
            other => {
                let message = format!("`discriminator` must be an object, but this is {}", kind_of(other));
                self.malformed(node, message, "write an object with `propertyName`");
                return None;
            }
        };
        let mapping = node.get("mapping").map(|mapping| self.mapping(&mapping)).unwrap_or_default();
        let default_mapping = node.get("defaultMapping").and_then(|target| self.mapped(node, &target));
        Some(Discriminator { property, mapping, default_mapping, place: node.place.clone() })
    }

    fn mapping(&mut self, node: &Node<'a>) -> Vec<(String, SchemaId)> {
        if !node.value.is_object() {
            self.ignored(node, "an object that maps tags to schemas");
        }
        node.members().filter_map(|(tag, target)| Some((tag.to_owned(), self.mapped(node, &target)?))).collect()
    }

    /// The schema that an entry names: by the name of a component, or by reference.
    fn mapped(&mut self, holder: &Node<'a>, target: &Node<'a>) -> Option<SchemaId> {
        let Some(text) = target.text() else {
            self.ignored(target, "the name of a schema or a reference to it");
            return None;
        };
        if !text.contains(['#', '/'])
            && let Some(component) = self.component_schema(target, text)
        {
            return Some(self.schema(component));
        }
        let named = format!("#/components/schemas/{text}");
        let reference = if text.contains(['#', '/', '.']) { text } else { &named };
        match self.lookup(&holder.place, reference) {
            Ok(found) => Some(self.schema(found)),
            Err(dangling) => {
                self.report_dangling(Code::DanglingRef, &target.place, dangling);
                None
            }
        }
    }

    fn component_schema(&self, from: &Node<'a>, name: &str) -> Option<Node<'a>> {
        let own = Node::root(self.source.root(from.place.file)?, from.place.file);
        [own, self.root()].into_iter().find_map(|root| root.get("components")?.get("schemas")?.get(name))
    }
}
