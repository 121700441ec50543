//! The crate in which all that was generated is compiled, and its program, which reads instances and writes them again.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, thread};

use crate::pipeline::Generated;

/// What the program says of an instance.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// Accepted; written again as this.
    Accepted(String),
    /// Accepted, and written again as the first; but `validate()` finds the second.
    Violating(String, String),
    /// Refused, for this reason.
    Refused(String),
    /// The ways in and out of a type do not agree.
    Inconsistent(String),
}

/// Compiles the crate and asks its program about instances: the number of a type (through all topics) and JSON.
///
/// # Errors
/// If it does not compile, with what the compiler says.
pub fn ask(generated: &[Generated<'_>], questions: &[(usize, &str)]) -> Result<Vec<Answer>, String> {
    let target = target();
    let folder = target.join("package");
    write(&folder, &files(generated));
    let program = build(&folder, &target)?;
    let input: String = questions.iter().map(|(ty, text)| format!("{ty} {text}\n")).collect();
    let output = run(&program, input);
    Ok(output.lines().map(answer).collect())
}

/// `target/constructs`, beside what holds the test itself.
fn target() -> PathBuf {
    let test = env::current_exe().unwrap();
    test.ancestors().nth(3).unwrap().join("constructs")
}

fn files(generated: &[Generated<'_>]) -> BTreeMap<PathBuf, String> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let runtime = workspace.join("codegen/runtime");
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    for one in generated {
        files.extend(one.files.iter().map(|(path, text)| (path.into(), text.clone())));
    }
    let modules: String = generated.iter().map(|one| format!("pub mod {};\n", one.topic.name)).collect();
    let lib = format!(
        "//! Everything that is generated from the constructs.\n#![deny(warnings, missing_docs)]\n\npub use oasmith_runtime as runtime;\n{modules}"
    );
    files.insert("src/lib.rs".into(), lib.replace("pub mod", "#[allow(missing_docs)]\npub mod"));
    files.insert("src/main.rs".into(), program(generated));
    files.insert("Cargo.toml".into(), MANIFEST.replace("RUNTIME", &format!("{:?}", runtime.to_str().unwrap())));
    files.insert("Cargo.lock".into(), fs::read_to_string(workspace.join("Cargo.lock")).unwrap());
    files
}

/// The features that generated code asks about exist and are off: models need none.
const MANIFEST: &str = r#"[package]
name = "constructs"
version = "0.0.0"
edition = "2024"

[features]
http = []
reqwest = ["http"]
blocking = ["reqwest"]
mock = ["http"]

[dependencies]
oasmith-runtime = { path = RUNTIME, default-features = false, features = ["validate"] }
serde_json = { version = "1", features = ["float_roundtrip"] }

[profile.dev]
debug = false

[workspace]
"#;

const PROGRAM: &str = r#"//! Reads lines, the number of a type and JSON, and says what the type makes of the JSON.
#![allow(deprecated)]

use std::fmt::Debug;
use std::io::{self, BufRead, Write};

use constructs::runtime::codec::{self, Field};
use constructs::runtime::{Validate, decode, decode_value, encode, encode_value};
use serde_json::Value;

enum Failure {
    Refused(String),
    Violating(String, String),
    Inconsistent(String),
}

fn inconsistent(what: impl ToString) -> Failure {
    Failure::Inconsistent(what.to_string())
}

/// Through all ways in and out of a type, which must agree.
fn through<T: Field + PartialEq + Clone + Debug>(text: &str) -> Result<String, Failure> {
    let value = read::<T>(text)?;
    let written = write(&value)?;
    let again: T = decode(written.as_bytes())
        .map_err(|error| inconsistent(format!("refuses what it wrote, {written}: {error}")))?;
    if again != value.clone() {
        return Err(inconsistent(format!("{value:?} became {again:?} over {written}")));
    }
    Ok(written)
}

/// And held against its schema.
fn checked<T: Validate + PartialEq + Clone + Debug>(text: &str) -> Result<String, Failure> {
    let written = through::<T>(text)?;
    match read::<T>(text)?.validate() {
        Ok(()) => Ok(written),
        Err(violations) => Err(Failure::Violating(written, violations.to_string())),
    }
}

fn read<T: Field + PartialEq + Debug>(text: &str) -> Result<T, Failure> {
    let tree: Value = serde_json::from_str(text).map_err(inconsistent)?;
    let others: [Result<T, String>; 3] = [
        decode_value(&tree).map_err(|error| error.to_string()),
        by_serde(text).map_err(|error| error.to_string()),
        codec::deserialize(tree).map_err(|error| error.to_string()),
    ];
    let value: Result<T, String> = decode(text.as_bytes()).map_err(|error| error.to_string());
    for other in others {
        match (&value, other) {
            (Err(_), Err(_)) => {}
            (Ok(value), Ok(other)) if *value == other => {}
            (value, other) => return Err(inconsistent(format!("one way gives {value:?}, another {other:?}"))),
        }
    }
    value.map_err(Failure::Refused)
}

fn by_serde<T: Field>(text: &str) -> serde_json::Result<T> {
    let mut stream = serde_json::Deserializer::from_str(text);
    let value = codec::deserialize(&mut stream)?;
    stream.end()?;
    Ok(value)
}

fn write<T: Field>(value: &T) -> Result<String, Failure> {
    let written = String::from_utf8(encode(value)).map_err(inconsistent)?;
    let mut by_serde = Vec::new();
    codec::serialize(value, &mut serde_json::Serializer::new(&mut by_serde)).map_err(inconsistent)?;
    if by_serde != written.as_bytes() {
        return Err(inconsistent(format!("by serde {}, else {written}", String::from_utf8_lossy(&by_serde))));
    }
    let tree = encode_value(value);
    if serde_json::from_str::<Value>(&written).map_err(inconsistent)? != tree {
        return Err(inconsistent(format!("as text {written}, as a tree {tree}")));
    }
    Ok(written)
}

type Through = fn(&str) -> Result<String, Failure>;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (number, text) = line.split_once(' ').unwrap_or_default();
        let through = number.parse::<usize>().ok().and_then(|number| TYPES.get(number));
        match through.map(|through| through(text)) {
            Some(Ok(written)) => writeln!(out, "accepted {written}")?,
            Some(Err(Failure::Violating(written, found))) => {
                writeln!(out, "violating {}", Value::from(vec![written, found]))?;
            }
            Some(Err(Failure::Refused(reason))) => writeln!(out, "refused {}", Value::from(reason))?,
            Some(Err(Failure::Inconsistent(reason))) => writeln!(out, "inconsistent {}", Value::from(reason))?,
            None => writeln!(out, "inconsistent \"no such type: {number}\"")?,
        }
    }
    Ok(())
}

