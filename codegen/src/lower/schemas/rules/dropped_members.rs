//! Dropped members: a type that ignores undeclared members no longer knows which and how many of them a value had.
//!
//! A rule that such a value may violate without being invalid is left out and noted. So is a test, like `not`, whose result depends on the
//! dropped members.

use super::{RuleWriter, Scope};
use crate::ir::{Count, Extra, Object, Rule, Shape, Structure, Type, TypeDef, TypeId};
use crate::lower::schemas::analysis::schema::SchemaKeywords;
use crate::openapi::SchemaId;

/// Aliases of aliases are followed for at most this many steps; this ends cycles.
const MAX_ALIASES: usize = 64;

const NOTE: &str = "not validated: it depends on properties that the type does not declare and drops";

/// Returns for each definition whether its type drops undeclared members of objects.
pub(super) fn dropping(types: &[TypeDef]) -> Vec<bool> {
    let mut dropping = vec![false; types.len()];
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut stack = Vec::new();
    for (index, def) in types.iter().enumerate() {
        let mut add_user = |ty: &Type| {
            if let Some(users) = same_value(ty).and_then(|id| users.get_mut(id.0)) {
                users.push(index);
            }
        };
        match &def.shape {
            Shape::Object(object) if object.extra == Extra::Ignored => stack.push(index),
            Shape::Union(union) => union.variants.iter().for_each(|variant| add_user(&variant.ty)),
            Shape::Alias(ty) | Shape::Newtype(ty) => add_user(ty),
            Shape::Object(_) | Shape::Enumeration(_) | Shape::Tuple(_) => {}
        }
    }
    while let Some(index) = stack.pop() {
        if !std::mem::replace(&mut dropping[index], true) {
            stack.extend(users.get(index).into_iter().flatten());
        }
    }
    dropping
}

/// The definition that has the same values as an expression, apart from null.
fn same_value(ty: &Type) -> Option<TypeId> {
    match ty.structure() {
        Structure::Named(id) => Some(id),
        Structure::Nullable(inner) | Structure::Boxed(inner) => same_value(inner),
        Structure::Leaf | Structure::List(_) | Structure::Map(_) => None,
    }
}

impl<'d> RuleWriter<'d> {
    /// The rules of a schema for the items, or for the members that are not declared.
    pub(super) fn rules_inside(&mut self, id: SchemaId, scope: Scope) -> Vec<Rule> {
        self.rules_of_part(None, id, scope)
    }

    /// The rules of a schema for a declared member.
    pub(super) fn rules_of_member(&mut self, name: &str, id: SchemaId, scope: Scope) -> Vec<Rule> {
        let members = self.value_object().map_or(&[][..], |object| &object.members);
        let member = members.iter().find(|member| member.wire == name);
        let value_type = member.and_then(|member| same_value(&member.ty));
        self.rules_of_part(value_type, id, scope)
    }

    fn rules_of_part(&mut self, value_type: Option<TypeId>, id: SchemaId, scope: Scope) -> Vec<Rule> {
        let before = std::mem::replace(&mut self.value_type, value_type);
        let rules = self.rules_of(id, scope);
        self.value_type = before;
        rules
    }

    /// The type of the current value, if it is a struct.
    fn value_object(&self) -> Option<&'d Object> {
        let mut id = self.value_type?;
        for _ in 0..MAX_ALIASES {
            match &self.types.get(id.0)?.shape {
                Shape::Object(object) => return Some(object),
                Shape::Alias(ty) | Shape::Newtype(ty) => id = same_value(ty)?,
                Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) => return None,
            }
        }
        None
    }

    /// Whether the type of the current value drops a member with this name.
    fn drops(&self, name: &str) -> bool {
        self.value_object().is_some_and(|object| {
            object.extra == Extra::Ignored
                && object.patterns.is_empty()
                && object.flattened.is_empty()
                && !object.members.iter().any(|member| member.wire == name)
        })
    }

    /// Handles a rule about dropped members. Returns whether the rule is left out.
    fn is_left_out(&mut self, schema: SchemaId, keyword: &'static str) -> bool {
        self.is_uncertain |= self.is_test;
        if !self.is_test {
            self.note_at(keyword, self.analysis.place(schema).key(keyword), NOTE);
        }
        !self.is_test
    }

    /// Removes `minProperties` if the current value may have had more members.
    pub(super) fn check_counts(&mut self, schema: SchemaKeywords<'d>, rules: &mut Vec<Rule>) {
        if !self.value_type.is_some_and(|id| self.dropping.get(id.0).copied().unwrap_or_default()) {
            return;
        }
        // A maximum that the remaining members exceed is exceeded by all of them, too. A test may need the opposite.
        self.is_uncertain |= self.is_test && schema.keywords.max_properties.is_some();
        let is_minimum = |rule: &Rule| matches!(rule, Rule::Count(Count::MinProperties, _));
        if rules.iter().any(is_minimum) && self.is_left_out(schema.id, "minProperties") {
            rules.retain(|rule| !is_minimum(rule));
        }
    }

    /// Removes names of required members that the current value may have had.
    pub(super) fn check_required(&mut self, schema: SchemaKeywords<'d>, required: &mut Vec<String>) {
        if required.iter().any(|name| self.drops(name)) && self.is_left_out(schema.id, "required") {
            required.retain(|name| !self.drops(name));
        }
    }

    /// The rules of a test. `None` if its result is uncertain.
    pub(super) fn test_rules(&mut self, schema: SchemaId, keyword: &'static str, test: SchemaId) -> Option<Vec<Rule>> {
        let lists = self.certain_rules(schema, keyword, |writer| vec![writer.rules_of(test, Scope::Full)]);
        lists?.into_iter().next()
    }

    /// Rules for the current value that must have the right result, for values that match and for those that do not. `None` if one depends
    /// on members that the type drops.
    pub(super) fn certain_rules(
        &mut self,
        schema: SchemaId,
        keyword: &'static str,
        write: impl FnOnce(&mut Self) -> Vec<Vec<Rule>>,
    ) -> Option<Vec<Vec<Rule>>> {
        let outer = (std::mem::replace(&mut self.is_test, true), std::mem::take(&mut self.is_uncertain));
        let rules = write(self);
        let is_uncertain = self.is_uncertain;
        (self.is_test, self.is_uncertain) = outer;
        if is_uncertain && self.is_left_out(schema, keyword) { None } else { Some(rules) }
    }
}
