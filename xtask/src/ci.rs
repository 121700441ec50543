//! `cargo xtask ci`: runs every step of CI in order and prints its time. Stops at the first failure.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::{fuzz, process, specs, workspace};
use oasmith::cli::Failure;
use oasmith::status;

/// Runs everything that CI runs.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::EXIT_CODES)]
pub struct Args {}

/// Runs the command.
pub fn run(Args {}: Args) -> Result<(), Failure> {
    let xtask = std::env::current_exe()?;
    let mut steps = vec![
        Step::cargo("formatting", &["fmt", "--all", "--check"]),
        Step::cargo("formatting of the fuzz targets", &["fmt", "--manifest-path", fuzz::MANIFEST, "--check"]),
        Step::program("code conventions", Command::new(&xtask), &["tidy"]),
        Step::program("generated code is up to date", Command::new(&xtask), &["regen", "--check"]),
        Step::program("compile budget", Command::new(&xtask), &["budget"]),
        Step::cargo("lints", &["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"]),
        Step::cargo("documentation", &["doc", "--workspace", "--no-deps", "--locked"])
            .with("RUSTDOCFLAGS", "--deny warnings"),
        // One of the golden clients is generated from texts that break documentation if they are copied.
        Step::cargo(
            "documentation of the golden clients",
            &["doc", "--package", "tests", "--example", "golden", "--no-deps", "--locked"],
        )
        .with("RUSTDOCFLAGS", "--deny warnings --deny rustdoc::unescaped_backticks"),
    ];
    steps.push(Step::cargo(
        "library without the `cli` feature",
        &["check", "--package", "oasmith", "--no-default-features", "--locked"],
    ));
    for features in feature_sets()? {
        let features = features.join(",");
        let arguments =
            ["clippy", "--locked", "--package", workspace::GENERATED, "--no-default-features", "--features", &features];
        steps.push(Step::cargo(
            &format!("features: {features}"),
            &[&arguments[..], &["--", "--deny", "warnings"]].concat(),
        ));
    }
    steps.push(Step::cargo("tests", &["test", "--workspace", "--locked"]));
    let runtime = ["--package", "oasmith-runtime", "--all-features", "--locked"];
    steps.push(Step::cargo(
        "lints of the runtime with all features",
        &[&["clippy", "--all-targets"], &runtime[..], &["--", "--deny", "warnings"]].concat(),
    ));
    steps.push(Step::cargo("tests of the runtime with all features", &[&["test"], &runtime[..]].concat()));
    // Few inputs, the same each time. Not optimized: most of its dependencies are compiled already.
    steps.push(Step::cargo(
        "fuzz targets",
        &["run", "--manifest-path", fuzz::MANIFEST, "--locked", "--", "--inputs", "200"],
    ));
    match standard_library(WASM)? {
        Some(library) => steps.extend(wasm_steps(library)),
        None => status!("skipping WebAssembly: neither the target {WASM} nor `rust-src` is installed"),
    }
    run_steps(steps)
}

const WASM: &str = "wasm32-unknown-unknown";

/// How the standard library of a target is available.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StandardLibrary {
    Compiled,
    Source,
}

fn standard_library(target: &str) -> Result<Option<StandardLibrary>, Failure> {
    let printed = |arguments: &[&str]| -> Result<PathBuf, Failure> {
        let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(compiler).args(arguments).output()?;
        Ok(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
    };
    if printed(&["--print", "target-libdir", "--target", target])?.is_dir() {
        return Ok(Some(StandardLibrary::Compiled));
    }
    let source = printed(&["--print", "sysroot"])?.join("lib/rustlib/src/rust/library/std");
    Ok(source.is_dir().then_some(StandardLibrary::Source))
}

/// Returns the checks of `generated` in WebAssembly: models only, requests and responses without a transport, and with the transport for
/// browsers. The tests there need tools that only the public workflow installs.
fn wasm_steps(library: StandardLibrary) -> impl Iterator<Item = Step> {
    let generated = &["--package", workspace::GENERATED, "--no-default-features", "--features"][..];
    let checked = [
        ("models in WebAssembly", [generated, &["diga,alguna"]].concat()),
        ("requests in WebAssembly", [generated, &["diga,alguna,http"]].concat()),
        ("calls in WebAssembly", vec!["--package", "wasm-tests", "--tests"]),
    ];
    checked.into_iter().map(move |(title, arguments)| {
        let all = [&["check", "--locked", "--target", WASM], &arguments[..]].concat();
        match library {
            StandardLibrary::Compiled => Step::cargo(title, &all),
            // The unstable option needs a folder of its own, because the variable changes the fingerprints of all packages.
            StandardLibrary::Source => {
                let build = ["-Zbuild-std=std,panic_abort,test", "--target-dir", "target/wasm"];
                Step::cargo(title, &[&all[..], &build].concat()).with("RUSTC_BOOTSTRAP", "1")
            }
        }
    })
}

/// Returns the feature combinations of `generated` that CI checks: each API with models only, with `validate`, and with each
/// transport.
fn feature_sets() -> Result<Vec<Vec<String>>, Failure> {
    let apis = specs::settings()?.apis;
    let others = &["http", "mock", "tower", "tracing"];
    let transports: [&[&str]; 6] = [&[], &["validate"], &["http"], &["reqwest"], &["blocking"], others];
    let combine = |api: &str, transport: &[&str]| {
        std::iter::once(api.to_owned()).chain(transport.iter().map(|&feature| feature.to_owned())).collect()
    };
    Ok(apis.keys().flat_map(|api| transports.iter().map(move |transport| combine(api.as_str(), transport))).collect())
}

fn run_steps(steps: Vec<Step>) -> Result<(), Failure> {
    let mut times = Vec::new();
    let mut outcome = Ok(());
    let all = steps.len();
    for (index, mut step) in steps.into_iter().enumerate() {
        status!("\n== [{}/{all}] {}: {}", index + 1, step.title, process::command_line(&step.command));
        let start = Instant::now();
        outcome = process::run(&mut step.command);
        times.push((step.title, start.elapsed()));
        if outcome.is_err() {
            break;
        }
    }
    status!();
    for (title, time) in times {
        status!("{:>8.1} s  {title}", time.as_secs_f64());
    }
    outcome
}

struct Step {
    title: String,
    command: Command,
}

impl Step {
    fn cargo(title: &str, arguments: &[&str]) -> Self {
        Self::program(title, process::cargo(), arguments)
    }

    fn program(title: &str, mut command: Command, arguments: &[&str]) -> Self {
        command.args(arguments);
        Self { title: title.to_owned(), command }
    }

    fn with(mut self, variable: &str, value: &str) -> Self {
        self.command.env(variable, value);
        self
    }
}
