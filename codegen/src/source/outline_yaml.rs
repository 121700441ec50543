//! Builds the outline of a YAML text with `libyaml_safer`, because `serde_yaml` does not return positions. Both are ports of libyaml, so
//! they accept the same texts. Another parser rejected valid documents in the middle, and all later positions were lost.

use std::collections::HashMap;

use libyaml_safer::{EventData, Parser, ScalarStyle};

use super::outline::{Outline, Position};
use super::tabs::without_blank_tabs;

/// Builds the outline of a YAML text. If the text is invalid, the outline ends at the error.
pub(super) fn outline(text: &str) -> Outline {
    longest_outline(text, false)
}

/// Builds the outline with the text of every scalar, to compare the two parsers.
#[cfg(test)]
pub(super) fn outline_with_texts(text: &str) -> Outline {
    longest_outline(text, true)
}

/// Builds the outline. Like the parser of values, tries again without tabs that YAML allows but libyaml rejects.
fn longest_outline(text: &str, all_texts: bool) -> Outline {
    // Not the line and column of the parser: for it, U+0085, U+2028 and U+2029 end a line, too, but not for editors.
    let (outline, complete) = build(text, all_texts, &Position::Offset);
    let Some(changed) = without_blank_tabs(text).filter(|_| !complete) else { return outline };
    let ends = changed.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    let lines: Vec<usize> = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
    build(&changed, all_texts, &|offset| line_column(&changed, &lines, offset)).0
}

/// Returns the position of a byte in a text whose blank lines are shorter than in the document. `lines` are the starts of its lines.
fn line_column(changed: &str, lines: &[usize], offset: usize) -> Position {
    let line = lines.partition_point(|start| *start <= offset);
    let start = lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
    Position::LineColumn(line, changed.get(start..offset).unwrap_or_default().chars().count() + 1)
}

/// Builds the outline, and returns whether the whole text could be parsed. `position` returns the position of a byte.
fn build(text: &str, all_texts: bool, position: &dyn Fn(usize) -> Position) -> (Outline, bool) {
    let mut builder = OutlineBuilder { all_texts, ..OutlineBuilder::default() };
    let mut input = text.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut input);
    for event in parser {
        let Ok(event) = event else { return (builder.outline, false) };
        let offset = usize::try_from(event.start_mark.index).unwrap_or(usize::MAX);
        if builder.take(event.data, position(offset)).is_none() {
            break;
        }
    }
    (builder.outline, true)
}

#[derive(Default)]
struct OutlineBuilder {
    outline: Outline,
    open: Vec<OpenCollection>,
    anchors: HashMap<String, usize>,
    /// The texts of scalars (including keys) with an anchor, and whether the outline contains the text.
    scalars: HashMap<String, (String, bool)>,
    /// Whether the outline contains the texts of all scalars, and not only of those that may be numbers or booleans.
    all_texts: bool,
}

/// An open mapping or sequence.
struct OpenCollection {
    node: usize,
    kind: CollectionKind,
}

enum CollectionKind {
    Sequence,
    /// A mapping, with the key of the next value.
    Mapping(Option<(String, Position)>),
    /// A key that is not a scalar. It is skipped.
    Ignored,
}

impl OutlineBuilder {
    /// Processes an event. Returns `None` at the end of the first document.
    fn take(&mut self, event: EventData, position: Position) -> Option<()> {
        match event {
            EventData::Scalar { anchor, value: text, style, .. } => {
                let has_text = self.all_texts || (style == ScalarStyle::Plain && may_be_non_string(&text));
                if let Some(anchor) = &anchor {
                    self.scalars.insert(anchor.clone(), (text.clone(), has_text));
                    self.anchors.remove(anchor);
                }
                if let Some(OpenCollection { kind: CollectionKind::Mapping(key @ None), .. }) = self.open.last_mut() {
                    *key = Some((text, position));
                } else {
                    let node = self.value(position, anchor);
                    if has_text {
                        self.outline.set_text(node, &text);
                    }
                }
            }
            EventData::Alias { anchor } => {
                let scalar = self.scalars.get(&anchor);
                if let Some(OpenCollection { kind: CollectionKind::Mapping(key @ None), .. }) = self.open.last_mut() {
                    *key = Some((scalar.map(|(text, _)| text.clone()).unwrap_or_default(), position));
                } else {
                    let scalar_text = scalar.filter(|(_, has_text)| *has_text).map(|(text, _)| text.clone());
                    let node = self.value(position, None);
                    if let Some(target) = self.anchors.get(&anchor) {
                        self.outline.set_alias(node, *target);
                    } else if let Some(text) = scalar_text {
                        self.outline.set_text(node, &text);
                    }
                }
            }
            EventData::SequenceStart { anchor, .. } => self.enter(position, anchor, CollectionKind::Sequence),
            EventData::MappingStart { anchor, .. } => self.enter(position, anchor, CollectionKind::Mapping(None)),
            EventData::SequenceEnd | EventData::MappingEnd => {
                let closed = self.open.pop();
                if matches!(closed, Some(OpenCollection { kind: CollectionKind::Ignored, .. }))
                    && let Some(OpenCollection { kind: CollectionKind::Mapping(key), .. }) = self.open.last_mut()
                {
                    *key = Some((String::new(), position));
                }
            }
            EventData::DocumentEnd { .. } | EventData::StreamEnd => return None,
            EventData::StreamStart { .. } | EventData::DocumentStart { .. } => {}
        }
        Some(())
    }

    fn enter(&mut self, position: Position, anchor: Option<String>, kind: CollectionKind) {
        let is_key = matches!(
            self.open.last(),
            Some(OpenCollection { kind: CollectionKind::Mapping(None) | CollectionKind::Ignored, .. })
        );
        let entered = if is_key {
            OpenCollection { node: self.open.last().map_or(0, |open| open.node), kind: CollectionKind::Ignored }
        } else {
            if let Some(anchor) = &anchor {
                self.scalars.remove(anchor);
            }
            OpenCollection { node: self.value(position, anchor), kind }
        };
        self.open.push(entered);
    }

    /// Adds the node of a value.
    fn value(&mut self, position: Position, anchor: Option<String>) -> usize {
        let node = match self.open.last_mut() {
            None => self.outline.add(None, None, position),
            Some(OpenCollection { node, kind: CollectionKind::Sequence }) => {
                self.outline.add(Some(*node), None, position)
            }
            Some(OpenCollection { node, kind: CollectionKind::Mapping(key) }) => {
                let (key, at) = key.take().unwrap_or((String::new(), position));
                self.outline.add(Some(*node), Some(&key), at)
            }
            Some(OpenCollection { node, kind: CollectionKind::Ignored }) => *node,
        };
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, node);
        }
        node
    }
}

/// Returns whether an unquoted scalar may be a number or a boolean.
fn may_be_non_string(text: &str) -> bool {
    const LONGEST: usize = 1_024;
    text.len() <= LONGEST
        && (text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
            || text.eq_ignore_ascii_case("true")
            || text.eq_ignore_ascii_case("false"))
}
