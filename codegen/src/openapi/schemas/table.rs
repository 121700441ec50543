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
    read: Vec<Option<Schema>>,
    /// The ids of the components are smaller.
    after_components: usize,
}

impl<'a> SchemaTable<'a> {
    /// Returns the id of the schema at a node, and queues the schema if it is new.
    pub(in crate::openapi) fn intern(&mut self, node: Node<'a>) -> SchemaId {
        let address = node.address();
        if let Some(known) = self.ids.get(&address) {
            return *known;
        }
        let id = SchemaId(self.read.len());
        self.ids.insert(address, id);
        self.read.push(None);
        self.queue.push_back((id, node));
        id
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

    /// Takes the next schema out of the queue.
    pub(super) fn next(&mut self) -> Option<(SchemaId, Node<'a>)> {
        self.queue.pop_front()
    }

    /// Sets the contents of a schema.
    pub(super) fn set(&mut self, id: SchemaId, schema: Schema) {
        if let Some(slot) = self.read.get_mut(id.0) {
            *slot = Some(schema);
        }
    }

    /// Returns all schemas in the order of their ids.
    pub(super) fn into_schemas(self) -> Vec<Schema> {
        self.read.into_iter().flatten().collect()
    }
}
