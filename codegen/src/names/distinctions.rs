//! What distinguishes the members of one branch of a union from those of the others.

use foldhash::HashMap;

use super::components::ComponentNames;
use super::variants::{shape, type_text};
use crate::ir::{Api, Member, keys};

/// The members of all branches that are objects, counted by their wire names: so each branch is compared with all others at once.
pub(super) struct Distinctions<'a> {
    api: &'a Api,
    components: &'a ComponentNames,
    objects: usize,
    by_wire: HashMap<&'a str, Counts>,
}

/// The members of one name.
#[derive(Default)]
struct Counts {
    members: usize,
    required: usize,
    /// The number of members with each constant and with each type. `None` counts those without one.
    constants: HashMap<Option<String>, usize>,
    types: HashMap<Option<String>, usize>,
}

impl<'a> Distinctions<'a> {
    /// Counts the members of the branches. A branch that is not an object is `None`.
    pub(super) fn of(api: &'a Api, components: &'a ComponentNames, branches: &[Option<Vec<&'a Member>>]) -> Self {
        let mut distinctions = Self { api, components, objects: 0, by_wire: HashMap::default() };
        for members in branches.iter().flatten() {
            distinctions.objects += 1;
            for member in members {
                let (constant, ty) = (distinctions.constant(member), distinctions.type_of(member));
                let counts = distinctions.by_wire.entry(member.wire.as_str()).or_default();
                counts.members += 1;
                counts.required += usize::from(member.required);
                *counts.constants.entry(constant).or_default() += 1;
                *counts.types.entry(ty).or_default() += 1;
            }
        }
        distinctions
    }

    /// Returns the texts for an object. The only object is named after its only required property.
    pub(super) fn object(&self, own: &[&Member]) -> Vec<String> {
        if self.objects > 1 {
            return self.distinguishing(own);
        }
        let mut required = own.iter().filter(|member| member.required);
        match (required.next(), required.next()) {
            (Some(only), None) => vec![only.wire.clone()],
            _ => vec!["object".to_owned()],
        }
    }

    /// Returns texts that no other branch has: a constant, a required property, a property, the type of a property.
    pub(super) fn distinguishing(&self, own: &[&Member]) -> Vec<String> {
        let wire = |member: &&Member| member.wire.clone();
        let required = || own.iter().filter(|member| member.required);
        let mut texts = Vec::new();
        texts.extend(own.iter().find_map(|member| self.own_constant(member)));
        texts.extend(required().find(|member| self.counts(member).members == 1).map(wire));
        texts.extend(required().find(|member| self.counts(member).required == 1).map(wire));
        texts.extend(own.iter().find(|member| self.counts(member).members == 1).map(wire));
        texts.extend(own.iter().find_map(|member| self.own_type(member)));
        texts
    }

    /// Returns the constant of a member if the members of this name in the other branches have other constants.
    fn own_constant(&self, member: &Member) -> Option<String> {
        let counts = self.counts(member);
        let value = self.constant(member)?;
        let differs = counts.members > 1 && !counts.constants.contains_key(&None);
        let value = Some(value);
        if differs && counts.constants.get(&value) == Some(&1) { value } else { None }
    }

    /// Returns the name and type of a member if the members of this name in the other branches have other types.
    fn own_type(&self, member: &Member) -> Option<String> {
        let counts = self.counts(member);
        let ty = self.type_of(member)?;
        let text = format!("{} {ty}", member.wire);
        (counts.members > 1 && counts.types.get(&Some(ty)) == Some(&1)).then_some(text)
    }

    fn counts(&self, member: &Member) -> &Counts {
        static NONE: std::sync::LazyLock<Counts> = std::sync::LazyLock::new(Counts::default);
        self.by_wire.get(member.wire.as_str()).unwrap_or(&NONE)
    }

    fn constant(&self, member: &Member) -> Option<String> {
        shape(self.api, &member.ty).and_then(keys::only_value)
    }

    fn type_of(&self, member: &Member) -> Option<String> {
        type_text(self.api, self.components, &member.ty)
    }
}
