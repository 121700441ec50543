//! Instances: copies of the schemas from which a `$dynamicRef` can be reached, one for each dynamic scope in which they occur.
//!
//! A schema such as a generic list means something else in each scope. In an instance, each `$dynamicRef` refers to the
//! `$dynamicAnchor` of the outermost schema resource of the scope. Later stages therefore see ordinary references.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt};

use super::super::children::Role;
use super::super::schema::{Keywords, Schema, SchemaId, SchemaKind};
use super::dynamic_scopes::{Bindings, DynamicReferences, DynamicScopes};
use super::overridden::overridden;
use crate::diag::{Code, Diagnostic};

/// Upper bound for the instances: this many, and [`MAX_PER_SCHEMA`] for each schema of the document.
const MAX_INSTANCES: usize = 1_000;
const MAX_PER_SCHEMA: usize = 4;

/// A set of names, by index.
type Names = u64;

/// A schema in a dynamic scope.
pub(super) struct Instance {
    /// The schema as it is written.
    pub(super) origin: SchemaId,
    /// Its keywords, with references to instances.
    pub(super) keywords: Keywords,
}

/// The result of [`instantiate`].
pub(super) struct Instances {
    /// The schemas that depend on the dynamic scope: as they are written, outside any scope, and their instances. The ids of instances
    /// follow those of the schemas.
    pub(super) by_id: BTreeMap<SchemaId, Instance>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Creates the instances.
pub(super) fn instantiate(
    schemas: &[Schema],
    dynamic: &DynamicReferences,
    scopes: &DynamicScopes<'_, '_>,
) -> Instances {
    let needed = needed_names(schemas, dynamic);
    let limit = schemas.len() + MAX_INSTANCES + MAX_PER_SCHEMA * schemas.len();
    let (own, ids, queue, truncated) = (HashMap::new(), HashMap::new(), VecDeque::new(), None);
    let mut writer =
        Instantiation { schemas, dynamic, scopes, needed, own, ids, queue, next: schemas.len(), limit, truncated };
    let mut by_id = BTreeMap::new();
    let none = Bindings::new();
    for id in (0..schemas.len()).map(SchemaId) {
        if writer.needs(id) != 0 {
            by_id.extend(writer.write(id, &none).map(|instance| (id, instance)));
        }
    }
    while let Some((id, origin, bindings)) = writer.queue.pop_front() {
        by_id.extend(writer.write(origin, &bindings).map(|instance| (id, instance)));
    }
    let instances = writer.ids.keys().map(|(id, bindings)| (*id, bindings));
    let overridden = overridden(schemas, dynamic, scopes, instances);
    let truncated = writer.truncated.and_then(|id| schemas.get(id.0)).map(|schema| {
        let message = "`$dynamicRef`s have different targets in too many dynamic scopes; from here on, each has the target that it has \
                       outside any scope";
        let remedy = "use different names for unrelated `$dynamicAnchor`s";
        Diagnostic::new(Code::NotFullySupported, &schema.place, message, remedy)
    });
    Instances { by_id, diagnostics: truncated.into_iter().chain(overridden).collect() }
}

struct Instantiation<'s, 'a> {
    schemas: &'s [Schema],
    dynamic: &'s DynamicReferences,
    scopes: &'s DynamicScopes<'s, 'a>,
    /// The names on which each schema depends.
    needed: Vec<Names>,
    /// The bindings of each schema itself, of the names on which it depends.
    own: HashMap<SchemaId, Rc<Bindings>>,
    /// The instances by schema and bindings.
    ids: HashMap<(SchemaId, Bindings), SchemaId>,
    /// The instances that are still to be written.
    queue: VecDeque<(SchemaId, SchemaId, Bindings)>,
    next: usize,
    limit: usize,
    /// A schema for which no instance was created, because there were too many.
    truncated: Option<SchemaId>,
}

impl Instantiation<'_, '_> {
    fn needs(&self, id: SchemaId) -> Names {
        self.needed.get(id.0).copied().unwrap_or_default()
    }

