//! Tests of applying overlays.

use serde_json::{Value, json};

use super::apply;
use crate::diag::{Diagnostics, FileId};
use crate::source::{MapLoader, Source};

const SPEC: &str = "openapi: 3.1.0
info: {title: t, version: v}
tags: [{name: a}, {name: b}, {name: c}]
paths:
  /a:
    get: {tags: [x], deprecated: false}
    put: {x-internal: true}
  /b:
    get: {x-internal: true}
";

/// Applies an overlay. Returns the document, and the diagnostics as code, line, column and message.
fn applied(overlay: &str) -> (Source, Vec<String>) {
    let loader = MapLoader::new([("spec.yaml", SPEC), ("overlay.yaml", overlay)]);
    let mut diagnostics = Diagnostics::default();
    let mut source = Source::read("spec.yaml", &loader, &mut diagnostics).unwrap();
    apply(&mut source, "overlay.yaml", &loader, &mut diagnostics);
    let shown = diagnostics.iter().map(|diagnostic| {
        let at = diagnostic.located(&source).unwrap();
        format!("{} {}:{}:{} {}", diagnostic.code.id(), at.path, at.line, at.column, diagnostic.message)
    });
    let shown = shown.collect();
    (source, shown)
}

fn with_actions(actions: &str) -> String {
    format!("overlay: 1.0.0\ninfo: {{title: o, version: v}}\nactions:\n{actions}")
}

#[test]
fn actions_update_copy_and_remove_values() {
    let check = |actions: &str, pointer: &str, expect: Option<Value>| {
        let (source, problems) = applied(&with_actions(actions));
        assert_eq!(problems, Vec::<String>::new(), "{actions}");
        assert_eq!(source.root(FileId(0)).unwrap().pointer(pointer), expect.as_ref(), "{actions}");
    };
    check(
        "- {target: $.info, update: {title: new, x-a: 1}}",
        "/info",
        Some(json!({ "title": "new", "version": "v", "x-a": 1 })),
    );
    check("- {target: $, update: {servers: [{url: /}]}}", "/servers/0/url", Some(json!("/")));
    check("- {target: \"$.paths['/a'].get\", update: {tags: [y]}}", "/paths/~1a/get/tags", Some(json!(["x", "y"])));
    check("- {target: $.tags, update: {name: d}}", "/tags/3/name", Some(json!("d")));
    check("- {target: '$.paths.*.get', update: {operationId: id}}", "/paths/~1b/get/operationId", Some(json!("id")));
    check("- {target: '$.info.title', update: other}", "/info/title", Some(json!("other")));
    check("- {target: \"$.paths.*[?@['x-internal'] == true]\", remove: true}", "/paths/~1a/put", None);
    check("- {target: '$.tags..name', remove: true}", "/tags", Some(json!([{}, {}, {}])));
    check(
        "- {target: $, update: {x: [[1, 2], 3, [4, 3, 5]]}}\n- {target: '$.x..[?length(@) == 2 || @ == 3]', remove: true}",
        "/x",
        Some(json!([[4, 5]])),
    );
    check("- {target: '$.tags[0,1]', remove: true}", "/tags", Some(json!([{ "name": "c" }])));
    check("- {target: '$.tags[?@.name == \"b\"]', remove: true}", "/tags/1/name", Some(json!("c")));
    check(
        "- {target: \"$.paths['/b'].get\", copy: \"$.paths['/a'].get\"}",
        "/paths/~1b/get/deprecated",
        Some(json!(false)),
    );
    check(
        "- {target: $.info, update: {x-a: 1}}\n- {target: '$.info[\"x-a\"]', update: 2}",
        "/info/x-a",
        Some(json!(2)),
    );
}

#[test]
fn reports_actions_that_cannot_be_applied() {
    let check = |overlay: &str, expect: &[&str]| assert_eq!(applied(overlay).1, expect, "{overlay}");
    check(
        &with_actions("- {target: '$.paths[\"/c\"]', remove: true}\n- {target: $.nothing, update: {}}"),
        &[
            "OA0401 overlay.yaml:4:4 `$.paths[\"/c\"]` matches nothing in the document",
            "OA0401 overlay.yaml:5:4 `$.nothing` matches nothing in the document",
        ],
    );
    check(&with_actions("- {update: {}}"), &["OA0402 overlay.yaml:4:3 an overlay action requires a `target`"]);
    check(&with_actions("- {target: $.info}"), &["OA0402 overlay.yaml:4:3 the overlay action has no effect"]);
    check(
        &with_actions("- {target: $, remove: true}"),
        &["OA0402 overlay.yaml:4:3 an overlay cannot remove the whole document"],
    );
    check("overlay: 2.0.0\nactions: []\n", &["OA0402 overlay.yaml:1:1 overlay version 2.0.0 is not supported"]);
    check("actions: []\n", &["OA0402 overlay.yaml:1:1 the file is not an overlay: it has no `overlay` version"]);
    check("overlay: 1.0.0\n", &["OA0402 overlay.yaml:1:1 an overlay requires a list of `actions`"]);
    let (_, problems) = applied(&with_actions("- {target: '$..[', remove: true}"));
    assert!(
        problems.len() == 1 && problems[0].starts_with("OA0402 overlay.yaml:4:4 `$..[` is not a JSONPath"),
        "{problems:?}"
    );
}

#[test]
fn values_keep_their_source_locations() {
    let (source, _) = applied(&with_actions(
        "- {target: '$.tags[0]', remove: true}\n- target: $.info\n  update: {x-a: {b: 1}, title: new}\n- {target: '$.tags[0]', remove: true}",
    ));
    let check = |pointer: &str, expect: (&str, usize, usize)| {
        let place =
            crate::diag::SourceLocation { file: FileId(0), pointer: crate::diag::Pointer::from_escaped(pointer) };
        let at = crate::diag::Locate::locate(&source, &place, crate::diag::Occurrence::Last).unwrap();
        assert_eq!((at.path.as_str(), at.line, at.column), expect, "{pointer}");
    };
    check("/tags/0/name", ("spec.yaml", 3, 31));
    check("/info/x-a/b", ("overlay.yaml", 6, 18));
    check("/info/title", ("overlay.yaml", 6, 25));
    check("/info/version", ("spec.yaml", 2, 18));
}

#[test]
fn overlays_that_grow_without_bound_are_refused() {
    let doubling: String =
        (0..64).map(|index| format!("- {{target: '$..*', update: {{k{index}: {{a: 1}}}}}}\n")).collect();
    let (_, problems) = applied(&with_actions(&doubling));
    assert!(
        problems.first().is_some_and(|first| first.starts_with("OA0402") && first.contains("too large")),
        "{problems:?}"
    );
    let deep = format!("- {{target: '${}', remove: true}}\n", "[?@".repeat(10_000));
    let (_, problems) = applied(&with_actions(&deep));
    assert_eq!(problems, ["OA0402 overlay.yaml:4:4 the JSONPath has more than 32 nested brackets"]);
}
