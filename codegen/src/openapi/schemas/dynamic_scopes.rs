//! Dynamic scopes: which `$dynamicAnchor`s a schema binds for the schemas that it contains or refers to (JSON Schema 2020-12, core,
//! 7.1 and 8.2.3.2).
//!
//! The specification binds the anchors of a schema resource, the schemas below one `$id`. Authors often leave `$id` out. Then each
//! component, and each schema of an operation, counts as a resource of its own. If a resource has several anchors of one name, each schema
//! uses the one that encloses it.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::super::references::References;
use super::super::schema::{Schema, SchemaId};
use crate::diag::{Code, Diagnostic, SourceLocation};

/// Upper bound for the names of `$dynamicAnchor`s that `$dynamicRef`s mention. Real documents have one or two.
pub(super) const MAX_NAMES: usize = 64;

/// The schemas that anchors are bound to, by the index of the name. Sorted by name.
pub(super) type Bindings = Vec<(usize, SchemaId)>;

/// The `$dynamicRef`s that depend on the dynamic scope, and the anchors that they can refer to.
#[derive(Default)]
pub(super) struct DynamicReferences {
    /// The names, in the order of their first use.
    pub(super) names: Vec<String>,
    /// The schemas with a `$dynamicAnchor` of each name.
    pub(super) anchors: Vec<Vec<SchemaId>>,
    /// The `$dynamicRef`s, by the schema that contains each.
    pub(super) sites: HashMap<SchemaId, DynamicReference>,
}

/// A `$dynamicRef`.
pub(super) struct DynamicReference {
    /// The index of the name.
    pub(super) name: usize,
    /// The schema resource to which it leads if no dynamic scope binds the name.
    pub(super) resource: SourceLocation,
}

/// A `$dynamicAnchor`.
#[derive(Debug, Clone)]
struct Anchor {
    schema: SchemaId,
    /// The schema that encloses the anchor: the one with the `$defs` that contain it, or itself.
    owner: SourceLocation,
}

/// Tells which anchors each schema binds.
pub(super) struct DynamicScopes<'s, 'a> {
    schemas: &'s [Schema],
    references: &'s References<'a>,
    /// The places of all schemas.
    places: HashSet<&'s SourceLocation>,
    /// The anchors by the resource, or what counts as one, and the index of the name.
    anchors: HashMap<(SourceLocation, usize), Vec<Anchor>>,
}

impl<'s, 'a> DynamicScopes<'s, 'a> {
    pub(super) fn new(schemas: &'s [Schema], references: &'s References<'a>, dynamic: &DynamicReferences) -> Self {
        let places = schemas.iter().map(|schema| &schema.place).collect();
        let mut scopes = Self { schemas, references, places, anchors: HashMap::new() };
        for (name, ids) in dynamic.anchors.iter().enumerate() {
            for (id, schema) in ids.iter().filter_map(|id| Some((*id, schemas.get(id.0)?))) {
                let anchor = Anchor { schema: id, owner: owner(&schema.place) };
                scopes.anchors.entry((scopes.unit(&schema.place), name)).or_default().push(anchor);
            }
        }
        scopes
    }

    /// Returns the schema resource that contains a schema. Without an `$id`, returns the component or the schema of an operation.
    pub(super) fn unit(&self, place: &SourceLocation) -> SourceLocation {
        if let Some(resource) = self.references.resource_with_id(place) {
            return resource;
        }
        let mut topmost = place.clone();
        let mut at = place.pointer.parent();
        while let Some(pointer) = at {
            let here = SourceLocation { file: place.file, pointer };
            at = here.pointer.parent();
            if self.places.contains(&here) {
                topmost = here;
            }
        }
        topmost
    }

    /// Returns the schema to which the resource of a schema binds a name.
    pub(super) fn bound_by(&self, id: SchemaId, name: usize) -> Option<SchemaId> {
        let place = &self.schemas.get(id.0)?.place;
        let anchors = self.anchors.get(&(self.unit(place), name))?;
        if let [only] = anchors.as_slice() {
            return Some(only.schema);
        }
        let mut at = Some(place.clone());
        while let Some(here) = at {
            if let Some(anchor) = anchors.iter().find(|anchor| anchor.owner == here) {
                return Some(anchor.schema);
            }
            at = here.pointer.parent().map(|pointer| SourceLocation { file: here.file, pointer });
        }
        None
    }

