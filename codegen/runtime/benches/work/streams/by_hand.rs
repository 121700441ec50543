//! The operations, handwritten with reqwest.

use reqwest::header::ACCEPT;

use crate::derived::{Customer, Page};

/// A client of the API.
pub struct Api {
    client: reqwest::Client,
    base_url: String,
}

/// The result of reading a stream to its end.
type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

impl Api {
    /// Creates a client for this URL.
    pub fn new(base_url: &str) -> Self {
        Self { client: reqwest::Client::new(), base_url: base_url.to_owned() }
    }

    /// Reads all pages of `GET /customers` and returns the number of items.
    pub async fn list_customers(&self) -> Outcome<usize> {
        let (mut count, mut after) = (0, None);
        loop {
            let query = after.map(|after: String| format!("?after={after}")).unwrap_or_default();
            let request = self.client.get(format!("{}/customers{query}", self.base_url));
            let response = request.header(ACCEPT, "application/json").send().await?.error_for_status()?;
            let page: Page = serde_json::from_slice(&response.bytes().await?)?;
            count += page.data.len();
            after = page.data.last().map(|customer| customer.id.clone());
            if !page.has_more {
                return Ok(count);
            }
        }
    }

    /// Reads `GET /events` and returns the number of events.
    pub async fn events(&self) -> Outcome<usize> {
        self.customers("/events", "text/event-stream", b"data: ").await
    }

    /// Reads `GET /lines` and returns the number of lines.
    pub async fn lines(&self) -> Outcome<usize> {
        self.customers("/lines", "application/jsonl", b"").await
    }

    /// Reads `GET /content` and returns the number of bytes.
    pub async fn content(&self) -> Outcome<usize> {
        let mut response = self.stream("/content", "application/octet-stream").await?;
        let mut count = 0;
        while let Some(piece) = response.chunk().await? {
            count += piece.len();
        }
        Ok(count)
    }

    /// Reads customers as JSON, one per line with this start, and returns their number.
    async fn customers(&self, path: &str, media_type: &str, start: &[u8]) -> Outcome<usize> {
        let mut response = self.stream(path, media_type).await?;
        let (mut buffer, mut count) = (Vec::new(), 0);
        while let Some(piece) = response.chunk().await? {
            buffer.extend_from_slice(&piece);
            let mut done = 0;
            while let Some(length) = buffer[done..].iter().position(|byte| *byte == b'\n') {
                let line = &buffer[done..done + length];
                if let Some(text) = line.strip_prefix(start).filter(|text| !text.is_empty()) {
                    serde_json::from_slice::<Customer>(text)?;
                    count += 1;
                }
                done += length + 1;
            }
            buffer.drain(..done);
        }
        Ok(count)
    }

    async fn stream(&self, path: &str, media_type: &str) -> Outcome<reqwest::Response> {
        let request = self.client.get(format!("{}{path}", self.base_url)).header(ACCEPT, media_type);
        Ok(request.send().await?.error_for_status()?)
    }
}
