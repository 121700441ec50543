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
    let SchemaKind::Keywords(pet) = &document.schemas[0].kind else { panic!() };
    let target = pet.reference.unwrap();
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
