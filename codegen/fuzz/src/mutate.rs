//! Random changes of inputs, with a fixed start, for the front end without feedback of coverage.

use crate::Target;

/// A pseudorandom number generator (xorshift). The same state gives the same numbers everywhere.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// Creates a generator.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns a number below `bound`, or 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % bound.max(1) as u64).unwrap_or(0)
    }

    fn byte(&mut self) -> u8 {
        self.below(256) as u8
    }
}

/// The longest input without a seed.
const LONGEST: usize = 600;

/// Creates an input.
pub fn input(target: &Target, seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    if seeds.is_empty() || random.below(50) == 0 {
        let length = random.below(LONGEST);
        let length = random.below(length);
        return (0..length).map(|_| random.byte()).collect();
    }
    let mut input = seeds[random.below(seeds.len())].clone();
    for _ in 0..random.below(6) {
        change(&mut input, target, seeds, random);
    }
    input
}

fn change(input: &mut Vec<u8>, target: &Target, seeds: &[Vec<u8>], random: &mut Random) {
    let start = random.below(input.len() + 1);
    let end = (start + random.below(5)).min(input.len());
    let piece = match random.below(8) {
        0 => vec![random.byte()],
        1 => Vec::new(),
        // A part of this input or another one.
        2 => part(input, random),
        3 => part(&seeds[random.below(seeds.len())], random),
        _ => match target.words.len() {
            0 => vec![random.byte(), random.byte()],
            count => target.words[random.below(count)].as_bytes().to_vec(),
        },
    };
    match random.below(6) {
        // A large part is left out.
        0 => drop(input.drain(start..(start + random.below(100)).min(input.len()))),
        1 => drop(input.splice(start..end, piece.repeat(1 + random.below(20)))),
        2 => drop(input.splice(start..end, piece)),
        _ => drop(input.splice(start..start, piece)),
    }
}

fn part(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let start = random.below(bytes.len());
    let end = (start + random.below(60)).min(bytes.len());
    bytes.get(start..end).unwrap_or_default().to_vec()
}
