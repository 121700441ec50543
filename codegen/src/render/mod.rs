//! Prints tokens as text.
//!
//! `prettyplease` prints the items. This module adds the header and blank lines, and formats the codec's tables. It does not know the
//! API; the caller passes the header. It imports `emit` only for the types [`File`] and [`Job`].

mod header;
mod pieces;
mod spacing;
mod tables;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use header::Header;
pub(crate) use header::one_line;
use pieces::Piece;

use crate::emit::{File, Job};

/// The files to write. Paths are relative to the folder of the output package, and separated by `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The text of each file, by its path.
    pub files: BTreeMap<String, String>,
}

/// The tokens of a file are not valid Rust: a bug of an emitter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderError {
    /// The path of the file.
    pub path: String,
    /// The message of the parser.
    pub message: String,
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the generated tokens of `{}` are not valid Rust: {}", self.path, self.message)
    }
}

impl std::error::Error for RenderError {}

/// Creates and prints files in parallel, each on one thread. The result does not depend on the number of threads.
///
/// # Errors
/// Returns an error if the tokens of a file cannot be parsed, or if two files have the same path. Both are bugs of an emitter; the
/// document is not the cause. If several files fail, returns the error of the first path.
pub fn render(jobs: &[Job<'_>], header: &Header<'_>) -> Result<Plan, RenderError> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut printed = Vec::new();
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Some(file) = job() {
                printed.push((file.path.clone(), render_file(file, header)));
            }
        }
        printed
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len() / 8 + 1);
    let mut printed = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut printed = work();
        for other in others {
            match other.join() {
                Ok(files) => printed.extend(files),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        printed
    });
    printed.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut plan = Plan::default();
    for (path, text) in printed {
        if plan.files.insert(path.clone(), text?).is_some() {
            return Err(RenderError { path, message: "two generated files have this path".to_owned() });
        }
    }
    Ok(plan)
}

fn render_file(file: File, header: &Header<'_>) -> Result<String, RenderError> {
    let mut text = header.to_string();
    for line in file.docs.lines() {
        let line = line.trim_end();
        text.push_str(if line.is_empty() { "//!" } else { "//! " });
        text.push_str(line);
        text.push('\n');
    }
    let mut before = None;
    for piece in pieces::split(file.items) {
        match piece {
            Piece::Table(table) => {
                separate(&mut before, spacing::ItemGroup::Other, &mut text);
                table.print(&mut text);
            }
            Piece::Items(tokens) => {
                let parsed = syn::parse2::<syn::File>(tokens);
                let syn::File { attrs, items, .. } =
                    parsed.map_err(|error| RenderError { path: file.path.clone(), message: error.to_string() })?;
                if !attrs.is_empty() {
                    text.extend(["\n", unparse(attrs, Vec::new()).trim_end(), "\n"]);
                }
                for item in items {
                    separate(&mut before, spacing::ItemGroup::of(&item), &mut text);
                    text.push_str(&print(item));
                }
            }
        }
    }
    Ok(text)
}

/// Writes a blank line if an item is in another group than the item before it.
fn separate(before: &mut Option<spacing::ItemGroup>, group: spacing::ItemGroup, text: &mut String) {
    if before.replace(group).is_none_or(|before| spacing::is_separated(before, group)) {
        text.push('\n');
    }
}

fn print(item: syn::Item) -> String {
    let has_members = matches!(item, syn::Item::Impl(_) | syn::Item::Trait(_));
    let text = unparse(Vec::new(), vec![item]);
    if has_members { spacing::between_members(&text) } else { text }
}

fn unparse(attrs: Vec<syn::Attribute>, items: Vec<syn::Item>) -> String {
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs, items })
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::*;

    fn text(docs: &str, items: TokenStream) -> Result<String, RenderError> {
        // Tokens cannot be sent to another thread, so send their text.
        let items = items.to_string();
        let job: Job<'_> = Box::new(move || {
            let items = items.parse().unwrap_or_default();
            Some(File { path: "a.rs".to_owned(), docs: docs.to_owned(), items })
        });
        let header =
            Header { version: "1", source: "a.yaml", title: "An\nAPI", api_version: "2", command: "cargo xtask regen" };
        render(&[job], &header).map(|plan| plan.files["a.rs"].clone())
    }

    #[track_caller]
    fn check(docs: &str, items: TokenStream, expect: &str) {
        let text = text(docs, items).unwrap();
        let (header, rest) = text.split_once('\n').unwrap();
        assert_eq!(header, "// Generated by oasmith 1 from a.yaml (An API 2). Do not edit: run `cargo xtask regen`.");
        assert_eq!(rest, expect);
    }

    #[test]
    fn items_are_separated_by_blank_lines() {
        check(
            "Customers.\n\nAnd more.",
            quote! {
                use std::fmt; use super::super::runtime;
                #[doc = " A customer."] pub struct Customer { #[doc = " Its id."] pub id: String, pub name: String }
                impl Customer { #[doc = " New."] pub fn new() -> Self { todo() } pub const A: u8 = 1; fn old(self) {} }
                mod a; mod b; pub use a::A;
            },
            "//! Customers.\n//!\n//! And more.\n\nuse std::fmt;\nuse super::super::runtime;\n\n/// A customer.\n\
             pub struct Customer {\n    /// Its id.\n    pub id: String,\n    pub name: String,\n}\n\n\
             impl Customer {\n    /// New.\n    pub fn new() -> Self {\n        todo()\n    }\n\n    pub const A: u8 = 1;\n\n\
             \x20   fn old(self) {}\n}\n\nmod a;\nmod b;\n\npub use a::A;\n",
        );
    }

    #[test]
    fn each_line_of_documentation_is_a_comment() {
        let docs = crate::emit::docs::comment(["One; two;", "", "Three"]);
        check(
            "",
            quote! { impl A { #docs pub fn a() {} #docs fn b() {} } },
            "\nimpl A {\n    /// One; two;\n    ///\n    /// Three\n    pub fn a() {}\n\n    /// One; two;\n    ///\n    /// Three\n    fn b() {}\n}\n",
        );
    }

    #[test]
    fn attributes_of_the_file_are_printed() {
        check(
            "A.",
            quote! { #![allow(dead_code)] #[cfg(feature = "a")] mod a; },
            "//! A.\n\n#![allow(dead_code)]\n\n#[cfg(feature = \"a\")]\nmod a;\n",
        );
    }

    #[test]
    fn an_error_contains_the_path_of_the_file() {
        let error = text("", quote! { struct }).unwrap_err();
        assert_eq!(error.path, "a.rs");
    }
}
