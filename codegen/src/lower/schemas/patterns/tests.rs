//! Translations agree with `regress`, an engine for ECMA-262.

use std::time::{Duration, Instant};

use super::{Patterns, Untranslatable};
use crate::ir::{Pattern, PatternEngine};

fn translate(text: &str) -> Result<Pattern, Untranslatable> {
    Patterns::new([text].into_iter()).get(text).cloned().map_err(Clone::clone)
}

fn compiled(pattern: &Pattern) -> Box<dyn Fn(&str) -> bool> {
    match pattern.engine {
        PatternEngine::Linear => {
            let regex = regex_lite::Regex::new(&pattern.expression).unwrap();
            Box::new(move |text| regex.is_match(text))
        }
        PatternEngine::Backtracking => {
            let regex = fancy_regex::Regex::new(&pattern.expression).unwrap();
            Box::new(move |text| regex.is_match(text).unwrap())
        }
    }
}

/// Texts that tell apart the meanings that an expression may have.
#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "", "a", "b", "aa", "ab", "ba", "aba", "abab", "aab", "A", "Z", "z", "é", "É", "ß", "ſ", "\u{212A}", "k", "K", "0", "7",
    "42", "123", "٣", "²", " ", "\t", "\n", "\r", "\u{B}", "\u{C}", "\u{A0}", "\u{85}", "\u{FEFF}", "\u{2028}", "\u{2029}",
    "\u{180E}", "\u{3000}", "a\n", "\na", "a\nb", "a\u{2028}b", "a b", "a-b", "-", "--", "_", ".", "..", ",", "/", "\\",
    "\\c", "\\1", "[", "]", "[]", "^", "$", "{", "}", "{a}", "{1}", "a{1}", "a{,2}", "a{1,2}", "x{2,1}", "&", "&&", "~",
    "~~", "#", "!", "<", ">", ":", "@", "\0", "\u{1}", "\u{8}", "\u{1F600}", "\u{1F600}\u{1F600}", "\u{D7FF}", "\u{E000}",
    "\u{10FFFF}", "日本", "日本語", "Ω", "ω", "я", "Я", "p{L}", "pL", "u{61}", "uuuuu", "k<a>", "cA", "c", "B", "d", "s", "w",
    "x4", "x41", "u0041", "a.b", "a@b.c", "a@b", "x-note", "x-", "note", "2024-01-31", "foo", "foobar", "barfoo", "bar",
    "foofoo", "fooBar", "FOO", "aXbX", "aa-aa", "aa-ab", "\"q\"", "'q'", "\"q'", "1.2.3", "#fff", "00:00:00", "Infinity",
    "a1", "1a", "_a", "a_b", "\u{301}", "e\u{301}", "aaaaaaaaaaaaaaaaaaaa", "abcabc", "abcacb", "8", "18", "n", "t",
];

/// Expressions that both engines read or reject, one in each line.
const EXPRESSIONS: &str = include_str!("expressions.txt");

