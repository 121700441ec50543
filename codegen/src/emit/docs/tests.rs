//! Texts of documents, and the rustdoc comments that they become.

use super::{comment, safe, with_deprecated};
use crate::ir::{Deprecation, Docs};

fn check(text: &str, expect: &str) {
    assert_eq!(safe(text).join("\n"), expect, "input: {text:?}");
}

#[test]
fn plain_text_keeps_its_paragraphs() {
    check("A customer.", "A customer.");
    check("", "");
    check("Two\nlines are one paragraph.", "Two lines are one paragraph.");
    check("One.\n\n\nTwo.", "One.\n\nTwo.");
    check("Windows\r\n\r\nline ends\rtoo", "Windows\n\nline ends too");
}

#[test]
fn list_items_contain_the_first_paragraph() {
    for (text, expect) in [
        ("A customer.", "- 404: A customer."),
        (
            "The first line of\nthe description goes on. And on.\n\nMore.",
            "- 404: The first line of the description goes on. And on.",
        ),
        ("\n\n# Title\n\nText", "- 404: Title"),
        ("The reasons are\n- one\n- two", "- 404: The reasons are"),
        (" \n ", "- 404"),
    ] {
        assert_eq!(super::bullet("404", Some(&text.to_owned())), [expect], "{text:?}");
    }
}

