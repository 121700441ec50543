//! Checks that every `match` on an IR enum lists all variants, so that a new variant does not compile until each `match` handles it.

use std::collections::BTreeMap;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::forbidden_code::is_test;
use super::{File, Finding};

/// The modules of the generator that the rule applies to.
const MODULES: &[&str] = &["coverage", "emit", "examples", "ir", "layout", "lower", "names", "openapi", "passes"];

/// The IR enums that the rule applies to.
const ENUMS: &[&str] = &[
    "Access",
    "BinaryClass",
    "Direction",
    "EnumBase",
    "Extra",
    "FeatureGate",
    "FormEncoding",
    "Format",
    "Integer",
    "JsonClass",
    "JsonFraming",
    "JsonType",
    "MediaClass",
    "NameSource",
    "OperationName",
    "OperationPart",
    "PageStrategy",
    "ParameterEncoding",
    "ParameterLocation",
    "ParameterStyle",
    "PartContent",
    "PathSegment",
    "RequestCodec",
    "ResponseCodec",
    "Rule",
    "RuleStructure",
    "SecurityKind",
    "Shape",
    "Status",
    "Structure",
    "TextClass",
    "Type",
    "TypeOwner",
    "TypePart",
];

/// Checks the rule.
pub fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_handwritten() && !file.is_test) {
        let Some(inside) = file.path.strip_prefix("codegen/src/") else { continue };
        let module = inside.split(['/', '.']).next().unwrap_or_default();
        if !MODULES.contains(&module) {
            continue;
        }
        let Ok(syntax) = syn::parse_file(&file.text) else { continue };
        let mut names = Names { is_ir: module == "ir", known: BTreeMap::new(), of_self: None };
        names.visit_file(&syntax);
        Visitor { file, names, findings: &mut findings }.visit_file(&syntax);
    }
    findings
}

/// The names that a file uses for IR enums, according to its imports. Other modules have enums with the same names.
struct Names {
    /// Whether the file belongs to the IR. Then every import may be an IR enum.
    is_ir: bool,
    /// Maps local names to names in the IR.
    known: BTreeMap<String, &'static str>,
    /// The enum that `Self` names.
    of_self: Option<&'static str>,
}

impl Names {
    fn tree(&mut self, of_ir: bool, tree: &syn::UseTree) {
        let mut add = |name: &syn::Ident, local: &syn::Ident| {
            if let Some(known) = listed(name).filter(|_| of_ir) {
                self.known.insert(local.to_string(), known);
            }
        };
        match tree {
            syn::UseTree::Path(path) => self.tree(of_ir || path.ident == "ir", &path.tree),
            syn::UseTree::Name(name) => add(&name.ident, &name.ident),
            syn::UseTree::Rename(name) => add(&name.ident, &name.rename),
            syn::UseTree::Glob(_) => {}
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(of_ir, tree)),
        }
    }

    /// Returns the IR enum whose variant a path names.
    fn enum_of(&self, path: &syn::Path) -> Option<&'static str> {
        let segments: Vec<_> = path.segments.iter().map(|segment| &segment.ident).collect();
        match segments.as_slice() {
            [.., module, name, _] if *module == "ir" => listed(name),
            [name, _] if *name == "Self" => self.of_self,
            [name, _] => self.known.get(&name.to_string()).copied(),
            _ => None,
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(self.is_ir, &item.tree);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        if let Some(known) = listed(&item.ident).filter(|_| self.is_ir) {
            self.known.insert(item.ident.to_string(), known);
        }
    }
}

fn listed(name: &syn::Ident) -> Option<&'static str> {
    ENUMS.iter().copied().find(|listed| name == listed)
}

struct Visitor<'a> {
    file: &'a File,
    names: Names,
    findings: &'a mut Vec<Finding>,
}

