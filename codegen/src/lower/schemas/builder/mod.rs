//! The builder: creates the types.
//!
//! It knows the analysis, the settings and the IR. It asks the analysis about schemas; only `coverage` walks the document
//! itself. It owns all mutable output: definitions, coverage notes and diagnostics. It does not import `rules`, which run when
//! all types exist.
//!
//! The methods of [`TypeBuilder`] create types and call each other. A function that only reads is not a method: it takes the
//! analysis, the settings or a definition as an argument.
//!
//! `typing` decides which kind of Rust type an intersection becomes. Each construct has a file: `scalar`, `enumeration`, `array`,
//! `object`, `flattened`, `union`, `family`. Type expressions are created at once. The bodies of definitions wait in a queue
//! (`definitions`), so that the nesting and the recursion of a document do not become depth of the call stack.
//!
//! Architecture invariant: an intersection has one definition. It is found by the identity of its schemas; equal text in two
//! places makes two types.

mod array;
mod branches;
mod components;
mod constraints;
mod coverage;
mod definitions;
mod docs;
mod enumeration;
mod enumeration_base;
mod family;
mod flattened;
mod foreign;
mod object;
mod rounding;
mod scalar;
mod sealed;
mod tag_members;
mod typing;
mod union;
mod unknown_members;
mod unsatisfiable;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use foldhash::{HashMap, HashMapExt};

use super::UncheckedFormats;
use super::analysis::branches::SiblingTags;
use super::analysis::schema::{Intersection, SchemaAnalysis};
use super::settings::TypeSettings;
use crate::diag::Diagnostics;
use crate::ir::{CoverageNote, Type, TypeDef, TypeId};
use definitions::{Definitions, PendingBody};
use tag_members::MovedMember;

pub(super) use constraints::constraints_of;
pub(super) use definitions::DefinitionOwner;
pub(super) use docs::docs_of;
pub(super) use tag_members::add_tag_members;

/// Creates the types of a document.
pub(super) struct TypeBuilder<'d> {
    analysis: &'d SchemaAnalysis<'d>,
    settings: TypeSettings,
    definitions: Definitions,
    /// The members that are required next to each choice, and listed in each of its branches.
    sibling_tags: SiblingTags,
    /// Required members of objects that the branches of their unions declare instead.
    moved_members: Vec<MovedMember>,
    /// The unions of values that are only declared under conditions, by their alternatives.
    open_unions: HashMap<Vec<Intersection>, Type>,
    /// The intersections that are typed, or being typed.
    typed: HashMap<Intersection, TypingState>,
    /// Definitions whose bodies are still to be built.
    queue: VecDeque<(TypeId, PendingBody<'d>)>,
    unchecked_formats: UncheckedFormats,
    /// The crates whose types the document asks for, but the settings do not allow.
    refused_crates: BTreeSet<String>,
    coverage: Vec<CoverageNote>,
    diagnostics: Diagnostics,
    /// The number of list, map and union expressions around the one that is being typed.
    depth: usize,
    /// No further combinations of schemas are typed when there are more types than this.
    max_types: usize,
}

/// Progress of creating the type of an intersection.
enum TypingState {
    /// It is being typed. It has a definition if it occurred again inside itself.
    InProgress(Option<TypeId>),
    /// It has this type.
    Done(Type),
}

/// The result of a builder.
pub(super) struct BuiltTypes {
    pub(super) types: Vec<TypeDef>,
    /// The intersection of each definition.
    pub(super) intersections: BTreeMap<TypeId, Intersection>,
    pub(super) sibling_tags: SiblingTags,
    pub(super) unchecked_formats: UncheckedFormats,
    pub(super) coverage: Vec<CoverageNote>,
    pub(super) diagnostics: Diagnostics,
}

impl<'d> TypeBuilder<'d> {
    pub(super) fn new(analysis: &'d SchemaAnalysis<'d>, settings: TypeSettings) -> Self {
        Self {
            analysis,
            settings,
            definitions: Definitions::default(),
            sibling_tags: SiblingTags::new(),
            moved_members: Vec::new(),
            open_unions: HashMap::new(),
            typed: HashMap::new(),
            queue: VecDeque::new(),
            unchecked_formats: UncheckedFormats::default(),
            refused_crates: BTreeSet::new(),
            coverage: coverage::notes_of_document(analysis),
            diagnostics: Diagnostics::default(),
            depth: 0,
            max_types: 10_000 + 4 * analysis.document().schemas.len(),
        }
    }

    /// Returns the types. Reports settings that name nothing in the document.
    pub(super) fn finish(self) -> BuiltTypes {
        let Self {
            analysis,
            definitions,
            settings,
            coverage,
            mut diagnostics,
            moved_members,
            sibling_tags,
            unchecked_formats,
            ..
        } = self;
        let (mut types, intersections) = definitions.finish();
        tag_members::require_moved_members(&mut types, moved_members);
        let unmatched = unknown_members::apply(&settings.unknown_members, analysis.document(), &mut types);
        unmatched.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        settings
            .without_effect(&types, &foreign::crates(analysis.document()))
            .into_iter()
            .for_each(|diagnostic| diagnostics.push(diagnostic));
        BuiltTypes { types, intersections, sibling_tags, unchecked_formats, coverage, diagnostics }
    }
}
