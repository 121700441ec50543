//! Types: definitions, which have a name and a file in the output, and expressions, which mention definitions.

use serde_json::Value;

use super::{
    Constraints, CustomType, Docs, Enumeration, FeatureGate, Format, JsonType, Pattern, ReferencedName, TypeRules,
};
use crate::diag::SourceLocation;

/// The id of a type definition: an index into [`super::Api::types`]. It is a `usize`, so that every index fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A type definition: a type with a name.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// The source of the type's name.
    pub name: NameSource,
    /// The documentation.
    pub docs: Docs,
    /// The source location of the schema.
    pub place: SourceLocation,
    /// The shape: object, enumeration, union, tuple, alias or newtype.
    pub shape: Shape,
    /// The validation rules.
    pub rules: TypeRules,
    /// The condition under which the type is compiled.
    pub gate: FeatureGate,
    /// Whether the type implements `Eq` and `Hash`: its equality is total. Enumerations then also implement `Ord`.
    pub is_eq: bool,
    /// The variant of the placeholder value, if the type is a union that is not open.
    pub placeholder: usize,
}

impl TypeDef {
    /// Creates a definition without rules that is always compiled.
    #[must_use]
    pub fn new(name: NameSource, docs: Docs, place: SourceLocation, shape: Shape) -> Self {
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

/// The source of a type's name. `names` derives an identifier from it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NameSource {
    /// The key in `components.schemas`.
    Component(String),
    /// A schema in another file, or below `$defs` or `definitions`.
    Referenced(ReferencedName),
    /// The inline type of a part of another type.
    Part {
        /// The other type.
        parent: TypeId,
        /// The part.
        part: TypePart,
        /// The schema's own `title`, if it has one.
        title: Option<String>,
    },
    /// The inline type of a part of an operation.
    Operation {
        /// An index into [`super::Api::operations`], or into [`super::Api::webhooks`] if `webhook` is set.
        operation: usize,
        /// Whether `operation` is the index of a webhook.
        webhook: bool,
        /// The part.
        part: OperationPart,
        /// The schema's own `title`, if it has one.
        title: Option<String>,
    },
    /// A name from the settings or from a pass. It is used without changes.
    Given(String),
    /// The common definition of equal inline types, which are its aliases. See the pass `merge`.
    Merged {
        /// The aliases, in the order of their keys. Never empty.
        places: Vec<TypeId>,
        /// The name in `names.lock`.
        pinned: Option<String>,
    },
}

/// A part of a type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TypePart {
    /// The member with this wire name.
    Member(String),
    /// The items of a list (`items`).
    Item,
    /// The values of a map, or of the undeclared members of an object (`additionalProperties`).
    Value,
    /// The variant of a union with this index (from 0).
    Variant(usize),
    /// The item of a tuple with this index (`prefixItems`).
    TupleItem(usize),
    /// A flattened part of an object: for example, the union of a `oneOf` or `anyOf` next to `properties`.
    Flattened(usize),
    /// The non-null values of a component that allows null. The component itself is an alias of [`Type::Nullable`].
    NonNull,
    /// The own members of a component that other components extend by `allOf`. The component itself is the union of all of them.
    OwnMembers,
    /// A value that matches several object branches of a union at once: an object with all of these branches flattened.
    SeveralObjects,
    /// The view of a type for one direction, without the members that must not be sent in it (`readOnly`, `writeOnly`).
    View(Direction),
}

/// The direction in which a value is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// In a request.
    Request,
    /// In a response.
    Response,
}

/// A part of an operation that can have an inline type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OperationPart {
    /// The request body in the media type with this index.
    Body(usize),
    /// The body of the response with this status and media type index. A range is its first digit; `default` is 0.
    Response(usize, usize),
    /// The parameter with this wire name.
    Parameter(String),
    /// The response header with this wire name.
    Header(String),
}

/// The shape of a type definition.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A struct with named members.
    Object(Object),
    /// An enum of values (`enum`, `const`).
    Enumeration(Enumeration),
    /// An enum of types (`oneOf`, `anyOf`).
    Union(Union),
    /// A tuple struct (`prefixItems`).
    Tuple(Tuple),
    /// A Rust `type` alias.
    Alias(Type),
    /// A tuple struct with one field: an alias that would be recursive, or that must be a distinct type.
    Newtype(Type),
}

/// A type expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Any JSON value.
    Any,
    /// Only `null`.
    Null,
    /// No value (the schema `false`). A member of this type is always absent.
    Never,
    /// `bool`.
    Bool,
    /// An integer.
    Integer(Integer),
    /// A number.
    Number(Number),
    /// A string, unless its format has a Rust type.
    String,
    /// A string whose format has a Rust type.
    Format(Format),
    /// A type definition.
    Named(TypeId),
    /// An array: `Vec<T>`.
    List(Box<Type>),
    /// An object whose members all have the same type: `BTreeMap<String, T>`.
    Map(Box<Type>),
    /// A type or null: `Option<T>`. Never directly nested.
    Nullable(Box<Type>),
    /// `Box<T>`, in recursive types. Only `passes` creates it.
    Boxed(Box<Type>),
    /// A custom type, which the settings name for a format, a schema or a property.
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
    /// Any integer: `runtime::BigInteger`.
    Big,
}

