//! Places to lines and columns, also after values were moved by an overlay or a rewrite.

use std::collections::HashMap;

use super::outline::{Found, Mark, Outline};
use super::tree::Format;
use super::{File, Source, outline_json, outline_yaml, parse};
use crate::diag::{Diagnostic, Locate, Located, Occurrence, Place, Pointer};

/// What one rewrite moved: where the value at a place stood before. What is below it moved with it.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    origins: HashMap<Place, Place>,
}

impl Layer {
    /// Notes that the value at `to` stood at `from`.
    pub fn moved(&mut self, to: Place, from: Place) {
        self.origins.insert(to, from);
    }

    /// Where the value at `place` stood before the rewrite.
    #[must_use]
    pub fn origin(&self, place: &Place) -> Place {
        if self.origins.is_empty() {
            return place.clone();
        }
        let mut prefix = place.clone();
        loop {
            if let Some(from) = self.origins.get(&prefix) {
                let rest = place.pointer.as_str().get(prefix.pointer.as_str().len()..).unwrap_or_default();
                let pointer = Pointer::from_escaped(&format!("{}{rest}", from.pointer.as_str()));
                return Place { file: from.file, pointer };
            }
            match prefix.pointer.parent() {
                Some(parent) => prefix.pointer = parent,
                None => return place.clone(),
            }
        }
    }
}

impl Source {
    /// Adds the layer of a rewrite that was just made.
    pub fn push_layer(&mut self, layer: Layer) {
        self.layers.push(layer);
    }

    /// Where the value at a place was written, before all rewrites.
    #[must_use]
    pub fn origin(&self, place: &Place) -> Place {
        self.layers.iter().rev().fold(place.clone(), |place, layer| layer.origin(&place))
    }

    /// The text of a number or boolean as YAML has it, if it is another than JSON's: `1.10`, `0x1F`, `True`. Where a string
    /// belongs, that is what was meant.
    #[must_use]
    pub fn written(&self, place: &Place) -> Option<&str> {
        let value = self.value(place).filter(|value| value.is_number() || value.is_boolean())?;
        let origin = self.origin(place);
        let file = self.file(origin.file).filter(|file| file.format == Format::Yaml)?;
        let text = file.outline().text(&origin.pointer)?;
        // An overlay may have put another value there.
        let same = parse::scalar(text).is_some_and(|read| read == *value);
        let in_json = value.to_string();
        Some(text).filter(|text| same && *text != in_json)
    }

    /// The line and column (both from 1) of a place, or of what encloses it if it was not written.
    #[must_use]
    pub fn locate(&self, place: &Place) -> Option<(usize, usize)> {
        let origin = self.origin(place);
        let file = self.file(origin.file)?;
        file.find(&origin.pointer, Occurrence::Last).map(|found| file.line_column(found.mark))
    }
}

impl Locate for Source {
    fn locate(&self, place: &Place, occurrence: Occurrence) -> Option<Located> {
        let origin = self.origin(place);
        let file = self.file(origin.file)?;
        let found = file.find(&origin.pointer, occurrence).unwrap_or(Found::START);
        let (line, column) = file.line_column(found.mark);
        Some(file.located(&origin.pointer, line, column, if found.exact { found.width } else { 1 }))
    }

    fn locate_line(&self, diagnostic: &Diagnostic) -> Option<Located> {
        let (line, column) = diagnostic.line_column?;
        Some(self.file(diagnostic.place.file)?.located(&Pointer::root(), line, column, 1))
    }
}

impl File {
    fn find(&self, pointer: &Pointer, occurrence: Occurrence) -> Option<Found> {
        self.outline().find(pointer, occurrence)
    }

    pub(super) fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| match self.format {
            Format::Json => outline_json::outline(&self.text),
            Format::Yaml => outline_yaml::outline(&self.text),
        })
    }

    fn line_column(&self, mark: Mark) -> (usize, usize) {
        match mark {
            Mark::LineColumn(line, column) => (line, column),
            Mark::Offset(offset) => {
                let line = self.lines().partition_point(|start| *start <= offset);
                let start = self.lines().get(line.saturating_sub(1)).copied().unwrap_or_default();
                let before = self.text.get(start..offset.min(self.text.len())).unwrap_or_default();
                (line, before.chars().count() + 1)
            }
        }
    }

    /// Where each line starts: many places are asked for, and each would count the lines before it.
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