    fn own_bindings(&mut self, id: SchemaId) -> Rc<Bindings> {
        if let Some(known) = self.own.get(&id) {
            return Rc::clone(known);
        }
        let bound = indices(self.needs(id)).filter_map(|name| Some((name, self.scopes.bound_by(id, name)?)));
        let own = Rc::new(bound.collect());
        self.own.insert(id, Rc::clone(&own));
        own
    }

    /// Returns the keywords of a schema in a scope. `bindings` are those of the schemas around it.
    fn write(&mut self, origin: SchemaId, bindings: &Bindings) -> Option<Instance> {
        let SchemaKind::Keywords(written) = &self.schemas.get(origin.0)?.kind else { return None };
        let own = self.own_bindings(origin);
        let is_free = |(name, _): &&(usize, SchemaId)| bindings.iter().all(|(other, _)| other != name);
        let mut scope: Bindings = bindings.iter().chain(own.iter().filter(is_free)).copied().collect();
        scope.sort_unstable();
        let mut keywords = Keywords::clone(written);
        if let Some(reference) = self.dynamic.sites.get(&origin) {
            let bound = scope.iter().find(|(name, _)| *name == reference.name).map(|(_, schema)| *schema);
            keywords.dynamic_reference = bound.or_else(|| self.scopes.initial_target(origin, reference));
        }
        keywords.replace_children(|_: Role, child| self.instance(child, &scope));
        Some(Instance { origin, keywords })
    }

    /// Returns a schema in a scope: an instance, or the schema itself if the scope has no effect on it.
    fn instance(&mut self, id: SchemaId, scope: &Bindings) -> SchemaId {
        let needs = self.needs(id);
        if needs == 0 {
            return id;
        }
        let own = self.own_bindings(id);
        let has_effect = |binding: &&(usize, SchemaId)| needs & bit(binding.0) != 0 && !own.contains(binding);
        let bindings: Bindings = scope.iter().filter(has_effect).copied().collect();
        if bindings.is_empty() {
            return id;
        }
        if let Some(known) = self.ids.get(&(id, bindings.clone())) {
            return *known;
        }
        if self.next >= self.limit {
            self.truncated = self.truncated.or(Some(id));
            return id;
        }
        let instance = SchemaId(self.next);
        self.next += 1;
        self.ids.insert((id, bindings.clone()), instance);
        self.queue.push_back((instance, id, bindings));
        instance
    }
}

/// Returns the names of the `$dynamicRef`s that can be reached from each schema.
fn needed_names(schemas: &[Schema], dynamic: &DynamicReferences) -> Vec<Names> {
    let mut needed: Vec<Names> = vec![0; schemas.len()];
    let mut leads_to: Vec<Vec<SchemaId>> = vec![Vec::new(); schemas.len()];
    for (index, schema) in schemas.iter().enumerate() {
        let SchemaKind::Keywords(keywords) = &schema.kind else { continue };
        let site = dynamic.sites.get(&SchemaId(index));
        let anchors = site.and_then(|reference| dynamic.anchors.get(reference.name));
        for child in keywords.children().map(|(_, id)| id).chain(anchors.into_iter().flatten().copied()) {
            leads_to.get_mut(child.0).into_iter().for_each(|from| from.push(SchemaId(index)));
        }
    }
    let mut stack: Vec<(SchemaId, Names)> =
        dynamic.sites.iter().map(|(id, reference)| (*id, bit(reference.name))).collect();
    while let Some((id, names)) = stack.pop() {
        let Some(known) = needed.get_mut(id.0).filter(|known| **known | names != **known) else { continue };
        *known |= names;
        let names = *known;
        stack.extend(leads_to.get(id.0).into_iter().flatten().map(|from| (*from, names)));
    }
    needed
}

fn bit(name: usize) -> Names {
    1_u64.checked_shl(u32::try_from(name).unwrap_or(u32::MAX)).unwrap_or_default()
}

fn indices(names: Names) -> impl Iterator<Item = usize> {
    (0..Names::BITS as usize).filter(move |name| names & bit(*name) != 0)
}
