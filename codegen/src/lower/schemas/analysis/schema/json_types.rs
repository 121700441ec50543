//! The JSON types that each schema allows, computed for all schemas before any is typed.
//!
//! The walk has its own stack and visits each schema once. A chain or a cycle of references costs only its length.

use foldhash::{HashMap, HashMapExt};
use serde_json::Value;

use super::formats::implies_string;
use super::keywords::effects_of;
use super::{keywords_of, reference_chain};
use crate::ir::JsonType;
use crate::openapi::{Applies, Document, Keywords, Role, SchemaId, SchemaKind, SimpleType};

/// A set of JSON types. JSON Schema's `number` is [`JsonType::Integer`] and [`JsonType::Number`] together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(crate) struct JsonTypes(u8);

impl JsonTypes {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const NULL: Self = Self(1);
    pub(crate) const BOOLEAN: Self = Self(1 << 1);
    pub(crate) const INTEGER: Self = Self(1 << 2);
    /// Numbers with a fraction.
    pub(crate) const FRACTION: Self = Self(1 << 3);
    pub(crate) const NUMBER: Self = Self(Self::INTEGER.0 | Self::FRACTION.0);
    pub(crate) const STRING: Self = Self(1 << 4);
    pub(crate) const ARRAY: Self = Self(1 << 5);
    pub(crate) const OBJECT: Self = Self(1 << 6);
    pub(crate) const ALL: Self = Self(0x7f);
    const SCALAR: Self = Self(Self::BOOLEAN.0 | Self::NUMBER.0 | Self::STRING.0);

    /// The sets into which a schema with several types is split; each becomes a branch of a union.
    const SPLIT: [Self; 5] = [Self::STRING, Self::NUMBER, Self::BOOLEAN, Self::ARRAY, Self::OBJECT];

    /// The type of a value. A float without a fraction is an integer.
    pub(crate) fn of_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) => {
                let whole = number.as_f64().is_some_and(|float| float.fract() == 0.0);
                if whole || number.is_i64() || number.is_u64() { Self::INTEGER } else { Self::FRACTION }
            }
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    fn of_type(simple: SimpleType) -> Self {
        match simple {
            SimpleType::Null => Self::NULL,
            SimpleType::Boolean => Self::BOOLEAN,
            SimpleType::Integer => Self::INTEGER,
            SimpleType::Number => Self::NUMBER,
            SimpleType::String => Self::STRING,
            SimpleType::Array => Self::ARRAY,
            SimpleType::Object => Self::OBJECT,
        }
    }

    pub(crate) fn of_types(types: &[SimpleType]) -> Self {
        types.iter().fold(Self::NONE, |json_types, simple| json_types.or(Self::of_type(*simple)))
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(crate) fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether null is one of several types.
    pub(crate) fn is_nullable(self) -> bool {
        self.contains(Self::NULL) && self != Self::NULL
    }

    pub(crate) fn non_null(self) -> Self {
        self.without(Self::NULL)
    }

    /// Whether a `type` that states these types excludes a branch that allows `branch`.
    pub(super) fn excludes(self, branch: Self) -> bool {
        !branch.is_empty() && !branch.intersects(self)
    }

    /// The branches of a union with these types. `None` if one type suffices.
    pub(crate) fn split(self) -> Option<Vec<Self>> {
        let parts: Vec<Self> = Self::SPLIT.iter().map(|part| self.and(*part)).filter(|part| !part.is_empty()).collect();
        (parts.len() > 1).then_some(parts)
    }

    /// The names of the types in JSON Schema.
    pub(crate) fn names(self) -> Vec<&'static str> {
        let all = [
            (Self::NULL, "null"),
            (Self::BOOLEAN, "boolean"),
            (Self::NUMBER, "number"),
            (Self::INTEGER, "integer"),
            (Self::STRING, "string"),
            (Self::ARRAY, "array"),
            (Self::OBJECT, "object"),
        ];
        let is_in = |types: Self| self.contains(types) && (types != Self::INTEGER || !self.contains(Self::NUMBER));
        all.into_iter().filter(|(types, _)| is_in(*types)).map(|(_, name)| name).collect()
    }

    /// The names of the types in a sentence: `` `string` or `array` ``.
    pub(crate) fn quoted(self) -> String {
        // A fraction alone has no name.
        let named = if self.intersects(Self::FRACTION) { self.or(Self::NUMBER) } else { self };
        named.names().iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
    }

    /// The types as the IR lists them.
    pub(crate) fn list(self) -> Vec<JsonType> {
        [
            (Self::NULL, JsonType::Null),
            (Self::BOOLEAN, JsonType::Boolean),
            (Self::INTEGER, JsonType::Integer),
            (Self::FRACTION, JsonType::Number),
            (Self::STRING, JsonType::String),
            (Self::ARRAY, JsonType::Array),
            (Self::OBJECT, JsonType::Object),
        ]
        .into_iter()
        .filter(|(json_types, _)| self.contains(*json_types))
        .map(|(_, kind)| kind)
        .collect()
    }
}

