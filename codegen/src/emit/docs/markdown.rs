//! Markdown blocks: paragraphs, lists, code, tables. They are parsed line by line and written again, so that the output is Markdown
//! without warnings from rustdoc and clippy, for every input.

use super::inline;
use super::preprocess::breaks;

/// Maximum width of a line.
const WIDTH: usize = 100;

/// A block of a text.
#[derive(Debug)]
pub(super) enum Block {
    /// A paragraph: its indentation in columns, the list marker or `> ` before its first line, and its text.
    Text { indent: usize, lead: String, words: String },
    /// A code block. Its lines are not changed.
    Code(Vec<String>),
    /// A row of a table.
    Row(String),
    /// A heading.
    Heading(String),
    /// An empty line.
    Gap,
}

impl Block {
    /// Whether nothing of the block is written: it is a gap, or a paragraph of tags or links without text.
    fn is_empty(&self) -> bool {
        match self {
            Self::Gap => true,
            Self::Text { lead, words, .. } => {
                // Only these can disappear. Most paragraphs are not cleaned twice.
                lead.is_empty() && words.starts_with(['<', '[']) && inline::clean(words).trim().is_empty()
            }
            Self::Code(_) | Self::Row(_) | Self::Heading(_) => false,
        }
    }
}

/// Makes a text safe. Returns its lines, without line ends.
pub(super) fn clean(text: &str) -> Vec<String> {
    if is_plain(text) { vec![text.to_owned()] } else { write(read(text)) }
}

/// Whether a text is one line of plain words and closed code spans. More than half of all texts are, and need no processing.
fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| matches!(byte, b' '..=b'~') && !b"\\[]<>".contains(&byte);
    text.len() <= WIDTH
        && text.starts_with(|char: char| char.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text.bytes().all(plain)
        && !["  ", "``", "http"].iter().any(|mark| text.contains(mark))
        && text.bytes().filter(|byte| *byte == b'`').count() % 2 == 0
}

/// Returns the first paragraph, list item or heading of a text on one line. `None` if the text is empty.
pub(super) fn first_paragraph(text: &str) -> Option<String> {
    let first = read(text).into_iter().find(|block| !matches!(block, Block::Gap))?;
    let text = match first {
        Block::Text { words, .. } => words,
        Block::Heading(text) => text.trim_start_matches(['#', ' ']).to_owned(),
        Block::Row(text) => text,
        Block::Code(lines) => lines.into_iter().find(|line| !line.trim().is_empty())?,
        Block::Gap => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

pub(super) fn read(text: &str) -> Vec<Block> {
    let text = breaks(text);
    let mut blocks: Vec<Block> = Vec::new();
    // The open lists: the indentation of the marker in the source, and of the content in the output.
    let mut lists: Vec<(usize, usize)> = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let bare = line.trim();
        let indent = line.len() - line.trim_start().len();
        let after_gap = matches!(blocks.last(), None | Some(Block::Gap));
        if bare.is_empty() {
            blocks.push(Block::Gap);
        } else if let Some(fence) = fence(bare) {
            let code = lines.by_ref().take_while(|line| !line.trim().starts_with(fence)).map(str::to_owned).collect();
            blocks.push(Block::Code(code));
        } else if indent >= 4 && after_gap && lists.is_empty() && marker(bare).is_none() {
            let mut code = vec![line[4..].to_owned()];
            while let Some(next) = lines.next_if(|next| next.trim().is_empty() || next.starts_with("    ")) {
                code.push(next.get(4..).unwrap_or_default().to_owned());
            }
            blocks.push(Block::Code(code));
        } else if bare.starts_with('|') {
            lists.clear();
            blocks.push(Block::Row(bare.to_owned()));
        } else if is_rule(bare) {
            blocks.push(Block::Gap);
        } else if is_heading(bare) {
            lists.clear();
            blocks.push(Block::Heading(bare.to_owned()));
        } else if let Some((sign, rest)) = marker(bare) {
            while lists.last().is_some_and(|(source, _)| *source >= indent) {
                lists.pop();
            }
            let at = lists.last().map_or(0, |(_, content)| *content);
            lists.push((indent, at + sign.len() + 1));
            blocks.push(Block::Text { indent: at, lead: format!("{sign} "), words: rest.to_owned() });
        } else if let Some(quote) = bare.strip_prefix('>') {
            match blocks.last_mut() {
                Some(Block::Text { lead, words, .. }) if lead == "> " => join(words, quote),
                _ => blocks.push(Block::Text { indent: 0, lead: "> ".to_owned(), words: quote.trim().to_owned() }),
            }
        } else if let Some(Block::Text { words, .. }) = blocks.last_mut() {
            join(words, bare);
        } else {
            if indent == 0 {
                lists.clear();
            }
            let at = lists.last().map_or(0, |(_, content)| *content);
            blocks.push(Block::Text { indent: at, lead: String::new(), words: bare.to_owned() });
        }
    }
    blocks
}

pub(super) fn write(blocks: Vec<Block>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut gap, mut table, mut list) = (false, false, false);
    for block in blocks {
        let item = matches!(&block, Block::Text { lead, .. } if !lead.is_empty() && lead != "> ");
        let row = matches!(block, Block::Row(_));
        if block.is_empty() {
            gap = true;
            continue;
        }
        // No blank line between list items and between table rows; a blank line between all other blocks.
        let close = !gap && (row && table || item && list);
        if !lines.is_empty() && !close {
            lines.push(String::new());
        }
        match block {
            Block::Text { indent, lead, words } => wrap(&inline::clean(&words), indent, &lead, &mut lines),
            Block::Heading(text) | Block::Row(text) => lines.push(inline::clean(&text)),
            Block::Code(code) => {
                lines.push("```text".to_owned());
                lines.extend(code.into_iter().map(|line| line.replace("```", "'''").trim_end().to_owned()));
                while lines.pop_if(|line| line.is_empty()).is_some() {}
                lines.push("```".to_owned());
            }
            Block::Gap => {}
        }
        (gap, table, list) = (false, row, item);
    }
    lines
}

