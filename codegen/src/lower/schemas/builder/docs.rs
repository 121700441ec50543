//! Documentation of types and members.

use super::constraints::add_constraints;
use crate::ir::Docs;
use crate::lower::deprecation;
use crate::lower::schemas::analysis::schema::SchemaAnalysis;
use crate::openapi::SchemaId;

/// Returns the combined documentation of schemas that apply to the same value, in document order. A later schema extends
/// the earlier ones, so its texts take precedence.
pub(in crate::lower::schemas) fn docs_of(analysis: &SchemaAnalysis<'_>, schemas: &[SchemaId]) -> Docs {
    let mut docs = Docs::default();
    for keywords in schemas.iter().filter_map(|id| analysis.keywords(*id)) {
        docs.title = keywords.title.clone().or(docs.title);
        docs.description = keywords.description.clone().or(docs.description);
        docs.default = keywords.default.clone().or(docs.default);
        if !keywords.examples.is_empty() {
            docs.examples.clone_from(&keywords.examples);
        }
        docs.deprecated = keywords.deprecated.as_ref().map(deprecation).or(docs.deprecated);
        add_constraints(&mut docs.constraints, keywords);
    }
    docs
}
