//! What the models of every shape look like: `tests/golden/models` holds them.
//!
//! The target `compiled_models` compiles and uses the same files.

#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

#[path = "models/input.rs"]
mod input;

use std::collections::BTreeMap;

use harness::golden;
use oasmith::diag::Diagnostics;
use oasmith::emit::Emitter;
use oasmith::names::{self, NamesLock};
use oasmith::passes::PASSES;
use oasmith::render::{Header, render};
use oasmith::settings::ApiSettings;

#[test]
fn models_are_as_expected() {
    let mut api = input::api();
    // What the emitter prints, and the input leaves to be worked out.
    for (_, pass) in PASSES.iter().filter(|(name, _)| ["equality", "placeholders"].contains(name)) {
        pass(&mut api, &ApiSettings::default(), &mut Diagnostics::default());
    }
    let (names, _) = names::choose(&api, &NamesLock::default());
    let header =
        Header { version: "0", source: "input.rs", title: &api.title, api_version: "1", command: golden::COMMAND };
    let emitter = Emitter::new(&api, &names);
    let plan = render(&emitter.jobs(), &header).unwrap();
    let models =
        plan.files.into_iter().filter_map(|(path, text)| Some((path.strip_prefix("models/")?.to_owned(), text)));
    golden::check_folder("models", &models.collect::<BTreeMap<_, _>>(), |_| false);
}
