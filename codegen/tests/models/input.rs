//! An API made by hand that has every shape.

use oasmith::diag::{FileId, SourceLocation};
use oasmith::ir::*;
use serde_json::{Value, json};

/// Collects types.
#[derive(Default)]
struct Types(Vec<TypeDef>);

impl Types {
    fn component(&mut self, name: &str, shape: Shape) -> Type {
        let place = SourceLocation::root(FileId(0)).key("components").key("schemas").key(name);
        self.add(NameSource::Component(name.to_owned()), Docs::default(), place, shape)
    }

    fn add(&mut self, name: NameSource, docs: Docs, place: SourceLocation, shape: Shape) -> Type {
        self.0.push(TypeDef::new(name, docs, place, shape));
        Type::Named(TypeId(self.0.len() - 1))
    }

    fn document(&mut self, name: &str, docs: Docs) {
        let def = self.0.iter_mut().find(|def| def.name == NameSource::Component(name.to_owned())).unwrap();
        def.docs = docs;
    }
}

fn said(text: &str) -> Docs {
    Docs { description: Some(text.to_owned()), ..Docs::default() }
}

fn member(wire: &str, ty: Type) -> Member {
    Member {
        wire: wire.to_owned(),
        ty,
        required: false,
        access: Access::Both,
        default: None,
        docs: Docs::default(),
        constraints: Constraints::default(),
        tag: None,
        place: SourceLocation::root(FileId(0)),
    }
}

fn required(wire: &str, ty: Type) -> Member {
    Member { required: true, ..member(wire, ty) }
}

fn tag(wire: &str, value: &str) -> Member {
    Member { tag: Some(value.to_owned()), ..required(wire, Type::String) }
}

fn nullable(ty: Type) -> Type {
    Type::Nullable(Box::new(ty))
}

fn list(ty: Type) -> Type {
    Type::List(Box::new(ty))
}

fn object(members: Vec<Member>) -> Object {
    Object { members, ..Object::default() }
}

fn enumeration(base: EnumBase, open: bool, values: &[Value]) -> Shape {
    let value = |value: &Value| EnumValue { value: value.clone(), digits: None, name: None, docs: Docs::default() };
    Shape::Enumeration(Enumeration { base, values: values.iter().map(value).collect(), open, allows_others: false })
}

fn variant(ty: Type, tags: &[&str], json_types: &[JsonType]) -> Variant {
    let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    Variant { ty, tags, added_tag: None, json_types: json_types.to_vec(), name: None, docs: Docs::default() }
}

/// The API.
pub fn api() -> Api {
    let mut types = Types::default();
    scalars(&mut types);
    objects(&mut types);
    unions(&mut types);
    lists(&mut types);
    Api { title: "Shapes".to_owned(), version: "1".to_owned(), types: types.0, ..Api::default() }
}

fn scalars(types: &mut Types) {
    types.component("Status", enumeration(EnumBase::String, true, &[json!("draft"), json!("sent"), json!("unknown")]));
    types.component("Kind", enumeration(EnumBase::String, false, &[json!("a"), json!("b-c")]));
    types.component("Code", enumeration(EnumBase::Integer, true, &[json!(-1), json!(2)]));
    types.component("Level", enumeration(EnumBase::Integer, false, &[json!(1), json!(2)]));
    types.component("Mixed", enumeration(EnumBase::Json, true, &[json!(1.5), json!(true), json!({"a": [1]})]));
    types.component("Version", enumeration(EnumBase::String, false, &[json!("v1")]));
    types.document(
        "Status",
        Docs { deprecated: Some(Deprecation::default()), ..said("Where it is.\n\n* draft: not yet [sent]\n* sent") },
    );
}

