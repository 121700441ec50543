//! The settings of one API.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::forms::{Forms, choices, several_forms};
use super::invalid::{Invalid, quoted};
use super::{
    CustomTypeSetting, Dependency, DocumentUrl, FeatureName, FormatSetting, HeaderName, Identifier, PackageName,
    PartName, SettingsSource, Sha256, TypeName, UnknownMembers, pattern,
};

/// The table `[api.NAME]`. Paths are relative to the folder of the settings file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ApiSettings {
    /// The path of the OpenAPI document.
    pub file: String,
    /// The URL from which the document was downloaded, or of the page that offers it. Relative server URLs are resolved against it.
    pub origin: Option<String>,
    /// The URL that serves the document itself. `cargo xtask update` fetches it.
    pub url: Option<DocumentUrl>,
    /// The `ETag` of the response that contained the pinned document, if the document is one file. `cargo xtask update` sends it, so
    /// that the server need not send the same document again.
    pub etag: Option<String>,
    /// The SHA-256 hash of the document in hexadecimal. It ensures that the reviewed document is the one that is used.
    pub sha256: Option<Sha256>,
    /// The SHA-256 hashes of the other files that the document consists of, by path. Overlays are not pinned: they are edited here,
    /// like the settings.
    #[serde(default)]
    pub files: BTreeMap<String, Sha256>,
    /// The OpenAPI Overlays to apply to the document, in order.
    #[serde(default)]
    pub overlays: Vec<String>,
    /// The operations to generate. If empty, all operations are generated.
    #[serde(default)]
    pub include: Selection,
    /// The operations to skip.
    #[serde(default)]
    pub exclude: Selection,
    /// The models to generate: `"used"` by the selected operations, or `"all"`. The default is `"all"` if `include` and
    /// `exclude` are empty, otherwise `"used"`.
    pub models: Option<KeepModels>,
    /// How the API is split into Cargo features: `"tags"`, `"none"`, or a table from feature name to tags. Operations with
    /// other tags are then always available. By default, a standalone crate with many operations is split by tags.
    pub split: Option<Split>,
    /// The Rust type for each `format` of any type; overrides the built-in table. The keys `number` and `integer` apply to
    /// schemas without a format.
    #[serde(default)]
    pub formats: BTreeMap<String, FormatSetting>,
    /// The Rust types of individual components and properties, by `Component` or `Component.property` (names in the document).
    #[serde(default)]
    pub types: BTreeMap<String, CustomTypeSetting>,
    /// The crates whose types the document may use by `x-rust-type`. Without this setting, a document can add no crate to your build.
    #[serde(default)]
    pub rust_types: Vec<Dependency>,
    /// Names that override the generated ones.
    #[serde(default)]
    pub rename: RenameSettings,
    /// The prefixes that are cut from the names of components. An empty list keeps all names. By default, only paths such as
    /// `io.k8s.api.core.v1.Container` are cut, to their shortest ending that is unique in the document.
    pub cut_prefixes: Option<Vec<String>>,
    /// The pagination of operations, by `operationId` or `GET /path`, where oasmith does not detect it.
    #[serde(default)]
    pub pagination: BTreeMap<String, PaginationSetting>,
    /// The name of the idempotency key header. A header parameter of this name is always an idempotency key. POST and PATCH
    /// operations get the header even if the document does not declare it.
    pub idempotency_key: Option<HeaderName>,
    /// The property of error responses that contains the API's message about the error. A nested property is a path with dots:
    /// `error.info`. By default, the client searches for `detail`, `message`, `error` and similar properties.
    pub error_message: Option<String>,
    /// The enums and discriminated unions that reject unknown values: component names, JSON Pointers, or `*` for all.
    #[serde(default)]
    pub sealed: Vec<String>,
    /// Whether members that a schema neither declares nor forbids survive: `"keep"`, `"ignore"` (the default), or the schemas that keep
    /// them, also in their inline schemas: component names, JSON Pointers, or `*` for all.
    #[serde(default)]
    pub unknown_members: UnknownMembers,
    /// How operations are grouped into modules.
    #[serde(default)]
    pub tags: TagStyle,
    /// The file that contains the settings, to show the location of a setting. `None` if they were not parsed.
    #[serde(skip)]
    pub source: Option<SettingsSource>,
    /// Additional Cargo features that this API's feature enables, for example `blocking`.
    #[serde(default)]
    pub features: Vec<FeatureName>,
}

/// A selection of operations. An operation is selected if any of the lists names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// By tag.
    #[serde(default)]
    pub tags: Vec<String>,
    /// By `operationId`.
    #[serde(default)]
    pub operations: Vec<String>,
    /// By path template, with `*` for any text: `/v1/billing/*`.
    #[serde(default)]
    pub paths: Vec<String>,
}

impl Selection {
    /// Returns whether all lists of the selection are empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty() && self.paths.is_empty()
    }

    /// Returns whether a list of the selection contains the operation, one of its tags or its path.
    #[must_use]
    pub fn matches(&self, id: Option<&str>, tags: &[String], path: &str) -> bool {
        self.tags.iter().any(|tag| tags.contains(tag))
            || id.is_some_and(|id| self.operations.iter().any(|other| other == id))
            || self.paths.iter().any(|pattern| pattern::matches(pattern, path))
    }
}

/// Names that override the generated ones. The renamed items must exist.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RenameSettings {
    /// Type names by component name, or by generated type name.
    #[serde(default)]
    pub types: BTreeMap<String, TypeName>,
    /// Method names by `operationId` or `GET /path`.
    #[serde(default)]
    pub operations: BTreeMap<String, Identifier>,
    /// Field names by `Component.property` (names in the document).
    #[serde(default)]
    pub members: BTreeMap<String, Identifier>,
}

