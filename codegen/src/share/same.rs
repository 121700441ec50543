//! When two definitions are the same: they print as the same Rust but for their own name and what is said of their place.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{order, redirect};
use crate::ir::{
    Api, Builds, EnumValue, Enumeration, Extra, Flat, Member, NameSource, Object, PatternMember, Rule, Shape, Tuple,
    Type, TypeDef, TypeId, Union, Variant, expressions, mentioned,
};
use crate::names::{Names, TypeNames};
use foldhash::{HashMap, HashMapExt, HashSet};

/// For each definition the first that is the same; itself, if there is none before it.
pub(super) fn leaders(api: &Api, names: &Names) -> Vec<TypeId> {
    let leaders = (0..).map(TypeId).take(api.types.len()).collect();
    let mut comparison = Comparison { api, names, leaders };
    let renamed: HashSet<TypeId> = api.given_members.keys().map(|(id, _)| *id).collect();
    let mut found: HashMap<u64, Vec<TypeId>> = HashMap::new();
    for id in order::inside_out(api) {
        if renamed.contains(&id) || !can_be_shared(api.type_def(id)) {
            continue;
        }
        let alike = found.entry(comparison.digest(id)).or_default();
        match alike.iter().find(|other| comparison.is_same(**other, id)) {
            Some(leader) => comparison.leaders[id.0] = *leader,
            None => alike.push(id),
        }
    }
    comparison.leaders
}

/// Whether the document gives it no name, and nothing is said of it that would hold for its place alone.
fn can_be_shared(def: &TypeDef) -> bool {
    let inline = matches!(def.name, NameSource::Part { .. } | NameSource::Operation { .. });
    let shape = match def.shape {
        Shape::Object(_) | Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) => true,
        Shape::Alias(_) | Shape::Newtype(_) => false,
    };
    inline && shape && !def.docs.deprecated && def.builds != Builds::None
}

/// Compares definitions, with what is known to be the same so far.
struct Comparison<'a> {
    api: &'a Api,
    names: &'a Names,
    leaders: Vec<TypeId>,
}

/// Stands for a definition where it mentions itself.
const ITSELF: TypeId = TypeId(usize::MAX);

impl Comparison<'_> {
    /// Equal for what is the same, and seldom for what is not.
    fn digest(&self, id: TypeId) -> u64 {
        let shape = &self.api.type_def(id).shape;
        let mut hasher = DefaultHasher::new();
        std::mem::discriminant(shape).hash(&mut hasher);
        match shape {
            Shape::Object(object) => object.members.iter().for_each(|member| {
                member.wire.hash(&mut hasher);
                member.docs.description.hash(&mut hasher);
            }),
            Shape::Enumeration(enumeration) => enumeration.values.iter().for_each(|value| match &value.value {
                serde_json::Value::String(text) => text.hash(&mut hasher),
                other => other.to_string().hash(&mut hasher),
            }),
            Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => {}
        }
        expressions(shape, &mut |ty| {
            std::mem::discriminant(ty).hash(&mut hasher);
            mentioned(ty, &mut |part| self.leader(part, id).hash(&mut hasher));
        });
        hasher.finish()
    }

    /// What a definition leads to where `within` mentions it.
    fn leader(&self, id: TypeId, within: TypeId) -> TypeId {
        if id == within { ITSELF } else { self.leaders.get(id.0).copied().unwrap_or(id) }
    }

    fn is_same(&self, left: TypeId, right: TypeId) -> bool {
        let pair = Pair { comparison: self, left, right };
        let shapes = match (&self.api.type_def(left).shape, &self.api.type_def(right).shape) {
            (Shape::Object(left), Shape::Object(right)) => pair.objects(left, right),
            (Shape::Enumeration(left), Shape::Enumeration(right)) => pair.enumerations(left, right),
            (Shape::Union(left), Shape::Union(right)) => pair.unions(left, right),
            (Shape::Tuple(left), Shape::Tuple(right)) => pair.tuples(left, right),
            _ => false,
        };
        shapes && pair.names() && pair.rules()
    }
}

/// Two definitions that may be the same.
struct Pair<'a> {
    comparison: &'a Comparison<'a>,
    left: TypeId,
    right: TypeId,
}

