//! Creates the `Cargo.toml` of the output from the manifest of the runtime, so that features and dependencies are the same.
//!
//! The manifest is edited with `toml_edit`, which preserves its comments on features and dependencies.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Key, Table, Value, value};

use super::{CrateInfo, runtime};
use crate::render::{Header, one_line};
use crate::settings::{ApiSettings, Dependency};

/// The dependencies that the runtime inherits from the workspace.
const WORKSPACE: &[(&str, &str)] = &[
    ("serde", "{ version = \"1\", default-features = false, features = [\"std\"] }"),
    ("serde_json", "{ version = \"1\" }"),
];

/// The feature of the runtime for `validate()`, and the feature for what only some documents need.
pub(super) const VALIDATE: &str = "validate";
pub(super) const ECMA_REGEX: &str = "ecma-regex";

/// Returns the manifest of a standalone crate.
pub(super) fn standalone(
    info: &CrateInfo,
    settings: &ApiSettings,
    features: &[String],
    needs_ecma_regex: bool,
    header: &Header<'_>,
) -> String {
    let mut manifest = runtime_manifest();
    // Tests and benchmarks of the runtime are not part of a generated crate.
    manifest.retain(|key, _| ["package", "lints", "features", "dependencies", "target"].contains(&key));
    set_package(&mut manifest, info, &one_line(header.title));
    inherit(&mut manifest);
    add_parts(&mut manifest, features);
    if needs_ecma_regex
        && let Some(validate) = table(&mut manifest, "features").and_then(|features| features.get_mut(VALIDATE))
        && let Some(list) = validate.as_array_mut()
    {
        list.push(ECMA_REGEX);
    }
    for dependency in settings.dependencies().values() {
        add_dependency(&mut manifest, dependency);
    }
    format!("{}\n{manifest}", header.to_string().replacen("//", "#", 1))
}

/// Parses the runtime's manifest.
fn runtime_manifest() -> DocumentMut {
    // A test checks that it is valid TOML.
    runtime::MANIFEST.parse().unwrap_or_default()
}

fn table<'m>(manifest: &'m mut DocumentMut, key: &str) -> Option<&'m mut Table> {
    manifest.get_mut(key).and_then(Item::as_table_mut)
}

/// Replaces the runtime's tables `package` and `lints` by the tables `package` and `lib` of the output.
fn set_package(manifest: &mut DocumentMut, info: &CrateInfo, title: &str) {
    if let Some(package) = table(manifest, "package") {
        package.clear();
        package.insert("name", value(info.name.as_str()));
        package.insert("version", value(info.version.as_str()));
        package.insert("edition", value("2024"));
        package.insert("rust-version", value("1.88"));
        package.insert("description", value(format!("Client for {title}")));
    }
    let mut lib = Table::new();
    lib.insert("test", value(false));
    lib.insert("doctest", value(false));
    lib.decor_mut().set_prefix("\n# The tests of the embedded runtime are in the oasmith repository.\n");
    lib.set_position(manifest.remove("lints").and_then(|lints| lints.as_table().and_then(Table::position)));
    manifest.insert("lib", Item::Table(lib));
}

/// Replaces `workspace = true` in the runtime's dependencies by the keys that they inherit.
fn inherit(manifest: &mut DocumentMut) {
    let Some(dependencies) = table(manifest, "dependencies") else { return };
    for (name, inherited) in WORKSPACE {
        let Some(item) = dependencies.get_mut(name) else { continue };
        let Ok(Value::InlineTable(mut resolved)) = inherited.parse::<Value>() else { continue };
        for (key, own) in item.as_table_like().into_iter().flat_map(|table| table.iter()) {
            if let (true, Some(own)) = (key != "workspace", own.as_value()) {
                resolved.insert(key, own.clone());
            }
        }
        resolved.fmt();
        *item = value(resolved);
    }
}

/// Adds the parts of an API as features, all enabled by default.
fn add_parts(manifest: &mut DocumentMut, names: &[String]) {
    let Some(features) = table(manifest, "features") else { return };
    let mut default = Array::from_iter(["reqwest"]);
    if !names.is_empty() {
        default.push("full");
        let comment = "# Parts of the API: the operations of a tag, and the models that they use. All parts:\n";
        append_feature(features, comment, "full", lines(names));
        for (index, name) in names.iter().enumerate() {
            append_feature(features, if index == 0 { "# Single parts:\n" } else { "" }, name, Array::new());
        }
    }
    if let Some(item) = features.get_mut("default") {
        *item = value(default);
    }
}

