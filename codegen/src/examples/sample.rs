//! Sample values of types: the example or default from the document, or else a minimal value that satisfies the constraints.

use serde_json::{Map, Number, Value, json};

use crate::ir::{
    Access, Api, Constraints, CustomEncoding, CustomType, Docs, EnumBase, Format, Object, Shape, Structure, Tuple,
    Type, TypeId, Union,
};

/// Creates a sample value.
struct Sampler<'a> {
    api: &'a Api,
    /// The definitions that contain the current value, outermost first.
    path: Vec<TypeId>,
    budget: Budget,
}

/// The number of JSON values that samples may still have. Without a limit, types that need two values of another type on each level
/// double the sample with each level.
#[derive(Debug)]
pub(super) struct Budget(pub(super) usize);

impl Budget {
    /// Subtracts the size of a value. Returns whether the budget suffices.
    pub(super) fn take(&mut self, value: &Value) -> bool {
        self.0 = self.0.saturating_sub(1);
        match value {
            Value::Array(items) => items.iter().all(|item| self.take(item)),
            Value::Object(members) => members.values().all(|member| self.take(member)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.0 > 0,
        }
    }
}

/// Returns a sample value of a type, and `None` if it exceeds the budget.
pub(super) fn sample(api: &Api, ty: &Type, budget: &mut Budget) -> Option<Value> {
    let mut sampler = Sampler { api, path: Vec::new(), budget: Budget(budget.0) };
    let value = sampler.value(ty);
    *budget = sampler.budget;
    (budget.0 > 0).then_some(value)
}

/// Maximum nesting of definitions. Real documents stay far below it.
const DEPTH: usize = 32;

impl Sampler<'_> {
    fn value(&mut self, ty: &Type) -> Value {
        self.constrained(ty, &Constraints::default())
    }

    /// Returns a sample value of a type, and null if the budget is spent.
    fn constrained(&mut self, ty: &Type, constraints: &Constraints) -> Value {
        if self.budget.0 == 0 {
            return Value::Null;
        }
        self.budget.0 -= 1;
        match ty {
            Type::Any => json!({}),
            Type::Null | Type::Never => Value::Null,
            // `false`, so that `has_more` ends pagination.
            Type::Bool => json!(false),
            Type::Integer(_) => number(constraints, json!(1)),
            Type::Number(_) => number(constraints, json!(1.5)),
            Type::String => text(constraints),
            Type::Format(format) => self::format(*format).into(),
            Type::Custom(custom) => self::custom(custom),
            Type::Named(id) => self.named(*id, constraints),
            Type::List(item) if **item == Type::Never => json!([]),
            Type::List(item) => {
                let count = if self.is_finite(item) { constraints.min_items.unwrap_or(1).clamp(1, 16) } else { 0 };
                (0..count).map(|_| self.value(item)).collect()
            }
            Type::Map(_) => json!({}),
            Type::Nullable(inner) if !self.is_finite(inner) => Value::Null,
            Type::Nullable(inner) | Type::Boxed(inner) => self.constrained(inner, constraints),
        }
    }

    /// Returns whether a value of the type can be created without infinite recursion.
    fn is_finite(&self, ty: &Type) -> bool {
        match ty.structure() {
            Structure::Named(id) => !self.path.contains(&id) && self.path.len() < DEPTH,
            Structure::Boxed(inner) | Structure::Nullable(inner) => self.is_finite(inner),
            Structure::Leaf | Structure::List(_) | Structure::Map(_) => true,
        }
    }

    fn named(&mut self, id: TypeId, constraints: &Constraints) -> Value {
        let api = self.api;
        let def = api.type_def(id);
        if let Some(documented) = documented(&def.docs) {
            return self.documented(documented);
        }
        if self.path.len() >= DEPTH {
            return Value::Null;
        }
        self.path.push(id);
        let value = match &def.shape {
            Shape::Object(object) => Value::Object(self.object(object)),
            Shape::Enumeration(enumeration) => {
                match (enumeration.values.iter().find(|value| value.digits.is_none()), enumeration.base) {
                    (Some(first), _) => first.value.clone(),
                    (None, EnumBase::String) => json!("text"),
                    (None, EnumBase::Integer | EnumBase::BigInteger | EnumBase::Json) => json!(1),
                }
            }
            Shape::Union(union) => self.union(union),
            Shape::Tuple(Tuple { items, required, .. }) => {
                items.iter().take(*required).map(|item| self.value(item)).collect()
            }
            Shape::Alias(ty) | Shape::Newtype(ty) => self.constrained(ty, constraints),
        };
        self.path.pop();
        value
    }

    fn documented(&mut self, value: &Value) -> Value {
        if self.budget.take(value) { value.clone() } else { Value::Null }
    }

