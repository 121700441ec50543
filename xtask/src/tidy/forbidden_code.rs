//! Checks for forbidden code: code that panics on input, skipped tests and unfinished code.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::{File, Finding};

/// Macros that panic or that are for debugging.
const PANICKING: &[&str] = &["panic", "todo", "unimplemented", "unreachable", "dbg"];
/// Methods that panic.
const UNWRAPPING: &[&str] = &["unwrap", "expect"];

/// Allowed exceptions: file, macro or method, and reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "codegen/runtime/src/patch/mod.rs",
        "unreachable",
        "the value was set on the previous line, which safe code cannot express without a panicking branch",
    ),
    (
        "codegen/runtime/src/custom.rs",
        "unreachable",
        "a placeholder that decoding did not fill is dropped with the error; a type without a default has no other value",
    ),
    (
        "codegen/runtime/src/custom.rs",
        "panic",
        "a placeholder in the settings that its type does not accept is a mistake of the client's author, and no input reaches it",
    ),
];

/// Checks the rule. Unfinished code and skipped tests are forbidden everywhere. Panicking code is forbidden in the generator and
/// the runtime, which users run. A fuzz target reports its finding by a panic, as a test does.
pub fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_handwritten()) {
        let mut found = check_file(file);
        for (_, name, _) in EXCEPTIONS.iter().filter(|(path, ..)| *path == file.path) {
            let before = found.len();
            found.retain(|finding| !finding.why.contains(name));
            if found.len() == before {
                found.push(Finding::new(
                    file,
                    1,
                    format!("the file no longer needs its exception for `{name}`: remove it"),
                ));
            }
        }
        findings.append(&mut found);
    }
    findings
}

fn check_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    match syn::parse_file(&file.text) {
        Ok(syntax) => {
            let is_for_tests = file.path.contains("/tests/") || file.path.starts_with("codegen/fuzz/") || file.is_test;
            let strict = file.path.starts_with("codegen/") && !is_for_tests;
            Visitor { file, strict, findings: &mut findings }.visit_file(&syntax);
        }
        Err(error) => findings.push(Finding::new(file, error.span().start().line, error.to_string())),
    }
    findings
}

struct Visitor<'a> {
    file: &'a File,
    /// Whether code that panics is forbidden.
    strict: bool,
    findings: &'a mut Vec<Finding>,
}

impl Visitor<'_> {
    fn report(&mut self, span: Span, why: String) {
        self.findings.push(Finding::new(self.file, span.start().line, why));
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut after_dot = false;
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(name) => {
                    let name = name.to_string();
                    let called = matches!(tokens.peek(), Some(TokenTree::Group(_)));
                    let macro_call = matches!(tokens.peek(), Some(TokenTree::Punct(mark)) if mark.as_char() == '!');
                    if after_dot && called {
                        self.method(&name, token.span());
                    } else if macro_call {
                        self.macro_call(&name, token.span());
                    }
                }
                _ => {}
            }
            after_dot = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '.');
        }
    }

    fn method(&mut self, name: &str, span: Span) {
        if self.strict && UNWRAPPING.contains(&name) {
            self.report(span, format!("`.{name}(…)` outside tests: handle the other case"));
        }
    }

    fn macro_call(&mut self, name: &str, span: Span) {
        if matches!(name, "todo" | "unimplemented" | "dbg") || (self.strict && PANICKING.contains(&name)) {
            self.report(span, format!("`{name}!` is not allowed here: return an error instead"));
        }
    }
}

impl<'ast> Visit<'ast> for Visitor<'_> {
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("ignore") {
            self.report(attribute.span(), "ignored tests are not allowed: fix or delete the test".to_owned());
        }
        visit::visit_attribute(self, attribute);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let strict = self.strict;
        self.strict &= !is_test(&item.attrs);
        visit::visit_item_mod(self, item);
        self.strict = strict;
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.method(&call.method.to_string(), call.method.span());
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(name) = call.path.segments.last() {
            self.macro_call(&name.ident.to_string(), name.span());
        }
        self.tokens(call.tokens.clone());
    }
}

/// Returns whether the attributes contain `#[cfg(test)]`.
pub fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, lines: &[usize]) {
        let file = File { path: "codegen/src/a.rs".to_owned(), text: text.to_owned(), is_test: false };
        let found: Vec<usize> = super::check(&[file]).iter().map(|finding| finding.line).collect();
        assert_eq!(found, lines, "{text}");
    }

    #[test]
    fn panics_unfinished_code_and_ignored_tests_are_found() {
        check("fn a() {\n    b().unwrap();\n}", &[2]);
        check("fn a() {\n    c!(b.expect(\"x\"));\n}", &[2]);
        check("fn a() { todo!() }", &[1]);
        check("fn a() { b!(unreachable!()) }", &[1]);
        check("#[ignore]\nfn a() {}", &[1]);
    }

    #[test]
    fn tests_and_methods_with_similar_names_are_allowed() {
        check("fn a() { b().unwrap_or_default(); assert!(c); }", &[]);
        check("#[cfg(test)]\nmod tests { fn a() { b().unwrap(); panic!() } }", &[]);
    }
}
