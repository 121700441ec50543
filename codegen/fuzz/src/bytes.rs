//! Reads decisions from the bytes of an input. When the bytes end, every decision is the first choice.

use arbitrary::Unstructured;

/// The rest of an input.
pub struct Bytes<'a>(Unstructured<'a>);

impl<'a> Bytes<'a> {
    /// Creates a reader.
    pub fn new(input: &'a [u8]) -> Self {
        Self(Unstructured::new(input))
    }

    /// Returns a number below `bound`, or 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0.int_in_range(0..=bound.saturating_sub(1)).unwrap_or(0)
    }

    pub fn choose<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns a text: a few of these words, and any characters.
    pub fn text(&mut self, words: &[&str]) -> String {
        let mut text = String::new();
        for _ in 0..self.below(6) {
            match self.below(4) {
                0 => text.push(self.0.arbitrary().unwrap_or('a')),
                1 => text.push(char::from(self.below(128) as u8)),
                _ => text.push_str(self.choose(words)),
            }
        }
        text
    }
}

/// Splits bytes into chunks. `sizes` decides the sizes; 0 is one chunk, 1 is chunks of one byte.
pub fn chunks(bytes: &[u8], sizes: u8) -> Vec<Vec<u8>> {
    let mut state = u32::from(sizes);
    let mut rest = bytes;
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let size = match sizes {
            0 => rest.len(),
            1 => 1,
            _ => {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                // An empty chunk is allowed, too.
                (state >> 24) as usize % (usize::from(sizes) + 1)
            }
        };
        let (chunk, after) = rest.split_at(size.min(rest.len()));
        chunks.push(chunk.to_vec());
        rest = after;
    }
    chunks
}
