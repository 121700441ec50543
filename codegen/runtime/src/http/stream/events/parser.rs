//! A parser of `text/event-stream` (HTML standard, 9.2.6).

use std::time::Duration;

use bytes::{Buf, BytesMut};

use super::Event;

/// The longest ID that is kept, in bytes. Each event has a copy, and the ID must fit into a header when the stream is resumed.
const LONGEST_ID: usize = 8 * 1024;

/// An incremental parser. It accepts chunks of any size.
#[derive(Debug, Default)]
pub(super) struct Parser {
    buffer: BytesMut,
    searched: usize,
    started: bool,
    /// Whether the last line ended with CR. An LF after it belongs to it.
    ended_with_cr: bool,
    data: String,
    has_data: bool,
    name: String,
    /// The ID of the last complete event.
    id: String,
    /// The ID of the current event and the following ones.
    next_id: String,
    retry: Option<Duration>,
}

impl Parser {
    /// Adds a chunk.
    pub(super) fn feed(&mut self, chunk: &[u8]) {
        self.buffer.extend_from_slice(chunk);
    }

    /// Returns the number of buffered bytes of the current event.
    pub(super) fn buffered(&self) -> usize {
        self.buffer.len() + self.data.len()
    }

    /// Returns the last event ID.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Returns the reconnection time, if the stream has set one.
    pub(super) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Returns a parser for the next connection. It keeps the ID and the reconnection time, and discards an incomplete event.
    pub(super) fn reconnected(&self) -> Self {
        Self { id: self.id.clone(), next_id: self.id.clone(), retry: self.retry, ..Self::default() }
    }

    /// Returns the next complete event.
    pub(super) fn next(&mut self) -> Option<Event<String>> {
        while let Some(line) = self.line() {
            if line.is_empty() {
                let name = std::mem::take(&mut self.name);
                let data = std::mem::take(&mut self.data);
                self.id.clone_from(&self.next_id);
                if std::mem::take(&mut self.has_data) {
                    return Some(Event { name, id: self.id.clone(), retry: self.retry, data });
                }
            } else {
                self.field(&line);
            }
        }
        None
    }

    /// Returns the next line, which ends with LF, CR or CRLF. A line that ends with CR is returned at once: waiting for an LF would delay the
    /// event until the server sends more.
    fn line(&mut self) -> Option<String> {
        if self.ended_with_cr && !self.buffer.is_empty() {
            self.ended_with_cr = false;
            if self.buffer.starts_with(b"\n") {
                self.buffer.advance(1);
            }
        }
        let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(at) = unsearched.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            self.searched = self.buffer.len();
            return None;
        };
        let at = self.searched + at;
        let line = self.buffer.split_to(at + 1);
        self.searched = 0;
        self.ended_with_cr = line.ends_with(b"\r");
        let text = String::from_utf8_lossy(line.get(..at).unwrap_or_default());
        let is_first = !std::mem::replace(&mut self.started, true);
        // A byte order mark is removed once, at the start of the stream.
        Some(text.strip_prefix('\u{feff}').filter(|_| is_first).unwrap_or(&text).to_owned())
    }

    fn field(&mut self, line: &str) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            "event" => value.clone_into(&mut self.name),
            "id" if !value.contains('\0') && value.len() <= LONGEST_ID => value.clone_into(&mut self.next_id),
            // Only digits, so no sign. A time that does not fit is longer than any that a client waits for.
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = Some(Duration::from_millis(value.parse().unwrap_or(u64::MAX)));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Parser;

    #[track_caller]
    fn check(text: &str, expect: &[(&str, &str, &str)]) {
        // The chunks' sizes do not matter.
        for size in [1, 2, 3, text.len().max(1)] {
            let mut parser = Parser::default();
            let mut events = Vec::new();
            for chunk in text.as_bytes().chunks(size) {
                parser.feed(chunk);
                while let Some(event) = parser.next() {
                    events.push((event.name, event.id, event.data));
                }
            }
            let events: Vec<_> = events.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
            assert_eq!(events, expect, "{text:?} in chunks of {size}");
        }
    }

    #[test]
    fn events() {
        check("data: a\n\ndata:b\n\n", &[("", "", "a"), ("", "", "b")]);
        check("event: x\ndata: 1\ndata: 2\nid: 7\n\n", &[("x", "7", "1\n2")]);
        check(": comment\ndata\n\ndata:  two\n\n", &[("", "", ""), ("", "", " two")]);
        check("data\n\ndata\ndata\n\ndata:", &[("", "", ""), ("", "", "\n")]);
        check("data: cut off", &[]);
        check("data: no empty line\n", &[]);
        check("unknown: x\ndata : b\n:data: c\nDATA: d\ndata: e\n\n", &[("", "", "e")]);
    }

    /// An event without data is not dispatched, but its ID counts and its name does not.
    #[test]
    fn events_without_data() {
        check("id: 1\nevent: e\n\ndata: a\n\n", &[("", "1", "a")]);
        check("event: e\n: c\n\n\n\ndata: a\n\n", &[("", "", "a")]);
    }

    #[test]
    fn ids() {
        check(
            "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\nid\ndata: c\n\n",
            &[("", "1", "a"), ("", "1", "b"), ("", "", "c")],
        );
    }

    #[test]
    fn a_byte_order_mark_is_removed_once() {
        check("\u{feff}data: 1\n\n\u{feff}data: 2\n\n", &[("", "", "1")]);
        check("\u{feff}\u{feff}data: 1\n\ndata: \u{feff}2\n\n", &[("", "", "\u{feff}2")]);
    }

    #[test]
    fn every_line_end_counts() {
        check("data: a\r\n\r\nunknown: x\r\ndata: b\n\n", &[("", "", "a"), ("", "", "b")]);
        check("data: a\r\rdata: b\rdata: c\r\n\r", &[("", "", "a"), ("", "", "b\nc")]);
        check("data: a\n\rdata: b\r\n\n", &[("", "", "a"), ("", "", "b")]);
        check("data: a\r\n\ndata: b\n\r\n", &[("", "", "a"), ("", "", "b")]);
    }

    /// An event is complete with the CR of its empty line, and an LF that arrives later is part of the same line end.
    #[test]
    fn a_line_that_ends_with_cr_does_not_wait() {
        let mut parser = Parser::default();
        let mut received = |chunk: &str| {
            parser.feed(chunk.as_bytes());
            parser.next().map(|event| event.data)
        };
        assert_eq!(received("data: a\r\r").as_deref(), Some("a"));
        assert_eq!(received("\ndata: b\r"), None);
        assert_eq!(received("\n\r").as_deref(), Some("b"));
        assert_eq!(received("data: c\n\r").as_deref(), Some("c"));
    }

    #[test]
    fn only_digits_are_a_reconnection_time() {
        for (value, expect) in [
            ("10", Some(10)),
            ("007", Some(7)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("", None),
            ("+5", None),
            ("-5", None),
            ("1.5", None),
            ("5s", None),
            (" 5", None),
        ] {
            let mut parser = Parser::default();
            parser.feed(format!("retry: {value}\n\n").as_bytes());
            assert!(parser.next().is_none());
            assert_eq!(parser.retry(), expect.map(std::time::Duration::from_millis), "{value:?}");
        }
    }
}