impl Visitor<'_> {
    /// Returns the enum that a pattern matches, at the top or in a tuple, `Option` or `Result`. Fields of variants are ignored.
    fn matched_enum(&self, pattern: &syn::Pat) -> Option<MatchedEnum> {
        let of_path = |path| self.names.enum_of(path).map(|name| MatchedEnum { name, wrapper: None });
        match pattern {
            syn::Pat::Path(path) => of_path(&path.path),
            syn::Pat::Struct(pattern) => of_path(&pattern.path),
            syn::Pat::TupleStruct(pattern) => match wrapper(&pattern.path) {
                wrapper @ Some(_) => pattern
                    .elems
                    .iter()
                    .find_map(|inner| self.matched_enum(inner))
                    .map(|inner| MatchedEnum { wrapper, ..inner }),
                None => of_path(&pattern.path),
            },
            syn::Pat::Tuple(tuple) => {
                let inner = tuple.elems.iter().find_map(|inner| self.matched_enum(inner));
                inner.map(|inner| MatchedEnum { wrapper: None, ..inner })
            }
            syn::Pat::Or(or) => or.cases.iter().find_map(|inner| self.matched_enum(inner)),
            syn::Pat::Ident(name) => name.subpat.as_ref().and_then(|(_, inner)| self.matched_enum(inner)),
            syn::Pat::Reference(reference) => self.matched_enum(&reference.pat),
            syn::Pat::Paren(paren) => self.matched_enum(&paren.pat),
            syn::Pat::Guard(guard) => self.matched_enum(&guard.pat),
            _ => None,
        }
    }
}

/// The enum that a `match` is about.
struct MatchedEnum {
    /// The enum.
    name: &'static str,
    /// The `Some`, `Ok` or `Err` around the enum, if it is the whole pattern.
    wrapper: Option<&'static str>,
}

impl MatchedEnum {
    /// Returns whether a pattern matches new variants.
    fn is_hidden_by(&self, pattern: &syn::Pat) -> bool {
        match pattern {
            syn::Pat::TupleStruct(pattern) => {
                self.wrapper.is_some()
                    && wrapper(&pattern.path) == self.wrapper
                    && pattern.elems.iter().all(is_catch_all)
            }
            syn::Pat::Or(or) => or.cases.iter().any(|case| self.is_hidden_by(case)),
            pattern => is_catch_all(pattern),
        }
    }
}

/// Returns whether a pattern matches every value.
fn is_catch_all(pattern: &syn::Pat) -> bool {
    match pattern {
        syn::Pat::Wild(_) | syn::Pat::Rest(_) => true,
        syn::Pat::Ident(name) => match &name.subpat {
            Some((_, inner)) => is_catch_all(inner),
            // `None` is a path that looks like a name.
            None => !name.ident.to_string().starts_with(char::is_uppercase),
        },
        syn::Pat::Tuple(tuple) => tuple.elems.iter().all(is_catch_all),
        syn::Pat::Or(or) => or.cases.iter().any(is_catch_all),
        syn::Pat::Reference(reference) => is_catch_all(&reference.pat),
        syn::Pat::Paren(paren) => is_catch_all(&paren.pat),
        _ => false,
    }
}

fn wrapper(path: &syn::Path) -> Option<&'static str> {
    ["Some", "Ok", "Err"].into_iter().find(|name| path.is_ident(name))
}

