//! Searches a JSON string for bytes that must be escaped or that end it, eight bytes at a time.

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGH: u64 = ONES << 7;

/// Returns the position of the first control character, quote or backslash at or after `start`.
#[inline]
pub(crate) fn find_special(bytes: &[u8], start: usize) -> Option<usize> {
    let mut position = start;
    while let Some(word) = bytes.get(position..).and_then(|rest| rest.first_chunk()) {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            // The lowest mark is always right.
            return Some(position + special.trailing_zeros() as usize / 8);
        }
        position += word.len();
    }
    bytes.get(position..)?.iter().position(is_special).map(|index| position + index)
}

/// Returns whether any byte is special. It reads some of the last bytes twice, rather than one by one.
#[inline]
pub(crate) fn has_special(bytes: &[u8]) -> bool {
    if let Some(last) = bytes.last_chunk() {
        let has_special = |word: &[u8]| word.try_into().is_ok_and(|word| special(u64::from_le_bytes(word)) != 0);
        bytes.chunks_exact(last.len()).any(has_special) || special(u64::from_le_bytes(*last)) != 0
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        special(u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))) != 0
    } else {
        bytes.iter().any(is_special)
    }
}

fn is_special(byte: &u8) -> bool {
    *byte < b' ' || *byte == b'"' || *byte == b'\\'
}

/// Marks the special bytes of eight by their highest bits. It may also mark bytes above a marked one.
fn special(word: u64) -> u64 {
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES.wrapping_mul(limit.into())) & !word;
    let is = |byte: u8| below(word ^ ONES.wrapping_mul(byte.into()), 1);
    (below(word, b' ') | is(b'"') | is(b'\\')) & HIGH
}
