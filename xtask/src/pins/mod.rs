//! Pins: the SHA-256 hashes in `oasmith.toml` of all files of a document.
//!
//! The key `sha256` pins the document itself, and the table `files` pins the files that it refers to. One hash for each file, instead
//! of a combined hash, names the file that has changed, and two branches that change different files can be merged. Overlays have no
//! pins, because maintainers edit them in this workspace, like the settings. A line end CRLF counts as LF, because git converts them.

mod table_order;

use std::collections::BTreeMap;
use std::fmt::Write;

use oasmith::cli::Failure;
use oasmith::settings::ApiSettings;
use sha2::{Digest, Sha256};
use toml_edit::{DocumentMut, Item, Table, TableLike, value};

use crate::workspace::SETTINGS;

/// Maximum number of files that a message lists.
const LISTED: usize = 20;

/// Returns the SHA-256 of the bytes in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the hash that pins a file: the SHA-256 of its contents with LF as line ends.
pub fn pin_of(bytes: &[u8]) -> String {
    if !bytes.windows(2).any(|pair| pair == b"\r\n") {
        return sha256(bytes);
    }
    let mut converted = Vec::with_capacity(bytes.len());
    for (index, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(index + 1) != Some(&b'\n') {
            converted.push(*byte);
        }
    }
    sha256(&converted)
}

/// Returns an error message if the files that were read to generate an API differ from its pins. The paths of the settings and of
/// `read` are relative to the same folder. A missing file is not a problem here: the generator reports it.
pub fn problem(name: &str, api: &ApiSettings, read: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    let differences: Vec<Difference<'_>> =
        document_files(api, read).filter_map(|(path, bytes)| Difference::of(api, path, bytes)).collect();
    let remedy = format!("to accept this document, run: cargo xtask add {name} {}", api.file);
    let mut text = match differences.as_slice() {
        [] => return None,
        [Difference { path, pinned: Some(pinned), found }] => format!(
            "error: {path} has changed since its hash was pinned in {SETTINGS}\n  pinned: sha256 {pinned}\n  found:  sha256 {found}\n"
        ),
        [Difference { path, pinned: None, found }] => {
            format!("error: {path} has no pinned hash in {SETTINGS}\n  found:  sha256 {found}\n")
        }
        several => {
            let mut text = format!(
                "error: {} files of API `{name}` do not match the pinned hashes in {SETTINGS}\n",
                several.len()
            );
            for Difference { path, pinned, .. } in several.iter().take(LISTED) {
                let _ = writeln!(text, "  {}: {path}", if pinned.is_some() { "changed" } else { "not pinned" });
            }
            if several.len() > LISTED {
                let _ = writeln!(text, "  … and {} more", several.len() - LISTED);
            }
            text
        }
    };
    let _ = write!(text, "  {remedy}");
    Some(text)
}

/// Returns the files that belong to the document, without the overlays.
pub fn document_files<'r>(
    api: &'r ApiSettings,
    read: &'r BTreeMap<String, Vec<u8>>,
) -> impl Iterator<Item = (&'r str, &'r [u8])> {
    let files = read.iter().filter(|(path, _)| !api.overlays.contains(path));
    files.map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
}

struct Difference<'a> {
    path: &'a str,
    pinned: Option<&'a str>,
    found: String,
}

impl<'a> Difference<'a> {
    fn of(api: &'a ApiSettings, path: &'a str, bytes: &[u8]) -> Option<Self> {
        let pinned = if path == api.file { api.sha256.as_ref() } else { api.files.get(path) };
        let (pinned, found) = (pinned.map(|hash| hash.as_str()), pin_of(bytes));
        let is_equal = pinned.is_some_and(|pinned| pinned.eq_ignore_ascii_case(&found));
        (!is_equal).then_some(Self { path, pinned, found })
    }
}

