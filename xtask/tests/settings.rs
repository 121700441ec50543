//! Tests the output (`tests/golden/settings`) of `cargo xtask regen` for mistakes in `specs/oasmith.toml`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod workspace;

use harness::golden;
use workspace::{SPEC, Workspace};

/// Checks the output of `regen` with more lines in the API's table.
#[track_caller]
fn check(name: &str, lines: &str) {
    let workspace = Workspace::fresh(&format!("settings-{name}"));
    let settings = workspace.read("specs/oasmith.toml");
    workspace.write("specs/oasmith.toml", &format!("{settings}{lines}\n"));
    let before = workspace.times();
    let (code, text) = workspace.run(&["regen"]);
    assert_eq!(code, 1, "{text}");
    golden::check(&format!("settings/{name}.txt"), &text);
    assert_eq!(workspace.times(), before, "no files must be written");
}

#[test]
fn a_wrong_value_is_shown_with_the_allowed_ones() {
    check("wrong-value", "unknown_members = \"drop\"");
}

#[test]
fn a_misspelled_key_is_shown_with_the_right_one() {
    check("misspelled-key", "overlay = [\"a.yaml\"]");
}

#[test]
fn a_setting_that_matches_nothing_is_shown_in_the_settings() {
    check(
        "no-match",
        "include = { tags = [\"orders\"] }\nsealed = [\"Kind\"]\n[api.shop.rename.operations]\nlistOrders = \"orders\"",
    );
}

#[test]
fn the_first_line_of_the_settings_does_not_get_lost() {
    let workspace = Workspace::fresh("settings-schema-comment");
    let comment = "#:schema ../codegen/oasmith.schema.json\n";
    workspace.write("specs/oasmith.toml", &format!("{comment}{}", workspace.read("specs/oasmith.toml")));
    workspace.write("shop.yaml", SPEC);
    assert_eq!(workspace.run(&["add", "shop", "shop.yaml"]).0, 0);
    assert!(workspace.read("specs/oasmith.toml").starts_with(comment));
}