impl Pair<'_> {
    fn objects(&self, left: &Object, right: &Object) -> bool {
        let Object { members, patterns, flats, extra, required_sets } = left;
        let extras = match (extra, &right.extra) {
            (Extra::Kept(left), Extra::Kept(right)) => self.types(left, right),
            (left, right) => left == right,
        };
        extras
            && *required_sets == right.required_sets
            && all(members, &right.members, |left, right| self.members(left, right))
            && all(patterns, &right.patterns, |left, right| {
                let PatternMember { pattern, ty, docs } = left;
                *pattern == right.pattern && *docs == right.docs && self.types(ty, &right.ty)
            })
            && all(flats, &right.flats, |left, right| {
                let Flat { ty, required, any_group, name: _, docs } = left;
                (*required, *any_group) == (right.required, right.any_group)
                    && *docs == right.docs
                    && self.types(ty, &right.ty)
            })
    }

    fn members(&self, left: &Member, right: &Member) -> bool {
        let Member { wire, ty, required, access, default, docs, constraints, tag, place: _ } = left;
        *wire == right.wire
            && self.types(ty, &right.ty)
            && (*required, *access) == (right.required, right.access)
            && (default, tag) == (&right.default, &right.tag)
            && *docs == right.docs
            && *constraints == right.constraints
    }

    fn enumerations(&self, left: &Enumeration, right: &Enumeration) -> bool {
        let Enumeration { base, values, open } = left;
        (*base, *open) == (right.base, right.open)
            && all(values, &right.values, |left, right| {
                let EnumValue { value, name: _, docs } = left;
                *value == right.value && *docs == right.docs
            })
    }

    fn unions(&self, left: &Union, right: &Union) -> bool {
        let Union { variants, tag, fallback, open } = left;
        (tag, *fallback, *open) == (&right.tag, right.fallback, right.open)
            && all(variants, &right.variants, |left, right| {
                let Variant { ty, tags, kinds, name: _, docs } = left;
                self.types(ty, &right.ty) && (tags, kinds) == (&right.tags, &right.kinds) && *docs == right.docs
            })
    }

    fn tuples(&self, left: &Tuple, right: &Tuple) -> bool {
        let Tuple { items, required, rest, docs } = left;
        let rests = match (rest, &right.rest) {
            (Some(left), Some(right)) => self.types(left, right),
            (left, right) => left.is_none() && right.is_none(),
        };
        rests
            && *required == right.required
            && *docs == right.docs
            && all(items, &right.items, |left, right| self.types(left, right))
    }

    fn types(&self, left: &Type, right: &Type) -> bool {
        match (left, right) {
            (Type::Named(left), Type::Named(right)) => {
                self.comparison.leader(*left, self.left) == self.comparison.leader(*right, self.right)
            }
            (Type::List(left), Type::List(right))
            | (Type::Map(left), Type::Map(right))
            | (Type::Nullable(left), Type::Nullable(right))
            | (Type::Boxed(left), Type::Boxed(right)) => self.types(left, right),
            (left, right) => left == right,
        }
    }

    /// The names inside of them: their own differ.
    fn names(&self) -> bool {
        let TypeNames { name: _, module: _, parts, patterns, flats, rest } = self.comparison.names.ty(self.left);
        let right = self.comparison.names.ty(self.right);
        (parts, patterns, flats, rest) == (&right.parts, &right.patterns, &right.flats, &right.rest)
    }

    /// Their rules; the whole only if both are asked for it.
    fn rules(&self) -> bool {
        let (left, right) = (self.comparison.api.type_def(self.left), self.comparison.api.type_def(self.right));
        let wholes = match (&left.rules.whole, &right.rules.whole) {
            (Some(left), Some(right)) => self.same_rules(left, right),
            _ => true,
        };
        wholes && self.same_rules(&left.rules.rest, &right.rules.rest)
    }

    fn same_rules(&self, left: &[Rule], right: &[Rule]) -> bool {
        left.len() == right.len() && self.led(left, self.left) == self.led(right, self.right)
    }

    fn led(&self, rules: &[Rule], within: TypeId) -> Vec<Rule> {
        let mut rules = rules.to_vec();
        redirect(&mut rules, &|id| *id = self.comparison.leader(*id, within));
        rules
    }
}

fn all<T>(left: &[T], right: &[T], is_same: impl Fn(&T, &T) -> bool) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
}
