//! Leaves out the models of multipart bodies with files: the struct of the form replaces them, so nothing would use them.

use std::collections::BTreeMap;

use super::usage::{for_each_mention, for_each_type_of_operation, for_each_type_of_webhook};
use crate::diag::Diagnostics;
use crate::ir::{Api, FeatureGate, NameSource, Type, TypeId, mentioned_definition};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    let forms = api.operations.iter().filter_map(|operation| api.multipart_form(operation.body.as_ref()?));
    // A component stays, because users can name it.
    let is_inline = |id: &TypeId| matches!(api.type_def(*id).name, NameSource::Operation { webhook: false, .. });
    let forms: Vec<TypeId> = forms.map(|form| form.id).filter(is_inline).collect();
    if forms.is_empty() {
        return;
    }
    let mut mentions: BTreeMap<TypeId, usize> = BTreeMap::new();
    let mut count = |id: TypeId| *mentions.entry(id).or_default() += 1;
    let mut count_type = |ty: &Type| mentioned_definition(ty).into_iter().for_each(&mut count);
    api.operations.iter().for_each(|operation| for_each_type_of_operation(operation, &mut count_type));
    api.webhooks.iter().for_each(|webhook| for_each_type_of_webhook(webhook, &mut count_type));
    api.types.iter().for_each(|def| for_each_mention(def, &mut count));
    for id in forms {
        // The body itself is the only mention.
        if mentions.get(&id) == Some(&1) {
            api.types[id.0].gate = FeatureGate::Never;
        }
    }
}
