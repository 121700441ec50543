//! Sets of values: `enum`, `const`, and choices between them.

use foldhash::{HashSet, HashSetExt};
use serde_json::{Number, Value};

use super::SchemaLowering;
use super::facts::{Facts, Leaf};
use super::kinds::{Kinds, coerce};
use super::meet::{Meet, Part};
use super::typing::Dest;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{Docs, EnumBase, EnumValue, Enumeration, Shape, Type};
use crate::openapi::{Document, Keywords, SchemaKind};

/// Choices inside choices are followed this far.
const DEEPEST: usize = 6;

impl<'d> SchemaLowering<'d> {
    /// The type of a meet that lists its values; `None` if it does not.
    pub(super) fn enumeration(&mut self, facts: &Facts<'d>, key: &Meet, meet: &Meet, dest: &Dest) -> Option<Type> {
        let values = lists(facts, key.kinds)?;
        if values.1 == Lists::Disjoint {
            self.report_disjoint(facts, meet);
        }
        let values = values.0;
        if values.is_empty() {
            return Some(self.no_value(meet));
        }
        let fixed = facts.leaves.iter().any(|leaf| leaf.words.const_value.is_some());
        let open = if fixed { Openness::Closed } else { Openness::Usual };
        Some(self.enumeration_of(values, open, key, meet, dest))
    }

    /// Defines an enumeration of values.
    pub(super) fn enumeration_of(
        &mut self,
        values: Vec<EnumValue>,
        openness: Openness,
        key: &Meet,
        meet: &Meet,
        dest: &Dest,
    ) -> Type {
        let base = if values.iter().all(|value| value.value.is_string()) {
            EnumBase::String
        } else if values.iter().all(|value| value.value.is_i64()) {
            EnumBase::Integer
        } else {
            EnumBase::Json
        };
        let id = self.definition(key, meet, dest);
        let open = match openness {
            Openness::Closed => false,
            Openness::Open => true,
            Openness::Usual => is_extensible(&values) && !self.is_sealed(id),
        };
        self.set_shape(id, Shape::Enumeration(Enumeration { base, values, open }));
        Type::Named(id)
    }

    /// The values of parts, if they are listed, null left out.
    pub(super) fn values_of(&self, parts: &[Part]) -> Option<Vec<Value>> {
        let kinds = self.meet(parts.to_vec()).kinds.non_null();
        let facts = self.facts(parts, kinds);
        if let Some(values) = listed(&facts, kinds) {
            return Some(values.into_iter().map(|value| value.value).collect());
        }
        let [group] = facts.groups.as_slice() else { return None };
        if !facts.is_bare() {
            return None;
        }
        let mut values = Vec::new();
        for branch in &group.branches {
            let facts = self.facts(&branch.parts, branch.kinds);
            values.extend(listed(&facts, branch.kinds)?.into_iter().map(|value| value.value));
        }
        Some(values)
    }

    /// The values that a branch of a choice lists in place, described by the branch's own title and description.
    pub(super) fn branch_values(&self, branch: &Meet) -> Option<Vec<EnumValue>> {
        self.branch_values_within(branch, 0)
    }

    fn branch_values_within(&self, branch: &Meet, depth: usize) -> Option<Vec<EnumValue>> {
        let facts = self.facts(&branch.parts, branch.kinds);
        if let [group] = facts.groups.as_slice() {
            if depth >= DEEPEST || !facts.is_bare() {
                return None;
            }
            let mut values = Vec::new();
            for branch in &group.branches {
                values.extend(self.branch_values_within(branch, depth + 1)?);
            }
            return Some(values);
        }
        if !facts.groups.is_empty() {
            return None;
        }
        let mut values = listed(&facts, branch.kinds)?;
        if let ([only], Some(words)) = (values.as_mut_slice(), branch.schema().and_then(|id| self.words(id))) {
            only.name = only.name.take().or_else(|| words.title.clone());
            if only.docs == Docs::default() {
                only.docs.description = words.description.clone();
                only.docs.deprecated = words.deprecated;
            }
        }
        Some(values)
    }

    fn report_disjoint(&mut self, facts: &Facts<'d>, meet: &Meet) {
        let message = "The parts of the schema list values of which none is allowed by all. The last list counts.";
        let remedy = "List a value that all parts allow, or leave one part out with an overlay.";
        let mut diagnostic = Diagnostic::new(Code::Contradiction, &self.place_of(meet), message, remedy);
        for leaf in
            facts.leaves.iter().filter(|leaf| leaf.words.enum_values.is_some() || leaf.words.const_value.is_some())
        {
            diagnostic = diagnostic.related(&self.place(leaf.id), "one part lists values here");
        }
        self.diagnostics.push(diagnostic);
    }

    fn no_value(&mut self, meet: &Meet) -> Type {
        let message = "No value fits: the list of values has none that the schema allows.";
        let remedy = "List a value, or leave the list (`enum`, `const`) out with an overlay.";
        self.diagnostics.push(Diagnostic::new(Code::Unsatisfiable, &self.place_of(meet), message, remedy));
        Type::Never
    }
}