#[test]
fn a_deprecated_item_has_the_first_paragraph_of_the_reason_as_its_note() {
    let long = "a ".repeat(400);
    let short = format!("# [deprecated (note = \"{}…\")]", long[..399].trim_end());
    for (note, expect) in [
        (None, "# [deprecated]"),
        (Some(" \n"), "# [deprecated]"),
        (Some("Use `b`."), r##"# [deprecated (note = "Use `b`.")]"##),
        (Some("Use\nb.\n\nMore."), r##"# [deprecated (note = "Use b.")]"##),
        (Some("# Gone \"now\" */"), r##"# [deprecated (note = "Gone \"now\" */")]"##),
        (Some("a\u{202E}b\u{0}c\u{2066} <b>[x]"), r##"# [deprecated (note = "abc \\[x\\]")]"##),
        (Some(long.as_str()), short.as_str()),
    ] {
        let docs = Docs { deprecated: Some(Deprecation { note: note.map(str::to_owned) }), ..Docs::default() };
        assert_eq!(with_deprecated(&docs, proc_macro2::TokenStream::new()).to_string(), expect, "{note:?}");
    }
}

#[test]
fn the_fast_path_for_plain_lines_equals_the_parser() {
    for text in [
        "A customer's id: 5 (or *more*), #1 of ~2 | 3.",
        "The values `a_b`, `c d` and e!",
        "x",
        "a - b",
        "a * b = c",
        "http",
        "a``b",
        "a `b",
        "Two  spaces",
        "ends ",
    ] {
        assert_eq!(
            super::markdown::clean(text),
            super::markdown::write(super::markdown::read(text)),
            "input: {text:?}"
        );
    }
}

#[test]
fn comment_ends_are_harmless_and_control_characters_are_removed() {
    check("ends */ it", "ends */ it");
    check("a\u{202E}b\u{0}c\u{2066}", "abc");
}

#[test]
fn brackets_are_links_only_if_they_contain_a_url() {
    check("an array [string]", "an array \\[string\\]");
    check("[Customer](#/components/schemas/Customer) x", "Customer x");
    check("[docs](https://example.com/a_b)", "[docs](<https://example.com/a_b>)");
    check("[x]: https://example.com", "\\[x\\]: <https://example.com>");
    check("a[i][j]", "a\\[i\\]\\[j\\]");
}

#[test]
fn bare_urls_become_links() {
    check("See https://example.com/x, please.", "See <https://example.com/x>, please.");
    check("(https://example.com)", "(<https://example.com>)");
    check("<https://example.com>", "<https://example.com>");
}

#[test]
fn html_becomes_markdown_or_escaped_text() {
    check("a<br>b", "a\n\nb");
    check("<p>One</p><p>Two</p>", "One\n\nTwo");
    check("Vec<String> or <foo>", "Vec\\<String\\> or \\<foo\\>");
    check("<code>x > 1</code>", "`x > 1`");
    check("a <a href=\"https://example.com\">link</a>.", "a [link](<https://example.com>).");
    check("<ul><li>one</li><li>two</li></ul>", "- one\n- two");
}

#[test]
fn code_blocks_are_never_doctests() {
    check("```\nlet x = 1;\n```", "```text\nlet x = 1;\n```");
    check("```rust\nfn main() {}", "```text\nfn main() {}\n```");
    check("Text:\n\n    indented();\n\nEnd", "Text:\n\n```text\nindented();\n```\n\nEnd");
    check("`code [x] <y>` and a lone ` sign", "`code [x] <y>` and a lone \\` sign");
}

#[test]
fn lists_keep_their_indentation() {
    check("Values:\n* a\n* b\nlazy", "Values:\n\n* a\n* b lazy");
    check("- a\n  - b\n    - c\n- d", "- a\n  - b\n    - c\n- d");
    check("1. one\n2. two", "1. one\n2. two");
}

#[test]
fn wrapped_lines_do_not_start_a_list() {
    let text = format!("{}x - y", "word ".repeat(19));
    assert!(safe(&text).iter().all(|line| !line.starts_with("- ")), "{:?}", safe(&text));
}

/// Texts that would end a comment, a table cell or a code span, or be a link, a tag or a block, if they were copied.
const HOSTILE: &[&str] = &[
    "`code",
    "``",
    "a ` b `` c `d`",
    "`[Vec]` and [`a|b`]",
    "]",
    "[",
    "[Vec](x)",
    "[Vec]",
    "[`Vec`]",
    "[a][b]",
    "[x]: y",
    "[^1]: note",
    "[fn@x] [crate::y] [Self::z]",
    "![img](z)",
    "[a](https://b.c/|d)",
    "[a](<https://b.c/ d>)",
    "<script>alert(1)</script>",
    "<b",
    "</div>",
    "<!-- c -->",
    "<x:y> <https://a b> <https://>",
    "Vec<Vec<u8>>",
    "a|b \\| c\\",
    "| a | b |\n|---|---|\n| `x|y` | [z] |",
    "*/ x /*",
    "//! inner",
    "/// outer",
    "#![allow(x)]",
    "# heading",
    "1. x",
    "- [ ] task",
    "> quote",
    "\u{202e}rtl\u{2066}\u{feff}",
    "\0\u{7}\u{1b}[31m\u{7f}\u{85}",
    "line\r\nend\rof\u{2028}it",
    "\ttab\tx",
    "\"; panic!(); //\"#",
    "```\ncode",
    "~~~rust\nfn main() {}\n~~~",
    "    indented",
    "Title\n=====\n\n-----",
    "\\",
    "\u{1f600}\u{301}",
];

#[test]
fn comments_contain_only_characters_that_rustc_accepts() {
    let attributes = comment(["a\u{202e}b\r\nc\u{2066}\0", "", "d"]);
    assert_eq!(attributes.to_string(), quote::quote!(#[doc = " abc"] #[doc = ""] #[doc = " d"]).to_string());
}

/// Checks lines of documentation: rustc accepts them in a comment, and rustdoc finds no doctest, link or tag that the document wrote.
#[track_caller]
fn check_safe(lines: &[String], input: &str) {
    let mut in_code = false;
    for line in lines {
        let is_allowed = |char: char| !char.is_control() && !super::preprocess::is_directional(char);
        assert!(line.chars().all(is_allowed), "{line:?} of {input:?}");
        let info = line.trim_start().strip_prefix("```").map(|info| info.trim_start_matches('`'));
        // A line with more backticks is a code span.
        if let Some(info) = info.filter(|info| !info.contains('`')) {
            assert!(in_code == info.is_empty() && matches!(info, "" | "text" | "json"), "{line:?} of {input:?}");
            in_code = !in_code;
        } else if !in_code {
            check_inline(line, input);
        }
    }
    assert!(!in_code, "{lines:?} of {input:?}");
}

/// Checks that outside of code spans, every bracket is escaped or part of a link to a URL.
#[track_caller]
fn check_inline(line: &str, input: &str) {
    let mut rest = line;
    while let Some(char) = rest.chars().next() {
        let mut len = char.len_utf8();
        match char {
            '\\' => len += rest[len..].chars().next().map_or(0, char::len_utf8),
            '`' => {
                let run = rest.len() - rest.trim_start_matches('`').len();
                let fence = &rest[..run];
                let mut spans = rest[run..].match_indices(fence).map(|(start, _)| run + start);
                let end = spans.find(|end| !rest[end + run..].starts_with('`') && !rest[..*end].ends_with('`'));
                len = end.unwrap_or_else(|| panic!("an open code span in {line:?} of {input:?}")) + run;
            }
            '[' => assert!(rest.contains("](<http"), "a link in {line:?} of {input:?}"),
            ']' => assert!(rest.starts_with("](<http"), "a link in {line:?} of {input:?}"),
            '<' => {
                let end = rest.find('>').filter(|end| rest.starts_with("<http") && !rest[1..*end].contains('<'));
                len = end.unwrap_or_else(|| panic!("a tag in {line:?} of {input:?}")) + 1;
            }
            _ => {}
        }
        rest = &rest[len..];
    }
}

#[test]
fn hostile_texts_are_safe_everywhere() {
    let long = "W".repeat(400);
    let all = [HOSTILE.join(" "), HOSTILE.join("\n"), HOSTILE.join("\n\n"), long, HOSTILE.concat()];
    for text in HOSTILE.iter().copied().chain(all.iter().map(String::as_str)) {
        check_safe(&safe(text), text);
        check_safe(&super::bullet("`404`", Some(&text.to_owned())), text);
        check_safe(&super::labelled("Body", safe(text)), text);
        check_safe(&super::sections([safe(text), safe(text)]), text);
        check_safe(&[super::link(&format!("https://example.com/{text}"))], text);
        check_safe(&[super::code_span(text)], text);
        let docs = Docs {
            summary: Some(text.to_owned()),
            description: Some(format!("{text}\n\n{text}")),
            default: Some(text.into()),
            examples: vec![text.into(), serde_json::json!({ text: [text, text] })],
            ..Docs::default()
        };
        check_safe(&super::lines(&docs, "Subject", None), text);
        for cell in [super::cell(text), super::code_cell(text)] {
            check_safe(std::slice::from_ref(&cell), text);
            let ends = cell.match_indices('|').any(|(at, _)| !cell[..at].ends_with('\\'));
            assert!(!ends, "{cell:?} of {text:?}");
        }
        assert!(super::cell(text).chars().count() <= 4 * super::CELL_CHARS, "{text:?}");
    }
}

#[test]
fn cells_are_one_line() {
    for (text, expect) in [
        ("a|b", "a\\|b"),
        ("a\\|b", "a\\|b"),
        ("`a|b`", "`a\\|b`"),
        ("# Title\n\ntext", "Title"),
        ("One\nline.\n\nMore.", "One line."),
        ("[Vec](x) | [y]", "Vec \\| \\[y\\]"),
        ("<script>", "\\<script\\>"),
        ("\u{202e}x\0", "x"),
        ("", ""),
    ] {
        assert_eq!(super::cell(text), expect, "{text:?}");
    }
    let long = super::cell(&"W".repeat(200));
    assert_eq!(long, format!("{}…", "W".repeat(super::CELL_CHARS)));
    for (text, expect) in
        [("a", "`a`"), ("a|b", "`a\\|b`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("\u{202e}|\n", "`\\|`")]
    {
        assert_eq!(super::code_cell(text), expect, "{text:?}");
    }
}

#[test]
fn links_contain_no_spaces_and_no_brackets() {
    for (url, expect) in [
        ("https://a.b/c", "<https://a.b/c>"),
        ("https://a.b/c d\te\nf>g<h", "<https://a.b/cdefgh>"),
        ("https://a.b/\u{202e}\0", "<https://a.b/>"),
    ] {
        assert_eq!(super::link(url), expect, "{url:?}");
    }
}

#[test]
fn tags_without_text_leave_no_empty_paragraph() {
    check("One.\n\n</div>\n\nTwo.", "One.\n\nTwo.");
    check("<div>\n\n[](x)", "");
}
