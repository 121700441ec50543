//! Types: definitions that get a name and a place in the output, and expressions that refer to them.

use serde_json::Value;

use super::{Constraints, CustomType, Docs, FeatureGate, JsonKind, TypeRules};
use crate::diag::Place;

/// A type definition: an index into [`super::Api::types`], as wide as an index, so that none is too large for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A type that gets a name.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Where its name can be taken from.
    pub name: NameSource,
    /// Its documentation.
    pub docs: Docs,
    /// The schema that it was made from.
    pub place: Place,
    /// What it is.
    pub shape: Shape,
    /// What `validate()` checks.
    pub rules: TypeRules,
    /// In which builds of the output it is there.
    pub gate: FeatureGate,
    /// Whether its equality is total: `Eq`.
    pub is_eq: bool,
    /// The variant of the placeholder, if it is a union that is not open.
    pub placeholder: usize,
}

impl TypeDef {
    /// A definition of which nothing more is demanded, there in all builds.
    #[must_use]
    pub fn new(name: NameSource, docs: Docs, place: Place, shape: Shape) -> Self {
        Self {
            name,
            docs,
            place,
            shape,
            rules: TypeRules::default(),
            gate: FeatureGate::Always,
            is_eq: false,
            placeholder: 0,
        }
    }
}

/// Where the name of a type can be taken from. `names` turns it into an identifier.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NameSource {
    /// `components.schemas` under this key.
    Component(String),
    /// A part of another type.
    Part {
        /// The type that it is a part of.
        parent: TypeId,
        /// Which part.
        part: Part,
        /// The schema's own `title`, if it has one.
        title: Option<String>,
    },
    /// A part of an operation.
    Operation {
        /// Index into [`super::Api::operations`] (or of webhooks, see `webhook`).
        operation: usize,
        /// Whether the index is one of [`super::Api::webhooks`].
        webhook: bool,
        /// Which part.
        part: OperationPart,
        /// The schema's own `title`, if it has one.
        title: Option<String>,
    },
    /// A name that was given by the settings or by a pass: used as it is.
    Given(String),
    /// The common definition of equal inline types, which are its aliases. Belongs to none of them.
    Merged {
        /// The aliases, in the order of their keys. At least one.
        places: Vec<TypeId>,
        /// The name that an earlier run chose.
        pinned: Option<String>,
    },
}

/// A part of a type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// The member with this wire name.
    Member(String),
    /// The item of a list.
    Item,
    /// The value of a map, or the extra members of an object.
    Value,
    /// The variant of a union with this index (from 0).
    Variant(usize),
    /// An item of a tuple.
    TupleItem(usize),
    /// The union that an object holds beside its own members (`oneOf`/`anyOf` next to `properties`).
    Flat(usize),
    /// The values other than null of a component that allows null (the component itself is an alias of `Nullable`).
    NonNull,
    /// The members of its own of a component that stands for itself and for all that extend it by `allOf`
    /// (the component itself is the union of them).
    Own,
    /// What a value of a union is that is several of its object branches at once: an object with all of them as flats.
    Objects,
    /// The view of a type with `readOnly` members left out (`true`: what a request sends) or `writeOnly` ones.
    View(Direction),
}

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// In a request.
    Request,
    /// In a response.
    Response,
}

/// A part of an operation that has a type of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OperationPart {
    /// The request body in the media type with this index.
    Body(usize),
    /// The body of the response with this status (a range by its first digit, `default` by 0) and media index.
    Response(usize, usize),
    /// The parameter with this wire name and location index.
    Parameter(String),
    /// A response header.
    Header(String),
}

/// What a type definition is.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A struct with named members.
    Object(Object),
    /// A set of values.
    Enumeration(Enumeration),
    /// One of several types.
    Union(Union),
    /// A list with a type for each position.
    Tuple(Tuple),
    /// Another name for a type: a Rust `type`.
    Alias(Type),
    /// A struct around one value: an alias that would be recursive, or one that must be a type of its own.
    Newtype(Type),
}

/// A type expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Anything: `serde_json::Value`.
    Any,
    /// Only `null`.
    Null,
    /// Nothing: no value fits (a member of type `false`: it can only be absent).
    Never,
    /// `bool`.
    Bool,
    /// An integer.
    Integer(Integer),
    /// A number.
    Number(Number),
    /// A string without format.
    String,
    /// A string with a format that has a type of its own.
    Format(Format),
    /// A type definition.
    Named(TypeId),
    /// A list.
    List(Box<Type>),
    /// An object whose members all have one type: `BTreeMap<String, T>`.
    Map(Box<Type>),
    /// The type, or null. Never nested directly in itself.
    Nullable(Box<Type>),
    /// On the heap, where a cycle needs it. Only `passes` makes it.
    Boxed(Box<Type>),
    /// A type of the user's, named by the settings for a format, a schema or a property.
    Custom(CustomType),
}

/// The width of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Integer {
    I8,
    I16,
    I32,
    I64,
    I128,
    U8,
    U16,
    U32,
    U64,
    U128,
}

/// The kind of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Number {
    /// `format: float`.
    F32,
    /// `format: double` and no format.
    F64,
}

