//! Documentation of types and members.

use super::SchemaLowering;
use super::constraints::{add, in_words};
use crate::ir::{Constraints, Docs};
use crate::openapi::SchemaId;

impl SchemaLowering<'_> {
    /// The documentation that schemas carry at the place where they stand. Of several for the same value the last that
    /// says something counts: it extends the others.
    pub(super) fn docs_of(&self, schemas: &[SchemaId]) -> Docs {
        let mut docs = Docs::default();
        let mut constraints = Constraints::default();
        for words in schemas.iter().filter_map(|id| self.words(*id)) {
            docs.title = words.title.clone().or(docs.title);
            docs.description = words.description.clone().or(docs.description);
            docs.default = words.default.clone().or(docs.default);
            if !words.examples.is_empty() {
                docs.examples.clone_from(&words.examples);
            }
            docs.deprecated |= words.deprecated;
            add(&mut constraints, words);
        }
        docs.constraints = in_words(&constraints);
        docs
    }
}
