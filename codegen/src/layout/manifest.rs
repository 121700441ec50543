//! `Cargo.toml` of the output. Features and dependencies are those of the runtime's own manifest, so that they cannot differ.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{CrateInfo, runtime};
use crate::render::{Header, one_line};
use crate::settings::{ApiSettings, Dependency};

/// What the workspace says about dependencies that the runtime inherits.
const WORKSPACE: &[(&str, &str)] =
    &[("serde", "version = \"1\", default-features = false, features = [\"std\"]"), ("serde_json", "version = \"1\"")];

/// What is on unless a user says otherwise.
const DEFAULT: &str = "default = [\"reqwest\"]";

/// The manifest of a crate that stands alone.
pub(super) fn stand_alone(
    info: &CrateInfo,
    settings: &ApiSettings,
    features: &[String],
    header: &Header<'_>,
) -> String {
    let mut text = header.to_string().replacen("//", "#", 1);
    let title = toml_string(&format!("Client of {}", one_line(header.title)));
    let (name, version) = (toml_string(&info.name), toml_string(&info.version));
    let _ = write!(
        text,
        "\n[package]\nname = {name}\nversion = {version}\nedition = \"2024\"\nrust-version = \"1.88\"\ndescription = {title}\n\n\
         # The embedded runtime is tested where it is written.\n[lib]\ntest = false\ndoctest = false\n\n"
    );
    let mut runtime = inherited(runtime::MANIFEST, features);
    let mut more = String::new();
    for dependency in settings.dependencies() {
        match shared(&runtime, dependency) {
            Some(merged) => runtime = merged,
            None => {
                let _ = write!(more, "\n{}", table(dependency, ""));
            }
        }
    }
    text + &runtime + &more
}

/// The manifest with a dependency that it has already: a crate can be named only once, so it gets what both need of it.
fn shared(manifest: &str, dependency: &Dependency) -> Option<String> {
    let Dependency { name, version, features } = dependency;
    let named = |line: &&str| line.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(" = "));
    let (_, dependencies) = manifest.split_once("[dependencies]\n")?;
    let line = dependencies.lines().take_while(|line| !line.starts_with('[')).find(named)?;
    let table: toml::Table = toml::from_str(line).ok()?;
    let theirs = table.get(name.as_str()).and_then(|entry| entry.get("features")).and_then(toml::Value::as_array);
    let theirs = theirs.into_iter().flatten().filter_map(toml::Value::as_str);
    let wanted: BTreeSet<String> =
        theirs.chain(features.iter().map(|feature| feature.as_str())).map(toml_string).collect();
    let wanted: Vec<String> = wanted.into_iter().collect();
    let merged = format!("{name} = {{ version = {}, features = [{}] }}", toml_string(version), wanted.join(", "));
    let manifest = manifest.replacen(line, &merged, 1);
    // What is always there is turned on by no feature.
    let switch = format!("\"dep:{name}\"");
    Some(manifest.replace(&format!("{switch}, "), "").replace(&format!(", {switch}"), "").replace(&switch, ""))
}

/// A dependency as a table of its own.
pub(super) fn table(dependency: &Dependency, more: &str) -> String {
    let Dependency { name, version, features } = dependency;
    let features: Vec<String> = features.iter().map(|feature| toml_string(feature)).collect();
    let features = if features.is_empty() { String::new() } else { format!("features = [{}]\n", features.join(", ")) };
    format!("[dependencies.{}]\nversion = {}\n{features}{more}", toml_key(name), toml_string(version))
}

/// A feature of the runtime.
pub(super) struct Feature {
    /// Its name.
    pub(super) name: &'static str,
    /// The features that it turns on.
    pub(super) implies: Vec<&'static str>,
}

/// The runtime's features, its default apart.
pub(super) fn runtime_features() -> Vec<Feature> {
    let Some((_, after)) = runtime::MANIFEST.split_once("[features]\n") else { return Vec::new() };
    let lines = after.lines().take_while(|line| !line.starts_with('[')).filter(|line| !line.starts_with('#'));
    let declared: Vec<_> =
        lines.filter_map(|line| line.split_once(" = ")).filter(|(name, _)| *name != "default").collect();
    let feature = |(name, list): &(&'static str, &'static str)| Feature {
        name,
        implies: list.split('"').filter(|word| declared.iter().any(|(other, _)| other == word)).collect(),
    };
    declared.iter().map(feature).collect()
}

/// Features and dependencies of the runtime, with what it inherits from the workspace written out; the API's own features behind the runtime's.
fn inherited(manifest: &str, features: &[String]) -> String {
    let mut text = String::new();
    let mut wanted = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            if text.starts_with("[features]") && !text.contains("dependencies]") {
                text.truncate(text.trim_end().len());
                text.push('\n');
                text.push_str(&parts(features));
                text.push('\n');
            }
            wanted = line == "[features]" || (line.ends_with("dependencies]") && line != "[dev-dependencies]");
        }
        if wanted {
            text.push_str(&written_out(line));
            text.push('\n');
        }
    }
    let text = format!("{}\n", text.trim_end());
    if features.is_empty() { text } else { text.replacen(DEFAULT, "default = [\"reqwest\", \"full\"]", 1) }
}