/// Wraps a paragraph that is Markdown already.
pub(super) fn wrapped(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if !text.is_empty() {
        wrap(text, 0, "", &mut lines);
    }
    lines
}

/// Wraps words into lines. Lines after the first are indented to the content of the first.
fn wrap(text: &str, indent: usize, lead: &str, lines: &mut Vec<String>) {
    let hang = if lead == "> " { lead.to_owned() } else { " ".repeat(indent + lead.len()) };
    let mut line = format!("{}{lead}", " ".repeat(indent));
    let mut empty = true;
    let mut width = line.chars().count();
    for word in text.split_whitespace() {
        let wide = word.chars().count();
        if !empty && width + 1 + wide > WIDTH && !starts_block(word) {
            lines.push(std::mem::replace(&mut line, hang.clone()));
            (empty, width) = (true, hang.len());
        }
        if !empty {
            line.push(' ');
            width += 1;
        } else if starts_block(word) && !word.starts_with('\\') {
            // The first word of a paragraph was text: otherwise the block would not be a paragraph.
            line.push('\\');
            width += 1;
        }
        line.push_str(word);
        width += wide;
        empty = false;
    }
    lines.push(line.trim_end().to_owned());
}

/// Whether a word would start a block at the beginning of a line.
pub(super) fn starts_block(word: &str) -> bool {
    matches!(word, "-" | "*" | "+" | ">")
        || word.strip_suffix(['.', ')']).is_some_and(is_number)
        || word.starts_with(['#', '|', '=', '~'])
        || word.starts_with("```")
        || is_rule(word)
}

/// Splits a list item into its marker and its text.
fn marker(line: &str) -> Option<(&str, &str)> {
    let (sign, rest) = line.split_once(' ')?;
    let is_marker = matches!(sign, "-" | "*" | "+" | "•") || sign.strip_suffix(['.', ')']).is_some_and(is_number);
    (is_marker && !rest.trim().is_empty()).then(|| (if sign == "+" || sign == "•" { "-" } else { sign }, rest.trim()))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a line is a thematic break or underlines a heading.
fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.chars().all(|char| "-=*_".contains(char))
}

/// Returns the fence of the code block that a line opens.
fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence) && !line[3..].contains('`'))
}

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ') && !rest.trim().is_empty()
}

/// Appends a line to a paragraph.
fn join(words: &mut String, line: &str) {
    words.push(' ');
    words.push_str(line.trim());
}