    /// Returns the required members, and the members with an example or a default.
    fn object(&mut self, object: &Object) -> Map<String, Value> {
        let mut members = Map::new();
        for part in object.flattened.iter().filter(|part| part.required || part.any_group.is_some()) {
            if !self.is_finite(&part.ty) {
                continue;
            }
            if let Value::Object(inner) = self.value(&part.ty) {
                members.extend(inner);
            }
        }
        for member in object.members.iter().filter(|member| member.access != Access::WriteOnly) {
            let shown = documented(&member.docs).filter(|value| !is_placeholder(&member.ty, value));
            let value = match (shown, &member.tag) {
                (_, Some(tag)) => Value::from(tag.as_str()),
                (Some(documented), None) => self.documented(documented),
                (None, None) if member.required => self.constrained(&member.ty, &member.constraints),
                (None, None) => continue,
            };
            members.insert(member.wire.clone(), value);
        }
        members
    }

    /// Returns a value of the first branch that is not recursive.
    fn union(&mut self, union: &Union) -> Value {
        let finite = union.variants.iter().find(|variant| self.is_finite(&variant.ty));
        let Some(variant) = finite.or(union.variants.first()) else { return Value::Null };
        let mut value = self.value(&variant.ty);
        if let (Some(tag), Value::Object(members), [first, ..]) = (&union.tag, &mut value, variant.tags.as_slice()) {
            let is_tagged = members
                .get(tag)
                .and_then(Value::as_str)
                .is_some_and(|value| variant.tags.iter().any(|tag| tag == value));
            if !is_tagged {
                members.insert(tag.clone(), Value::from(first.as_str()));
            }
        }
        value
    }
}

/// Returns the example or the default from the document.
fn documented(docs: &Docs) -> Option<&Value> {
    docs.examples.first().or(docs.default.as_ref())
}

/// Whether a value that the document shows cannot be decoded as this type: `string` for a UUID.
fn is_placeholder(ty: &Type, value: &Value) -> bool {
    match ty {
        Type::Format(format) => value.as_str().and_then(|text| format.sent_text(text)).is_none(),
        Type::Nullable(inner) => !value.is_null() && is_placeholder(inner, value),
        Type::Boxed(inner) => is_placeholder(inner, value),
        Type::List(item) => value.as_array().is_some_and(|items| items.iter().any(|value| is_placeholder(item, value))),
        Type::Any
        | Type::Null
        | Type::Never
        | Type::Bool
        | Type::Integer(_)
        | Type::Number(_)
        | Type::String
        | Type::Custom(_)
        | Type::Named(_)
        | Type::Map(_) => false,
    }
}

/// Returns `preferred` if the constraints allow it, or else one of their bounds.
fn number(constraints: &Constraints, preferred: Value) -> Value {
    let within = |number: &Number| {
        let value = number.as_f64()?;
        let minimum = constraints.minimum.as_ref().map_or(f64::MIN, |bound| bound.as_f64());
        let maximum = constraints.maximum.as_ref().map_or(f64::MAX, |bound| bound.as_f64());
        (minimum <= value && value <= maximum).then_some(value)
    };
    let allowed = if let Value::Number(number) = &preferred { within(number) } else { None };
    match (allowed, &constraints.minimum, &constraints.maximum) {
        (None, Some(bound), _) | (None, None, Some(bound)) => bound.to_number().map_or(preferred, Value::Number),
        _ => preferred,
    }
}

fn text(constraints: &Constraints) -> Value {
    const WORD: &str = "text ";
    let minimum = constraints.min_length.unwrap_or(4).clamp(4, 1024);
    let maximum = constraints.max_length.unwrap_or(u64::MAX).max(constraints.min_length.unwrap_or(0));
    let length = usize::try_from(minimum.min(maximum)).unwrap_or(WORD.len());
    let text: String = WORD.chars().cycle().take(length).collect();
    // Many APIs forbid trailing spaces.
    if text.ends_with(' ') { format!("{}s", text.trim_end()) } else { text }.into()
}

/// Returns the placeholder of a custom type, which the type accepts.
fn custom(custom: &CustomType) -> Value {
    let text = custom.placeholder.as_deref().unwrap_or("1");
    match custom.encoding {
        CustomEncoding::Text => text.into(),
        CustomEncoding::Number => serde_json::from_str(text).unwrap_or_else(|_| json!(1)),
        CustomEncoding::Serde => match custom.placeholder {
            Some(_) => serde_json::from_str(text).unwrap_or_default(),
            None => text.into(),
        },
    }
}

fn format(format: Format) -> &'static str {
    match format {
        Format::DateTime => "2026-01-31T12:30:00Z",
        Format::OptionalOffsetDateTime => "2026-01-31T12:30:00",
        Format::Date => "2026-01-31",
        Format::Uuid => "0190a5f2-7c3e-7b1a-9d42-3f6c1e8b5a07",
        Format::Byte => "dGV4dA==",
        Format::Password => "text",
        Format::Ipv4 => "192.0.2.1",
        Format::Ipv6 => "2001:db8::1",
    }
}
