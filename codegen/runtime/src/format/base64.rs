//! `byte`, `contentEncoding: base64`.

use std::fmt;

use crate::runtime::codec::{Field, Slot, View, serde_impls};

/// Bytes as Base64 (RFC 4648). The text is kept as it came; it is decoded when it is asked for.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Base64(String);

/// A text that is not Base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Base64Error {
    /// Where in the text, in bytes.
    pub position: usize,
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Base64 {
    /// The text for some bytes: the standard alphabet, padded.
    #[must_use]
    pub fn from_bytes(bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
        for chunk in bytes.chunks(3) {
            let group =
                chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            for place in 0..4 {
                let digit = usize::try_from(group >> (18 - 6 * place) & 63).unwrap_or_default();
                text.push(if place <= chunk.len() { char::from(ALPHABET[digit]) } else { '=' });
            }
        }
        Self(text)
    }

    /// The text as it is.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes. Both alphabets are taken (`+/` and `-_`), line breaks and missing padding as well.
    ///
    /// # Errors
    /// If the text is not Base64.
    pub fn decode(&self) -> Result<Vec<u8>, Base64Error> {
        let mut bytes = Vec::with_capacity(self.0.len() / 4 * 3);
        let (mut group, mut digits, mut padding) = (0_u32, 0, 0);
        for (position, byte) in self.0.bytes().enumerate() {
            let digit = match byte {
                b'\r' | b'\n' => continue,
                b'=' => {
                    padding += 1;
                    continue;
                }
                b'-' => b'+',
                b'_' => b'/',
                byte => byte,
            };
            let place = ALPHABET.iter().position(|known| *known == digit).filter(|_| padding == 0);
            let Some(Ok(value)) = place.map(u32::try_from) else { return Err(Base64Error { position }) };
            group = group << 6 | value;
            digits += 1;
            if digits == 4 {
                bytes.extend_from_slice(&group.to_be_bytes()[1..]);
                (group, digits) = (0, 0);
            }
        }
        match digits {
            0 => {}
            2 => bytes.extend_from_slice(&(group << 12).to_be_bytes()[1..2]),
            3 => bytes.extend_from_slice(&(group << 6).to_be_bytes()[1..3]),
            _ => return Err(Base64Error { position: self.0.len() }),
        }
        Ok(bytes)
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
        write!(f, "not Base64 at byte {}", self.position)
    }
}

impl std::error::Error for Base64Error {}

/// The text is taken as it is, not encoded: for that there is [`Base64::from_bytes`].
impl From<String> for Base64 {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Field for Base64 {
    fn blank() -> Self {
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
