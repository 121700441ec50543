//! Names, versions and hashes of the settings: each a type whose values are right.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer};

use super::forms::Text;
use super::invalid::{Invalid, quoted};

/// A type around a text that a function has accepted.
macro_rules! checked {
    ($( $(#[doc = $doc:literal])+ $name:ident: $check:ident; )+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Takes a text if it is one.
            ///
            /// # Errors
            /// The text is not one; the error says why, and what to write.
            pub fn new(text: impl Into<String>) -> Result<Self, Invalid> {
                let text = text.into();
                $check(&text).map(|()| Self(text))
            }

            /// The text.
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
                deserializer.deserialize_str(Text(|text| Self::new(text)))
            }
        }
    )+ };
}

checked! {
    /// The name of an API: a module and a Cargo feature of the output.
    ApiName: api_name;
    /// A Rust identifier. A keyword is written with `r#`, as in Rust.
    Identifier: identifier;
    /// A Rust identifier in the style of types: `CreditNote`.
    TypeName: type_name;
    /// The name of a Cargo feature.
    FeatureName: feature_name;
    /// The name of a Cargo feature that holds a part of an API.
    PartName: part_name;
    /// The name of a package, as Cargo and crates.io take it.
    PackageName: package_name;
    /// The version of a package: `1.2.3`.
    PackageVersion: package_version;
    /// Which versions of a dependency are good enough: `1.2`.
    VersionRequirement: version_requirement;
    /// A SHA-256 in hexadecimal.
    Sha256: sha256;
    /// The name of an HTTP header.
    HeaderName: header_name;
}

impl Identifier {
    /// The name without the `r#` of a keyword.
    #[must_use]
    pub fn bare(&self) -> &str {
        self.strip_prefix("r#").unwrap_or(self)
    }
}

/// The Cargo features of the runtime, which the output's manifest has, too.
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
    "standard-webhooks",
    "gzip",
    "brotli",
    "zstd",
];

/// Further names of features and modules that the output has anyway.
const OUTPUT: &[&str] = &["default", "runtime", "core", "std", "crate", "self", "super"];

/// Features of the parts of an API to which the settings give no name.
const PARTS: &[&str] = &["full", "other-models", "webhooks"];

impl PackageName {
    /// The longest name that crates.io takes, in characters.
    pub const LONGEST: usize = LONGEST_NAME;
}

/// The longest name that crates.io takes of a package, and of a feature.
const LONGEST_NAME: usize = 64;

/// Longer identifiers are a mistake, and some become names of files.
const LONGEST_IDENTIFIER: usize = 128;

fn is_taken(name: &str) -> bool {
    OUTPUT.contains(&name) || RUNTIME_FEATURES.contains(&name)
}

fn api_name(name: &str) -> Result<(), Invalid> {
    let word = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !word || name.len() > LONGEST_NAME {
        return Err(Invalid::new(
            format!("{} cannot be the name of a module", quoted(name)),
            format!("use lower-case letters, digits and `_`, a letter first, {LONGEST_NAME} at most"),
        ));
    }
    if is_taken(name) || syn::parse_str::<syn::Ident>(name).is_err() {
        return Err(Invalid::new(format!("{} is taken", quoted(name)), "choose another name for the API"));
    }
    Ok(())
}

fn identifier(name: &str) -> Result<(), Invalid> {
    let shown = quoted(name);
    if name.len() > LONGEST_IDENTIFIER {
        return Err(Invalid::new(
            format!("{shown} is too long for a name"),
            format!("use at most {LONGEST_IDENTIFIER} characters"),
        ));
    }
    let bare = name.strip_prefix("r#").unwrap_or(name);
    // `syn` reads past blanks and comments, which belong to no name.
    let word = bare.starts_with(|c| c == '_' || unicode_ident::is_xid_start(c))
        && bare.chars().all(unicode_ident::is_xid_continue)
        && bare != "_";
    if !word {
        return Err(Invalid::new(
            format!("{shown} is not a Rust identifier"),
            "use letters, digits and `_`, and no digit first",
        ));
    }
    if matches!(bare, "crate" | "self" | "super" | "Self") {
        return Err(Invalid::new(format!("{shown} has a meaning of its own in Rust"), "choose another name"));
    }
    if syn::parse_str::<syn::Ident>(name).is_err() {
        return Err(Invalid::new(
            format!("{shown} is a keyword of Rust"),
            format!("write `r#{bare}`, or choose another name"),
        ));
    }
    Ok(())
}

/// The compiler warns of types whose names are of another style.
fn type_name(name: &str) -> Result<(), Invalid> {
    identifier(name)?;
    let letters: Vec<char> = name.trim_matches('_').chars().collect();
    let has_case = |c: &char| c.is_lowercase() || c.is_uppercase();
    let joined = letters.windows(3).any(|three| matches!(three, [a, '_', b] if has_case(a) && has_case(b)));
    if joined || name.contains("__") || letters.first().is_none_or(|first| first.is_lowercase()) {
        return Err(Invalid::new(
            format!("{} is not written as names of types are", quoted(name)),
            "write it in upper camel case, for example `CreditNote`",
        ));
    }
    Ok(())
}

fn feature_name(name: &str) -> Result<(), Invalid> {
    let word = name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-+.".contains(c));
    match word && name.len() <= LONGEST_NAME {
        true => Ok(()),
        false => Err(Invalid::new(
            format!("{} cannot be the name of a Cargo feature", quoted(name)),
            format!("use letters, digits, `-`, `_`, `+` and `.`, a letter or digit first, {LONGEST_NAME} at most"),
        )),
    }
}

fn part_name(name: &str) -> Result<(), Invalid> {
    let word = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    if !word || name.len() > LONGEST_NAME {
        return Err(Invalid::new(
            format!("{} cannot be the name of a feature", quoted(name)),
            format!("use lower-case letters, digits, `-` and `_`, a letter first, {LONGEST_NAME} at most"),
        ));
    }
    if is_taken(name) || PARTS.contains(&name) {
        return Err(Invalid::new(format!("{} is taken", quoted(name)), "choose another name for the feature"));
    }
    Ok(())
}

fn package_name(name: &str) -> Result<(), Invalid> {
    let word = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !word || name.len() > LONGEST_NAME {
        return Err(Invalid::new(
            format!("{} cannot be the name of a package", quoted(name)),
            format!("use letters, digits, `-` and `_`, a letter first, {LONGEST_NAME} at most"),
        ));
    }
    let module = name.replace('-', "_");
    if syn::parse_str::<syn::Ident>(&module).is_err() || matches!(name, "std" | "core" | "alloc" | "test") {
        return Err(Invalid::new(
            format!("{} is a name of Rust's own", quoted(name)),
            format!("choose another name, for example `{name}-api`"),
        ));
    }
    Ok(())
}

fn package_version(version: &str) -> Result<(), Invalid> {
    semver::Version::parse(version).map(|_| ()).map_err(|error| {
        Invalid::new(
            format!("{} is not a version: {error}", quoted(version)),
            "write three numbers, for example `0.1.0`",
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
            "write 64 hexadecimal digits, or leave the key out",
        )),
    }
}

/// `token` of RFC 9110, 5.6.2.
fn header_name(name: &str) -> Result<(), Invalid> {
    let token = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    match token && !name.is_empty() {
        true => Ok(()),
        false => Err(Invalid::new(
            format!("{} cannot be the name of a header", quoted(name)),
            "write it as it is sent, for example `Idempotency-Key`",
        )),
    }
}
