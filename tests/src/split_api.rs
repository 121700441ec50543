//! Generates `tests/golden/features/spec.yaml` as a crate that is split by tags into Cargo features.

use harness::golden;
use oasmith::names::NamesLock;
use oasmith::settings::{ApiSettings, Split, SplitStyle};
use oasmith::{CrateInfo, Layout, Outcome, Request, generate};

use crate::files::Folder;

/// Generates the crate.
///
/// # Panics
///
/// Never, because the name and the version are valid.
#[must_use]
#[allow(clippy::unwrap_used, reason = "a panic is how a test reports")]
pub fn generate_split() -> Outcome {
    let settings = ApiSettings { split: Some(Split::Style(SplitStyle::Tags)), ..ApiSettings::of_file("spec.yaml") };
    let info = CrateInfo::new("features", "0.1.0").unwrap();
    generate(&Request {
        name: "features",
        settings: &settings,
        loader: &Folder(golden::path("features")),
        names_lock: &NamesLock::default(),
        layout: &Layout::Crate(info),
        keep_going: false,
    })
}
