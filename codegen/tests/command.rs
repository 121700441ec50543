//! Tests of the `oasmith` command: written files, printed text and exit codes.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod folder;

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use folder::{Folder, run};
use harness::session::Session;

const SPEC: &str = "\
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /items/{id}:
    get:
      operationId: getItem
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: The item
          content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
components:
  schemas:
    Item: {type: object, properties: {name: {type: string}}}
";

/// Creates a folder that contains `shop.yaml`.
fn with_spec(name: &str) -> Folder {
    let folder = Folder::new(&format!("command-{name}"));
    fs::write(folder.0.join("shop.yaml"), SPEC).unwrap();
    folder
}

#[test]
fn writes_a_crate_and_checks_it() {
    let folder = with_spec("crate");
    let (code, text) = run(&folder.0, &["generate", "shop.yaml", "-o", "shop", "--name", "my-shop"]);
    assert_eq!(code, 0, "{text}");
    let created = text.strip_prefix("Created ").and_then(|text| text.strip_suffix(" files in `shop/`\n"));
    assert!(created.is_some_and(|count| count.parse::<usize>().is_ok()), "{text}");
    let root = folder.0.join("shop");
    assert!(fs::read_to_string(root.join("Cargo.toml")).unwrap().contains("name = \"my-shop\""));
    for file in ["src/lib.rs", "src/models/item.rs", "src/runtime/mod.rs", "coverage.json"] {
        assert!(root.join(file).is_file(), "{file}");
    }
    let check = ["generate", "shop.yaml", "-o", "shop", "--name", "my-shop", "--check"];
    assert_eq!(run(&folder.0, &check), (0, "`shop/` is up to date with `shop.yaml`\n".to_owned()));
    fs::write(folder.0.join("shop.yaml"), SPEC.replace("name: {", "title: {")).unwrap();
    let (code, text) = run(&folder.0, &check);
    assert_eq!(code, 4, "{text}");
    assert!(text.contains("models::Item.title"), "{text}");
}

#[test]
fn a_file_of_the_users_is_never_touched() {
    let folder = with_spec("users");
    let mine = folder.0.join("shop/src/lib.rs");
    fs::create_dir_all(mine.parent().unwrap()).unwrap();
    fs::write(&mine, "pub struct Mine;\n").unwrap();
    let (code, text) = run(&folder.0, &["generate", "shop.yaml", "-o", "shop"]);
    assert_eq!(code, 1, "{text}");
    assert_eq!(fs::read_to_string(mine).unwrap(), "pub struct Mine;\n");
    assert!(!folder.0.join("shop/Cargo.toml").exists(), "nothing is written");
}

