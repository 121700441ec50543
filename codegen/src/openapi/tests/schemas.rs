//! Tests of reading schemas.

use serde_json::{Value, json};

use super::super::{EnumNote, Keywords, SchemaId, SchemaKind, SimpleType};
use super::{keywords, read_valid};

/// Checks the keywords of a valid schema.
fn check(version: &str, schema: &str, expect: impl Fn(&Keywords) -> bool) {
    let (_, problems, keywords) = keywords(version, schema);
    assert_eq!(problems, Vec::<String>::new(), "{schema}");
    assert!(expect(&keywords), "{schema}: {keywords:#?}");
}

/// Checks the keywords of a schema that is read with one warning or error.
fn check_with(version: &str, schema: &str, problem: &str, expect: impl Fn(&Keywords) -> bool) {
    let (_, problems, keywords) = keywords(version, schema);
    assert!(problems.len() == 1 && problems[0].contains(problem), "{schema}: {problems:#?}");
    assert!(expect(&keywords), "{schema}: {keywords:#?}");
}

#[test]
fn converts_nullable() {
    use SimpleType::{Null, String};
    check("3.0.3", "{type: string, nullable: true}", |k| k.types == Some(vec![String, Null]) && !k.nullable);
    check("3.0.3", "{type: string, nullable: false}", |k| k.types == Some(vec![String]) && !k.nullable);
    check("3.0.3", "{nullable: true}", |k| k.types.is_none() && k.nullable);
    check("3.0.3", "{nullable: true, enum: [a, b]}", |k| {
        k.nullable && k.enum_values == Some(vec![json!("a"), json!("b"), Value::Null])
    });
    check("3.0.3", "{type: string, nullable: true, enum: [a, null]}", |k| {
        k.enum_values == Some(vec![json!("a"), Value::Null])
    });
    check("3.0.3", "{nullable: true, allOf: [{$ref: '#/components/schemas/B'}]}", |k| {
        k.nullable && k.all_of.len() == 1
    });
    check("3.0.3", "{type: object, nullable: true, oneOf: [{}]}", |k| {
        k.nullable && k.types == Some(vec![SimpleType::Object, Null])
    });
    check("3.0.3", "{$ref: '#/components/schemas/B', nullable: true}", |k| {
        k.nullable && k.reference == Some(SchemaId(1))
    });
}

#[test]
fn reads_siblings_of_a_reference() {
    let siblings =
        "{$ref: '#/components/schemas/B', description: d, deprecated: true, default: x, maxLength: 5, x-a: 1}";
    let ignored = "OpenAPI 3.0 ignores keywords next to a `$ref`; `maxLength` is ignored";
    check_with("3.0.3", siblings, ignored, |k| {
        k.description.as_deref() == Some("d") && k.deprecated.is_some() && k.default == Some(json!("x"))
    });
    check_with("3.0.3", siblings, ignored, |k| k.max_length.is_none() && k.extensions.contains_key("x-a"));
    check("3.0.3", "{$ref: '#/components/schemas/B', type: string, nullable: true, example: x}", |k| k.nullable);
    check("3.1.0", siblings, |k| k.max_length == Some(5) && k.reference == Some(SchemaId(1)));
}

#[test]
fn converts_keywords_of_older_dialects() {
    let number = |n: &Option<crate::exact_number::ExactNumber>| n.as_ref().map(ToString::to_string);
    check("3.0.3", "{minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false}", |k| {
        number(&k.exclusive_minimum).as_deref() == Some("1")
            && k.minimum.is_none()
            && number(&k.maximum).as_deref() == Some("9")
    });
    check("3.1.0", "{exclusiveMinimum: 1.5, maximum: 9}", |k| number(&k.exclusive_minimum).as_deref() == Some("1.5"));
    check("3.0.3", "{example: 1}", |k| k.examples == [json!(1)]);
    check("3.1.0", "{examples: [1, 2], example: 3}", |k| k.examples == [json!(1), json!(2), json!(3)]);
    check("3.1.0", "{example: null}", |k| k.examples == [Value::Null]);
    check("3.1.0", "{const: null, default: null}", |k| {
        k.const_value == Some(Value::Null) && k.default == Some(Value::Null)
    });
    check("3.1.0", "{dependencies: {a: [b], c: {type: object}}}", |k| {
        k.dependent_required["a"] == ["b"] && k.dependent_schemas.contains_key("c")
    });
    check_with("3.0.3", "{items: [{}, {}], additionalItems: false}", "read as `prefixItems`", |k| {
        k.prefix_items.len() == 2 && k.items.is_some()
    });
    check("3.1.0", "{enum: [1, 2], x-enum-varnames: [One, Two], x-enumDescriptions: {'1': first}}", |k| {
        let note = |name: &str, description: Option<&str>| EnumNote {
            name: Some(name.to_owned()),
            description: description.map(str::to_owned),
            deprecated: None,
        };
        k.enum_notes == [note("One", Some("first")), note("Two", None)]
    });
}