impl<'ast> Visit<'ast> for Visitor<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let of_self = match &*item.self_ty {
            syn::Type::Path(ty) => {
                ty.path.get_ident().and_then(|name| self.names.known.get(&name.to_string())).copied()
            }
            _ => None,
        };
        let outer = std::mem::replace(&mut self.names.of_self, of_self);
        visit::visit_item_impl(self, item);
        self.names.of_self = outer;
    }

    fn visit_expr_match(&mut self, expression: &'ast syn::ExprMatch) {
        if let Some(matched) = expression.arms.iter().find_map(|arm| self.matched_enum(&arm.pat)) {
            for arm in expression.arms.iter().filter(|arm| matched.is_hidden_by(&arm.pat)) {
                let name = matched.name;
                let why =
                    format!("this arm would match new variants of `ir::{name}`: list the remaining variants instead");
                self.findings.push(Finding::new(self.file, arm.pat.span().start().line, why));
            }
        }
        visit::visit_expr_match(self, expression);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_at(path: &str, text: &str, lines: &[usize]) {
        let file = File { path: path.to_owned(), text: text.to_owned(), is_test: false };
        let found: Vec<usize> = super::check(&[file]).iter().map(|finding| finding.line).collect();
        assert_eq!(found, lines, "{text}");
    }

    /// Checks the arms of a `match`, one per line. The first is on line 1.
    #[track_caller]
    fn check(arms: &str, lines: &[usize]) {
        let text = format!("use crate::ir::{{Shape, TypePart as PartOfType, Type}}; fn a() {{ match b {{ {arms} }} }}");
        check_at("codegen/src/passes/a.rs", &text, lines);
    }

    #[test]
    fn catch_all_arms_are_found() {
        check("Shape::Alias(_) => 1,\n_ => 2", &[2]);
        check("Shape::Alias(_) => 1,\nother => 2", &[2]);
        check("Shape::Object { .. } => 1,\nother @ _ => 2", &[2]);
        check("&Shape::Alias(_) => 1,\n&_ => 2", &[2]);
        check("PartOfType::Item => 1,\n_ => 2", &[2]);
        check("crate::ir::Format::Date => 1,\n_ => 2", &[2]);
        check("Type::Any | Type::Null => 1,\nType::Bool | _ => 2", &[2]);
        check("Some(Shape::Alias(_)) => 1,\nNone => 2,\nSome(_) => 3", &[3]);
        check("(Shape::Alias(_), true) => 1,\n(_, _) => 2", &[2]);
        check("(Shape::Alias(_), true) => 1,\n(..) => 2", &[2]);
    }

    #[test]
    fn matches_that_list_all_variants_are_allowed() {
        check("Shape::Alias(_) => 1, Shape::Object(object) => 2", &[]);
        check("Shape::Alias(_) => 1, _ if c => 2, Shape::Object(_) => 3", &[]);
        check("Some(Shape::Alias(_)) => 1, None => 2", &[]);
        check("Ok(Shape::Alias(_)) => 1, Err(_) => 2", &[]);
        check("(Some(first), _) => 1, (None, Shape::Alias(_)) => 2", &[]);
        check("(Shape::Alias(_), _) => 1, (Shape::Object(_), true) => 2", &[]);
    }

    #[test]
    fn matches_on_other_types_are_allowed() {
        check("Some(1) => 1, _ => 2", &[]);
        check("TypePart::Schema => 1, _ => 2", &[]);
        check("Some(inner) => match inner { 1 => 2, _ => 3 }, None => 4", &[]);
        let text = "use crate::ir::Shape; fn a() { match b { Shape::Alias(_) => 1, _ => 2 } }";
        check_at("codegen/src/drift/a.rs", text, &[]);
        check_at("codegen/src/passes/a.rs", &format!("#[cfg(test)] mod tests {{ {text} }}"), &[]);
    }

    #[test]
    fn the_ir_is_checked_too() {
        check_at(
            "codegen/src/ir/a.rs",
            "enum Rule { A, B }\nimpl Rule { fn a() { match b {\nSelf::A => 1,\n_ => 2 } } }",
            &[4],
        );
        check_at("codegen/src/ir/a.rs", "use super::Rule;\nfn a() { match b { Rule::A => 1,\n_ => 2 } }", &[3]);
        check_at(
            "codegen/src/ir/a.rs",
            "enum Own { A, B }\nimpl Own { fn a() { match b { Self::A => 1, _ => 2 } } }",
            &[],
        );
    }
}