    /// Returns the target of a `$dynamicRef` where no dynamic scope binds its name.
    pub(super) fn initial_target(
        &self,
        id: SchemaId,
        reference: &DynamicReference,
        anchors: &[SchemaId],
    ) -> Option<SchemaId> {
        let place = &self.schemas.get(id.0)?.place;
        if self.references.resource_of(place) == reference.resource
            && let Some(bound) = self.bound_by(id, reference.name)
        {
            return Some(bound);
        }
        let at = |anchor: &SchemaId| Some(&self.schemas.get(anchor.0)?.place);
        let is_in_resource = |anchor: &&SchemaId| {
            at(anchor).is_some_and(|place| self.references.resource_of(place) == reference.resource)
        };
        let nearest = anchors.iter().filter(is_in_resource).max_by_key(|anchor| {
            let shared = at(anchor).map_or(0, |other| shared_length(other, place));
            (shared, std::cmp::Reverse(**anchor))
        });
        // Without an anchor in the resource, authors mean the only one of the file.
        nearest.copied().or_else(|| {
            let mut in_file = anchors.iter().filter(|anchor| at(anchor).is_some_and(|other| other.file == place.file));
            in_file.next().copied().filter(|_| in_file.next().is_none())
        })
    }
}

/// Reports each resource that has several anchors of one name, and each `$dynamicRef` whose own resource has none.
pub(super) fn check(schemas: &[Schema], references: &References<'_>, dynamic: &DynamicReferences) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut resources: HashMap<(usize, SourceLocation), SourceLocation> = HashMap::new();
    let mut reported = HashSet::default();
    for (name, ids) in dynamic.anchors.iter().enumerate() {
        let text = dynamic.names.get(name).map_or("", String::as_str);
        for schema in ids.iter().filter_map(|id| schemas.get(id.0)) {
            let key = (name, references.resource_of(&schema.place));
            match resources.get(&key) {
                None => {
                    resources.insert(key, schema.place.clone());
                }
                Some(first) => {
                    let first = first.clone();
                    if *first.pointer.as_str() != *schema.place.pointer.as_str() && reported.insert(key) {
                        found.push(repeated(text, &first, &schema.place));
                    }
                }
            }
        }
    }
    let mut sites: Vec<_> = dynamic.sites.iter().collect();
    sites.sort_by_key(|(id, _)| **id);
    for (id, reference) in sites {
        if let (None, Some(schema), Some(name)) = (
            resources.get(&(reference.name, reference.resource.clone())),
            schemas.get(id.0),
            dynamic.names.get(reference.name),
        ) {
            let message = format!(
                "the schema resource has no `$dynamicAnchor: {name}`; the reference has a target only where a schema that refers to this one binds the name"
            );
            let remedy = format!("add a schema with `$dynamicAnchor: {name}` to `$defs`, as the default");
            found.push(Diagnostic::new(Code::MalformedHarmless, &schema.place.key("$dynamicRef"), message, remedy));
        }
    }
    found
}

fn repeated(name: &str, first: &SourceLocation, second: &SourceLocation) -> Diagnostic {
    let message = format!(
        "several schemas without an `$id` around each have `$dynamicAnchor: {name}`; each component or schema of an operation uses its own"
    );
    let remedy = "give each schema that contains one of them an `$id`, or use different names";
    Diagnostic::new(Code::MalformedHarmless, &second.key("$dynamicAnchor"), message, remedy)
        .related(&first.key("$dynamicAnchor"), "first used here")
}

/// Returns the place of the schema whose `$defs` contain the schema at a place; the place itself, if it is not in `$defs`.
fn owner(place: &SourceLocation) -> SourceLocation {
    let container = place
        .pointer
        .parent()
        .filter(|parent| parent.last().is_some_and(|name| matches!(name.as_str(), "$defs" | "definitions")));
    let owner = container.and_then(|container| container.parent());
    owner.map_or_else(|| place.clone(), |pointer| SourceLocation { file: place.file, pointer })
}

/// Returns the number of segments at the beginning that two places share.
fn shared_length(a: &SourceLocation, b: &SourceLocation) -> usize {
    let (mut first, mut second) = (a.pointer.as_str().split('/'), b.pointer.as_str().split('/'));
    if a.file != b.file {
        return 0;
    }
    std::iter::from_fn(|| Some(first.next()? == second.next()?)).take_while(|same| *same).count()
}
