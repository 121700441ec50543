//! Renames methods and types on purpose, by changing their pins in `names.lock`.

use std::fmt;

use super::NamesLock;
use super::lock::MERGED;
use super::scope::{METHOD, TYPE, bare};
use super::{types, words};

/// The result of [`NamesLock::rename`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The changed lock.
    pub lock: NamesLock,
    /// The kind of the renamed pin: `method`, `type` or `merged`.
    pub kind: &'static str,
    /// The key of the renamed pin. A merged type has several; this is the first.
    pub key: String,
}

/// Why a name cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenameError {
    /// The lock has no method or type of this name.
    Unknown,
    /// Another item has the new name. Contains its key.
    Taken(String),
    /// The generated code has another item of this name.
    Reserved,
    /// The name must be a type name in upper camel case (`true`), or the name of a method in snake case (`false`).
    WrongCase(bool),
}

impl fmt::Display for RenameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("names.lock has no method or type of this name"),
            Self::Taken(key) => write!(f, "`{key}` has this name"),
            Self::Reserved => f.write_str("every client has an item of this name"),
            Self::WrongCase(true) => f.write_str("a type needs a name in upper camel case"),
            Self::WrongCase(false) => f.write_str("a method needs a name in snake case"),
        }
    }
}

impl std::error::Error for RenameError {}

impl NamesLock {
    /// Changes the name of a method or an inline type. The types that are named after it get new names, too. Without a new name, the pins
    /// are removed, so that the next run chooses the names of the document.
    ///
    /// # Errors
    /// Returns an error if the old name is unknown, or if the new one is taken, reserved or in the wrong case.
    pub fn rename(&self, old: &str, new: Option<&str>) -> Result<Renamed, RenameError> {
        let old = bare(old);
        for kind in ["method", types::KIND, MERGED] {
            let Some(pins) = self.pins.get(kind) else { continue };
            let Some(key) = pins.iter().find(|(_, name)| bare(name) == old).map(|(key, _)| key.clone()) else {
                continue;
            };
            if let Some(new) = new {
                let is_type = kind != "method";
                if is_type != new.starts_with(char::is_uppercase) {
                    return Err(RenameError::WrongCase(is_type));
                }
                if ((if is_type { TYPE } else { METHOD }).is_reserved)(bare(new)) {
                    return Err(RenameError::Reserved);
                }
                let kinds: &[&str] = if is_type { &[types::KIND, MERGED] } else { &["method"] };
                let all = kinds.iter().filter_map(|kind| self.pins.get(*kind)).flatten();
                if let Some((owner, _)) = all.into_iter().find(|(_, name)| bare(name) == bare(new)) {
                    return Err(RenameError::Taken(owner.clone()));
                }
            }
            let mut lock = self.clone();
            if kind == MERGED {
                lock.replace(MERGED, |_| true, old, new, false);
            } else {
                lock.replace(kind, |other| other == key, old, new, false);
                let (old_type, new_type) = match kind {
                    "method" => (words::camel(old), new.map(|new| words::camel(bare(new)))),
                    _ => (old.to_owned(), new.map(str::to_owned)),
                };
                // The names of the call and its types follow from the method.
                if kind == "method" {
                    lock.replace("call", |other| is_part(other, &key) || other == key, "", None, true);
                }
                lock.replace(types::KIND, |other| is_part(other, &key), &old_type, new_type.as_deref(), true);
            }
            lock.pins.retain(|_, pins| !pins.is_empty());
            return Ok(Renamed { lock, kind, key });
        }
        Err(RenameError::Unknown)
    }

    /// Returns a pinned name.
    #[must_use]
    pub fn pinned(&self, kind: &str, key: &str) -> Option<&str> {
        self.pins.get(kind)?.get(key).map(String::as_str)
    }

    /// Replaces names, or the start of names, or removes their pins.
    fn replace(&mut self, kind: &str, selects: impl Fn(&str) -> bool, old: &str, new: Option<&str>, is_start: bool) {
        let Some(pins) = self.pins.get_mut(kind) else { return };
        pins.retain(|key, name| {
            let rest = bare(name).strip_prefix(old).filter(|rest| is_start || rest.is_empty());
            match (rest.map(str::to_owned), new) {
                (Some(_), None) => !selects(key),
                (Some(rest), Some(new)) if selects(key) => {
                    *name = format!("{new}{rest}");
                    true
                }
                _ => true,
            }
        });
    }
}

