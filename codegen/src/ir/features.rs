//! Cargo features of the output: parts of an API that are compiled only if they are enabled.

use std::collections::BTreeSet;

/// A type that more features than this use is always compiled: a longer `#[cfg]` would rarely disable it.
const MOST_FEATURES: usize = 6;

/// A Cargo feature of the output: a group of operations with the types that they use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// The source of the feature's name.
    pub name: FeatureName,
    /// The operations: indices into [`super::Api::operations`].
    pub operations: Vec<usize>,
}

/// The source of a feature's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeatureName {
    /// The name in the setting `split`.
    Given(String),
    /// The module of the operations, which is named after their first tag.
    Operations,
    /// The feature for webhooks and callbacks.
    Webhooks,
    /// The feature for types that no operation uses.
    OtherModels,
}

/// The condition under which a type is compiled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FeatureGate {
    /// In every build.
    #[default]
    Always,
    /// If any of these features is enabled: indices into [`super::Api::features`], in order.
    AnyOf(Vec<usize>),
    /// Not generated: no selected operation uses the type.
    Never,
}

impl FeatureGate {
    /// Returns the gate that is open if one of both is.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Always, _) | (_, Self::Always) => Self::Always,
            (Self::Never, gate) | (gate, Self::Never) => gate,
            (Self::AnyOf(left), Self::AnyOf(right)) => {
                Self::any_of(left.into_iter().chain(right).collect::<BTreeSet<_>>().into_iter().collect())
            }
        }
    }

    /// Returns the gate for builds with any of these features, in order. Returns [`Self::Always`] if there are many.
    #[must_use]
    pub fn any_of(features: Vec<usize>) -> Self {
        if features.len() > MOST_FEATURES { Self::Always } else { Self::AnyOf(features) }
    }
}
