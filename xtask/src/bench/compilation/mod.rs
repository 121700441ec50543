//! Measures the cost of compiling the output, without its dependencies.

mod binary;
mod models;
mod other_generators;
mod project;
mod serde_models;

use oasmith::cli::Failure;

use self::other_generators::OTHER_GENERATORS;
use self::project::Project;
use super::cost::{self, Cost};
use super::inputs::{self, Spec};
use super::options::{Options, Profile};
use super::table::{COST, Group, Row, Table};
use super::tools::Tools;
use crate::progress::{OffTerminal, Progress};

/// Measures each document.
pub fn run(options: &Options, tools: &Tools) -> Result<Vec<Table>, Failure> {
    let mut models =
        table("Compilation: models only, with the types of operations decoded and encoded; × serde's derive");
    let mut crates = table("Compilation: the whole crate, without its dependencies; × the fastest other generator");
    let title = "Size of a program that calls one operation, release, stripped; × the smallest other generator";
    let mut binaries = Table { title: title.to_owned(), columns: binary::SIZE.to_vec(), groups: Vec::new() };
    for spec in inputs::find(options)? {
        let complete = Project::new(&spec.name, "oasmith", &[])?;
        cost::measure(&mut tools.generate(&spec, &complete.folder()), &complete.folder().with_extension("log"))?;
        models.groups.extend(of_models(&spec, &complete, options)?);
        let mut projects = vec![complete];
        crates.groups.extend(of_crates(&spec, &mut projects, options)?);
        if options.profiles.contains(&Profile::Release) {
            binaries.groups.extend(binary::sizes(&spec, &projects, &options.callers));
        }
    }
    Ok(vec![models, crates, binaries])
}

fn table(title: &str) -> Table {
    Table { title: title.to_owned(), columns: COST.to_vec(), groups: Vec::new() }
}

/// Measures the models with serde's derive and with oasmith's tables.
fn of_models(spec: &Spec, complete: &Project, options: &Options) -> Result<Vec<Group>, Failure> {
    let derived = Project::new(&spec.name, "serde-derive", &[])?;
    models::write_derived(&complete.folder(), &derived)?;
    let tables = Project::new(&spec.name, "oasmith-tables", &[])?;
    models::write_tables(&complete.folder(), &tables)?;
    let projects = [derived, tables];
    let group = |&profile| {
        let rows = measure(&projects, profile, options.runs);
        Group { name: format!("{}: {}", spec.name, profile.name()), baseline: Some(0), rows }
    };
    Ok(options.profiles.iter().map(group).collect())
}

/// Measures the complete crate and the crates of other generators, which are added to `projects`.
fn of_crates(spec: &Spec, projects: &mut Vec<Project>, options: &Options) -> Result<Vec<Group>, Failure> {
    let mut missing = Vec::new();
    for generator in OTHER_GENERATORS.iter().filter(|generator| generator.is_installed()) {
        let project = Project::new(&spec.name, generator.program, &[])?;
        match generator.generate(&spec.path, &project) {
            Ok(_) => projects.push(project),
            Err(failure) => missing.push((generator.program, format!("generation failed: {}", reason(&failure)))),
        }
    }
    let group = |&profile| {
        let mut rows = measure(projects, profile, options.runs);
        let fastest = |index: &usize| {
            let cpu = rows[*index].figures.first().copied().flatten().unwrap_or(f64::INFINITY);
            std::time::Duration::try_from_secs_f64(cpu).unwrap_or(std::time::Duration::MAX)
        };
        let baseline = (1..rows.len()).filter(|&index| !rows[index].figures.is_empty()).min_by_key(fastest);
        rows.extend(missing.iter().map(|(program, why)| Row::without_figures(*program, why.clone())));
        Group { name: format!("{}: {}", spec.name, profile.name()), baseline, rows }
    };
    Ok(options.profiles.iter().map(group).collect())
}

/// Compiles all projects alternately, `runs` times, so that other load affects all of them equally.
fn measure(projects: &[Project], profile: Profile, runs: usize) -> Vec<Row> {
    let progress = Progress::new("compiling", projects.len() * (runs + 1), OffTerminal::Steps);
    let mut results: Vec<Result<Vec<Cost>, Failure>> = projects
        .iter()
        .map(|project| {
            progress.begin(&format!("{project}: dependencies, {}", profile.name()));
            let prepared = project.prepare(profile).map(|()| Vec::new());
            progress.advance();
            prepared
        })
        .collect();
    for _ in 0..runs {
        for (project, result) in projects.iter().zip(&mut results) {
            if let Ok(costs) = result {
                progress.begin(&format!("{project}: {}", profile.name()));
                match project.compile(profile) {
                    Ok(cost) => costs.push(cost),
                    Err(failure) => *result = Err(failure),
                }
            }
            progress.advance();
        }
    }
    let row = |(project, result): (&Project, Result<Vec<Cost>, Failure>)| match result.as_deref().map(Cost::median) {
        Ok(Some(cost)) => Row::of_cost(project.to_string(), cost),
        Ok(None) => Row::without_figures(project.to_string(), "not measured"),
        Err(failure) => Row::without_figures(project.to_string(), format!("compilation failed: {}", reason(failure))),
    };
    projects.iter().zip(results).map(row).collect()
}

/// Returns the most informative line of a failure.
fn reason(failure: &Failure) -> String {
    let (Failure::Failed(text) | Failure::Arguments(text)) = failure else { return String::new() };
    let line = text.lines().skip(1).find(|line| cost::is_error_line(line)).or_else(|| text.lines().nth(1));
    line.unwrap_or(text).trim().to_owned()
}