/// The precision of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Number {
    /// `format: float`.
    F32,
    /// `format: double`, or no format.
    F64,
}

/// An object with named members.
#[derive(Debug, Clone, Default)]
pub struct Object {
    /// The declared members (`properties`), in the document's order.
    pub members: Vec<Member>,
    /// The maps for members whose names match a pattern (`patternProperties`).
    pub patterns: Vec<PatternMember>,
    /// The flattened parts: unions and objects whose members are in the same JSON object.
    pub flattened: Vec<FlattenedPart>,
    /// The treatment of undeclared members (`additionalProperties`).
    pub extra: Extra,
    /// The declared members that a view leaves out. They are not undeclared, so no map stores them.
    pub withheld: Vec<String>,
    /// Branches of `anyOf` or `oneOf` with only `required`: all members of at least one of these sets must be present. Empty if the
    /// schema has no such rule.
    pub required_sets: Vec<Vec<String>>,
}

/// A member of an object. The type of its field depends on `required` and on whether `ty` is [`Type::Nullable`]. Required: `T`.
/// Required and nullable: `Option<T>`. Optional: `Option<T>`. Optional and nullable: `Patch<T>`.
#[derive(Debug, Clone)]
pub struct Member {
    /// The wire name.
    pub wire: String,
    /// The type; [`Type::Nullable`] if the member may be null.
    pub ty: Type,
    /// Whether the member is required.
    pub required: bool,
    /// The directions in which the member is sent.
    pub access: Access,
    /// `default`: the value that the API uses if the member is absent.
    pub default: Option<Value>,
    /// The documentation.
    pub docs: Docs,
    /// The constraints of the member's own keywords, for the documentation. [`TypeRules`] has all rules that are checked.
    pub constraints: Constraints,
    /// The only tag of this object in a union, if the schema declares the member and it is the union's discriminator property. Constructors
    /// set it, even if it is optional.
    pub tag: Option<String>,
    /// The source location of the member.
    pub place: SourceLocation,
}

/// The directions in which a member is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Access {
    /// Both directions.
    #[default]
    Both,
    /// `readOnly`: only responses.
    ReadOnly,
    /// `writeOnly`: only requests.
    WriteOnly,
}

/// An entry of `patternProperties`: a map of all members whose names match a pattern.
#[derive(Debug, Clone)]
pub struct PatternMember {
    /// The regular expression (ECMA-262).
    pub pattern: Pattern,
    /// The type of the values.
    pub ty: Type,
    /// The documentation.
    pub docs: Docs,
}

/// A flattened part of an object: a type whose members are in the same JSON object, like `#[serde(flatten)]`.
#[derive(Debug, Clone)]
pub struct FlattenedPart {
    /// The type: a union, or an object.
    pub ty: Type,
    /// Whether the part is required.
    pub required: bool,
    /// The group of an `anyOf` whose branches may match together. At least one part of each group must match.
    pub any_group: Option<usize>,
    /// The source of the field's name, if the document has one (a component's name).
    pub name: Option<String>,
    /// The documentation.
    pub docs: Docs,
}

/// The treatment of undeclared members.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Extra {
    /// The schema has no `additionalProperties`. Undeclared members are ignored.
    #[default]
    Ignored,
    /// The schema forbids them (`additionalProperties: false`). They exclude a branch of a union; elsewhere they are ignored.
    Denied,
    /// The schema allows them, with values of this type. They are stored in a map.
    Kept(Type),
    /// The schema has no `additionalProperties`, and the setting `unknown_members` says that undeclared members are kept.
    Unknown,
}

/// A union: one of several types (`oneOf`, `anyOf`).
#[derive(Debug, Clone)]
pub struct Union {
    /// The branches, in order.
    pub variants: Vec<Variant>,
    /// The discriminator property, if the document names one, or if all branches have a `const` for the same property.
    pub tag: Option<String>,
    /// The variant for values whose tag is absent or unknown (`defaultMapping`, OpenAPI 3.2).
    pub fallback: Option<usize>,
    /// Whether the enum also accepts values that match no branch: those of an unknown tag or, in a union without `tag`, all others, because
    /// the document allows them.
    pub open: bool,
}

/// A branch of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The type. Never [`Type::Null`]: a union with null is [`Type::Nullable`].
    pub ty: Type,
    /// The tags that select this branch. Empty in a union without `tag`, and for branches that are not objects.
    pub tags: Vec<String>,
    /// The tag that encoding adds to a value without one: the branch does not declare the discriminator property.
    pub added_tag: Option<String>,
    /// The JSON types of the branch's values.
    pub json_types: Vec<JsonType>,
    /// The source of the variant's name: a component's name, a title or a `const`. `None` if it is the type's name.
    pub name: Option<String>,
    /// The documentation.
    pub docs: Docs,
}

/// An array with a type for each of its first items (`prefixItems`).
#[derive(Debug, Clone)]
pub struct Tuple {
    /// The types of the first items.
    pub items: Vec<Type>,
    /// The number of required items: the first ones.
    pub required: usize,
    /// The type of all remaining items (`items`). `None` if the array must not have more.
    pub rest: Option<Type>,
    /// The documentation of each item; same length as `items`.
    pub docs: Vec<Docs>,
}