/// Adds a feature after the existing ones.
fn append_feature(features: &mut Table, comment: &str, name: &str, list: Array) {
    let mut key = Key::new(name);
    key.leaf_decor_mut().set_prefix(comment);
    features.insert_formatted(&key, value(list));
}

/// Returns an array with one item per line.
pub(super) fn lines(names: &[String]) -> Array {
    let mut list = Array::new();
    for name in names {
        list.push_formatted(Value::from(name.as_str()).decorated("\n    ", ""));
    }
    list.set_trailing("\n");
    list.set_trailing_comma(true);
    list
}

/// Adds a dependency. If the runtime has the same dependency, merges the features, because a manifest can list a crate only once.
fn add_dependency(manifest: &mut DocumentMut, dependency: &Dependency) {
    let name = dependency.name.as_str();
    let Some(dependencies) = table(manifest, "dependencies") else { return };
    let Some(known) = dependencies.get_mut(name) else {
        dependencies.insert(name, Item::Table(dependency_table(dependency)));
        return;
    };
    let existing = known.get("features").and_then(Item::as_array);
    let existing = existing.into_iter().flatten().filter_map(Value::as_str);
    let mut features: Vec<String> =
        existing.map(str::to_owned).chain(dependency.features.iter().map(ToString::to_string)).collect();
    features.sort();
    features.dedup();
    let mut merged = InlineTable::new();
    merged.insert("version", dependency.version.as_str().into());
    merged.insert("features", Value::Array(features.into_iter().collect()));
    *known = value(merged);
    make_mandatory(manifest, name);
}

/// Removes `dep:NAME` and `?` from all features, because Cargo rejects them for a dependency that is not optional.
fn make_mandatory(manifest: &mut DocumentMut, name: &str) {
    let (switch, weak, plain) = (format!("dep:{name}"), format!("{name}?/"), format!("{name}/"));
    let Some(features) = table(manifest, "features") else { return };
    for (_, list) in features.iter_mut() {
        let Some(list) = list.as_array_mut() else { continue };
        let before = list.to_string();
        list.retain(|item| item.as_str() != Some(&switch));
        for item in list.iter_mut() {
            if let Some(rest) = item.as_str().and_then(|text| text.strip_prefix(&weak)) {
                *item = format!("{plain}{rest}").into();
            }
        }
        if list.to_string() != before {
            list.fmt();
        }
    }
}

/// Returns a dependency as a table.
pub(super) fn dependency_table(dependency: &Dependency) -> Table {
    let Dependency { name: _, version, features } = dependency;
    let mut table = Table::new();
    table.insert("version", value(version.as_str()));
    if !features.is_empty() {
        table.insert("features", value(features.iter().map(|feature| feature.as_str()).collect::<Array>()));
    }
    table
}

/// A feature of the runtime.
pub(super) struct Feature {
    /// The name.
    pub(super) name: String,
    /// The features that it enables.
    pub(super) implies: Vec<String>,
}

