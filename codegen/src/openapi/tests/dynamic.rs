//! Tests of `$dynamicRef`.

use std::fmt::Write as _;

use super::super::{Document, SchemaId, SchemaKind, SimpleType};
use super::{read_files, read_valid, shown};

/// Returns the type of the items of `items` in the schema of each response, in order.
fn item_types(document: &Document) -> Vec<Option<SimpleType>> {
    let responses = document.operations.iter().flat_map(|operation| &operation.responses);
    let schemas = responses.flat_map(|response| &response.content).filter_map(|media| media.schema);
    schemas.map(|id| item_type(document, id)).collect()
}

fn item_type(document: &Document, id: SchemaId) -> Option<SimpleType> {
    let keywords = |id: SchemaId| match &document.schema(id).kind {
        SchemaKind::Keywords(keywords) => Some(keywords),
        SchemaKind::Bool(_) => None,
    };
    let end = |id: SchemaId| std::iter::successors(Some(id), |id| keywords(*id)?.reference).last();
    let list = keywords(*keywords(end(id)?)?.properties.get("items")?)?;
    keywords(end(list.items?)?)?.types.as_ref()?.first().copied()
}

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: t, version: v}\n";

/// Returns an operation whose response has a schema.
fn operation(path: &str, schema: &str) -> String {
    format!(
        "  {path}: {{get: {{responses: {{'200': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}}}}}}}\n"
    )
}

#[test]
fn schemas_of_operations_bind_names() {
    let bound = |ty: &str| format!("{{$ref: 'https://a.io/list', $defs: {{T: {{$dynamicAnchor: T, type: {ty}}}}}}}");
    let text = HEAD.to_owned()
        + "paths:\n"
        + &operation("/a", &bound("string"))
        + &operation("/b", &bound("integer"))
        + &operation("/c", "{$ref: 'https://a.io/booleans'}")
        + "components:
  schemas:
    List: {$id: 'https://a.io/list', properties: {items: {items: {$dynamicRef: '#T'}}}, $defs: {T: {$dynamicAnchor: T, not: {}}}}
    Booleans: {$id: 'https://a.io/booleans', $ref: list, $defs: {T: {$dynamicAnchor: T, type: boolean}}}
";
    let (source, document, diagnostics) = read_files(&[("spec.yaml", &text)]);
    let document = document.unwrap();
    assert_eq!(item_types(&document), [Some(SimpleType::String), Some(SimpleType::Integer), Some(SimpleType::Boolean)]);
    assert_eq!(
        shown(&source, &diagnostics),
        [
            "OA0103 5:127 several schemas without an `$id` around each have `$dynamicAnchor: T`; each component or schema of an operation uses its own | give each schema that contains one of them an `$id`, or use different names"
        ]
    );
}

#[test]
fn an_operation_without_a_binding_is_reported() {
    let text = HEAD.to_owned()
        + "paths:\n"
        + &operation("/a", "{$ref: '#/components/schemas/List'}")
        + "components:
  schemas:
    List: {$id: 'https://a.io/list', properties: {items: {items: {$dynamicRef: '#T'}}}, $defs: {T: {$dynamicAnchor: T, not: {}}}}
    Strings: {$id: 'https://a.io/strings', $ref: list, $defs: {T: {$dynamicAnchor: T, type: string}}}
";
    let (source, _, diagnostics) = read_files(&[("spec.yaml", &text)]);
    assert_eq!(
        shown(&source, &diagnostics),
        [
            "OA0202 7:67 an operation uses this schema where nothing binds `T`; then `$dynamicRef` refers to the default, which allows no value | add a schema with `$dynamicAnchor: T` to the `$defs` next to the `$ref` that the operation uses"
        ]
    );
    let unused = HEAD.to_owned() + text.split_once("paths:\n").unwrap().1.split_once('\n').unwrap().1;
    read_valid(&unused);
}

#[test]
fn schemas_that_a_scope_does_not_affect_are_shared() {
    let document = read_valid(
        "{openapi: 3.1.0, info: {title: t, version: v}, components: {schemas: {
            Page: {$id: 'https://a.io/page', properties: {meta: {type: object, properties: {n: {type: integer}}}, item: {$dynamicRef: '#T'}}, $defs: {T: {$dynamicAnchor: T}}},
            Pet: {$id: 'https://a.io/pet', properties: {friends: {$ref: pets}}},
            Pets: {$id: 'https://a.io/pets', $ref: page, $defs: {T: {$dynamicAnchor: T, $ref: pet}}}}}}",
    );
    let copies = document
        .schemas
        .iter()
        .enumerate()
        .filter(|(index, schema)| document.schemas.iter().take(*index).any(|other| other.place == schema.place));
    let places: Vec<_> = copies.map(|(_, schema)| schema.place.pointer.as_str()).collect();
    assert_eq!(places, ["/components/schemas/Page", "/components/schemas/Page/properties/item"]);
}

#[test]
fn the_number_of_scopes_is_bounded() {
    let mut members = String::new();
    let mut binders = String::new();
    for index in 0..40 {
        write!(members, "a{index}: {{$ref: b{index}}}, v{index}: {{$dynamicRef: '#T{index}'}}, ").unwrap();
        writeln!(
            binders,
            "    B{index}: {{$id: 'https://a.io/b{index}', $ref: n, $defs: {{T: {{$dynamicAnchor: T{index}, type: integer}}}}}}"
        )
        .unwrap();
    }
    let text = format!(
        "{HEAD}components:\n  schemas:\n    N: {{$id: 'https://a.io/n', properties: {{{members}}}}}\n{binders}"
    );
    let (source, document, diagnostics) = read_files(&[("spec.yaml", &text)]);
    let shown = shown(&source, &diagnostics);
    assert!(shown.iter().any(|line| line.contains("in too many dynamic scopes")), "{shown:#?}");
    assert!(document.unwrap().schemas.len() < 3_000);
}

#[test]
fn the_number_of_names_is_bounded() {
    let mut members = String::new();
    let mut anchors = String::new();
    for index in 0..70 {
        write!(members, "v{index}: {{$dynamicRef: '#T{index}'}}, ").unwrap();
        write!(anchors, "T{index}: {{$dynamicAnchor: T{index}, type: integer}}, ").unwrap();
    }
    let text = format!(
        "{HEAD}components: {{schemas: {{N: {{$id: 'https://a.io/n', properties: {{{members}}}, $defs: {{{anchors}}}}}}}}}"
    );
    let (source, _, diagnostics) = read_files(&[("spec.yaml", &text)]);
    let shown = shown(&source, &diagnostics);
    assert!(shown.len() == 6 && shown[0].contains("more than 64 different names"), "{shown:#?}");
}

#[test]
fn many_anchors_take_linear_time() {
    let mut components = String::new();
    for index in 0..3_000 {
        writeln!(components, "    A{index}: {{$dynamicAnchor: T, type: string}}").unwrap();
        writeln!(components, "    R{index}: {{properties: {{a: {{$dynamicRef: '#T'}}}}}}").unwrap();
    }
    let started = std::time::Instant::now();
    let (_, document, _) = read_files(&[("spec.yaml", &format!("{HEAD}components:\n  schemas:\n{components}"))]);
    assert!(document.unwrap().schemas.len() < 10_000);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
