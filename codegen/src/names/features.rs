//! Names of Cargo features.

use std::collections::BTreeSet;

use super::OperationNames;
use super::scope::bare;
use crate::ir::{Api, ApiRoot, FeatureName};
use crate::settings::RUNTIME_FEATURES;

const WEBHOOKS: &str = "webhooks";
const OTHER_MODELS: &str = "other-models";

/// Features of every generated manifest, in addition to those of the runtime.
const MANIFEST_FEATURES: [&str; 2] = ["default", "full"];

/// Chooses the name of each feature in the manifest. If the API is a module of a crate with several APIs, the name starts with the API's.
pub(super) fn choose(api: &Api, operations: &[OperationNames]) -> Vec<String> {
    let plain = plain(api, operations);
    let is_taken = |name: &str| MANIFEST_FEATURES.contains(&name) || RUNTIME_FEATURES.contains(&name);
    let mut chosen: Vec<String> = Vec::with_capacity(plain.len());
    for feature in &plain {
        let mut name = match &api.root {
            ApiRoot::Module { name } => format!("{name}-{feature}"),
            ApiRoot::Crate => feature.clone(),
        };
        while is_taken(&name) || chosen.contains(&name) || (name != *feature && plain.contains(&name)) {
            name.push_str("-operations");
        }
        chosen.push(name);
    }
    chosen
}

/// Returns the name of each feature without the prefix of the API. It is the name of the operations' module in the spelling of Cargo:
/// `credit-notes`. The names of modules are distinct and pinned, and so are these.
fn plain(api: &Api, operations: &[OperationNames]) -> Vec<String> {
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

/// Converts a module's name into the name of a feature: letters, digits and hyphens.
fn spelled(module: &str) -> String {
    let plain = bare(module).trim_matches('_');
    let name: String = plain.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    // Cargo accepts letters of any script, but a feature must not start with a hyphen.
    if name.is_empty() { "operations".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Feature;

    #[test]
    fn features_get_a_suffix_if_their_name_is_reserved() {
        let given = |name: &&str| Feature { name: FeatureName::Given((*name).to_owned()), operations: Vec::new() };
        let check = |root: ApiRoot, given_names: &[&str], expect: &[&str]| {
            let features = given_names.iter().map(given).collect();
            assert_eq!(choose(&Api { root, features, ..Api::default() }, &[]), expect);
        };
        check(ApiRoot::Crate, &["calls", "reqwest", "full"], &["calls", "reqwest-operations", "full-operations"]);
        let module = |name: &str| ApiRoot::Module { name: name.to_owned() };
        check(module("shop"), &["calls", "reqwest"], &["shop-calls", "shop-reqwest"]);
        check(module("native"), &["tls"], &["native-tls-operations"]);
        check(module("a"), &["a-b", "b"], &["a-a-b", "a-b-operations"]);
    }
}
