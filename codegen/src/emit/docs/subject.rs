//! First lines for types that the document does not describe: what the type is, from its place or from its first use.

use super::{cell, code_span};
use crate::emit::rust::{Lookup, bare};
use crate::ir::{
    Direction, FeatureGate, NameSource, Operation, OperationPart, Shape, Status, Structure, Type, TypeId, TypePart,
};

/// The first use of each type, for types that have no place of their own.
pub(in crate::emit) struct Subjects<'a> {
    lookup: Lookup<'a>,
    first_uses: Vec<Option<TypeUse>>,
}

/// A use of a component. All indices are those of the IR.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TypeUse {
    /// The request body of an operation.
    Request(usize, Containment),
    /// The body of a successful response of an operation.
    Response(usize, Containment),
    /// The body of an error response of an operation.
    Failure(usize),
    /// A member of a type.
    Member(TypeId, usize, Containment),
    /// A branch of a union.
    Variant(TypeId),
}

/// How a type is contained in another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Containment {
    Directly,
    InList,
    InMap,
}

impl Containment {
    /// Returns the first words of a subject.
    fn of(self, directly: &'static str) -> &'static str {
        match self {
            Self::Directly => directly,
            Self::InList => "Items of",
            Self::InMap => "Values of",
        }
    }
}

impl<'a> Subjects<'a> {
    pub(in crate::emit) fn new(lookup: Lookup<'a>) -> Self {
        let mut subjects = Self { lookup, first_uses: vec![None; lookup.api.types.len()] };
        for (index, operation) in lookup.api.operations.iter().enumerate() {
            let media = operation.body.iter().flat_map(|body| &body.media);
            media.filter_map(|media| media.codec.ty()).for_each(|ty| {
                subjects.add(ty, |containment| TypeUse::Request(index, containment));
            });
            let media = operation.successes.iter().flat_map(|response| &response.media);
            media.filter_map(|media| media.codec.ty()).for_each(|ty| {
                subjects.add(ty, |containment| TypeUse::Response(index, containment));
            });
            let media = operation.failures.iter().flat_map(|response| &response.media);
            media.filter_map(|media| media.codec.ty()).for_each(|ty| subjects.add(ty, |_| TypeUse::Failure(index)));
        }
        for (id, def) in (0..).map(TypeId).zip(&lookup.api.types).filter(|(_, def)| def.gate != FeatureGate::Never) {
            for (index, member) in def.shape.members().iter().enumerate() {
                subjects.add(&member.ty, |containment| TypeUse::Member(id, index, containment));
            }
            if let Shape::Union(union) = &def.shape {
                union.variants.iter().for_each(|variant| subjects.add(&variant.ty, |_| TypeUse::Variant(id)));
            }
        }
        subjects
    }

    /// Records the use of a definition, unless an earlier one is known.
    fn add(&mut self, ty: &Type, make: impl FnOnce(Containment) -> TypeUse) {
        if let Some((id, containment)) = named(ty)
            && let Some(first @ None) = self.first_uses.get_mut(id.0)
        {
            *first = Some(make(containment));
        }
    }

    /// Returns the first line of a type without a description. It is Markdown, with links.
    pub(in crate::emit) fn of(&self, id: TypeId) -> String {
        self.by_place(id, id).or_else(|| self.by_use(id)).unwrap_or_default()
    }

    /// Describes a type by its own place. `from` is the type whose documentation contains the text.
    fn by_place(&self, id: TypeId, from: TypeId) -> Option<String> {
        let api = self.lookup.api;
        match &api.type_def(id).name {
            NameSource::Part { parent, part, .. } => Some(self.of_part(id, *parent, part, from)),
            NameSource::Operation { operation, webhook: true, .. } => {
                let name = &api.webhooks.get(*operation)?.name;
                Some(format!("Body of the webhook {}.", cell_code(name)))
            }
            NameSource::Operation { operation, part, .. } => of_operation(id, api.operations.get(*operation)?, part),
            NameSource::Merged { places, .. } => self.by_place(*places.first()?, from),
            NameSource::Component(_) | NameSource::Referenced(_) | NameSource::Given(_) => None,
        }
    }

    fn by_use(&self, id: TypeId) -> Option<String> {
        let request = |index: usize| self.lookup.api.operations.get(index).map(request_line);
        Some(match (*self.first_uses.get(id.0)?)? {
            TypeUse::Request(index, Containment::Directly) => format!("Request body of {}.", request(index)?),
            TypeUse::Request(index, containment) => {
                format!("{} the request body of {}.", containment.of(""), request(index)?)
            }
            TypeUse::Response(index, Containment::Directly) => format!("Response of {}.", request(index)?),
            TypeUse::Response(index, containment) => {
                format!("{} the response of {}.", containment.of(""), request(index)?)
            }
            TypeUse::Failure(index) => format!("Error response of {}.", request(index)?),
            TypeUse::Member(parent, index, containment) => {
                format!("{} {}.", containment.of("Value of"), self.member(parent, index, id))
            }
            TypeUse::Variant(parent) => format!("Variant of {}.", self.link(parent, id)),
        })
    }

