//! `cargo xtask add NAME FILE|URL|-`: adds an API, replaces its document, or pins its changed files.
//!
//! Checks everything before it writes: the name, that the document can be generated, and that no other document is overwritten.
//! Preserves all other settings and comments in `oasmith.toml`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use oasmith::Settings;
use oasmith::cli::{Failure, disk};
use oasmith::settings::{ApiName, ApiSettings};
use oasmith::status;

use crate::incoming::{self, Incoming, Place};
use crate::pins::Pins;
use crate::placement::{self, Placement};
use crate::specs;
use crate::workspace::{self, SETTINGS, below_specs, in_specs};

const EXAMPLES: &str = "\
Examples:
  cargo xtask add shop ~/Downloads/shop.yaml
  cargo xtask add shop https://api.example.com/openapi.json
  unzip -p shop.zip openapi.yaml | cargo xtask add shop -
  cargo xtask add shop specs/shop.yaml     # accepts the changes of a document in specs/";

/// Adds an API: checks a document, copies it to specs/ and pins its hashes in specs/oasmith.toml.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::help(EXAMPLES))]
pub struct Args {
    /// The name of the API: its module and its Cargo feature.
    name: String,
    /// The document: a file, a URL, or `-` for the standard input. Files that it refers to are copied, too.
    #[arg(value_name = "FILE|URL|-")]
    document: PathBuf,
    /// Replaces the document of an API that exists.
    #[arg(long)]
    replace: bool,
    /// Applies this OpenAPI Overlay to the document. May be repeated.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// The page on which the document was found. Relative server URLs are resolved against it.
    #[arg(long, value_name = "URL")]
    origin: Option<String>,
    /// The folder that contains all files to which the document refers.
    #[arg(long, value_name = "DIR")]
    ref_root: Option<PathBuf>,
    /// The time limit for fetching a file, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    timeout: Duration,
}

/// Parses a time limit.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| *seconds > 0.0);
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "write a number of seconds, for example `30`".to_owned())
}

/// Runs the command.
pub fn run(args: Args) -> Result<(), Failure> {
    let name = ApiName::new(&*args.name)?;
    let place = Place::parse(&args.document)?;
    // Mistakes are reported before a slow server or the standard input is read. Meanwhile, other commands may change the settings.
    settings()?;
    let overlays = args.overlay.iter().map(Overlay::new).collect::<Result<Vec<_>, _>>()?;
    let opened = incoming::open(&place, args.timeout, args.ref_root.as_deref())?;
    let _lock = workspace::lock()?;
    let settings = settings()?;
    let known = settings.apis.get(&name);
    let mut api = known.cloned().unwrap_or_default();
    let added = overlays.iter().filter(|overlay| !api.overlays.contains(&overlay.target()));
    let added: Vec<String> = added.map(|overlay| overlay.source.clone()).collect();
    api.overlays.extend(added);
    api.origin = args.origin.clone().or(opened.download.as_ref().map(|file| file.url.clone())).or(api.origin);
    let consequence = match known {
        None => format!("the API `{name}` was not added"),
        Some(api) if api.file == opened.path => format!("the API `{name}` was not changed"),
        Some(_) => {
            format!("the API `{name}` exists and was not changed\n  = help: to add another API, choose another name")
        }
    };
    let incoming = incoming::check(&name, &api, opened, &consequence)?;
    let placement = Placement::new(&name, &incoming, known)?;
    placement.check(&name, &api, &consequence)?;
    let pins = pins(&args, &place, &incoming, &placement, known, &overlays);
    let change = Change::of(&placement, known);
    if change == Change::Replaces && !args.replace {
        return Err(exists(&name, known, &pins));
    }
    if let Some(message) = placement.conflict(&name, &settings, args.replace) {
        return Err(Failure::new(message));
    }
    overlays.iter().try_for_each(|overlay| overlay.check(args.replace))?;
    overlays.iter().try_for_each(Overlay::copy)?;
    let kept = placement.apply(&name, &settings, &pins)?;
    let is_listed = |overlay: &&Overlay| known.is_some_and(|api| api.overlays.contains(&overlay.target()));
    let added: Vec<String> = overlays.iter().filter(|overlay| !is_listed(overlay)).map(Overlay::target).collect();
    let overlay = match added.len() {
        0 => String::new(),
        _ => format!(" Added the overlay {} to it.", added.join(", ")),
    };
    status!("{}{overlay} Next: cargo xtask regen", change.summary(&name, &placement));
    for path in kept {
        status!("{}", placement::kept_note(&path));
    }
    Ok(())
}

/// Returns the settings with paths relative to the workspace's root. A workspace without the file has no APIs.
fn settings() -> Result<Settings, Failure> {
    if Path::new(SETTINGS).exists() { specs::settings() } else { Ok(Settings::default()) }
}

