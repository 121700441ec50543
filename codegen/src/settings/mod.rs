//! `oasmith.toml`: the settings of each API, for `cargo xtask` and `oasmith generate`.
//!
//! This module contains only data and its parser, and imports only the search for
//! merge conflicts. Each key is documented on its field; an unknown
//! key is an error. Rust types, identifiers and versions are validated here. The stage that applies a setting checks that it
//! matches the document, and reports [`crate::diag::Code::SettingNoMatch`]. To add a setting, add its key here, then apply it in
//! its stage.

mod api;
mod error;
mod forms;
mod invalid;
mod pattern;
mod positions;
mod rust_type;
mod types;
mod unknown_members;
mod validated_strings;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

pub use api::{
    ApiSettings, KeepModels, PageSettings, PaginationSetting, RenameSettings, Selection, Split, SplitStyle, TagStyle,
    property_path,
};
pub use error::SettingsError;
pub use invalid::Invalid;
pub use positions::{SettingPosition, SettingsSource};
pub use rust_type::{PathSegment, RustType, TypeArgument, TypePath};
pub use types::{BuiltInType, CustomEncoding, CustomTypeSetting, Dependency, FormatSetting};
pub use unknown_members::UnknownMembers;
pub use validated_strings::{
    ApiName, DocumentUrl, FeatureName, HeaderName, Identifier, PackageName, PackageVersion, PartName, RUNTIME_FEATURES,
    Sha256, TypeName, VersionRequirement,
};

/// The JSON Schema of `oasmith.toml` for editors.
pub const SCHEMA: &str = include_str!("../../oasmith.schema.json");

/// The settings file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The tables `[api.NAME]`. The name of an API is also the name of its module and Cargo feature.
    #[serde(default, rename = "api")]
    pub apis: BTreeMap<ApiName, ApiSettings>,
}

impl Settings {
    /// Parses an `oasmith.toml`.
    ///
    /// # Errors
    /// The text is not TOML, has an unknown key or a value of the wrong type, or a string is not a valid Rust type, identifier,
    /// crate name or version. The error describes the first mistake and its location.
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
        Self::parse_file("oasmith.toml", text)
    }

    /// Parses an `oasmith.toml` like [`Settings::parse`]. Diagnostics about settings show the path.
    ///
    /// # Errors
    /// Those of [`Settings::parse`].
    pub fn parse_file(path: &str, text: &str) -> Result<Self, SettingsError> {
        let mut settings: Self = toml::from_str(text).map_err(|error| SettingsError::from_toml(text, &error))?;
        for api in settings.apis.values() {
            if let Some((first, second)) = api.conflicting_versions() {
                let (name, first, second) = (&second.name, &first.version, &second.version);
                let message = format!("the crate `{name}` is required in version `{first}` and in version `{second}`");
                return Err(SettingsError::at_last(text, name, message, "use the same version in both places"));
            }
        }
        let text: Arc<str> = text.into();
        for (name, api) in &mut settings.apis {
            api.source = Some(SettingsSource { path: path.to_owned(), text: Arc::clone(&text), api: name.to_string() });
        }
        Ok(settings)
    }
}

#[cfg(test)]
mod key_tests;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod tests;
