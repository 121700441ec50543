//! What is shared, as the output shows it.

use std::fmt::Write;

use crate::names::NamesLock;
use crate::settings::ApiSettings;
use crate::source::MapLoader;
use crate::{Layout, Plan, Request, generate};

fn plan(schemas: &str) -> Plan {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n{}",
        schemas.lines().fold(String::new(), |mut text, line| {
            let _ = writeln!(text, "    {line}");
            text
        })
    );
    let loader = MapLoader::new([("api.yaml", text.as_str())]);
    let outcome = generate(&Request {
        name: "t",
        settings: &ApiSettings::of_file("api.yaml"),
        loader: &loader,
        names_lock: &NamesLock::default(),
        layout: &Layout::Module,
        keep_going: false,
    });
    outcome.plan.expect("the document has no errors")
}

/// The aliases of inline types that a document leads to: `Alias = Definition`.
#[track_caller]
fn check(schemas: &str, expect: &[&str]) {
    let plan = plan(schemas);
    let mut aliases: Vec<&str> = plan
        .files
        .values()
        .flat_map(|text| text.lines())
        .filter_map(|line| line.strip_prefix("pub type ")?.strip_suffix(';'))
        .collect();
    aliases.sort_unstable();
    assert_eq!(aliases, expect, "{schemas}");
}

#[test]
fn what_is_the_same_is_one_type() {
    check(
        "A: { properties: { order: { enum: [asc, desc] } } }
B: { properties: { sort: { enum: [asc, desc] } } }",
        &["AOrder = BSort"],
    );
    // With all that is in it, innermost first.
    check(
        "Long: { properties: { at: { properties: { zone: { enum: [a, b] }, x: { type: number } } } } }
Go: { properties: { at: { properties: { zone: { enum: [a, b] }, x: { type: number } } } } }",
        &["LongAt = GoAt", "LongAtZone = GoAtZone"],
    );
    // What is said of the place is said there.
    check(
        "A: { properties: { x: { description: one, enum: [a] } } }
Bb: { properties: { x: { description: another, enum: [a] } } }",
        &["BbX = AX"],
    );
    // Unions, once their branches are the same.
    check(
        "A: { properties: { x: { anyOf: [{ type: integer }, { enum: [''] }] } } }
Bb: { properties: { x: { anyOf: [{ type: integer }, { enum: [''] }] } } }",
        &["BbX = AX", "BbXEmpty = AxEmpty"],
    );
    // One may be asked for its whole.
    check(
        "A: { properties: { x: { enum: [a, b] } } }
Bb: { properties: { x: { enum: [a, b] } }, not: { required: [x], properties: { x: { enum: [b] } } } }",
        &["BbX = AX"],
    );
}

#[test]
fn what_differs_is_not() {
    let differ = |left: &str, right: &str| {
        check(&format!("A: {{ properties: {{ x: {left} }} }}\nBb: {{ properties: {{ x: {right} }} }}"), &[]);
    };
    differ("{ enum: [a, b] }", "{ enum: [b, a] }");
    differ("{ enum: [a, b] }", "{ enum: [a, b, c] }");
    differ("{ const: a }", "{ enum: [a] }");
    differ("{ enum: [a] }", "{ enum: [a], deprecated: true }");
    differ("{ enum: [a], x-enum-varnames: [One] }", "{ enum: [a], x-enum-varnames: [Other] }");
    differ("{ enum: [a], x-enum-descriptions: [One] }", "{ enum: [a], x-enum-descriptions: [Other] }");
    differ("{ properties: { n: { type: integer } } }", "{ properties: { n: { type: number } } }");
    differ("{ properties: { n: { type: integer } } }", "{ properties: { n: { type: integer, description: n } } }");
    differ("{ properties: { n: { type: integer } } }", "{ properties: { n: { type: integer, maximum: 3 } } }");
    differ("{ properties: { n: { type: integer } } }", "{ properties: { n: { type: integer } }, required: [n] }");
    differ("{ properties: { n: { type: integer } } }", "{ properties: { n: { type: integer, readOnly: true } } }");
    differ("{ properties: { n: {} } }", "{ properties: { n: {} }, additionalProperties: {} }");
    differ("{ properties: { n: {} } }", "{ properties: { n: {} }, additionalProperties: false }");
    differ("{ properties: { n: {} } }", "{ properties: { n: {} }, maxProperties: 1 }");
}

#[test]
fn components_stay_what_they_are() {
    check("A: { enum: [a, b] }\nB: { enum: [a, b] }", &[]);
    check("A: { enum: [a, b] }\nB: { properties: { x: { enum: [a, b] } } }", &[]);
}

#[test]
fn a_definition_stands_alone() {
    let plan = plan("A: { properties: { x: { enum: [a] } } }\nBb: { properties: { x: { enum: [a] } } }");
    assert!(plan.files["src/t/models/ax.rs"].contains("pub enum AX {"), "{:?}", plan.files.keys());
    assert!(plan.files["src/t/models/bb.rs"].contains("pub type BbX = AX;"));
}
