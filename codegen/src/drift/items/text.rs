//! Prints changes as text for people.

use std::fmt::{self, Write as _};

use super::{Action, Change, Level};

/// Upper bound for the length of a type that is shown next to another one. Longer types have a line each.
const SHORT: usize = 40;

/// One line, for example that the type of `shop::models::Item.name` was `String` and is now `Option<String>`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: ", self.action().sign(), self.item)?;
        match (&self.before, &self.after) {
            (Some(before), Some(after)) if before == after => write!(f, "`{after}`"),
            (Some(before), Some(after)) => write!(f, "`{before}` is now `{after}`"),
            (Some(text), None) | (None, Some(text)) => f.write_str(text),
            (None, None) => Ok(()),
        }
    }
}

impl Change {
    /// Returns the reason with the rule of the Cargo book: `Code that names it does not compile. [item-remove]`.
    #[must_use]
    pub fn reason(&self) -> String {
        match self.rule {
            // The chapter's level differs from the verdict only where the reason explains it.
            Some(rule) if (rule.level() == Level::Major) != self.breaking => {
                format!("{} [{}; {} in general]", self.why, rule.anchor(), rule.level().word())
            }
            Some(rule) => format!("{} [{}]", self.why, rule.anchor()),
            None => self.why.clone(),
        }
    }
}

/// Returns the changes as text: breaking ones first, each followed by its reason. The text is empty if nothing changed.
#[must_use]
pub fn to_text(changes: &[Change]) -> String {
    let mut text = String::new();
    let (breaking, compatible): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.breaking);
    for (title, changes) in [("Breaking", breaking), ("Compatible", compatible)] {
        if changes.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{title} changes ({}):", changes.len());
        for change in changes {
            match (&change.before, &change.after) {
                (Some(before), Some(after)) if before.len() + after.len() > 2 * SHORT && before != after => {
                    let _ = writeln!(text, "  {} {}", Action::Changed.sign(), change.item);
                    let _ = writeln!(text, "      before: {before}\n      now:    {after}");
                }
                _ => {
                    let _ = writeln!(text, "  {change}");
                }
            }
            let _ = writeln!(text, "      {}", change.reason());
        }
    }
    text
}