#[test]
fn reads_types() {
    use SimpleType::{Integer, Null, String};
    check("3.1.0", "{type: [string, 'null']}", |k| k.types == Some(vec![String, Null]));
    check("3.1.0", "{type: string}", |k| k.types == Some(vec![String]));
    check("3.1.0", "{}", |k| k.types.is_none());
    check_with("3.1.0", "{type: [integer, null]}", "the type `null` must be a string", |k| {
        k.types == Some(vec![Integer, Null])
    });
    check_with("3.0.3", "{type: [string, integer]}", "OpenAPI 3.0 does not support a list", |k| {
        k.types == Some(vec![String, Integer])
    });
    check_with("3.1.0", "{type: []}", "is an empty list", |k| k.types.is_none());
    check_with(
        "3.1.0",
        "{type: int}",
        "OA0206 1:86 `int` is not a type of JSON Schema; it is read as `integer` | write",
        |k| k.types == Some(vec![Integer]),
    );
    check_with("3.1.0", "{type: any}", "OA0204 1:86 `any` is not a type of JSON Schema | write no `type`", |k| {
        k.types.is_none()
    });
    check_with("3.1.0", "{type: strng}", "did you mean `string`?", |k| k.types.is_none());
    check_with("3.1.0", "{type: 5}", "a type must be a string, but it is a number", |k| k.types.is_none());
}

#[test]
fn reads_schemas_with_invalid_keywords() {
    check_with("3.0.3", "{type: string, required: true}", "OA0103", |k| k.required.is_empty());
    check("3.0.3", "{type: string, required: false}", |k| k.required.is_empty());
    check_with("3.0.3", "{required: name}", "a list of property names", |k| k.required.is_empty());
    check_with("3.0.3", "{minLength: -1}", "a non-negative integer", |k| k.min_length.is_none());
    check("3.0.3", "{minLength: 1.0, maxLength: '5'}", |k| k.min_length == Some(1) && k.max_length == Some(5));
    check_with("3.0.3", "{maxLength: 99999999999999999999999}", "a non-negative integer", |k| k.max_length.is_none());
    for step in ["0", "-2", "0.0", "1.0e-400"] {
        check_with("3.1.0", &format!("{{multipleOf: {step}}}"), "a number above zero", |k| k.multiple_of.is_none());
    }
    check_with("3.0.3", "{minimum: '5'}", "read as 5", |k| k.minimum == Some(5.into()));
    check_with("3.0.3", "{minimum: {}}", "a number", |k| k.minimum.is_none());
    check_with("3.0.3", "{properties: []}", "an object of schemas", |k| k.properties.is_empty());
    check_with("3.0.3", "{properties: x}", "OA0102", |k| k.properties.is_empty());
    check_with("3.0.3", "{allOf: {}}", "a list with one item", |k| k.all_of.len() == 1);
    check_with("3.0.3", "{allOf: x}", "OA0102", |k| k.all_of.is_empty());
    check_with("3.0.3", "{anyOf: []}", "is empty", |k| k.any_of.is_empty());
    check_with("3.0.3", "{enum: []}", "is an empty list", |k| k.enum_values.is_none());
    check_with("3.0.3", "{enum: a}", "a list of values", |k| k.enum_values.is_none());
    check_with("3.0.3", "{uniqueItems: 'true'}", "read as true", |k| k.unique_items);
    check_with(
        "3.0.3",
        "{type: integer, default: []}",
        "does not match the schema's type; the documentation shows it nevertheless",
        |k| k.default.is_some(),
    );
    check_with("3.0.3", "{properties: {a: }}", "allows every value", |k| k.properties.len() == 1);
    check_with("3.0.3", "{additionalProperties: 'false'}", "read as false", |k| k.additional_properties.is_some());
    check_with("3.0.3", "{type: ''}", "`type` is empty", |k| k.types.is_none());
    check_with("3.0.3", "{properties: {a: text}}", "OA0102", |k| k.properties.len() == 1);
    check_with("3.0.3", "{discriminator: {}}", "requires `propertyName`", |k| k.discriminator.is_none());
    check("3.0.3", "{discriminator: kind}", |k| k.discriminator.as_ref().is_some_and(|d| d.property == "kind"));
    check("3.0.3", "{description: null, properties: null, xml: {name: a}}", |k| k.extensions.contains_key("xml"));
}