/// The keys of an API in `oasmith.toml` that `add` and `update` write. Paths are relative to `specs/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pins {
    /// The document.
    pub file: String,
    /// The hashes of all files of the document, by path.
    pub hashes: BTreeMap<String, String>,
    /// The URL from which the document was downloaded. `None` keeps the present value.
    pub origin: Option<String>,
    /// The URL that serves the document. `None` keeps the present value.
    pub url: Option<String>,
    /// The `ETag` of the document. `None` removes the present value, which belongs to another document.
    pub etag: Option<String>,
    /// The overlays. `None` keeps the present value.
    pub overlays: Option<Vec<String>>,
}

impl Pins {
    /// Returns the text of the settings with these keys. Preserves all other keys, their order and the comments. The table of a new API is
    /// placed in alphabetical order.
    ///
    /// # Errors
    /// The text is not TOML, or has a value where an API has its table.
    pub fn write(&self, settings: &str, name: &str) -> Result<String, Failure> {
        let mut document: DocumentMut =
            settings.parse().map_err(|error| Failure::new(format!("{SETTINGS}: {error}")))?;
        let mut implicit = Table::new();
        implicit.set_implicit(true);
        let apis = document.entry("api").or_insert(Item::Table(implicit));
        let Some(apis) = apis.as_table_like_mut() else {
            return Err(Failure::new(format!("{SETTINGS}: `api` is not a table")));
        };
        let is_new = !apis.contains_key(name);
        let api = apis.entry(name).or_insert(Item::Table(Table::new()));
        let Some(api) = api.as_table_like_mut() else {
            return Err(Failure::new(format!("{SETTINGS}: `api.{name}` is not a table")));
        };
        set(api, "file", self.file.as_str().into());
        if let Some(origin) = &self.origin {
            set(api, "origin", origin.into());
        }
        if let Some(url) = &self.url {
            set(api, "url", url.into());
        }
        if let Some(overlays) = &self.overlays {
            set(api, "overlays", overlays.iter().collect::<toml_edit::Array>().into());
        }
        match &self.etag {
            Some(etag) => set(api, "etag", etag.into()),
            None => _ = api.remove("etag"),
        }
        set(api, "sha256", self.hashes.get(&self.file).map(String::as_str).unwrap_or_default().into());
        self.set_files(api);
        if is_new && let Some(apis) = document.get_mut("api").and_then(Item::as_table_mut) {
            table_order::place(apis, name);
        }
        Ok(document.to_string())
    }

    fn set_files(&self, api: &mut dyn TableLike) {
        let others: Vec<_> = self.hashes.iter().filter(|(path, _)| **path != self.file).collect();
        if others.is_empty() {
            api.remove("files");
            return;
        }
        let files = api.entry("files").or_insert(Item::Table(Table::new()));
        let Some(files) = files.as_table_like_mut() else { return };
        let stale: Vec<String> =
            files.iter().map(|(path, _)| path.to_owned()).filter(|path| !self.hashes.contains_key(path)).collect();
        for path in stale {
            files.remove(&path);
        }
        for (path, hash) in others {
            set(files, path, hash.into());
        }
    }
}