/// The types by the own keywords of a schema, without references, `allOf` and choices. `types` are those that `type` states.
pub(super) fn of_own_keywords(keywords: &Keywords, types: Option<JsonTypes>) -> SchemaJsonTypes {
    // A stated type rules out implied types, even if it states every type.
    let implied = if types.is_some() { JsonTypes::NONE } else { implied(keywords) };
    SchemaJsonTypes { stated: stated(keywords, types.unwrap_or(JsonTypes::ALL)), implied }
}

/// The JSON types of one schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SchemaJsonTypes {
    /// The types by `type`, by listed values, and by extended schemas and branches. All types, if none of these states any.
    pub(crate) stated: JsonTypes,
    /// The types to which the other keywords apply (`properties` applies to objects). They count if no type is stated.
    pub(crate) implied: JsonTypes,
}

impl SchemaJsonTypes {
    pub(crate) const ANY: Self = Self { stated: JsonTypes::ALL, implied: JsonTypes::NONE };
    const NOTHING: Self = Self { stated: JsonTypes::NONE, implied: JsonTypes::NONE };

    /// The types that both schemas allow.
    pub(crate) fn and(self, other: Self) -> Self {
        Self { stated: self.stated.and(other.stated), implied: self.implied.or(other.implied) }
    }

    /// The types that a value of the schema is assumed to have.
    pub(crate) fn effective(self) -> JsonTypes {
        if self.stated == JsonTypes::ALL && !self.implied.is_empty() { self.implied } else { self.stated }
    }
}

/// The JSON types of all schemas of a document.
#[derive(Debug)]
pub(super) struct JsonTypesTable {
    /// The types of each schema, by index.
    pub(super) schemas: Vec<SchemaJsonTypes>,
    /// The types that count instead of `type`, because `type` excludes branches of the schema's own choice.
    pub(super) widened: HashMap<SchemaId, JsonTypes>,
}

impl JsonTypesTable {
    /// The types that `type` of a schema states.
    pub(super) fn stated(&self, id: SchemaId, keywords: &Keywords) -> Option<JsonTypes> {
        self.widened.get(&id).copied().or_else(|| keywords.types.as_deref().map(JsonTypes::of_types))
    }
}

/// The types of each schema of the document.
pub(super) fn of_document(document: &Document) -> JsonTypesTable {
    let mut widened = HashMap::new();
    let mut computed: Vec<Option<SchemaJsonTypes>> = vec![None; document.schemas.len()];
    let mut entered = vec![false; document.schemas.len()];
    let mut stack = Vec::new();
    for start in 0..document.schemas.len() {
        stack.push((start, false));
        while let Some((index, children_done)) = stack.pop() {
            let Some(schema) = document.schemas.get(index) else { continue };
            if computed[index].is_some() {
                continue;
            }
            match &schema.kind {
                SchemaKind::Bool(true) => computed[index] = Some(SchemaJsonTypes::ANY),
                SchemaKind::Bool(false) => computed[index] = Some(SchemaJsonTypes::NOTHING),
                SchemaKind::Keywords(keywords) if children_done => {
                    let of = |id: SchemaId| computed.get(id.0).copied().flatten();
                    let wider = with_branches(document, keywords, &of);
                    widened.extend(wider.map(|types| (SchemaId(index), types)));
                    computed[index] = Some(combine(keywords, wider, &of));
                }
                SchemaKind::Keywords(keywords) if !entered[index] => {
                    entered[index] = true;
                    stack.push((index, true));
                    stack.extend(composed_schemas(keywords).map(|id| (id.0, false)));
                }
                // A cycle: the types of a schema that is on the stack are not known yet.
                SchemaKind::Keywords(_) => {}
            }
        }
    }
    let schemas = computed.into_iter().map(|json_types| json_types.unwrap_or(SchemaJsonTypes::ANY)).collect();
    JsonTypesTable { schemas, widened }
}

