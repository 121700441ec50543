//! Reads `$dynamicRef`, and replaces it by a reference when all schemas are read.

use super::super::children::Role;
use super::super::node::Node;
use super::super::references::References;
use super::super::schema::{Schema, SchemaId, SchemaKind};
use super::SchemaReader;
use super::dynamic_scopes::{self, DynamicReference, DynamicReferences, DynamicScopes, MAX_NAMES};
use super::equal_instances::merge_equal;
use super::instances::{Instances, instantiate};
use crate::diag::{Code, Diagnostic};
use foldhash::{HashSet, HashSetExt};

impl<'a> SchemaReader<'_, 'a> {
    /// Reads the `$dynamicRef` of a schema. Returns one of its possible targets; [`bind`] chooses.
    pub(super) fn dynamic_ref(&mut self, node: &Node<'a>, reference: &str) -> Option<SchemaId> {
        const KEYWORD: &str = "$dynamicRef";
        let Some((name, resource)) = self.references.dynamic_name(&node.place, reference) else {
            return self.schema_ref(node, KEYWORD, reference);
        };
        let known = self.dynamic.names.iter().position(|other| *other == name);
        let index = known.unwrap_or(self.dynamic.names.len());
        if index >= MAX_NAMES {
            let message = format!(
                "`$dynamicRef`s have more than {MAX_NAMES} different names; this one always refers to the same schema"
            );
            let place = node.place.key(KEYWORD);
            let remedy = "use fewer names";
            self.reports.report(Diagnostic::new(Code::NotFullySupported, &place, message, remedy));
            return self.schema_ref(node, KEYWORD, reference);
        }
        if known.is_none() {
            let anchors = self.references.dynamic_anchors(&name).map(|anchor| self.table.intern(anchor)).collect();
            self.dynamic.names.push(name);
            self.dynamic.anchors.push(anchors);
        }
        let id = self.table.intern(node.clone());
        self.dynamic.sites.insert(id, DynamicReference { name: index, resource });
        self.dynamic.anchors.get(index)?.first().copied()
    }
}

/// Replaces each `$dynamicRef` by a reference to the schema that it means. Adds copies of the schemas that mean something else in
/// different dynamic scopes. `used` are the schemas that operations contain.
pub(super) fn bind(
    schemas: &mut Vec<Schema>,
    references: &References<'_>,
    dynamic: &DynamicReferences,
    used: impl Iterator<Item = SchemaId>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if !dynamic.sites.is_empty() {
        diagnostics = dynamic_scopes::check(schemas, references, dynamic);
        let scopes = DynamicScopes::new(schemas, references, dynamic);
        let Instances { mut by_id, diagnostics: found } = instantiate(schemas, dynamic, &scopes);
        diagnostics.extend(found);
        merge_equal(&mut by_id, schemas.len());
        for (id, instance) in by_id {
            let kind = SchemaKind::Keywords(Box::new(instance.keywords));
            match schemas.get_mut(id.0) {
                Some(schema) => schema.kind = kind,
                None => {
                    let place = schemas.get(instance.origin.0).map(|origin| origin.place.clone()).unwrap_or_default();
                    schemas.push(Schema { place, kind, is_unnamed: true });
                }
            }
        }
    }
    name_anchors(schemas, dynamic);
    diagnostics.extend(unbound(schemas, dynamic, used));
    diagnostics
}

/// Marks the anchors that nothing but `$dynamicRef`s refer to: names such as `T` say nothing.
fn name_anchors(schemas: &mut [Schema], dynamic: &DynamicReferences) {
    let mut unnamed: HashSet<SchemaId> = dynamic.anchors.iter().flatten().copied().collect();
    if unnamed.is_empty() {
        return;
    }
    for schema in &*schemas {
        let SchemaKind::Keywords(keywords) = &schema.kind else { continue };
        for (_, id) in keywords.children_by(|role| role != Role::DynamicReference) {
            unnamed.remove(&id);
        }
    }
    for id in unnamed {
        schemas.get_mut(id.0).into_iter().for_each(|schema| schema.is_unnamed = true);
    }
}

/// Replaces each `$dynamicRef` by a `$ref`, unless the schema has a `$ref`, too.
pub(super) fn read_as_references(schemas: &mut [Schema]) {
    for schema in schemas {
        if let SchemaKind::Keywords(keywords) = &mut schema.kind
            && keywords.reference.is_none()
        {
            keywords.reference = keywords.dynamic_reference.take();
        }
    }
}

/// Reports the `$dynamicRef`s that operations use without a binding, and that then allow no value: `not: {}` is the usual default of a
/// template.
fn unbound(schemas: &[Schema], dynamic: &DynamicReferences, used: impl Iterator<Item = SchemaId>) -> Vec<Diagnostic> {
    if dynamic.sites.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut stack: Vec<SchemaId> = used.collect();
    let mut seen = HashSet::new();
    while let Some(id) = stack.pop() {
        let Some(Schema { kind: SchemaKind::Keywords(keywords), place, .. }) = schemas.get(id.0) else { continue };
        if !seen.insert(id) {
            continue;
        }
        stack.extend(keywords.children().map(|(_, id)| id));
        let target = keywords.dynamic_reference;
        let is_never = |target: SchemaId| {
            schemas.get(target.0).is_some_and(|schema| matches!(schema.kind, SchemaKind::Bool(false)))
        };
        if let Some(name) = dynamic.sites.get(&id).and_then(|reference| dynamic.names.get(reference.name))
            && target.is_some_and(is_never)
        {
            let message = format!(
                "an operation uses this schema where nothing binds `{name}`; then `$dynamicRef` refers to the default, which allows no value"
            );
            let remedy = format!(
                "add a schema with `$dynamicAnchor: {name}` to the `$defs` next to the `$ref` that the operation uses"
            );
            found.push((place.key("$dynamicRef"), message, remedy));
        }
    }
    found.sort();
    let diagnostics = found.into_iter();
    diagnostics
        .map(|(place, message, remedy)| Diagnostic::new(Code::NotFullySupported, &place, message, remedy))
        .collect()
}
