//! The settings of one API.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::forms::{Forms, several_forms};
use super::invalid::{Invalid, quoted};
use super::{
    CustomTypeSetting, Dependency, FeatureName, FormatSetting, HeaderName, Identifier, PackageName, PartName, Sha256,
    TypeName, pattern,
};

/// `[api.NAME]`. Paths are relative to the folder of the settings file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiSettings {
    /// The document.
    pub file: String,
    /// Where the document was taken from: a URL, for the reader and for `cargo xtask add`.
    pub origin: Option<String>,
    /// The SHA-256 of the document's bytes, in hexadecimal: what was reviewed is what is generated from.
    pub sha256: Option<Sha256>,
    /// OpenAPI Overlays that are applied to the document, in order.
    #[serde(default)]
    pub overlays: Vec<String>,
    /// Only these operations, if anything is named.
    #[serde(default)]
    pub include: Selection,
    /// All but these operations.
    #[serde(default)]
    pub exclude: Selection,
    /// Whether models that no selected operation uses are there: `"used"` or `"all"`. Unless this says so, all are where
    /// `include` and `exclude` name nothing.
    pub models: Option<KeepModels>,
    /// Into which Cargo features the API is parted: `"tags"`, `"none"`, or tags by the name of the feature; operations with other tags are
    /// then always there. Unless this says so, a crate of its own with many operations is parted by tags.
    pub split: Option<Split>,
    /// `format` (of any type) to a Rust type, over the built-in table. `number` and `integer` stand for those without a format.
    #[serde(default)]
    pub formats: BTreeMap<String, FormatSetting>,
    /// The Rust type of single components and members, by `Component` or `Component.member` (wire names).
    #[serde(default)]
    pub types: BTreeMap<String, CustomTypeSetting>,
    /// Names that are given by hand.
    #[serde(default)]
    pub rename: RenameSettings,
    /// How lists are paged, by `operationId` (or `GET /path`), where the document's shape does not show it.
    #[serde(default)]
    pub pagination: BTreeMap<String, PaginationSetting>,
    /// The header that makes a repeated write be carried out once. A parameter of this name is such a key, whatever the document says of it;
    /// POST and PATCH operations that do not declare it take it all the same.
    pub idempotency_key: Option<HeaderName>,
    /// Enums and discriminated unions that refuse unknown values: component names, pointers, or `*` for all.
    #[serde(default)]
    pub sealed: Vec<String>,
    /// How operations are grouped in modules.
    #[serde(default)]
    pub tags: TagStyle,
    /// Further Cargo features that the feature of this API turns on, for example `blocking`.
    #[serde(default)]
    pub features: Vec<FeatureName>,
}

/// Operations by what they have. An operation is selected if any of the lists names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// By tag.
    #[serde(default)]
    pub tags: Vec<String>,
    /// By `operationId`.
    #[serde(default)]
    pub operations: Vec<String>,
    /// By path template; `*` stands for any text: `/v1/billing/*`.
    #[serde(default)]
    pub paths: Vec<String>,
}

impl Selection {
    /// Whether nothing is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty() && self.paths.is_empty()
    }

    /// Whether an operation is named.
    #[must_use]
    pub fn matches(&self, id: Option<&str>, tags: &[String], path: &str) -> bool {
        self.tags.iter().any(|tag| tags.contains(tag))
            || id.is_some_and(|id| self.operations.iter().any(|other| other == id))
            || self.paths.iter().any(|pattern| pattern::matches(pattern, path))
    }
}

/// Names that are given by hand. What they are given to must exist.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenameSettings {
    /// Component name (or the name that a type got) to type name.
    #[serde(default)]
    pub types: BTreeMap<String, TypeName>,
    /// `operationId` (or `GET /path`) to method name.
    #[serde(default)]
    pub operations: BTreeMap<String, Identifier>,
    /// `Component.member` (wire names) to field name.
    #[serde(default)]
    pub members: BTreeMap<String, Identifier>,
}

/// How a list is paged: `false`, or the names of parameters and members (a path of members is written with dots).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaginationSetting {
    /// `false`: it is not, whatever its shape says.
    Off,
    /// `true`: as its shape says.
    Found,
    /// How.
    Pages(Box<PageSettings>),
}

