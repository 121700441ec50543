//! Loads files from the file system, only those that a document may read.
//!
//! A document may come from somebody else. Without a limit, its `$ref`s could copy private files into the generated code, or never end:
//! a device or a pipe can be read for ever. Therefore a `$ref` reads only regular files below one folder, the *root*. The user chooses
//! the other files: the document itself and its overlays.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::{LARGEST_FILE, Loader, RefusedFile};

/// Loads files from the file system: regular files below a root, and files that the user named.
#[derive(Debug, Clone)]
pub struct FsLoader {
    /// The root in messages.
    shown: String,
    root: Option<PathBuf>,
    named: Vec<String>,
    remedy: String,
}

impl FsLoader {
    /// Creates a loader of the files below `root`. If that is not a folder, no file is below it.
    #[must_use]
    pub fn below(root: impl AsRef<Path>) -> Self {
        let shown = match root.as_ref().to_string_lossy() {
            current if current == "." => "the current folder".to_owned(),
            other => format!("`{other}`"),
        };
        let root = fs::canonicalize(root.as_ref()).ok().filter(|root| root.is_dir());
        let remedy = format!("move the file below {shown}, or copy its contents into the document");
        Self { shown, root, named: Vec::new(), remedy }
    }

    /// Creates a loader for a document and the files that it may refer to. The root is the current folder if the document is below it,
    /// otherwise the folder of the document.
    #[must_use]
    pub fn for_document(path: &str) -> Self {
        let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        let current = std::env::current_dir().and_then(fs::canonicalize);
        let is_below = match (fs::canonicalize(folder), current) {
            (Ok(folder), Ok(current)) => folder.starts_with(current),
            (Ok(_) | Err(_), _) => false,
        };
        Self::below(if is_below { Path::new(".") } else { folder }).with_files([path])
    }

    /// Adds files that the user named. They may be anywhere, and need not be regular files.
    #[must_use]
    pub fn with_files<P: AsRef<str>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.named.extend(paths.into_iter().map(|path| path.as_ref().to_owned()));
        self
    }

    /// Sets the remedy for a `$ref` to a file outside the root.
    #[must_use]
    pub fn with_remedy(self, remedy: &str) -> Self {
        Self { remedy: remedy.to_owned(), ..self }
    }

    /// Returns the path without symbolic links of a regular file below the root.
    fn allowed(&self, path: &str) -> io::Result<PathBuf> {
        let refused = |message: String| RefusedFile::error(message, self.remedy.clone());
        let outside = || refused(format!("it is outside {}, and a `$ref` can only read files below that", self.shown));
        let root = self.root.as_ref().ok_or_else(outside)?;
        // Checked before the file system is asked, so that a message does not tell whether the file exists.
        if !lexical(&std::path::absolute(path)?).starts_with(root) && !is_below_link(path, root) {
            return Err(outside());
        }
        let real = fs::canonicalize(path)?;
        if !real.starts_with(root) {
            return Err(outside());
        }
        let metadata = fs::metadata(&real)?;
        if !metadata.is_file() {
            return Err(refused("it is not a regular file".to_owned()));
        }
        if metadata.len() > LARGEST_FILE as u64 {
            return Err(refused(format!("it is larger than {} MiB", LARGEST_FILE >> 20)));
        }
        Ok(real)
    }
}

impl Loader for FsLoader {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        let file = if self.named.iter().any(|named| named == path) {
            File::open(path)?
        } else {
            File::open(self.allowed(path)?)?
        };
        let mut bytes = Vec::new();
        file.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Whether the existing part of the path's folder is below the root. The path may lead through a symbolic link that is above the root.
fn is_below_link(path: &str, root: &Path) -> bool {
    let folder = lexical(Path::new(path));
    folder
        .parent()
        .and_then(|folder| fs::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).ok())
        .is_some_and(|folder| folder.starts_with(root))
}

