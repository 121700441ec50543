//! The floor (lower bound) of generation: parses the document to a value and writes the same output bytes. A generator cannot be
//! faster.
//!
//! The floor runs in its own process, so that its time and memory can be measured like those of the generator.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use oasmith::cli::{Failure, disk};
use oasmith::outln;

/// The command with which the parent process starts it.
pub const COMMAND: &str = "bench-floor";

/// Measures the floor of generation for `bench`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The document.
    spec: PathBuf,
    /// The packed output of the generator.
    pack: PathBuf,
    /// The folder to write the output to.
    folder: PathBuf,
}

/// Runs the command.
pub fn run(Args { spec, pack, folder }: Args) -> Result<(), Failure> {
    let nodes = parse(&spec)?;
    unpack(&std::fs::read(pack)?, &folder)?;
    outln!("{nodes}");
    Ok(())
}

/// Packs the files of a folder into one file: a line with path and length for each file, an empty line, and all contents.
pub fn pack(folder: &Path, pack: &Path) -> Result<(), Failure> {
    let files = disk::read(folder, &[])?;
    let mut head = String::new();
    for (path, bytes) in &files {
        let _ = writeln!(head, "{path}\t{}", bytes.len());
    }
    let mut all = format!("{head}\n").into_bytes();
    all.extend(files.values().flatten());
    Ok(disk::write(pack, &all)?)
}

fn unpack(pack: &[u8], folder: &Path) -> Result<(), Failure> {
    let malformed = || Failure::new("the packed file is malformed");
    let end = pack.windows(2).position(|pair| pair == b"\n\n").ok_or_else(malformed)?;
    let (head, mut rest) = (&pack[..end], &pack[end + 2..]);
    for line in String::from_utf8_lossy(head).lines() {
        let (path, length) = line.split_once('\t').ok_or_else(malformed)?;
        let (text, after) = rest.split_at_checked(length.parse().map_err(|_| malformed())?).ok_or_else(malformed)?;
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text)?;
        rest = after;
    }
    Ok(())
}

/// Parses a file and returns the number of top-level members, so that the compiler cannot optimise the work away.
fn parse(spec: &Path) -> Result<usize, Failure> {
    let bytes = std::fs::read(spec)?;
    let is_json = spec.extension().is_some_and(|extension| extension == "json");
    let value = if is_json { serde_json::from_slice(&bytes).map_err(Failure::new)? } else { yaml(&bytes)? };
    value
        .as_object()
        .map(serde_json::Map::len)
        .ok_or_else(|| Failure::new(format!("{} is not an object", spec.display())))
}

/// Parses YAML as a JSON `Value`, which accepts the duplicate keys that occur in real documents.
fn yaml(bytes: &[u8]) -> Result<serde_json::Value, Failure> {
    serde_yaml::from_slice(bytes).map_err(Failure::new)
}

#[cfg(test)]
mod tests {
    use super::{pack, unpack};

    #[test]
    fn unpacking_restores_the_files() {
        let home = std::env::temp_dir().join(format!("oasmith-floor-{}", std::process::id()));
        for (path, text) in [("a.rs", "fn a() {}\n\n"), ("b/c.rs", "")] {
            oasmith::cli::disk::write(&home.join("in").join(path), text.as_bytes()).unwrap();
        }
        pack(&home.join("in"), &home.join("pack")).unwrap();
        unpack(&std::fs::read(home.join("pack")).unwrap(), &home.join("out")).unwrap();
        let read = |folder: &str| oasmith::cli::disk::read(&home.join(folder), &[]).unwrap();
        assert_eq!(read("in"), read("out"));
        std::fs::remove_dir_all(home).unwrap();
    }
}
