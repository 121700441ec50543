//! Which JSON types a schema allows, worked out for all schemas before any is typed.
//!
//! The walk keeps its own stack and visits each schema once, so that neither a long chain of references nor a cycle costs
//! more than its length.

use serde_json::Value;

use crate::ir::JsonKind;
use crate::openapi::{Applies, Document, Keywords, Role, SchemaId, SchemaKind, SimpleType};

/// A set of JSON types. `number` is the two of [`JsonKind::Integer`] and [`JsonKind::Number`] together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub(super) const NONE: Self = Self(0);
    pub(super) const NULL: Self = Self(1);
    pub(super) const BOOLEAN: Self = Self(1 << 1);
    pub(super) const INTEGER: Self = Self(1 << 2);
    /// Numbers with a fraction.
    pub(super) const FRACTION: Self = Self(1 << 3);
    pub(super) const NUMBER: Self = Self(Self::INTEGER.0 | Self::FRACTION.0);
    pub(super) const STRING: Self = Self(1 << 4);
    pub(super) const ARRAY: Self = Self(1 << 5);
    pub(super) const OBJECT: Self = Self(1 << 6);
    pub(super) const ALL: Self = Self(0x7f);
    const SCALAR: Self = Self(Self::BOOLEAN.0 | Self::NUMBER.0 | Self::STRING.0);

    /// The groups into which a value with several types is split.
    pub(super) const SPLIT: [Self; 5] = [Self::STRING, Self::NUMBER, Self::BOOLEAN, Self::ARRAY, Self::OBJECT];

    pub(super) fn of_value(value: &Value) -> Self {
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

    pub(super) fn of_types(types: &[SimpleType]) -> Self {
        types.iter().fold(Self::NONE, |kinds, simple| kinds.or(Self::of_type(*simple)))
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether null is one of several types.
    pub(super) fn is_nullable(self) -> bool {
        self.has(Self::NULL) && self != Self::NULL
    }

    pub(super) fn non_null(self) -> Self {
        self.without(Self::NULL)
    }

    /// The types as the IR lists them.
    pub(super) fn list(self) -> Vec<JsonKind> {
        [
            (Self::NULL, JsonKind::Null),
            (Self::BOOLEAN, JsonKind::Boolean),
            (Self::INTEGER, JsonKind::Integer),
            (Self::FRACTION, JsonKind::Number),
            (Self::STRING, JsonKind::String),
            (Self::ARRAY, JsonKind::Array),
            (Self::OBJECT, JsonKind::Object),
        ]
        .into_iter()
        .filter(|(kinds, _)| self.has(*kinds))
        .map(|(_, kind)| kind)
        .collect()
    }
}

/// What the own keywords of a schema say, without references and parts.
pub(super) fn own(words: &Keywords) -> SchemaKinds {
    // Where a type is written, nothing is implied, even if every type is.
    let implied = if words.types.is_some() { Kinds::NONE } else { implied(words) };
    SchemaKinds { stated: stated(words), implied }
}

/// What is known of one schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SchemaKinds {
    /// The types that the schema speaks of: by `type`, by values, by its parts. All, if it does not.
    pub(super) stated: Kinds,
    /// The types that its other keywords are about (`properties` is about objects). They count where none is stated.
    pub(super) implied: Kinds,
}

impl SchemaKinds {
    pub(super) const ANY: Self = Self { stated: Kinds::ALL, implied: Kinds::NONE };
    const NOTHING: Self = Self { stated: Kinds::NONE, implied: Kinds::NONE };

    /// What both allow.
    pub(super) fn and(self, other: Self) -> Self {
        Self { stated: self.stated.and(other.stated), implied: self.implied.or(other.implied) }
    }

    /// The types that a value is taken to have.
    pub(super) fn effective(self) -> Kinds {
        if self.stated == Kinds::ALL && !self.implied.is_empty() { self.implied } else { self.stated }
    }
}

/// The types of each schema of the document, by index.
pub(super) fn analyse(document: &Document) -> Vec<SchemaKinds> {
    let mut known: Vec<Option<SchemaKinds>> = vec![None; document.schemas.len()];
    let mut entered = vec![false; document.schemas.len()];
    let mut stack = Vec::new();
    for start in 0..document.schemas.len() {
        stack.push((start, false));
        while let Some((index, children_done)) = stack.pop() {
            let Some(schema) = document.schemas.get(index) else { continue };
            if known[index].is_some() {
                continue;
            }
            match &schema.kind {
                SchemaKind::Bool(true) => known[index] = Some(SchemaKinds::ANY),
                SchemaKind::Bool(false) => known[index] = Some(SchemaKinds::NOTHING),
                SchemaKind::Keywords(words) if children_done => known[index] = Some(combine(words, &known)),
                SchemaKind::Keywords(words) if !entered[index] => {
                    entered[index] = true;
                    stack.push((index, true));
                    stack.extend(composing(words).map(|id| (id.0, false)));
                }
                // A cycle: what is on the stack says nothing yet.
                SchemaKind::Keywords(_) => {}
            }
        }
    }
    known.into_iter().map(|kinds| kinds.unwrap_or(SchemaKinds::ANY)).collect()
}