/// Resolves the `..` segments of a path without the file system.
fn lexical(path: &Path) -> PathBuf {
    let mut resolved = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir if matches!(resolved.components().next_back(), Some(Component::Normal(_))) => {
                resolved.pop();
            }
            Component::ParentDir if resolved.has_root() => {}
            Component::CurDir => {}
            other => resolved.push(other),
        }
    }
    resolved
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    /// Creates `root/` with a document and what its `$ref`s could try, beside a file that they must not read.
    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("oasmith-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("root/api")).unwrap();
        fs::create_dir_all(folder.join("root/schemas")).unwrap();
        fs::write(folder.join("secret.yaml"), "token: s3cr3t").unwrap();
        fs::write(folder.join("root/api/spec.yaml"), "a: 1").unwrap();
        fs::write(folder.join("root/schemas/pet.yaml"), "b: 1").unwrap();
        symlink("../../secret.yaml", folder.join("root/schemas/link.yaml")).unwrap();
        symlink("pet.yaml", folder.join("root/schemas/same.yaml")).unwrap();
        symlink("/dev/zero", folder.join("root/schemas/zero.yaml")).unwrap();
        symlink("root", folder.join("alias")).unwrap();
        assert!(Command::new("mkfifo").arg(folder.join("root/schemas/pipe.yaml")).status().unwrap().success());
        folder
    }

    #[test]
    fn only_regular_files_below_the_root_are_read() {
        let folder = folder("root");
        let at = |path: &str| folder.join(path).to_string_lossy().into_owned();
        let outside = "it is outside ";
        let check = |loader: &FsLoader, path: &str, expect: Result<&str, &str>| {
            let found =
                loader.load(path).map(|bytes| String::from_utf8(bytes).unwrap()).map_err(|error| error.to_string());
            match (&found, expect) {
                (Ok(text), Ok(expect)) => assert_eq!(text, expect, "{path}"),
                (Err(message), Err(expect)) => assert!(message.contains(expect), "{path}: {message}"),
                _ => panic!("{path}: {found:?}"),
            }
        };
        let loader = FsLoader::below(at("root"));
        check(&loader, &at("root/schemas/pet.yaml"), Ok("b: 1"));
        check(&loader, &at("root/api/../schemas/same.yaml"), Ok("b: 1"));
        check(&loader, &at("alias/schemas/pet.yaml"), Ok("b: 1"));
        check(&loader, &at("secret.yaml"), Err(outside));
        check(&loader, &at("root/../secret.yaml"), Err(outside));
        check(&loader, &at("missing.yaml"), Err(outside));
        check(&loader, &at("root/schemas/link.yaml"), Err(outside));
        check(&loader, &at("root/schemas/zero.yaml"), Err(outside));
        check(&loader, "/proc/self/environ", Err(outside));
        check(&loader, "/dev/zero", Err(outside));
        check(&loader, &at("root/schemas/pipe.yaml"), Err("it is not a regular file"));
        check(&loader, &at("root/schemas"), Err("it is not a regular file"));
        check(&loader, &at("root/missing.yaml"), Err("No such file"));
        check(&loader.clone().with_files([at("secret.yaml")]), &at("secret.yaml"), Ok("token: s3cr3t"));
        check(&FsLoader::below(at("nowhere")), &at("root/schemas/pet.yaml"), Err(outside));
        // The document is not below the current folder, so its own folder is the root.
        let loader = FsLoader::for_document(&at("root/api/spec.yaml"));
        check(&loader, &at("root/api/spec.yaml"), Ok("a: 1"));
        check(&loader, &at("root/schemas/pet.yaml"), Err(outside));
        // The current folder of a test is that of the package.
        let loader = FsLoader::for_document("src/lib.rs");
        assert!(loader.load("Cargo.toml").is_ok());
        check(&loader, "../Cargo.toml", Err("it is outside the current folder"));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn no_message_contains_text_of_a_file_outside_the_root() {
        use crate::names::NamesLock;
        use crate::{Layout, Request, generate, settings::ApiSettings};
        let folder = folder("document");
        let spec = folder.join("root/api/spec.yaml").to_string_lossy().into_owned();
        let text = "openapi: 3.1.0\ninfo: {title: t, version: v, description: {$ref: ../../secret.yaml}}\npaths: {$ref: /proc/self/environ}\ncomponents: {schemas: {A: {$ref: ../schemas/link.yaml}, B: {$ref: ../schemas/zero.yaml}}}\n";
        fs::write(&spec, text).unwrap();
        let loader = FsLoader::below(folder.join("root")).with_remedy("do not");
        let outcome = generate(&Request {
            name: "a",
            settings: &ApiSettings::of_file(&*spec),
            loader: &loader,
            names_lock: &NamesLock::default(),
            layout: &Layout::Module,
            keep_going: true,
        });
        let messages: Vec<String> =
            outcome.diagnostics.iter().map(|found| format!("{} | {}", found.message, found.remedy)).collect();
        assert_eq!(messages.len(), 4, "{messages:#?}");
        assert!(
            messages.iter().all(|message| message.contains("it is outside") && message.ends_with("| do not")),
            "{messages:#?}"
        );
        let written = format!("{messages:?}{:?}", outcome.plan.map(|plan| plan.files));
        assert!(!written.contains("s3cr3t"));
        assert_eq!(outcome.source.unwrap().files().len(), 1);
        fs::remove_dir_all(folder).unwrap();
    }
}
