//! A parser of `text/event-stream` (HTML standard, 9.2.6).

use std::time::Duration;

use bytes::BytesMut;

use super::Event;

/// The longest ID that is kept, in bytes. Each event has a copy, and the ID must fit into a header when the stream is resumed.
const LONGEST_ID: usize = 8 * 1024;

/// An incremental parser. It accepts chunks of any size.
#[derive(Debug, Default)]
pub(super) struct Parser {
    buffer: BytesMut,
    searched: usize,
    started: bool,
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

    /// Returns the next line, which ends with LF, CR or CRLF.
    fn line(&mut self) -> Option<String> {
        let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(at) = unsearched.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            self.searched = self.buffer.len();
            return None;
        };
        let at = self.searched + at;
        let width = match (self.buffer.get(at), self.buffer.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            // An LF may follow.
            (Some(b'\r'), None) => {
                self.searched = at;
                return None;
            }
            _ => 1,
        };
        let line = self.buffer.split_to(at + width);
        self.searched = 0;
        let text = String::from_utf8_lossy(line.get(..at).unwrap_or_default()).into_owned();
        let first = !std::mem::replace(&mut self.started, true);
        Some(text.strip_prefix('\u{feff}').filter(|_| first).map(str::to_owned).unwrap_or(text))
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
            "retry" => self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry),
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
        check("\u{feff}event: x\ndata: 1\ndata: 2\nid: 7\n\n", &[("x", "7", "1\n2")]);
        // Only the first byte order mark is not part of the stream.
        check("\u{feff}\u{feff}data: 1\ndata: 2\n\n", &[("", "", "2")]);
        check(": comment\ndata\n\ndata:  two\n\n", &[("", "", ""), ("", "", " two")]);
        check("id: 1\nevent: e\n\ndata: a\n\n", &[("", "1", "a")]);
        check("data: cut off", &[]);
        check("data: a\r\n\r\nunknown: x\r\ndata: b\n\n", &[("", "", "a"), ("", "", "b")]);
    }
}