/// The schemas of which one is composed: those that extend it and its alternatives.
pub(super) fn composing(words: &Keywords) -> impl Iterator<Item = SchemaId> + '_ {
    let composes = |role: Role| matches!(role.applies(), Applies::Extending | Applies::Choosing);
    words.children_by(composes).map(|(_, id)| id)
}

fn combine(words: &Keywords, known: &[Option<SchemaKinds>]) -> SchemaKinds {
    let of = |id: &SchemaId| known.get(id.0).copied().flatten();
    let mut kinds = own(words);
    for id in words.extended() {
        kinds = kinds.and(of(&id).unwrap_or(SchemaKinds::ANY));
    }
    for branches in [&words.any_of, &words.one_of] {
        if !branches.is_empty() {
            let any = branches.iter().filter_map(of).fold(Kinds::NONE, |any, branch| any.or(branch.effective()));
            kinds.stated = kinds.stated.and(any);
        }
    }
    if words.nullable {
        kinds.stated = kinds.stated.or(Kinds::NULL);
        if !kinds.implied.is_empty() {
            kinds.implied = kinds.implied.or(Kinds::NULL);
        }
    }
    kinds
}

fn stated(words: &Keywords) -> Kinds {
    let mut kinds = words.types.as_deref().map_or(Kinds::ALL, Kinds::of_types);
    if let Some(values) = &words.enum_values {
        let listed = values.iter().fold(Kinds::NONE, |any, value| any.or(Kinds::of_value(value)));
        kinds = match kinds.and(listed) {
            Kinds::NONE if listed == Kinds::NULL => Kinds::NULL,
            Kinds::NONE => misfits(values, listed, kinds),
            both => both,
        };
    }
    if let Some(value) = &words.const_value {
        let listed = Kinds::of_value(value);
        kinds = if kinds.meets(listed) { kinds.and(listed) } else { kinds.and(Kinds::SCALAR) };
    }
    kinds
}

/// Values none of which is of a stated type. They are read as that type, if that can be (`1` for `"1"`); beside a list they are
/// meant for its items, and count for nothing; else it is the type that is wrong.
fn misfits(values: &[Value], listed: Kinds, stated: Kinds) -> Kinds {
    let null = stated.and(Kinds::NULL);
    if values.iter().any(|value| coerce(value, stated).is_some()) {
        stated.and(Kinds::SCALAR)
    } else if stated.non_null() == Kinds::ARRAY {
        stated
    } else {
        listed.or(null)
    }
}

/// A value of another type than the schema states, as it was meant: `1` where strings are listed, `"1"` where numbers are.
pub(super) fn coerce(value: &Value, kinds: Kinds) -> Option<Value> {
    match value {
        Value::Bool(_) | Value::Number(_) if kinds.has(Kinds::STRING) => Some(Value::String(value.to_string())),
        Value::String(text) => {
            let read: Value = serde_json::from_str(text).ok()?;
            kinds.has(Kinds::of_value(&read)).then_some(read)
        }
        _ => None,
    }
}

fn implied(words: &Keywords) -> Kinds {
    let mut kinds = Kinds::NONE;
    for (role, _) in words.children() {
        kinds = kinds.or(match role.applies() {
            Applies::ToMembers | Applies::ToNames => Kinds::OBJECT,
            Applies::Conditionally if role == Role::DependentSchema => Kinds::OBJECT,
            Applies::ToItems | Applies::ToSomeItem => Kinds::ARRAY,
            Applies::Extending
            | Applies::Choosing
            | Applies::Testing
            | Applies::Conditionally
            | Applies::ToContent
            | Applies::ToNothing => Kinds::NONE,
        });
    }
    let object = !words.required.is_empty()
        || words.min_properties.is_some()
        || words.max_properties.is_some()
        || !words.dependent_required.is_empty();
    if object {
        kinds = kinds.or(Kinds::OBJECT);
    }
    let array = words.min_items.is_some() || words.max_items.is_some() || words.unique_items;
    if array {
        kinds = kinds.or(Kinds::ARRAY);
    }
    let string = words.pattern.is_some()
        || words.min_length.is_some()
        || words.max_length.is_some()
        || words.content_encoding.is_some()
        || words.content_media_type.is_some()
        || words.format.as_deref().is_some_and(is_string_format);
    if string {
        kinds = kinds.or(Kinds::STRING);
    }
    let number = words.minimum.is_some()
        || words.maximum.is_some()
        || words.exclusive_minimum.is_some()
        || words.exclusive_maximum.is_some()
        || words.multiple_of.is_some()
        || matches!(words.format.as_deref(), Some("float" | "double"));
    if number {
        kinds = kinds.or(Kinds::NUMBER);
    }
    if matches!(words.format.as_deref(), Some("int32" | "int64")) {
        kinds = kinds.or(Kinds::INTEGER);
    }
    kinds
}

fn is_string_format(format: &str) -> bool {
    matches!(
        format,
        "date-time"
            | "date"
            | "time"
            | "duration"
            | "uuid"
            | "uri"
            | "url"
            | "email"
            | "byte"
            | "binary"
            | "password"
            | "ipv4"
            | "ipv6"
            | "hostname"
            | "uri-reference"
            | "iri"
            | "regex"
            | "json-pointer"
    )
}