#[test]
fn reads_discriminators() {
    let mapping = "{discriminator: {propertyName: k, mapping: {b: B, c: '#/components/schemas/B'}, defaultMapping: A}}";
    check("3.2.0", mapping, |k| {
        let found = k.discriminator.as_ref().unwrap();
        found.mapping == [("b".to_owned(), SchemaId(1)), ("c".to_owned(), SchemaId(1))]
            && found.default_mapping == Some(SchemaId(0))
    });
    check_with(
        "3.0.3",
        "{discriminator: {propertyName: k, mapping: {b: Bb}}}",
        "did you mean `#/components/schemas/B`?",
        |k| k.discriminator.as_ref().is_some_and(|d| d.mapping.is_empty()),
    );
}

/// Checks the location of the target of each component's `$ref`.
fn check_refs(text: &str, expect: &[(&str, &str)]) {
    let document = read_valid(text);
    for (name, target) in expect {
        let SchemaKind::Keywords(keywords) = &document.schema(document.components[*name]).kind else {
            panic!("{name}")
        };
        let found = keywords.reference.or(keywords.dynamic_reference).unwrap();
        assert_eq!(document.schema(found).place.pointer.as_str(), *target, "{name}");
    }
}

#[test]
fn resolves_references() {
    let text = "
openapi: 3.1.0
info: {title: t, version: v}
paths:
  /a/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: d, content: {application/json: {schema: {type: object, properties: {x: {}}}}}}}
components:
  schemas:
    Own: {$ref: '#/components/schemas/Own%2Dspace'}
    Own-space: {type: string}
    Property: {$ref: '#/components/schemas/Object/properties/a~1b'}
    Object: {type: object, properties: {a/b: {type: string}}, $defs: {D: {$anchor: here, type: string}}}
    Path: {$ref: '#/paths/~1a~1%7Bid%7D/get/responses/200/content/application~1json/schema/properties/x'}
    Parameter: {$ref: '#/paths/~1a~1{id}/get/parameters/0/schema'}
    Defs: {$ref: '#/components/schemas/Object/$defs/D'}
    Anchor: {$ref: '#here'}
    Through: {$ref: '#/components/schemas/Alias/properties/a~1b'}
    Alias: {$ref: '#/components/schemas/Object'}
    Whole: {$dynamicRef: '#node'}
    Tree: {$dynamicAnchor: node, type: object}
";
    check_refs(
        text,
        &[
            ("Own", "/components/schemas/Own-space"),
            ("Property", "/components/schemas/Object/properties/a~1b"),
            ("Path", "/paths/~1a~1{id}/get/responses/200/content/application~1json/schema/properties/x"),
            ("Parameter", "/paths/~1a~1{id}/get/parameters/0/schema"),
            ("Defs", "/components/schemas/Object/$defs/D"),
            ("Anchor", "/components/schemas/Object/$defs/D"),
            ("Through", "/components/schemas/Object/properties/a~1b"),
            ("Whole", "/components/schemas/Tree"),
        ],
    );
}

#[test]
fn resolves_references_by_id() {
    let text = "
openapi: 3.1.0
info: {title: t, version: v}
components:
  schemas:
    Pet: {$id: 'https://example.com/schemas/pet', type: object, $defs: {tag: {$anchor: tag, type: string}}}
    Absolute: {$ref: 'https://example.com/schemas/pet'}
    Anchored: {$ref: 'https://example.com/schemas/pet#tag'}
    Relative: {$id: 'https://example.com/schemas/other', $ref: pet#/$defs/tag}
    Context: {$id: 'https://example.com/inside', $ref: '#/$defs/x', $defs: {x: {}}}
    Outside: {$id: 'https://example.com/outside', $ref: '#/components/schemas/Pet'}
";
    check_refs(
        text,
        &[
            ("Absolute", "/components/schemas/Pet"),
            ("Anchored", "/components/schemas/Pet/$defs/tag"),
            ("Relative", "/components/schemas/Pet/$defs/tag"),
            ("Context", "/components/schemas/Context/$defs/x"),
            ("Outside", "/components/schemas/Pet"),
        ],
    );
}

#[test]
fn names_components_and_shares_schemas() {
    let document = read_valid(
        "{openapi: 3.1.0, info: {title: t, version: v}, components: {schemas: {A: {items: {$ref: '#/components/schemas/B'}}, B: {}, C: {items: true}}}}",
    );
    let names: Vec<_> = (0..document.schemas.len()).map(|index| document.component_name(SchemaId(index))).collect();
    assert_eq!(names, [Some("A"), Some("B"), Some("C"), None, None]);
    assert!(document.schemas.iter().any(|schema| matches!(schema.kind, SchemaKind::Bool(true))));
}
