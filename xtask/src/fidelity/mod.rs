//! `cargo xtask fidelity SPEC INSTANCES`: decodes and encodes JSON instances with the generated types and compares the results.
//!
//! Writes the standalone crate of the document and a program that decodes each instance as its component's type and encodes it
//! again. Then compiles both, runs the program and compares its output with the instances.

mod instances;
mod program;
mod report;

use std::path::{Path, PathBuf};

use oasmith::cli::print::{DiagnosticOptions, Printer};
use oasmith::cli::{Failure, disk};
use oasmith::settings::{ApiSettings, Split, SplitStyle};
use oasmith::source::FsLoader;
use oasmith::{CrateInfo, Layout, Outcome, Request};
use oasmith::{err, outln};

use self::report::Report;
use crate::pins::sha256;
use crate::progress::{OffTerminal, Progress};
use crate::workspace::{self, REPORTS};

const EXAMPLES: &str = "\
Examples:
  cargo xtask fidelity shop.yaml instances.jsonl
  cargo xtask fidelity shop.yaml instances.jsonl --schema Order";

/// Decodes and encodes JSON instances with the generated types, and compares the results with the instances.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::help(EXAMPLES))]
pub struct Args {
    /// The OpenAPI document.
    spec: PathBuf,
    /// The file of instances.
    instances: PathBuf,
    /// Only the instances of this schema.
    #[arg(long, value_name = "NAME")]
    schema: Option<String>,
    /// Write the results to this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: Args) -> Result<(), Failure> {
    let spec = &workspace::path(&args.spec);
    let mut instances = instances::read(&workspace::path(&args.instances))?;
    if let Some(schema) = &args.schema {
        instances.retain(|instance| instance.schema == *schema);
    }
    let progress = Progress::new("fidelity", 3, OffTerminal::Nothing);
    progress.begin("generate");
    let outcome = generate(spec)?;
    progress.advance();
    print(&progress, &outcome);
    let Some(plan) = &outcome.plan else {
        return Err(Failure::new(format!("no code was generated for {}", spec.display())));
    };
    let home = PathBuf::from(REPORTS).join("fidelity").join(&sha256(spec.to_string_lossy().as_bytes())[..12]);
    let answers = program::run(&home, &plan.files, &component_types(&outcome), &instances, &progress)?;
    drop(progress);
    let report = Report::new(&instances, &answers);
    outln!("{}", report.text());
    if let Some(file) = args.json {
        disk::write(&workspace::path(file), format!("{:#}\n", report.json()).as_bytes())?;
    }
    if report.is_perfect() { Ok(()) } else { Err(Failure::new("some instances did not give the expected result")) }
}

fn print(progress: &Progress, outcome: &Outcome) {
    let mut printer = Printer::new(DiagnosticOptions::default()).annotating();
    let text = printer.render("client", outcome);
    progress.above(|| {
        err!("{text}");
        printer.finish();
    });
}

fn generate(spec: &Path) -> Result<Outcome, Failure> {
    // All types are needed, but a large API would be split into features.
    let settings =
        ApiSettings { split: Some(Split::Style(SplitStyle::None)), ..ApiSettings::of_file(spec.to_string_lossy()) };
    let client = CrateInfo::new(program::CLIENT, "0.1.0").map_err(Failure::new)?;
    Ok(oasmith::generate(&Request {
        name: "client",
        settings: &settings,
        loader: &FsLoader::for_document(&settings.file),
        names_lock: &oasmith::names::NamesLock::default(),
        layout: &Layout::Crate(client),
        keep_going: true,
    }))
}

/// Returns the Rust type of each component.
fn component_types(outcome: &Outcome) -> Vec<(String, String)> {
    let Some(api) = &outcome.api else { return Vec::new() };
    let (names, _) = oasmith::names::choose(api, &oasmith::names::NamesLock::default());
    let component = |(index, definition): (usize, &oasmith::ir::TypeDef)| match &definition.name {
        oasmith::ir::NameSource::Component(component) => {
            Some((component.clone(), names.types.get(index)?.name.as_str().to_owned()))
        }
        _ => None,
    };
    api.types.iter().enumerate().filter_map(component).collect()
}
