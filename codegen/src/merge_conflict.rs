//! Finds the conflict markers that git leaves in a file when it cannot merge two versions.
//!
//! Parsers call [`find`] after an error. So a file with a merge conflict is reported as such, and not as a mistake in its syntax.

/// The message about a file that contains a merge conflict.
pub const MESSAGE: &str = "the file contains a merge conflict";

/// The remedy for a merge conflict.
pub const REMEDY: &str =
    "keep the lines of one side or of both, and delete the lines that begin with `<<<<<<<`, `=======` or `>>>>>>>`";

/// Returns the line number, from 1, of the first merge conflict: a line that begins with `<<<<<<< `, and after it the lines that
/// separate and end the two sides.
#[must_use]
pub fn find(text: &str) -> Option<usize> {
    let mut lines = text.lines().enumerate();
    loop {
        let (first, _) = lines.find(|(_, line)| line.starts_with("<<<<<<< "))?;
        let mut rest = lines.clone().map(|(_, line)| line);
        if rest.any(|line| line == "=======") && rest.any(|line| line.starts_with(">>>>>>> ")) {
            return Some(first + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_begins_separates_and_ends() {
        for (text, expect) in [
            ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> topic\n", Some(2)),
            ("<<<<<<< HEAD\r\nb\r\n=======\r\nc\r\n>>>>>>> topic\r\n", Some(1)),
            ("<<<<<<< ours\nb\n||||||| base\na\n=======\n>>>>>>> theirs", Some(1)),
            ("a\n=======\nb\n", None),
            ("a: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> topic\n", None),
            ("<<<<<<< a heading\n", None),
            ("", None),
        ] {
            assert_eq!(find(text), expect, "{text}");
        }
    }
}
