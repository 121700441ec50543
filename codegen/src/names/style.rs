//! The naming styles of a document, such as `snake_case`.
//!
//! The style of a class of names (members, types, …) is the style of most of them. It is stored in the lock, so that additions cannot
//! change it.

use std::collections::BTreeMap;

use super::lock::NamesLock;
use super::words;
use crate::ir::{Api, Shape};

/// A naming style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) enum Style {
    #[default]
    Snake,
    Camel,
    Pascal,
    Kebab,
    Screaming,
}

const ALL: [Style; 5] = [Style::Snake, Style::Camel, Style::Pascal, Style::Kebab, Style::Screaming];

impl Style {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Snake => "snake",
            Self::Camel => "camel",
            Self::Pascal => "pascal",
            Self::Kebab => "kebab",
            Self::Screaming => "screaming",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        ALL.into_iter().find(|style| style.name() == name)
    }

    /// Whether the style writes `words` exactly as `text`. Two such texts always have different words.
    pub(super) fn writes(self, text: &str, words: &str) -> bool {
        self.writes_by(text, words, words::camel)
    }

    /// Like [`Self::writes`], as versions of oasmith without a list of spellings decided it.
    pub(super) fn wrote(self, text: &str, words: &str) -> bool {
        self.writes_by(text, words, words::camel_without_spellings)
    }

    fn writes_by(self, text: &str, words: &str, camel: fn(&str) -> String) -> bool {
        let same = |write: fn(u8) -> u8| text.len() == words.len() && text.bytes().eq(words.bytes().map(write));
        text.is_ascii()
            && match self {
                Self::Snake => text == words,
                Self::Kebab => same(|byte| if byte == b'_' { b'-' } else { byte }),
                Self::Screaming => same(|byte| byte.to_ascii_uppercase()),
                // Fast path: only the first word of `Camel` starts with a lower-case letter.
                Self::Pascal => !text.starts_with(|c: char| c.is_ascii_lowercase()) && camel(words) == text,
                Self::Camel => {
                    let (first, further) = words.split_once('_').unwrap_or((words, ""));
                    let is_small = further.starts_with(|c: char| c.is_ascii_lowercase());
                    text.strip_prefix(first).is_some_and(|rest| {
                        !(is_small && rest.starts_with('_'))
                            && camel(words).get(first.len()..).unwrap_or_default() == rest
                    })
                }
            }
    }
}

/// The style of each class of names.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Styles {
    pub(super) members: Style,
    pub(super) operations: Style,
    pub(super) parameters: Style,
    pub(super) tags: Style,
    pub(super) types: Style,
    pub(super) values: Style,
}

impl Styles {
    pub(super) fn of(api: &Api, lock: &NamesLock) -> Self {
        let style = |class: &str, texts: &mut dyn Iterator<Item = &str>| {
            lock.styles.get(class).copied().unwrap_or_else(|| majority(texts))
        };
        let shapes = || api.types.iter().map(|def| &def.shape);
        Self {
            members: style("members", &mut shapes().flat_map(Shape::members).map(|member| member.wire.as_str())),
            operations: style("operations", &mut api.operations.iter().filter_map(|operation| operation.id.as_deref())),
            parameters: style(
                "parameters",
                &mut api
                    .operations
                    .iter()
                    .flat_map(|operation| &operation.parameters)
                    .map(|parameter| parameter.wire.as_str()),
            ),
            tags: style("tags", &mut api.operations.iter().flat_map(|operation| &operation.tags).map(String::as_str)),
            types: style("types", &mut api.types.iter().filter_map(|def| def.name.component())),
            values: style("values", &mut shapes().flat_map(Shape::values).filter_map(|value| value.value.as_str())),
        }
    }

    pub(super) fn to_map(self) -> BTreeMap<String, Style> {
        let Self { members, operations, parameters, tags, types, values } = self;
        [
            ("members", members),
            ("operations", operations),
            ("parameters", parameters),
            ("tags", tags),
            ("types", types),
            ("values", values),
        ]
        .into_iter()
        .map(|(class, style)| (class.to_owned(), style))
        .collect()
    }
}

fn majority(texts: &mut dyn Iterator<Item = &str>) -> Style {
    let mut counts = [0_usize; ALL.len()];
    for text in texts {
        let words = words::plain(text);
        for (style, count) in ALL.iter().zip(&mut counts) {
            *count += usize::from(style.writes(text, &words));
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    ALL.into_iter().zip(counts).find(|(_, count)| *count == most).map_or(Style::Snake, |(style, _)| style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_recognizes_only_its_own_names() {
        for (style, yes, no) in [
            (Style::Snake, "tax_id", "taxId"),
            (Style::Camel, "taxId", "taxID"),
            (Style::Camel, "id", "ID"),
            (Style::Pascal, "TaxId", "taxId"),
            (Style::Kebab, "tax-id", "tax_id"),
            (Style::Screaming, "TAX_ID", "Tax_ID"),
            (Style::Snake, "created", "-created"),
        ] {
            assert!(style.writes(yes, &words::plain(yes)), "{style:?} {yes}");
            assert!(!style.writes(no, &words::plain(no)), "{style:?} {no}");
        }
    }

    #[test]
    fn the_most_frequent_style_is_chosen() {
        assert_eq!(majority(&mut ["taxId", "id", "tax_reason", "createdAt"].into_iter()), Style::Camel);
        assert_eq!(majority(&mut ["id", "name"].into_iter()), Style::Snake);
        assert_eq!(majority(&mut [].into_iter()), Style::Snake);
    }
}
