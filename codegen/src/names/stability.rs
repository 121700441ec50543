//! Tests with random APIs that names are stable, unique and valid identifiers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{Names, NamesLock, choose};
use crate::diag::{Pointer, SourceLocation};
use crate::ir::*;

/// Names in a document that are hard to convert to identifiers, or that give the same identifier.
const TEXTS: &[&str] = &[
    "customer",
    "Customer",
    "CUSTOMER",
    "customer_id",
    "customerId",
    "customer-id",
    "CustomerID",
    "customer id",
    "customer.id",
    "type",
    "self",
    "Self",
    "crate",
    "super",
    "_",
    "",
    " ",
    "+1",
    "-1",
    "1",
    "01",
    "1.0",
    "10",
    "v1",
    "V1",
    "<=",
    "<",
    "*",
    "String",
    "Option",
    "Value",
    "Vec",
    "unknown",
    "Unknown",
    "additional_properties",
    "additionalProperties",
    "foo_1",
    "foo1",
    "foo",
    "Foo",
    "fooBar",
    "foo_bar",
    "FooBar",
    "Foo_Bar",
    "con",
    "mod",
    "naïve",
    "naive",
    "名前",
    "☃",
    "a/b",
    "a b",
    "a_b",
    "new",
    "builder",
    "send",
    "body",
    "timeout",
    "HTTPError",
    "HttpError",
    "StringModel",
    "CustomerType",
    "customer_type",
];

/// A pseudorandom number generator (linear congruential) with a fixed seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn text(&mut self) -> String {
        TEXTS[self.below(TEXTS.len())].to_owned()
    }

    /// Returns fewer than `bound` distinct texts.
    fn texts(&mut self, bound: usize) -> Vec<String> {
        let mut seen = BTreeSet::new();
        (0..self.below(bound)).map(|_| self.text()).filter(|text| seen.insert(text.clone())).collect()
    }
}

/// A random API. It consists of sorted maps, so an addition can change the position of existing items.
#[derive(Clone, Default)]
struct RandomApi {
    /// The members of each component. The flag of a member tells whether its type is an inline enum.
    schemas: BTreeMap<String, BTreeMap<String, bool>>,
    /// The values of each enum component.
    enums: BTreeMap<String, BTreeSet<String>>,
    /// The `operationId`, tag and parameters of the operation of each path.
    operations: BTreeMap<String, (Option<String>, String, BTreeSet<String>)>,
}

impl RandomApi {
    /// Adds or extends a component, an enum or an operation.
    fn grow(&mut self, random: &mut Random) {
        let name = random.text();
        match random.below(3) {
            0 => {
                let members = self.schemas.entry(name).or_default();
                for text in random.texts(6) {
                    let inline = random.below(4) == 0;
                    members.entry(text).or_insert(inline);
                }
            }
            1 => self.enums.entry(format!("{name}Enum")).or_default().extend(random.texts(8)),
            _ => {
                let id = (random.below(3) > 0).then(|| random.text());
                let tag = random.text();
                let path = format!("/{}/{}", random.text(), random.text());
                self.operations.entry(path).or_insert((id, tag, BTreeSet::new())).2.extend(random.texts(5));
            }
        }
    }

    fn api(&self) -> Api {
        let mut api = Api::default();
        for (name, members) in &self.schemas {
            let parent = TypeId(api.types.len());
            let fields = members.keys().map(|wire| member(wire)).collect();
            let object = Object { members: fields, ..Object::default() };
            push(&mut api, NameSource::Component(name.clone()), Shape::Object(object));
            for (wire, _) in members.iter().filter(|(_, inline)| **inline) {
                let part = TypePart::Member(wire.clone());
                let values = ["a".to_owned()].into();
                push(&mut api, NameSource::Part { parent, part, title: None }, enumeration(&values));
            }
        }
        for (name, values) in &self.enums {
            push(&mut api, NameSource::Component(name.clone()), enumeration(values));
        }
        for (path, (id, tag, parameters)) in &self.operations {
            api.operations.push(operation(path, id.as_deref(), tag, parameters));
        }
        api
    }
}

fn push(api: &mut Api, name: NameSource, shape: Shape) {
    api.types.push(TypeDef::new(name, Docs::default(), place(), shape));
}

fn place() -> SourceLocation {
    SourceLocation { file: crate::diag::FileId(0), pointer: Pointer::root() }
}

fn member(wire: &str) -> Member {
    Member {
        wire: wire.to_owned(),
        ty: Type::String,
        required: true,
        access: Access::Both,
        default: None,
        docs: Docs::default(),
        constraints: Constraints::default(),
        tag: None,
        place: place(),
    }
}

fn enumeration(values: &BTreeSet<String>) -> Shape {
    let value = |text: &String| EnumValue { value: json!(text), digits: None, name: None, docs: Docs::default() };
    Shape::Enumeration(Enumeration {
        base: EnumBase::String,
        values: values.iter().map(value).collect(),
        open: true,
        allows_others: false,
    })
}

