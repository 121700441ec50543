//! Exact arithmetic of decimals. `19.99` is a multiple of `0.01`, but not as a float.

use crate::runtime::codec::Decimal;

/// The limit of digits for exact arithmetic. Real numbers stay far below it.
const MOST_DIGITS: i64 = 5_000;

impl Decimal {
    /// Returns whether the decimal is a multiple of a step. `None` beyond the limit of digits.
    pub(crate) fn is_multiple_of(&self, step: &Self) -> Option<bool> {
        if self.digits.is_empty() || step.digits.is_empty() {
            return Some(self.digits.is_empty());
        }
        // Convert both into integers of the smaller unit.
        let unit = self.exponent.min(step.exponent);
        let zeros = self.exponent.checked_sub(unit).filter(|zeros| *zeros <= MOST_DIGITS)?;
        let step_zeros = u32::try_from(step.exponent.checked_sub(unit)?).ok()?;
        let step = step
            .digits
            .iter()
            .try_fold(0_u128, |so_far, digit| so_far.checked_mul(10)?.checked_add(u128::from(*digit)));
        let step = step?.checked_mul(10_u128.checked_pow(step_zeros)?).filter(|step| *step <= u128::MAX / 16)?;
        let zeros = std::iter::repeat_n(&0, usize::try_from(zeros).ok()?);
        let rest = self.digits.iter().chain(zeros).fold(0, |rest, digit| (rest * 10 + u128::from(*digit)) % step);
        Some(rest == 0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic of a test is its report")]

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn multiples_are_exact() {
        for (value, step, expected) in [
            ("19.99", "0.01", Some(true)),
            ("0.3", "0.1", Some(true)),
            ("19.999", "0.01", Some(false)),
            ("1e308", "0.01", Some(true)),
            ("1e308", "3", Some(false)),
            ("-9", "3", Some(true)),
            ("0", "7", Some(true)),
            ("10", "4", Some(false)),
            ("18446744073709551615", "5", Some(true)),
            ("0.0075", "0.0001", Some(true)),
            ("0.00751", "0.0001", Some(false)),
            ("1", "1e-400", Some(true)),
            ("1e-400", "1", None),
        ] {
            assert_eq!(decimal(value).is_multiple_of(&decimal(step)), expected, "{value} {step}");
        }
    }
}
