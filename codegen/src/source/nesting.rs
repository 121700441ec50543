//! The nesting of a YAML text, which is limited before it is parsed: libyaml reads all tokens before `serde_yaml` refuses deep nesting,
//! and the time for each token grows with the number of open brackets.

use libyaml_safer::{EventData, Parser};

/// The deepest nesting that the parsers of JSON and YAML accept.
pub(super) const DEEPEST: usize = 128;

/// Returns the line and column of the first value that is nested too deeply, if nesting could make parsing slow.
pub(super) fn too_deep(text: &str) -> Option<(usize, usize)> {
    if !has_many_open_brackets(text) {
        return None;
    }
    let mut input = text.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut input);
    let mut open = 0_usize;
    for event in parser {
        let event = event.ok()?;
        match event.data {
            EventData::SequenceStart { .. } | EventData::MappingStart { .. } => open += 1,
            EventData::SequenceEnd | EventData::MappingEnd => open = open.saturating_sub(1),
            EventData::StreamStart { .. }
            | EventData::StreamEnd
            | EventData::DocumentStart { .. }
            | EventData::DocumentEnd { .. }
            | EventData::Alias { .. }
            | EventData::Scalar { .. } => {}
        }
        if open > DEEPEST {
            let position = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).saturating_add(1);
            return Some((position(event.start_mark.line), position(event.start_mark.column)));
        }
    }
    None
}

/// Whether a text may have too many open brackets: brackets in strings and comments count, too.
fn has_many_open_brackets(text: &str) -> bool {
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > DEEPEST
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_brackets_that_are_open_count() {
        let check = |text: &str, expect: Option<(usize, usize)>| assert_eq!(too_deep(text), expect, "{text:.40}");
        check(&"[".repeat(128), None);
        check(&"[".repeat(129), Some((1, 129)));
        check(&format!("a:\n  {}", "{b: [".repeat(65)), Some((2, 322)));
        check(&format!("a: '{}'\n", "[".repeat(200)), None);
        check(&format!("# {}\na: 1\n", "{".repeat(200)), None);
        check(&"- [a]\n".repeat(200), None);
        check(&"[a,\n".repeat(100_000), Some((129, 1)));
    }
}
