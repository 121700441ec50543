//! Tests of documents of several files.

use super::super::SchemaKind;
use super::{read_files, shown};

const MAIN: &str = "
openapi: 3.0.3
info: {title: t, version: v}
paths:
  /pets: {$ref: paths/pets.yaml}
  /cats: {$ref: 'paths/more.json#/~1cats'}
components:
  schemas:
    Pet: {$ref: schemas/pet.yaml}
    Tag: {type: string}
";
const PETS: &str = "
get:
  parameters: [{$ref: '../common.yaml#/parameters/Limit'}]
  responses: {'200': {description: d, content: {application/json: {schema: {$ref: '../schemas/pet.yaml'}}}}}
";
const PET: &str = "
type: object
properties:
  tag: {$ref: '../main.yaml#/components/schemas/Tag'}
  self: {$ref: '#'}
  owner: {$ref: 'owner.json'}
";

#[test]
fn reads_several_files_as_one_document() {
    let (source, document, diagnostics) = read_files(&[
        ("main.yaml", MAIN),
        ("paths/pets.yaml", PETS),
        ("paths/more.json", "{\"/cats\": {\"get\": {\"responses\": {}}}}"),
        ("common.yaml", "parameters: {Limit: {name: limit, in: query, schema: {type: integer, nullable: true}}}"),
        ("schemas/pet.yaml", PET),
        ("schemas/owner.json", "{\"type\": \"string\"}"),
    ]);
    assert_eq!(shown(&source, &diagnostics), Vec::<String>::new());
    let document = document.unwrap();
    assert_eq!(document.operations.len(), 2);
    let place = |index: usize| {
        let place = &document.schemas[index].place;
        format!("{}#{}", source.files()[place.file.0].path, place.pointer)
    };
    // A component that only refers to a file is the schema in the file.
    let target = document.components["Pet"];
    assert_eq!(place(target.0), "schemas/pet.yaml#");
    let SchemaKind::Keywords(pet) = &document.schema(target).kind else { panic!() };
    let leads_to = |name: &str| {
        let SchemaKind::Keywords(member) = &document.schema(pet.properties[name]).kind else { panic!() };
        place(member.reference.unwrap().0)
    };
    assert_eq!(leads_to("tag"), "main.yaml#/components/schemas/Tag");
    assert_eq!(leads_to("self"), "schemas/pet.yaml#");
    assert_eq!(leads_to("owner"), "schemas/owner.json#");
    // The body's schema is the same as the component's target: it is one schema.
    assert_eq!(
        document.operations[0].responses[0].content[0].schema.map(|id| place(id.0)).unwrap(),
        "paths/pets.yaml#/get/responses/200/content/application~1json/schema"
    );
    assert_eq!(document.files[..2], ["main.yaml", "paths/pets.yaml"]);
}

