//! Checks that a document always gives the same output, also in concurrent threads.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use oasmith::names::NamesLock;
use oasmith::settings::ApiSettings;
use oasmith::{Layout, Plan, Request};
use tests::files::{Folder, data};

#[test]
fn concurrent_runs_have_the_same_output() {
    for spec in ["diga.yaml", "alguna.yaml"] {
        let first = generate(spec);
        assert!(!first.files.is_empty());
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(move || generate(spec))).collect();
        for thread in threads {
            assert_eq!(thread.join().expect("the generator does not panic"), first, "{spec}");
        }
    }
}

fn generate(spec: &str) -> Plan {
    let folder = Folder(data("../specs"));
    let settings = ApiSettings::of_file(spec);
    let (layout, names_lock) = (&Layout::Module, &NamesLock::default());
    let outcome = oasmith::generate(&Request {
        name: "api",
        settings: &settings,
        loader: &folder,
        names_lock,
        layout,
        keep_going: false,
    });
    outcome.plan.expect("the documents in specs/ have no errors")
}