const TYPES: &[Through] = &[
"#;

fn program(generated: &[Generated<'_>]) -> String {
    let mut text = PROGRAM.to_owned();
    for (_, path, is_alias) in generated.iter().flat_map(|one| &one.types) {
        // What an alias demands is checked where it is used.
        let way = if *is_alias { "through" } else { "checked" };
        text.push_str(&format!("    {way}::<constructs::{path}>,\n"));
    }
    text.push_str("];\n");
    text
}

/// Writes what differs and removes what is not among the files, so that an unchanged crate is not compiled again.
fn write(folder: &Path, files: &BTreeMap<PathBuf, String>) {
    let wanted: BTreeMap<PathBuf, &String> = files.iter().map(|(path, text)| (folder.join(path), text)).collect();
    for old in old_files(&folder.join("src")) {
        if !wanted.contains_key(&old) {
            fs::remove_file(old).unwrap();
        }
    }
    for (path, text) in wanted {
        // Cargo mends the lock file to what the crate needs: it is only there to begin with.
        let keep = path.ends_with("Cargo.lock") && path.exists();
        if !keep && fs::read_to_string(&path).ok().as_ref() != Some(text) {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
}

fn old_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { old_files(&path) } else { vec![path] }).collect()
}

fn build(folder: &Path, target: &Path) -> Result<PathBuf, String> {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--offline", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", target)
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    if output.status.success() {
        return Ok(target.join("debug").join(format!("constructs{}", env::consts::EXE_SUFFIX)));
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned())
}

fn run(program: &Path, input: String) -> String {
    let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // On a thread of its own: neither side shall wait for the other to read.
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    assert!(output.status.success(), "the program ended with {}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

fn answer(line: &str) -> Answer {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let text = || serde_json::from_str(rest).unwrap_or_default();
    match word {
        "accepted" => Answer::Accepted(rest.to_owned()),
        "refused" => Answer::Refused(text()),
        "violating" => {
            let (written, found) = serde_json::from_str(rest).unwrap();
            Answer::Violating(written, found)
        }
        _ => Answer::Inconsistent(text()),
    }
}
