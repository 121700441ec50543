//! A `match` over an enum of the IR names every variant: a new variant does not compile until each consumer has decided on it.

use std::collections::BTreeMap;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::syntax::is_test;
use super::{File, Finding};

/// The modules of the generator in which the rule holds.
const MODULES: &[&str] = &["coverage", "emit", "examples", "ir", "layout", "lower", "names", "openapi", "passes"];

/// The enums of the IR for which the rule holds.
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
    "JsonKind",
    "MediaClass",
    "NameSource",
    "OperationName",
    "OperationPart",
    "PageStrategy",
    "ParameterEncoding",
    "ParameterLocation",
    "ParameterStyle",
    "Part",
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
];

/// The rule.
pub fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_ours() && !file.is_test) {
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

/// The names that a file has for enums of the IR. Other modules have enums of the same names, so imports decide.
struct Names {
    /// Whether the file belongs to the IR: then every import counts.
    is_ir: bool,
    /// Local name to name in the IR.
    known: BTreeMap<String, &'static str>,
    /// What `Self` is.
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

    /// The enum of the IR whose variant a path names.
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
    /// The enum that a pattern decides on, at the top or in a tuple, an `Option` or a `Result`. What a variant holds is not looked at.
    fn decided(&self, pattern: &syn::Pat) -> Option<Decision> {
        let of_path = |path| self.names.enum_of(path).map(|name| Decision { name, wrapper: None });
        match pattern {
            syn::Pat::Path(path) => of_path(&path.path),
            syn::Pat::Struct(pattern) => of_path(&pattern.path),
            syn::Pat::TupleStruct(pattern) => match wrapper(&pattern.path) {
                wrapper @ Some(_) => pattern
                    .elems
                    .iter()
                    .find_map(|inner| self.decided(inner))
                    .map(|inner| Decision { wrapper, ..inner }),
                None => of_path(&pattern.path),
            },
            syn::Pat::Tuple(tuple) => {
                let inner = tuple.elems.iter().find_map(|inner| self.decided(inner));
                inner.map(|inner| Decision { wrapper: None, ..inner })
            }
            syn::Pat::Or(or) => or.cases.iter().find_map(|inner| self.decided(inner)),
            syn::Pat::Ident(name) => name.subpat.as_ref().and_then(|(_, inner)| self.decided(inner)),
            syn::Pat::Reference(reference) => self.decided(&reference.pat),
            syn::Pat::Paren(paren) => self.decided(&paren.pat),
            syn::Pat::Guard(guard) => self.decided(&guard.pat),
            _ => None,
        }
    }
}

/// What a `match` decides on.
struct Decision {
    /// The enum.
    name: &'static str,
    /// The `Some`, `Ok` or `Err` that holds the enum, if all of the pattern does.
    wrapper: Option<&'static str>,
}

impl Decision {
    /// Whether a pattern matches new variants. One with a guard does not: the compiler does not count it either.
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

/// Whether a pattern matches every value.
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
        if let Some(decision) = expression.arms.iter().find_map(|arm| self.decided(&arm.pat)) {
            for arm in expression.arms.iter().filter(|arm| decision.is_hidden_by(&arm.pat)) {
                let name = decision.name;
                let why = format!("this arm hides new variants of `ir::{name}`: list the variants that are left");
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

    /// Checks the arms of a `match`, each on a line of its own; the first is on line 1.
    #[track_caller]
    fn check(arms: &str, lines: &[usize]) {
        let text = format!("use crate::ir::{{Shape, Part as TypePart, Type}}; fn a() {{ match b {{ {arms} }} }}");
        check_at("codegen/src/passes/a.rs", &text, lines);
    }

    #[test]
    fn catch_alls() {
        check("Shape::Alias(_) => 1,\n_ => 2", &[2]);
        check("Shape::Alias(_) => 1,\nother => 2", &[2]);
        check("Shape::Object { .. } => 1,\nother @ _ => 2", &[2]);
        check("&Shape::Alias(_) => 1,\n&_ => 2", &[2]);
        check("TypePart::Item => 1,\n_ => 2", &[2]);
        check("crate::ir::Format::Date => 1,\n_ => 2", &[2]);
        check("Type::Any | Type::Null => 1,\nType::Bool | _ => 2", &[2]);
        check("Some(Shape::Alias(_)) => 1,\nNone => 2,\nSome(_) => 3", &[3]);
        check("(Shape::Alias(_), true) => 1,\n(_, _) => 2", &[2]);
        check("(Shape::Alias(_), true) => 1,\n(..) => 2", &[2]);
    }

    #[test]
    fn all_variants_are_listed() {
        check("Shape::Alias(_) => 1, Shape::Object(object) => 2", &[]);
        check("Shape::Alias(_) => 1, _ if c => 2, Shape::Object(_) => 3", &[]);
        check("Some(Shape::Alias(_)) => 1, None => 2", &[]);
        check("Ok(Shape::Alias(_)) => 1, Err(_) => 2", &[]);
        check("(Some(first), _) => 1, (None, Shape::Alias(_)) => 2", &[]);
        check("(Shape::Alias(_), _) => 1, (Shape::Object(_), true) => 2", &[]);
    }

    #[test]
    fn other_matches() {
        check("Some(1) => 1, _ => 2", &[]);
        check("Part::Schema => 1, _ => 2", &[]);
        check("Some(inner) => match inner { 1 => 2, _ => 3 }, None => 4", &[]);
        let text = "use crate::ir::Shape; fn a() { match b { Shape::Alias(_) => 1, _ => 2 } }";
        check_at("codegen/src/drift/a.rs", text, &[]);
        check_at("codegen/src/passes/a.rs", &format!("#[cfg(test)] mod tests {{ {text} }}"), &[]);
    }

    #[test]
    fn the_ir_itself() {
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
