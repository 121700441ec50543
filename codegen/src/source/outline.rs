//! The outline of a text: the tree of its keys and items with their positions, without values.
//!
//! It is built on demand, usually to render a diagnostic. It contains both occurrences of a duplicate key. Lookups follow the aliases
//! and merge keys of YAML.

use crate::diag::{Occurrence, Pointer};

/// The tree of a text's keys and items.
#[derive(Debug, Clone, Default)]
pub(super) struct Outline {
    nodes: Vec<Node>,
}

/// A node of the tree, identified by its index.
#[derive(Debug, Clone)]
struct Node {
    /// The key, if the node is a member of a mapping.
    key: Option<Box<str>>,
    /// The start of its key, or of its value if it has no key.
    position: Position,
    /// The target, if the node is an alias.
    alias: Option<usize>,
    /// The text of an unquoted YAML scalar that may be a number or a boolean, or of a JSON number with many digits or an exponent.
    text: Option<Box<str>>,
    /// The first and the last child. The last one is used while the tree is built.
    children: Option<(usize, usize)>,
    /// The next child of the same parent.
    next: Option<usize>,
}

/// A position in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// Bytes from the start.
    Offset(usize),
    /// Line and column, both from 1.
    LineColumn(usize, usize),
}

/// The result of a lookup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FoundPosition {
    pub(super) position: Position,
    /// The length of the key in characters, for the underline.
    pub(super) width: usize,
    /// Whether the position is that of the value. Otherwise, it is that of an enclosing value.
    pub(super) exact: bool,
}

impl FoundPosition {
    /// The start of the text, if nothing was found.
    pub(super) const START: Self = Self { position: Position::LineColumn(1, 1), width: 1, exact: false };
}

impl Outline {
    /// Adds a node. `parent` is `None` for the root only.
    pub(super) fn add(&mut self, parent: Option<usize>, key: Option<&str>, position: Position) -> usize {
        let id = self.nodes.len();
        self.nodes.push(Node {
            key: key.map(Box::from),
            position,
            alias: None,
            text: None,
            children: None,
            next: None,
        });
        if let Some(parent) = parent
            && let Some(children) = self.nodes.get(parent).map(|node| node.children)
        {
            let first = children.map_or(id, |(first, _)| first);
            if let Some((_, last)) = children
                && let Some(last) = self.nodes.get_mut(last)
            {
                last.next = Some(id);
            }
            if let Some(parent) = self.nodes.get_mut(parent) {
                parent.children = Some((first, id));
            }
        }
        id
    }

    /// Makes a node an alias of another.
    pub(super) fn set_alias(&mut self, node: usize, target: usize) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.alias = Some(target);
        }
    }

    /// Sets the text of a node.
    pub(super) fn set_text(&mut self, node: usize, text: &str) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.text = Some(Box::from(text));
        }
    }

    /// Returns the text at a pointer.
    pub(super) fn text(&self, pointer: &Pointer) -> Option<&str> {
        let (at, exact) = self.walk(pointer, Occurrence::Last)?;
        let node = self.nodes.get(at).filter(|_| exact)?;
        let node = node.alias.map_or(Some(node), |target| self.nodes.get(target))?;
        node.text.as_deref()
    }

    /// Returns the position of a value. If the text does not contain it, returns the position of the nearest enclosing value.
    pub(super) fn find(&self, pointer: &Pointer, occurrence: Occurrence) -> Option<FoundPosition> {
        let (at, exact) = self.walk(pointer, occurrence)?;
        let node = self.nodes.get(at)?;
        Some(FoundPosition {
            position: node.position,
            width: node.key.as_ref().map_or(1, |key| key.chars().count().max(1)),
            exact,
        })
    }

    /// Returns the node at a pointer and `true`, or the nearest enclosing node and `false`.
    fn walk(&self, pointer: &Pointer, occurrence: Occurrence) -> Option<(usize, bool)> {
        let mut at = 0;
        let mut exact = true;
        self.nodes.first()?;
        let mut segments = pointer.segments().peekable();
        while let Some(segment) = segments.next() {
            // Only the last segment can refer to the first occurrence of a key. Enclosing keys are the last occurrence.
            let occurrence = if segments.peek().is_some() { Occurrence::Last } else { occurrence };
            match self.child(at, &segment, occurrence, 0) {
                Some(child) => at = child,
                None => {
                    exact = false;
                    break;
                }
            }
        }
        Some((at, exact))
    }

    fn child(&self, parent: usize, segment: &str, occurrence: Occurrence, depth: usize) -> Option<usize> {
        const LONGEST_ALIAS_CHAIN: usize = 32;
        let node = self.nodes.get(parent)?;
        if depth > LONGEST_ALIAS_CHAIN {
            return None;
        }
        if let Some(target) = node.alias {
            return self.child(target, segment, occurrence, depth + 1);
        }
        let named = |id: &usize| self.nodes.get(*id).is_some_and(|child| child.key.as_deref() == Some(segment));
        let mut matching = self.children(node).filter(named);
        let found = match occurrence {
            Occurrence::First => matching.next(),
            Occurrence::Last => matching.last(),
        };
        found.or_else(|| self.item(node, segment)).or_else(|| {
            let merges = |id: &usize| self.nodes.get(*id).is_some_and(|child| child.key.as_deref() == Some("<<"));
            self.children(node).filter(merges).find_map(|merge| self.merged(merge, segment, occurrence, depth + 1))
        })
    }

    /// Returns the item of a list, if the segment is an index and the node's children have no keys.
    fn item(&self, node: &Node, segment: &str) -> Option<usize> {
        let index = segment.parse().ok()?;
        self.children(node).nth(index).filter(|id| self.nodes.get(*id).is_some_and(|child| child.key.is_none()))
    }

    /// Finds a key in the value of a merge key: a mapping or a list of mappings.
    fn merged(&self, merge: usize, segment: &str, occurrence: Occurrence, depth: usize) -> Option<usize> {
        self.child(merge, segment, occurrence, depth).or_else(|| {
            let sources = self.children(self.nodes.get(merge)?);
            sources.into_iter().find_map(|source| self.child(source, segment, occurrence, depth))
        })
    }

    fn children<'a>(&'a self, node: &Node) -> impl Iterator<Item = usize> + use<'a> {
        let first = node.children.map(|(first, _)| first);
        std::iter::successors(first, |id| self.nodes.get(*id).and_then(|child| child.next))
    }
}