/// The schemas of which a schema is composed: the extended ones and the branches.
pub(crate) fn composed_schemas(keywords: &Keywords) -> impl Iterator<Item = SchemaId> + '_ {
    let composes = |role: Role| matches!(role.applies(), Applies::Extending | Applies::Choosing);
    keywords.children_by(composes).map(|(_, id)| id)
}

/// The types of a schema. `wider` are those that count instead of its `type`, and `of` returns the types of the schemas of which it is
/// composed.
fn combine(
    keywords: &Keywords,
    wider: Option<JsonTypes>,
    of: &dyn Fn(SchemaId) -> Option<SchemaJsonTypes>,
) -> SchemaJsonTypes {
    let types = wider.or_else(|| keywords.types.as_deref().map(JsonTypes::of_types));
    let mut json_types = of_own_keywords(keywords, types);
    for id in keywords.extended() {
        json_types = json_types.and(of(id).unwrap_or(SchemaJsonTypes::ANY));
    }
    for branches in [&keywords.any_of, &keywords.one_of] {
        if !branches.is_empty() {
            // What a branch implies must not take null from a schema that states it.
            let null = if json_types.stated == JsonTypes::ALL { JsonTypes::NONE } else { JsonTypes::NULL };
            let branches = branches.iter().filter_map(|id| of(*id));
            let of_branch = |branch: SchemaJsonTypes| branch.effective().or(branch.stated.and(null));
            let any = branches.fold(JsonTypes::NONE, |any, branch| any.or(of_branch(branch)));
            json_types.stated = json_types.stated.and(any);
        }
    }
    if keywords.nullable {
        json_types.stated = json_types.stated.or(JsonTypes::NULL);
        if !json_types.implied.is_empty() {
            json_types.implied = json_types.implied.or(JsonTypes::NULL);
        }
    }
    json_types
}

/// The types that count instead of `type`, if it excludes a branch of the choice next to it: its own types and those of all branches.
fn with_branches(
    document: &Document,
    keywords: &Keywords,
    of: &dyn Fn(SchemaId) -> Option<SchemaJsonTypes>,
) -> Option<JsonTypes> {
    let stated = JsonTypes::of_types(keywords.types.as_deref()?);
    let branches = || branches_beside_type(document, keywords).filter_map(of).map(SchemaJsonTypes::effective);
    branches().any(|types| stated.excludes(types)).then(|| {
        // A branch that allows every type does not widen `type`: it is about other keywords.
        branches().filter(|types| *types != JsonTypes::ALL).fold(stated, JsonTypes::or)
    })
}

/// The branches of the choices that are written next to `type`: in the same schema, or alone in the only subschema of its `allOf`, if the
/// schema states nothing else. A type next to other schemas narrows them on purpose.
pub(super) fn branches_beside_type<'d>(
    document: &'d Document,
    keywords: &'d Keywords,
) -> impl Iterator<Item = SchemaId> + use<'d> {
    let branches = |keywords: &'d Keywords| keywords.any_of.iter().chain(&keywords.one_of).copied();
    let is_plain = || !effects_of(keywords).shapes_type && implied(keywords).is_empty();
    let wrapped = match keywords.all_of.as_slice() {
        [only] if keywords.reference.is_none() && branches(keywords).next().is_none() && is_plain() => {
            let target = reference_chain(document, *only).last().and_then(|id| keywords_of(document, id));
            target.filter(|target| target.types.is_none() && !effects_of(target).shapes_type)
        }
        _ => None,
    };
    branches(keywords).chain(wrapped.into_iter().flat_map(branches))
}

