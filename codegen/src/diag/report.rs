//! One diagnostic, and the list of all diagnostics of a document.

use super::{Code, Located, Occurrence, Severity, SourceLocation};
use foldhash::HashSet;

/// A problem of a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The kind of problem.
    pub code: Code,
    /// The location of the value that has the problem.
    pub place: SourceLocation,
    /// The line and column in the file (both from 1) of a syntax error, because a text that cannot be parsed has no pointers.
    pub line_column: Option<(usize, usize)>,
    /// What is wrong, in the words of the user's document.
    pub message: String,
    /// What the user can do about it.
    pub remedy: String,
    /// Other locations that explain the problem.
    pub related: Vec<Related>,
    /// The setting that has the problem, if it is one of `oasmith.toml` and not one of the document.
    pub setting: Option<SettingKey>,
    /// The location of `setting`, if the text of the settings is known. It replaces `place`.
    pub setting_location: Option<Located>,
}

/// A key of an API's table in `oasmith.toml`, or a string in its value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SettingKey {
    /// The keys from the API's table: `rename`, `types`, `Item`.
    pub path: Vec<String>,
    /// The string in the value that has the problem, for example an item of a list.
    pub string: Option<String>,
}

impl SettingKey {
    /// Creates a key.
    #[must_use]
    pub fn new(path: &[&str], string: Option<&str>) -> Self {
        Self { path: path.iter().map(ToString::to_string).collect(), string: string.map(str::to_owned) }
    }
}

/// Another location that explains a problem.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Related {
    /// The other location.
    pub place: SourceLocation,
    /// The occurrence of the key, if a mapping contains it several times.
    pub occurrence: Occurrence,
    /// The relation of the location to the problem.
    pub message: String,
}

impl Diagnostic {
    /// Creates a diagnostic without related locations.
    pub fn new(code: Code, place: &SourceLocation, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            code,
            place: place.clone(),
            line_column: None,
            message: message.into(),
            remedy: remedy.into(),
            related: Vec::new(),
            setting: None,
            setting_location: None,
        }
    }

    /// Creates a diagnostic about a setting.
    pub fn of_setting(code: Code, setting: SettingKey, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { setting: Some(setting), ..Self::new(code, &SourceLocation::default(), message, remedy) }
    }

    /// Adds a related location.
    #[must_use]
    pub fn related(mut self, place: &SourceLocation, message: impl Into<String>) -> Self {
        self.related.push(Related { place: place.clone(), occurrence: Occurrence::Last, message: message.into() });
        self
    }
}

/// The diagnostics of a document, without duplicates, in the order in which they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
    seen: HashSet<Diagnostic>,
}

impl Diagnostics {
    /// Adds a diagnostic unless the list already has it.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.seen.insert(diagnostic.clone()) {
            self.items.push(diagnostic);
        }
    }

    /// Returns whether the list has a diagnostic.
    #[must_use]
    pub fn contains(&self, diagnostic: &Diagnostic) -> bool {
        self.seen.contains(diagnostic)
    }

    /// Returns whether any diagnostic is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|item| item.code.severity() == Severity::Error)
    }

    /// Returns the number of diagnostics of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|item| item.code.severity() == severity).count()
    }

    /// Returns the diagnostics of a severity.
    #[must_use]
    pub fn of(&self, severity: Severity) -> Self {
        let mut found = Self::default();
        self.items.iter().filter(|item| item.code.severity() == severity).cloned().for_each(|item| found.push(item));
        found
    }

    /// Adds the locations of settings.
    pub fn locate_settings(&mut self, locate: impl Fn(&SettingKey) -> Option<Located>) {
        for item in &mut self.items {
            if let Some(setting) = &item.setting {
                item.setting_location = locate(setting);
            }
        }
    }

    /// Iterates over the diagnostics.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.iter()
    }

    /// Returns whether the list is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds all diagnostics of another list.
    pub fn extend(&mut self, other: Diagnostics) {
        for item in other.items {
            self.push(item);
        }
    }
}
