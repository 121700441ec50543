//! The IR of small documents after all passes.
//!
//! The cases are data. `tests/golden/passes/*.txt` contains blocks: a title (`=== title`), optional settings in TOML followed by a line
//! `+++`, `paths` and `components` in YAML, a line `---`, and the result.

use harness::golden;

use crate::diag::Diagnostics;
use crate::ir::{Api, ApiRoot, FeatureGate, NameSource, Type, TypeDef, TypeId, print};
use crate::settings::Settings;
use crate::source::{MapLoader, Source};
use crate::{lower, openapi};

#[track_caller]
fn check(name: &str) {
    golden::check_cases(&format!("passes/{name}.txt"), |_, document| run(document));
}

fn run(block: &str) -> String {
    let (settings, document) = block.split_once("\n+++\n").unwrap_or(("", block));
    let (api, diagnostics) = api_after_passes(settings, document, ApiRoot::default());
    text(&api, &diagnostics)
}

/// Returns the API of a document after all passes, and the diagnostics.
fn api_after_passes(settings: &str, document: &str, root: ApiRoot) -> (Api, Diagnostics) {
    let settings = format!("[api.a]\nfile = 'a.yaml'\n{settings}\n");
    let settings = Settings::parse(&settings).expect("the settings are read").apis.remove("a").expect("an API");
    let head = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n";
    let loader = MapLoader::new([("a.yaml", format!("{head}{document}\n"))]);
    let mut diagnostics = Diagnostics::default();
    let mut source = Source::read("a.yaml", &loader, &mut diagnostics).expect("the source is read");
    let document = openapi::read(&mut source, &loader, &mut diagnostics).expect("the document is read");
    let mut api = lower::lower(&document, &settings, &mut diagnostics);
    api.root = root;
    super::run(&mut api, &settings, &mut diagnostics);
    (api, diagnostics)
}

fn text(api: &Api, diagnostics: &Diagnostics) -> String {
    let mut text = print::types(&api.types, |index| api.types[index].gate != FeatureGate::Never);
    for (def, index) in api.types.iter().zip(0..) {
        let name = print::ty(&api.types, &Type::Named(TypeId(index)));
        match &def.gate {
            FeatureGate::Always => {}
            FeatureGate::Never => text += &format!("without {name}\n"),
            FeatureGate::AnyOf(features) => text += &format!("{name} with {features:?}\n"),
        }
    }
    for (index, feature) in api.features.iter().enumerate() {
        text += &format!("feature {index} {:?} of {:?}\n", feature.name, feature.operations);
    }
    for operation in &api.operations {
        text += &format!("{} {}\n", operation.method, operation.path_template);
        for parameter in operation.parameters.iter().filter(|parameter| parameter.idempotency_key) {
            text += &format!("  key {}\n", parameter.wire);
        }
        for media in operation.body.iter().flat_map(|body| &body.media) {
            let text_or_type = media.codec.ty().map(|ty| print::ty(&api.types, ty));
            text += &format!("  sends {}\n", text_or_type.unwrap_or_else(|| format!("{:?}", media.codec)));
        }
        for media in operation.successes.iter().flat_map(|response| &response.media) {
            let text_or_type = media.codec.ty().map(|ty| print::ty(&api.types, ty));
            text += &format!("  gets {}\n", text_or_type.unwrap_or_else(|| format!("{:?}", media.codec)));
        }
        if let Some(pagination) = &operation.pagination {
            text += &format!("  pages {:?} {:?}\n", pagination.items, pagination.strategy);
        }
    }
    for note in api.coverage.iter().filter(|note| note.construct.starts_with("x-")) {
        text += &format!("{} {}: {}\n", note.construct, note.place.pointer, note.note);
    }
    for item in diagnostics.iter() {
        text += &format!("{} {}: {}\n", item.code.id(), item.place.pointer, item.message);
    }
    text
}

macro_rules! cases {
    ($($name:ident)+) => { $( #[test] fn $name() { check(stringify!($name)); } )+ };
}

cases! { forms idempotency pagination unknown_members usage views }

#[test]
fn a_large_standalone_crate_is_split_by_tags_unless_a_setting_says_otherwise() {
    let module = || ApiRoot::Module { name: "a".to_owned() };
    for (settings, operations, root, features) in [
        ("", 100, ApiRoot::Crate, 2),
        ("", 99, ApiRoot::Crate, 0),
        ("", 100, module(), 0),
        ("split = 'none'", 100, ApiRoot::Crate, 0),
        ("split = 'tags'", 3, module(), 2),
    ] {
        let path = |index| {
            format!("  /{index}: {{get: {{tags: [t{}], responses: {{'204': {{description: ''}}}}}}}}\n", index % 2)
        };
        let paths: String = (0..operations).map(path).collect();
        let (api, _) = api_after_passes(settings, &format!("paths:\n{paths}"), root.clone());
        assert_eq!(api.features.len(), features, "{settings} {operations} {root:?}");
    }
}

fn component<'a>(api: &'a Api, name: &str) -> &'a TypeDef {
    let named = |def: &&TypeDef| matches!(&def.name, NameSource::Component(component) if component == name);
    api.types.iter().find(named).expect("the component exists")
}

#[test]
fn types_with_floats_or_custom_types_do_not_implement_eq() {
    let schemas = "components: {schemas: {
  Plain: {type: object, properties: {a: {type: string}, next: {$ref: '#/components/schemas/Plain'}}},
  Number: {type: object, properties: {a: {type: number}}},
  Holds: {type: object, properties: {list: {type: array, items: {$ref: '#/components/schemas/Loop'}}}},
  Loop: {type: object, properties: {back: {$ref: '#/components/schemas/Holds'}, n: {$ref: '#/components/schemas/Number'}}},
  Own: {type: object, properties: {a: {type: string, format: own}}},
  Json: {type: object, properties: {any: {}, at: {type: string, format: date-time}}, additionalProperties: true},
  Status: {type: string, enum: [a, b]}
}}";
    let (api, _) = api_after_passes("formats.own = 'a::B'", schemas, ApiRoot::default());
    for (name, expect) in [
        ("Plain", true),
        ("Number", false),
        ("Holds", false),
        ("Loop", false),
        ("Own", false),
        ("Json", true),
        ("Status", true),
    ] {
        assert_eq!(component(&api, name).is_eq, expect, "{name}");
    }
}

/// The two unions are equal, so both have the same placeholder, although the second could contain that of the first.
#[test]
fn equal_unions_have_the_same_placeholder() {
    let branch = |own: &str| {
        format!("{{type: object, required: [u], properties: {{u: {{$ref: '#/components/schemas/{own}'}}}}}}")
    };
    let union = |own: &str, other: &str| {
        format!(
            "{own}: {{oneOf: [{{type: array, prefixItems: [{{$ref: '#/components/schemas/{other}'}}], minItems: 1}}, {}, {{type: string}}]}}",
            branch(other)
        )
    };
    let schemas = format!("components: {{schemas: {{{}, {}}}}}", union("A", "B"), union("B", "A"));
    let (api, _) = api_after_passes("sealed = ['*']", &schemas, ApiRoot::default());
    let found = ["A", "B"].map(|name| component(&api, name).placeholder);
    assert_eq!(found, [2, 2]);
}
