//! `format: byte` and `contentEncoding: base64`.

use std::fmt;

use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::prelude::BASE64_STANDARD;
use base64::{DecodeError, Engine, alphabet};

use crate::runtime::codec::{Field, Slot, View, serde_impls};

/// Base64 text (RFC 4648). The text is kept as it is; [`Base64::decode`] returns the bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Base64(String);

/// The error returned when a text is not Base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Base64Error {
    /// The byte offset of the error in the text.
    pub position: usize,
}

/// Accepts the output of sloppy encoders: missing padding, and trailing bits that are not zero.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

impl Base64 {
    /// Encodes bytes with the standard alphabet and padding.
    #[must_use]
    pub fn from_bytes(bytes: impl AsRef<[u8]>) -> Self {
        Self(BASE64_STANDARD.encode(bytes))
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Decodes the bytes. Accepts both alphabets (`+/` and `-_`), line breaks and missing padding.
    ///
    /// # Errors
    /// Returns an error if the text is not Base64.
    pub fn decode(&self) -> Result<Vec<u8>, Base64Error> {
        let digits = || self.0.bytes().enumerate().filter(|(_, byte)| !matches!(byte, b'\r' | b'\n'));
        let standard = digits().map(|(_, byte)| match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => byte,
        });
        LENIENT.decode(standard.collect::<Vec<u8>>()).map_err(|error| {
            let offset = match error {
                DecodeError::InvalidByte(offset, _) | DecodeError::InvalidLastSymbol { offset, .. } => offset,
                DecodeError::InvalidLength(_) | DecodeError::InvalidPadding => usize::MAX,
            };
            Base64Error { position: digits().nth(offset).map_or(self.0.len(), |(position, _)| position) }
        })
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Base64Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid Base64 at byte {}", self.position)
    }
}

impl std::error::Error for Base64Error {}

/// Takes Base64 text unchanged. To encode bytes, use [`Base64::from_bytes`].
impl From<String> for Base64 {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Field for Base64 {
    fn placeholder() -> Self {
        Self::default()
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::String(&mut self.0)
    }
    fn view(&self) -> View<'_> {
        View::Str(&self.0)
    }
}

serde_impls!(Base64);