/// A document whose skeleton is in other files.
const SKELETON: &[(&str, &str)] = &[
    (
        "spec.yaml",
        "openapi: 3.1.0
info: {$ref: parts.yaml#/info}
servers: {$ref: parts.yaml#/servers}
security: {$ref: parts.yaml#/security}
tags: {$ref: parts.yaml#/tags}
paths: {$ref: paths/_index.yaml}
components: {$ref: components/_index.yaml}
",
    ),
    (
        "parts.yaml",
        "info: {title: t, version: v, description: {$ref: intro.md}}
servers: [{$ref: '#/server'}]
server: {url: 'https://a.io/{x}', variables: {$ref: '#/variables'}}
variables: {x: {default: y}}
security: [{key: []}]
tags: [{$ref: '#/tag'}]
tag: {name: pets, description: {$ref: texts/pets.md}}
names: [pets]
",
    ),
    ("intro.md", "# Pets: a store\n\n* one: *two*\n"),
    ("texts/pets.md", "Pets.\n"),
    ("paths/_index.yaml", "/pets: {$ref: pets.yaml}\n"),
    (
        "paths/pets.yaml",
        "parameters: {$ref: ../parameters.yaml#/list}
get:
  operationId: a
  tags: {$ref: ../parts.yaml#/names}
  responses: {$ref: ../responses.yaml#/get}
post: {$ref: post.yaml}

",
    ),
    ("paths/post.yaml", "operationId: b\nresponses: {'204': {description: d}}\n"),
    ("parameters.yaml", "list: [{$ref: '#/limit'}]\nlimit: {name: limit, in: query, schema: {type: integer}}\n"),
    (
        "responses.yaml",
        "get:
  '200': {description: d, headers: {$ref: '#/headers'}, content: {$ref: '#/content'}}
headers: {X-A: {schema: {type: string}}}
content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
",
    ),
    ("components/_index.yaml", "schemas: {$ref: ../schemas/_index.yaml}\nsecuritySchemes: {$ref: ../security.yaml}\n"),
    ("security.yaml", "key: {type: apiKey, name: k, in: header}\n"),
    ("schemas/_index.yaml", "Pet: {$ref: pet.yaml}\nTag: {type: string}\n"),
    (
        "schemas/pet.yaml",
        "required: {$ref: '#/names'}
properties: {$ref: '#/members'}
names: [tag]
members:
  tag: {$ref: '../spec.yaml#/components/schemas/Tag'}
  kind: {enum: {$ref: kinds.yaml}}
",
    ),
    ("schemas/kinds.yaml", "[cat, dog]\n"),
];

#[test]
fn a_reference_can_stand_in_place_of_any_map_or_list() {
    let (source, document, diagnostics) = read_files(SKELETON);
    assert_eq!(
        shown(&source, &diagnostics),
        [
            "OA0103 responses.yaml:4:39 `#/components/schemas/Pet` does not exist in this file; it is read in the main document | write the path of the main document before the `#`"
        ]
    );
    let document = document.unwrap();
    assert_eq!(
        (document.title.as_str(), document.description.as_deref()),
        ("t", Some("# Pets: a store\n\n* one: *two*\n"))
    );
    assert_eq!(document.servers[0].variables[0].name, "x");
    assert_eq!(document.tags[0].description.as_deref(), Some("Pets.\n"));
    assert_eq!(document.security_schemes.keys().collect::<Vec<_>>(), ["key"]);
    assert_eq!(document.components.keys().collect::<Vec<_>>(), ["Pet", "Tag"]);
    let [get, post] = document.operations.as_slice() else { panic!("{:?}", document.operations) };
    assert_eq!((get.tags.as_slice(), get.parameters.len(), get.security.len()), (&["pets".to_owned()][..], 1, 1));
    assert_eq!((post.id.as_deref(), post.parameters.len()), (Some("b"), 1));
    let response = &get.responses[0];
    assert_eq!(response.headers[0].name, "X-A");
    let keywords = |id| match &document.schema(id).kind {
        SchemaKind::Keywords(keywords) => keywords,
        SchemaKind::Bool(_) => panic!(),
    };
    // The same schema, whichever reference leads to it.
    assert_eq!(keywords(response.content[0].schema.unwrap()).reference, Some(document.components["Pet"]));
    let pet = keywords(document.components["Pet"]);
    assert_eq!(pet.required, ["tag"]);
    assert_eq!(keywords(pet.properties["tag"]).reference, Some(document.components["Tag"]));
    assert_eq!(keywords(pet.properties["kind"]).enum_values.as_ref().map(Vec::len), Some(2));
}

#[test]
fn reports_references_in_place_of_maps() {
    let check = |members: &str, other: &str, expect: &[&str]| {
        let main = format!("openapi: 3.1.0\ninfo: {{title: t, version: v}}\n{members}");
        let (source, _, diagnostics) = read_files(&[("spec.yaml", &main), ("b.yaml", other)]);
        assert_eq!(shown(&source, &diagnostics), expect, "{members} {other}");
    };
    check(
        "paths: {$ref: b.yaml#/x}\n",
        "y: {}\n",
        &["OA0104 3:9 `b.yaml#/x` does not exist | did you mean `b.yaml#/y`?"],
    );
    check(
        "components: {$ref: c.yaml}\n",
        "",
        &[
            "OA0104 3:14 cannot resolve `c.yaml`: cannot read `c.yaml`: no such file | check the path; it is relative to the file that contains the `$ref`",
        ],
    );
    let cycle = "the references that begin here lead back to their start";
    let remedy = "replace one of the references with its definition";
    check("components: {schemas: {$ref: '#/components/schemas'}}\n", "", &[&format!("OA0105 3:24 {cycle} | {remedy}")]);
    check(
        "components: {$ref: 'b.yaml#/c'}\n",
        "c: {$ref: 'spec.yaml#/components'}\n",
        &[&format!("OA0105 3:14 {cycle} | {remedy}")],
    );
    check(
        "components: {schemas: {$ref: '#/components/schemas/x/y'}}\n",
        "",
        &[
            "OA0104 3:24 `#/components/schemas/x/y` does not exist | add `y` to `components.schemas.x`, or correct the reference",
        ],
    );
    check(
        "paths: {$ref: b.yaml, /a: {get: {responses: {}}}, /b: {}}\n",
        "/a: {get: {responses: 1}}\n/c: {get: {responses: 1}}\n",
        &[
            "OA0103 3:1 `$ref` does not allow other members; `/a` and `/b` are added to the target | move them into the target of the `$ref`",
            "OA0102 b.yaml:2:12 `responses` must be an object, but it is a number | write an object, or remove it",
        ],
    );
    check(
        "paths: {/a: {get: {parameters: [{$ref: '#/p', required: true, schema: {}, description: d}], responses: {}}}}\np: {name: p, in: query}\n",
        "",
        &[
            "OA0103 3:33 members next to a `$ref` have no effect; `required` and `schema` are ignored | remove them, or write the element without `$ref`",
        ],
    );
    check(
        "tags: [{name: a, description: {$ref: x.md}}, {name: b, description: {$ref: b.yaml}}]\n",
        "a: 1\n",
        &[
            "OA0103 3:32 cannot resolve `x.md`: cannot read `x.md`: no such file; the reference is ignored | check the path; it is relative to the file that contains the `$ref`",
            "OA0103 3:56 `description` must be a string, but it is an object, and its `$ref` does not refer to one; it is ignored | refer to a text file, or write the text here",
        ],
    );
}

#[test]
fn reports_problems_in_the_file_where_they_are() {
    let check = |files: &[(&str, &str)], expect: &[&str]| {
        let (source, _, diagnostics) = read_files(files);
        assert_eq!(shown(&source, &diagnostics), expect, "{files:?}");
    };
    let main = "openapi: 3.1.0\ninfo: {title: t, version: v}\ncomponents:\n  schemas:\n    A: {$ref: 'b.yaml#/B'}\n";
    check(
        &[("spec.yaml", main), ("b.yaml", "B:\n  type: strin\n")],
        &["OA0204 b.yaml:2:3 `strin` is not a type of JSON Schema | did you mean `string`?"],
    );
    check(
        &[("spec.yaml", main), ("b.yaml", "Bb: {}\n")],
        &["OA0104 5:9 `b.yaml#/B` does not exist | did you mean `b.yaml#/Bb`?"],
    );
    check(
        &[("spec.yaml", main), ("b.yaml", "B: b: b\n")],
        &[
            "OA0003 b.yaml:1:5 mapping values are not allowed in this context | check the indentation, and quote text that contains `: ` or ` #`, or begins with one of `*&!%@{[`",
            "OA0104 5:9 cannot resolve `b.yaml#/B`: `b.yaml` cannot be parsed | correct the error in that file",
        ],
    );
}

#[test]
fn parts_of_swagger_2_can_be_in_other_files() {
    let (source, document, diagnostics) = read_files(&[
        (
            "spec.yaml",
            "swagger: '2.0'
info: {title: t, version: v}
produces: [application/json]
paths: {$ref: paths/_index.yaml}
parameters: {$ref: 'shared.yaml#/parameters'}
definitions:
  Pet: {$ref: pet.yaml}
  Tag: {type: string, x-nullable: true}
",
        ),
        ("paths/_index.yaml", "/pets/{id}: {$ref: 'pets.yaml#/one'}\n"),
        (
            "paths/pets.yaml",
            "one:
  parameters: [{$ref: '../spec.yaml#/parameters/Limit'}]
  get:
    parameters: [{name: id, in: path, required: true, type: string}, {$ref: '../shared.yaml#/filter'}]
    responses: {'200': {$ref: '#/responses/ok'}}
  post:
    parameters:
      - {name: id, in: path, required: true, type: string}
      - {name: body, in: body, schema: {$ref: '#/definitions/Pet'}}
    responses: {'204': {description: d, schema: 1}}
responses:
  ok: {description: d, schema: {$ref: ../pet.yaml}, headers: {X-A: {type: integer}}}
",
        ),
        (
            "shared.yaml",
            "parameters: {Limit: {name: limit, in: query, type: integer}}\nfilter: {name: filter, in: query, type: array, items: {type: string}, collectionFormat: multi}\n",
        ),
        (
            "pet.yaml",
            "properties: {tag: {$ref: 'spec.yaml#/definitions/Tag'}, other: {$ref: '#/definitions/Tag'}, n: {type: string, x-nullable: true}}\n",
        ),
    ]);
    let shown = shown(&source, &diagnostics);
    assert_eq!(
        shown,
        [
            "OA0102 paths/pets.yaml:10:41 a schema must be an object or a boolean, but it is a number | write a schema; if a `$ref` refers to this value, correct the `$ref`",
            "OA0103 pet.yaml:1:65 `#/definitions/Tag` does not exist in this file; it is read in the main document | write the path of the main document before the `#`",
        ]
    );
    let document = document.unwrap();
    let [get, post] = document.operations.as_slice() else { panic!("{:?}", document.operations) };
    let names = |operation: &super::super::Operation| {
        operation.parameters.iter().map(|parameter| (parameter.name.clone(), parameter.explode)).collect::<Vec<_>>()
    };
    let named = |name: &str, explode: bool| (name.to_owned(), explode);
    assert_eq!(names(get), [named("limit", true), named("id", false), named("filter", true)]);
    assert_eq!(names(post), [named("limit", true), named("id", false)]);
    let keywords = |id| match &document.schema(id).kind {
        SchemaKind::Keywords(keywords) => keywords,
        SchemaKind::Bool(_) => panic!(),
    };
    let pet = document.components["Pet"];
    assert_eq!(keywords(get.responses[0].content[0].schema.unwrap()).reference, Some(pet));
    assert_eq!(get.responses[0].headers[0].name, "X-A");
    assert_eq!(keywords(post.body.as_ref().unwrap().content[0].schema.unwrap()).reference, Some(pet));
    let tag = Some(document.components["Tag"]);
    let pet = keywords(pet);
    assert_eq!((keywords(pet.properties["tag"]).reference, keywords(pet.properties["other"]).reference), (tag, tag));
}
