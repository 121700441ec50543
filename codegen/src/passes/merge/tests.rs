//! Merged types, checked by the aliases in the output.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::names::NamesLock;
use crate::settings::{ApiSettings, Settings};
use crate::source::MapLoader;
use crate::{Layout, Outcome, Request, generate};

/// Generates an API from components, or from a document that starts with `paths:`. The lock contains the names of an earlier run.
fn outcome(document: &str, settings: &ApiSettings, lock: &NamesLock) -> Outcome {
    let head = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n";
    let text = if document.starts_with("paths:") {
        format!("{head}{document}")
    } else {
        document.lines().fold(format!("{head}paths: {{}}\ncomponents:\n  schemas:\n"), |mut text, line| {
            let _ = writeln!(text, "    {line}");
            text
        })
    };
    let loader = MapLoader::new([("api.yaml", text.as_str())]);
    let layout = Layout::Module;
    generate(&Request { name: "t", settings, loader: &loader, names_lock: lock, layout: &layout, keep_going: false })
}

/// Returns the aliases in the output: `Alias = Definition`.
#[track_caller]
fn aliases(outcome: &Outcome) -> Vec<String> {
    let plan = outcome.plan.as_ref().expect("the document has no errors");
    let models = plan.files.iter().filter(|(path, _)| path.contains("/models/"));
    let lines = models.flat_map(|(_, text)| text.lines());
    let aliases = lines.filter_map(|line| line.strip_prefix("pub type ")?.strip_suffix(';'));
    let mut aliases: Vec<String> = aliases.map(str::to_owned).collect();
    aliases.sort_unstable();
    aliases
}

#[track_caller]
fn check(schemas: &str, expect: &[&str]) {
    let outcome = outcome(schemas, &ApiSettings::of_file("api.yaml"), &NamesLock::default());
    assert_eq!(aliases(&outcome), expect, "{schemas}");
}

#[test]
fn equal_inline_types_have_one_definition() {
    check(
        "A: { properties: { order: { enum: [asc, desc] } } }
B: { properties: { order: { enum: [asc, desc] } } }",
        &["AOrder = Order", "BOrder = Order"],
    );
    // A place with the name of the definition needs no alias.
    check(
        "Refund: { properties: { status: { enum: [open, done] } } }
ListedRefund: { properties: { status: { enum: [open, done] } } }",
        &["ListedRefundStatus = RefundStatus"],
    );
    // If the names have no words in common, the content of the type becomes its name.
    check(
        "A: { properties: { order: { enum: [asc, desc] } } }
B: { properties: { sort: { enum: [asc, desc] } } }",
        &["AOrder = AscDesc", "BSort = AscDesc"],
    );
    // `Type` alone is not a suitable name.
    check(
        "A: { properties: { type: { enum: [card, bank] } } }
B: { properties: { type: { enum: [card, bank] } } }",
        &["AType = CardBankType", "BType = CardBankType"],
    );
    // A common title takes precedence.
    check(
        "A: { properties: { x: { title: Sort direction, enum: [asc, desc] } } }
B: { properties: { y: { title: Sort direction, enum: [asc, desc] } } }",
        &["AX = SortDirection", "BY = SortDirection"],
    );
    // Nested types are merged first.
    check(
        "Long: { properties: { at: { properties: { zone: { enum: [a, b] }, x: { type: number } } } } }
Go: { properties: { at: { properties: { zone: { enum: [a, b] }, x: { type: number } } } } }",
        &["GoAt = At", "GoAtZone = AtZone", "LongAt = At", "LongAtZone = AtZone"],
    );
    // The descriptions of the places may differ.
    check(
        "A: { properties: { size: { description: one, enum: [a] } } }
Bb: { properties: { size: { description: another, enum: [a] } } }",
        &["ASize = Size", "BbSize = Size"],
    );
    // Unions are equal if their branches are.
    check(
        "A: { properties: { at: { anyOf: [{ type: integer }, { enum: [''] }] } } }
Bb: { properties: { at: { anyOf: [{ type: integer }, { enum: [''] }] } } }",
        &["AAt = At", "AAtEmpty = AtEmpty", "BbAt = At", "BbAtEmpty = AtEmpty"],
    );
    // `not` needs the full rules of only one of the types.
    check(
        "A: { properties: { size: { enum: [a, b] } } }
Bb: { properties: { size: { enum: [a, b] } }, not: { required: [size], properties: { size: { enum: [b] } } } }",
        &["ASize = Size", "BbSize = Size"],
    );
    // An item of an array is equal to a single value.
    check(
        "A: { properties: { lines: { items: { properties: { n: { type: integer } } } } } }
Bb: { properties: { line: { properties: { n: { type: integer } } } } }",
        &["ALine = Line", "BbLine = Line"],
    );
}

