//! Files to send, from memory, from disk, from a reader, or from a stream.

mod content_types;
mod read_body;

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;

pub(super) use self::read_body::ReadBody;
use super::body::Body;
use super::error::BoxError;
use super::future::MaybeSend;
use super::multipart::Multipart;

/// A file to send, with its file name and content type.
///
/// ```text
/// let form = UploadForm::new(File::from_path("cat.png")?.content_type("image/png"));
/// client.upload(form).await?;
/// ```
pub struct File {
    source: Source,
    file_name: Option<String>,
    content_type: Option<String>,
    /// Additional headers of its multipart part.
    headers: Vec<(String, String)>,
}

enum Source {
    Bytes(Bytes),
    /// A file on disk, and its length if it is known.
    Path {
        path: Arc<PathBuf>,
        length: Option<u64>,
    },
    /// A stream or a reader.
    Stream(Body),
    /// Parts of its own.
    Multipart(Box<Multipart>),
}

impl File {
    fn new(source: Source) -> Self {
        Self { source, file_name: None, content_type: None, headers: Vec::new() }
    }

    /// Creates a file from bytes in memory.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Source::Bytes(bytes.into()))
    }

    /// Creates a file from a file on disk, with its file name. A separate thread reads the content in chunks while it is sent, so a slow disk
    /// does not block an async runtime.
    ///
    /// This function reads only the length, with which the file is sent. If the file has become shorter or longer when it is sent, the call
    /// fails: no body is cut. A file that has content but no length, such as those in `/proc`, is sent with an unknown length. A named pipe or
    /// a device is opened when it is sent, and read until its end, also with an unknown length. It can be sent only once, so the call is not
    /// retried.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be opened, or is a folder.
    #[doc(alias = "open")]
    #[doc(alias = "file")]
    pub fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let source = Self::source(path)?;
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Self { file_name, ..Self::new(source) })
    }

    fn source(path: &Path) -> io::Result<Source> {
        // Not by opening it: that would wait for the writer of a pipe.
        let metadata = std::fs::metadata(path)?;
        let shared = Arc::new(path.to_owned());
        if metadata.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, format!("`{}` is a folder", path.display())));
        }
        if !metadata.is_file() {
            return Ok(Source::Stream(Body::wrap(ReadBody::file(shared, None))));
        }
        let mut file = std::fs::File::open(path)?;
        // The system says 0 for files that it creates while they are read.
        let has_length = metadata.len() > 0 || file.read(&mut [0])? == 0;
        Ok(Source::Path { path: shared, length: has_length.then_some(metadata.len()) })
    }

    /// Creates a file from a reader, which is read on a separate thread while it is sent. It can be sent only once, so the call is not
    /// retried.
    pub fn from_reader(reader: impl Read + Send + 'static) -> Self {
        Self::new(Source::Stream(Body::wrap(ReadBody::reader(reader))))
    }

    /// Creates a file from a stream. It can be sent only once, so the call is not retried.
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        Self::new(Source::Stream(Body::stream(stream)))
    }

    /// Creates a file from parts: a part of a multipart body that is itself multipart. `media_type` is its content type without a boundary, for
    /// example `multipart/mixed`.
    #[must_use]
    pub fn from_multipart(media_type: &str, parts: Multipart) -> Self {
        let content_type = parts.content_type(media_type);
        Self { content_type: Some(content_type), ..Self::new(Source::Multipart(Box::new(parts))) }
    }

    /// Sets the file name.
    #[doc(alias = "name")]
    #[doc(alias = "named")]
    #[must_use]
    pub fn file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// Sets the content type. By default, it is the one that the API documents, or `application/octet-stream`. If the API documents several
    /// (`image/png, image/jpeg`) or a range (`image/*`), the file name's extension selects one.
    #[doc(alias = "media_type")]
    #[doc(alias = "mime")]
    #[doc(alias = "mime_str")]
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Adds a header to the file's part of a multipart body (`encoding.headers`, OpenAPI 3.1, 4.8.15).
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds headers.
    pub(super) fn headers(mut self, headers: &[(String, String)]) -> Self {
        self.headers.extend_from_slice(headers);
        self
    }

    /// Adds a header, unless it is set.
    pub(super) fn default_header(self, name: &str, value: &str) -> Self {
        let is_set = self.headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        if is_set { self } else { self.header(name, value) }
    }

    /// Returns the additional headers of its part.
    pub(super) fn get_headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Returns the file name.
    #[must_use]
    pub fn get_file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Returns the content type.
    #[must_use]
    pub fn get_content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the parts of which it consists, if it has any.
    pub(super) fn parts(&self) -> Option<&Multipart> {
        match &self.source {
            Source::Multipart(parts) => Some(parts),
            Source::Bytes(_) | Source::Path { .. } | Source::Stream(_) => None,
        }
    }

    /// Returns the media types that the content may have, the preferred one first: the one that was set, and that of the file name.
    pub(super) fn content_types(&self) -> Vec<&str> {
        let of_name = self.file_name.as_deref().and_then(content_types::of_name);
        self.content_type.as_deref().into_iter().chain(of_name).collect()
    }

    pub(super) fn is_replayable(&self) -> bool {
        match &self.source {
            Source::Bytes(_) | Source::Path { .. } => true,
            Source::Stream(_) => false,
            Source::Multipart(parts) => parts.is_replayable(),
        }
    }

    pub(super) fn try_clone(&self) -> Option<Self> {
        let source = match &self.source {
            Source::Bytes(bytes) => Source::Bytes(bytes.clone()),
            Source::Path { path, length } => Source::Path { path: path.clone(), length: *length },
            Source::Stream(_) => return None,
            Source::Multipart(parts) => Source::Multipart(Box::new(parts.try_clone()?)),
        };
        let (file_name, content_type) = (self.file_name.clone(), self.content_type.clone());
        Some(Self { source, file_name, content_type, headers: self.headers.clone() })
    }

    /// Returns the content for one attempt.
    pub(super) fn open_content(&mut self) -> Body {
        match &mut self.source {
            Source::Bytes(bytes) => bytes.clone().into(),
            Source::Path { path, length } => Body::file(path.clone(), *length),
            Source::Stream(body) => std::mem::take(body),
            Source::Multipart(parts) => parts.open(),
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

/// The file name is not sent. If the API documents a range of media types, the file's content type is sent, or that of its name. Otherwise, the
/// documented one is sent.
impl From<File> for Body {
    fn from(mut file: File) -> Self {
        let content_types = match &file.content_type {
            // Another type than the one that was set must not be sent.
            Some(content_type) => vec![content_type.clone()],
            None => file.content_types().into_iter().map(str::to_owned).collect(),
        };
        file.open_content().with_content_types(content_types)
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct("File");
        output.field("file_name", &self.file_name).field("content_type", &self.content_type);
        match &self.source {
            Source::Bytes(bytes) => output.field("length", &bytes.len()),
            Source::Path { path, length: Some(length) } => output.field("path", path).field("length", length),
            Source::Path { path, length: None } => output.field("path", path),
            Source::Stream(_) => &mut output,
            Source::Multipart(parts) => output.field("parts", parts),
        };
        output.finish_non_exhaustive()
    }
}
