//! The program that decodes and encodes all instances of one document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use harness::program::{Answer, Program, ProgramRun, sources};
use oasmith::cli::Failure;

use super::instances::Instance;
use crate::process::{self, ExitReason, Limits};
use crate::progress::Progress;

/// The name of the generated package.
pub const CLIENT: &str = "fidelity-client";

/// The name of the program's package.
const PACKAGE: &str = "fidelity-harness";

/// The limits of the program for all instances together.
const LIMITS: Limits = Limits { time: Duration::from_secs(300), memory: 8 << 30 };

const WORKSPACE: &str =
    "[workspace]\nresolver = \"3\"\nmembers = [\"client\", \"harness\"]\n\n[profile.dev]\ndebug = false\n";

const CODE: &str = "\
use fidelity_client::{models, runtime};

fn case<T: runtime::codec::Field>(text: &str) -> Answer {
    match runtime::decode_counting_unknown::<T>(text.as_bytes()) {
        Ok((value, unknown)) => match runtime::encode(&value) {
            Ok(encoded) => Answer::Accepted(String::from_utf8_lossy(&encoded).into_owned(), unknown),
            Err(error) => Answer::Inconsistent(error.to_string()),
        },
        Err(error) => Answer::Rejected(error.to_string()),
    }
}
";

/// Writes, compiles and runs the program for a client and returns its answers. `types` are the components and their Rust types.
pub fn run(
    home: &Path,
    client: &BTreeMap<String, String>,
    types: &[(String, String)],
    instances: &[Instance],
    progress: &Progress,
) -> Result<Vec<Answer>, Failure> {
    // All documents share a target folder, so that dependencies are built only once.
    let target = home.parent().unwrap_or(home).join("target");
    let program = Program { folder: home.to_path_buf(), target, package: PACKAGE };
    program.write(&files(client, types, instances))?;
    progress.begin("compile");
    program.build(&[]).map_err(Failure::new)?;
    progress.advance();
    progress.begin("run");
    let questions: Vec<_> =
        instances.iter().map(|instance| (instance.schema.as_str(), instance.value.as_str())).collect();
    program.ask(&questions, |command| {
        let ended = process::run_limited(command, LIMITS, &home.with_extension("run"))?;
        let message = ended.stderr.lines().next().unwrap_or_default();
        let failure = (ended.reason != ExitReason::Exited(0)).then(|| format!("{:?} {message}", ended.reason));
        Ok(ProgramRun { stdout: ended.stdout, failure })
    })
}

fn files(
    client: &BTreeMap<String, String>,
    types: &[(String, String)],
    instances: &[Instance],
) -> BTreeMap<String, String> {
    let used: BTreeSet<&str> = instances.iter().map(|instance| instance.schema.as_str()).collect();
    let used = types.iter().filter(|(component, _)| used.contains(component.as_str()));
    let arms: Vec<_> = used.map(|(component, ty)| (component.clone(), format!("case::<models::{ty}>"))).collect();
    let manifest = format!(
        "[package]\nname = \"{PACKAGE}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n{CLIENT} = {{ path = \"../client\", default-features = false }}\n"
    );
    let mut files =
        BTreeMap::from([("Cargo.toml".to_owned(), WORKSPACE.to_owned()), ("harness/Cargo.toml".to_owned(), manifest)]);
    files.extend(client.iter().map(|(path, text)| (format!("client/{path}"), text.clone())));
    files.extend(sources(CODE, &arms).map(|(path, text)| (format!("harness/src/{path}"), text)));
    files
}
