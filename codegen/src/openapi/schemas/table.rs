//! Gives every schema an id, and remembers which schemas are still to be read.

use std::collections::VecDeque;

use foldhash::HashMap;

use super::super::node::Node;
use super::super::schema::{Schema, SchemaId};

/// The schemas found so far.
#[derive(Default)]
pub(in crate::openapi) struct SchemaTable<'a> {
    /// The ids by the address of the value.
    ids: HashMap<usize, SchemaId>,
    queue: VecDeque<(SchemaId, Node<'a>)>,
    /// The schemas of which only unused components consist. They are read last.
    unused_queue: VecDeque<(SchemaId, Node<'a>)>,
    read: Vec<Option<Schema>>,
    /// Whether something is generated from each schema.
    used: Vec<bool>,
    /// Whether the schemas that are found now belong to an unused component.
    is_unused: bool,
    /// The ids of the components are smaller.
    after_components: usize,
}

impl<'a> SchemaTable<'a> {
    /// Returns the id of the schema at a node, and queues the schema if it is new.
    pub(in crate::openapi) fn intern(&mut self, node: Node<'a>) -> SchemaId {
        let address = node.address();
        if let Some(known) = self.ids.get(&address).copied() {
            if !self.is_unused
                && let Some(used) = self.used.get_mut(known.0)
                && !*used
            {
                *used = true;
                self.queue.push_back((known, node));
            }
            return known;
        }
        let id = SchemaId(self.read.len());
        self.ids.insert(address, id);
        self.read.push(None);
        self.used.push(!self.is_unused);
        let queue = if self.is_unused { &mut self.unused_queue } else { &mut self.queue };
        queue.push_back((id, node));
        id
    }

    /// Sets whether the schemas that are found next belong to a component from which nothing is generated.
    pub(in crate::openapi) fn set_unused(&mut self, is_unused: bool) {
        self.is_unused = is_unused;
    }

    /// Returns the number of schemas that were found.
    pub(super) fn count(&self) -> usize {
        self.used.len()
    }

    /// Returns whether something is generated from a schema.
    pub(super) fn is_used(&self, id: SchemaId) -> bool {
        self.used.get(id.0).copied().unwrap_or_default()
    }

    /// Returns the id of the component at a node. `target` is the schema in another file that the component only refers to, if any: both
    /// are the same schema, unless another component already has it.
    pub(in crate::openapi) fn intern_component(&mut self, node: Node<'a>, target: Option<Node<'a>>) -> SchemaId {
        let id = match target.filter(|target| !self.ids.contains_key(&target.address())) {
            Some(target) if !self.ids.contains_key(&node.address()) => {
                let id = self.intern(target);
                self.ids.insert(node.address(), id);
                id
            }
            Some(_) | None => self.intern(node),
        };
        self.after_components = self.read.len();
        id
    }

    /// Returns the schemas that were found so far, without the components.
    pub(super) fn without_components(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (self.after_components..self.read.len()).map(SchemaId)
    }

    /// Takes the next schema out of the queue: first those that are used, with all schemas that they contain or refer to.
    pub(super) fn next(&mut self) -> Option<(SchemaId, Node<'a>)> {
        if let Some(next) = self.queue.pop_front() {
            self.is_unused = false;
            return Some(next);
        }
        self.is_unused = true;
        let used = &self.used;
        let is_unread = |(id, _): &(SchemaId, Node<'a>)| used.get(id.0) == Some(&false);
        std::iter::from_fn(|| self.unused_queue.pop_front()).find(is_unread)
    }

    /// Sets the contents of a schema.
    pub(super) fn set(&mut self, id: SchemaId, schema: Schema) {
        if let Some(slot) = self.read.get_mut(id.0) {
            *slot = Some(schema);
        }
    }

    /// Removes and returns all schemas in the order of their ids.
    pub(super) fn take_schemas(&mut self) -> Vec<Schema> {
        std::mem::take(&mut self.read).into_iter().flatten().collect()
    }
}
