//! `oasmith.toml`: what a maintainer decides about each API, in one file that `xtask` and `oasmith generate` share.
//!
//! Pure data and its parser. Every key is documented on its field; an unknown key is an error with its line. Whether a
//! setting matches something of the document is checked where it is applied, with [`crate::diag::Code::SettingNoMatch`].
//! A text with a grammar of its own (a Rust type, an identifier, a version) is parsed here, into a type whose values are right.
//! A new key is added here first and then decided by the stage that it concerns. May import nothing.

mod api;
mod error;
mod forms;
mod invalid;
mod pattern;
mod rust_type;
mod types;
mod words;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use api::{
    ApiSettings, KeepModels, PageSettings, PaginationSetting, RenameSettings, Selection, Split, SplitStyle, TagStyle,
};
pub use error::SettingsError;
pub use invalid::Invalid;
pub use rust_type::{PathSegment, RustType, TypeArgument, TypePath};
pub use types::{BuiltInType, CustomTypeSetting, Dependency, FormatSetting, TypeWay};
pub use words::{
    ApiName, FeatureName, HeaderName, Identifier, PackageName, PackageVersion, PartName, RUNTIME_FEATURES, Sha256,
    TypeName, VersionRequirement,
};

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `[api.NAME]`: each API by the name of its module and Cargo feature.
    #[serde(default, rename = "api")]
    pub apis: BTreeMap<ApiName, ApiSettings>,
}

impl Settings {
    /// Reads the text of an `oasmith.toml`.
    ///
    /// # Errors
    /// The text is not TOML, or has a key that does not exist, a value of the wrong type, or a text that is not what the setting asks for: a Rust
    /// type, an identifier, the name or version of a crate. The first mistake is reported, with its place.
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
        for api in settings.apis.values() {
            if let Some((first, second)) = api.contradiction() {
                let (name, first, second) = (&second.name, &first.version, &second.version);
                let message = format!("the crate `{name}` is wanted in version `{first}` and in version `{second}`");
                return Err(SettingsError::at_last(text, name, message, "write the same version at each place"));
            }
        }
        Ok(settings)
    }
}

#[cfg(test)]
mod tests;
