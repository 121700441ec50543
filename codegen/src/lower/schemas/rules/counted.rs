//! Members that can be counted: a type that drops undeclared members no longer knows how many an object had.
//!
//! Then `minProperties` must not be reported, and a rule that depends on such a number, like `not`, may have the wrong result. These rules
//! are left out and noted.

use super::{RuleWriter, Scope};
use crate::ir::{Count, Extra, Rule, Shape, Structure, Type, TypeDef, TypeId};
use crate::lower::schemas::analysis::schema::SchemaKeywords;
use crate::openapi::SchemaId;

const NOTE: &str = "not validated: the type drops properties that are not declared, so they cannot be counted";

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
    /// Whether the type of a definition drops undeclared members.
    pub(super) fn drops_members_of(&self, id: TypeId) -> bool {
        self.dropping.get(id.0).copied().unwrap_or_default()
    }

    /// The rules of a schema for a part of the current value. A part without a definition is not a struct, so it keeps all members.
    pub(super) fn rules_inside(&mut self, id: SchemaId, scope: Scope) -> Vec<Rule> {
        let drops_members = std::mem::replace(&mut self.drops_members, false);
        let rules = self.rules_of(id, scope);
        self.drops_members = drops_members;
        rules
    }

    /// Removes `minProperties` if the current value may have had more members.
    pub(super) fn remove_uncertain_minimum(&mut self, schema: SchemaKeywords<'d>, rules: &mut Vec<Rule>) {
        let count = rules.len();
        if self.drops_members {
            rules.retain(|rule| !matches!(rule, Rule::Count(Count::MinProperties, _)));
        }
        if rules.len() < count {
            let place = self.analysis.place(schema.id).key("minProperties");
            self.note_at("minProperties", place, NOTE);
        }
    }

    /// The rules of a test. `None` if its result is uncertain.
    pub(super) fn test_rules(&mut self, schema: SchemaId, keyword: &'static str, test: SchemaId) -> Option<Vec<Rule>> {
        let lists = self.certain_rules(schema, keyword, |writer| vec![writer.rules_of(test, Scope::Full)]);
        lists?.into_iter().next()
    }

    /// Lists of rules for the current value, each of which must have the right result. `None` if one counts members that may be dropped.
    pub(super) fn certain_rules(
        &mut self,
        schema: SchemaId,
        keyword: &'static str,
        write: impl FnOnce(&mut Self) -> Vec<Vec<Rule>>,
    ) -> Option<Vec<Vec<Rule>>> {
        let drops_members = std::mem::replace(&mut self.drops_members, false);
        let rules = write(self);
        self.drops_members = drops_members;
        if drops_members && rules.iter().any(|rules| counts_members(rules)) {
            let place = self.analysis.place(schema).key(keyword);
            self.note_at(keyword, place, NOTE);
            return None;
        }
        Some(rules)
    }
}

/// Whether rules depend on the number of members of the value itself.
fn counts_members(rules: &[Rule]) -> bool {
    rules.iter().any(|rule| match rule {
        Rule::Count(Count::MinProperties | Count::MaxProperties, _) => true,
        Rule::Not(_)
        | Rule::If(..)
        | Rule::AnyOf(_)
        | Rule::OneOf(_)
        | Rule::Discriminator(..)
        | Rule::DependentSchema(..) => rule.parts().into_iter().any(|rules| counts_members(rules)),
        Rule::Never
        | Rule::Type(_)
        | Rule::Enum(_)
        | Rule::Listed(_)
        | Rule::Count(..)
        | Rule::Number(..)
        | Rule::Pattern(_)
        | Rule::Format(_)
        | Rule::UniqueItems
        | Rule::PrefixItems(_)
        | Rule::Items(..)
        | Rule::Contains(..)
        | Rule::Required(_)
        | Rule::Property(..)
        | Rule::PatternProperty(..)
        | Rule::AdditionalProperties(..)
        | Rule::PropertyNames(_)
        | Rule::DependentRequired(..)
        | Rule::RefBeyondType(_)
        | Rule::RefFull(_) => false,
    })
}
