//! Tests of parsing settings: accepted values, and the message and location of each error.

use super::*;

#[track_caller]
fn check(text: &str, expect: Result<(), &str>) {
    match (Settings::parse(text), expect) {
        (Ok(_), Ok(())) => assert!(schema::accepts(text), "the JSON schema rejects valid settings"),
        (Err(error), Err(expect)) => assert_eq!(error.to_string(), expect),
        (found, expect) => panic!("{found:?} instead of {expect:?}"),
    }
}

#[test]
fn valid_settings_are_accepted() {
    for table in [
        "",
        "[api.a.rename.types]\nFoo = 'Bar'",
        "[api.a.rename.members]\n'Foo.a' = 'r#type'",
        "[api.a.formats]\ndecimal = 'plain'\ncount = 'u32'\nmoment = 'date-time'\nown = 'a::B'",
        "[api.a.types]\nPrice = 'f64'\n'Item.price' = 'f64'",
        "[api.a.formats]\ndecimal = { type = 'rust_decimal::Decimal', crate = { name = 'rust_decimal', version = '1' } }",
        "[api.a.pagination.list_customers]\nitems = 'data'\noffset = 'offset'\nlimit = 'limit'",
        "[api.a.types]\nTrack = { type = 'a::Track', as = 'text', placeholder = 'T-0' }\nRaw = { type = 'a::Raw', wrapper = true }",
        "[api.a.types]\nPoint = { type = 'a::Point', placeholder = { x = 0, y = [1.5, true] } }",
        "[api.a]\nunknown_members = 'keep'",
        "[api.a]\nunknown_members = 'ignore'",
        "[api.a]\nunknown_members = ['Customer', '#/components/schemas/Order']",
        "[api.a]\nunknown_members = []",
        "[api.a.pagination]\nlist = false",
        "[api.a.split]\nfirst-part = ['A']",
        "[api.a]\nsplit = 'tags'",
    ] {
        let file = if table.starts_with("[api.a]") {
            format!("{table}\nfile = 'a.yaml'")
        } else {
            format!("{table}\n[api.a]\nfile = 'a.yaml'")
        };
        check(&file, Ok(()));
    }
    check("", Ok(()));
}

#[test]
fn errors_have_line_and_column() {
    let check = |text: &str, expect: &str| check(text, Err(expect));
    check(
        "[api.a]\nfile = 'a.yaml'\nfiel = 1",
        "line 3, column 1: `[api.a]` has no key `fiel`; did you mean `file`? The keys are `file`, `origin`, `url`, `etag`, `sha256`, `files`, `overlays`, `include`, `exclude`, `models`, `split`, `formats`, `types`, `rust_types`, `rename`, `cut_prefixes`, `pagination`, `idempotency_key`, `error_message`, `sealed`, `unknown_members`, `tags`, `features`",
    );
    check("[api.a]\n", "line 1, column 1: `[api.a]` lacks the key `file`; add `file`");
    check("[apis.a]\n", "line 1, column 2: the settings have no key `apis`; the key is `api`");
    check("[api.a]\nfile = 1", "line 2, column 8: `api.a.file` is the integer `1`; write a string");
    check(
        "\n[api.Stripe]\nfile = 'a'",
        "line 2, column 6: `api`: `Stripe` is not a valid API name; use lower-case letters, digits and `_`, beginning with a letter, at most 64 characters",
    );
    check(
        "[api.http]\nfile = 'a'",
        "line 1, column 6: `api`: `http` is reserved: the generated crate has a feature or module of this name; choose another name for the API",
    );
    check(
        "[api.type]\nfile = 'a'",
        "line 1, column 6: `api`: `type` is a Rust keyword and cannot be the name of a module; choose another name for the API",
    );
    let api = |rest: &str, expect: &str| check(&format!("[api.a]\nfile = 'a'\n{rest}"), expect);
    api(
        "sha256 = 'abc'",
        "line 3, column 10: `api.a.sha256`: `abc` is not a SHA-256; write 64 hexadecimal digits, or remove the key",
    );
    api(
        "idempotency_key = 'two words'",
        "line 3, column 19: `api.a.idempotency_key`: `two words` is not a valid header name; write the header name, for example `Idempotency-Key`",
    );
    api(
        "features = ['gzip', 'g zip']",
        "line 3, column 21: `api.a.features`: `g zip` is not a valid name of a Cargo feature; use letters, digits, `-`, `_`, `+` and `.`, beginning with a letter or digit, at most 64 characters",
    );
    api(
        "split = 'tag'",
        "line 3, column 9: `api.a.split`: unknown split `tag`; write `\"tags\"`, `\"none\"`, or a table from feature name to list of tags",
    );
    api(
        "split.full = ['A']",
        "line 3, column 7: `api.a.split`: `full` is reserved: the generated crate has a feature of this name; choose another name for the feature",
    );
    api(
        "split.Two = ['A']",
        "line 3, column 7: `api.a.split`: `Two` is not a valid name of a part; use lower-case letters, digits, `-` and `_`, beginning with a letter, at most 64 characters",
    );
    api(
        "split = 1",
        "line 3, column 9: `api.a.split` is the integer `1`; write `\"tags\"`, `\"none\"`, or a table from feature name to list of tags",
    );
    api(
        "pagination.list.itmes = 'a'",
        "line 3, column 17: `[api.a.pagination.list]` has no key `itmes`; did you mean `items`? The keys are `items`, `offset`, `limit`, `total`, `page`, `total_pages`, `cursor`, `next`, `next_header`, `last_item`, `has_more`, `link_header`",
    );
    api(
        "pagination.list = 'a'",
        "line 3, column 19: `api.a.pagination.list` is the string \"a\"; write `true`, `false`, or a table of parameters and properties",
    );
    api(
        "formats.x = { type = 'a::B', crate = { name = 'two words', version = '1' } }",
        "line 3, column 47: `api.a.formats.x.crate.name`: `two words` is not a valid package name; use letters, digits, `-` and `_`, beginning with a letter, at most 64 characters",
    );
    api(
        "formats.x = { type = 'a::B', crate = { name = 'a', version = 'one' } }",
        "line 3, column 62: `api.a.formats.x.crate.version`: `one` is not a version requirement: unexpected character 'o' while parsing major version number; write it as in a Cargo.toml, for example `1.2`",
    );
    api(
        "formats.x = { type = 'foo bar' }",
        "line 3, column 22: `api.a.formats.x.type`: `foo bar` is not a Rust type; write the path of a type, for example `rust_decimal::Decimal` or `chrono::DateTime<chrono::Utc>`",
    );
    api(
        "formats.x = { type = 'a::B', crate = { name = 'a', version = '1' } }\nformats.y = { type = 'a::C', crate = { name = 'a', version = '2' } }",
        "line 4, column 48: the crate `a` is required in version `1` and in version `2`; use the same version in both places",
    );
    // Characters are counted, not bytes.
    api(
        "rename.types = { 'Größe' = 'A b' }",
        "line 3, column 28: `api.a.rename.types.\"Größe\"`: `A b` is not a Rust identifier; use letters, digits and `_`, not beginning with a digit",
    );
}

