//! Checks that a module of the generator imports only the modules that it may import.
//!
//! The check reads the table in the crate docs (`codegen/src/lib.rs`), so the docs and the rule cannot differ. The table has a row for
//! each module, in the order of the stages. Its last column lists the allowed imports.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::forbidden_code::is_test;
use super::{File, Finding};

/// The file whose docs contain the table.
const TABLE: &str = "codegen/src/lib.rs";

/// The content of the last column for modules that may import all others.
const EVERYTHING: &str = "everything above";

/// Modules without a row, because they only call the stages.
const UNRESTRICTED: &[&str] = &["lib", "pipeline", "main"];

/// A row of the table.
struct Row {
    module: String,
    imports: Allowed,
}

/// The modules that a module may import.
enum Allowed {
    Everything,
    These(Vec<String>),
}

/// External crates that only some modules may use.
const CRATES: &[(&str, &[&str])] = &[
    ("serde_yaml", &["source"]),
    ("openapiv3", &["openapi"]),
    ("prettyplease", &["render"]),
    ("quote", &["emit", "drift"]),
    ("heck", &["names"]),
    ("toml", &["drift", "settings"]),
    ("toml_edit", &["layout", "cli"]),
    ("similar", &["drift", "settings"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("anstream", &["cli"]),
    ("glob", &["cli"]),
];

/// Checks the rule.
pub fn check(files: &[File]) -> Vec<Finding> {
    let Some(docs) = files.iter().find(|file| file.path == TABLE) else { return Vec::new() };
    let (rows, mut findings) = rows(docs);
    for file in files.iter().filter(|file| !file.is_test) {
        let Some(inside) = file.path.strip_prefix("codegen/src/").and_then(|path| path.strip_suffix(".rs")) else {
            continue;
        };
        let segments: Vec<String> = inside.split('/').filter(|segment| *segment != "mod").map(str::to_owned).collect();
        let Ok(syntax) = syn::parse_file(&file.text) else { continue };
        let mut imports = Imports { module: segments, found: Vec::new() };
        imports.visit_file(&syntax);
        let module = inside.split('/').next().unwrap_or_default();
        for (path, span) in imports.found {
            if let Some(why) = forbidden(&rows, module, &path) {
                findings.push(Finding::new(file, span.start().line, why));
            }
        }
    }
    findings
}

/// Returns the rows of the table, and findings for imports of modules that are not listed above.
fn rows(docs: &File) -> (Vec<Row>, Vec<Finding>) {
    let (mut rows, mut findings): (Vec<Row>, _) = (Vec::new(), Vec::new());
    for (index, line) in docs.text.lines().enumerate() {
        // | [`module`] | purpose | only this module handles | may import |
        let Some(cells) = line.strip_prefix("//! | [`").and_then(|line| line.strip_suffix(" |")) else { continue };
        let (Some((module, _)), Some((_, imports))) = (cells.split_once('`'), cells.rsplit_once(" | ")) else {
            continue;
        };
        let imports = match imports {
            EVERYTHING => Allowed::Everything,
            list => Allowed::These(list.split(", ").map(|name| name.trim_matches('`').to_owned()).collect()),
        };
        if let Allowed::These(imports) = &imports {
            let unknown = |name: &&String| *name != "–" && !rows.iter().any(|row| row.module == **name);
            for name in imports.iter().filter(unknown) {
                findings.push(Finding::new(
                    docs,
                    index + 1,
                    format!("`{module}` may not import `{name}`, which is not listed above it"),
                ));
            }
        }
        rows.push(Row { module: module.to_owned(), imports });
    }
    if rows.is_empty() {
        findings.push(Finding::new(docs, 1, "the crate docs contain no table of modules"));
    }
    (rows, findings)
}

/// Returns why `module` may not use `path`, or `None` if it may. The first segment of `path` is `crate` or an external crate.
fn forbidden(rows: &[Row], module: &str, path: &[String]) -> Option<String> {
    let first = path.first()?;
    if first != "crate" {
        let (_, allowed) = CRATES.iter().find(|(name, _)| name == first)?;
        let known = allowed.contains(&module);
        return (!known)
            .then(|| format!("`{module}` may not use the crate `{first}`: only {} may", allowed.join(" and ")));
    }
    let target = path.get(1)?.as_str();
    if UNRESTRICTED.contains(&module) || target == module {
        return None;
    }
    let Some(row) = rows.iter().find(|row| row.module == module) else {
        return Some(format!(
            "`{module}` is missing in the table of modules in the crate docs: add a row with its allowed imports"
        ));
    };
    match &row.imports {
        Allowed::Everything => None,
        Allowed::These(allowed) => (!allowed.iter().any(|name| name == target)).then(|| {
            format!(
                "`{module}` imports `{target}`, but the table in the crate docs allows only: {}",
                allowed.join(", ")
            )
        }),
    }
}

/// Collects every path of a file, relative to the crate root.
struct Imports {
    module: Vec<String>,
    found: Vec<(Vec<String>, Span)>,
}

impl Imports {
    fn add(&mut self, segments: &[String], span: Span) {
        let mut rest = segments;
        let mut base = match segments.first().map(String::as_str) {
            Some("super" | "self") => self.module.clone(),
            Some(_) => return self.found.push((segments.to_vec(), span)),
            None => return,
        };
        while let Some(first) = rest.first() {
            match first.as_str() {
                "super" => _ = base.pop(),
                "self" => {}
                _ => break,
            }
            rest = &rest[1..];
        }
        let root = std::iter::once("crate".to_owned());
        self.found.push((root.chain(base).chain(rest.iter().cloned()).collect(), span));
    }

    fn tree(&mut self, prefix: &[String], tree: &syn::UseTree) {
        let with = |name: String| prefix.iter().cloned().chain(std::iter::once(name)).collect::<Vec<_>>();
        match tree {
            syn::UseTree::Path(path) => self.tree(&with(path.ident.to_string()), &path.tree),
            syn::UseTree::Name(name) => self.add(&with(name.ident.to_string()), name.span()),
            syn::UseTree::Rename(name) => self.add(&with(name.ident.to_string()), name.span()),
            syn::UseTree::Glob(glob) => self.add(prefix, glob.span()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.tree(prefix, item)),
        }
    }
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        // Tests of a stage may use earlier stages to read a document.
        if !is_test(&item.attrs) {
            self.module.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.module.pop();
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.add(&segments, path.span());
        }
        visit::visit_path(self, path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCS: &str = "//! | module | what it does | imports |
//! |---|---|---|
//! | [`diag`] | x | – |
//! | [`source`] | x | `diag` |
//! | [`openapi`] | x | `source`, `diag` |
//! | [`emit`] | x | `source` |
//! | [`cli`] | x | everything above |
";

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned(), is_test: false }
    }

    fn check(path: &str, text: &str, lines: &[usize]) {
        let files = [file(TABLE, &format!("{DOCS}{}", if path == TABLE { text } else { "" })), file(path, text)];
        let found: Vec<usize> = super::check(&files).iter().map(|finding| finding.line).collect();
        assert_eq!(found, lines, "{text}");
    }

    #[test]
    fn forbidden_imports_are_found() {
        check("codegen/src/source/mod.rs", "use crate::diag::Code;", &[]);
        check("codegen/src/source/mod.rs", "use crate::{diag::Code,\nopenapi::Document};", &[2]);
        check("codegen/src/diag/mod.rs", "use crate::source::Source;", &[1]);
        check("codegen/src/emit/a.rs", "use super::super::openapi::x;", &[1]);
        check("codegen/src/emit/a.rs", "use super::b::x;", &[]);
        check("codegen/src/emit/a.rs", "fn a() { crate::diag::b() }", &[1]);
        check("codegen/src/emit/a.rs", "use serde_yaml::Value;", &[1]);
        check("codegen/src/emit/mod.rs", "#[cfg(test)] mod tests { use crate::openapi::x; }", &[]);
        check("codegen/src/cli/mod.rs", "use crate::openapi::x;", &[]);
        check("codegen/src/fresh/mod.rs", "use crate::diag::Code;", &[1]);
    }

    #[test]
    fn mistakes_in_the_table_are_found() {
        let findings =
            |docs: &str| super::check(&[file(TABLE, docs)]).iter().map(|finding| finding.line).collect::<Vec<_>>();
        assert_eq!(findings(DOCS), [0; 0]);
        assert_eq!(findings(&DOCS.replace("| x | – |", "| x | `emit` |")), [3]);
        assert_eq!(findings("//! Docs without a table."), [1]);
    }
}
