//! The `oasmith` command: what it writes, and how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

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

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("oasmith-command-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("shop.yaml"), SPEC).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs the command in a folder: its exit code, and what it printed.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
    let output = command.args(arguments).current_dir(folder).env_remove("GITHUB_ACTIONS").output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn writes_a_crate_and_checks_it() {
    let folder = Folder::new("crate");
    let (code, text) = run(&folder.0, &["generate", "shop.yaml", "-o", "shop", "--name", "my-shop"]);
    assert_eq!(code, 0, "{text}");
    let root = folder.0.join("shop");
    assert!(fs::read_to_string(root.join("Cargo.toml")).unwrap().contains("name = \"my-shop\""));
    for file in ["src/lib.rs", "src/models/item.rs", "src/runtime/mod.rs", "coverage.json"] {
        assert!(root.join(file).is_file(), "{file}");
    }
    let check = ["generate", "shop.yaml", "-o", "shop", "--name", "my-shop", "--check"];
    assert_eq!(run(&folder.0, &check).0, 0);
    fs::write(folder.0.join("shop.yaml"), SPEC.replace("name: {", "title: {")).unwrap();
    let (code, text) = run(&folder.0, &check);
    assert_eq!(code, 4, "{text}");
    assert!(text.contains("models::Item.title"), "{text}");
}

#[test]
fn a_file_of_the_users_is_never_touched() {
    let folder = Folder::new("users");
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
    let folder = Folder::new("problems");
    fs::write(folder.0.join("shop.yaml"), SPEC.replace("schemas/Item'", "schemas/Nothing'")).unwrap();
    let (code, text) = run(&folder.0, &["generate", "shop.yaml", "-o", "shop"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("OA0104") && text.contains("shop.yaml:12:"), "{text}");
    assert!(!folder.0.join("shop").exists());
    let (code, text) = run(&folder.0, &["generate", "absent.yaml", "-o", "shop"]);
    assert_eq!(code, 1);
    assert!(text.contains("OA0001") && text.contains("absent.yaml"), "{text}");
}

#[test]
fn settings_are_checked_before_anything_is_generated() {
    let folder = Folder::new("settings");
    let generate = |settings: &str| {
        fs::write(folder.0.join("oasmith.toml"), format!("[api.shop]\nfile = 'shop.yaml'\n{settings}\n")).unwrap();
        run(&folder.0, &["generate", "shop.yaml", "-o", "shop", "--settings", "oasmith.toml"])
    };
    let expect = "\
error: `rust_decimal::Decimal)` is not a Rust type
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
    assert!(code == 1 && text.starts_with("error: `foo bar` is not a Rust type\n"), "{text}");
    assert!(!folder.0.join("shop").exists());
    let (code, text) =
        generate("types = { Item = \"std::num::Wrapping<[u8; 2]>\" }\nrename.types = { Item = 'Option' }");
    assert_eq!(code, 0, "{text}");
    let item = fs::read_to_string(folder.0.join("shop/src/models/option_model.rs")).unwrap();
    assert!(item.contains("pub type OptionModel = crate::runtime::Custom<std::num::Wrapping<[u8; 2]>>;"), "{item}");
}

#[test]
fn names_and_versions_of_options_are_checked() {
    let folder = Folder::new("options");
    for (option, value, expect) in [
        ("--name", "two words", "usage: --name: `two words` cannot be the name of a package\n  = help: use letters,"),
        ("--name", "", "usage: --name: `` cannot be the name of a package\n"),
        ("--name", "a\"\nversion = \"1", "usage: --name: `a\"\\nversion = \"1` cannot be"),
        (
            "--name",
            "crate",
            "usage: --name: `crate` is a name of Rust's own\n  = help: choose another name, for example `crate-api`",
        ),
        ("--package-version", "1", "usage: --package-version: `1` is not a version:"),
        ("--package-version", "1.0.0\"", "usage: --package-version: `1.0.0\"` is not a version:"),
    ] {
        let (code, text) = run(&folder.0, &["generate", "shop.yaml", "-o", "shop", option, value]);
        assert!(code == 2 && text.starts_with(expect), "{text}");
    }
    assert!(!folder.0.join("shop").exists());
}

#[test]
fn explains_every_code() {
    let folder = Folder::new("explain");
    for code in oasmith::diag::Code::ALL {
        let (exit, text) = run(&folder.0, &["explain", code.id()]);
        assert!(exit == 0 && text.starts_with(code.id()) && text.lines().count() > 2, "{text}");
    }
    assert_eq!(run(&folder.0, &["explain"]).0, 0);
    assert_eq!(run(&folder.0, &["explain", "OA9999"]).0, 2);
}

#[test]
fn usage() {
    let folder = Folder::new("usage");
    for arguments in
        [&["generate", "shop.yaml"][..], &["wrong"], &["generate", "shop.yaml", "-o", "x", "--format", "xml"]]
    {
        assert_eq!(run(&folder.0, arguments).0, 2, "{arguments:?}");
    }
    for arguments in [&[][..], &["--help"], &["--version"]] {
        assert_eq!(run(&folder.0, arguments).0, 0, "{arguments:?}");
    }
}
