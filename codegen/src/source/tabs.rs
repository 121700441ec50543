//! Tabs on lines without content, which YAML allows and libyaml rejects.

/// Removes the white space of blank lines, and replaces tabs before comments by spaces, except where they are text of a block scalar
/// (`|` and `>`). No position changes. Returns `None` if the text has no such tab.
///
/// Only for texts that libyaml rejects: a block scalar is recognized by its lines, without parsing.
pub(super) fn without_blank_tabs(text: &str) -> Option<String> {
    if !text.contains('\t') {
        return None;
    }
    let mut changed = String::with_capacity(text.len());
    let mut is_changed = false;
    let mut block: Option<BlockScalar> = None;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        let is_blank = content.trim_end().is_empty();
        let indent = line.len() - line.trim_start_matches(' ').len();
        match &mut block {
            Some(scalar) if !is_blank && indent <= scalar.header => block = None,
            Some(scalar) if !is_blank => scalar.indent = scalar.indent.or(Some(indent)),
            Some(_) | None => {}
        }
        let space = line.len() - content.len();
        let has_tab = line.get(..space).is_some_and(|space| space.contains('\t'));
        let is_text =
            block.as_ref().is_some_and(|scalar| !is_blank || scalar.indent.is_some_and(|start| indent >= start));
        if has_tab && !is_text && (is_blank || content.starts_with('#')) {
            let kept = if is_blank { 0 } else { space };
            changed.extend(std::iter::repeat_n(' ', kept));
            changed.push_str(content);
            is_changed = true;
            continue;
        }
        if block.is_none() && is_block_header(content) {
            block = Some(BlockScalar { header: indent, indent: None });
        }
        changed.push_str(line);
    }
    is_changed.then_some(changed)
}

/// An open block scalar.
struct BlockScalar {
    /// The indentation of the line with its header.
    header: usize,
    /// The indentation of its text, if it has begun.
    indent: Option<usize>,
}

/// Whether a line ends with the header of a block scalar: `|` or `>`, with indicators of indentation and of the end.
fn is_block_header(content: &str) -> bool {
    let code = content.split_once(" #").map_or(content, |(code, _)| code).trim_end();
    let last = code.rsplit([' ', '\t']).next().unwrap_or_default();
    last.strip_prefix(['|', '>'])
        .is_some_and(|rest| rest.len() <= 2 && rest.chars().all(|c| matches!(c, '+' | '-' | '1'..='9')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tabs_without_content_are_replaced() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(without_blank_tabs(text).as_deref(), expect, "{text:?}");
        };
        check("a: 1\n\nb: 2\n", None);
        check("a:\t1\n", None);
        check("a: 1\n\t\nb: 2\n", Some("a: 1\n\nb: 2\n"));
        check("a: 1\n \t \r\nb:\t2\n\t", Some("a: 1\n\r\nb:\t2\n"));
        check("a:\n\t# c\td\n  b: 1\n", Some("a:\n # c\td\n  b: 1\n"));
        check("a:\n\tb: 1\n", None);
        check("a: |\n  x\n  \t\n  y\n\t\nb: 1\n", Some("a: |\n  x\n  \t\n  y\n\nb: 1\n"));
        check("a: |\n  x\n  \t# y\n  \t\n", None);
        check("a: >-2 # note\n    x\n  \t# text\nb: 1\n\t\n", Some("a: >-2 # note\n    x\n  \t# text\nb: 1\n\n"));
        check("- |+\n  x\n\t\n- b\n\t\n", Some("- |+\n  x\n\n- b\n\n"));
    }
}
