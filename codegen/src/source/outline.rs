//! Where each value of a text stands: made only when a diagnostic has to be shown.
//!
//! An outline is the tree of a text's keys and items with a mark each, no values. Keys that are written twice are both in
//! it; aliases and merge keys of YAML are followed while looking up.

use crate::diag::{Occurrence, Pointer};

/// The tree of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Outline {
    nodes: Vec<Node>,
}

/// A node of the tree: its own index is its identity.
#[derive(Debug, Clone)]
struct Node {
    /// The key, for a member of a mapping.
    key: Option<Box<str>>,
    /// Where it begins: its key, if it has one.
    mark: Mark,
    /// The node whose children are this one's, for an alias.
    alias: Option<usize>,
    /// What is written there, for a scalar of YAML without quotes that may be no string.
    text: Option<Box<str>>,
    /// The first child and the last (while the tree is being built).
    children: Option<(usize, usize)>,
    /// The next child of the same parent.
    next: Option<usize>,
}

/// A position in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Bytes from the start.
    Offset(usize),
    /// Line and column, both from 1.
    LineColumn(usize, usize),
}

/// A found place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) mark: Mark,
    /// The characters of the key that stands there, for the length of the underline.
    pub(super) width: usize,
    /// Whether it is the place itself, or only what encloses it.
    pub(super) exact: bool,
}

impl Found {
    /// The start of a text in which nothing was found.
    pub(super) const START: Self = Self { mark: Mark::LineColumn(1, 1), width: 1, exact: false };
}

impl Outline {
    /// Adds a node. `parent` is `None` for the root only.
    pub(super) fn add(&mut self, parent: Option<usize>, key: Option<&str>, mark: Mark) -> usize {
        let id = self.nodes.len();
        self.nodes.push(Node { key: key.map(Box::from), mark, alias: None, text: None, children: None, next: None });
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

    /// The number of nodes.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Says that a node is an alias of another.
    pub(super) fn set_alias(&mut self, node: usize, target: usize) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.alias = Some(target);
        }
    }

    /// Says what is written at a node.
    pub(super) fn set_text(&mut self, node: usize, text: &str) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.text = Some(Box::from(text));
        }
    }

    /// What is written at a place.
    pub(super) fn text(&self, pointer: &Pointer) -> Option<&str> {
        let (at, exact) = self.walk(pointer, Occurrence::Last)?;
        let node = self.nodes.get(at).filter(|_| exact)?;
        let node = node.alias.map_or(Some(node), |target| self.nodes.get(target))?;
        node.text.as_deref()
    }

    /// Where the value stands; if the text does not have it (it was added later), where the nearest enclosing one does.
    pub(super) fn find(&self, pointer: &Pointer, occurrence: Occurrence) -> Option<Found> {
        let (at, exact) = self.walk(pointer, occurrence)?;
        let node = self.nodes.get(at)?;
        Some(Found { mark: node.mark, width: node.key.as_ref().map_or(1, |key| key.chars().count().max(1)), exact })
    }

    /// The node that a pointer leads to, or the last one on the way, and which of the two it is.
    fn walk(&self, pointer: &Pointer, occurrence: Occurrence) -> Option<(usize, bool)> {
        let mut at = 0;
        let mut exact = true;
        self.nodes.first()?;
        let mut segments = pointer.segments().peekable();
        while let Some(segment) = segments.next() {
            // Only the last step can mean the first of two; what encloses it is what counts.
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

    /// The item of a list, if the segment is an index and the node's children have no keys.
    fn item(&self, node: &Node, segment: &str) -> Option<usize> {
        let index = segment.parse().ok()?;
        self.children(node).nth(index).filter(|id| self.nodes.get(*id).is_some_and(|child| child.key.is_none()))
    }

    /// A key behind a merge key, which stands for a mapping or for a list of them.
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
