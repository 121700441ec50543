//! Checks the compiler's messages for mistakes that the types of the runtime prevent.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::collections::BTreeMap;
use std::fs;

use harness::program::{Program, target_next_to_test};
use tests::files::data;

/// Compiles code and checks that the compiler's messages contain the expected texts.
#[track_caller]
fn check(code: &str, expect: &[&str]) {
    let target = target_next_to_test("compile_errors").unwrap();
    let program = Program { folder: target.join("package"), target, package: "mistakes" };
    let runtime = data("../codegen/runtime").canonicalize().unwrap();
    let manifest = format!(
        "[package]\nname = 'mistakes'\nedition = '2024'\n\n[workspace]\n\n[dependencies]\noasmith-runtime = {{ path = '{}' }}\n",
        runtime.display()
    );
    let main = format!("#![allow(unused)]\nuse oasmith_runtime::Patch;\n\nfn main() {{\n{code}\n}}\n");
    let files = [
        ("Cargo.toml", manifest),
        ("src/main.rs", main),
        ("Cargo.lock", fs::read_to_string(data("../Cargo.lock")).unwrap()),
    ];
    program.write(&files.map(|(path, text)| (path.to_owned(), text)).into_iter().collect::<BTreeMap<_, _>>()).unwrap();
    let message = program.build(&["--offline"]).expect_err("the code has mistakes");
    for line in expect {
        assert!(message.contains(line), "`{line}` is missing in:\n{message}");
    }
}

/// The `None` of an option could mean absent or null, so the compiler says what to write.
#[test]
fn an_option_does_not_convert_into_a_patch() {
    check(
        "    let name: Option<String> = None;
    let into: Patch<String> = name.clone().into();
    let from: Patch<String> = Patch::from(name.clone());
    let borrowed: Patch<String> = name.as_deref().into();
    let none: Patch<i64> = None.into();",
        &[
            "error: could not compile `mistakes` (bin \"mistakes\") due to 4 previous errors",
            "error[E0277]: an `Option` does not convert into a `Patch`, because its `None` could mean absent or null",
            "--> src/main.rs:6:44",
            "--> src/main.rs:7:31",
            "--> src/main.rs:8:51",
            "--> src/main.rs:9:33",
            "write `Patch::or_absent(option)` or `Patch::or_null(option)`",
            "note: `Patch::or_absent(option)` leaves out the member if the option is `None`, so that the server keeps its value",
            "note: `Patch::or_null(option)` sends null if the option is `None`, so that the server clears its value",
        ],
    );
}
