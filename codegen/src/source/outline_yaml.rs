//! The outline of a YAML text, from a parser that says where its events stand (`serde_yaml` does not).

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::outline::{Mark, Outline};

/// The outline of a YAML text; as much of it as can be parsed.
pub(super) fn outline(text: &str) -> Outline {
    best(text, false).0
}

/// The same, with the text of every scalar, to compare with what the other parser read, and whether nothing was changed.
#[cfg(test)]
pub(super) fn outline_with_texts(text: &str) -> (Outline, bool) {
    best(text, true)
}

/// The outline, and whether it is that of the text as it is. This parser refuses some texts that `serde_yaml` reads: they are
/// changed and parsed again, and the longer outline counts.
fn best(text: &str, all_texts: bool) -> (Outline, bool) {
    let (outline, complete) = build(text, &HashSet::new(), all_texts);
    if complete {
        return (outline, true);
    }
    let (changed, shifted) = lenient(text);
    let (second, _) = build(&changed, &shifted, all_texts);
    if second.len() > outline.len() { (second, false) } else { (outline, true) }
}

/// The outline, and whether the whole text could be parsed. The lines of `shifted` are indented by [`SHIFT`] more.
fn build(text: &str, shifted: &HashSet<usize>, all_texts: bool) -> (Outline, bool) {
    let mut builder = Builder { all_texts, ..Builder::default() };
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { return (builder.outline, false) };
        let (line, column) = (span.start.line().max(1), span.start.col() + 1);
        let column = if shifted.contains(&line) { column.saturating_sub(SHIFT).max(1) } else { column };
        if builder.take(&event, Mark::LineColumn(line, column)).is_none() {
            break;
        }
    }
    (builder.outline, true)
}

/// How much further a bracket is indented; no document is nested so deep.
const SHIFT: usize = 512;

/// The text with spaces for tabs, and with the lines that begin with a closing bracket indented by [`SHIFT`] more: this parser
/// wants the bracket to stand further to the right than the key that it belongs to. No other position changes.
fn lenient(text: &str) -> (String, HashSet<usize>) {
    let mut changed = String::with_capacity(text.len());
    let mut shifted = HashSet::new();
    for (at, line) in text.split_inclusive('\n').enumerate() {
        if line.trim_start_matches([' ', '\t']).starts_with(['}', ']']) {
            shifted.insert(at + 1);
            changed.extend(std::iter::repeat_n(' ', SHIFT));
        }
        changed.extend(line.chars().map(|c| if c == '\t' { ' ' } else { c }));
    }
    (changed, shifted)
}

#[derive(Default)]
struct Builder {
    outline: Outline,
    open: Vec<Open>,
    anchors: HashMap<usize, usize>,
    /// The scalars that have an anchor, which keys may be too, and whether the text is kept.
    scalars: HashMap<usize, (String, bool)>,
    /// Whether the texts of all scalars are kept, and not only of those that may be no strings.
    all_texts: bool,
}

/// A mapping or a sequence that is open.
struct Open {
    node: usize,
    kind: Kind,
}

enum Kind {
    Sequence,
    /// A mapping, with the key whose value comes next.
    Mapping(Option<(String, Mark)>),
    /// A key that is not a scalar: read over.
    Ignored,
}

impl Builder {
    /// Takes an event. `None` at the end of the (first) document.
    fn take(&mut self, event: &Event<'_>, mark: Mark) -> Option<()> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let keep = self.all_texts || (*style == ScalarStyle::Plain && may_be_no_string(text));
                if *anchor != 0 {
                    self.scalars.insert(*anchor, (text.to_string(), keep));
                }
                if let Some(Open { kind: Kind::Mapping(key @ None), .. }) = self.open.last_mut() {
                    *key = Some((text.to_string(), mark));
                } else {
                    let node = self.value(mark, *anchor);
                    if keep {
                        self.outline.set_text(node, text);
                    }
                }
            }
            Event::Alias(anchor) => {
                let scalar = self.scalars.get(anchor);
                if let Some(Open { kind: Kind::Mapping(key @ None), .. }) = self.open.last_mut() {
                    *key = Some((scalar.map(|(text, _)| text.clone()).unwrap_or_default(), mark));
                } else {
                    let kept = scalar.filter(|(_, keep)| *keep).map(|(text, _)| text.clone());
                    let node = self.value(mark, 0);
                    if let Some(target) = self.anchors.get(anchor) {
                        self.outline.set_alias(node, *target);
                    } else if let Some(text) = kept {
                        self.outline.set_text(node, &text);
                    }
                }
            }
            Event::SequenceStart(anchor, _) => self.enter(mark, *anchor, Kind::Sequence),
            Event::MappingStart(anchor, _) => self.enter(mark, *anchor, Kind::Mapping(None)),
            Event::SequenceEnd | Event::MappingEnd => {
                let closed = self.open.pop();
                if matches!(closed, Some(Open { kind: Kind::Ignored, .. }))
                    && let Some(Open { kind: Kind::Mapping(key), .. }) = self.open.last_mut()
                {
                    *key = Some((String::new(), mark));
                }
            }
            Event::DocumentEnd | Event::StreamEnd => return None,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
        Some(())
    }

    fn enter(&mut self, mark: Mark, anchor: usize, kind: Kind) {
        let is_key = matches!(self.open.last(), Some(Open { kind: Kind::Mapping(None) | Kind::Ignored, .. }));
        let entered = if is_key {
            Open { node: self.open.last().map_or(0, |open| open.node), kind: Kind::Ignored }
        } else {
            Open { node: self.value(mark, anchor), kind }
        };
        self.open.push(entered);
    }

    /// Adds the node of a value that begins here.
    fn value(&mut self, mark: Mark, anchor: usize) -> usize {
        let node = match self.open.last_mut() {
            None => self.outline.add(None, None, mark),
            Some(Open { node, kind: Kind::Sequence }) => self.outline.add(Some(*node), None, mark),
            Some(Open { node, kind: Kind::Mapping(key) }) => {
                let (key, at) = key.take().unwrap_or((String::new(), mark));
                self.outline.add(Some(*node), Some(&key), at)
            }
            Some(Open { node, kind: Kind::Ignored }) => *node,
        };
        if anchor != 0 {
            self.anchors.insert(anchor, node);
        }
        node
    }
}

/// Whether a scalar without quotes may be a number or a boolean.
fn may_be_no_string(text: &str) -> bool {
    const LONGEST: usize = 64;
    text.len() <= LONGEST
        && (text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
            || text.eq_ignore_ascii_case("true")
            || text.eq_ignore_ascii_case("false"))
}