/// The pagination of an operation: a boolean, or the names of parameters and properties. A nested property is a path with dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaginationSetting {
    /// `false`: the operation has no pagination.
    Off,
    /// `true`: oasmith detects the pagination.
    Detected,
    /// A table: the pagination is configured.
    Configured(Box<PageSettings>),
}

/// The parameters and properties of a pagination. The fields that are set determine the pagination strategy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PageSettings {
    /// The property of the body that contains the items. Empty if the body is the list.
    #[serde(default)]
    pub items: String,
    /// The parameter, or the property of a JSON request body, with the number of items to skip.
    pub offset: Option<String>,
    /// The parameter with the number of items per page.
    pub limit: Option<String>,
    /// The property of the body with the total number of items.
    pub total: Option<String>,
    /// The parameter, or the property of a JSON request body, with the page number.
    pub page: Option<String>,
    /// The property of the body with the number of pages.
    pub total_pages: Option<String>,
    /// The parameter, or the property of a JSON request body, with the cursor.
    pub cursor: Option<String>,
    /// The property of the body with the next cursor or URL.
    pub next: Option<String>,
    /// The response header with the next cursor.
    pub next_header: Option<String>,
    /// The property of the page's last item that is the next cursor, for example `id`.
    pub last_item: Option<String>,
    /// The property of the body that tells whether more pages exist.
    pub has_more: Option<String>,
    /// Whether the URL of the next page is in the `Link` header.
    #[serde(default)]
    pub link_header: bool,
}

/// How operations are grouped into modules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TagStyle {
    /// One module for each first tag.
    #[default]
    First,
    /// One module for all operations.
    None,
}

/// The models to generate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepModels {
    /// The models that selected operations and webhooks use.
    Used,
    /// All components.
    All,
}

/// How an API is split into Cargo features.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Split {
    /// By the document's tags, or not at all.
    Style(SplitStyle),
    /// By lists of tags, one for each feature name. An operation belongs to the feature of its first tag.
    Groups(BTreeMap<PartName, Vec<String>>),
}

/// How an API is split without lists of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitStyle {
    /// A feature for each tag that is the first tag of an operation.
    Tags,
    /// The API is not split.
    None,
}

impl ApiSettings {
    /// Returns the default settings for a document.
    #[must_use]
    pub fn of_file(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    /// Returns the URL against which relative server URLs are resolved.
    #[must_use]
    pub fn base_url(&self) -> Option<&str> {
        self.origin.as_deref().or(self.url.as_deref())
    }

    /// Returns whether an operation is selected by `include` and `exclude`.
    #[must_use]
    pub fn selects(&self, id: Option<&str>, tags: &[String], path: &str) -> bool {
        (self.include.is_empty() || self.include.matches(id, tags, path)) && !self.exclude.matches(id, tags, path)
    }

    /// Returns the crates of custom types and of `rust_types`, by name, each with all required features.
    #[must_use]
    pub fn dependencies(&self) -> BTreeMap<PackageName, Dependency> {
        let mut merged = BTreeMap::new();
        self.required_crates().into_iter().for_each(|dependency| dependency.merge_into(&mut merged));
        merged
    }

    fn required_crates(&self) -> Vec<&Dependency> {
        let of_formats = self.formats.values().filter_map(|format| match format {
            FormatSetting::Plain | FormatSetting::BuiltIn(_) => None,
            FormatSetting::Custom(custom) => Some(custom),
        });
        let of_settings = of_formats.chain(self.types.values()).filter_map(|custom| custom.dependency.as_ref());
        of_settings.chain(&self.rust_types).collect()
    }

    /// Returns a crate that the settings require in two versions, because a manifest can contain only one.
    pub(super) fn conflicting_versions(&self) -> Option<(&Dependency, &Dependency)> {
        let mut required = self.required_crates();
        required.sort();
        let pairs: Vec<_> = required.iter().copied().zip(required.iter().copied().skip(1)).collect();
        pairs.into_iter().find(|(first, second)| first.name == second.name && first.version != second.version)
    }
}

impl Forms for PaginationSetting {
    type Table = PageSettings;

    const EXPECTED: &'static str = "`true`, `false`, or a table of parameters and properties";

    fn of_table(table: PageSettings) -> Self {
        Self::Configured(Box::new(table))
    }

    fn of_bool(value: bool) -> Option<Self> {
        Some(if value { Self::Detected } else { Self::Off })
    }
}

impl Forms for Split {
    type Table = BTreeMap<PartName, Vec<String>>;

    const EXPECTED: &'static str = "`\"tags\"`, `\"none\"`, or a table from feature name to list of tags";

    fn of_table(table: Self::Table) -> Self {
        Self::Groups(table)
    }

    fn of_text(text: &str) -> Option<Result<Self, Invalid>> {
        Some(match text {
            "tags" => Ok(Self::Style(SplitStyle::Tags)),
            "none" => Ok(Self::Style(SplitStyle::None)),
            other => Err(Invalid::new(format!("unknown split {}", quoted(other)), format!("write {}", Self::EXPECTED))),
        })
    }
}

several_forms!(PaginationSetting, Split);

choices! {
    TagStyle { "first" => First, "none" => None }
    KeepModels { "used" => Used, "all" => All }
}

/// Returns the names in a path of properties. They are separated by dots.
#[must_use]
pub fn property_path(path: &str) -> Vec<String> {
    path.split('.').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
