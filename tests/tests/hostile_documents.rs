//! Documents that are made to take long: the CPU time of the generator and the size of its output grow nearly linearly with the size of
//! the document, or the document is refused. Ratios are compared, not times.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use cpu_time::ProcessTime;
use oasmith::names::NamesLock;
use oasmith::settings::ApiSettings;
use oasmith::source::MapLoader;
use oasmith::{Layout, Request, generate};
use serde_json::{Map, Value, json};

/// A kind of document. The function creates it from its size.
struct Hostile {
    name: &'static str,
    /// The smallest size. Twice and four times the size are generated, too.
    size: usize,
    text: fn(usize) -> String,
}

/// Creates a document whose only operation returns the schema `S0`.
fn with_schemas(schemas: Map<String, Value>) -> String {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "t", "version": "1" },
        "paths": { "/a": { "get": { "operationId": "a", "responses": { "200": { "description": "",
            "content": { "application/json": { "schema": reference(0) } },
        } } } } },
        "components": { "schemas": schemas },
    })
    .to_string()
}

fn reference(index: usize) -> Value {
    json!({ "$ref": format!("#/components/schemas/S{index}") })
}

/// Creates a document of schemas that each lead to the next one.
fn chain(size: usize, next: fn(Value, usize) -> Value) -> String {
    let schemas = (0..size).map(|index| (format!("S{index}"), next(reference(index + 1), index)));
    with_schemas(
        schemas.chain([(format!("S{size}"), json!({ "properties": { "x": { "type": "string" } } }))]).collect(),
    )
}

/// Creates a document with one schema.
fn single(schema: Value) -> String {
    with_schemas([("S0".to_owned(), schema)].into_iter().collect())
}

fn many(size: usize, one: impl Fn(usize) -> (String, Value)) -> Value {
    (0..size).map(one).collect::<Map<_, _>>().into()
}

