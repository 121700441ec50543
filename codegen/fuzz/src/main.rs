//! The front end on stable Rust: a bounded run of the fuzz targets, which repeats exactly.
//!
//! An input stays in a file while it runs, so that it survives a stack overflow, too.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use oasmith_fuzz::mutate::{Random, input};
use oasmith_fuzz::{TARGETS, Target};

const USAGE: &str = "\
Usage: oasmith-fuzz [OPTIONS] [TARGET] [FILE…]

Runs the fuzz targets, or the one that is named, or that one with the inputs in these files.

Options:
  --seconds N        the time for each target
  --inputs N         the number of inputs for each target [default: 200, unless --seconds is given]
  --start N          the first number of the pseudorandom sequence [default: 1]
  --write-seeds DIR  writes the inputs to start from into a folder for each target, for `cargo fuzz`";

/// The arguments.
#[derive(Default)]
struct Args {
    seconds: Option<u64>,
    inputs: Option<u64>,
    start: u64,
    seeds: Option<PathBuf>,
    names: Vec<String>,
}

fn main() -> ExitCode {
    let Some(args) = parse(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let (name, files) = args.names.split_first().map_or((None, &[][..]), |(name, files)| (Some(name), files));
    let targets: Vec<&Target> =
        TARGETS.iter().filter(|target| name.is_none_or(|name| target.name == name.as_str())).collect();
    if targets.is_empty() {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        eprintln!("Unknown target. The targets are {}.", names.join(", "));
        return ExitCode::from(2);
    }
    let outcome = match (&args.seeds, files) {
        (Some(folder), _) => targets.iter().try_for_each(|target| write_seeds(target, folder)),
        (None, []) => targets.iter().try_for_each(|target| run(target, &args)),
        (None, files) => files.iter().try_for_each(|file| fs::read(file).map(|input| (targets[0].run)(&input))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn parse(mut words: impl Iterator<Item = String>) -> Option<Args> {
    let mut args = Args { start: 1, ..Args::default() };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seconds" => args.seconds = Some(words.next()?.parse().ok()?),
            "--inputs" => args.inputs = Some(words.next()?.parse().ok()?),
            "--start" => args.start = words.next()?.parse().ok()?,
            "--write-seeds" => args.seeds = Some(words.next()?.into()),
            option if option.starts_with('-') => return None,
            _ => args.names.push(word),
        }
    }
    Some(args)
}

/// Runs a target with its seeds, and with changed ones until the time or the number of inputs is reached.
fn run(target: &Target, args: &Args) -> std::io::Result<()> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/oasmith/fuzz"));
    fs::create_dir_all(folder)?;
    // The target may run in another process, too.
    let path = folder.join(format!("{}-{}", target.name, std::process::id()));
    let mut file = File::create(&path)?;
    explain_panics(target, &path);
    let start = Instant::now();
    let seeds = (target.seeds)();
    let mut random = Random::new(args.start);
    let mut count = 0;
    let most = args.inputs.unwrap_or(if args.seconds.is_some() { u64::MAX } else { 200 });
    let is_late = || args.seconds.is_some_and(|seconds| start.elapsed() >= Duration::from_secs(seconds));
    // With few inputs, the seeds are a part of them.
    let mut unchanged = seeds.iter().cycle().skip(args.start as usize).take(seeds.len().min((most / 4) as usize));
    while count < most && !is_late() {
        let input = unchanged.next().cloned().unwrap_or_else(|| input(target, &seeds, &mut random));
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&input)?;
        (target.run)(&input);
        count += 1;
    }
    println!("{:>17}: {count} inputs in {:.1} s", target.name, start.elapsed().as_secs_f64());
    drop(file);
    // The next target has a hook of its own.
    drop(std::panic::take_hook());
    fs::remove_file(&path)
}

/// Reports the input that caused a panic.
fn explain_panics(target: &Target, path: &Path) {
    let default = std::panic::take_hook();
    let (name, path) = (target.name, path.to_path_buf());
    std::panic::set_hook(Box::new(move |panic| {
        default(panic);
        let path = path.canonicalize().unwrap_or_else(|_| path.clone());
        eprintln!("The input is in {0}. To repeat it: cargo xtask fuzz {1} {0}", path.display(), name);
    }));
}

fn write_seeds(target: &Target, folder: &Path) -> std::io::Result<()> {
    let folder = folder.join(target.name);
    fs::create_dir_all(&folder)?;
    for (index, seed) in (target.seeds)().iter().enumerate() {
        fs::write(folder.join(format!("{index}")), seed)?;
    }
    // libFuzzer needs one.
    fs::write(folder.join("empty"), "")
}
