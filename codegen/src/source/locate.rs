//! Finds the line and column of a value, also after an overlay or a rewrite moved it.

use std::collections::HashMap;

use serde_json::Value;

use super::outline::{FoundPosition, Outline, Position};
use super::tree::Format;
use super::{File, Source, numbers, outline_json, outline_yaml, parse};
use crate::diag::{Diagnostic, Locate, Located, Occurrence, Pointer, SourceLocation};
use crate::exact_number::ExactNumber;

/// The source map of a rewrite: the original location of each moved value. Nested values move with their parent.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    origins: HashMap<SourceLocation, SourceLocation>,
}

impl SourceMap {
    /// Records that the value at `to` was at `from` before the rewrite.
    pub fn moved(&mut self, to: SourceLocation, from: SourceLocation) {
        self.origins.insert(to, from);
    }

    /// Returns the location that the value at `place` had before the rewrite.
    #[must_use]
    pub fn origin(&self, place: &SourceLocation) -> SourceLocation {
        if self.origins.is_empty() {
            return place.clone();
        }
        let mut prefix = place.clone();
        loop {
            if let Some(from) = self.origins.get(&prefix) {
                let rest = place.pointer.as_str().get(prefix.pointer.as_str().len()..).unwrap_or_default();
                let pointer = Pointer::from_escaped(&format!("{}{rest}", from.pointer.as_str()));
                return SourceLocation { file: from.file, pointer };
            }
            match prefix.pointer.parent() {
                Some(parent) => prefix.pointer = parent,
                None => return place.clone(),
            }
        }
    }
}

impl Source {
    /// Adds the source map of the latest rewrite.
    pub fn push_source_map(&mut self, source_map: SourceMap) {
        self.source_maps.push(source_map);
    }

    /// Returns the original location of a value, before all rewrites.
    #[must_use]
    pub fn origin(&self, place: &SourceLocation) -> SourceLocation {
        self.source_maps.iter().rev().fold(place.clone(), |place, source_map| source_map.origin(&place))
    }

    /// Returns the YAML text of a number or boolean if it differs from the JSON text: `1.10`, `0x1F`, `True`. If a string is
    /// expected, the author means this text.
    #[must_use]
    pub fn yaml_text(&self, place: &SourceLocation) -> Option<&str> {
        let value = self.value(place).filter(|value| value.is_number() || value.is_boolean())?;
        let origin = self.origin(place);
        let file = self.file(origin.file).filter(|file| file.format == Format::Yaml)?;
        let text = file.outline().text(&origin.pointer)?;
        // An overlay may have replaced the value.
        let same = parse::scalar(text).is_some_and(|read| read == *value);
        let in_json = value.to_string();
        Some(text).filter(|text| same && *text != in_json)
    }

    /// Returns the value at a location as a number with all digits of the text. `None` if it is not a number: neither in JSON nor an
    /// unquoted scalar of YAML, where a number beyond the range of floats is read as a string.
    #[must_use]
    pub fn exact_number(&self, value: &Value, place: &SourceLocation) -> Option<ExactNumber> {
        self.exact_number_if_needed(value, || place.clone()).or_else(|| value.as_number().map(ExactNumber::from))
    }

    /// Like [`Self::exact_number`], but `None` if the value certainly has all digits. Then `place` is not called.
    pub fn exact_number_if_needed(&self, value: &Value, place: impl FnOnce() -> SourceLocation) -> Option<ExactNumber> {
        if !numbers::may_be_inexact(value) {
            return None;
        }
        let place = &place();
        let origin = self.origin(place);
        let written = self.file(origin.file).and_then(|file| file.outline().text(&origin.pointer));
        // An overlay may have replaced the value.
        written.and_then(numbers::parse).filter(|exact| numbers::is_read_as(exact, value))
    }

    /// Returns the line and column (both from 1) of a value, or of the nearest enclosing value in the text.
    #[must_use]
    pub fn locate(&self, place: &SourceLocation) -> Option<(usize, usize)> {
        let origin = self.origin(place);
        let file = self.file(origin.file)?;
        file.find(&origin.pointer, Occurrence::Last).map(|found| file.line_column(found.position))
    }
}

impl Locate for Source {
    fn locate(&self, place: &SourceLocation, occurrence: Occurrence) -> Option<Located> {
        let origin = self.origin(place);
        let file = self.file(origin.file)?;
        let found = file.find(&origin.pointer, occurrence).unwrap_or(FoundPosition::START);
        let (line, column) = file.line_column(found.position);
        Some(file.located(&origin.pointer, line, column, if found.exact { found.width } else { 1 }))
    }

    fn locate_line(&self, diagnostic: &Diagnostic) -> Option<Located> {
        let (line, column) = diagnostic.line_column?;
        Some(self.file(diagnostic.place.file)?.located(&Pointer::root(), line, column, 1))
    }
}

impl File {
    fn find(&self, pointer: &Pointer, occurrence: Occurrence) -> Option<FoundPosition> {
        self.outline().find(pointer, occurrence)
    }

    pub(super) fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| match self.format {
            Format::Json => outline_json::outline(&self.text),
            Format::Yaml => outline_yaml::outline(&self.text),
        })
    }

    fn line_column(&self, position: Position) -> (usize, usize) {
        match position {
            Position::LineColumn(line, column) => (line, column),
            Position::Offset(offset) => {
                let line = self.lines().partition_point(|start| *start <= offset);
                let start = self.lines().get(line.saturating_sub(1)).copied().unwrap_or_default();
                let before = self.text.get(start..offset.min(self.text.len())).unwrap_or_default();
                (line, before.chars().count() + 1)
            }
        }
    }

    /// Returns the byte offset of each line. Cached, because otherwise every lookup would count the lines before it.
    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
        })
    }

    fn located(&self, pointer: &Pointer, line: usize, column: usize, width: usize) -> Located {
        let start = self.lines().get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let text = self.text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
        Located { path: self.path.clone(), pointer: pointer.clone(), line, column, width, text: text.to_owned() }
    }
}