fn stated(keywords: &Keywords, types: JsonTypes) -> JsonTypes {
    let mut json_types = types;
    if let Some(values) = &keywords.enum_values {
        let listed = values.iter().fold(JsonTypes::NONE, |any, value| any.or(JsonTypes::of_value(value)));
        json_types = match json_types.and(listed) {
            JsonTypes::NONE if listed == JsonTypes::NULL => JsonTypes::NULL,
            JsonTypes::NONE => types_of_mistyped(values, listed, json_types),
            both => both,
        };
    }
    if let Some(value) = &keywords.const_value {
        let listed = JsonTypes::of_value(value);
        json_types =
            if json_types.intersects(listed) { json_types.and(listed) } else { json_types.and(JsonTypes::SCALAR) };
    }
    json_types
}

/// The types of a schema whose values are all of another type than the stated one. If a value can be converted, the stated type
/// counts (`1` is read as `"1"`). If an array is stated, the values are ignored: they seem to be meant for its items. Otherwise
/// the types of the values count.
fn types_of_mistyped(values: &[Value], listed: JsonTypes, stated: JsonTypes) -> JsonTypes {
    let null = stated.and(JsonTypes::NULL);
    if values.iter().any(|value| coerce(value, stated).is_some()) {
        stated.and(JsonTypes::SCALAR)
    } else if stated.non_null() == JsonTypes::ARRAY {
        stated
    } else {
        listed.or(null)
    }
}

/// Converts a value to one of the given types: `1` to `"1"` for strings, `"1"` to `1` for numbers.
pub(crate) fn coerce(value: &Value, json_types: JsonTypes) -> Option<Value> {
    match value {
        Value::Bool(_) | Value::Number(_) if json_types.contains(JsonTypes::STRING) => {
            Some(Value::String(value.to_string()))
        }
        Value::String(text) => {
            let read: Value = serde_json::from_str(text).ok()?;
            json_types.contains(JsonTypes::of_value(&read)).then_some(read)
        }
        _ => None,
    }
}

fn implied(keywords: &Keywords) -> JsonTypes {
    let mut json_types = JsonTypes::NONE;
    for (role, _) in keywords.children() {
        json_types = json_types.or(match role.applies() {
            Applies::ToMembers | Applies::ToNames => JsonTypes::OBJECT,
            Applies::Conditionally if role == Role::DependentSchema => JsonTypes::OBJECT,
            Applies::ToItems | Applies::ToSomeItem => JsonTypes::ARRAY,
            Applies::Extending
            | Applies::Choosing
            | Applies::Testing
            | Applies::Conditionally
            | Applies::ToContent
            | Applies::ToNothing => JsonTypes::NONE,
        });
    }
    let object = !keywords.required.is_empty()
        || keywords.min_properties.is_some()
        || keywords.max_properties.is_some()
        || !keywords.dependent_required.is_empty();
    if object {
        json_types = json_types.or(JsonTypes::OBJECT);
    }
    let array = keywords.min_items.is_some() || keywords.max_items.is_some() || keywords.unique_items;
    if array {
        json_types = json_types.or(JsonTypes::ARRAY);
    }
    let string = keywords.pattern.is_some()
        || keywords.min_length.is_some()
        || keywords.max_length.is_some()
        || keywords.content_encoding.is_some()
        || keywords.content_media_type.is_some()
        || keywords.format.as_deref().is_some_and(implies_string);
    if string {
        json_types = json_types.or(JsonTypes::STRING);
    }
    let number = keywords.minimum.is_some()
        || keywords.maximum.is_some()
        || keywords.exclusive_minimum.is_some()
        || keywords.exclusive_maximum.is_some()
        || keywords.multiple_of.is_some()
        || matches!(keywords.format.as_deref(), Some("float" | "double"));
    if number {
        json_types = json_types.or(JsonTypes::NUMBER);
    }
    if matches!(keywords.format.as_deref(), Some("int32" | "int64")) {
        json_types = json_types.or(JsonTypes::INTEGER);
    }
    json_types
}
