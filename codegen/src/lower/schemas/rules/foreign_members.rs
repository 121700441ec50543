//! Rules for members that a keyword applies to, but whose type another schema declares.
//!
//! `additionalProperties` applies to the members that the schema in which it is written does not declare, even if another part of an `allOf`
//! declares them. `patternProperties` also applies to declared members. The type of such a member follows its declaration, so it guarantees
//! nothing that these keywords demand.

use std::cell::LazyCell;

use super::{RuleWriter, Scope};
use crate::ir::Rule;
use crate::lower::schemas::analysis::objects::{self, ObjectMembers};
use crate::lower::schemas::analysis::resolution::ResolvedSchema;
use crate::lower::schemas::analysis::schema::SchemaKeywords;
use crate::openapi::Keywords;
use foldhash::HashSet;

impl<'d> RuleWriter<'d> {
    /// The rules of `patternProperties` for members that the same schema declares.
    pub(super) fn rules_for_typed_members(&mut self, schema: SchemaKeywords<'d>, scope: Scope) -> Vec<Rule> {
        let mut rules = Vec::new();
        if scope == Scope::BeyondType && !schema.keywords.properties.is_empty() {
            self.pattern_properties(schema, Scope::Full, Scope::Full, &mut rules);
        }
        rules
    }

    /// The rules of `additionalProperties` and `patternProperties` for members that any of several schemas declares.
    pub(super) fn rules_for_foreign_members(
        &mut self,
        resolved: &ResolvedSchema<'d>,
        members: &LazyCell<ObjectMembers<'d>, impl FnOnce() -> ObjectMembers<'d>>,
        scope: Scope,
    ) -> Vec<Rule> {
        let applies =
            |keywords: &Keywords| keywords.additional_properties.is_some() || !keywords.pattern_properties.is_empty();
        if scope == Scope::Full || !resolved.schemas.iter().any(|schema| applies(schema.keywords)) {
            return Vec::new();
        }
        let mut declared: HashSet<&str> = members.declared.keys().copied().collect();
        for forms in resolved.choices.iter().filter_map(|choice| objects::choice_forms(self.analysis, choice)) {
            declared.extend(forms.iter().flat_map(|form| form.members.keys()).copied());
        }
        if declared.is_empty() {
            return Vec::new();
        }
        let mut rules = Vec::new();
        for schema in &resolved.schemas {
            let keywords = schema.keywords;
            self.pattern_properties(*schema, Scope::Full, Scope::Full, &mut rules);
            let is_foreign = |name: &&str| !keywords.properties.contains_key(*name);
            if let Some(id) = keywords.additional_properties.filter(|_| declared.iter().any(is_foreign)) {
                self.additional_properties(keywords, id, Scope::Full, &mut rules);
            }
        }
        rules
    }
}