/// Returns the parsed type as text, or the error message.
fn parsed_type(text: &str) -> String {
    match RustType::parse(text) {
        Ok(ty) => {
            let shown = ty.to_string();
            assert_eq!(RustType::parse(&shown).as_ref(), Ok(&ty), "{text}");
            assert!(syn::parse_str::<syn::Type>(&shown).is_ok(), "{shown}");
            shown
        }
        Err(Invalid { message, remedy }) => {
            assert!(!remedy.is_empty() && !message.contains('\n'), "{text:?}");
            message
        }
    }
}

#[test]
fn rust_types_are_parsed_or_rejected() {
    for (text, expect) in [
        // Types that a field can have.
        ("rust_decimal::Decimal", "rust_decimal::Decimal"),
        (" rust_decimal :: Decimal ", "rust_decimal::Decimal"),
        ("::url::Url", "::url::Url"),
        ("crate::Own", "crate::Own"),
        ("chrono::DateTime<chrono::Utc>", "chrono::DateTime<chrono::Utc>"),
        ("Vec<u8>", "Vec<u8>"),
        ("std::borrow::Cow<'static, str>", "std::borrow::Cow<'static, str>"),
        ("heapless::String<64>", "heapless::String<64>"),
        ("a::Flag<true>", "a::Flag<true>"),
        ("[u8; 4]", "[u8; 4]"),
        ("(f64, [a::B; 0x2])", "(f64, [a::B; 2])"),
        ("(f64,)", "(f64,)"),
        ("(a::B)", "a::B"),
        ("()", "()"),
        ("a::r#type::B", "a::r#type::B"),
        ("größe::Länge", "größe::Länge"),
        // Texts that are not types.
        ("rust_decimal::Decimal)", "`rust_decimal::Decimal)` is not a Rust type"),
        ("foo bar", "`foo bar` is not a Rust type"),
        ("", "`` is not a Rust type"),
        (" ", "` ` is not a Rust type"),
        ("a::", "`a::` is not a Rust type"),
        ("1a::B", "`1a::B` is not a Rust type"),
        ("a::type", "`a::type` is not a Rust type"),
        ("A/*", "`A/*` is not a Rust type"),
        ("a::B /* c */", "`a::B /* c */` is not a Rust type"),
        ("a::B // c", "`a::B // c` is not a Rust type"),
        ("a::\nB", "`a::\\nB` is not a Rust type"),
        ("A;}", "`A;}` is not a Rust type"),
        ("a::B> = 1; struct C<", "`a::B> = 1; struct C<` is not a Rust type"),
        ("a::😀", "`a::😀` is not a Rust type"),
        ("a::B\u{202e}", "`a::B\\u{202e}` is not a Rust type"),
        ("[u8; 4", "`[u8; 4` is not a Rust type"),
        ("date-tiem", "`date-tiem` is not a Rust type"),
        // Types that a field cannot have.
        ("&str", "`&str` is a Rust type that a model field cannot have"),
        ("&'static str", "`&'static str` is a Rust type that a model field cannot have"),
        ("*const u8", "`*const u8` is a Rust type that a model field cannot have"),
        ("dyn std::any::Any", "`dyn std::any::Any` is a Rust type that a model field cannot have"),
        ("Box<dyn std::any::Any>", "`Box<dyn std::any::Any>` is a Rust type that a model field cannot have"),
        ("impl Clone", "`impl Clone` is a Rust type that a model field cannot have"),
        ("fn(u8) -> u8", "`fn(u8) -> u8` is a Rust type that a model field cannot have"),
        ("Fn(u8) -> u8", "`Fn(u8) -> u8` is not a Rust type"),
        ("a::B!()", "`a::B!()` is a Rust type that a model field cannot have"),
        ("<T as X>::Y", "`<T as X>::Y` is a Rust type that a model field cannot have"),
        ("a::Iter<Item = u8>", "`a::Iter<Item = u8>` is a Rust type that a model field cannot have"),
        ("a::B<{ panic!() }>", "`a::B<{ panic!() }>` is a Rust type that a model field cannot have"),
        ("[u8; N]", "`[u8; N]` is a Rust type that a model field cannot have"),
        ("[u8]", "`[u8]` is a Rust type that a model field cannot have"),
        ("_", "`_` is a Rust type that a model field cannot have"),
        ("!", "`!` is a Rust type that a model field cannot have"),
        ("a::B + Send", "`a::B + Send` is a Rust type that a model field cannot have"),
        ("Cow<'a, str>", "`Cow<'a, str>` uses the lifetime `'a`, which models do not declare"),
        ("Decimal", "`Decimal` does not name the crate of `Decimal`"),
        ("Vec<Decimal>", "`Vec<Decimal>` does not name the crate of `Decimal`"),
        ("r#type", "`r#type` does not name the crate of `r#type`"),
        ("crate", "`crate` does not name the crate of `crate`"),
        ("self::A", "`self::A` begins with `self`, which means a different module in each generated file"),
        ("super::A", "`super::A` begins with `super`, which means a different module in each generated file"),
        ("Self", "`Self` begins with `Self`, which means a different module in each generated file"),
    ] {
        assert_eq!(parsed_type(text), expect, "{text:?}");
    }
    let long = format!("a::{}", "B".repeat(1000));
    assert_eq!(parsed_type(&long), format!("the type `a::{}…` is too long", "B".repeat(57)));
    let deep = format!("{}u8{}", "Box<".repeat(100), ">".repeat(100));
    assert!(parsed_type(&deep).ends_with("is too long"));
}