/// A string format that has a Rust type of its own in the runtime. All others are strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// `date-time` (RFC 3339): `runtime::DateTime`.
    DateTime,
    /// `date` (RFC 3339 full-date): `runtime::Date`.
    Date,
    /// `uuid`: `runtime::Uuid`.
    Uuid,
    /// `byte`, `contentEncoding: base64`: `runtime::Base64`, which keeps the text as it came.
    Byte,
    /// `password`: `runtime::Secret`, redacted in `Debug`.
    Password,
    /// `ipv4`: `std::net::Ipv4Addr`.
    Ipv4,
    /// `ipv6`: `runtime::Ipv6`, which keeps the text as it came.
    Ipv6,
}

/// An object with named members.
#[derive(Debug, Clone, Default)]
pub struct Object {
    /// The members, in the document's order.
    pub members: Vec<Member>,
    /// Members whose names match a pattern, each kept in a map of its own.
    pub patterns: Vec<PatternMember>,
    /// Unions (and other objects) whose members lie in the same JSON object as this one's.
    pub flats: Vec<Flat>,
    /// Members that are not declared.
    pub extra: Extra,
    /// `anyOf`/`oneOf` parts that only require: at least one of these sets of members must be there. Empty: no such rule.
    pub required_sets: Vec<Vec<String>>,
}

/// A member of an object. Its presence follows from `required` and from whether `ty` is [`Type::Nullable`]:
/// required: `T`; required and nullable: `Option<T>`; optional: `Option<T>`; optional and nullable: `Patch<T>`.
#[derive(Debug, Clone)]
pub struct Member {
    /// The name on the wire.
    pub wire: String,
    /// The type, `Nullable` if null is a value of it.
    pub ty: Type,
    /// Whether it must be there.
    pub required: bool,
    /// Who may send it.
    pub access: Access,
    /// The value that the API assumes if it is absent.
    pub default: Option<Value>,
    /// Its documentation.
    pub docs: Docs,
    /// What its own keywords demand; [`TypeRules`] has all that is checked.
    pub constraints: Constraints,
    /// Whether it is the discriminator of a union that this object is a branch of, with the only tag that leads here: constructors fill it in.
    pub tag: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// Who may send a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Access {
    /// Both sides.
    #[default]
    Both,
    /// `readOnly`: only responses.
    ReadOnly,
    /// `writeOnly`: only requests.
    WriteOnly,
}

/// `patternProperties`: all members whose name matches.
#[derive(Debug, Clone)]
pub struct PatternMember {
    /// The regular expression (ECMA-262).
    pub pattern: String,
    /// The type of each value.
    pub ty: Type,
    /// Its documentation.
    pub docs: Docs,
}

/// A type whose members lie in the same JSON object as those of the type that holds it.
#[derive(Debug, Clone)]
pub struct Flat {
    /// The type: a union, or an object.
    pub ty: Type,
    /// Whether a value must fit it.
    pub required: bool,
    /// Flats with the same group number: at least one of them must fit (an `anyOf` of which several may hold).
    pub any_group: Option<usize>,
    /// Where its name can be taken from, if it has one (a component's name).
    pub name: Option<String>,
    /// Its documentation.
    pub docs: Docs,
}

/// What happens to members that are not declared.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Extra {
    /// The schema does not speak of them: ignored.
    #[default]
    Ignored,
    /// The schema forbids them: they tell branches of a union apart; elsewhere ignored.
    Denied,
    /// The schema allows them: kept in a map.
    Kept(Type),
}

/// A set of values.
#[derive(Debug, Clone)]
pub struct Enumeration {
    /// What the values are.
    pub base: EnumBase,
    /// The values, in order, without null and without repetition.
    pub values: Vec<EnumValue>,
    /// Whether a value that is not listed is kept. `const` is never open.
    pub open: bool,
}

/// What the values of an enumeration are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnumBase {
    /// Strings.
    String,
    /// Integers within `i64`.
    Integer,
    /// Anything else: numbers, booleans, objects, or a mix. Compared as JSON.
    Json,
}

/// A value of an enumeration.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// The value on the wire.
    pub value: Value,
    /// The name that the author gave it (`x-enum-varnames`, a `title`), if any.
    pub name: Option<String>,
    /// Its documentation.
    pub docs: Docs,
}

/// One of several types.
#[derive(Debug, Clone)]
pub struct Union {
    /// The branches, in order.
    pub variants: Vec<Variant>,
    /// The property that tells them apart, if the document names one (or if all branches fix one by const).
    pub tag: Option<String>,
    /// The variant of values whose tag is absent or leads to no other (3.2's `defaultMapping`).
    pub fallback: Option<usize>,
    /// Whether a value with an unknown tag is kept.
    pub open: bool,
}

/// A branch of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Its type. [`Type::Null`] never stands here: a union with null is `Nullable`.
    pub ty: Type,
    /// The tags that lead here; empty in a union without `tag`, and for branches that are not objects.
    pub tags: Vec<String>,
    /// The JSON types that a value of it can have.
    pub kinds: Vec<JsonKind>,
    /// Where its name can be taken from: a component's name, a title, a const. `None`: the type's.
    pub name: Option<String>,
    /// Its documentation.
    pub docs: Docs,
}

/// A list with a type for each of its first positions.
#[derive(Debug, Clone)]
pub struct Tuple {
    /// The positions.
    pub items: Vec<Type>,
    /// How many of them must be there.
    pub required: usize,
    /// The type of all that follow; `None` if none may.
    pub rest: Option<Type>,
    /// What each position is, same length as `items`.
    pub docs: Vec<Docs>,
}
