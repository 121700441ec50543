//! Fuzz targets. A target is a function from bytes to nothing, and a panic is its finding.
//!
//! Two front ends call the same functions: the program of this package, a bounded run on stable Rust that repeats exactly, and
//! `fuzz_targets/`, for libFuzzer.
//!
//! - `decode_text`, `decode_values`: decoding accepts and rejects the same values as serde's derive, and encoding loses nothing.
//! - `events`, `json_lines`: the sizes of chunks do not matter, and a parser that is written like its specification returns the same.
//! - `link`: the next page in a header `Link`.
//! - `server_url`, `parameters`, `locations`: no value changes the host, or the number of path segments or query pairs.
//! - `validate`: the work is proportional to the size of the value.
//! - `document`, `mutated_document`: the generator reports a document or writes Rust, with bounded work and output.

mod bytes;
mod models;
pub mod mutate;
mod targets;
mod words;
mod work;

extern crate oasmith_runtime as runtime;

use targets::{decode, documents, events, json_lines, link, locations, parameters, server_url, validate};

/// A function that is fuzzed.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The name in commands.
    pub name: &'static str,
    /// Runs the function with an input.
    ///
    /// # Panics
    /// If it finds a fault.
    pub run: fn(&[u8]),
    /// Inputs to start from. If there are none, the input is a source of decisions, and random bytes are as good.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Texts that are meaningful in an input.
    pub words: &'static [&'static str],
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "decode_text", run: decode::text, seeds: decode::seeds, words: words::JSON },
    Target { name: "decode_values", run: decode::values, seeds: Vec::new, words: &[] },
    Target { name: "events", run: events::run, seeds: events::seeds, words: words::EVENTS },
    Target { name: "json_lines", run: json_lines::run, seeds: json_lines::seeds, words: words::LINES },
    Target { name: "link", run: link::run, seeds: link::seeds, words: words::LINK },
    Target { name: "server_url", run: server_url::run, seeds: Vec::new, words: &[] },
    Target { name: "parameters", run: parameters::run, seeds: Vec::new, words: &[] },
    Target { name: "locations", run: locations::run, seeds: locations::seeds, words: words::URL },
    Target { name: "validate", run: validate::run, seeds: Vec::new, words: &[] },
    Target { name: "document", run: documents::text, seeds: documents::seeds, words: words::DOCUMENT },
    Target { name: "mutated_document", run: documents::mutated, seeds: Vec::new, words: &[] },
];

/// Runs the target with this name. Called by the front end for libFuzzer.
///
/// # Panics
/// If the target finds a fault.
pub fn run(name: &str, input: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("the name of a front end is that of a target").run)(input);
}

#[cfg(test)]
mod tests {
    use super::TARGETS;

    /// `cargo fuzz` and the workflow list the targets, too.
    #[test]
    fn every_target_has_a_front_end() {
        let manifest = include_str!("../Cargo.toml");
        let workflow = include_str!("../../../.github/workflows/fuzz.yml");
        for target in TARGETS {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{}.rs\"", target.name)), "{}", target.name);
            assert!(workflow.contains(&format!("          - {}\n", target.name)), "{}", target.name);
        }
        assert_eq!(manifest.matches("fuzz_targets/").count(), TARGETS.len());
    }
}