const HOSTILE: &[Hostile] = &[
    Hostile { name: "chain of references", size: 400, text: |size| chain(size, |next, _| next) },
    Hostile {
        name: "chain of allOf",
        size: 200,
        text: |size| {
            chain(size, |next, index| {
                let own = format!("p{index}");
                json!({ "allOf": [next, { "type": "object", "properties": { own: { "type": "string" } } }] })
            })
        },
    },
    Hostile {
        name: "chain of required properties",
        size: 200,
        text: |size| chain(size, |next, _| json!({ "type": "object", "required": ["a"], "properties": { "a": next } })),
    },
    Hostile {
        name: "examples that double with each schema",
        size: 10,
        text: |size| {
            chain(
                size,
                |next, _| json!({ "type": "object", "required": ["a", "b"], "properties": { "a": next, "b": next } }),
            )
        },
    },
    Hostile {
        name: "allOf that doubles with each schema",
        size: 10,
        text: |size| chain(size, |next, _| json!({ "allOf": [next, next, { "type": "object" }] })),
    },
    Hostile {
        name: "anyOf that doubles with each schema",
        size: 10,
        text: |size| chain(size, |next, _| json!({ "anyOf": [next, { "properties": { "k": next } }] })),
    },
    Hostile {
        name: "branches that are components",
        size: 200,
        text: |size| {
            let branch = |index: usize| {
                let own = format!("a{index}");
                let schema =
                    json!({ "type": "object", "required": [own], "properties": { own: { "type": "string" } } });
                (format!("S{index}"), schema)
            };
            let branches: Vec<Value> = (1..size).map(reference).collect();
            let union = ("S0".to_owned(), json!({ "oneOf": branches }));
            with_schemas((1..size).map(branch).chain([union]).collect())
        },
    },
    Hostile {
        name: "inline branches",
        size: 200,
        text: |size| {
            let branch = |index: usize| {
                let own = format!("a{index}");
                json!({ "type": "object", "properties": { own: { "type": "string" }, "b": { "type": "string" } } })
            };
            single(json!({ "oneOf": (0..size).map(branch).collect::<Vec<_>>() }))
        },
    },
    Hostile {
        name: "inline types of one object",
        size: 200,
        text: |size| {
            single(json!({ "type": "object", "properties": many(size, |index| {
                let own = format!("q{index}");
                (format!("v{index}"), json!({ "type": "object", "properties": { own: { "type": "integer" } } }))
            }) }))
        },
    },
    Hostile {
        name: "subtypes of one parent",
        size: 100,
        text: |size| {
            let child = |index: usize| {
                let own = format!("p{index}");
                let schema = json!({ "allOf": [reference(0), { "properties": { own: { "type": "string" } } }] });
                (format!("S{index}"), schema)
            };
            let parent = json!({
                "type": "object",
                "required": ["t"],
                "properties": { "t": { "type": "string" } },
                "discriminator": { "propertyName": "t" },
            });
            with_schemas((1..size).map(child).chain([("S0".to_owned(), parent)]).collect())
        },
    },
    Hostile {
        name: "subtypes of a parent with many properties",
        size: 300,
        text: |size| {
            let child = |index: usize| {
                let own = format!("own{index}");
                let schema = json!({ "allOf": [reference(0), { "properties": { own: { "type": "string" } } }] });
                (format!("S{}", index + 1), schema)
            };
            let properties = many(size, |index| (format!("p{index}"), json!({ "type": "string" })));
            let parent = ("S0".to_owned(), json!({ "type": "object", "properties": properties }));
            with_schemas((0..size).map(child).chain([parent]).collect())
        },
    },
    Hostile {
        name: "lists in lists",
        size: 200,
        text: |size| {
            chain(
                size,
                |next, _| json!({ "type": "object", "properties": { "a": { "type": "array", "items": next } } }),
            )
        },
    },
    Hostile {
        name: "values of an enumeration",
        size: 1000,
        text: |size| single(json!({ "enum": (0..size).map(|index| format!("v{index}")).collect::<Vec<_>>() })),
    },
    Hostile {
        name: "media types of a response",
        size: 100,
        text: |size| {
            json!({
                "openapi": "3.1.0",
                "info": { "title": "t", "version": "1" },
                "paths": { "/a": { "get": { "responses": { "200": { "description": "", "content": many(size, |index| {
                    let own = format!("p{index}");
                    let schema = json!({ "type": "object", "properties": { own: { "type": "string" } } });
                    (format!("application/x-{index}+json"), json!({ "schema": schema }))
                }) } } } } },
            })
            .to_string()
        },
    },
    Hostile { name: "open brackets", size: 10_000, text: |size| format!("openapi: 3.1.0\nx: {}", "[".repeat(size)) },
];

#[test]
fn time_and_output_grow_with_the_document() {
    for hostile in HOSTILE {
        let [small, _, large] = [1, 2, 4].map(|factor| measure(&(hostile.text)(hostile.size * factor)));
        // Quadratic growth would be a factor of 16. The constant part makes small documents relatively slow.
        let time = large.seconds / small.seconds.max(0.005);
        assert!(time < 9.0, "{}: {} s, then {} s for four times the size", hostile.name, small.seconds, large.seconds);
        let size = large.bytes as f64 / small.bytes.max(20_000) as f64;
        assert!(size < 6.0, "{}: {} bytes, then {} for four times the size", hostile.name, small.bytes, large.bytes);
    }
}

/// The least CPU time of several runs, and the size of the output.
struct Measured {
    seconds: f64,
    bytes: usize,
}

fn measure(text: &str) -> Measured {
    let loader = MapLoader::new([("a.json", text)]);
    let (settings, lock) = (ApiSettings::of_file("a.json"), NamesLock::default());
    let layout = Layout::Module;
    let request = Request {
        name: "a",
        settings: &settings,
        loader: &loader,
        names_lock: &lock,
        layout: &layout,
        keep_going: true,
    };
    let mut measured = Measured { seconds: f64::MAX, bytes: 0 };
    for _ in 0..2 {
        let start = ProcessTime::now();
        let outcome = generate(&request);
        measured.seconds = measured.seconds.min(start.elapsed().as_secs_f64());
        let files = outcome.plan.map(|plan| plan.files).unwrap_or_default();
        measured.bytes = files.values().map(String::len).sum();
    }
    measured
}
