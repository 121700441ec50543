//! Finds out whether Cargo accepts a package where it stands: a package below the root of a workspace must be a member of the
//! workspace or excluded from it.
//!
//! The generated manifest does not depend on the answer, so that the output is the same everywhere. Rejected: an empty `[workspace]`
//! table in each generated manifest. Cargo then accepts the package everywhere, but it can no longer become a member of a workspace.
//! Rejected: changing the root's manifest, as `cargo new` does. It is not in the folder that the user named.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, TableLike};

use crate::source::lexical;

/// A workspace that contains a package's folder and neither lists nor excludes the package.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    /// The manifest of the workspace.
    pub(super) manifest: PathBuf,
    /// The path of the package below the root, as `members` and `exclude` contain it.
    pub(super) member: String,
}

/// Returns the workspace because of which Cargo rejects the package in `folder`, if any. Follows the rules of Cargo: the nearest
/// workspace above the package counts, unless it excludes the package.
pub(super) fn conflict(folder: &Path) -> Option<Conflict> {
    let folder = fs::canonicalize(folder).ok()?;
    for root in folder.ancestors().skip(1) {
        let manifest = root.join("Cargo.toml");
        let Some(document) = parse(&manifest) else { continue };
        let Some(workspace) = document.get("workspace").and_then(Item::as_table_like) else { continue };
        let is_listed = |key| paths(workspace, key).any(|path| folder.starts_with(lexical(&root.join(path))));
        // Cargo: a path in `members` wins over `exclude`.
        if is_listed("exclude") && !is_listed("members") {
            continue;
        }
        if members(root, &document, workspace).contains(&folder) {
            return None;
        }
        let below = folder.strip_prefix(root).ok()?;
        let member = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        return Some(Conflict { manifest, member });
    }
    None
}

/// Returns the folders of all members: those that `members` lists, and the path dependencies of the root and of other members below
/// the root.
fn members(root: &Path, document: &DocumentMut, workspace: &dyn TableLike) -> BTreeSet<PathBuf> {
    let mut members = BTreeSet::new();
    let inherited = Inherited { root, dependencies: workspace.get("dependencies") };
    let mut waiting = path_dependencies(root, document, &inherited);
    for pattern in paths(workspace, "members") {
        let pattern = format!("{}/{pattern}", glob::Pattern::escape(&root.to_string_lossy()));
        waiting.extend(glob::glob(&pattern).into_iter().flatten().flatten());
    }
    while let Some(folder) = waiting.pop() {
        let Ok(folder) = fs::canonicalize(folder) else { continue };
        if folder.starts_with(root)
            && let Some(document) = parse(&folder.join("Cargo.toml"))
            && members.insert(folder.clone())
        {
            waiting.extend(path_dependencies(&folder, &document, &inherited));
        }
    }
    members
}

/// Returns the paths of all dependencies of a package, also of those for one platform.
fn path_dependencies(folder: &Path, document: &DocumentMut, inherited: &Inherited<'_>) -> Vec<PathBuf> {
    let platforms = document.get("target").and_then(Item::as_table_like);
    let platforms = platforms.into_iter().flat_map(TableLike::iter).filter_map(|(_, item)| item.as_table_like());
    let tables = std::iter::once(document.as_table() as &dyn TableLike).chain(platforms);
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    tables
        .flat_map(|table| kinds.iter().filter_map(|kind| table.get(kind)))
        .flat_map(|dependencies| dependencies.as_table_like().into_iter().flat_map(TableLike::iter))
        .filter_map(|(name, dependency)| match dependency.get("workspace") {
            Some(_) => Some(lexical(&inherited.root.join(path_of(inherited.dependencies?.get(name)?)?))),
            None => Some(lexical(&folder.join(path_of(dependency)?))),
        })
        .collect()
}

fn path_of(dependency: &Item) -> Option<&str> {
    dependency.get("path")?.as_str()
}

/// The dependencies that members inherit from the root with `workspace = true`.
struct Inherited<'d> {
    root: &'d Path,
    dependencies: Option<&'d Item>,
}

/// Returns the strings in an array of the table `workspace`.
fn paths<'d>(workspace: &'d dyn TableLike, key: &str) -> impl Iterator<Item = &'d str> {
    workspace.get(key).and_then(Item::as_array).into_iter().flatten().filter_map(|value| value.as_str())
}

fn parse(manifest: &Path) -> Option<DocumentMut> {
    fs::read_to_string(manifest).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    /// Writes packages and the root's manifest, and compares the answer with the expected one and with Cargo's.
    fn check(name: &str, root_manifest: &str, expect: Option<&str>) {
        let root = std::env::temp_dir().join(format!("oasmith-workspace-{}-{name}", std::process::id()));
        let package = |path: &str, manifest: &str| {
            fs::create_dir_all(root.join(path).join("src")).unwrap();
            fs::write(root.join(path).join("Cargo.toml"), manifest).unwrap();
            fs::write(root.join(path).join("src/lib.rs"), "").unwrap();
        };
        package("", root_manifest);
        package("app", "[package]\nname = \"app\"\n[dependencies]\nclient = { path = \"../clients/shop\" }\n");
        package("clients/shop", "[package]\nname = \"client\"\n");
        let folder = root.join("clients/shop");
        let found = conflict(&folder).map(|conflict| conflict.member);
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]).current_dir(&folder);
        let cargo = cargo.output().unwrap();
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(found.as_deref(), expect, "{root_manifest}");
        let message = String::from_utf8_lossy(&cargo.stderr);
        assert_eq!(cargo.status.success(), expect.is_none(), "{root_manifest}{message}");
    }

    #[test]
    fn a_package_below_a_workspace_must_be_listed_or_excluded() {
        for (index, (manifest, expect)) in [
            ("[workspace]\n", Some("clients/shop")),
            ("[workspace]\nmembers = [\"other\", \"app*/none\"]\n", Some("clients/shop")),
            ("[workspace]\nmembers = [\"clients/shop\"]\n", None),
            ("[workspace]\nmembers = [\"./clients/*\"]\n", None),
            ("[workspace]\nmembers = [\"c*/s*\"]\nexclude = [\"other\"]\n", None),
            ("[workspace]\nexclude = [\"clients\"]\n", None),
            ("[workspace]\nmembers = [\"app\"]\n", None),
            ("[workspace]\nmembers = [\"app\"]\nexclude = [\"clients/shop\"]\n", None),
            ("[package]\nname = \"root\"\n[workspace]\n[dev-dependencies.client]\npath = \"clients/shop\"\n", None),
            ("[workspace]\n[workspace.dependencies]\nclient = { path = \"clients/shop\" }\n", Some("clients/shop")),
            (
                "[package]\nname = \"root\"\n[dependencies]\nclient.workspace = true\n[workspace.dependencies]\nclient = { path = \"clients/shop\" }\n[workspace]\n",
                None,
            ),
            ("[package]\nname = \"root\"\n", None),
        ]
        .into_iter()
        .enumerate()
        {
            check(&index.to_string(), manifest, expect);
        }
    }
}