/// Sets a key. Keeps the comment behind a present value.
fn set(table: &mut dyn TableLike, key: &str, new: toml_edit::Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = new;
            *old.decor_mut() = decor;
        }
        None => _ = table.insert(key, value(new)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oasmith::Settings;

    fn pins(files: &[&str]) -> Pins {
        let hash = |path: &str| path.len().to_string().repeat(64)[..64].to_owned();
        let hashes = files.iter().map(|path| ((*path).to_owned(), hash(path))).collect();
        Pins { file: files[0].to_owned(), hashes, ..Pins::default() }
    }

    #[track_caller]
    fn check(settings: &str, pins: &Pins, expect: &str) {
        let written =
            pins.write(settings, "shop").unwrap().replace(&"9".repeat(64), "99").replace(&"6".repeat(64), "66");
        assert_eq!(written, expect);
    }

    #[test]
    fn pinning_preserves_other_settings_and_comments() {
        let one = pins(&["shop.yaml"]);
        check("", &one, "[api.shop]\nfile = \"shop.yaml\"\nsha256 = \"99\"\n");
        check(
            "# a comment\n[api.shop]\nfile = \"shop.yaml\" # the file\nsha256 = \"aa\"\noverlays = [\"a.yaml\"]\n",
            &one,
            "# a comment\n[api.shop]\nfile = \"shop.yaml\" # the file\nsha256 = \"99\"\noverlays = [\"a.yaml\"]\n",
        );
        check(
            "[api.other]\nfile = \"o.yaml\"\n",
            &one,
            "[api.other]\nfile = \"o.yaml\"\n\n[api.shop]\nfile = \"shop.yaml\"\nsha256 = \"99\"\n",
        );
        check(
            "[api.shop]\nfile = \"a\"\netag = \"1\"\nurl = \"https://a.io\"\n",
            &Pins { origin: Some("https://b.io".to_owned()), overlays: Some(vec!["o.yaml".to_owned()]), ..one.clone() },
            "[api.shop]\nfile = \"shop.yaml\"\nurl = \"https://a.io\"\norigin = \"https://b.io\"\noverlays = [\"o.yaml\"]\nsha256 = \"99\"\n",
        );
        check("api.shop = { file = \"shop.yaml\" }\n", &one, "api.shop = { file = \"shop.yaml\" , sha256 = \"99\" }\n");
    }

    #[test]
    fn each_file_of_a_document_has_a_pin() {
        let two = pins(&["shop.yaml", "a.yaml"]);
        let written = "[api.shop]\nfile = \"shop.yaml\"\nsha256 = \"99\"\n\n[api.shop.files]\n\"a.yaml\" = \"66\"\n";
        check("", &two, written);
        check(&written.replace("\"a.yaml\" =", "\"b.yaml\" = \"77\"\n\"a.yaml\" ="), &two, written);
        check(written, &pins(&["shop.yaml"]), "[api.shop]\nfile = \"shop.yaml\"\nsha256 = \"99\"\n");
        let settings = Settings::parse(&two.write("", "shop").unwrap()).unwrap();
        assert_eq!(settings.apis["shop"].files["a.yaml"].as_str(), "6".repeat(64));
    }

    #[test]
    fn line_ends_do_not_change_a_pin() {
        for (text, expect) in
            [("a\r\nb\r\n", "a\nb\n"), ("a\rb\r\n", "a\rb\n"), ("\r\r\n\r", "\r\n\r"), ("a\n", "a\n"), ("", "")]
        {
            assert_eq!(pin_of(text.as_bytes()), sha256(expect.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn files_that_differ_from_their_pins_are_named() {
        let check = |read: &[(&str, &str)], expect: &[&str]| {
            let pinned = |text: &str| format!("\"{}\"", sha256(text.as_bytes()));
            let settings = format!(
                "[api.shop]\nfile = \"shop.yaml\"\noverlays = [\"o.yaml\"]\nsha256 = {}\nfiles.\"a.yaml\" = {}\nfiles.\"b.yaml\" = {}\n",
                pinned("shop"),
                pinned("a").to_uppercase(),
                pinned("b"),
            );
            let settings = Settings::parse(&settings).unwrap();
            let read = read.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
            let text = problem("shop", &settings.apis["shop"], &read);
            let text = text.as_deref().unwrap_or_default();
            assert_eq!(text.is_empty(), expect.is_empty(), "{text}");
            for part in expect {
                assert!(text.contains(part), "{part} in {text}");
            }
        };
        check(&[("shop.yaml", "shop"), ("a.yaml", "a"), ("b.yaml", "b"), ("o.yaml", "any")], &[]);
        check(&[], &[]);
        check(
            &[("shop.yaml", "other")],
            &["error: shop.yaml has changed since its hash was pinned", "cargo xtask add shop shop.yaml"],
        );
        check(&[("shop.yaml", "shop"), ("c.yaml", "c")], &["error: c.yaml has no pinned hash"]);
        check(
            &[("a.yaml", "x"), ("b.yaml", "x"), ("c.yaml", "x")],
            &[
                "error: 3 files of API `shop` do not match",
                "  changed: a.yaml\n  changed: b.yaml\n  not pinned: c.yaml\n",
            ],
        );
    }
}
