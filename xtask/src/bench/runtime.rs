//! Runs the benchmarks of the runtime and returns their results as tables.

use std::collections::BTreeMap;

use oasmith::cli::Failure;
use serde_json::Value;

use super::options::Options;
use super::table::{Column, Group, Row, Table, Unit};
use super::tools::Tools;
use crate::process;
use crate::progress::{OffTerminal, Progress};

/// Runs the benchmarks. `--runs` does not apply, because the benchmarks repeat their measurements themselves.
pub fn run(_: &Options, _: &Tools) -> Result<Vec<Table>, Failure> {
    let with_client = &["--features", "reqwest"];
    let progress = Progress::new("measuring", 3, OffTerminal::Steps);
    let lines = |bench: &str, features: &[&str]| {
        progress.begin(bench);
        let lines = lines(bench, features);
        progress.advance();
        lines
    };
    let (work, memory) = (lines("work", with_client)?, lines("memory", with_client)?);
    let seconds = |name| Column { name, unit: Unit::Seconds };
    let times = |name| Column { name, unit: Unit::Count };
    let bytes = |name| Column { name, unit: Unit::Bytes };
    let codec = ["decode cpu", "decode wall", "encode cpu", "encode wall"].map(seconds);
    let allocations =
        [times("decode allocations"), bytes("decode bytes"), times("encode allocations"), bytes("encode bytes")];
    let streams = [bytes("peak memory"), seconds("cpu"), seconds("wall")];
    let of = |table: &str, lines: &[Value]| -> Vec<Value> {
        lines.iter().filter(|line| line["table"] == table).cloned().collect()
    };
    Ok(vec![
        table("Decode and encode; × serde's derive", &codec, &of("codec", &work)),
        table("Allocations; × serde's derive", &allocations, &lines("allocations", &[])?),
        table("Peak memory; × serde's derive", &["decode", "encode"].map(bytes), &of("payloads", &memory)),
        table(
            "A call on loopback, client side only; × handwritten with reqwest",
            &["cpu", "wall"].map(seconds),
            &of("calls", &work),
        ),
        table("Lists and streams, time per item; × the shorter handwritten one", &streams, &of("streams", &memory)),
    ])
}

/// Returns the output of a benchmark: one JSON object per line.
fn lines(bench: &str, features: &[&str]) -> Result<Vec<Value>, Failure> {
    let mut command = process::cargo();
    command.args(["bench", "--quiet", "--package", "oasmith-runtime", "--bench", bench]).args(features);
    let text = process::capture_stdout(&mut command)?;
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

/// Returns a table of the lines. The first row of each group is its baseline.
fn table(title: &str, columns: &[Column], lines: &[Value]) -> Table {
    let text = |line: &Value, key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut indices: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for line in lines {
        let name = text(line, "group");
        let index = *indices.entry(name.clone()).or_insert_with(|| {
            groups.push(Group { name, baseline: Some(0), rows: Vec::new() });
            groups.len() - 1
        });
        let figures = columns.iter().map(|column| line.get(column.name).and_then(Value::as_f64)).collect();
        groups[index].rows.push(Row { subject: text(line, "subject"), figures, note: String::new() });
    }
    Table { title: title.to_owned(), columns: columns.to_vec(), groups }
}
