//! What the models of every shape look like: `tests/models/expect` holds them, `BLESS=1` renews it.
//!
//! The target `compiled_models` compiles and uses the same files.

#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

#[path = "models/input.rs"]
mod input;

use std::path::Path;
use std::{env, fs};

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
        Header { version: "0", source: "input.rs", title: &api.title, api_version: "1", command: "BLESS=1 cargo test" };
    let emitter = Emitter::new(&api, &names);
    let mut plan = render(&emitter.jobs(), &header).unwrap();
    plan.files.retain(|path, _| path.starts_with("models/"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models/expect");
    let bless = env::var_os("BLESS").is_some();
    for (path, text) in &plan.files {
        let path = folder.join(path.strip_prefix("models/").unwrap());
        if bless {
            fs::write(&path, text).unwrap();
        }
        let expect = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(*text, expect, "{} differs: look at it, then run with BLESS=1", path.display());
    }
    let files = fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, plan.files.len(), "there are files in {} that are not written any more", folder.display());
}