/// Returns whether a key is that of a part of the item at another key.
fn is_part(key: &str, owner: &str) -> bool {
    key.strip_prefix(owner).is_some_and(|rest| rest.starts_with(['.', ':', '[', '{', '|', '&']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "call GET/send = SendCall
merged A.kind = Kind
merged B.kind = Kind
method GET/pets/{id} = get_pet
method GET/pets/{id}/toys = get_toys
method GET/send = send_
type GET/pets/{id}/toys:response:200:0 = GetPetToys
type GET/pets/{id}:response:200:0 = GetPetResponse
type GET/pets/{id}:response:200:0.kind = GetPetResponseKind
type GET/pets/{id}:response:200:0.own = Title
";

    /// Checks the lines that renaming removes and adds.
    #[track_caller]
    fn check(old: &str, new: Option<&str>, expect: Result<&[&str], RenameError>) {
        let lock = NamesLock::parse(LOCK).unwrap();
        let found = lock.rename(old, new).map(|renamed| {
            let (before, after) = (lock.to_string(), renamed.lock.to_string());
            let removed = before.lines().filter(|line| !after.lines().any(|other| other == *line));
            let added = after.lines().filter(|line| !before.lines().any(|other| other == *line));
            removed.map(|line| format!("- {line}")).chain(added.map(|line| format!("+ {line}"))).collect::<Vec<_>>()
        });
        assert_eq!(found, expect.map(|lines| lines.iter().map(ToString::to_string).collect()));
    }

    #[test]
    fn the_names_of_parts_follow() {
        check(
            "get_pet",
            Some("fetch_pet"),
            Ok(&[
                "- method GET/pets/{id} = get_pet",
                "- type GET/pets/{id}:response:200:0 = GetPetResponse",
                "- type GET/pets/{id}:response:200:0.kind = GetPetResponseKind",
                "+ method GET/pets/{id} = fetch_pet",
                "+ type GET/pets/{id}:response:200:0 = FetchPetResponse",
                "+ type GET/pets/{id}:response:200:0.kind = FetchPetResponseKind",
            ]),
        );
        check(
            "get_pet",
            None,
            Ok(&[
                "- method GET/pets/{id} = get_pet",
                "- type GET/pets/{id}:response:200:0 = GetPetResponse",
                "- type GET/pets/{id}:response:200:0.kind = GetPetResponseKind",
            ]),
        );
        check("send_", None, Ok(&["- call GET/send = SendCall", "- method GET/send = send_"]));
        check(
            "GetPetResponse",
            Some("Pet"),
            Ok(&[
                "- type GET/pets/{id}:response:200:0 = GetPetResponse",
                "- type GET/pets/{id}:response:200:0.kind = GetPetResponseKind",
                "+ type GET/pets/{id}:response:200:0 = Pet",
                "+ type GET/pets/{id}:response:200:0.kind = PetKind",
            ]),
        );
        check(
            "Kind",
            Some("Sort"),
            Ok(&[
                "- merged A.kind = Kind",
                "- merged B.kind = Kind",
                "+ merged A.kind = Sort",
                "+ merged B.kind = Sort",
            ]),
        );
    }

    #[test]
    fn unknown_and_taken_names_are_errors() {
        check("nobody", Some("a"), Err(RenameError::Unknown));
        check("get_pet", Some("get_toys"), Err(RenameError::Taken("GET/pets/{id}/toys".to_owned())));
        check("get_pet", Some("GetPet"), Err(RenameError::WrongCase(false)));
        check("get_pet", Some("builder"), Err(RenameError::Reserved));
        check("Kind", Some("kind"), Err(RenameError::WrongCase(true)));
        check("Kind", Some("Title"), Err(RenameError::Taken("GET/pets/{id}:response:200:0.own".to_owned())));
    }
}
