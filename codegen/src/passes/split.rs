//! Splits the operations of an API into Cargo features: as the setting `split` says, or else by tags in a standalone crate with many
//! operations.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics, SettingKey};
use crate::ir::{Api, ApiRoot, Feature, FeatureName, Operation};
use crate::settings::{ApiSettings, PartName, Split, SplitStyle};

/// A standalone crate with this many operations is split by tags. Compiling such an API takes so long that users want only a part.
const MANY_OPERATIONS: usize = 100;

pub(super) fn run(api: &mut Api, settings: &ApiSettings, diagnostics: &mut Diagnostics) {
    api.features = match &settings.split {
        Some(Split::Groups(groups)) => by_group(api, groups, diagnostics),
        Some(Split::Style(SplitStyle::Tags)) => by_tag(api),
        Some(Split::Style(SplitStyle::None)) => Vec::new(),
        None if api.root == ApiRoot::Crate && api.operations.len() >= MANY_OPERATIONS => by_tag(api),
        None => Vec::new(),
    };
}

/// Returns a feature for each first tag, and one for operations without a tag. Returns none if there would be only one feature.
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

/// Returns the features of the setting. Operations without any of the listed tags belong to no feature and are always compiled.
fn by_group(api: &Api, groups: &BTreeMap<PartName, Vec<String>>, diagnostics: &mut Diagnostics) -> Vec<Feature> {
    let mut features = Vec::new();
    for (name, tags) in groups {
        for tag in tags {
            if !api.operations.iter().any(|operation| first_tag(operation) == Some(tag)) {
                let message = format!("the tag `{tag}` in the setting `split` is not the first tag of any operation");
                let remedy = "write a tag as in the document, or remove it from the list";
                let setting = SettingKey::new(&["split", name], Some(tag));
                diagnostics.push(Diagnostic::of_setting(Code::SettingNoMatch, setting, message, remedy));
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
