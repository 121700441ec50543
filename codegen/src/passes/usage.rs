//! Determines which operations use each type. Types that the selected operations do not use are left out. If the API is split into
//! Cargo features, each type is enabled by the features that use it.
//!
//! All types of a file are treated together: a component and its nested types, or the inline types of an operation. So a file is
//! compiled completely or not at all, and whenever it is compiled, so are all files that it mentions.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::{for_each_definition_in_parameters, for_each_definition_in_rules};
use crate::diag::{Diagnostics, FileId, SourceLocation};
use crate::ir::{
    Api, Feature, FeatureGate, FeatureName, NameSource, Operation, Type, TypeDef, TypeId, TypeOwner, Webhook,
    for_each_expression, mentioned_definition,
};
use crate::settings::{ApiSettings, KeepModels};

pub(super) fn run(api: &mut Api, settings: &ApiSettings, _: &mut Diagnostics) {
    let used_only = match settings.models {
        Some(keep) => keep == KeepModels::Used,
        None => !settings.include.is_empty() || !settings.exclude.is_empty(),
    };
    let mut features = api.features.clone();
    features.retain(|feature| matches!(feature.name, FeatureName::Given(_) | FeatureName::Operations));
    if features.is_empty() && !used_only {
        return;
    }
    let files = Files::of(api);
    let mut used = vec![Vec::new(); files.count];
    let in_features: Vec<usize> = features.iter().flat_map(|feature| feature.operations.iter().copied()).collect();
    for (index, feature) in features.iter().enumerate() {
        files.mark(api, &feature.operations, &[], index, &mut used);
    }
    let webhooks: Vec<usize> = (0..api.webhooks.len()).collect();
    // Operations that belong to no feature are always compiled. This index stands for "no feature".
    let always = usize::MAX;
    let others: Vec<usize> = (0..api.operations.len()).filter(|index| !in_features.contains(index)).collect();
    files.mark(api, &others, &[], always, &mut used);
    if features.is_empty() {
        files.mark(api, &[], &webhooks, always, &mut used);
    } else if !webhooks.is_empty() {
        files.mark(api, &[], &webhooks, features.len(), &mut used);
        features.push(Feature { name: FeatureName::Webhooks, operations: Vec::new() });
    }
    let unused: Vec<usize> = (0..files.count).filter(|file| used[*file].is_empty()).collect();
    if !used_only && !features.is_empty() && !unused.is_empty() {
        files.mark_with_mentions(unused, features.len(), &mut used);
        features.push(Feature { name: FeatureName::OtherModels, operations: Vec::new() });
    }
    for (def, file) in api.types.iter_mut().zip(&files.of_type) {
        let used = &used[*file];
        def.gate = match used.as_slice() {
            [] if used_only => FeatureGate::Never,
            [] => FeatureGate::Always,
            used if used.contains(&always) => FeatureGate::Always,
            used => FeatureGate::any_of(used.to_vec()),
        };
    }
    remove_notes(api);
    api.features = features;
}

/// Removes the coverage notes of components that are left out.
fn remove_notes(api: &mut Api) {
    let is_named = |def: &&TypeDef| matches!(def.name, NameSource::Component(_) | NameSource::Referenced(_));
    let gone = |def: &&TypeDef| def.gate == FeatureGate::Never && is_named(def);
    let places: Vec<(FileId, String)> = api.types.iter().filter(gone).map(|def| key(&def.place)).collect();
    let gone: BTreeSet<(FileId, String)> = places.into_iter().collect();
    api.coverage.retain(|note| {
        let (file, pointer) = key(&note.place);
        // A note belongs to a component if a prefix of its pointer is the component's.
        let ends = pointer.match_indices('/').map(|(at, _)| at).chain([pointer.len()]);
        !ends.into_iter().any(|end| gone.contains(&(file, pointer.get(..end).unwrap_or_default().to_owned())))
    });
}

fn key(place: &SourceLocation) -> (FileId, String) {
    (place.file, place.pointer.as_str().to_owned())
}

/// The files of the types, and the files that each of them mentions.
struct Files {
    /// The file of each type.
    of_type: Vec<usize>,
    count: usize,
    mentions: Vec<Vec<usize>>,
}

impl Files {
    fn of(api: &Api) -> Self {
        let mut known: BTreeMap<TypeOwner, usize> = BTreeMap::new();
        let mut of_type = Vec::with_capacity(api.types.len());
        for index in 0..api.types.len() {
            let next = known.len();
            of_type.push(*known.entry(TypeOwner::of(api, index)).or_insert(next));
        }
        let count = known.len();
        let mut mentions = vec![Vec::new(); count];
        for (def, file) in api.types.iter().zip(&of_type) {
            let mut visit = |id: TypeId| {
                if let (Some(target), Some(mentions)) = (of_type.get(id.0), mentions.get_mut(*file)) {
                    mentions.push(*target);
                }
            };
            for_each_mention(def, &mut visit);
        }
        Self { of_type, count, mentions }
    }

    /// Marks the files that some operations and webhooks use. `feature` is the index of their feature.
    fn mark(&self, api: &Api, operations: &[usize], webhooks: &[usize], feature: usize, used: &mut [Vec<usize>]) {
        let mut files = Vec::new();
        let mut visit = |ty: &Type| files.extend(mentioned_definition(ty).and_then(|id| self.of_type.get(id.0)));
        operations
            .iter()
            .filter_map(|index| api.operations.get(*index))
            .for_each(|operation| for_each_type_of_operation(operation, &mut visit));
        webhooks
            .iter()
            .filter_map(|index| api.webhooks.get(*index))
            .for_each(|webhook| for_each_type_of_webhook(webhook, &mut visit));
        operations.iter().filter_map(|index| api.operations.get(*index)).for_each(|operation| {
            for_each_definition_in_parameters(operation, &mut |id| files.extend(self.of_type.get(id.0)));
        });
        self.mark_with_mentions(files, feature, used);
    }

    /// Marks files and all files that they mention.
    fn mark_with_mentions(&self, mut files: Vec<usize>, feature: usize, used: &mut [Vec<usize>]) {
        while let Some(file) = files.pop() {
            let Some(features) = used.get_mut(file) else { continue };
            if features.last() != Some(&feature) {
                features.push(feature);
                files.extend(self.mentions.get(file).into_iter().flatten());
            }
        }
    }
}

/// Calls `visit` with each definition that the type expressions and the rules of a definition mention.
pub(super) fn for_each_mention(def: &TypeDef, visit: &mut dyn FnMut(TypeId)) {
    for_each_expression(&def.shape, &mut |ty| mentioned_definition(ty).into_iter().for_each(&mut *visit));
    for_each_definition_in_rules(def, visit);
}

/// Calls `visit` for each type expression of an operation.
pub(super) fn for_each_type_of_operation(operation: &Operation, visit: &mut dyn FnMut(&Type)) {
    operation.parameters.iter().for_each(|parameter| visit(&parameter.ty));
    let sent = operation.body.iter().flat_map(|body| &body.media);
    sent.filter_map(|media| media.codec.ty()).for_each(&mut *visit);
    let responses = || operation.successes.iter().chain(&operation.failures);
    let received = responses().flat_map(|response| &response.media);
    received.filter_map(|media| media.codec.ty()).for_each(&mut *visit);
    responses().flat_map(|response| &response.headers).for_each(|header| visit(&header.ty));
}

/// Calls `visit` for each type expression of a webhook.
pub(super) fn for_each_type_of_webhook(webhook: &Webhook, visit: &mut dyn FnMut(&Type)) {
    webhook.media.iter().filter_map(|media| media.codec.ty()).for_each(visit);
}
