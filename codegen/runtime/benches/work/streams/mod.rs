//! Measures paginated lists and streams of two sizes, compared with handwritten code, and checks whether memory grows with the size.

mod api;
mod by_hand;

use std::future::Future;
use std::io::Write;
use std::net::TcpStream;
use std::pin::Pin;

use serde_json::Value;

use self::api::{Content, Events, Lines, ListCustomers};
use self::by_hand::Api;
use crate::clock::{self, Time};
use crate::runtime::http::{Builder, Client};
use crate::server;

/// The number of items of the shorter lists. The longer ones have ten times as many.
const ITEMS: usize = 10_000;
/// The number of items per page.
const PAGE: usize = 100;
/// The number of batches per figure, which is their median or maximum.
const BATCHES: usize = 5;

/// The result for a list or stream.
pub struct Row {
    /// The list or stream.
    pub what: &'static str,
    /// The reader and the number of items.
    pub subject: String,
    /// The number of items that were read.
    pub items: usize,
    /// The time per item.
    pub time: Time,
    /// The peak memory, including the server's, without the memory that was in use before.
    pub peak: usize,
}

/// Reads a stream to its end and returns its length, or `None` if that failed.
type Work<'a> = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Option<usize>> + 'a>> + 'a>;

/// Measures all lists and streams. `peak` measures memory with the program's allocator.
pub fn measure(item: &Value, peak: impl Fn(&mut dyn FnMut()) -> usize) -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    clock::stay_on_one_processor();
    let mut rows = Vec::new();
    for count in [ITEMS, 10 * ITEMS] {
        let (runtime, text) = (tokio::runtime::Builder::new_current_thread().enable_all().build()?, item.to_string());
        let url = server::serve(move |asked, stream| reply(asked, stream, &text, count))?;
        let (api, client) = (Api::new(&url), Builder::new(&[], url).build()?);
        for (what, subjects) in subjects(&api, &client) {
            let mut works: Vec<Box<dyn FnMut() + '_>> = Vec::new();
            let mut found = Vec::new();
            for (subject, work) in &subjects {
                let (items, runtime) = (runtime.block_on(work()), &runtime);
                // A failure shows here, because the server always sends the same.
                let mut again = move || _ = runtime.block_on(work());
                let items = items.ok_or_else(|| format!("{what}: {subject} failed"))?;
                // The transport adapts its buffer to the speed, so take the maximum of several runs.
                let most = (0..BATCHES).map(|_| peak(&mut again)).max().unwrap_or_default();
                found.push((*subject, items, most));
                works.push(Box::new(again));
            }
            let times = clock::medians(&mut works, BATCHES);
            rows.extend(found.into_iter().zip(times).map(|((subject, items, peak), time)| Row {
                what,
                subject: format!("{subject}, {count} items"),
                items,
                time: time / count,
                peak,
            }));
        }
    }
    // The sort is stable: within each name, the shorter list comes first, and in it the handwritten reader.
    rows.sort_by_key(|row| row.what);
    Ok(rows)
}

/// Returns each list and stream, read by handwritten code and by the client.
fn subjects<'a>(api: &'a Api, client: &'a Client) -> Vec<(&'static str, [(&'static str, Work<'a>); 2])> {
    macro_rules! pair {
        ($name:literal, $by_hand:ident, $stream:expr, $item:ident => $size:expr) => {{
            let by_hand: Work<'a> = Box::new(move || Box::pin(async move { api.$by_hand().await.ok() }));
            let ours: Work<'a> = Box::new(move || {
                Box::pin(async move {
                    let (mut stream, mut count) = ($stream, 0);
                    while let Some($item) = stream.next().await {
                        let $item = $item.ok()?;
                        count += $size;
                        drop($item);
                    }
                    Some(count)
                })
            });
            ($name, [("by hand", by_hand), ("oasmith", ours)])
        }};
    }
    vec![
        pair!("pages of 100 items", list_customers, ListCustomers::new(client).items(), item => 1),
        pair!("server-sent events", events, Events::new(client).await.ok()?, event => 1),
        pair!("lines of JSON", lines, Lines::new(client).await.ok()?, line => 1),
        pair!("bytes", content, Content::new(client).await.ok()?, piece => piece.len()),
    ]
}

/// Replies with this number of items.
fn reply(asked: &str, stream: &mut TcpStream, item: &str, count: usize) -> std::io::Result<()> {
    let target = asked.split(' ').nth(1).unwrap_or_default();
    match target.split_once('?').unwrap_or((target, "")) {
        ("/events", _) => repeat(stream, "text/event-stream", &format!("data: {item}\n\n"), count),
        ("/lines", _) => repeat(stream, "application/jsonl", &format!("{item}\n"), count),
        ("/content", _) => repeat(stream, "application/octet-stream", item, count),
        (_, query) => {
            let after: usize = query.rsplit('_').next().and_then(|number| number.parse().ok()).unwrap_or(0);
            let last = (after + PAGE).min(count);
            let items: Vec<String> = (after..last).map(|number| numbered(item, number + 1)).collect();
            let page = format!("{{\"data\":[{}],\"has_more\":{}}}", items.join(","), last < count);
            stream.write_all(&server::json(&page))
        }
    }
}

/// Returns an item with its own id.
fn numbered(item: &str, number: usize) -> String {
    item.replacen("cust_00000001", &format!("cust_{number:08}"), 1)
}

/// Sends a body of repeated items, in larger chunks.
fn repeat(stream: &mut TcpStream, media_type: &str, piece: &str, count: usize) -> std::io::Result<()> {
    let length = piece.len() * count;
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n")?;
    let many = piece.repeat(PAGE);
    (0..count / PAGE).try_for_each(|_| stream.write_all(many.as_bytes()))
}
