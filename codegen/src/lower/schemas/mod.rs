//! Schemas become types.
//!
//! [`SchemaLowering`] is the whole interface: components first, then a type for each place of an operation that has a
//! schema, then the finished list of definitions.
//!
//! Inside, everything that is typed is a `meet::Meet`: what several schemas allow together. `allOf`, `$ref` with siblings and
//! a base beside a `oneOf` are all meets. A meet is first stripped to its *heads* (`facts`); a single component among them is
//! a reference to that component's definition; else the meet is taken apart into *facts* and typed by construct, a file each:
//! `scalar`, `enumeration`, `array`, `object`, `flats`, `union`. Type expressions are made at once; the bodies of
//! definitions wait in a queue, so that depth and recursion of a document never become depth of the stack.
//!
//! Architecture invariant: a definition that was made for a meet is found again for the same meet, by the identity of its
//! schemas; equal text in two places makes two types.

mod array;
mod components;
mod constraints;
mod coverage;
mod docs;
mod enumeration;
mod facts;
mod flats;
mod inherit;
mod keywords;
mod kinds;
mod meet;
mod numbers;
mod object;
mod overlap;
mod rounding;
mod rules;
mod scalar;
mod settings;
mod tags;
#[cfg(test)]
mod tests;
mod typing;
mod union;

use std::collections::{BTreeMap, VecDeque};

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Constraints, CoverageNote, Docs, JsonKind, OperationPart, Type, TypeDef, TypeId};
use crate::openapi::{Document, SchemaId};

use inherit::Inheritance;
use kinds::SchemaKinds;
use meet::{Meet, Part};
use typing::{Body, Owner};

pub use settings::{FormatType, TypeSettings};

/// Members by name, in their order.
type IndexMap<K, V> = indexmap::IndexMap<K, V, foldhash::fast::RandomState>;

/// Turns the schemas of a document into types.
pub struct SchemaLowering<'d> {
    document: &'d Document,
    settings: TypeSettings,
    /// The types of each schema, by index.
    kinds: Vec<SchemaKinds>,
    inheritance: Inheritance,
    /// The definition of each component.
    components: HashMap<SchemaId, TypeId>,
    types: Vec<TypeDef>,
    /// What each definition was made for.
    meets: BTreeMap<TypeId, Meet>,
    /// The type of each meet that was typed; `None` while it is being typed.
    known: HashMap<Meet, Known>,
    /// Definitions whose bodies are still to be made.
    queue: VecDeque<(TypeId, Body<'d>)>,
    coverage: Vec<CoverageNote>,
    diagnostics: Diagnostics,
    /// How many list, map and union expressions are being typed around the present one.
    depth: usize,
    /// When there are more types than this, no more combinations of schemas are typed.
    most_types: usize,
}

/// What is known of a meet.
enum Known {
    /// It is being typed; if it was met again inside itself, by a definition of its own.
    Pending(Option<TypeId>),
    /// Its type.
    Done(Type),
}

/// A place of an operation that has a schema: it names the type, if one has to be defined for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Site {
    /// Index into the operations (or webhooks) of the API.
    pub operation: usize,
    /// Whether the index is one of the webhooks.
    pub webhook: bool,
    /// Which part of it.
    pub part: OperationPart,
}

/// What [`SchemaLowering::finish`] hands over.
#[derive(Debug, Default)]
pub struct LoweredSchemas {
    /// All types, components first and in their order.
    pub types: Vec<TypeDef>,
    /// What was not carried over in full.
    pub coverage: Vec<CoverageNote>,
    /// What is wrong.
    pub diagnostics: Diagnostics,
}

impl<'d> SchemaLowering<'d> {
    /// Starts on a document.
    #[must_use]
    pub fn new(document: &'d Document, settings: TypeSettings) -> Self {
        let mut diagnostics = Diagnostics::default();
        enumeration::misfits(document, &mut diagnostics);
        Self {
            document,
            settings,
            kinds: kinds::analyse(document),
            inheritance: Inheritance::of(document),
            components: HashMap::new(),
            types: Vec::new(),
            meets: BTreeMap::new(),
            known: HashMap::new(),
            queue: VecDeque::new(),
            coverage: coverage::notes(document),
            diagnostics,
            depth: 0,
            most_types: 10_000 + 4 * document.schemas.len(),
        }
    }

    /// The type of a schema where it is used by an operation. `Nullable` if null is a value of it.
    pub fn ty(&mut self, schema: SchemaId, site: &Site) -> Type {
        let meet = self.meet_of(schema);
        let ty = self.ty_of(&meet, &Owner::Site(site.clone()));
        self.drain();
        ty
    }

    /// What `validate()` checks of a value of the schema itself (not of what is inside it).
    #[must_use]
    pub fn constraints(&self, schema: SchemaId) -> Constraints {
        self.constraints_of(&self.meet_of(schema))
    }

    /// The documentation of the schema at the place where it stands.
    #[must_use]
    pub fn docs(&self, schema: SchemaId) -> Docs {
        self.docs_of(&[schema])
    }

    /// `default`, of the schema or of what it refers to.
    #[must_use]
    pub fn default_value(&self, schema: SchemaId) -> Option<Value> {
        self.referred(schema).find_map(|id| self.words(id)?.default.clone())
    }

    /// The JSON types that a value of the schema can have.
    #[must_use]
    pub fn json_kinds(&self, schema: SchemaId) -> Vec<JsonKind> {
        self.kinds_of_schema(schema).effective().list()
    }

    /// The only value that fits the schema: a `const`, or an enum of one.
    #[must_use]
    pub fn fixed_value(&self, schema: SchemaId) -> Option<Value> {
        match self.values_of(&[Part::whole(schema)])?.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// Whether a value of the schema is a file: a string of `format: binary`, or one with a `contentMediaType` and no
    /// `contentEncoding`. `Some(true)` for a list of files.
    #[must_use]
    pub fn file(&self, schema: SchemaId) -> Option<bool> {
        self.file_of(schema, false)
    }

    /// Ends the work: all definitions, and what is to be said about them.
    #[must_use]
    pub fn finish(mut self) -> LoweredSchemas {
        self.check_settings();
        let (rules, notes) = rules::all(&self);
        self.types.iter_mut().zip(rules).for_each(|(def, rules)| def.rules = rules);
        self.coverage.extend(notes);
        tags::fill(&mut self.types);
        let mut said = HashSet::new();
        self.coverage.retain(|note| said.insert((note.kind, note.construct.clone(), note.place.clone())));
        LoweredSchemas { types: self.types, coverage: self.coverage, diagnostics: self.diagnostics }
    }

    fn check_settings(&mut self) {
        for name in self.settings.unmatched(&self.types) {
            let message = format!("`sealed` of the settings names `{name}`, which is no enum or union of the document");
            let remedy = "write the name of a component, or the pointer of a schema";
            self.diagnostics.push(Diagnostic::new(Code::SettingNoMatch, &Place::default(), message, remedy));
        }
        for name in self.settings.untyped(&self.types) {
            let message = format!("`types` of the settings names `{name}`, which the document does not have");
            let remedy = "write the name of a component, or `Component.member`, as the document writes them";
            self.diagnostics.push(Diagnostic::new(Code::SettingNoMatch, &Place::default(), message, remedy));
        }
    }
}
