//! Tests of the changes between two versions of a small crate.

use super::*;

const LIB: &str = "#[cfg(feature = \"api\")] pub mod api; pub use oasmith_runtime as runtime;";
const MANIFEST: &str = "[features]\napi = []\napi-pets = [\"http\"]\n";
const API: &str = "pub mod models; pub mod operations; pub mod client; pub use client::Client;";
const MODELS: &str = "mod a; pub use self::a::*;";
const MODEL: &str = "
    #[derive(Default)] pub struct A { pub x: Option<String>, pub y: i64, z: u8 }
    #[derive(Clone, Default)] pub struct Open { pub x: Option<String> }
    pub struct Required { pub x: String }
    impl Required { pub fn new(x: impl Into<String>) -> Self { todo!() } }
    pub struct Closed { pub x: i64 }
    #[non_exhaustive] pub enum Later { One, Unknown(Value) }
    pub enum Sealed { One }
    impl A { pub fn pair(&self, left: i64, right: i64) {} pub fn go(&self, id: &str) -> i64 { 0 } pub const LIMIT: u8 = 1; }
    pub type Names = Vec<String>;
    pub struct Original { pub x: i64 }
    pub type Second = Original;
    crate::runtime::codec::string_enum!(Later { \"one\" => One, else Unknown });
    crate::runtime::codec::union!(Sealed = One { 0 One(A): [] [Object], });
    pub trait Named { fn name(&self) -> String; }
";
const CLIENT: &str = "pub struct Client(http::Client);";
const OPERATIONS: &str = "mod pets; pub use self::pets::*;";
const PETS: &str = "
    use super::super::client::Client;
    impl Client {
        pub fn list_pets(&self, limit: i64) -> ListPets { todo!() }
        pub fn get_pet(&self, id: impl AsRef<str>) -> GetPet { todo!() }
    }
    pub struct ListPets(Call);
    impl ListPets {
        const TABLE: table::Operation = table::Operation { name: \"list_pets\", method: \"GET\", path: \"/pets\" };
        pub fn new(limit: i64) -> Self { todo!() }
        pub fn tag<M>(mut self, tag: impl http::OptionalText<M>) -> Self { self }
    }
    crate::runtime::http::call!(ListPets => json Vec<models::A>, ListPetsHeaders; cases ListPetsError);
    crate::runtime::http::pages!(ListPets => models::A, |page| page; table::Paging { next: 1 });
    pub struct ListPetsHeaders { pub total: Option<i64> }
    #[non_exhaustive] pub enum ListPetsError { Default(models::A) }
    pub struct GetPet(Call);
    impl GetPet {
        const TABLE: table::Operation = table::Operation { name: \"get_pet\", method: \"GET\", path: \"/pets/{id}\" };
        pub fn new(id: impl AsRef<str>) -> Self { todo!() }
    }
    crate::runtime::http::call!(GetPet => json models::A, (); cases Infallible);
";

/// The files of the crate, with the given texts instead of others.
fn crate_with<'a>(changed: &[(&'a str, &'a str)]) -> Files<'a> {
    let mut files = Files::from([
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", LIB),
        ("src/api/mod.rs", API),
        ("src/api/client.rs", CLIENT),
        ("src/api/models/mod.rs", MODELS),
        ("src/api/models/a.rs", MODEL),
        ("src/api/operations/mod.rs", OPERATIONS),
        ("src/api/operations/pets.rs", PETS),
    ]);
    files.extend(changed.iter().copied());
    files
}

/// Checks the changes if each `from` is replaced by `to` in all files. Expects a line for each change: `!` if it breaks callers, the change,
/// and the rule of the Cargo book.
#[track_caller]
fn check(edits: &[(&str, &str)], expect: &[&str]) {
    let before = crate_with(&[]);
    let edited: Vec<(&str, String)> = before
        .iter()
        .map(|(path, text)| (*path, edits.iter().fold((*text).to_owned(), |text, (from, to)| text.replace(from, to))))
        .collect();
    for (from, _) in edits {
        assert!(before.values().any(|text| text.contains(from)), "{from}");
    }
    let after: Files<'_> = edited.iter().map(|(path, text)| (*path, text.as_str())).collect();
    check_files(&after, expect);
}

#[track_caller]
fn check_files(after: &Files<'_>, expect: &[&str]) {
    let found: Vec<String> = compare(&crate_with(&[]), after)
        .iter()
        .map(|change| {
            assert!(change.why.ends_with('.'), "{}", change.why);
            let rule = change.rule.map_or(String::new(), |rule| format!(" [{}]", rule.anchor()));
            format!("{}{change}{rule}", if change.breaking { "!" } else { "" })
        })
        .collect();
    assert_eq!(found, expect);
}

#[test]
fn private_changes_are_ignored() {
    check(&[], &[]);
    check(&[("z: u8", "z: u16")], &[]);
    check(&[("mod a; pub use self::a::*;", "/* a comment */ mod a; pub use self::a::*;")], &[]);
}

#[test]
fn fields_are_classified_by_how_callers_create_the_struct() {
    for (from, to, expect) in [
        ("pub y: i64", "pub y: String", "!~ api::models::A.y: `i64` is now `String`"),
        ("pub y: i64,", "", "!- api::models::A.y: i64 [item-remove]"),
        ("pub y: i64", "pub y: Option<i64>", "!~ api::models::A.y: `i64` is now `Option<i64>`"),
        // A private field.
        (", z: u8", ", pub w: Vec<i64>, z: u8", "+ api::models::A.w: Vec<i64> [struct-private-fields-with-private]"),
        // `..Default::default()`.
        (
            "Open { pub x: Option<String>",
            "Open { pub w: bool, pub x: Option<String>",
            "+ api::models::Open.w: bool [struct-add-public-field-when-no-private]",
        ),
        // `..Required::new(…)`.
        (
            "Required { pub x: String",
            "Required { pub w: Option<bool>, pub x: String",
            "+ api::models::Required.w: Option<bool> [struct-add-public-field-when-no-private]",
        ),
        // Only a literal with all fields.
        (
            "Closed { pub x: i64",
            "Closed { pub x: i64, pub y: i64",
            "!+ api::models::Closed.y: i64 [struct-add-public-field-when-no-private]",
        ),
        // Only the client creates it.
        (
            "pub total: Option<i64>",
            "pub total: Option<i64>, pub more: Option<bool>",
            "+ api::operations::ListPetsHeaders.more: Option<bool> [struct-add-public-field-when-no-private]",
        ),
    ] {
        check(&[(from, to)], &[expect]);
    }
    // A required field of a struct whose fields were all optional.
    check(
        &[(
            "#[derive(Clone, Default)] pub struct Open { pub x: Option<String>",
            "#[derive(Clone)] pub struct Open { pub x: Option<String>, pub w: i64",
        )],
        &[
            "!- api::models::Open: impl Default [item-remove]",
            "!+ api::models::Open.w: i64 [struct-add-public-field-when-no-private]",
        ],
    );
}

#[test]
fn enums_aliases_constants_and_traits_are_compared() {
    for (from, to, expect) in [
        ("Later { One, Unknown", "Later { One, Two, Unknown", "+ api::models::Later::Two: variant [enum-variant-new]"),
        (
            "pub enum Sealed { One }",
            "pub enum Sealed { One, Two(A) }",
            "!+ api::models::Sealed::Two: variant (A) [enum-variant-new]",
        ),
        (
            "pub enum Sealed { One }",
            "pub enum Sealed { One(A) }",
            "!~ api::models::Sealed::One: `variant` is now `variant (A)` [enum-fields-new]",
        ),
        (
            "pub enum Sealed",
            "#[non_exhaustive] pub enum Sealed",
            "!~ api::models::Sealed: `enum` is now `#[non_exhaustive] enum` [attr-adding-non-exhaustive]",
        ),
        (
            "#[non_exhaustive] pub enum Later",
            "pub enum Later",
            "~ api::models::Later: `#[non_exhaustive] enum` is now `enum`",
        ),
        (
            "pub enum Sealed",
            "#[deprecated] pub enum Sealed",
            "~ api::models::Sealed: `enum` is now `#[deprecated] enum` [new-lints]",
        ),
        ("pub struct Closed {", "pub struct Closed<T> {", "!~ api::models::Closed: `struct` is now `struct<T>`"),
        ("Vec<String>", "Vec<i64>", "!~ api::models::Names: `type = Vec<String>` is now `type = Vec<i64>`"),
        ("LIMIT: u8 = 1", "LIMIT: u8 = 2", "~ api::models::A::LIMIT: `const u8 = 1` is now `const u8 = 2`"),
        ("LIMIT: u8", "LIMIT: u16", "!~ api::models::A::LIMIT: `const u8 = 1` is now `const u16 = 1`"),
        ("0 One(A)", "0 One", "!- api::models::Sealed: impl From<A> [item-remove]"),
        (
            "fn name(&self) -> String",
            "fn name(&self) -> &str",
            "!~ api::models::Named: `trait { fn name(&self) -> String }` is now `trait { fn name(&self) -> &str }`",
        ),
        ("#[derive(Clone, Default)]", "#[derive(Clone, Copy, Default)]", "+ api::models::Open: impl Copy [item-new]"),
        ("pub use client::Client;", "", "!- api::Client: use api::client::Client [item-remove]"),
        ("api-pets = [\"http\"]", "", "!- api-pets: Cargo feature [http] [cargo-feature-remove]"),
        (
            "api-pets = [\"http\"]",
            "api-pets = []",
            "!~ api-pets: `Cargo feature [http]` is now `Cargo feature []` [cargo-feature-remove-another]",
        ),
        ("pub mod client;", "#[cfg(feature = \"http\")] pub mod client;", "!~ api::client: `module` [item-remove]"),
    ] {
        check(&[(from, to)], &[expect]);
    }
    // A closed enumeration cannot be converted from every text.
    check(
        &[("else Unknown", "! UnknownVariant")],
        &[
            "!- api::models::Later: impl From<&str> [item-remove]",
            "+ api::models::Later: impl TryFrom<&str> [item-new]",
        ],
    );
    // The type behind an alias has another name.
    check(
        &[("Original", "Other")],
        &[
            "!- api::models::Original: struct [item-remove]",
            "+ api::models::Other: struct [item-new]",
            "~ api::models::Second: `type = Original` is now `type = Other`",
        ],
    );
    // An alias of a type with the same parts.
    check(
        &[("pub struct Closed { pub x: i64 }", "pub struct Merged { pub x: i64 } pub type Closed = Merged;")],
        &["~ api::models::Closed: `struct` is now `type = Merged`", "+ api::models::Merged: struct [item-new]"],
    );
}

#[test]
fn functions_are_compared_by_what_calls_depend_on() {
    for (from, to, expect) in [
        (
            "go(&self, id: &str) -> i64",
            "go(&self, id: String) -> i64",
            "!~ api::models::A::go: `fn go(&self, id: &str) -> i64` is now `fn go(&self, id: String) -> i64`",
        ),
        (
            "go(&self, id: &str) -> i64",
            "go(&self, name: &str) -> i64",
            "~ api::models::A::go: `fn go(&self, id: &str) -> i64` is now `fn go(&self, name: &str) -> i64`",
        ),
        (
            "go(&self, id: &str) -> i64",
            "go(&self, id: impl AsRef<str>) -> i64",
            "~ api::models::A::go: `fn go(&self, id: &str) -> i64` is now `fn go(&self, id: impl AsRef<str>) -> i64` [fn-generalize-compatible]",
        ),
        (
            "go(&self, id: &str) -> i64",
            "go(&self) -> i64",
            "!~ api::models::A::go: `fn go(&self, id: &str) -> i64` is now `fn go(&self) -> i64` [fn-change-arity]",
        ),
        (
            "go(&self, id: &str) -> i64",
            "go(self, id: &str) -> i64",
            "!~ api::models::A::go: `fn go(&self, id: &str) -> i64` is now `fn go(self, id: &str) -> i64`",
        ),
        (
            "pair(&self, left: i64, right: i64)",
            "pair(&self, right: i64, left: i64)",
            "!~ api::models::A::pair: `fn pair(&self, left: i64, right: i64)` is now `fn pair(&self, right: i64, left: i64)`",
        ),
        (
            "new(x: impl Into<String>)",
            "new(w: bool, x: impl Into<String>)",
            "!~ api::models::Required::new: `fn new(x: impl Into<String>) -> Self` is now `fn new(w: bool, x: impl Into<String>) -> Self` [fn-change-arity]",
        ),
    ] {
        check(&[(from, to)], &[expect]);
    }
}

#[test]
fn operations_are_one_change_each() {
    // The method, the call and its types are one change.
    check(
        &[
            ("pub fn get_pet(&self, id: impl AsRef<str>) -> GetPet { todo!() }", ""),
            ("pub struct GetPet(Call);\n    impl GetPet", "struct Gone(Call); impl Gone"),
            ("call!(GetPet => json models::A, (); cases Infallible)", "nothing!()"),
        ],
        &[
            "!- api::client::Client::get_pet: operation GET /pets/{id}: fn get_pet(&self, id: impl AsRef<str>) -> GetPet [item-remove]",
        ],
    );
    check(
        &[("list_pets", "search_pets"), ("ListPets", "SearchPets")],
        &["!~ api::client::Client::list_pets: `list_pets` is now `search_pets` [item-remove]"],
    );
    check(
        &[("path: \"/pets\"", "path: \"/v2/pets\"")],
        &[
            "~ api::client::Client::list_pets: `operation GET /pets: fn list_pets(&self, limit: i64) -> ListPets` is now \
           `operation GET /v2/pets: fn list_pets(&self, limit: i64) -> ListPets`",
        ],
    );
    check(
        &[("json Vec<models::A>", "json models::Page")],
        &[
            "!~ api::operations::ListPets: `Result<Vec<models::A>, Error<ListPetsError>>` is now `Result<models::Page, Error<ListPetsError>>`",
        ],
    );
    check(
        &[("models::A, |page|", "models::B, |page|")],
        &["!~ api::operations::ListPets: `pages of models::A` is now `pages of models::B`"],
    );
    check(
        &[("models::A, ();", "models::A, GetPetHeaders;")],
        &["~ api::operations::GetPet: `headers ()` is now `headers GetPetHeaders`"],
    );
}

#[test]
fn the_feature_of_an_operation_is_compared_once() {
    check(
        &[("mod pets; pub use", "#[cfg(feature = \"pets\")] mod pets; pub use")],
        &[
            "!~ api::client::Client::get_pet: `operation GET /pets/{id}: fn get_pet(&self, id: impl AsRef<str>) -> GetPet` [item-remove]",
            "!~ api::client::Client::list_pets: `operation GET /pets: fn list_pets(&self, limit: i64) -> ListPets` [item-remove]",
        ],
    );
}

#[test]
fn an_api_is_one_change() {
    let mut files =
        crate_with(&[("src/lib.rs", "pub use oasmith_runtime as runtime;"), ("Cargo.toml", "[features]\n")]);
    files.retain(|path, _| !path.starts_with("src/api/"));
    check_files(&files, &["!- api: API with 2 operations [item-remove]"]);
    let full = crate_with(&[]);
    let added = compare(&files, &full);
    assert_eq!(Summary::by_api(&added)["api"].to_string(), "added, +2 operations");
    let removed = compare(&full, &files);
    assert_eq!(Summary::by_api(&removed)["api"].to_string(), "removed, -2 operations");
}

#[test]
fn a_standalone_crate_has_no_api_module_and_its_runtime_is_ignored() {
    let before = Files::from([
        ("src/lib.rs", "pub mod models; pub mod runtime;"),
        ("src/runtime/mod.rs", "pub struct A;"),
        ("src/models/mod.rs", "pub struct M { pub a: i64 }"),
    ]);
    let mut after = before.clone();
    after.insert("src/runtime/mod.rs", "pub struct B;");
    assert_eq!(compare(&before, &after), []);
    after.insert("src/models/mod.rs", "pub struct M { pub a: bool }");
    let changes = compare(&before, &after);
    assert_eq!(changes.iter().map(ToString::to_string).collect::<Vec<_>>(), ["~ models::M.a: `i64` is now `bool`"]);
    assert_eq!(Summary::by_api(&changes)[""].to_string(), "1 breaking change");
}

#[test]
fn reports_contain_the_reason_and_the_rule() {
    let after = crate_with(&[("src/api/models/a.rs", "pub struct Closed { pub x: bool, pub y: i64 }")]);
    let changes = compare(&crate_with(&[]), &after);
    let of = |item: &str| changes.iter().find(|change| change.item == item).unwrap().clone();
    let chosen = [of("api::models::Closed.x"), of("api::models::Closed.y")];
    let text = "Breaking changes (2):\n  ~ api::models::Closed.x: `i64` is now `bool`\n      \
        Code that reads or sets the field expects the old type.\n  + api::models::Closed.y: i64\n      \
        Callers can create the struct only by a literal with all fields. It lacks the new one. \
        [struct-add-public-field-when-no-private]\n";
    assert_eq!(to_text(&chosen), text);
    let markdown = "## API `api`\n\n2 breaking changes\n\n### Breaking changes\n\n\
        - `api::models::Closed.x` (field): `i64` is now `bool`. Code that reads or sets the field expects the old type.\n\
        - Added `api::models::Closed.y`: `i64`. Callers can create the struct only by a literal with all fields. It lacks the new one. \
        [struct-add-public-field-when-no-private](https://doc.rust-lang.org/cargo/reference/semver.html#struct-add-public-field-when-no-private)\n\n";
    assert_eq!(to_markdown(&chosen), markdown);
    let json = to_json(&chosen);
    assert_eq!(json["apis"]["api"]["breaking"], 2);
    assert_eq!(json["changes"][1]["rule"]["level"], "major");
    assert_eq!(json["changes"][0]["rule"], serde_json::Value::Null);
    assert_eq!(json["changes"][0]["action"], "changed");
}
