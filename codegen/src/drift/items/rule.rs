//! The rules of the chapter "SemVer Compatibility" of the Cargo book.

/// A rule of the chapter, by the anchor of its section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the chapter describes each rule")]
pub enum Rule {
    ItemRemove,
    ItemNew,
    StructAddPublicFieldWhenNoPrivate,
    StructPrivateFieldsWithPrivate,
    EnumVariantNew,
    EnumFieldsNew,
    ImplItemNew,
    FnChangeArity,
    FnGenericNew,
    FnGeneralizeCompatible,
    FnGeneralizeMismatch,
    AttrAddingNonExhaustive,
    NewLints,
    CargoFeatureAdd,
    CargoFeatureRemove,
    CargoFeatureRemoveAnother,
}

/// The level of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// The change requires a minor version.
    Minor,
    /// Some projects consider the change major, others minor.
    PossiblyBreaking,
    /// The change requires a major version.
    Major,
}

impl Level {
    /// Returns the level as the chapter names it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::PossiblyBreaking => "possibly-breaking",
            Self::Major => "major",
        }
    }
}

impl Rule {
    /// Returns the anchor of the section: `item-remove`.
    #[must_use]
    pub fn anchor(self) -> &'static str {
        match self {
            Self::ItemRemove => "item-remove",
            Self::ItemNew => "item-new",
            Self::StructAddPublicFieldWhenNoPrivate => "struct-add-public-field-when-no-private",
            Self::StructPrivateFieldsWithPrivate => "struct-private-fields-with-private",
            Self::EnumVariantNew => "enum-variant-new",
            Self::EnumFieldsNew => "enum-fields-new",
            Self::ImplItemNew => "impl-item-new",
            Self::FnChangeArity => "fn-change-arity",
            Self::FnGenericNew => "fn-generic-new",
            Self::FnGeneralizeCompatible => "fn-generalize-compatible",
            Self::FnGeneralizeMismatch => "fn-generalize-mismatch",
            Self::AttrAddingNonExhaustive => "attr-adding-non-exhaustive",
            Self::NewLints => "new-lints",
            Self::CargoFeatureAdd => "cargo-feature-add",
            Self::CargoFeatureRemove => "cargo-feature-remove",
            Self::CargoFeatureRemoveAnother => "cargo-feature-remove-another",
        }
    }

    /// Returns the level that the chapter assigns to the change.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::ItemRemove
            | Self::StructAddPublicFieldWhenNoPrivate
            | Self::EnumVariantNew
            | Self::EnumFieldsNew
            | Self::FnChangeArity
            | Self::FnGeneralizeMismatch
            | Self::AttrAddingNonExhaustive
            | Self::CargoFeatureRemove
            | Self::CargoFeatureRemoveAnother => Level::Major,
            Self::ImplItemNew | Self::FnGenericNew => Level::PossiblyBreaking,
            Self::ItemNew
            | Self::StructPrivateFieldsWithPrivate
            | Self::FnGeneralizeCompatible
            | Self::NewLints
            | Self::CargoFeatureAdd => Level::Minor,
        }
    }

    /// Returns the address of the section.
    #[must_use]
    pub fn url(self) -> String {
        format!("https://doc.rust-lang.org/cargo/reference/semver.html#{}", self.anchor())
    }
}
