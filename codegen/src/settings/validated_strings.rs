//! Validated strings of the settings: names, versions and hashes. Each has its own type, whose values are always valid.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer};

use super::forms::ValidatedText;
use super::invalid::{Invalid, quoted};

/// Declares newtypes of strings. The named function validates each string.
macro_rules! validated_strings {
    ($( $(#[doc = $doc:literal])+ $name:ident: $check:ident; )+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Validates a text.
            ///
            /// # Errors
            /// The text is invalid. The error contains the reason and a remedy.
            pub fn new(text: impl Into<String>) -> Result<Self, Invalid> {
                let text = text.into();
                $check(&text).map(|()| Self(text))
            }

            /// Returns the text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(ValidatedText(|text| Self::new(text)))
            }
        }
    )+ };
}

validated_strings! {
    /// The name of an API, which is also the name of its module and its Cargo feature.
    ApiName: api_name;
    /// A Rust identifier. A keyword has the prefix `r#`, as in Rust.
    Identifier: identifier;
    /// A Rust identifier in upper camel case: `CreditNote`.
    TypeName: type_name;
    /// The name of a Cargo feature.
    FeatureName: feature_name;
    /// The name of a Cargo feature that contains a part of an API.
    PartName: part_name;
    /// A package name that Cargo and crates.io accept.
    PackageName: package_name;
    /// The version of a package: `1.2.3`.
    PackageVersion: package_version;
    /// The version requirement of a dependency: `1.2`.
    VersionRequirement: version_requirement;
    /// A SHA-256 hash in hexadecimal.
    Sha256: sha256;
    /// The name of an HTTP header.
    HeaderName: header_name;
    /// An `http` or `https` URL without credentials.
    DocumentUrl: document_url;
}

impl Identifier {
    /// Returns the name without the prefix `r#`.
    #[must_use]
    pub fn unprefixed(&self) -> &str {
        self.strip_prefix("r#").unwrap_or(self)
    }
}

/// The Cargo features of the runtime. Every generated manifest has the same features.
pub const RUNTIME_FEATURES: &[&str] = &[
    "http",
    "reqwest",
    "native-tls",
    "reqwest-without-tls",
    "blocking",
    "tower",
    "mock",
    "tracing",
    "validate",
    "ecma-regex",
    "standard-webhooks",
    "time",
    "jiff",
    "gzip",
    "brotli",
    "zstd",
];

/// The names of other features and modules of every generated crate, and reserved words of Rust.
const RESERVED: &[&str] = &["default", "runtime", "core", "std", "crate", "self", "super"];

/// The names of modules that are files or folders of other Cargo targets: `src/lib.rs`, `src/main.rs` and `src/bin/`.
const TARGETS: &[&str] = &["lib", "main", "bin"];

/// The names of devices, which cannot be folders on Windows. The ports `com1` and `lpt1` are devices, too.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

/// The features that the generator adds when it splits an API.
const GENERATED_PARTS: &[&str] = &["full", "other-models", "webhooks"];

impl PackageName {
    /// The longest name that crates.io accepts, in characters.
    pub const LONGEST: usize = LONGEST_NAME;
}

/// The longest name of a package or feature that crates.io accepts.
const LONGEST_NAME: usize = 64;

/// Upper bound for identifiers. Longer ones are mistakes, and some identifiers become file names.
const LONGEST_IDENTIFIER: usize = 128;

fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name) || RUNTIME_FEATURES.contains(&name)
}

fn api_name(name: &str) -> Result<(), Invalid> {
    let well_formed = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !well_formed || name.len() > LONGEST_NAME {
        return Err(Invalid::new(
            format!("{} is not a valid API name", quoted(name)),
            format!(
                "use lower-case letters, digits and `_`, beginning with a letter, at most {LONGEST_NAME} characters"
            ),
        ));
    }
    let remedy = "choose another name for the API";
    if is_reserved(name) || TARGETS.contains(&name) {
        let message = format!("{} is reserved: the generated crate has a feature or module of this name", quoted(name));
        return Err(Invalid::new(message, remedy));
    }
    if is_keyword(name) {
        let message = format!("{} is a Rust keyword and cannot be the name of a module", quoted(name));
        return Err(Invalid::new(message, remedy));
    }
    if is_device(name) {
        let message = format!("{} is reserved: Windows cannot create a folder of this name", quoted(name));
        return Err(Invalid::new(message, remedy));
    }
    Ok(())
}

/// Returns whether a word is a strict or reserved keyword of edition 2024. `syn` accepts `gen`, which is new in that edition.
fn is_keyword(word: &str) -> bool {
    word == "gen" || syn::parse_str::<syn::Ident>(word).is_err()
}

fn is_device(name: &str) -> bool {
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    DEVICES.contains(&name)
        || port.is_some_and(|number| number.len() == 1 && number.bytes().all(|c| c.is_ascii_digit()))
}

