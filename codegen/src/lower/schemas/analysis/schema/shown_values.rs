//! The values that a document shows and the `format` of their schema does not allow: examples and defaults of the schema itself, of
//! enclosing schemas, of parameters and of bodies.
//!
//! The values are followed through `properties`, `items`, references and `allOf`, once each. Choices are not followed: a value of one branch
//! says nothing about the others.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use serde_json::Value;

use super::formats::{shows_other_form, typed_format};
use super::keywords_of;
use super::numbers::is_shown_beyond;
use crate::diag::SourceLocation;
use crate::openapi::{Document, Keywords, Media, Operation, SchemaId};

/// A value that the document shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShownValue<'d> {
    pub(crate) value: &'d Value,
    pub(crate) shown_by: ShownBy<'d>,
}

/// The part of the document that shows a value.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ShownBy<'d> {
    /// `default` of a schema.
    Default(SchemaId),
    /// An example of a schema.
    Example(SchemaId),
    /// An example of a parameter or a body.
    Content(&'d SourceLocation),
}

/// The values that contradict the format of their schema.
pub(super) type ContradictingValues<'d> = HashMap<SchemaId, Vec<ShownValue<'d>>>;

/// Finds the values of a document that contradict the format of their schema.
pub(super) fn contradicting_values(document: &Document) -> ContradictingValues<'_> {
    let mut walk = Walk { document, stack: Vec::new(), seen: HashSet::new(), found: HashMap::new() };
    for index in 0..document.schemas.len() {
        let id = SchemaId(index);
        let Some(keywords) = keywords_of(document, id) else { continue };
        walk.add_values(id, id, keywords);
        // What an inline part shows is a value of the whole.
        let parts = keywords.all_of.iter().filter_map(|part| Some((*part, keywords_of(document, *part)?)));
        parts.filter(|(_, part)| part.reference.is_none()).for_each(|(part, shown)| walk.add_values(id, part, shown));
    }
    let webhooks = document.webhooks.iter().map(|webhook| &webhook.operation);
    document.operations.iter().chain(webhooks).for_each(|operation| walk.add_operation(operation));
    walk.run()
}

struct Walk<'d> {
    document: &'d Document,
    stack: Vec<(SchemaId, &'d Value, ShownBy<'d>)>,
    /// The schemas and the addresses of the values that were visited together.
    seen: HashSet<(SchemaId, usize)>,
    found: ContradictingValues<'d>,
}

impl<'d> Walk<'d> {
    /// Adds the values that a schema shows to the values of a schema.
    fn add_values(&mut self, of: SchemaId, shown_by: SchemaId, keywords: &'d Keywords) {
        self.stack.extend(keywords.default.iter().map(|value| (of, value, ShownBy::Default(shown_by))));
        self.stack.extend(keywords.examples.iter().map(|value| (of, value, ShownBy::Example(shown_by))));
    }

    fn add_operation(&mut self, operation: &'d Operation) {
        for parameter in &operation.parameters {
            if let Some(id) = parameter.schema {
                self.stack
                    .extend(parameter.examples.iter().map(|value| (id, value, ShownBy::Content(&parameter.place))));
            }
        }
        let content = operation.body.iter().flat_map(|body| &body.content);
        let responses = operation.responses.iter().flat_map(|response| &response.content);
        content.chain(responses).for_each(|media| self.add_media(media));
        operation.callbacks.iter().for_each(|callback| self.add_operation(&callback.operation));
    }

    fn add_media(&mut self, media: &'d Media) {
        if let Some(id) = media.schema {
            self.stack.extend(media.examples.iter().map(|value| (id, value, ShownBy::Content(&media.place))));
        }
    }

    fn run(mut self) -> ContradictingValues<'d> {
        while let Some((id, value, shown_by)) = self.stack.pop() {
            let Some(keywords) = keywords_of(self.document, id) else { continue };
            // Most values are scalars of a schema that consists of its own keywords. No step leads from them.
            let same: Vec<SchemaId> = keywords.extended().chain(only_branch(keywords)).collect();
            let has_steps = !same.is_empty() || value.is_object() || value.is_array();
            if has_steps && !self.seen.insert((id, std::ptr::from_ref(value).addr())) {
                continue;
            }
            if contradicts(keywords, value) {
                self.found.entry(id).or_default().push(ShownValue { value, shown_by });
            }
            self.stack.extend(same.into_iter().map(|id| (id, value, shown_by)));
            self.add_parts(keywords, value, shown_by);
        }
        self.found
    }

    /// Adds the members of an object or the items of an array.
    fn add_parts(&mut self, keywords: &'d Keywords, value: &'d Value, shown_by: ShownBy<'d>) {
        match value {
            Value::Object(members) => self.stack.extend(members.iter().filter_map(|(name, value)| {
                let schema = keywords.properties.get(name).copied();
                let of_others = || keywords.additional_properties.filter(|_| keywords.pattern_properties.is_empty());
                Some((schema.or_else(of_others)?, value, shown_by))
            })),
            Value::Array(items) => self.stack.extend(items.iter().enumerate().filter_map(|(index, value)| {
                let schema = keywords.prefix_items.get(index).copied();
                Some((schema.or(keywords.items)?, value, shown_by))
            })),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// The only branch of a choice.
fn only_branch(keywords: &Keywords) -> impl Iterator<Item = SchemaId> + '_ {
    [&keywords.one_of, &keywords.any_of].into_iter().filter(|branches| branches.len() == 1).flatten().copied()
}

/// Whether a value contradicts the format in the same schema.
fn contradicts(keywords: &Keywords, value: &Value) -> bool {
    match value {
        Value::String(text) => typed_format(keywords).is_some_and(|(_, _, format)| shows_other_form(format, text)),
        Value::Number(number) => is_shown_beyond(keywords.format.as_deref(), number),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    }
}
