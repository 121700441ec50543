//! Constraints in words: `At most 255 characters.`

use super::code_span;
use crate::ir::Constraints;

/// Returns a sentence for each constraint, as Markdown.
pub(super) fn sentences(constraints: &Constraints) -> Vec<String> {
    let Constraints {
        min_length,
        max_length,
        pattern,
        minimum,
        maximum,
        exclusive_minimum,
        exclusive_maximum,
        multiple_of,
        min_items,
        max_items,
        unique_items,
        min_properties,
        max_properties,
    } = constraints;
    let mut lines = Vec::new();
    lines.extend(range(*min_length, *max_length, "character"));
    lines.extend(pattern.as_ref().map(|pattern| format!("Matches {}.", code_span(pattern))));
    lines.extend(minimum.as_ref().map(|bound| format!("At least {bound}.")));
    lines.extend(exclusive_minimum.as_ref().map(|bound| format!("More than {bound}.")));
    lines.extend(maximum.as_ref().map(|bound| format!("At most {bound}.")));
    lines.extend(exclusive_maximum.as_ref().map(|bound| format!("Less than {bound}.")));
    lines.extend(multiple_of.as_ref().map(|step| format!("A multiple of {step}.")));
    lines.extend(range(*min_items, *max_items, "item"));
    lines.extend(unique_items.then(|| "Items are unique.".to_owned()));
    lines.extend(range(*min_properties, *max_properties, "member"));
    lines
}

fn range(min: Option<u64>, max: Option<u64>, unit: &str) -> Option<String> {
    let counted = |count: u64| if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") };
    match (min.filter(|min| *min > 0), max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("At least {}.", counted(min))),
        (None, Some(max)) => Some(format!("At most {}.", counted(max))),
        (Some(min), Some(max)) if min == max => Some(format!("Exactly {}.", counted(max))),
        (Some(min), Some(max)) => Some(format!("{min} to {}.", counted(max))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_are_documented_in_words() {
        let none = Constraints::default;
        for (constraints, expect) in [
            (
                Constraints { min_length: Some(1), max_length: Some(5), pattern: Some("^a".to_owned()), ..none() },
                "1 to 5 characters. Matches `^a`.",
            ),
            (Constraints { pattern: Some("^`a`+$".to_owned()), ..none() }, "Matches ``^`a`+$``."),
            (Constraints { min_length: Some(1), ..none() }, "At least 1 character."),
            (
                Constraints { min_items: Some(2), max_items: Some(2), unique_items: true, ..none() },
                "Exactly 2 items. Items are unique.",
            ),
            (
                Constraints {
                    minimum: Some(0.into()),
                    exclusive_maximum: Some(10.into()),
                    multiple_of: Some(2.into()),
                    ..none()
                },
                "At least 0. Less than 10. A multiple of 2.",
            ),
            (Constraints { max_properties: Some(3), ..none() }, "At most 3 members."),
        ] {
            assert_eq!(sentences(&constraints).join(" "), expect);
        }
    }
}
