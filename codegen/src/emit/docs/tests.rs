//! Texts of documents, and the rustdoc comments that they become.

use super::safe;

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