/// Returns the runtime's features, except `default`.
pub(super) fn runtime_features() -> Vec<Feature> {
    let mut manifest = runtime_manifest();
    let Some(features) = table(&mut manifest, "features") else { return Vec::new() };
    features.remove("default");
    let implied = |list: &Item| -> Vec<String> {
        let names = list.as_array().into_iter().flatten().filter_map(Value::as_str);
        names.filter(|name| features.contains_key(name)).map(str::to_owned).collect()
    };
    features.iter().map(|(name, list)| Feature { name: name.to_owned(), implies: implied(list) }).collect()
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
    fn a_standalone_manifest_does_not_inherit_from_a_workspace() {
        let info = CrateInfo::new("a", "0.1.0").unwrap();
        let settings = settings(
            "formats.decimal = { type = 'rust_decimal::Decimal', as = 'text', crate = { name = 'rust_decimal', version = '1', features = ['std'] } }",
        );
        let text = standalone(&info, &settings, &[], false, &header());
        let parsed: toml::Table = toml::from_str(&text).unwrap();
        assert!(!text.contains("workspace"), "{text}");
        assert_eq!(parsed["package"]["description"].as_str(), Some("Client for A \"quoted\" API"));
        assert_eq!(parsed["features"]["default"].as_array().unwrap().len(), 1);
        assert_eq!(parsed["dependencies"]["serde"]["version"].as_str(), Some("1"));
        assert_eq!(parsed["dependencies"]["rust_decimal"]["version"].as_str(), Some("1"));
        assert!(parsed.get("dev-dependencies").is_none());
    }

    #[test]
    fn features_of_a_dependency_of_runtime_and_settings_are_merged() {
        let settings = settings(
            "formats.date-time = { type = 'a::B', crate = { name = 'chrono', version = '9', features = ['serde', 'extra'] } }
             formats.a = { type = 'a::B', crate = { name = 'bytes', version = '9', features = ['serde', 'extra'] } }
             formats.b = { type = 'a::B', crate = { name = 'reqwest', version = '9' } }
             formats.c = { type = 'jiff::Timestamp', crate = { name = 'jiff', version = '9' } }",
        );
        let info = CrateInfo::new("a", "0.1.0").unwrap();
        let text = standalone(&info, &settings, &[], false, &header());
        let parsed: toml::Table = toml::from_str(&text).unwrap();
        for name in ["chrono", "bytes"] {
            let dependency = &parsed["dependencies"][name];
            let features = dependency["features"].as_array().unwrap();
            assert_eq!(dependency["version"].as_str(), Some("9"));
            assert!(features.iter().any(|feature| feature.as_str() == Some("extra")), "{text}");
            assert!(dependency.get("optional").is_none() && dependency.get("default-features").is_none(), "{text}");
        }
        // Cargo rejects `?` for a dependency that is not optional.
        assert_eq!(parsed["features"]["jiff"].as_array().map(Vec::len), Some(0), "{text}");
        assert!(
            !text.contains("dep:bytes") && !text.contains("reqwest?/") && text.contains("\"reqwest/rustls\""),
            "{text}"
        );
    }

    #[test]
    fn validation_enables_the_engine_that_the_document_needs() {
        let info = CrateInfo::new("a", "0.1.0").unwrap();
        for needed in [false, true] {
            let text = standalone(&info, &settings(""), &[], needed, &header());
            let parsed: toml::Table = toml::from_str(&text).unwrap();
            let validate = parsed["features"]["validate"].as_array().unwrap();
            assert_eq!(validate.iter().any(|feature| feature.as_str() == Some("ecma-regex")), needed, "{text}");
            assert_eq!(parsed["dependencies"]["fancy-regex"]["optional"].as_bool(), Some(true));
        }
    }

    #[test]
    fn inherited_dependencies_match_the_workspace() {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml")).unwrap();
        let workspace: toml::Table = toml::from_str(&text).unwrap();
        for (name, value) in WORKSPACE {
            let inherited: toml::Table = toml::from_str(&format!("x = {value}")).unwrap();
            let declared = &workspace["workspace"]["dependencies"][*name];
            let declared = declared.as_str().map_or_else(
                || declared.clone(),
                |version| toml::from_str::<toml::Table>(&format!("version = \"{version}\"")).unwrap().into(),
            );
            assert_eq!(inherited["x"], declared, "{name}");
        }
    }

    #[test]
    fn the_settings_list_all_features_of_the_runtime() {
        let names: Vec<String> = runtime_features().into_iter().map(|feature| feature.name).collect();
        assert_eq!(names, crate::settings::RUNTIME_FEATURES);
    }

    #[test]
    fn runtime_features_have_their_implied_features() {
        let features = runtime_features();
        for (name, implies) in
            [("http", &[][..]), ("reqwest", &["reqwest-without-tls"]), ("blocking", &["reqwest-without-tls"])]
        {
            assert!(features.iter().any(|feature| feature.name == name && feature.implies == implies), "{name}");
        }
        assert!(features.iter().all(|feature| feature.name != "default"));
    }

    /// `reqwest/native-tls` would also enable the feature `reqwest`, and with it another TLS backend: for Cargo, `reqwest/` names both
    /// the optional dependency and the feature.
    #[test]
    fn no_feature_uses_a_dependency_that_has_a_feature_of_the_same_name() {
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
