//! Multipart bodies with files: leaves out their models, because the struct of the form replaces them, so that nothing would use them. Reports
//! bodies whose parts cannot be the fields of a struct.

use std::collections::BTreeMap;

use super::usage::{for_each_mention, for_each_type_of_operation, for_each_type_of_webhook};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, CoverageKind, CoverageNote, FeatureGate, NameSource, Type, TypeId, mentioned_definition};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, diagnostics: &mut Diagnostics) {
    report_parts(api, diagnostics);
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

/// Reports multipart bodies with files that have neither a struct nor a map: those of a union, and further media types of a body.
fn report_parts(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut notes = Vec::new();
    for body in api.operations.iter().filter_map(|operation| operation.body.as_ref()) {
        let form = api.multipart_form(body).map(|form| form.media);
        for media in body.media.iter().filter(|media| media.needs_form() && !api.is_map_of_files(media)) {
            if form.is_none_or(|form| !std::ptr::eq(form, media)) {
                notes.push((media.media_type.name.clone(), media.place.clone()));
            }
        }
    }
    for (name, place) in notes {
        let note = format!(
            "the caller adds the parts of a body of type `{name}`: they are not the fields of a struct, so the schema is not used"
        );
        let remedy = "no action is needed if that is acceptable; otherwise, use an overlay to declare one object with optional properties";
        diagnostics.push(Diagnostic::new(Code::RawFallback, &place, note.clone(), remedy));
        api.coverage.push(CoverageNote { kind: CoverageKind::Raw, construct: "multipart".to_owned(), place, note });
    }
}
