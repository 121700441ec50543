//! Into which Cargo features the operations of an API are split: as the settings say, else by tags where a crate of its own has many
//! operations.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Api, Feature, FeatureName, Home, Operation};
use crate::settings::{ApiSettings, PartName, Split, SplitStyle};

/// An API with so many operations takes long enough to compile for a user to want only a part of it.
const MANY_OPERATIONS: usize = 100;

pub(super) fn run(api: &mut Api, settings: &ApiSettings, diagnostics: &mut Diagnostics) {
    api.features = match &settings.split {
        Some(Split::Groups(groups)) => by_group(api, groups, diagnostics),
        Some(Split::Style(SplitStyle::Tags)) => by_tag(api),
        Some(Split::Style(SplitStyle::None)) => Vec::new(),
        None if api.home == Home::Crate && api.operations.len() >= MANY_OPERATIONS => by_tag(api),
        None => Vec::new(),
    };
}

/// A feature for each first tag, and one for operations without a tag; none if there is but one.
fn by_tag(api: &Api) -> Vec<Feature> {
    let mut groups: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        groups.entry(first_tag(operation)).or_default().push(index);
    }
    if groups.len() < 2 {
        return Vec::new();
    }
    groups.into_values().map(|operations| Feature { name: FeatureName::Operations, operations }).collect()
}

/// The features that the settings name. Operations with none of their tags belong to none.
fn by_group(api: &Api, groups: &BTreeMap<PartName, Vec<String>>, diagnostics: &mut Diagnostics) -> Vec<Feature> {
    let mut features = Vec::new();
    for (name, tags) in groups {
        for tag in tags {
            if !api.operations.iter().any(|operation| first_tag(operation) == Some(tag)) {
                let message =
                    format!("`split` of the settings names the tag `{tag}`, which no operation has as its first");
                let remedy = "write the tag as the document does, or remove it from the list";
                diagnostics.push(Diagnostic::new(Code::SettingNoMatch, &Place::default(), message, remedy));
            }
        }
        let listed =
            |operation: &Operation| first_tag(operation).is_some_and(|tag| tags.iter().any(|other| other == tag));
        let operations = api.operations.iter().enumerate().filter(|(_, operation)| listed(operation));
        let operations = operations.map(|(index, _)| index).collect();
        features.push(Feature { name: FeatureName::Given(name.to_string()), operations });
    }
    features
}

fn first_tag(operation: &Operation) -> Option<&str> {
    operation.tags.first().map(String::as_str)
}
