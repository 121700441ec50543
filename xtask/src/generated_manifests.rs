//! The two manifests of the generated code.
//!
//! - `tests/generated/Cargo.toml` makes the code a member of this workspace. Its library is `generated/src/lib.rs`.
//! - `generated/Cargo.toml` is for crates that depend on `generated` by path or git. No other package of this workspace reads it.
//!
//! So cargo can load the workspace, and start `cargo xtask regen`, if the folder `generated/` is missing or its manifest is damaged.
//! The comment in the root `Cargo.toml` explains which other arrangements were tried.

use oasmith::cli::Failure;
use toml_edit::{DocumentMut, Item, Table, value};

/// Returns the manifest of the workspace's member.
///
/// Two packages of this repository are called `generated`. Cargo chooses the highest version for a dependency on the repository, so
/// this one has the lowest.
pub fn member(manifest: &str) -> Result<String, Failure> {
    let mut manifest = parse(manifest)?;
    manifest["package"]["version"] = value("0.0.0");
    let library = library(&manifest, "../../generated/src/lib.rs");
    manifest.insert("lib", library);
    Ok(manifest.to_string())
}

/// Returns the manifest of the package `generated`. It inherits nothing from the workspace, because it is not a member. `root` is the
/// manifest of the workspace.
///
/// It has a workspace of its own, with a small program that makes `cargo xtask` work in `generated/`, too.
pub fn standalone(manifest: &str, root: &str) -> Result<String, Failure> {
    let (mut manifest, root) = (parse(manifest)?, parse(root)?);
    let inherited = |table: &str, key: &str| root.get("workspace").and_then(|root| root.get(table)?.get(key)).cloned();
    let package = manifest.get_mut("package").and_then(Item::as_table_mut);
    for (key, item) in package.into_iter().flat_map(Table::iter_mut) {
        if inherits(item)
            && let Some(own) = inherited("package", key.get())
        {
            *item = own;
        }
    }
    let dependencies = manifest.get_mut("dependencies").and_then(Item::as_table_mut);
    for (mut key, item) in dependencies.into_iter().flat_map(Table::iter_mut) {
        if inherits(item)
            && let Some(mut own) = inherited("dependencies", key.get())
        {
            if let Some(path) = own.get("path").and_then(Item::as_str).map(|path| format!("../{path}")) {
                own["path"] = value(path);
            }
            if let Some(table) = own.as_inline_table_mut() {
                table.fmt();
            }
            // The comment of `name.workspace = true` belongs to its second part.
            let part = item.as_table().and_then(|table| table.key("workspace")).map(|part| part.leaf_decor().clone());
            if let Some(comment) = part.as_ref().and_then(|decor| decor.prefix()) {
                key.leaf_decor_mut().set_prefix(comment.clone());
            }
            *item = own;
        }
    }
    let library = library(&manifest, "src/lib.rs");
    manifest.remove("lints");
    manifest.insert("lib", library);
    let mut workspace = Table::new();
    // A pattern, because a copy of the folder has no program next to it.
    workspace.insert("members", value(toml_edit::Array::from_iter(["../xtask/from_generated*"])));
    workspace.decor_mut().set_prefix("\n# Not a member of the workspace above, see its Cargo.toml.\n");
    manifest.insert("workspace", Item::Table(workspace));
    Ok(manifest.to_string())
}

/// Returns the table of the library. It gets the place of the table `lints`, after `package`.
fn library(manifest: &DocumentMut, path: &str) -> Item {
    let mut library = Table::new();
    library.set_position(manifest.get("lints").and_then(Item::as_table).and_then(Table::position));
    library.insert("path", value(path));
    Item::Table(library)
}

/// Returns whether a key is inherited: `version.workspace = true`.
fn inherits(item: &Item) -> bool {
    item.get("workspace").and_then(Item::as_bool) == Some(true)
}

fn parse(manifest: &str) -> Result<DocumentMut, Failure> {
    manifest.parse().map_err(|error| Failure::new(format!("Cargo.toml: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "\
# Generated.

[package]
name = \"generated\"
version.workspace = true
edition.workspace = true

[lints]
workspace = true

[features]
shop = []

[dependencies]
# Used by every API client.
runtime.workspace = true
url = { version = \"2\", optional = true }
";

    const ROOT: &str = "\
[workspace.package]
version = \"0.3.0\"
edition = \"2024\"

[workspace.dependencies]
runtime = { path = \"codegen/runtime\", default-features = false }
";

    #[test]
    fn the_member_inherits_from_the_workspace_and_has_the_lowest_version() {
        let expect = MANIFEST
            .replace("version.workspace = true", "version = \"0.0.0\"")
            .replace("[features]", "[lib]\npath = \"../../generated/src/lib.rs\"\n\n[features]");
        assert_eq!(member(MANIFEST).unwrap(), expect);
    }

    #[test]
    fn the_standalone_manifest_inherits_nothing() {
        let expect = "\
# Generated.

[package]
name = \"generated\"
version = \"0.3.0\"
edition = \"2024\"

[lib]
path = \"src/lib.rs\"

# Not a member of the workspace above, see its Cargo.toml.
[workspace]
members = [\"../xtask/from_generated*\"]

[features]
shop = []

[dependencies]
# Used by every API client.
runtime = { path = \"../codegen/runtime\", default-features = false }
url = { version = \"2\", optional = true }
";
        assert_eq!(standalone(MANIFEST, ROOT).unwrap(), expect);
    }
}