fn identifier(name: &str) -> Result<(), Invalid> {
    let shown = quoted(name);
    if name.len() > LONGEST_IDENTIFIER {
        return Err(Invalid::new(
            format!("{shown} is too long for an identifier"),
            format!("use at most {LONGEST_IDENTIFIER} characters"),
        ));
    }
    let unprefixed = name.strip_prefix("r#").unwrap_or(name);
    // `syn` skips spaces and comments, which are not part of a name.
    let well_formed = unprefixed.starts_with(|c| c == '_' || unicode_ident::is_xid_start(c))
        && unprefixed.chars().all(unicode_ident::is_xid_continue)
        && unprefixed != "_";
    if !well_formed {
        return Err(Invalid::new(
            format!("{shown} is not a Rust identifier"),
            "use letters, digits and `_`, not beginning with a digit",
        ));
    }
    if matches!(unprefixed, "crate" | "self" | "super" | "Self") {
        return Err(Invalid::new(
            format!("{shown} is a path keyword of Rust and cannot be an identifier"),
            "choose another name",
        ));
    }
    if is_keyword(name) {
        return Err(Invalid::new(
            format!("{shown} is a Rust keyword"),
            format!("write `r#{unprefixed}`, or choose another name"),
        ));
    }
    Ok(())
}

/// Requires upper camel case, because the compiler warns about other type names.
fn type_name(name: &str) -> Result<(), Invalid> {
    identifier(name)?;
    let letters: Vec<char> = name.trim_matches('_').chars().collect();
    let has_case = |c: &char| c.is_lowercase() || c.is_uppercase();
    let joined = letters.windows(3).any(|three| matches!(three, [a, '_', b] if has_case(a) && has_case(b)));
    if joined || name.contains("__") || letters.first().is_none_or(|first| first.is_lowercase()) {
        return Err(Invalid::new(
            format!("{} is not in upper camel case", quoted(name)),
            "write a type name such as `CreditNote`",
        ));
    }
    Ok(())
}

fn feature_name(name: &str) -> Result<(), Invalid> {
    let well_formed = name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-+.".contains(c));
    match well_formed && name.len() <= LONGEST_NAME {
        true => Ok(()),
        false => Err(Invalid::new(
            format!("{} is not a valid name of a Cargo feature", quoted(name)),
            format!(
                "use letters, digits, `-`, `_`, `+` and `.`, beginning with a letter or digit, at most {LONGEST_NAME} characters"
            ),
        )),
    }
}

fn part_name(name: &str) -> Result<(), Invalid> {
    let well_formed = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    if !well_formed || name.len() > LONGEST_NAME {
        return Err(Invalid::new(
            format!("{} is not a valid name of a part", quoted(name)),
            format!(
                "use lower-case letters, digits, `-` and `_`, beginning with a letter, at most {LONGEST_NAME} characters"
            ),
        ));
    }
    if is_reserved(name) || GENERATED_PARTS.contains(&name) {
        return Err(Invalid::new(
            format!("{} is reserved: the generated crate has a feature of this name", quoted(name)),
            "choose another name for the feature",
        ));
    }
    Ok(())
}

fn package_name(name: &str) -> Result<(), Invalid> {
    let well_formed = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !well_formed || name.len() > LONGEST_NAME {
        return Err(Invalid::new(
            format!("{} is not a valid package name", quoted(name)),
            format!("use letters, digits, `-` and `_`, beginning with a letter, at most {LONGEST_NAME} characters"),
        ));
    }
    let module = name.replace('-', "_");
    if syn::parse_str::<syn::Ident>(&module).is_err() || matches!(name, "std" | "core" | "alloc" | "test") {
        return Err(Invalid::new(
            format!("{} is reserved in Rust", quoted(name)),
            format!("choose another name, for example `{name}-api`"),
        ));
    }
    // The compiler's lint `non_snake_case`.
    if name.contains(|c: char| c.is_ascii_uppercase()) || module.trim_matches('_').contains("__") {
        return Err(Invalid::new(
            format!("{} is not in snake case, so the compiler would warn about the crate", quoted(name)),
            "use lower-case letters, and single `-` or `_` between words, for example `my-client`",
        ));
    }
    Ok(())
}

fn package_version(version: &str) -> Result<(), Invalid> {
    semver::Version::parse(version).map(|_| ()).map_err(|error| {
        Invalid::new(
            format!("{} is not a version: {error}", quoted(version)),
            "write a semantic version, for example `0.1.0`",
        )
    })
}

fn version_requirement(requirement: &str) -> Result<(), Invalid> {
    semver::VersionReq::parse(requirement).map(|_| ()).map_err(|error| {
        Invalid::new(
            format!("{} is not a version requirement: {error}", quoted(requirement)),
            "write it as in a Cargo.toml, for example `1.2`",
        )
    })
}

fn sha256(hash: &str) -> Result<(), Invalid> {
    match hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        true => Ok(()),
        false => Err(Invalid::new(
            format!("{} is not a SHA-256", quoted(hash)),
            "write 64 hexadecimal digits, or remove the key",
        )),
    }
}

/// Requires a `token` of RFC 9110, 5.6.2.
fn header_name(name: &str) -> Result<(), Invalid> {
    let token = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    match token && !name.is_empty() {
        true => Ok(()),
        false => Err(Invalid::new(
            format!("{} is not a valid header name", quoted(name)),
            "write the header name, for example `Idempotency-Key`",
        )),
    }
}

/// Rejects credentials, because the settings are committed. Characters that a URL must encode are a mistake or an attack.
fn document_url(url: &str) -> Result<(), Invalid> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let authority = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    if authority.is_empty() || !url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte)) {
        return Err(Invalid::new(
            format!("{} is not the URL of a document", quoted(url)),
            "write a URL that begins with `https://` or `http://`, with special characters percent-encoded",
        ));
    }
    if authority.contains('@') {
        return Err(Invalid::new(
            "the URL contains a user name or password, which the settings must not contain",
            "write the URL without them; `curl` finds them in `~/.netrc`",
        ));
    }
    Ok(())
}