#[test]
fn strings_are_validated() {
    type Check = fn(&str) -> Result<(), Invalid>;
    let identifier: Check = |text| Identifier::new(text).map(|_| ());
    let ty: Check = |text| TypeName::new(text).map(|_| ());
    let package: Check = |text| PackageName::new(text).map(|_| ());
    let version: Check = |text| PackageVersion::new(text).map(|_| ());
    let requirement: Check = |text| VersionRequirement::new(text).map(|_| ());
    let api: Check = |text| ApiName::new(text).map(|_| ());
    let url: Check = |text| DocumentUrl::new(text).map(|_| ());
    for (check, text, expect) in [
        (identifier, "name", ""),
        (identifier, "Name2", ""),
        (identifier, "_a", ""),
        (identifier, "größe", ""),
        (identifier, "r#type", ""),
        (identifier, "r#async", ""),
        (identifier, "", "`` is not a Rust identifier"),
        (identifier, "_", "`_` is not a Rust identifier"),
        (identifier, "1a", "`1a` is not a Rust identifier"),
        (identifier, "a b", "`a b` is not a Rust identifier"),
        (identifier, " a", "` a` is not a Rust identifier"),
        (identifier, "a-b", "`a-b` is not a Rust identifier"),
        (identifier, "a\n", "`a\\n` is not a Rust identifier"),
        (identifier, "a/*", "`a/*` is not a Rust identifier"),
        (identifier, "a;}", "`a;}` is not a Rust identifier"),
        (identifier, "r#", "`r#` is not a Rust identifier"),
        (identifier, "r#_", "`r#_` is not a Rust identifier"),
        (identifier, "'a", "`'a` is not a Rust identifier"),
        (identifier, "😀", "`😀` is not a Rust identifier"),
        (identifier, "a::B", "`a::B` is not a Rust identifier"),
        (identifier, "type", "`type` is a Rust keyword"),
        (identifier, "async", "`async` is a Rust keyword"),
        (identifier, "crate", "`crate` is a path keyword of Rust and cannot be an identifier"),
        (identifier, "self", "`self` is a path keyword of Rust and cannot be an identifier"),
        (identifier, "Self", "`Self` is a path keyword of Rust and cannot be an identifier"),
        (identifier, "r#self", "`r#self` is a path keyword of Rust and cannot be an identifier"),
        (ty, "Name", ""),
        (ty, "V2_1", ""),
        (ty, "日本", ""),
        (ty, "name", "`name` is not in upper camel case"),
        (ty, "Big_Name", "`Big_Name` is not in upper camel case"),
        (ty, "r#type", "`r#type` is not in upper camel case"),
        (ty, "type", "`type` is a Rust keyword"),
        (ty, "A B", "`A B` is not a Rust identifier"),
        (package, "my-shop", ""),
        (package, "my_shop2", ""),
        (package, "", "`` is not a valid package name"),
        (package, "2shop", "`2shop` is not a valid package name"),
        (package, "a b", "`a b` is not a valid package name"),
        (package, "a\"\nb = \"", "`a\"\\nb = \"` is not a valid package name"),
        (package, "größe", "`größe` is not a valid package name"),
        (package, "../a", "`../a` is not a valid package name"),
        (package, "type", "`type` is reserved in Rust"),
        (package, "std", "`std` is reserved in Rust"),
        (version, "0.1.0", ""),
        (version, "1.2.3-rc.1+build", ""),
        (version, "1", "`1` is not a version: unexpected end of input while parsing major version number"),
        (version, "", "`` is not a version: empty string, expected a semver version"),
        (version, "v1.0.0", "`v1.0.0` is not a version: unexpected character 'v' while parsing major version number"),
        (version, "1.0.0\"", "`1.0.0\"` is not a version: unexpected character '\"' after patch version number"),
        (requirement, "1", ""),
        (requirement, ">=1.2, <3", ""),
        (requirement, "*", ""),
        (requirement, "=1.2.3", ""),
        (
            requirement,
            "",
            "`` is not a version requirement: unexpected end of input while parsing major version number",
        ),
        (
            requirement,
            "latest",
            "`latest` is not a version requirement: unexpected character 'l' while parsing major version number",
        ),
        (api, "shop2", ""),
        (api, "Shop", "`Shop` is not a valid API name"),
        (api, "../shop", "`../shop` is not a valid API name"),
        (api, "", "`` is not a valid API name"),
        (api, "type", "`type` is a Rust keyword and cannot be the name of a module"),
        (api, "gen", "`gen` is a Rust keyword and cannot be the name of a module"),
        (api, "lib", "`lib` is reserved: the generated crate has a feature or module of this name"),
        (api, "std", "`std` is reserved: the generated crate has a feature or module of this name"),
        (api, "runtime", "`runtime` is reserved: the generated crate has a feature or module of this name"),
        (api, "con", "`con` is reserved: Windows cannot create a folder of this name"),
        (api, "com1", "`com1` is reserved: Windows cannot create a folder of this name"),
        (api, "com", ""),
        (api, "component", ""),
        (identifier, "gen", "`gen` is a Rust keyword"),
        (identifier, "r#gen", ""),
        (url, "https://a.io/openapi.yaml?version=1", ""),
        (url, "http://127.0.0.1:80", ""),
        (url, "a.io/openapi.yaml", "`a.io/openapi.yaml` is not the URL of a document"),
        (url, "file:///etc/passwd", "`file:///etc/passwd` is not the URL of a document"),
        (url, "https:///a", "`https:///a` is not the URL of a document"),
        (url, "https://a.io/a b", "`https://a.io/a b` is not the URL of a document"),
        (
            url,
            "https://me:secret@a.io/",
            "the URL contains a user name or password, which the settings must not contain",
        ),
        (api, "reqwest", "`reqwest` is reserved: the generated crate has a feature or module of this name"),
    ] {
        let found = check(text).err().map(|invalid| invalid.message).unwrap_or_default();
        assert_eq!(found, expect, "{text:?}");
    }
    let long = "a".repeat(1000);
    let shown = format!("`{}…`", "a".repeat(60));
    assert_eq!(identifier(&long).unwrap_err().message, format!("{shown} is too long for an identifier"));
    assert_eq!(package(&long).unwrap_err().message, format!("{shown} is not a valid package name"));
}
