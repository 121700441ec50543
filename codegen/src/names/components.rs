//! Short names of components whose names are paths, such as `io.k8s.api.core.v1.Container`.

use foldhash::{HashMap, HashMapExt};

use super::words;
use crate::ir::Api;

/// The number of dots from which a name is a path.
const PATH_DOTS: usize = 3;

/// The names of the components that are cut.
#[derive(Debug, Default)]
pub(super) struct ComponentNames {
    /// The endings of each name, the shortest first.
    endings: HashMap<String, Vec<String>>,
}

impl ComponentNames {
    /// Cuts the names of components: the prefixes in the settings, or else paths to their shortest ending that no other component has.
    pub(super) fn of(api: &Api) -> Self {
        let names: Vec<&str> = api.types.iter().filter_map(|def| def.name.in_document()).collect();
        let endings = |name: &str| match &api.cut_prefixes {
            Some(prefixes) => without_prefix(name, prefixes).into_iter().collect(),
            None => endings_of_path(name),
        };
        let mut cut: HashMap<String, Vec<String>> = HashMap::new();
        let mut counts: HashMap<String, usize> = HashMap::new();
        for name in names {
            let endings = endings(name);
            for ending in endings.iter().map(String::as_str).chain([name]) {
                *counts.entry(words::plain(ending)).or_default() += 1;
            }
            if !endings.is_empty() {
                cut.insert(name.to_owned(), endings);
            }
        }
        for endings in cut.values_mut() {
            endings.retain(|ending| counts.get(&words::plain(ending)) == Some(&1));
        }
        cut.retain(|_, endings| !endings.is_empty());
        Self { endings: cut }
    }

    /// Returns the endings of a component's name that no other component has, the shortest first. None if the name is not cut.
    pub(super) fn endings(&self, name: &str) -> &[String] {
        self.endings.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns the shortest name of a component.
    pub(super) fn short<'a>(&'a self, name: &'a str) -> &'a str {
        self.endings(name).first().map_or(name, String::as_str)
    }
}

/// Returns the proper endings of a path.
fn endings_of_path(name: &str) -> Vec<String> {
    if name.bytes().filter(|byte| *byte == b'.').count() < PATH_DOTS {
        return Vec::new();
    }
    let dots: Vec<usize> = name.match_indices('.').map(|(at, _)| at + 1).collect();
    let endings = dots.into_iter().rev().filter_map(|at| name.get(at..));
    endings.filter(|ending| ending.starts_with(char::is_alphabetic)).map(str::to_owned).collect()
}

/// Returns a name without the longest prefix in the list that it starts with.
fn without_prefix(name: &str, prefixes: &[String]) -> Option<String> {
    let rests = prefixes.iter().filter_map(|prefix| name.strip_prefix(prefix.as_str()));
    rests.filter(|rest| rest.chars().any(char::is_alphanumeric)).min_by_key(|rest| rest.len()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Docs, NameSource, Shape, Type, TypeDef};

    #[track_caller]
    fn check(cut_prefixes: Option<&[&str]>, expect: &[(&str, &str)]) {
        let cut_prefixes = cut_prefixes.map(|prefixes| prefixes.iter().map(|prefix| (*prefix).to_owned()).collect());
        let mut api = Api { cut_prefixes, ..Api::default() };
        for (name, _) in expect {
            let source = NameSource::Component((*name).to_owned());
            api.types.push(TypeDef::new(source, Docs::default(), Default::default(), Shape::Alias(Type::Any)));
        }
        let names = ComponentNames::of(&api);
        for (name, short) in expect {
            assert_eq!(names.short(name), *short);
        }
    }

    #[test]
    fn paths_are_cut_to_their_shortest_unique_ending() {
        check(
            None,
            &[
                ("io.k8s.api.core.v1.Container", "Container"),
                ("io.k8s.api.core.v1.Pod", "core.v1.Pod"),
                ("io.k8s.api.apps.v1.Pod", "apps.v1.Pod"),
                ("io.k8s.api.core.v1.Event", "v1.Event"),
                ("Event", "Event"),
                ("github.com.ExampleV2", "github.com.ExampleV2"),
                ("a.b.c.1", "c.1"),
            ],
        );
    }

    #[test]
    fn the_settings_list_prefixes() {
        check(Some(&[]), &[("io.k8s.api.core.v1.Container", "io.k8s.api.core.v1.Container")]);
        check(
            Some(&["Api", "ApiV2_", "My"]),
            &[("ApiV2_Pet", "Pet"), ("ApiOwner", "Owner"), ("MyShop", "MyShop"), ("Shop", "Shop"), ("Api", "Api")],
        );
    }
}