/// Reports values that are not of the type that is stated beside them.
pub(super) fn misfits(document: &Document, diagnostics: &mut Diagnostics) {
    for schema in &document.schemas {
        let SchemaKind::Keywords(words) = &schema.kind else { continue };
        let (Some(types), Some(values)) = (&words.types, &words.enum_values) else { continue };
        let allowed = Kinds::of_types(types);
        let fits = |value: &Value| allowed.has(Kinds::of_value(value));
        let Some(misfit) = values.iter().find(|value| !fits(value)) else { continue };
        let alone = !values.iter().any(fits);
        let meant = match coerce(misfit, allowed) {
            Some(_) => alone || is_odd_string(words, Kinds::STRING, misfit),
            None => alone && misfit.is_null(),
        };
        let listed = values.iter().fold(Kinds::NONE, |any, value| any.or(Kinds::of_value(value)));
        let done = match alone && !meant {
            true if allowed.non_null() == Kinds::ARRAY => "left out: it seems to be meant for the items",
            true if !listed.and(Kinds::ALL.non_null()).is_empty() => "what counts: the type is left out",
            _ if meant => "read as it was meant",
            _ => "left out",
        };
        diagnostics.push(Diagnostic::new(
            Code::MalformedHarmless,
            &schema.place.key("enum"),
            format!("`{misfit}` is not of the type that the schema states. It is {done}."),
            "Write the value as the type says (quoted, if it is a string), or leave it out.",
        ));
    }
}

/// Whether values that are not listed are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Openness {
    /// Never: a constant.
    Closed,
    /// Always: the schema allows them.
    Open,
    /// As the settings say.
    Usual,
}

/// Whether several lists have a value in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lists {
    Agree,
    Disjoint,
}

/// Whether values of the same types could be added one day: texts and numbers, not booleans and whole objects.
fn is_extensible(values: &[EnumValue]) -> bool {
    values.iter().any(|value| value.value.is_string() || value.value.is_number())
}

/// The values that all lists of the facts have and that are of one of the kinds. `None` if there is no list.
pub(super) fn listed(facts: &Facts<'_>, kinds: Kinds) -> Option<Vec<EnumValue>> {
    lists(facts, kinds).map(|(values, _)| values)
}

fn lists(facts: &Facts<'_>, kinds: Kinds) -> Option<(Vec<EnumValue>, Lists)> {
    let mut values: Option<Vec<EnumValue>> = None;
    let mut agree = Lists::Agree;
    for list in facts.leaves.iter().filter_map(|leaf| values_of_leaf(leaf, kinds)) {
        values = Some(match values {
            None => list,
            Some(before) => {
                let common = |value: &EnumValue| list.iter().any(|other| same(&other.value, &value.value));
                if before.iter().any(common) {
                    before.into_iter().filter(common).collect()
                } else {
                    agree = Lists::Disjoint;
                    list
                }
            }
        });
    }
    Some((values?, agree))
}

pub(super) fn values_of_leaf(leaf: &Leaf<'_>, kinds: Kinds) -> Option<Vec<EnumValue>> {
    let words = leaf.words;
    let single: [Value; 1];
    let written: &[Value] = match (&words.const_value, &words.enum_values) {
        (Some(value), _) => {
            single = [value.clone()];
            &single
        }
        (None, Some(values)) => values,
        (None, None) => return None,
    };
    let fits = written.iter().any(|value| kinds.has(Kinds::of_value(value)));
    if !fits && kinds == Kinds::ARRAY && words.types.is_some() && words.const_value.is_none() {
        return None;
    }
    let mut seen = HashSet::new();
    let mut values: Vec<EnumValue> = Vec::with_capacity(written.len());
    for (index, value) in written.iter().enumerate() {
        let value = if kinds.has(Kinds::of_value(value)) {
            normal(value)
        } else if let (true, Some(meant)) = (!fits || is_odd_string(words, kinds, value), coerce(value, kinds)) {
            meant
        } else {
            continue;
        };
        if seen.insert(value.to_string()) {
            let name = words.enum_names.get(index).cloned();
            let description = words.enum_descriptions.get(index).cloned();
            values.push(EnumValue { value, name, docs: Docs { description, ..Docs::default() } });
        }
    }
    Some(values)
}

/// Whether a value is no string among strings: who forgets the quotes of one forgets them where they seem not to be needed.
fn is_odd_string(words: &Keywords, kinds: Kinds, value: &Value) -> bool {
    let types = words.types.as_deref().map_or(Kinds::ALL, Kinds::of_types);
    kinds == Kinds::STRING && types.non_null() == Kinds::STRING && !value.is_null()
}

/// A whole number as an integer.
fn normal(value: &Value) -> Value {
    #[allow(clippy::cast_possible_truncation, reason = "the range is checked")]
    match value.as_f64() {
        Some(float) if !value.is_i64() && !value.is_u64() && float.fract() == 0.0 && float.abs() < 9e15 => {
            Value::Number(Number::from(float as i64))
        }
        _ => value.clone(),
    }
}

/// Whether two values are the same JSON value, numbers compared by value.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || ((a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()),
        (a, b) => a == b,
    }
}