    fn of_part(&self, id: TypeId, parent: TypeId, part: &TypePart, from: TypeId) -> String {
        let owner = self.link(parent, from);
        match part {
            TypePart::Member(wire) => {
                let members = self.lookup.api.shape(parent).map(Shape::members).unwrap_or_default();
                let Some(index) = members.iter().position(|member| member.wire == *wire) else {
                    return format!("Value of the property {} of {owner}.", cell_code(wire));
                };
                let containment = members.get(index).and_then(|member| named(&member.ty));
                let containment = containment.filter(|(named, _)| *named == id).map(|(_, containment)| containment);
                let words = containment.unwrap_or(Containment::Directly).of("Value of");
                format!("{words} {}.", self.member(self.lookup.api.definition(parent), index, from))
            }
            TypePart::Item => format!("Items of {owner}."),
            TypePart::Value => format!("Values of {owner}."),
            TypePart::Variant(_) => format!("Variant of {owner}."),
            TypePart::TupleItem(index) => format!("Item {} of {owner}.", index + 1),
            TypePart::Flattened(_) => format!("Properties of {owner}, in the same JSON object."),
            TypePart::View(Direction::Request) => format!("{owner} in requests, without its read-only properties."),
            TypePart::View(Direction::Response) => format!("{owner} in responses, without its write-only properties."),
            TypePart::NonNull => format!("{owner} without null."),
            TypePart::OwnMembers => format!("The common properties of {owner}."),
            TypePart::SeveralObjects => format!("Value that matches several variants of {owner}."),
        }
    }

    /// Returns the name of a type, with a link if the type exists in every build that contains `from`.
    fn link(&self, id: TypeId, from: TypeId) -> String {
        let name = bare(&self.lookup.names.ty(id).name);
        if self.is_linked(id, from) { format!("[`{name}`](super::{name})") } else { format!("`{name}`") }
    }

    fn member(&self, id: TypeId, index: usize, from: TypeId) -> String {
        let names = self.lookup.names.ty(id);
        let Some(field) = names.parts.get(index) else { return self.link(id, from) };
        let (name, field) = (bare(&names.name), bare(field));
        if self.is_linked(id, from) {
            format!("[`{name}::{field}`](super::{name}::{field})")
        } else {
            format!("`{name}::{field}`")
        }
    }

    fn is_linked(&self, id: TypeId, from: TypeId) -> bool {
        let api = self.lookup.api;
        let (def, from) = (api.type_def(id), api.type_def(from));
        self.lookup.names.is_item(id, &def.shape) && (def.gate == FeatureGate::Always || def.gate == from.gate)
    }
}

/// Returns the definition in a type, and how it is contained.
fn named(ty: &Type) -> Option<(TypeId, Containment)> {
    match ty.structure() {
        Structure::Named(id) => Some((id, Containment::Directly)),
        Structure::Nullable(inner) | Structure::Boxed(inner) => named(inner),
        Structure::List(inner) => named(inner).map(|(id, _)| (id, Containment::InList)),
        Structure::Map(inner) => named(inner).map(|(id, _)| (id, Containment::InMap)),
        Structure::Leaf => None,
    }
}

fn of_operation(id: TypeId, operation: &Operation, part: &OperationPart) -> Option<String> {
    let request = request_line(operation);
    let contained = |ty: Option<&Type>| {
        ty.and_then(named)
            .filter(|(named, _)| *named == id)
            .map_or(Containment::Directly, |(_, containment)| containment)
    };
    Some(match part {
        OperationPart::Body(index) => {
            let media = operation.body.as_ref().and_then(|body| body.media.get(*index));
            match contained(media.and_then(|media| media.codec.ty())) {
                Containment::Directly => format!("Request body of {request}."),
                containment => format!("{} the request body of {request}.", containment.of("")),
            }
        }
        OperationPart::Response(status, index) => {
            let responses = operation.successes.iter().chain(&operation.failures);
            let mut responses = responses.filter(|response| number(response.status) == *status);
            let media = responses.next().and_then(|response| response.media.get(*index));
            match contained(media.and_then(|media| media.codec.ty())) {
                Containment::Directly => format!("Response of {request}{}.", of_status(*status)),
                containment => format!("{} the response of {request}{}.", containment.of(""), of_status(*status)),
            }
        }
        OperationPart::Parameter(wire) => {
            let parameter = operation.parameters.iter().find(|parameter| parameter.wire == *wire);
            let containment = contained(parameter.map(|parameter| &parameter.ty));
            format!("{} the parameter {} of {request}.", containment.of("Value of"), cell_code(wire))
        }
        OperationPart::Header(wire) => format!("Value of the response header {} of {request}.", cell_code(wire)),
    })
}

/// Returns the number of a status in [`OperationPart::Response`].
fn number(status: Status) -> usize {
    match status {
        Status::Exact(status) => usize::from(status),
        Status::Range(first) => usize::from(first),
        Status::Default => 0,
    }
}

/// Describes a status that is not the usual one of a success.
fn of_status(status: usize) -> String {
    match status {
        0 => " with any other status".to_owned(),
        2 | 200..=299 => String::new(),
        range @ 1..=9 => format!(" with a status {range}XX"),
        status => format!(" with status {status}"),
    }
}

fn request_line(operation: &Operation) -> String {
    code_span(&format!("{} {}", operation.method, operation.path_template))
}

/// Returns a name of the document as a code span on one line.
fn cell_code(name: &str) -> String {
    if name.trim().is_empty() { cell(name) } else { code_span(name) }
}
