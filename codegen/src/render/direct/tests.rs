//! What is printed directly is what `prettyplease` prints.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Out, item};
use crate::emit::tree;
use crate::render::print;

#[track_caller]
fn check(tokens: TokenStream) {
    let expect = print(tree::take(tokens.clone())).unwrap();
    let mut out = Out::new(String::new());
    assert!(item(&tree::take(tokens), &mut out), "not known: {expect}");
    assert_eq!(out.into_text(), expect);
}

/// What is not known is left to `prettyplease`, and nothing of it is written.
#[track_caller]
fn check_unknown(tokens: TokenStream) {
    let mut out = Out::new("before".to_owned());
    assert!(!item(&tree::take(tokens), &mut out));
    assert_eq!(out.into_text(), "before");
}

/// Names of every length around the width of a line, so that each rule meets its limit.
fn names() -> impl Iterator<Item = proc_macro2::Ident> {
    (1..100).step_by(3).chain(60..95).map(|len| format_ident!("A{}", "b".repeat(len - 1)))
}

#[test]
fn structs_and_enums() {
    for name in names() {
        check(quote! {
            #[doc = " A \"thing\\\"\u{1}\u{1} with: ü, 'x' and \\u{2}\u{1}more "] #[derive(Debug, Clone, PartialEq)]
            pub struct #name {
                /// Its id.
                pub id: #name,
                pub list: Option<Vec<#name>>,
                pub(crate) map: crate::runtime::Patch<BTreeMap<String, #name>>,
                r#type: ::std::collections::BTreeMap<String, Value>,
                pub unit: (),
            }
        });
        check(quote! {
            #[derive(Debug, Clone, Copy, PartialEq, Hash)] #[non_exhaustive]
            pub enum #name { #[default] #name, Second(#name), Third(Box<#name>, String), #[doc = " Other"] r#Self_(UnknownValue) }
        });
        check(quote!(pub struct #name(pub Vec<#name>);));
        check(quote!(pub struct #name(pub String, pub Option<#name>,);));
        check(quote!(pub type #name = Vec<Option<#name>>;));
        check(quote!(pub struct #name {}));
    }
}

#[test]
fn imports_modules_and_attributes() {
    for name in names() {
        check(quote!(use std::#name;));
        check(quote!(use super::{#name, Second, Third, #name, Fifth};));
        check(quote!(pub use self::a::{#name};));
        check(quote!(#[cfg(feature = "a")] pub use self::a::{#name, B};));
        check(quote!(
            #[cfg(any(feature = "a", all(feature = "b", #name), feature = "c"))]
            mod a;
        ));
        check(quote!(
            #[allow(clippy::#name, reason = "it is so, and will stay so")]
            pub mod a;
        ));
        check(quote!(#[must_use = "it is sent by `.await`"] pub struct #name(Call);));
    }
}

#[test]
fn implementations() {
    for name in names() {
        check(quote!(impl Eq for #name {}));
        check(quote! {
            impl Default for #name { fn default() -> Self { Self { #name, second: Patch::Absent, third: #name.into(), a: None } } }
        });
        check(quote! {
            impl #name {
                const TABLE: table::Operation = table::Operation {
                    name: "x", path: "/a/{b}",
                    parameters: &[table::Parameter::query(#name).style(table::Style::DeepObject, true).length(0, 5000), table::Parameter::path("b")],
                    successes: &[table::Reply::new(table::Status::Exact(200), &[table::Media::held(#name)])],
                    numbers: &[1, -2],
                    ..table::Operation::EMPTY
                };
                /// The call with what it needs.
                #[inline]
                pub fn new(first: impl AsRef<str>, #name: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
                    let mut call = Call::new(&Self::TABLE);
                    call.set_text(0, #name.as_ref());
                    call.form("application/x-www-form-urlencoded", &#name, &[]);
                    Self(call)
                }
                #[inline]
                pub fn set(mut self, #name: #name) -> Self {
                    self.0.set_list(12, #name);
                    self.0.form("application/x-www-form-urlencoded", &body, &[http::FormField { name: "a", explode: #name }]);
                    self
                }
                pub fn method(&self, #name: models::#name,) -> #name { #name::new(#name, (), (a, b)).with_client(self) }
            }
        });
    }
}

#[test]
fn statements() {
    for name in names() {
        check(quote! {
            impl A {
                fn short() -> bool { a.call(#name, "argument", other) }
                fn longer() { receiver.call(#name, "argument", other); }
                fn chain(&mut self) { self.first.second().third(#name); abc.first(x).second(#name); }
                fn text() { let text = "……………………".to_owned(); other(&mut #name) }
                fn one() { call(Self { #name }); call(#name { a, b: c }); call([#name, b]); call((#name, b)) }
                fn list() { call(&[#name, "b"], &mut a.b, -1, 2.5, true, 'c', A::<B>::C) }
            }
        });
    }
}

#[test]
fn what_is_not_known() {
    check_unknown(quote!(struct));
    check_unknown(quote!(
        fn a() {}
    ));
    check_unknown(quote!(
        impl<T> A<T> {}
    ));
    check_unknown(quote!(
        struct A<T>(T);
    ));
    check_unknown(quote!(
        struct A {
            a: fn(u8) -> u8,
        }
    ));
    check_unknown(quote!(
        struct A {
            a: dyn B,
        }
    ));
    check_unknown(quote!(
        enum A {
            B = 1,
        }
    ));
    check_unknown(quote!(
        enum A {
            B { c: u8 },
        }
    ));
    check_unknown(quote!(impl A { fn b() { c + d } }));
    check_unknown(quote!(impl A { fn b() { if c { d } } }));
    check_unknown(quote!(impl A { fn b() { c!(d) } }));
    check_unknown(quote!(impl A { fn b() { |c| d } }));
    check_unknown(quote!(impl A { fn b() { c[0] } }));
    check_unknown(quote!(impl A { fn b() {} }));
    check_unknown(quote!(
        #[doc = "/x"]
        struct A;
    ));
    check_unknown(quote!(
        #[doc = "a\nb"]
        struct A {}
    ));
    check_unknown(quote!(
        use a::*;
    ));
    check_unknown(quote!(
        use a::{self, b};
    ));
}
