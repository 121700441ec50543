//! Builds the outline of a YAML text with `saphyr_parser`, because `serde_yaml` does not return positions.

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::outline::{Outline, Position};

/// Builds the outline of a YAML text. If the text is invalid, the outline ends at the error.
pub(super) fn outline(text: &str) -> Outline {
    longest_outline(text, false).0
}

/// Builds the outline with the text of every scalar, to compare the two parsers. Also returns whether the text was parsed unchanged.
#[cfg(test)]
pub(super) fn outline_with_texts(text: &str) -> (Outline, bool) {
    longest_outline(text, true)
}

/// Builds the outline, and returns whether the text was parsed unchanged. The parser rejects some texts that `serde_yaml` accepts.
/// Such a text is changed and parsed again, and the longer outline is used.
fn longest_outline(text: &str, all_texts: bool) -> (Outline, bool) {
    let (outline, complete) = build(text, &HashSet::new(), all_texts);
    if complete {
        return (outline, true);
    }
    let (changed, shifted) = indented_for_parser(text);
    let (second, _) = build(&changed, &shifted, all_texts);
    if second.len() > outline.len() { (second, false) } else { (outline, true) }
}

/// Builds the outline, and returns whether the whole text could be parsed. The lines in `shifted` have [`SHIFT`] additional spaces.
fn build(text: &str, shifted: &HashSet<usize>, all_texts: bool) -> (Outline, bool) {
    let mut builder = OutlineBuilder { all_texts, ..OutlineBuilder::default() };
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { return (builder.outline, false) };
        let (line, column) = (span.start.line().max(1), span.start.col() + 1);
        let column = if shifted.contains(&line) { column.saturating_sub(SHIFT).max(1) } else { column };
        if builder.take(&event, Position::LineColumn(line, column)).is_none() {
            break;
        }
    }
    (builder.outline, true)
}

/// The additional indentation of closing brackets. No document is nested so deeply.
const SHIFT: usize = 512;

/// Replaces tabs by spaces, and indents lines that begin with a closing bracket by [`SHIFT`] more spaces, because the parser requires
/// more indentation for the bracket than for its key. Returns the text and the indented lines. No other position changes.
fn indented_for_parser(text: &str) -> (String, HashSet<usize>) {
    let mut changed = String::with_capacity(text.len());
    let mut shifted = HashSet::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if line.trim_start_matches([' ', '\t']).starts_with(['}', ']']) {
            shifted.insert(index + 1);
            changed.extend(std::iter::repeat_n(' ', SHIFT));
        }
        changed.extend(line.chars().map(|c| if c == '\t' { ' ' } else { c }));
    }
    (changed, shifted)
}

#[derive(Default)]
struct OutlineBuilder {
    outline: Outline,
    open: Vec<OpenCollection>,
    anchors: HashMap<usize, usize>,
    /// The texts of scalars (including keys) with an anchor, and whether the outline contains the text.
    scalars: HashMap<usize, (String, bool)>,
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
    fn take(&mut self, event: &Event<'_>, position: Position) -> Option<()> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let has_text = self.all_texts || (*style == ScalarStyle::Plain && may_be_non_string(text));
                if *anchor != 0 {
                    self.scalars.insert(*anchor, (text.to_string(), has_text));
                }
                if let Some(OpenCollection { kind: CollectionKind::Mapping(key @ None), .. }) = self.open.last_mut() {
                    *key = Some((text.to_string(), position));
                } else {
                    let node = self.value(position, *anchor);
                    if has_text {
                        self.outline.set_text(node, text);
                    }
                }
            }
            Event::Alias(anchor) => {
                let scalar = self.scalars.get(anchor);
                if let Some(OpenCollection { kind: CollectionKind::Mapping(key @ None), .. }) = self.open.last_mut() {
                    *key = Some((scalar.map(|(text, _)| text.clone()).unwrap_or_default(), position));
                } else {
                    let scalar_text = scalar.filter(|(_, has_text)| *has_text).map(|(text, _)| text.clone());
                    let node = self.value(position, 0);
                    if let Some(target) = self.anchors.get(anchor) {
                        self.outline.set_alias(node, *target);
                    } else if let Some(text) = scalar_text {
                        self.outline.set_text(node, &text);
                    }
                }
            }
            Event::SequenceStart(anchor, _) => self.enter(position, *anchor, CollectionKind::Sequence),
            Event::MappingStart(anchor, _) => self.enter(position, *anchor, CollectionKind::Mapping(None)),
            Event::SequenceEnd | Event::MappingEnd => {
                let closed = self.open.pop();
                if matches!(closed, Some(OpenCollection { kind: CollectionKind::Ignored, .. }))
                    && let Some(OpenCollection { kind: CollectionKind::Mapping(key), .. }) = self.open.last_mut()
                {
                    *key = Some((String::new(), position));
                }
            }
            Event::DocumentEnd | Event::StreamEnd => return None,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
        Some(())
    }

    fn enter(&mut self, position: Position, anchor: usize, kind: CollectionKind) {
        let is_key = matches!(
            self.open.last(),
            Some(OpenCollection { kind: CollectionKind::Mapping(None) | CollectionKind::Ignored, .. })
        );
        let entered = if is_key {
            OpenCollection { node: self.open.last().map_or(0, |open| open.node), kind: CollectionKind::Ignored }
        } else {
            OpenCollection { node: self.value(position, anchor), kind }
        };
        self.open.push(entered);
    }

    /// Adds the node of a value.
    fn value(&mut self, position: Position, anchor: usize) -> usize {
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
        if anchor != 0 {
            self.anchors.insert(anchor, node);
        }
        node
    }
}

/// Returns whether an unquoted scalar may be a number or a boolean.
fn may_be_non_string(text: &str) -> bool {
    const LONGEST: usize = 64;
    text.len() <= LONGEST
        && (text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
            || text.eq_ignore_ascii_case("true")
            || text.eq_ignore_ascii_case("false"))
}
