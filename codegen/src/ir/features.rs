//! Features: parts of an API that are compiled only if they are asked for.

use std::collections::BTreeSet;

/// What more features than these use is simply always there: a list of all of them would say no more.
const MOST_FEATURES: usize = 6;

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

impl Builds {
    /// In builds of either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::None, builds) | (builds, Self::None) => builds,
            (Self::With(left), Self::With(right)) => {
                Self::some(left.into_iter().chain(right).collect::<BTreeSet<_>>().into_iter().collect())
            }
        }
    }

    /// In builds with any of these features, in order.
    #[must_use]
    pub fn some(features: Vec<usize>) -> Self {
        if features.len() > MOST_FEATURES { Self::All } else { Self::With(features) }
    }
}