/// The names that pagination works with. Which of them are there decides on the strategy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageSettings {
    /// Where the items are in the body; empty if the body is the list.
    #[serde(default)]
    pub items: String,
    /// The parameter that says how many items to skip.
    pub offset: Option<String>,
    /// The parameter that says how many items to return.
    pub limit: Option<String>,
    /// Where the body says how many items the list has.
    pub total: Option<String>,
    /// The parameter that says which page.
    pub page: Option<String>,
    /// Where the body says how many pages there are.
    pub total_pages: Option<String>,
    /// The parameter that takes the cursor.
    pub cursor: Option<String>,
    /// Where the body holds the next cursor or URL.
    pub next: Option<String>,
    /// The header of the response that holds the next cursor.
    pub next_header: Option<String>,
    /// Where the page's last item holds the next cursor: `id`.
    pub last_item: Option<String>,
    /// Where the body says whether there are more.
    pub has_more: Option<String>,
    /// `true`: the next page is that of the `Link` header.
    #[serde(default)]
    pub link_header: bool,
}

/// How operations are grouped in modules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TagStyle {
    /// By their first tag.
    #[default]
    First,
    /// All in one module.
    None,
}

/// Which models are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeepModels {
    /// Those that operations and webhooks use.
    Used,
    /// All components.
    All,
}

/// Into which Cargo features an API is parted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Split {
    /// As the document's tags say, or not.
    Style(SplitStyle),
    /// Lists of tags by the name of a feature. An operation belongs to the feature of its first tag.
    Groups(BTreeMap<PartName, Vec<String>>),
}

/// How an API is parted without a list of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitStyle {
    /// A feature for each tag that is the first of an operation.
    Tags,
    /// Not at all.
    None,
}

impl ApiSettings {
    /// The settings of an API about which nothing is said but its file.
    #[must_use]
    pub fn of_file(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    /// Whether an operation is wanted.
    #[must_use]
    pub fn wants(&self, id: Option<&str>, tags: &[String], path: &str) -> bool {
        (self.include.is_empty() || self.include.matches(id, tags, path)) && !self.exclude.matches(id, tags, path)
    }

    /// The crates that the types of the user's need, by name, each with all features that any place wants of it.
    #[must_use]
    pub fn dependencies(&self) -> BTreeMap<PackageName, Dependency> {
        let mut merged = BTreeMap::new();
        self.wanted().into_iter().for_each(|dependency| dependency.merge_into(&mut merged));
        merged
    }

    fn wanted(&self) -> Vec<&Dependency> {
        let of_formats = self.formats.values().filter_map(|format| match format {
            FormatSetting::Plain | FormatSetting::BuiltIn(_) => None,
            FormatSetting::Custom(custom) => Some(custom),
        });
        of_formats.chain(self.types.values()).filter_map(|custom| custom.dependency.as_ref()).collect()
    }

    /// A crate that two places want in different versions: Cargo takes only one of them.
    pub(super) fn contradiction(&self) -> Option<(&Dependency, &Dependency)> {
        let mut wanted = self.wanted();
        wanted.sort();
        let pairs: Vec<_> = wanted.iter().copied().zip(wanted.iter().copied().skip(1)).collect();
        pairs.into_iter().find(|(first, second)| first.name == second.name && first.version != second.version)
    }
}

impl Forms for PaginationSetting {
    type Table = PageSettings;

    const EXPECTED: &'static str = "`false`, or a table of parameters and members";

    fn of_table(table: PageSettings) -> Self {
        Self::Pages(Box::new(table))
    }

    fn of_bool(value: bool) -> Option<Self> {
        Some(if value { Self::Found } else { Self::Off })
    }
}

impl Forms for Split {
    type Table = BTreeMap<PartName, Vec<String>>;

    const EXPECTED: &'static str = "`\"tags\"`, `\"none\"`, or a table of lists of tags";

    fn of_table(table: Self::Table) -> Self {
        Self::Groups(table)
    }

    fn of_text(text: &str) -> Option<Result<Self, Invalid>> {
        Some(match text {
            "tags" => Ok(Self::Style(SplitStyle::Tags)),
            "none" => Ok(Self::Style(SplitStyle::None)),
            other => Err(Invalid::new(
                format!("an API is not split by {}", quoted(other)),
                format!("write {}", Self::EXPECTED),
            )),
        })
    }
}

several_forms!(PaginationSetting, Split);
