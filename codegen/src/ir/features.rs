//! Features: parts of an API that are compiled only if they are asked for.

/// A Cargo feature of the output: some operations, with the types that they use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// Where its name can be taken from.
    pub name: FeatureName,
    /// Its operations, indices into [`super::Api::operations`].
    pub operations: Vec<usize>,
}

/// Where the name of a feature can be taken from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeatureName {
    /// The settings.
    Given(String),
    /// The module of its operations: that of their first tag.
    Operations,
    /// What the API sends by itself.
    Webhooks,
    /// Types that no operation uses.
    OtherModels,
}

/// In which builds a type is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Builds {
    /// In all.
    #[default]
    All,
    /// In those with any of these features, indices into [`super::Api::features`], in order.
    With(Vec<usize>),
    /// In none: the settings' selection of operations does not need it.
    None,
}
