//! Views of types with `readOnly` and `writeOnly` members.
//!
//! If the type of a body contains, at any depth, a required member that must not be sent in that direction, the body gets a view of the
//! type: a copy without such members. The type itself is not changed.

use std::collections::BTreeMap;

use crate::diag::Diagnostics;
use crate::ir::{
    Access, Api, Direction, Extra, Member, NameSource, Object, Shape, Type, TypeDef, TypeId, TypePart, Union,
    for_each_expression, for_each_expression_mut, mentioned_definition, mentioned_definition_mut,
};
use crate::settings::ApiSettings;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    for direction in [Direction::Request, Direction::Response] {
        let mut views = Views::new(api, direction);
        if views.affected.is_empty() {
            continue;
        }
        for operation in &mut api.operations {
            match direction {
                Direction::Request => {
                    let media = operation.body.iter_mut().flat_map(|body| &mut body.media);
                    media.filter_map(|media| media.codec.ty_mut()).for_each(|ty| views.redirect(ty, &mut api.types));
                }
                Direction::Response => {
                    let responses = operation.successes.iter_mut().chain(&mut operation.failures);
                    let media = responses.flat_map(|response| &mut response.media);
                    media.filter_map(|media| media.codec.ty_mut()).for_each(|ty| views.redirect(ty, &mut api.types));
                }
            }
        }
        views.complete(&mut api.types);
    }
}

struct Views {
    direction: Direction,
    /// Types that contain a required member that must not be sent in this direction.
    affected: HashSet<TypeId>,
    /// The discriminator properties of the branches of unions. They are always sent.
    tags: HashMap<TypeId, HashSet<String>>,
    /// The view of each type that has one.
    made: BTreeMap<TypeId, TypeId>,
    /// Views whose expressions still mention the original types.
    unfinished: Vec<TypeId>,
}

impl Views {
    fn new(api: &Api, direction: Direction) -> Self {
        let tags = tags(api);
        let mut containers: Vec<Vec<usize>> = vec![Vec::new(); api.types.len()];
        let mut stack = Vec::new();
        for (index, def) in api.types.iter().enumerate() {
            for_each_expression(&def.shape, &mut |ty| {
                if let Some(containers) = mentioned_definition(ty).and_then(|id| containers.get_mut(id.0)) {
                    containers.push(index);
                }
            });
            let id = TypeId(index);
            if let Shape::Object(object) = &def.shape
                && object.members.iter().any(|member| member.required && !is_kept(&tags, id, member, direction))
            {
                stack.push(index);
            }
        }
        let mut affected = HashSet::new();
        while let Some(index) = stack.pop() {
            if affected.insert(TypeId(index)) {
                stack.extend(containers.get(index).into_iter().flatten());
            }
        }
        Self { direction, affected, tags, made: BTreeMap::new(), unfinished: Vec::new() }
    }

    /// Replaces the type in an expression by its view.
    fn redirect(&mut self, ty: &mut Type, types: &mut Vec<TypeDef>) {
        if let Some(id) = mentioned_definition_mut(ty)
            && self.affected.contains(id)
        {
            *id = self.view(*id, types);
        }
    }

    fn view(&mut self, id: TypeId, types: &mut Vec<TypeDef>) -> TypeId {
        if let Some(view) = self.made.get(&id) {
            return *view;
        }
        let view = TypeId(types.len());
        let Some(def) = types.get(id.0) else { return id };
        let mut def = def.clone();
        def.name = NameSource::Part { parent: id, part: TypePart::View(self.direction), title: None };
        if let Shape::Object(object) = &mut def.shape {
            let direction = self.direction;
            let has_map = matches!(object.extra, Extra::Kept(_) | Extra::Unknown);
            let of_parts = if has_map { self.withheld_by_parts(object, types) } else { Vec::new() };
            let members = std::mem::take(&mut object.members).into_iter();
            let (kept, withheld): (Vec<_>, Vec<_>) =
                members.partition(|member| is_kept(&self.tags, id, member, direction));
            object.members = kept;
            if has_map {
                object.withheld = withheld.into_iter().map(|member| member.wire).chain(of_parts).collect();
            }
        }
        types.push(def);
        self.made.insert(id, view);
        self.unfinished.push(view);
        view
    }

    /// Returns the members that the views of an object's flattened parts leave out.
    fn withheld_by_parts(&self, object: &Object, types: &[TypeDef]) -> Vec<String> {
        let mut withheld: Vec<String> = Vec::new();
        let (mut seen, mut names) = (HashSet::new(), HashSet::new());
        let mut stack: Vec<&Type> = object.flattened.iter().map(|part| &part.ty).collect();
        while let Some(ty) = stack.pop() {
            let Some(id) = mentioned_definition(ty).filter(|id| self.affected.contains(id) && seen.insert(*id)) else {
                continue;
            };
            match types.get(id.0).map(|def| &def.shape) {
                Some(Shape::Object(part)) => {
                    let is_left_out = |member: &&Member| !is_kept(&self.tags, id, member, self.direction);
                    let left_out = part.members.iter().filter(is_left_out).map(|member| &member.wire);
                    withheld.extend(left_out.filter(|wire| names.insert(*wire)).cloned());
                    stack.extend(part.flattened.iter().map(|part| &part.ty));
                }
                Some(Shape::Union(union)) => stack.extend(union.variants.iter().map(|variant| &variant.ty)),
                Some(Shape::Alias(ty) | Shape::Newtype(ty)) => stack.push(ty),
                Some(Shape::Enumeration(_) | Shape::Tuple(_)) | None => {}
            }
        }
        withheld
    }

    /// Creates the views that other views mention.
    fn complete(&mut self, types: &mut Vec<TypeDef>) {
        while let Some(view) = self.unfinished.pop() {
            let Some(def) = types.get_mut(view.0) else { continue };
            let mut shape = std::mem::replace(&mut def.shape, Shape::Object(Object::default()));
            for_each_expression_mut(&mut shape, &mut |ty| self.redirect(ty, types));
            if let Some(def) = types.get_mut(view.0) {
                def.shape = shape;
            }
        }
    }
}

fn is_sent(access: Access, direction: Direction) -> bool {
    !matches!((access, direction), (Access::ReadOnly, Direction::Request) | (Access::WriteOnly, Direction::Response))
}

/// Whether the view of a type has a member. `tags` are the discriminator properties of each type.
fn is_kept(tags: &HashMap<TypeId, HashSet<String>>, id: TypeId, member: &Member, direction: Direction) -> bool {
    is_sent(member.access, direction) || tags.get(&id).is_some_and(|tags| tags.contains(&member.wire))
}

fn tags(api: &Api) -> HashMap<TypeId, HashSet<String>> {
    let mut tags: HashMap<TypeId, HashSet<String>> = HashMap::new();
    for def in &api.types {
        let Shape::Union(Union { tag: Some(tag), variants, .. }) = &def.shape else { continue };
        for variant in variants {
            if let Some(id) = mentioned_definition(&variant.ty) {
                tags.entry(id).or_default().insert(tag.clone());
            }
        }
    }
    tags
}
