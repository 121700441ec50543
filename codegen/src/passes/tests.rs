//! What the passes make of small documents.
//!
//! `tests/golden/passes/*.txt` holds blocks of a title (`=== title`), settings in TOML and a line `+++` where there are any, `paths` and
//! `components` in YAML, a line `---` and what comes of them.

use harness::golden;

use crate::diag::Diagnostics;
use crate::ir::{Api, Builds, MediaCodec, Type, TypeId, print};
use crate::settings::Settings;
use crate::source::{MapLoader, Source};
use crate::{lower, openapi};

#[track_caller]
fn check(name: &str) {
    golden::check_cases(&format!("passes/{name}.txt"), |_, document| run(document));
}

fn run(block: &str) -> String {
    let (settings, document) = block.split_once("\n+++\n").unwrap_or(("", block));
    let settings = format!("[api.a]\nfile = 'a.yaml'\n{settings}\n");
    let settings = Settings::parse(&settings).expect("the settings are read").apis.remove("a").expect("an API");
    let head = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n";
    let loader = MapLoader::new([("a.yaml", format!("{head}{document}\n"))]);
    let mut diagnostics = Diagnostics::default();
    let mut source = Source::read("a.yaml", &loader, &mut diagnostics).expect("the source is read");
    let document = openapi::read(&mut source, &loader, &mut diagnostics).expect("the document is read");
    let mut api = lower::lower(&document, &settings, &mut diagnostics);
    super::run(&mut api, &settings, &mut diagnostics);
    let mut text = print::types(&api.types, |index| api.types[index].builds != Builds::None);
    for (def, index) in api.types.iter().zip(0..) {
        let name = print::ty(&api.types, &Type::Named(TypeId(index)));
        match &def.builds {
            Builds::All => {}
            Builds::None => text += &format!("without {name}\n"),
            Builds::With(features) => text += &format!("{name} with {features:?}\n"),
        }
    }
    for (index, feature) in api.features.iter().enumerate() {
        text += &format!("feature {index} {:?} of {:?}\n", feature.name, feature.operations);
    }
    for operation in &api.operations {
        text += &format!("{} {}\n", operation.method, operation.path_template);
        for parameter in operation.parameters.iter().filter(|parameter| parameter.idempotency_key) {
            text += &format!("  key {}\n", parameter.wire);
        }
        for media in operation.body.iter().flat_map(|body| &body.media) {
            text += &format!("  sends {}\n", codec(&api, &media.codec));
        }
        for media in operation.successes.iter().flat_map(|response| &response.media) {
            text += &format!("  gets {}\n", codec(&api, &media.codec));
        }
        if let Some(pagination) = &operation.pagination {
            text += &format!("  pages {:?} {:?}\n", pagination.items, pagination.strategy);
        }
    }
    for item in diagnostics.iter() {
        text += &format!("{} {}: {}\n", item.code.id(), item.place.pointer, item.message);
    }
    text
}

fn codec(api: &Api, codec: &MediaCodec) -> String {
    match codec {
        MediaCodec::Json(ty) => print::ty(&api.types, ty),
        other => format!("{other:?}"),
    }
}

macro_rules! cases {
    ($($name:ident)+) => { $( #[test] fn $name() { check(stringify!($name)); } )+ };
}

cases! { idempotency pagination usage views }
