//! Dynamic scopes: which `$dynamicAnchor`s a schema binds for the schemas that it contains or refers to (JSON Schema 2020-12, core,
//! 7.1 and 8.2.3.2).
//!
//! The specification binds the anchors of a schema resource, the schemas below one `$id`. Authors often leave `$id` out. Then each
//! component, and each schema of an operation, counts as a resource of its own. If a resource has several anchors of one name, each schema
//! uses the one that encloses it.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::super::references::References;
use super::super::schema::{Schema, SchemaId};
use crate::diag::{Code, Diagnostic, FileId, SourceLocation};

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

/// Tells which anchors each schema binds.
pub(super) struct DynamicScopes<'s, 'a> {
    schemas: &'s [Schema],
    references: &'s References<'a>,
    /// The places of all schemas.
    places: HashSet<&'s SourceLocation>,
    /// The anchors by the resource, or what counts as one, and the index of the name.
    in_unit: HashMap<(SourceLocation, usize), Anchors>,
    /// The anchors by the schema that encloses each: the one with the `$defs` that contain it, or itself.
    enclosed: HashMap<(SourceLocation, usize), SchemaId>,
    /// The anchors by the resource.
    in_resource: HashMap<(SourceLocation, usize), SchemaId>,
    /// The anchors by the file.
    in_file: HashMap<(FileId, usize), Anchors>,
}

/// Anchors of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchors {
    One(SchemaId),
    Several,
}

impl Anchors {
    fn only(self) -> Option<SchemaId> {
        match self {
            Self::One(schema) => Some(schema),
            Self::Several => None,
        }
    }
}

impl<'s, 'a> DynamicScopes<'s, 'a> {
    pub(super) fn new(schemas: &'s [Schema], references: &'s References<'a>, dynamic: &DynamicReferences) -> Self {
        let mut scopes = Self {
            schemas,
            references,
            places: schemas.iter().map(|schema| &schema.place).collect(),
            in_unit: HashMap::new(),
            enclosed: HashMap::new(),
            in_resource: HashMap::new(),
            in_file: HashMap::new(),
        };
        for (name, ids) in dynamic.anchors.iter().enumerate() {
            for (id, schema) in ids.iter().filter_map(|id| Some((*id, schemas.get(id.0)?))) {
                let place = &schema.place;
                let unit = scopes.unit(place);
                let several = |anchors: &mut Anchors| *anchors = Anchors::Several;
                scopes.in_unit.entry((unit, name)).and_modify(several).or_insert(Anchors::One(id));
                scopes.in_file.entry((place.file, name)).and_modify(several).or_insert(Anchors::One(id));
                scopes.enclosed.entry((owner(place), name)).or_insert(id);
                scopes.in_resource.entry((references.resource_of(place), name)).or_insert(id);
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
        let unit = self.unit(place);
        if let Anchors::One(only) = self.in_unit.get(&(unit.clone(), name))? {
            return Some(*only);
        }
        let mut at = place.clone();
        loop {
            let key = (at, name);
            if let Some(anchor) = self.enclosed.get(&key) {
                return Some(*anchor);
            }
            at = key.0;
            if at == unit {
                return None;
            }
            at = SourceLocation { file: at.file, pointer: at.pointer.parent()? };
        }
    }

    /// Returns the target of a `$dynamicRef` where no dynamic scope binds its name. Without an anchor in the resource, authors mean the
    /// only one of the file.
    pub(super) fn initial_target(&self, id: SchemaId, reference: &DynamicReference) -> Option<SchemaId> {
        let place = &self.schemas.get(id.0)?.place;
        let own = || self.bound_by(id, reference.name);
        let bound = if self.references.resource_of(place) == reference.resource { own() } else { None };
        bound
            .or_else(|| self.in_resource.get(&(reference.resource.clone(), reference.name)).copied())
            .or_else(|| self.in_file.get(&(place.file, reference.name)).and_then(|anchors| anchors.only()))
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
