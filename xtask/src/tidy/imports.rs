//! Who may import whom: the stages know only what stands before them.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::syntax::is_test;
use super::{File, Finding};

/// A module of the generator, and the modules that it may import.
const MODULES: &[(&str, &[&str])] = &[
    ("diag", &[]),
    ("settings", &[]),
    ("drift", &[]),
    ("source", &["diag"]),
    ("openapi", &["source", "diag"]),
    ("overlay", &["source", "diag"]),
    ("ir", &["settings", "diag"]),
    ("lower", &["openapi", "ir", "settings", "diag"]),
    ("passes", &["ir", "settings", "diag"]),
    ("names", &["ir", "settings"]),
    ("emit", &["ir", "names", "settings"]),
    ("render", &["emit"]),
    ("coverage", &["ir", "source", "diag"]),
    ("examples", &["ir", "names"]),
    ("layout", &["ir", "emit", "render", "settings"]),
];

/// Modules that put the others together, and may import all of them.
const ORDERING: &[&str] = &["lib", "pipeline", "cli", "main"];

/// A foreign crate that only some modules may know.
const CRATES: &[(&str, &[&str])] = &[
    ("serde_yaml", &["source"]),
    ("openapiv3", &["openapi"]),
    ("prettyplease", &["render"]),
    ("quote", &["emit", "drift"]),
    ("heck", &["names"]),
    ("toml", &["settings"]),
    ("toml_edit", &["layout"]),
    ("similar", &["drift"]),
    ("lexopt", &["cli"]),
];

/// The rule.
pub fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
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
            if let Some(why) = forbidden(module, &path) {
                findings.push(Finding::new(file, span.start().line, why));
            }
        }
    }
    findings
}

/// Why `module` may not name `path` (whose first segment is `crate` or a foreign crate), if it may not.
fn forbidden(module: &str, path: &[String]) -> Option<String> {
    let first = path.first()?;
    if first != "crate" {
        let (_, allowed) = CRATES.iter().find(|(name, _)| name == first)?;
        let known = allowed.contains(&module);
        return (!known).then(|| format!("`{module}` may not know `{first}`: only {} may", allowed.join(" and ")));
    }
    let target = path.get(1)?.as_str();
    if ORDERING.contains(&module) || target == module {
        return None;
    }
    let Some((_, allowed)) = MODULES.iter().find(|(name, _)| *name == module) else {
        return Some(format!("`{module}` is not in the table of modules: say there what it may import"));
    };
    let known = allowed.contains(&target);
    (!known).then(|| match allowed {
        [] => format!("`{module}` imports `{target}`: it may import no other module"),
        _ => format!("`{module}` imports `{target}`: it may import only {}", allowed.join(", ")),
    })
}

/// Every path of a file, as seen from the crate's root.
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
        // Tests of a stage may start from the text of a document.
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

    fn check(path: &str, text: &str, lines: &[usize]) {
        let file = File { path: path.to_owned(), text: text.to_owned(), is_test: false };
        let found: Vec<usize> = super::check(&[file]).iter().map(|finding| finding.line).collect();
        assert_eq!(found, lines, "{text}");
    }

    #[test]
    fn imports() {
        check("codegen/src/source/mod.rs", "use crate::diag::Code;", &[]);
        check("codegen/src/source/mod.rs", "use crate::{diag::Code,\nopenapi::Document};", &[2]);
        check("codegen/src/emit/a.rs", "use super::super::lower::x;", &[1]);
        check("codegen/src/emit/a.rs", "use super::b::x;", &[]);
        check("codegen/src/emit/a.rs", "fn a() { crate::diag::b() }", &[1]);
        check("codegen/src/emit/a.rs", "use serde_yaml::Value;", &[1]);
        check("codegen/src/emit/mod.rs", "#[cfg(test)] mod tests { use crate::lower::x; }", &[]);
        check("codegen/src/fresh/mod.rs", "use crate::diag::Code;", &[1]);
        check("codegen/src/lib.rs", "pub use emit::File;", &[]);
    }
}