#[test]
fn types_with_any_difference_are_not_merged() {
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
fn two_definitions_never_have_the_same_name() {
    check(
        "A: { properties: { status: { enum: [on, off] } } }
B: { properties: { status: { enum: [on, off] } } }
C: { properties: { status: { enum: [open, closed] } } }
D: { properties: { status: { enum: [open, closed] } } }",
        &["AStatus = OnOffStatus", "BStatus = OnOffStatus", "CStatus = OpenClosedStatus", "DStatus = OpenClosedStatus"],
    );
    // A component takes precedence.
    check(
        "A: { properties: { status: { enum: [on, off] } } }
B: { properties: { status: { enum: [on, off] } } }
Status: { enum: [x] }",
        &["AStatus = OnOffStatus", "BStatus = OnOffStatus"],
    );
}

#[test]
fn components_are_not_merged() {
    check("A: { enum: [a, b] }\nB: { enum: [a, b] }", &[]);
    check("A: { enum: [a, b] }\nB: { properties: { x: { enum: [a, b] } } }", &[]);
}

#[test]
fn a_merged_definition_has_its_own_file() {
    let schemas = "A: { properties: { size: { enum: [a] } } }\nBb: { properties: { size: { enum: [a] } } }";
    let outcome = outcome(schemas, &ApiSettings::of_file("api.yaml"), &NamesLock::default());
    let plan = outcome.plan.expect("the document has no errors");
    assert!(plan.files["src/t/models/size.rs"].contains("pub enum Size {"), "{:?}", plan.files.keys());
    assert!(plan.files["src/t/models/bb.rs"].contains("pub type BbSize = Size;"));
}

/// Types are not merged if the settings give different names to their members: their code would differ.
#[test]
fn types_with_differently_renamed_members_are_not_merged() {
    let schemas =
        "A: { properties: { at: { properties: { n: {} } } } }\nBb: { properties: { at: { properties: { n: {} } } } }";
    let check = |members: &str, expect: &[&str]| {
        let settings = format!("[api.t]\nfile = 'api.yaml'\n[api.t.rename.members]\n{members}");
        let settings = Settings::parse(&settings).expect("the settings are read").apis.remove("t").expect("an API");
        assert_eq!(aliases(&outcome(schemas, &settings, &NamesLock::default())), expect, "{members}");
    };
    check("'A.at.n' = 'number'", &[]);
    check("'A.at.n' = 'number'\n'Bb.at.n' = 'count'", &[]);
    check("'A.at.n' = 'number'\n'Bb.at.n' = 'number'", &["AAt = At", "BbAt = At"]);
}

/// Generates several versions of a document, each with the lock of the previous one, and checks the aliases of each.
#[track_caller]
fn check_versions(versions: &[(&str, &[&str])]) {
    let mut lock = NamesLock::default();
    for (schemas, expect) in versions {
        let outcome = outcome(schemas, &ApiSettings::of_file("api.yaml"), &lock);
        assert_eq!(aliases(&outcome), *expect, "{schemas}");
        let next = outcome.names_lock.expect("a lock");
        lock = NamesLock::parse(&next.to_string()).expect("a lock reads what it writes");
        assert_eq!(lock, next);
    }
}

const A: &str = "A: { properties: { order: { enum: [asc, desc] } } }\n";
const B: &str = "B: { properties: { order: { enum: [asc, desc] } } }\n";
const C: &str = "C: { properties: { sort: { enum: [asc, desc] } } }\n";
const B_MORE: &str = "B: { properties: { order: { enum: [asc, desc, any] } } }\n";
const D: &str = "D: { properties: { order: { enum: [asc, desc] } } }\n";
const D_MORE: &str = "D: { properties: { order: { enum: [asc, desc, any] } } }\n";

#[test]
fn a_new_place_joins_the_definition() {
    check_versions(&[
        (&[A, B].concat(), &["AOrder = Order", "BOrder = Order"]),
        (&[A, B, C].concat(), &["AOrder = Order", "BOrder = Order", "CSort = Order"]),
    ]);
    // A place that had a different type joins, too.
    check_versions(&[
        (&[A, B, D_MORE].concat(), &["AOrder = Order", "BOrder = Order"]),
        (&[A, B, D].concat(), &["AOrder = Order", "BOrder = Order", "DOrder = Order"]),
    ]);
}

#[test]
fn a_place_that_changes_leaves_the_definition() {
    check_versions(&[
        (&[A, B, D].concat(), &["AOrder = Order", "BOrder = Order", "DOrder = Order"]),
        (&[A, B_MORE, D].concat(), &["AOrder = Order", "DOrder = Order"]),
        // The last place keeps the name.
        (&[A, B_MORE, D_MORE].concat(), &["AOrder = Order", "BOrder = AscDescAnyOrder", "DOrder = AscDescAnyOrder"]),
        (A, &["AOrder = Order"]),
        (&[A, B].concat(), &["AOrder = Order", "BOrder = Order"]),
    ]);
    // If most places change in the same way, they keep the name.
    check_versions(&[
        (&[A, B, D].concat(), &["AOrder = Order", "BOrder = Order", "DOrder = Order"]),
        (&[A, B_MORE, D_MORE].concat(), &["BOrder = Order", "DOrder = Order"]),
    ]);
}

#[test]
fn definitions_that_become_equal_stay_separate() {
    let both = ["AOrder = Order", "BOrder = AscDescAnyOrder", "COrder = Order", "DOrder = AscDescAnyOrder"];
    let a = |name: &str, values: &str| format!("{name}: {{ properties: {{ order: {{ enum: [{values}] }} }} }}\n");
    let one = [a("A", "asc, desc"), a("C", "asc, desc")].concat();
    let two = [one.clone(), a("B", "asc, desc, any"), a("D", "asc, desc, any")].concat();
    let equal = [one.clone(), a("B", "asc, desc"), a("D", "asc, desc")].concat();
    check_versions(&[(&one, &["AOrder = Order", "COrder = Order"]), (&two, &both), (&equal, &both)]);
    // So do types that contain them.
    let container = |name: &str, values: &str| {
        format!("{name}: {{ properties: {{ at: {{ properties: {{ zone: {{ enum: [{values}] }} }} }} }} }}\n")
    };
    let one = [container("A", "a, b"), container("C", "a, b")].concat();
    let two = [one.clone(), container("B", "a, b, c"), container("D", "a, b, c")].concat();
    let equal = [one.clone(), container("B", "a, b"), container("D", "a, b")].concat();
    let both = [
        "AAt = At",
        "AAtZone = AtZone",
        "BAt = ZoneAt",
        "BAtZone = ABCAtZone",
        "CAt = At",
        "CAtZone = AtZone",
        "DAt = ZoneAt",
        "DAtZone = ABCAtZone",
    ];
    check_versions(&[(&one, &[both[0], both[1], both[4], both[5]]), (&two, &both), (&equal, &both)]);
}

#[test]
fn a_new_component_takes_precedence_over_a_merged_name() {
    let component = "Order: { enum: [x] }\n";
    check_versions(&[
        (&[A, B].concat(), &["AOrder = Order", "BOrder = Order"]),
        (&[A, B, component].concat(), &["AOrder = AscDescOrder", "BOrder = AscDescOrder"]),
    ]);
}

#[test]
fn fields_keep_their_names_when_places_join_and_leave() {
    let schemas = "A: { properties: { at: { properties: { fooBar: {}, foo_bar: {} } } } }\n";
    let other = "B: { properties: { at: { properties: { fooBar: {}, foo_bar: {} } } } }\n";
    let changed = "B: { properties: { at: { properties: { fooBar: {}, foo_bar: {}, n: {} } } } }\n";
    let mut lock = NamesLock::parse("field A.at.fooBar = foo_camel\n").expect("a lock");
    let mut fields: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (version, schemas) in
        [schemas.to_owned(), [schemas, other].concat(), [schemas, changed].concat()].iter().enumerate()
    {
        let outcome = outcome(schemas, &ApiSettings::of_file("api.yaml"), &lock);
        let plan = outcome.plan.expect("the document has no errors");
        let lines = plan.files.values().flat_map(|text| text.lines());
        fields
            .entry(version)
            .or_default()
            .extend(lines.filter(|line| line.contains("pub foo_camel:")).map(str::to_owned));
        lock = outcome.names_lock.expect("a lock");
    }
    assert_eq!(fields.values().map(Vec::len).collect::<Vec<_>>(), [1, 1, 2], "{fields:?}");
}
