//! Files to send, from memory, from disk, or from a stream.

mod disk;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;

use self::disk::FileBody;
use super::body::Body;
use super::error::BoxError;
use super::future::MaybeSend;

/// A file to send, with its file name and media type.
pub struct File {
    source: Source,
    file_name: Option<String>,
    media_type: Option<String>,
    /// Additional headers of its multipart part.
    headers: Vec<(String, String)>,
}

enum Source {
    Bytes(Bytes),
    Path { path: Arc<PathBuf>, length: u64 },
    Stream(Body),
}

impl File {
    /// Creates a file from bytes in memory.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        Self { source: Source::Bytes(bytes.into()), file_name: None, media_type: None, headers: Vec::new() }
    }

    /// Opens a file on disk, and keeps its file name. The content is read in chunks while it is sent.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let length = std::fs::File::open(path)?.metadata()?.len();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Self {
            source: Source::Path { path: Arc::new(path.to_owned()), length },
            file_name,
            media_type: None,
            headers: Vec::new(),
        })
    }

    /// Creates a file from a stream. It can be sent only once, so the call is not retried.
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        Self { source: Source::Stream(Body::stream(stream)), file_name: None, media_type: None, headers: Vec::new() }
    }

    /// Sets the file name.
    #[must_use]
    pub fn named(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// Sets the media type.
    #[must_use]
    pub fn of_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Adds a header to its multipart part (`encoding.headers`, OpenAPI 3.1, 4.8.15).
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Returns the additional headers of its part.
    pub(super) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Returns the file name.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Returns the media type.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    pub(super) fn is_replayable(&self) -> bool {
        !matches!(self.source, Source::Stream(_))
    }

    pub(super) fn try_clone(&self) -> Option<Self> {
        let source = match &self.source {
            Source::Bytes(bytes) => Source::Bytes(bytes.clone()),
            Source::Path { path, length } => Source::Path { path: path.clone(), length: *length },
            Source::Stream(_) => return None,
        };
        let (file_name, media_type) = (self.file_name.clone(), self.media_type.clone());
        Some(Self { source, file_name, media_type, headers: self.headers.clone() })
    }

    /// Returns the content for one attempt.
    pub(super) fn open_content(&mut self) -> Body {
        match &mut self.source {
            Source::Bytes(bytes) => bytes.clone().into(),
            Source::Path { path, length } => Body::wrap(FileBody::new(path.clone(), *length)),
            Source::Stream(body) => std::mem::take(body),
        }
    }
}

impl From<Bytes> for File {
    fn from(bytes: Bytes) -> Self {
        Self::from_bytes(bytes)
    }
}

impl From<Vec<u8>> for File {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from_bytes(bytes)
    }
}

impl From<&'static [u8]> for File {
    fn from(bytes: &'static [u8]) -> Self {
        Self::from_bytes(bytes)
    }
}

impl From<String> for File {
    fn from(text: String) -> Self {
        Self::from_bytes(text)
    }
}

impl From<&'static str> for File {
    fn from(text: &'static str) -> Self {
        Self::from_bytes(text)
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct("File");
        output.field("file_name", &self.file_name).field("media_type", &self.media_type);
        match &self.source {
            Source::Bytes(bytes) => output.field("length", &bytes.len()),
            Source::Path { path, length } => output.field("path", path).field("length", length),
            Source::Stream(_) => &mut output,
        };
        output.finish_non_exhaustive()
    }
}