#[test]
fn translations_agree_with_an_engine_of_ecma_262() {
    let mut failures = Vec::new();
    let mut compared = 0;
    for expression in EXPRESSIONS.lines() {
        let expected = regress::Regex::with_flags(expression, "u").or_else(|_| regress::Regex::new(expression));
        match (translate(expression), expected) {
            (Ok(pattern), Ok(expected)) => {
                let matches = compiled(&pattern);
                for text in TEXTS {
                    compared += 1;
                    let (actual, expect) = (matches(text), expected.find(text).is_some());
                    if actual != expect {
                        let translation = &pattern.expression;
                        failures.push(format!("{expression} ({translation:.80}) on {text:?}: {actual}, not {expect}"));
                    }
                }
            }
            (Err(Untranslatable::Invalid(_)), Err(_)) => {}
            (actual, expect) => {
                let (actual, expect) = (actual.map(|pattern| pattern.expression), expect.map(|_| "valid"));
                failures.push(format!("{expression}: {actual:?}, not {expect:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {compared} differ:\n{}", failures.len(), failures.join("\n"));
}

/// `\p` has its meaning only with the flag `u`, with which `\-` and `{` are errors. Authors mean the property.
#[test]
fn properties_survive_unneeded_escapes() {
    for (expression, accepted, rejected) in [
        (r"^[\p{L}\-\ ]+$", "é-ü ß", "{"),
        (r"^\p{Lu}\_\@$", "É_@", "p{Lu}_@"),
        (r"^{\p{L}}$", "{é}", "{p{L}}"),
        (r"^[\p{L}\w-.]+$", "é-.", "p{"),
        (r"^\u{e9}\:$", "é:", "u"),
    ] {
        let matches = compiled(&translate(expression).unwrap());
        assert!(matches(accepted) && !matches(rejected), "{expression}");
    }
}

#[test]
fn common_expressions_stay_as_they_are() {
    for expression in [
        "^x-",
        r"^\d{4}-\d{2}$",
        "^[a-zA-Z0-9_-]{1,64}$",
        r"^[^@\s]+$".replace(r"\s", "a").as_str(),
        r"^\w+(?:[\.\-]\w+)*$",
        r"^(foo|bar)\/\u00e9+?$",
        r"\bword\b",
    ] {
        let pattern = translate(expression).unwrap();
        assert_eq!((pattern.expression.as_str(), pattern.engine), (expression, PatternEngine::Linear));
    }
}

#[test]
fn only_look_around_and_back_references_backtrack() {
    for (expression, engine) in [
        (r"^([\w-]+(\.[\w-]+)*)+@[\w.]+$", PatternEngine::Linear),
        (r"^\p{L}{1,50}$", PatternEngine::Linear),
        (r"^[\s\S]{1,65536}$", PatternEngine::Linear),
        (r"^(?!x)", PatternEngine::Backtracking),
        (r"^(a)\1$", PatternEngine::Backtracking),
        (r"(?m:^a)", PatternEngine::Backtracking),
    ] {
        assert_eq!(translate(expression).map(|pattern| pattern.engine), Ok(engine), "{expression}");
    }
    // Each repetition forgets the captures of the previous one, which no engine of the runtime can do.
    for expression in [r"^(?:(a)|b\1)+$", r"^(?:\1(a))+$", r"^(a\1)$", r"(?<=\1(a))", r"^(?:(?:(a))?b\1)+$"] {
        assert!(matches!(translate(expression), Err(Untranslatable::Unsupported(_))), "{expression}");
    }
    // `regress` accepts this quantifier, ECMA-262 does not.
    assert!(matches!(translate(r"\b+"), Err(Untranslatable::Invalid(_))));
}

#[test]
fn hostile_expressions_end_in_bounded_time() {
    let nested = |open: &str, close: &str, depth: usize| format!("{}a{}", open.repeat(depth), close.repeat(depth));
    let expressions = [
        nested("(", ")", 5_000),
        nested("(?:", ")*", 3_000),
        nested("(?=", ")", 3_000),
        nested("(?:", "){1,1000}", 30),
        nested("(?:", "){2}", 39),
        nested("(?:a|", "|b)+", 39),
        nested("(?i:", ")", 39),
        "(".repeat(16_000),
        "[".repeat(16_000),
        r"\p{L}".repeat(3_000),
        format!("[{}]", r"\p{L}".repeat(3_000)),
        format!("[{}]", "a-z".repeat(5_000)),
        format!("[^{}]", r"\s".repeat(5_000)),
        r"\p{L}{1,1000}".repeat(1_000),
        r"(?i:\p{L}[^\p{L}])".repeat(10),
        "a{1000}".repeat(2_000),
        "(?:){1000000000}".to_owned(),
        "a{4294967295}".to_owned(),
        "a{99999999999999999999}".to_owned(),
        "a{1,100000}".to_owned(),
        "(a?){100000}".to_owned(),
        "(?=a{1,60000})".to_owned(),
        format!("{}{}", "(a)".repeat(1_000), r"\1000".repeat(1_000)),
        format!("{}{}", "(".repeat(39), r"\1".repeat(5_000)),
        "(?=a)".repeat(3_000),
        "|".repeat(16_000),
        "a|".repeat(8_000),
        "a".repeat(1_000_000),
        "(?<a>".repeat(3_000),
        r"\k<a>".repeat(3_000),
        "(?<!a)".repeat(2_000),
    ];
    for expression in &expressions {
        let start = Instant::now();
        let _ = translate(expression);
        // A debug build on a busy machine; the slowest takes a fraction of a second.
        assert!(start.elapsed() < Duration::from_secs(20), "{expression:.40} took {:?}", start.elapsed());
    }
    // Many large expressions share one budget.
    let start = Instant::now();
    let many: Vec<String> = (0..3_000).map(|at| format!("^[a-z]{{{}}}$", 20_000 + at)).collect();
    let patterns = Patterns::new(many.iter().map(String::as_str));
    assert!(patterns.get(&many[0]).is_ok() && patterns.get(&many[2_999]).is_err());
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

/// Random expressions from parts that are common or easily mistaken. The sequence is always the same.
#[test]
fn random_expressions_agree_with_an_engine_of_ecma_262() {
    #[rustfmt::skip]
    const PARTS: &[&str] = &[
        "a", "b", "-", "x", ".", r"\d", r"\w", r"\W", r"\s", r"\S", r"\b", r"\B", "^", "$", "|", "(", "(?:", ")", ")", ")*",
        ")+", ")?", "*", "+", "?", "{2}", "{1,2}", "{", "}", "[", "]", "[^", "[a-z]", "[^a]", r"[\w-]", r"[\d-x]", "[]", "[^]",
        "&&", "--", "~~", r"\-", r"\/", r"\.", r"\u0061", r"\x62", r"\cJ", r"\0", r"\1", r"\2", "(?=", "(?!", "(?<=", "(?<!",
        "(a|b)", "(a)?", r"\p{L}", r"\P{Lu}", r"\u{62}", "é", "(?<n>", r"\k<n>",
    ];
    #[rustfmt::skip]
    const SUBJECTS: &[&str] = &[
        "", "a", "b", "ab", "aab", "abab", "-a", "x-a", "a.b", "1a", "é", "A", "a\n", "\n", "{", "a{2}", "&&", "]", "p{L}",
        "\0",
    ];
    let mut state: u64 = 0x2545_F491_4F6C_DD1D;
    let mut random = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % limit as u64) as usize
    };
    let (mut failures, mut valid, mut backtracking) = (Vec::new(), 0, 0);
    for _ in 0..20_000 {
        let expression: String = (0..=random(7)).map(|_| PARTS[random(PARTS.len())]).collect();
        // `regress` repeats boundaries, which ECMA-262 does not. And it does not know the readings between its modes.
        let unicode = regress::Regex::with_flags(&expression, "u");
        let is_lenient = unicode.is_err() && ["\\p{", "\\P{", "\\u{"].iter().any(|escape| expression.contains(escape));
        let repeats_boundary = ["*", "+", "?", "{"]
            .iter()
            .any(|sign| expression.contains(&format!("\\b{sign}")) || expression.contains(&format!("\\B{sign}")));
        if is_lenient || repeats_boundary {
            continue;
        }
        match (translate(&expression), unicode.or_else(|_| regress::Regex::new(&expression))) {
            (Ok(pattern), Ok(expected)) => {
                valid += 1;
                backtracking += usize::from(pattern.engine == PatternEngine::Backtracking);
                let matches = compiled(&pattern);
                for text in SUBJECTS {
                    let (actual, expect) = (matches(text), expected.find(text).is_some());
                    if actual != expect {
                        failures
                            .push(format!("{expression} ({}) on {text:?}: {actual}, not {expect}", pattern.expression));
                    }
                }
            }
            (Err(Untranslatable::Unsupported(_)), Ok(_)) | (Err(Untranslatable::Invalid(_)), Err(_)) => {}
            (actual, expect) => {
                let (actual, expect) = (actual.map(|pattern| pattern.expression), expect.map(|_| "valid"));
                failures.push(format!("{expression}: {actual:?}, not {expect:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
    assert!(valid > 2_000 && backtracking > 100, "{valid} {backtracking}");
}
