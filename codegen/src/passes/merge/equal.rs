//! Finds equal inline types. Equal types have the same JSON, the same documentation of their members, and the same names from the
//! document and the settings. So they would be the same Rust code, except for the type's name.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{order, redirect};
use crate::ir::{
    Api, EnumValue, Enumeration, Extra, FeatureGate, FlattenedPart, Member, NameSource, Object, PatternMember, Rule,
    Shape, Structure, Tuple, Type, TypeDef, TypeId, Union, Variant, for_each_expression, mentioned_definition,
};
use foldhash::{HashMap, HashMapExt};

/// Returns the equivalence classes of types, including those with one type. Types with different labels are not equal.
pub(super) fn classes(api: &Api, labels: &[Option<usize>]) -> Vec<Vec<TypeId>> {
    let leaders = (0..).map(TypeId).take(api.types.len()).collect();
    let mut comparison = Comparison { api, labels, leaders };
    let mut found: HashMap<u64, Vec<TypeId>> = HashMap::new();
    let mut classes: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
    for id in order::inside_out(api) {
        if !can_be_merged(api.type_def(id)) {
            continue;
        }
        let alike = found.entry(comparison.digest(id)).or_default();
        let leader = alike.iter().copied().find(|other| comparison.is_equal(*other, id)).unwrap_or(id);
        if leader == id {
            alike.push(id);
        }
        comparison.leaders[id.0] = leader;
        classes.entry(leader).or_default().push(id);
    }
    classes.into_values().collect()
}

/// Whether a type may be merged: it has no name in the document, or one in another file, which may be a copy. It is not deprecated, which
/// would apply to its place only.
fn can_be_merged(def: &TypeDef) -> bool {
    let inline = matches!(def.name, NameSource::Part { .. } | NameSource::Operation { .. } | NameSource::Referenced(_));
    let shape = match def.shape {
        Shape::Object(_) | Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) => true,
        Shape::Alias(_) | Shape::Newtype(_) => false,
    };
    inline && shape && def.docs.deprecated.is_none() && def.gate != FeatureGate::Never
}

/// Compares types, using the types that are known to be equal so far.
struct Comparison<'a> {
    api: &'a Api,
    labels: &'a [Option<usize>],
    /// For each type, the first type that is equal to it; the type itself, if no earlier type is.
    leaders: Vec<TypeId>,
}

/// Represents a definition that mentions itself.
const ITSELF: TypeId = TypeId(usize::MAX);

impl Comparison<'_> {
    /// Returns a hash that is the same for equal types, and rarely for others.
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
        for_each_expression(shape, &mut |ty| {
            std::mem::discriminant(ty).hash(&mut hasher);
            if let Some(part) = mentioned_definition(ty) {
                self.leader(part, id).hash(&mut hasher);
            }
        });
        hasher.finish()
    }

    /// Returns the leader of a definition that `within` mentions.
    fn leader(&self, id: TypeId, within: TypeId) -> TypeId {
        if id == within { ITSELF } else { self.leaders.get(id.0).copied().unwrap_or(id) }
    }

    fn is_equal(&self, left: TypeId, right: TypeId) -> bool {
        let pair = Pair { comparison: self, left, right };
        let shapes = match (&self.api.type_def(left).shape, &self.api.type_def(right).shape) {
            (Shape::Object(left), Shape::Object(right)) => pair.objects(left, right),
            (Shape::Enumeration(left), Shape::Enumeration(right)) => pair.enumerations(left, right),
            (Shape::Union(left), Shape::Union(right)) => pair.unions(left, right),
            (Shape::Tuple(left), Shape::Tuple(right)) => pair.tuples(left, right),
            (Shape::Object(_) | Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_), _)
            | (Shape::Alias(_) | Shape::Newtype(_), _) => false,
        };
        shapes && pair.names() && self.labels.get(left.0) == self.labels.get(right.0) && pair.rules()
    }
}

/// Two types that are compared.
struct Pair<'a> {
    comparison: &'a Comparison<'a>,
    left: TypeId,
    right: TypeId,
}

