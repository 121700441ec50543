//! `oasmith.toml`: what a maintainer decides about each API, in one file that `xtask` and `oasmith generate` share.
//!
//! Pure data and its parser. Every key is documented on its field; an unknown key is an error with its line. Whether a
//! setting matches something of the document is checked where it is applied, with [`crate::diag::Code::SettingNoMatch`].
//! A new key is added here first and then decided by the stage that it concerns. May import nothing.

mod api;
mod error;
mod pattern;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use api::{
    ApiSettings, Dependency, ExternalType, FormatSetting, KeepModels, PageSettings, PaginationSetting, RenameSettings,
    Selection, Split, SplitStyle, TagStyle, TypeWay,
};
pub use error::SettingsError;

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `[api.NAME]`: each API by the name of its module and Cargo feature.
    #[serde(default, rename = "api")]
    pub apis: BTreeMap<String, ApiSettings>,
}

impl Settings {
    /// Reads the text of an `oasmith.toml`.
    ///
    /// # Errors
    /// The text is not TOML, has a key that does not exist, a value of the wrong type, or an API name that cannot be a module.
    ///
    /// # Examples
    /// ```
    /// let settings = oasmith::settings::Settings::parse(r#"
    ///     [api.petstore]
    ///     file = "petstore.yaml"
    /// "#)?;
    /// assert_eq!(settings.apis["petstore"].file, "petstore.yaml");
    /// # Ok::<(), oasmith::settings::SettingsError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let settings: Self = toml::from_str(text).map_err(|error| SettingsError::from_toml(text, &error))?;
        for (name, api) in &settings.apis {
            check_name(text, name)?;
            api.check(name).map_err(|message| SettingsError::at_table(text, name, message))?;
        }
        Ok(settings)
    }
}

/// Feature names of the output crate that are no APIs, and module names that it has anyway.
const TAKEN: &[&str] = &[
    "default", "http", "reqwest", "blocking", "mock", "tower", "tracing", "validate", "gzip", "brotli", "zstd",
    "runtime", "core", "std", "crate", "self", "super",
];

fn check_name(text: &str, name: &str) -> Result<(), SettingsError> {
    let word = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !word {
        let message = format!("`{name}` cannot be the name of a module: use lower-case letters, digits and `_`");
        return Err(SettingsError::at_table(text, name, message));
    }
    if TAKEN.contains(&name) || syn::parse_str::<syn::Ident>(name).is_err() {
        let message = format!("`{name}` is taken: choose another name for the API");
        return Err(SettingsError::at_table(text, name, message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Result<(), &str>) {
        match (Settings::parse(text), expect) {
            (Ok(_), Ok(())) => {}
            (Err(error), Err(expect)) => assert_eq!(error.to_string(), expect),
            (got, expect) => panic!("{got:?} instead of {expect:?}"),
        }
    }

    #[test]
    fn accepts_what_the_file_may_say() {
        check("", Ok(()));
        check("[api.a]\nfile = 'a.yaml'", Ok(()));
        check("[api.a]\nfile = 'a.yaml'\n[api.a.rename.types]\nFoo = 'Bar'", Ok(()));
        check("[api.a]\nfile = 'a.yaml'\n[api.a.formats]\ndecimal = 'plain'", Ok(()));
        check("[api.a]\nfile = 'a.yaml'\n[api.a.types]\nPrice = 'f64'\n'Item.price' = 'f64'", Ok(()));
        check(
            "[api.a]\nfile = 'a.yaml'\n[api.a.formats]\ndecimal = { type = 'rust_decimal::Decimal', crate = { name = 'rust_decimal', version = '1' } }",
            Ok(()),
        );
        check(
            "[api.a]\nfile = 'a.yaml'\n[api.a.pagination.list_customers]\nitems = 'data'\noffset = 'offset'\nlimit = 'limit'",
            Ok(()),
        );
    }

    #[test]
    fn names_the_line_of_a_mistake() {
        check(
            "[api.a]\nfile = 'a.yaml'\nfiel = 1",
            Err(
                "line 3, column 1: unknown field `fiel`, expected one of `file`, `origin`, `sha256`, `overlays`, `include`, `exclude`, `models`, `split`, `formats`, `types`, `rename`, `pagination`, `idempotency_key`, `sealed`, `tags`, `features`",
            ),
        );
        check("[api.a]\n", Err("line 1, column 1: missing field `file`"));
        check("[apis.a]\n", Err("line 1, column 2: unknown field `apis`, expected `api`"));
        check("[api.a]\nfile = 1", Err("line 2, column 8: invalid type: integer `1`, expected a string"));
        check(
            "\n[api.Stripe]\nfile = 'a'",
            Err("line 2, column 1: `Stripe` cannot be the name of a module: use lower-case letters, digits and `_`"),
        );
        check("[api.http]\nfile = 'a'", Err("line 1, column 1: `http` is taken: choose another name for the API"));
        check(
            "[api.a]\nfile = 'a'\nsha256 = 'abc'",
            Err("line 1, column 1: sha256 of `a` is not 64 hexadecimal digits"),
        );
    }
}
