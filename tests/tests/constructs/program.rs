//! Compiles all generated code as one crate, with a program that decodes and encodes instances.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use harness::program::{Answer, Program, ProgramRun, Question, sources, target_next_to_test};

use crate::pipeline::Generated;

/// Compiles the crate and runs its program for all questions: the number of a type (across all topics) and a JSON text.
///
/// # Errors
/// The compiler's output if the crate does not compile.
pub fn run(generated: &[Generated<'_>], questions: &[Question<'_>]) -> Result<Vec<Answer>, String> {
    let target = target_next_to_test("constructs").unwrap();
    let program = Program { folder: target.join("package"), target, package: "constructs" };
    program.write(&files(generated)).unwrap();
    program.build(&["--offline"])?;
    let answers = program.ask(questions, |command| {
        let output = command.output()?;
        let failure = (!output.status.success()).then(|| output.status.to_string());
        Ok::<_, io::Error>(ProgramRun { stdout: String::from_utf8_lossy(&output.stdout).into_owned(), failure })
    });
    Ok(answers.unwrap())
}

fn files(generated: &[Generated<'_>]) -> BTreeMap<String, String> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let runtime = workspace.join("codegen/runtime");
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for api in generated {
        files.extend(api.files.iter().map(|(path, text)| (path.clone(), text.clone())));
    }
    let modules: String =
        generated.iter().map(|api| format!("#[allow(missing_docs)]\npub mod {};\n", api.topic.name)).collect();
    let lib = format!(
        "//! The generated code of all constructs.\n#![deny(warnings, missing_docs)]\n\npub use oasmith_runtime as runtime;\n{modules}"
    );
    files.insert("src/lib.rs".into(), lib);
    files.extend(sources(CODE, &arms(generated)).map(|(path, text)| (format!("src/{path}"), text)));
    files.insert("Cargo.toml".into(), MANIFEST.replace("RUNTIME", &format!("{:?}", runtime.to_str().unwrap())));
    files.insert("Cargo.lock".into(), fs::read_to_string(workspace.join("Cargo.lock")).unwrap());
    files
}

/// Returns the function for each type, by the number of the type across all topics.
fn arms(generated: &[Generated<'_>]) -> Vec<(String, String)> {
    let types = generated.iter().flat_map(|api| &api.types).enumerate();
    types
        .map(|(number, (_, ty, is_alias))| {
            // An alias has no `validate()`: its rules are checked where it is used.
            let function = if *is_alias { "alias" } else { "checked" };
            (number.to_string(), format!("{function}::<{ty}>"))
        })
        .collect()
}

/// Declares the features that generated code refers to. None is enabled, because models do not need them.
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
oasmith-runtime = { path = RUNTIME, default-features = false, features = ["validate", "ecma-regex"] }
serde_json = { version = "1", features = ["float_roundtrip"] }

[profile.dev]
debug = false

[workspace]
"#;

/// The functions of the program. They decode and encode a text with all decoders and encoders, and compare the results.
const CODE: &str = r#"
use std::fmt::Debug;

use constructs::runtime::codec::{self, Field};
use constructs::runtime::{Validate, decode, decode_value, encode, encode_value};
use serde_json::Value;

fn inconsistent(reason: impl ToString) -> Answer {
    Answer::Inconsistent(reason.to_string())
}

fn alias<T: Field + PartialEq + Clone + Debug>(text: &str) -> Answer {
    round_trip::<T>(text).map_or_else(|answer| answer, |written| Answer::Accepted(written, 0))
}

/// Like `alias`, and calls `validate()`.
fn checked<T: Validate + PartialEq + Clone + Debug>(text: &str) -> Answer {
    let check = || Ok((round_trip::<T>(text)?, read::<T>(text)?));
    match check() {
        Err(answer) => answer,
        Ok((written, value)) => match value.validate() {
            Ok(()) => Answer::Accepted(written, 0),
            Err(violations) => Answer::Violating(written, violations.to_string()),
        },
    }
}

/// Decodes and encodes with all decoders and encoders. All results must agree.
fn round_trip<T: Field + PartialEq + Clone + Debug>(text: &str) -> Result<String, Answer> {
    let value = read::<T>(text)?;
    let written = write(&value)?;
    let again: T = decode(written.as_bytes())
        .map_err(|error| inconsistent(format!("rejects its own output {written}: {error}")))?;
    if again != value.clone() {
        return Err(inconsistent(format!("{value:?} became {again:?} after encoding as {written}")));
    }
    Ok(written)
}

fn read<T: Field + PartialEq + Debug>(text: &str) -> Result<T, Answer> {
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
            (value, other) => return Err(inconsistent(format!("one decoder gives {value:?}, another {other:?}"))),
        }
    }
    value.map_err(Answer::Rejected)
}

fn by_serde<T: Field>(text: &str) -> serde_json::Result<T> {
    let mut stream = serde_json::Deserializer::from_str(text);
    let value = codec::deserialize(&mut stream)?;
    stream.end()?;
    Ok(value)
}

fn write<T: Field>(value: &T) -> Result<String, Answer> {
    let written = String::from_utf8(encode(value).map_err(inconsistent)?).map_err(inconsistent)?;
    let mut by_serde = Vec::new();
    codec::serialize(value, &mut serde_json::Serializer::new(&mut by_serde)).map_err(inconsistent)?;
    if by_serde != written.as_bytes() {
        return Err(inconsistent(format!("serde gives {}, the codec gives {written}", String::from_utf8_lossy(&by_serde))));
    }
    let tree = encode_value(value).map_err(inconsistent)?;
    if serde_json::from_str::<Value>(&written).map_err(inconsistent)? != tree {
        return Err(inconsistent(format!("the text is {written}, the value is {tree}")));
    }
    Ok(written)
}
"#;