impl Pair<'_> {
    fn objects(&self, left: &Object, right: &Object) -> bool {
        let Object { members, patterns, flattened, extra, withheld, required_sets } = left;
        let extras = match (extra, &right.extra) {
            (Extra::Kept(left), Extra::Kept(right)) => self.types(left, right),
            (Extra::Kept(_) | Extra::Ignored | Extra::Denied | Extra::Unknown, right) => extra == right,
        };
        extras
            && (withheld, required_sets) == (&right.withheld, &right.required_sets)
            && all(members, &right.members, |left, right| self.members(left, right))
            && all(patterns, &right.patterns, |left, right| {
                let PatternMember { pattern, ty, docs } = left;
                *pattern == right.pattern && *docs == right.docs && self.types(ty, &right.ty)
            })
            && all(flattened, &right.flattened, |left, right| {
                let FlattenedPart { ty, required, any_group, name, docs } = left;
                (required, any_group, name) == (&right.required, &right.any_group, &right.name)
                    && *docs == right.docs
                    && self.types(ty, &right.ty)
            })
    }

    /// Whether both have no name of their own, or are copies of a schema: they have the same name and documentation.
    fn names(&self) -> bool {
        let (left, right) = (self.comparison.api.type_def(self.left), self.comparison.api.type_def(self.right));
        match (left.name.referenced(), right.name.referenced()) {
            (Some(name), Some(other)) => name.name == other.name && left.docs == right.docs,
            (name, other) => name.is_none() && other.is_none(),
        }
    }

    fn members(&self, left: &Member, right: &Member) -> bool {
        let Member { wire, ty, required, access, default, docs, constraints, tag, place: _ } = left;
        *wire == right.wire
            && self.given_member(self.left, wire) == self.given_member(self.right, wire)
            && self.types(ty, &right.ty)
            && (*required, *access) == (right.required, right.access)
            && (default, tag) == (&right.default, &right.tag)
            && *docs == right.docs
            && *constraints == right.constraints
    }

    /// Returns the name of a member in the settings.
    fn given_member(&self, id: TypeId, wire: &str) -> Option<&String> {
        let given = &self.comparison.api.given_members;
        if given.is_empty() { None } else { given.get(&(id, wire.to_owned())) }
    }

    fn enumerations(&self, left: &Enumeration, right: &Enumeration) -> bool {
        let Enumeration { base, values, open, allows_others } = left;
        (*base, *open, *allows_others) == (right.base, right.open, right.allows_others)
            && all(values, &right.values, |left, right| {
                let EnumValue { value, digits, name, docs } = left;
                *value == right.value && *digits == right.digits && *name == right.name && *docs == right.docs
            })
    }

    fn unions(&self, left: &Union, right: &Union) -> bool {
        let Union { variants, tag, fallback, open } = left;
        (tag, *fallback, *open) == (&right.tag, right.fallback, right.open)
            && all(variants, &right.variants, |left, right| {
                let Variant { ty, tags, added_tag, json_types, name, docs } = left;
                self.types(ty, &right.ty)
                    && (tags, added_tag, json_types, name)
                        == (&right.tags, &right.added_tag, &right.json_types, &right.name)
                    && *docs == right.docs
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
        match (left.structure(), right.structure()) {
            (Structure::Named(left), Structure::Named(right)) => {
                self.comparison.leader(left, self.left) == self.comparison.leader(right, self.right)
            }
            (Structure::List(left), Structure::List(right))
            | (Structure::Map(left), Structure::Map(right))
            | (Structure::Nullable(left), Structure::Nullable(right))
            | (Structure::Boxed(left), Structure::Boxed(right)) => self.types(left, right),
            (Structure::Leaf, Structure::Leaf) => left == right,
            (Structure::Leaf | Structure::Named(_) | Structure::List(_) | Structure::Map(_), _)
            | (Structure::Nullable(_) | Structure::Boxed(_), _) => false,
        }
    }

    /// Whether their rules are equal. The full rules are compared only if both have them.
    fn rules(&self) -> bool {
        let (left, right) = (self.comparison.api.type_def(self.left), self.comparison.api.type_def(self.right));
        let full_rules = match (&left.rules.full, &right.rules.full) {
            (Some(left), Some(right)) => self.same_rules(left, right),
            _ => true,
        };
        full_rules && self.same_rules(&left.rules.beyond_type, &right.rules.beyond_type)
    }

    fn same_rules(&self, left: &[Rule], right: &[Rule]) -> bool {
        left.len() == right.len() && self.with_leaders(left, self.left) == self.with_leaders(right, self.right)
    }

    fn with_leaders(&self, rules: &[Rule], within: TypeId) -> Vec<Rule> {
        let mut rules = rules.to_vec();
        redirect(&mut rules, &|id| *id = self.comparison.leader(*id, within));
        rules
    }
}

fn all<T>(left: &[T], right: &[T], is_same: impl Fn(&T, &T) -> bool) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
}