fn operation(path: &str, id: Option<&str>, tag: &str, parameters: &BTreeSet<String>) -> Operation {
    let parameter = |wire: &String| Parameter {
        wire: wire.clone(),
        location: ParameterLocation::Query,
        encoding: ParameterEncoding::Styled { style: ParameterStyle::Form, explode: true, allow_reserved: false },
        ty: Type::String,
        required: false,
        fixed: None,
        constraints: Constraints::default(),
        rules: Vec::new(),
        idempotency_key: false,
        default: None,
        docs: Docs::default(),
        place: place(),
    };
    Operation {
        name: id.map_or(OperationName::MethodPath, |id| OperationName::Id(id.to_owned())),
        id: id.map(str::to_owned),
        method: "GET".to_owned(),
        path: vec![PathSegment::Literal(path.to_owned())],
        path_template: path.to_owned(),
        tags: vec![tag.to_owned()],
        docs: Docs::default(),
        external_docs: None,
        parameters: parameters.iter().map(parameter).collect(),
        body: None,
        successes: Vec::new(),
        failures: vec![Response {
            status: Status::Default,
            media: Vec::new(),
            headers: Vec::new(),
            docs: Docs::default(),
            place: place(),
        }],
        security: Vec::new(),
        servers: None,
        declared_pagination: None,
        pagination: None,
        place: place(),
    }
}

/// Returns the chosen name of each public item. The keys consist of names in the document.
fn public_names(api: &Api, names: &Names) -> BTreeMap<String, String> {
    let mut items = BTreeMap::new();
    let keys = crate::ir::keys::types(api);
    for ((key, def), chosen) in keys.iter().zip(&api.types).zip(&names.types) {
        items.insert(format!("type {key}"), chosen.name.as_str().to_owned());
        let wires: Vec<String> = match &def.shape {
            Shape::Object(object) => object.members.iter().map(|member| member.wire.clone()).collect(),
            Shape::Enumeration(set) => set.values.iter().map(|value| value.value.to_string()).collect(),
            _ => Vec::new(),
        };
        for (wire, name) in wires.iter().zip(&chosen.parts) {
            items.insert(format!("part {key}.{wire}"), name.as_str().to_owned());
        }
    }
    for (operation, chosen) in api.operations.iter().zip(&names.operations) {
        let key = &operation.path_template;
        items.insert(format!("method {key}"), chosen.method.as_str().to_owned());
        items.insert(format!("call {key}"), chosen.ty.as_str().to_owned());
        items.insert(format!("error {key}"), chosen.error.as_str().to_owned());
        items.insert(format!("module {}", operation.tags[0]), chosen.module.as_str().to_owned());
        for (parameter, name) in operation.parameters.iter().zip(&chosen.parameters) {
            items.insert(format!("parameter {key}.{}", parameter.wire), name.as_str().to_owned());
        }
    }
    items
}

fn assert_distinct<'a>(what: &str, names: impl Iterator<Item = &'a super::Name>) {
    let mut seen = BTreeSet::new();
    for name in names {
        assert!(
            syn::parse_str::<syn::Ident>(name.as_str()).is_ok(),
            "{what}: `{}` is not an identifier",
            name.as_str()
        );
        assert!(seen.insert(name.as_str().trim_start_matches("r#")), "{what}: `{}` is used twice", name.as_str());
    }
}

/// Checks that names are identifiers, and unique in their scope.
fn assert_valid(names: &Names) {
    assert_distinct("types", names.types.iter().flat_map(|ty| std::iter::once(&ty.name).chain(&ty.required)));
    for ty in &names.types {
        assert_distinct(
            ty.name.as_str(),
            ty.parts.iter().chain(&ty.patterns).chain(&ty.flattened).chain([&ty.catch_all]),
        );
    }
    assert_distinct("methods", names.operations.iter().map(|operation| &operation.method));
    assert_distinct(
        "calls",
        names.operations.iter().flat_map(|call| {
            let parts = [&call.ty, &call.body_enum, &call.form, &call.output, &call.error, &call.headers];
            parts.into_iter().chain([&call.required, &call.form_required])
        }),
    );
    for operation in &names.operations {
        assert_distinct(operation.method.as_str(), operation.parameters.iter().chain([&operation.body]));
    }
    let modules: BTreeSet<String> = names.types.iter().map(|ty| ty.module.as_str().to_owned()).collect();
    let lower: BTreeSet<String> = modules.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(modules.len(), lower.len());
}

#[test]
fn additions_do_not_change_existing_names() {
    for seed in 0..40 {
        let mut random = Random(seed);
        let mut random_api = RandomApi::default();
        let mut lock = NamesLock::default();
        let mut before = BTreeMap::new();
        for step in 0..12 {
            (0..1 + random.below(3)).for_each(|_| random_api.grow(&mut random));
            let api = random_api.api();
            let (names, next) = choose(&api, &lock);
            assert_valid(&names);
            let now = public_names(&api, &names);
            for (item, name) in &before {
                assert_eq!(now.get(item), Some(name), "seed {seed}, step {step}: {item}");
            }
            lock = NamesLock::parse(&next.to_string()).unwrap();
            assert_eq!(lock, next);
            assert_eq!(choose(&api, &lock).1, lock, "a second run must not change the lock");
            before = now;
        }
    }
}

#[test]
fn the_order_in_the_document_does_not_matter() {
    for seed in 0..40 {
        let mut random = Random(seed + 1_000);
        let mut random_api = RandomApi::default();
        (0..20).for_each(|_| random_api.grow(&mut random));
        let api = random_api.api();
        let mut reversed = api.clone();
        reversed.operations.reverse();
        for def in &mut reversed.types {
            match &mut def.shape {
                Shape::Object(object) => object.members.reverse(),
                Shape::Enumeration(set) => set.values.reverse(),
                _ => {}
            }
        }
        let empty_lock = NamesLock::default();
        let (names, lock) = choose(&api, &empty_lock);
        let (reversed_names, reversed_lock) = choose(&reversed, &empty_lock);
        assert_eq!(public_names(&api, &names), public_names(&reversed, &reversed_names), "seed {seed}");
        assert_eq!(lock, reversed_lock);
    }
}
