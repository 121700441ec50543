//! Applies the setting `unknown_members`: which objects keep members that their schemas neither declare nor forbid. Runs when all types
//! exist.
//!
//! A JSON object has at most one map of such members. If flattened parts share the JSON object, the map belongs to the object that contains
//! them.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, FileId, Pointer, SettingKey};
use crate::ir::{Extra, JsonType, Shape, Structure, Type, TypeDef, TypeId};
use crate::openapi::Document;
use crate::settings::UnknownMembers;
use foldhash::{HashMap, HashMapExt};

/// Marks the objects that keep undeclared members. Returns a diagnostic for each entry of the setting that names no object.
pub(super) fn apply(setting: &UnknownMembers, document: &Document, types: &mut [TypeDef]) -> Vec<Diagnostic> {
    let (chosen, unmatched) = match setting {
        UnknownMembers::Ignore => return Vec::new(),
        UnknownMembers::Keep => ((0..types.len()).collect(), Vec::new()),
        UnknownMembers::KeepIn(entries) => chosen_types(entries, document, types),
    };
    let composition = Composition::of(types);
    let closed = composition.closed(types);
    let mut keepers: Vec<usize> = Vec::new();
    let keep = |types: &mut [TypeDef], index: usize| {
        if let Some(Shape::Object(object)) = types.get_mut(index).map(|def| &mut def.shape)
            && object.extra == Extra::Ignored
            && !closed[index]
        {
            object.extra = Extra::Unknown;
            return true;
        }
        false
    };
    for index in chosen {
        if keep(types, index) {
            keepers.push(index);
        }
    }
    // An object also keeps the undeclared members of its flattened parts.
    let mut passed = vec![false; types.len()];
    while let Some(index) = keepers.pop() {
        for &(whole, _) in &composition.wholes[index] {
            let is_object = matches!(types[whole].shape, Shape::Object(_));
            let is_new = if is_object { keep(types, whole) } else { !std::mem::replace(&mut passed[whole], true) };
            if is_new {
                keepers.push(whole);
            }
        }
    }
    unmatched.into_iter().map(no_match).collect()
}

fn no_match(entry: &str) -> Diagnostic {
    Diagnostic::of_setting(
        Code::SettingNoMatch,
        SettingKey::new(&["unknown_members"], Some(entry)),
        format!("`unknown_members` in the settings names `{entry}`, but the document has no such object"),
        "write the name of a component that is an object, or the JSON pointer of a schema; for a union, name its variants",
    )
}

/// Returns the types whose schemas the entries name, or that are written in such a schema, and the entries that name no object.
fn chosen_types<'s>(entries: &'s [String], document: &Document, types: &[TypeDef]) -> (Vec<usize>, Vec<&'s str>) {
    let mut by_pointer: HashMap<Pointer, Vec<(Option<FileId>, &str)>> = HashMap::new();
    let names: BTreeSet<&str> = entries.iter().map(String::as_str).collect();
    for entry in &names {
        if let Some(pointer) = document.pointer_as_read(entry) {
            by_pointer.entry(pointer).or_default().push((None, entry));
        }
    }
    for def in types {
        if let Some(entry) = def.name.in_settings().and_then(|name| names.get(name)) {
            by_pointer.entry(def.place.pointer.clone()).or_default().push((Some(def.place.file), entry));
        }
    }
    let keeps_all = names.contains("*");
    let mut matched: BTreeSet<&str> = BTreeSet::from(["*"]);
    let mut chosen = Vec::new();
    for (index, def) in types.iter().enumerate() {
        let can_be_object = match def.shape {
            Shape::Object(_) | Shape::Alias(_) | Shape::Newtype(_) => true,
            Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) => false,
        };
        let enclosing = || std::iter::successors(Some(def.place.pointer.clone()), Pointer::parent);
        let found: Vec<&str> = enclosing()
            .filter(|_| can_be_object)
            .filter_map(|pointer| by_pointer.get(&pointer))
            .flatten()
            .filter(|(file, _)| file.is_none_or(|file| file == def.place.file))
            .map(|(_, entry)| *entry)
            .collect();
        if keeps_all || !found.is_empty() {
            chosen.push(index);
        }
        matched.extend(found);
    }
    (chosen, names.into_iter().filter(|name| !matched.contains(name)).collect())
}

/// Which definitions describe the same JSON object.
struct Composition {
    /// For each definition, those that it describes together with others.
    wholes: Vec<Vec<(usize, PartRole)>>,
    /// The number of alternatives of each definition.
    alternatives: Vec<usize>,
}

/// The role of a definition in one that contains it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PartRole {
    /// It describes each value.
    Always,
    /// It is a variant of a union, or a flattened part of which one must match.
    Alternative,
    /// It describes some values.
    Sometimes,
}

impl Composition {
    fn of(types: &[TypeDef]) -> Self {
        let mut wholes = vec![Vec::new(); types.len()];
        let mut alternatives = vec![0; types.len()];
        for (index, def) in types.iter().enumerate() {
            for_each_part(&def.shape, &mut |ty, role| {
                alternatives[index] += usize::from(role == PartRole::Alternative);
                if let Some(wholes) = definition(ty).and_then(|id| wholes.get_mut(id.0)) {
                    wholes.push((index, role));
                }
            });
        }
        Self { wholes, alternatives }
    }

    /// Returns for each definition whether it forbids undeclared members, itself or by all alternatives of a part.
    fn closed(&self, types: &[TypeDef]) -> Vec<bool> {
        let mut open = self.alternatives.clone();
        let mut closed = vec![false; types.len()];
        let is_denied = |def: &TypeDef| matches!(&def.shape, Shape::Object(object) if object.extra == Extra::Denied);
        let mut stack: Vec<usize> = (0..types.len()).filter(|index| is_denied(&types[*index])).collect();
        while let Some(index) = stack.pop() {
            if std::mem::replace(&mut closed[index], true) {
                continue;
            }
            for &(whole, role) in &self.wholes[index] {
                let is_closed = match role {
                    PartRole::Always => true,
                    PartRole::Alternative => {
                        open[whole] = open[whole].saturating_sub(1);
                        open[whole] == 0
                    }
                    PartRole::Sometimes => false,
                };
                if is_closed {
                    stack.push(whole);
                }
            }
        }
        closed
    }
}

/// Calls `visit` for each part that describes the same JSON object as the shape.
fn for_each_part<'t>(shape: &'t Shape, visit: &mut dyn FnMut(&'t Type, PartRole)) {
    match shape {
        Shape::Object(object) => object.flattened.iter().for_each(|part| {
            let role = match part.any_group {
                Some(_) => PartRole::Alternative,
                None if part.required => PartRole::Always,
                None => PartRole::Sometimes,
            };
            visit(&part.ty, role);
        }),
        Shape::Union(union) => {
            let variants = union.variants.iter().filter(|variant| variant.json_types.contains(&JsonType::Object));
            variants.for_each(|variant| visit(&variant.ty, PartRole::Alternative));
        }
        Shape::Alias(ty) | Shape::Newtype(ty) => visit(ty, PartRole::Always),
        Shape::Enumeration(_) | Shape::Tuple(_) => {}
    }
}

/// Returns the definition of the values other than null.
fn definition(mut ty: &Type) -> Option<TypeId> {
    loop {
        ty = match ty.structure() {
            Structure::Named(id) => return Some(id),
            Structure::Nullable(inner) | Structure::Boxed(inner) => inner,
            Structure::Leaf | Structure::List(_) | Structure::Map(_) => return None,
        };
    }
}