/// The parts of an API as features.
fn parts(features: &[String]) -> String {
    if features.is_empty() {
        return String::new();
    }
    let mut text =
        "# The parts of the API: operations by tag, with the models that they use. Together:\nfull = [\n".to_owned();
    for feature in features {
        let _ = writeln!(text, "    {},", toml_string(feature));
    }
    text.push_str("]\n# Each alone:\n");
    for feature in features {
        let _ = writeln!(text, "{} = []", toml_key(feature));
    }
    text
}

fn written_out(line: &str) -> String {
    if line == "default = []" {
        return DEFAULT.to_owned();
    }
    for (name, value) in WORKSPACE {
        if line == format!("{name}.workspace = true") {
            return format!("{name} = {{ {value} }}");
        }
        if line.starts_with(&format!("{name} = {{ ")) {
            return line.replacen("workspace = true", value, 1);
        }
    }
    line.to_owned()
}

/// A text as a string of TOML.
pub(super) fn toml_string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

pub(super) fn toml_key(text: &str) -> String {
    let bare = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { text.to_owned() } else { toml_string(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header<'static> {
        Header {
            version: "1",
            source: "a.yaml",
            title: "A \"quoted\" API",
            api_version: "2",
            command: "oasmith generate",
        }
    }

    fn settings(text: &str) -> ApiSettings {
        let file = format!("[api.a]\nfile = 'a.yaml'\n{text}");
        crate::Settings::parse(&file).unwrap().apis.remove("a").unwrap()
    }

    #[test]
    fn a_stand_alone_manifest_is_whole() {
        let info = CrateInfo::new("a", "0.1.0").unwrap();
        let settings = settings(
            "formats.decimal = { type = 'rust_decimal::Decimal', as = 'text', crate = { name = 'rust_decimal', version = '1', features = ['std'] } }",
        );
        let text = stand_alone(&info, &settings, &[], &header());
        let parsed: toml::Table = toml::from_str(&text).unwrap();
        assert!(!text.contains("workspace"), "{text}");
        assert_eq!(parsed["package"]["description"].as_str(), Some("Client of A \"quoted\" API"));
        assert_eq!(parsed["features"]["default"].as_array().unwrap().len(), 1);
        assert_eq!(parsed["dependencies"]["serde"]["version"].as_str(), Some("1"));
        assert_eq!(parsed["dependencies"]["rust_decimal"]["version"].as_str(), Some("1"));
        assert!(parsed.get("dev-dependencies").is_none());
    }

    #[test]
    fn a_crate_that_the_runtime_needs_too_is_named_once() {
        let settings = settings(
            "formats.date-time = { type = 'a::B', crate = { name = 'chrono', version = '9', features = ['serde', 'extra'] } }
             formats.a = { type = 'a::B', crate = { name = 'bytes', version = '9', features = ['serde', 'extra'] } }",
        );
        let info = CrateInfo::new("a", "0.1.0").unwrap();
        let text = stand_alone(&info, &settings, &[], &header());
        let parsed: toml::Table = toml::from_str(&text).unwrap();
        for name in ["chrono", "bytes"] {
            let dependency = &parsed["dependencies"][name];
            let features = dependency["features"].as_array().unwrap();
            assert_eq!(dependency["version"].as_str(), Some("9"));
            assert!(features.iter().any(|feature| feature.as_str() == Some("extra")), "{text}");
            assert!(dependency.get("optional").is_none() && dependency.get("default-features").is_none(), "{text}");
        }
        assert!(!text.contains("dep:bytes"), "{text}");
    }

    #[test]
    fn inherited_dependencies_are_those_of_the_workspace() {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml")).unwrap();
        let workspace: toml::Table = toml::from_str(&text).unwrap();
        for (name, value) in WORKSPACE {
            let ours: toml::Table = toml::from_str(&format!("x = {{ {value} }}")).unwrap();
            let theirs = &workspace["workspace"]["dependencies"][*name];
            let theirs = theirs.as_str().map_or_else(
                || theirs.clone(),
                |version| toml::from_str::<toml::Table>(&format!("version = \"{version}\"")).unwrap().into(),
            );
            assert_eq!(ours["x"], theirs, "{name}");
        }
    }

    #[test]
    fn the_settings_know_the_features_of_the_runtime() {
        let names: Vec<&str> = runtime_features().into_iter().map(|feature| feature.name).collect();
        assert_eq!(names, crate::settings::RUNTIME_FEATURES);
    }

    #[test]
    fn features_are_those_of_the_runtime() {
        let features: Vec<_> = runtime_features().into_iter().map(|feature| (feature.name, feature.implies)).collect();
        for expected in
            [("http", vec![]), ("reqwest", vec!["reqwest-without-tls"]), ("blocking", vec!["reqwest-without-tls"])]
        {
            assert!(features.contains(&expected), "{features:?}");
        }
        assert!(features.iter().all(|(name, _)| *name != "default"));
    }

    /// `reqwest/native-tls` would turn on the feature `reqwest`, too, and with it another TLS: Cargo takes the optional dependency for it.
    #[test]
    fn a_feature_turns_on_no_namesake_of_a_dependency() {
        let manifest: toml::Table = toml::from_str(runtime::MANIFEST).unwrap();
        let features = manifest["features"].as_table().unwrap();
        for (name, list) in features {
            for implied in list.as_array().unwrap().iter().filter_map(toml::Value::as_str) {
                let dependency = implied.split_once('/').map_or("", |(dependency, _)| dependency);
                assert!(!features.contains_key(dependency), "`{name}` implies `{implied}`");
            }
        }
    }
}
