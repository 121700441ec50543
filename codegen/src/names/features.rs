//! Names of Cargo features.

use std::collections::BTreeSet;

use super::OperationNames;
use crate::ir::{Api, FeatureName};

const WEBHOOKS: &str = "webhooks";
const OTHER_MODELS: &str = "other-models";

/// Chooses the name of each feature, in the spelling of Cargo: `credit-notes`, after the module of its operations. The modules' names are
/// distinct and pinned, so these are.
pub(super) fn choose(api: &Api, operations: &[OperationNames]) -> Vec<String> {
    let mut taken = BTreeSet::from([WEBHOOKS.to_owned(), OTHER_MODELS.to_owned()]);
    for feature in &api.features {
        if let FeatureName::Given(name) = &feature.name {
            taken.insert(name.clone());
        }
    }
    let module = |index: &usize| match api.operations.get(*index) {
        Some(operation) if operation.tags.is_empty() => "untagged",
        _ => operations.get(*index).map_or("", |names| names.module.as_str()),
    };
    let names = api.features.iter().map(|feature| match &feature.name {
        FeatureName::Given(name) => name.clone(),
        FeatureName::Webhooks => WEBHOOKS.to_owned(),
        FeatureName::OtherModels => OTHER_MODELS.to_owned(),
        FeatureName::Operations => {
            let module = feature.operations.first().map_or("", module);
            let mut name = spelled(module);
            while !taken.insert(name.clone()) {
                name.push_str("-operations");
            }
            name
        }
    });
    names.collect()
}

/// A module's name as a feature's: letters, digits and hyphens.
fn spelled(module: &str) -> String {
    let plain = module.trim_start_matches("r#").trim_matches('_');
    let name: String = plain.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    // Cargo takes letters of any script, but a feature does not begin with a sign.
    if name.is_empty() { "operations".to_owned() } else { name }
}
