//! Server-sent events: an interpreter of the whole stream that follows the steps of the HTML standard (9.2.6) is the reference.

use crate::bytes::chunks;
use crate::runtime::codec::Field;
use crate::runtime::http::EventStream;
use crate::runtime::{Value, decode};
use crate::targets::stream::{bytes, read};
use crate::work::bounded;

/// The work for all chunkings together.
const RATIO: f64 = 200.0;

/// An event, as text: name, ID, reconnection time in milliseconds, data.
type Event = (String, String, Option<u64>, Option<String>);

/// The first byte decides the sizes of the chunks; the others are the stream.
pub fn run(input: &[u8]) {
    let (sizes, stream) = input.split_first().unwrap_or((&0, &[]));
    let expected: Vec<Event> = interpret(stream);
    bounded(stream.len(), RATIO, || {
        for sizes in [0, 1, *sizes] {
            assert_eq!(
                events::<Value>(stream, sizes),
                expected,
                "{:?}, sizes {sizes}",
                String::from_utf8_lossy(stream)
            );
        }
    });
    // Data of another type is an error, and the stream continues.
    assert_eq!(events::<i64>(stream, *sizes).len(), expected.len());
}

fn events<T: Field>(stream: &[u8], sizes: u8) -> Vec<Event> {
    let events = read(EventStream::<T>::from(bytes(chunks(stream, sizes))), stream.len());
    let text = |value: &T| crate::runtime::encode(value).ok().and_then(|json| String::from_utf8(json).ok());
    events
        .into_iter()
        .map(|event| match event {
            Ok(event) => {
                let retry = event.retry.and_then(|retry| u64::try_from(retry.as_millis()).ok());
                (event.name, event.id, retry, text(&event.data))
            }
            Err(_) => Default::default(),
        })
        .collect()
}

/// Interprets a stream by the steps of the standard, with the rules of the runtime: data is JSON or a string, `[DONE]` ends the stream, and
/// an ID has at most 8 KiB.
fn interpret(stream: &[u8]) -> Vec<Event> {
    let text = String::from_utf8_lossy(stream);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n").replace('\r', "\n");
    let mut events = Vec::new();
    let (mut data, mut name, mut last_id, mut retry) = (String::new(), String::new(), String::new(), None);
    // A line that the stream does not end is not a line.
    let lines = text.rsplit_once('\n').map_or("", |(lines, _)| lines);
    let lines = if text.contains('\n') { lines.split('\n').collect() } else { Vec::new() };
    for line in lines {
        if line.is_empty() {
            let event = std::mem::take(&mut name);
            let Some(text) = std::mem::take(&mut data).strip_suffix('\n').map(str::to_owned) else { continue };
            if text == "[DONE]" {
                break;
            }
            let value = decode::<Value>(text.as_bytes()).unwrap_or(Value::String(text));
            events.push((event, last_id.clone(), retry, Some(value.to_string())));
            continue;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut name),
            "data" => {
                data.push_str(value);
                data.push('\n');
            }
            "id" if !value.contains('\0') && value.len() <= 8 * 1024 => value.clone_into(&mut last_id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                retry = Some(value.parse().unwrap_or(u64::MAX));
            }
            _ => {}
        }
    }
    events
}

/// Returns streams of the standard's examples.
pub fn seeds() -> Vec<Vec<u8>> {
    [
        "\u{2}data: a\n\ndata:b\n\n",
        "\u{3}: comment\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        "\u{1}data\n\ndata\ndata\n\ndata:",
        "\u{5}data: {\"a\":[1,2]}\ndata: 3\r\nevent: x\rretry: 10\r\r\nid: \u{0}\n\ndata: [DONE]\n\ndata: c\n\n",
        "\u{7}\u{feff}event: x\ndata: 1\ndata: 2\nid: 7\n\n:\r\rdata: \u{e9}\r\r\n",
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect()
}
