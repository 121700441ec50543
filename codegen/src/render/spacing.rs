//! Blank lines between items and between members.

/// A group of items without blank lines between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemGroup {
    /// `use …;`
    Use,
    /// `pub use …;`
    PublicUse,
    /// `mod a;` without attributes
    Module,
    /// Everything else: always separated.
    Other,
}

impl ItemGroup {
    pub(super) fn of(item: &syn::Item) -> Self {
        match item {
            syn::Item::Use(item) if !item.attrs.is_empty() => Self::Other,
            syn::Item::Use(syn::ItemUse { vis: syn::Visibility::Inherited, .. }) => Self::Use,
            syn::Item::Use(_) => Self::PublicUse,
            syn::Item::Mod(item) if item.attrs.is_empty() && item.content.is_none() => match item.vis {
                syn::Visibility::Inherited => Self::Module,
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }
}

/// Returns whether a blank line separates two items.
pub(super) fn is_separated(before: ItemGroup, after: ItemGroup) -> bool {
    before != after || after == ItemGroup::Other
}

/// Inserts a blank line between the members of a printed `impl` or `trait`.
pub(super) fn between_members(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut ended = false;
    for line in text.lines() {
        let inner = line.strip_prefix("    ").filter(|rest| !rest.starts_with(' '));
        if ended && inner.is_some() {
            out.push('\n');
        }
        ended = inner.is_some_and(|rest| rest.ends_with([';', '}']) && !rest.starts_with("//"));
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::between_members;

    #[test]
    fn blank_lines_separate_members_but_not_their_documentation() {
        let text = "impl A {\n    const B: u8 = 1;\n    /// At `/{c}`: {c}\n    /// d;\n    fn c() {\n        e();\n    }\n    fn f() {}\n}\n";
        let expect = "impl A {\n    const B: u8 = 1;\n\n    /// At `/{c}`: {c}\n    /// d;\n    fn c() {\n        e();\n    }\n\n    fn f() {}\n}\n";
        assert_eq!(between_members(text), expect);
    }
}
