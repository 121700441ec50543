//! Exact decimals of any size: the value of a number's text, without the rounding of floats. The generator uses them for the numbers of
//! documents.

use std::cmp::Ordering;

/// A decimal: `digits` × 10^`exponent`. Two decimals are equal if they have the same value, even if their texts differ.
/// The default is zero.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Decimal {
    pub(crate) negative: bool,
    /// The digits from the first nonzero digit to the last one. Empty for zero.
    pub(crate) digits: Vec<u8>,
    pub(crate) exponent: i64,
}

impl Decimal {
    /// Parses a decimal: `-12.5e3`. `None` if the text is not a decimal.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = || whole.bytes().chain(fraction.bytes());
        if all().count() == 0 || !all().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mut digits: Vec<u8> = all().map(|byte| byte - b'0').skip_while(|digit| *digit == 0).collect();
        let mut exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        while digits.last() == Some(&0) {
            digits.pop();
            exponent = exponent.checked_add(1)?;
        }
        match digits.is_empty() {
            true => Some(Self { negative: false, digits, exponent: 0 }),
            false => Some(Self { negative, digits, exponent }),
        }
    }

    /// Rewrites a decimal without an exponent: `0.0015` for `1.5e-3`. `None` if the text is not a decimal, or the result has more than
    /// about 1000 digits.
    pub(crate) fn without_exponent(text: &str) -> Option<String> {
        const MOST: usize = 1_000;
        let Self { negative, digits, exponent } = Self::parse(text)?;
        let zeros = usize::try_from(exponent.unsigned_abs()).ok().filter(|zeros| *zeros <= MOST)?;
        let mut plain: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        if exponent >= 0 {
            plain.push_str(&"0".repeat(zeros));
        } else {
            let missing = (zeros + 1).saturating_sub(plain.len());
            plain.insert_str(0, &"0".repeat(missing));
            plain.insert(plain.len() - zeros, '.');
        }
        if plain.is_empty() {
            plain.push('0');
        }
        Some(if negative { format!("-{plain}") } else { plain })
    }

    /// Returns whether the decimal is an integer.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    /// Compares two decimals by value.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        match (self.sign(), other.sign()) {
            (-1, -1) => other.compare_size(self),
            (1, 1) => self.compare_size(other),
            (left, right) => left.cmp(&right),
        }
    }

    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    /// Compares the absolute values of two decimals, neither of which is zero.
    fn compare_size(&self, other: &Self) -> Ordering {
        let magnitude =
            |decimal: &Self| i64::try_from(decimal.digits.len()).unwrap_or(i64::MAX).saturating_add(decimal.exponent);
        magnitude(self).cmp(&magnitude(other)).then_with(|| self.digits.cmp(&other.digits))
    }
}

/// Returns whether a text is a JSON number (RFC 8259, section 6).
#[must_use]
pub fn is_json_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

/// Returns the text of a float if it surely equals the decimal that the sender wrote. Decimals of at most 15 digits each have a float of
/// their own.
pub(crate) fn text_of_float(value: f64) -> Option<String> {
    const CERTAIN: usize = 15;
    let shortest = format!("{value:e}");
    let digits = shortest.split('e').next()?.bytes().filter(u8::is_ascii_digit).count();
    // Subnormal floats have fewer digits than others.
    let is_normal = value == 0.0 || value.is_normal();
    let is_usual = value == 0.0 || (1e-7..1e21).contains(&value.abs());
    (is_normal && digits <= CERTAIN).then(|| if is_usual { value.to_string() } else { shortest })
}

/// Returns the integer that a float is: `20` is the usual text, not `20.0`.
pub(crate) fn exact_integer(value: f64) -> Option<i64> {
    /// Up to here a float holds every integer.
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    let integer = value as i64;
    let is_exact = integer as f64 == value && value.abs() < LIMIT && !(integer == 0 && value.is_sign_negative());
    is_exact.then_some(integer)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic of a test is its report")]

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn decimals_are_compared_by_value() {
        let ordered = [
            "-1e400",
            "-20",
            "-1.5",
            "-0.2",
            "-0.15",
            "0",
            "1e-400",
            "0.1",
            "0.10000000000000001",
            "1",
            "9",
            "10",
            "1e19",
            "1e400",
        ];
        for (a, left) in ordered.iter().enumerate() {
            for (b, right) in ordered.iter().enumerate() {
                assert_eq!(decimal(left).compare(&decimal(right)), a.cmp(&b), "{left} {right}");
            }
        }
        for (left, right) in [("1.0", "1"), ("-0", "0.00"), ("1e2", "100"), ("0.5e1", "5.0")] {
            assert_eq!(decimal(left), decimal(right));
        }
    }

    #[test]
    fn invalid_decimals_are_none() {
        for text in ["", "-", ".", "1e", "NaN", "inf", "1.2.3", "0x1", "1e99999999999999999999"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn json_numbers() {
        for (text, expect) in [
            ("0", true),
            ("-0", true),
            ("1.50", true),
            ("1e400", true),
            ("1E-30", true),
            ("-12.5e+3", true),
            ("", false),
            ("-", false),
            ("+1", false),
            ("01", false),
            (".5", false),
            ("1.", false),
            ("1e", false),
            ("1 ", false),
            ("1,5", false),
            ("NaN", false),
            ("inf", false),
            ("--1", false),
            ("1e5.0", false),
        ] {
            assert_eq!(is_json_number(text), expect, "{text}");
        }
    }

    #[test]
    fn exponents_are_expanded() {
        for (text, expect) in [
            ("1e3", Some("1000")),
            ("-1.5e-3", Some("-0.0015")),
            ("12.50", Some("12.5")),
            ("1.25e1", Some("12.5")),
            ("0e9", Some("0")),
            ("1e-2", Some("0.01")),
            ("1e1001", None),
        ] {
            assert_eq!(Decimal::without_exponent(text).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn only_floats_of_few_digits_have_a_certain_text() {
        for (value, expect) in [
            (0.1, Some("0.1")),
            (-0.0, Some("-0")),
            (1e20, Some("100000000000000000000")),
            (1e300, Some("1e300")),
            (1.5e-9, Some("1.5e-9")),
            (123456789.012345, Some("123456789.012345")),
            (0.1 + 0.2, None),
            (12345678901234567.89, None),
            (5e-324, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ] {
            assert_eq!(text_of_float(value).as_deref(), expect, "{value}");
        }
    }
}