#[test]
fn problems_are_shown_with_their_place() {
    let folder = with_spec("problems");
    fs::write(folder.0.join("shop.yaml"), SPEC.replace("schemas/Item'", "schemas/Nothing'")).unwrap();
    let (code, text) = run(&folder.0, &["generate", "shop.yaml", "-o", "shop"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("OA0104") && text.contains("shop.yaml:12:"), "{text}");
    let last = "error: 1 problem in `shop.yaml`; no files were written to `shop`\n  = help: `--keep-going` generates the rest; \
                0 of 1 operations are left out, and 1 schema loses its type or a part of it\n";
    assert!(text.ends_with(&format!("\n1 problem\n{last}")), "{text}");
    assert!(!folder.0.join("shop").exists());
    let (code, text) = run(&folder.0, &["generate", "absent.yaml", "-o", "shop"]);
    assert_eq!(code, 1);
    assert!(text.contains("OA0001") && text.contains("absent.yaml"), "{text}");
}

#[test]
fn diagnostics_that_repeat_are_counted() {
    let folder = with_spec("repeats");
    let paths: String = (0..10).map(|n| format!("  /items/{{id{n}}}/parts:\n    get: {{}}\n")).collect();
    fs::write(folder.0.join("shop.yaml"), format!("openapi: 3.1.0\ninfo: {{title: t, version: v}}\npaths:\n{paths}"))
        .unwrap();
    let generate = |more: &[&str]| {
        let (code, text) = run(&folder.0, &[&["generate", "shop.yaml", "-o", "shop"], more].concat());
        assert_eq!(code, 0, "{text}");
        text
    };
    let text = generate(&[]);
    assert_eq!(text.matches("warning[OA0109]").count(), 3, "{text}");
    assert!(
        text.contains("\n…and 7 similar ones (OA0109)\n\n10 warnings\nTo show all diagnostics: --all-diagnostics\n"),
        "{text}"
    );
    let all = generate(&["--all-diagnostics"]);
    assert!(all.matches("warning[OA0109]").count() == 10 && !all.contains("similar ones"), "{all}");
    assert_eq!(generate(&["--format", "json"]).matches("\"OA0109\"").count(), 10);
}

#[test]
fn settings_are_checked_before_anything_is_generated() {
    let folder = with_spec("settings");
    let generate = |settings: &str| {
        fs::write(folder.0.join("oasmith.toml"), format!("[api.shop]\nfile = 'shop.yaml'\n{settings}\n")).unwrap();
        run(&folder.0, &["generate", "shop.yaml", "-o", "shop", "--settings", "oasmith.toml"])
    };
    let expect = "\
error: `api.shop.types.Item`: `rust_decimal::Decimal)` is not a Rust type
 --> oasmith.toml:3:18
  |
3 | types = { Item = \"rust_decimal::Decimal)\" }
  |                  ^^^^^^^^^^^^^^^^^^^^^^^^
  = help: write the path of a type, for example `rust_decimal::Decimal` or `chrono::DateTime<chrono::Utc>`
";
    let expect = expect.replace("\n --> ", "\n  --> ");
    let (code, text) = generate("types = { Item = \"rust_decimal::Decimal)\" }");
    assert_eq!((code, text), (1, expect));
    let (code, text) = generate("types = { Item = \"foo bar\" }");
    assert!(code == 1 && text.starts_with("error: `api.shop.types.Item`: `foo bar` is not a Rust type\n"), "{text}");
    assert!(!folder.0.join("shop").exists());
    let (code, text) =
        generate("types = { Item = \"std::num::Wrapping<[u8; 2]>\" }\nrename.types = { Item = 'Option' }");
    assert_eq!(code, 0, "{text}");
    let item = fs::read_to_string(folder.0.join("shop/src/models/option_model.rs")).unwrap();
    assert!(item.contains("pub type OptionModel = std::num::Wrapping<[u8; 2]>;"), "{item}");
}

#[test]
fn names_and_versions_of_options_are_checked() {
    let folder = with_spec("options");
    for (option, value, expect) in [
        ("--name", "two words", "error: --name: `two words` is not a valid package name\n  = help: use letters,"),
        ("--name", "", "error: --name: `` is not a valid package name\n"),
        ("--name", "a\"\nversion = \"1", "error: --name: `a\"\\nversion = \"1` is not"),
        (
            "--name",
            "crate",
            "error: --name: `crate` is reserved in Rust\n  = help: choose another name, for example `crate-api`",
        ),
        ("--package-version", "1", "error: --package-version: `1` is not a version:"),
        ("--package-version", "1.0.0\"", "error: --package-version: `1.0.0\"` is not a version:"),
    ] {
        let (code, text) = run(&folder.0, &["generate", "shop.yaml", "-o", "shop", option, value]);
        assert!(code == 2 && text.starts_with(expect), "{text}");
    }
    assert!(!folder.0.join("shop").exists());
}

#[test]
fn explains_every_code() {
    let folder = with_spec("explain");
    for code in oasmith::diag::Code::ALL {
        let (exit, text) = run(&folder.0, &["explain", code.id()]);
        assert!(exit == 0 && text.starts_with(code.id()) && text.lines().count() > 2, "{text}");
    }
    assert_eq!(run(&folder.0, &["explain"]).0, 0);
    assert_eq!(run(&folder.0, &["explain", "OA9999"]).0, 2);
}

#[test]
fn usage() {
    let folder = with_spec("usage");
    for arguments in
        [&["generate", "shop.yaml"][..], &["wrong"], &["generate", "shop.yaml", "-o", "x", "--format", "xml"]]
    {
        assert_eq!(run(&folder.0, arguments).0, 2, "{arguments:?}");
    }
    for arguments in [&[][..], &["--help"], &["--version"]] {
        assert_eq!(run(&folder.0, arguments).0, 0, "{arguments:?}");
    }
}

#[test]
fn a_reference_reads_only_files_below_the_root() {
    let folder = with_spec("root");
    let api = folder.0.join("tree/api");
    fs::create_dir_all(&api).unwrap();
    let item = "Item: {type: object, properties: {name: {type: string}}}";
    fs::write(api.join("shop.yaml"), SPEC.replace(item, "Item: {$ref: ../item.yaml}")).unwrap();
    fs::write(folder.0.join("tree/item.yaml"), "type: object\nproperties: {secret: {type: string}}\n").unwrap();
    let check = |folder: &Path, arguments: &[&str], expect: Result<(), &str>| {
        let (code, text) = run(folder, &[&["generate"], arguments, &["-o", "out"]].concat());
        match expect {
            Ok(()) => assert_eq!(code, 0, "{arguments:?}: {text}"),
            Err(message) => {
                assert_eq!(code, 1, "{arguments:?}: {text}");
                assert!(text.contains("OA0104") && text.contains(message) && !text.contains("secret"), "{text}");
                assert!(text.contains("= help: if you trust the document, widen the folder with `--ref-root DIR`"));
            }
        }
    };
    // The current folder contains the document.
    check(&folder.0.join("tree"), &["api/shop.yaml"], Ok(()));
    // It does not contain the other file.
    check(&api, &["shop.yaml"], Err("it is outside the current folder"));
    check(&api, &["shop.yaml", "--ref-root", ".."], Ok(()));
    // It does not contain the document.
    let elsewhere = folder.0.join("elsewhere");
    fs::create_dir_all(&elsewhere).unwrap();
    check(&elsewhere, &["../tree/api/shop.yaml"], Err("it is outside `../tree/api`"));
    check(&elsewhere, &["../tree/api/shop.yaml", "--ref-root", "../tree"], Ok(()));
}

#[test]
fn cargo_accepts_the_crate_of_the_command_in_the_readme() {
    const COMMAND: &str = "$ cargo run -p oasmith -- ";
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let readme = fs::read_to_string(repository.join("README.md")).unwrap();
    let command = readme.lines().find_map(|line| line.strip_prefix(COMMAND)).expect("README.md contains the command");
    let arguments: Vec<&str> = command.split_whitespace().collect();
    let ["generate", document, "-o", output] = arguments.as_slice() else { panic!("{command}") };
    let folder = with_spec("readme");
    let checkout = folder.0.join("checkout");
    fs::create_dir(&checkout).unwrap();
    fs::copy(repository.join("Cargo.toml"), checkout.join("Cargo.toml")).unwrap();
    fs::write(checkout.join(document), SPEC).unwrap();
    let (code, text) = run(&checkout, &arguments);
    assert!(code == 0 && !text.contains("note"), "{text}");
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let manifest = checkout.join(output).join("Cargo.toml");
    let mut metadata = Command::new(cargo);
    metadata.args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"]).arg(manifest);
    let metadata = metadata.output().unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
}

/// Runs the commands of a golden file in a folder that contains `shop.yaml`.
fn session(name: &str) {
    let program = env!("CARGO_BIN_EXE_oasmith");
    let session = Session::new(name).program("oasmith", program).file("shop.yaml", SPEC);
    session.check(&format!("sessions/oasmith/{name}.console"));
}

/// Declares a test for each session.
macro_rules! sessions {
    ($($test:ident: $name:literal,)+) => { $(
        #[test]
        #[cfg(unix)]
        fn $test() {
            session($name);
        }
    )+ };
}

sessions! {
    session_first_crate: "first-crate",
    session_foreign_folder: "foreign-folder",
    session_help: "help",
    session_keep_going: "keep-going",
    session_mistakes: "mistakes",
    session_output: "output",
    session_pipes: "pipes",
    session_references: "references",
    session_stdin: "stdin",
    session_workspace: "workspace",
}
