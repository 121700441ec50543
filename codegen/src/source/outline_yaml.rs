//! The outline of a YAML text, from a parser that says where its events stand (`serde_yaml` does not).

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::outline::{Mark, Outline};

/// The outline of a YAML text; as much of it as can be parsed.
pub(super) fn outline(text: &str) -> Outline {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        if builder.take(&event, mark(&span.start)).is_none() {
            break;
        }
    }
    builder.outline
}

#[derive(Default)]
struct Builder {
    outline: Outline,
    open: Vec<Open>,
    anchors: HashMap<usize, usize>,
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
                if let Some(Open { kind: Kind::Mapping(key @ None), .. }) = self.open.last_mut() {
                    *key = Some((text.to_string(), mark));
                } else {
                    let node = self.value(mark, *anchor);
                    if *style == ScalarStyle::Plain && may_be_no_string(text) {
                        self.outline.set_text(node, text);
                    }
                }
            }
            Event::Alias(anchor) => {
                if let Some(Open { kind: Kind::Mapping(key @ None), .. }) = self.open.last_mut() {
                    *key = Some((String::new(), mark));
                } else {
                    let node = self.value(mark, 0);
                    if let Some(target) = self.anchors.get(anchor) {
                        self.outline.set_alias(node, *target);
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

fn mark(marker: &Marker) -> Mark {
    Mark::LineColumn(marker.line().max(1), marker.col() + 1)
}