fn objects(types: &mut Types) {
    let status = types.component("StatusAlias", Shape::Alias(Type::Named(TypeId(0))));
    let version = Type::Named(TypeId(5));
    types.component("Empty", Shape::Object(object(vec![])));
    types.component(
        "Settings",
        Shape::Object(object(vec![required("version", version), member("theme", Type::String)])),
    );
    let mut everything = object(vec![
        Member { docs: said("Its name, see https://example.com."), ..required("name", Type::String) },
        required("type", nullable(Type::Integer(Integer::I32))),
        Member { default: Some(json!(20)), ..member("limit", Type::Integer(Integer::I64)) },
        member("note", nullable(Type::String)),
        Member {
            docs: Docs { deprecated: Some(Deprecation::default()), ..Docs::default() },
            ..member("status", status)
        },
        member("at", Type::Format(Format::DateTime)),
        member("on", Type::Format(Format::Date)),
        member("id", Type::Format(Format::Uuid)),
        member("data", Type::Format(Format::Byte)),
        member("password", Type::Format(Format::Password)),
        member("v4", Type::Format(Format::Ipv4)),
        member("v6", Type::Format(Format::Ipv6)),
        member("ratio", Type::Number(Number::F32)),
        member("never", Type::Never),
        member("null", Type::Null),
        member("any", Type::Any),
        member("labels", Type::Map(Box::new(Type::String))),
        member("points", list(list(Type::Number(Number::F64)))),
    ]);
    everything.extra = Extra::Kept(Type::Any);
    everything.patterns = vec![PatternMember { pattern: linear("^x-"), ty: Type::Bool, docs: said("Flags.") }];
    everything.required_sets = vec![vec!["limit".to_owned()], vec!["note".to_owned(), "on".to_owned()]];
    types.component("Everything", Shape::Object(everything));
    types.document(
        "Everything",
        Docs { title: Some("All at once".to_owned()), examples: vec![json!({"name": "x"})], ..Docs::default() },
    );
    let many = ('a'..='i').map(|name| required(&name.to_string(), Type::Bool)).collect();
    types.component("Many", Shape::Object(object(many)));
}

fn unions(types: &mut Types) {
    let start =
        types.component("Start", Shape::Object(object(vec![tag("node_type", "start"), member("x", Type::Bool)])));
    let tool = types.component(
        "Tool",
        Shape::Object(Object {
            extra: Extra::Denied,
            ..object(vec![tag("node_type", "tool"), required("y", Type::Bool)])
        }),
    );
    let variants = vec![
        variant(start.clone(), &["start"], &[JsonType::Object]),
        variant(tool.clone(), &["tool", "instrument"], &[JsonType::Object]),
    ];
    types.component(
        "Node",
        Shape::Union(Union { variants, tag: Some("node_type".to_owned()), open: true, fallback: None }),
    );
    let variants = vec![
        variant(Type::String, &[], &[JsonType::String]),
        variant(Type::Integer(Integer::I64), &[], &[JsonType::Integer]),
        variant(list(Type::String), &[], &[JsonType::Array]),
        variant(start.clone(), &[], &[JsonType::Object]),
        variant(tool, &[], &[JsonType::Object]),
    ];
    let location =
        types.component("Location", Shape::Union(Union { variants, tag: None, open: false, fallback: None }));
    let cat = types.component("Cat", Shape::Object(object(vec![required("meow", Type::Bool)])));
    let dog = types.component("Dog", Shape::Object(object(vec![required("bark", Type::Bool), member("x", Type::Any)])));
    let flat = |ty: Type, required, any_group, name: &str| FlattenedPart {
        ty,
        required,
        any_group,
        name: Some(name.to_owned()),
        docs: Docs::default(),
    };
    types.component(
        "Pet",
        Shape::Object(Object {
            flattened: vec![flat(cat, false, Some(0), "Cat"), flat(dog, false, Some(0), "Dog")],
            ..object(vec![required("name", Type::String)])
        }),
    );
    let expression = TypeId(types.0.len());
    let variants = vec![
        variant(Type::Boxed(Box::new(Type::Named(expression))), &[], &[JsonType::Object]),
        variant(Type::Bool, &[], &[JsonType::Boolean]),
    ];
    types.component("Expression", Shape::Union(Union { variants, tag: None, open: false, fallback: None }));
    types.component(
        "Placed",
        Shape::Object(Object {
            flattened: vec![flat(start, true, None, "Start")],
            ..object(vec![member("at", location)])
        }),
    );
}

fn lists(types: &mut Types) {
    let tuple = Tuple {
        items: vec![Type::String, Type::Bool],
        required: 1,
        rest: Some(Type::Any),
        docs: vec![said("The first."), Docs::default()],
    };
    types.component("Row", Shape::Tuple(tuple));
    let pair = Tuple {
        items: vec![Type::Number(Number::F64), Type::Number(Number::F64)],
        required: 2,
        rest: None,
        docs: vec![Docs::default(), Docs::default()],
    };
    types.component("Pair", Shape::Tuple(pair));
    let tree = TypeId(types.0.len());
    types.component("Tree", Shape::Newtype(list(Type::Named(tree))));
    types.component("Names", Shape::Alias(list(Type::String)));
}

/// A pattern that needs no translation.
fn linear(text: &str) -> Pattern {
    Pattern { text: text.to_owned(), expression: text.to_owned(), engine: PatternEngine::Linear }
}