fn pins(
    args: &Args,
    place: &Place,
    incoming: &Incoming,
    placement: &Placement,
    known: Option<&ApiSettings>,
    overlays: &[Overlay],
) -> Pins {
    let url = match place {
        Place::Url(url) => Some(url.to_string()),
        Place::File(_) | Place::Stdin => None,
    };
    let download = incoming.download.as_ref();
    let below = |path: &String| below_specs(path).unwrap_or(path).to_owned();
    let mut listed: Vec<String> = known.map(|api| api.overlays.iter().map(below).collect()).unwrap_or_default();
    for overlay in overlays {
        if !listed.contains(&overlay.name) {
            listed.push(overlay.name.clone());
        }
    }
    Pins {
        file: placement.file.clone(),
        hashes: placement.hashes(),
        origin: args.origin.clone().or_else(|| download.map(|file| file.url.clone())),
        url,
        // The files behind references have `ETag`s of their own.
        etag: match download.filter(|_| placement.files.len() == 1) {
            Some(file) => file.etag.clone(),
            None => known.filter(|known| placement.is_current(known)).and_then(|known| known.etag.clone()),
        },
        overlays: (!overlays.is_empty()).then_some(listed),
    }
}

fn exists(name: &str, known: Option<&ApiSettings>, pins: &Pins) -> Failure {
    let file = known.map(|api| api.file.as_str()).unwrap_or_default();
    let url = known.and_then(|api| api.url.as_ref()).map(ToString::to_string);
    let update = match url.is_some() && url == pins.url {
        true => format!("\n  = help: to see the changes of that document and take them: cargo xtask update {name}"),
        false => String::new(),
    };
    Failure::new(format!(
        "the API `{name}` exists: its document is `{file}`{update}\n  = help: to replace that document, run the command again with `--replace`\n  \
         = help: to add another API, choose another name"
    ))
}

/// The effect of the command on the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    /// The API is new, or its document did not exist.
    Adds,
    /// The files of the API do not change; at most their pins do.
    Pins,
    /// The API has a document, and gets another one.
    Replaces,
    /// The API has this document already.
    Nothing,
}

impl Change {
    fn of(placement: &Placement, known: Option<&ApiSettings>) -> Self {
        match known {
            None => Self::Adds,
            Some(known) if placement.is_current(known) => Self::Nothing,
            Some(known) if placement.is_in_place && known.file == in_specs(&placement.file) => Self::Pins,
            Some(known) if Path::new(&known.file).exists() => Self::Replaces,
            Some(_) => Self::Adds,
        }
    }

    fn summary(self, name: &str, placement: &Placement) -> String {
        let file = in_specs(&placement.file);
        let (others, hashes) = match placement.files.len() - 1 {
            0 => (String::new(), "its hash"),
            1 => (" and 1 file that it refers to".to_owned(), "their hashes"),
            count => (format!(" and {count} files that it refers to"), "their hashes"),
        };
        match self {
            Self::Adds => format!("Added {file}{others} as API `{name}` and recorded {hashes} in {SETTINGS}."),
            Self::Pins => format!("Pinned {file}{others} for API `{name}`: recorded {hashes} in {SETTINGS}."),
            Self::Replaces => {
                format!("Replaced the document of API `{name}` by {file}{others} and recorded {hashes} in {SETTINGS}.")
            }
            Self::Nothing => format!("The API `{name}` already has this document: {file}{others}."),
        }
    }
}

/// An overlay for the document.
struct Overlay {
    /// The path from which it is read.
    source: String,
    /// The path below `specs/`.
    name: String,
    bytes: Vec<u8>,
}

impl Overlay {
    fn new(file: &PathBuf) -> Result<Self, Failure> {
        let source = incoming::shown_path(&workspace::path(file))?;
        let bytes = std::fs::read(&source).map_err(|error| Failure::new(format!("cannot read `{source}`: {error}")))?;
        let name = match below_specs(&source) {
            Some(inside) => inside.to_owned(),
            None => source.rsplit('/').next().unwrap_or_default().to_owned(),
        };
        Ok(Self { source, name, bytes })
    }

    fn target(&self) -> String {
        in_specs(&self.name)
    }

    fn check(&self, may_replace: bool) -> Result<(), Failure> {
        let found = std::fs::read(self.target()).ok().filter(|found| *found != self.bytes);
        match found {
            Some(_) if !may_replace => Err(Failure::new(format!(
                "`{}` exists and has other contents\n  = help: to overwrite it, add `--replace`",
                self.target()
            ))),
            _ => Ok(()),
        }
    }

    fn copy(&self) -> Result<(), Failure> {
        if self.source != self.target() {
            disk::write(Path::new(&self.target()), &self.bytes)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_limits_are_positive_numbers() {
        for (text, expect) in
            [("60", Some(60.0)), ("0.5", Some(0.5)), ("0", None), ("-1", None), ("x", None), ("inf", None)]
        {
            assert_eq!(seconds(text).ok().map(|time| time.as_secs_f64()), expect, "{text}");
        }
    }
}
