//! Reads whether an element is deprecated, and the vendor extensions that say why.

use serde_json::Value;

use super::super::extensions::Extension;
use super::super::node::Node;
use super::super::schema::Deprecation;
use super::FormChecker;

impl<'d> FormChecker<'_, 'd> {
    /// Returns whether an element is deprecated, and why. `flag` is its field `deprecated`, which takes precedence over extensions.
    pub(in crate::openapi) fn deprecation(&mut self, node: &Node<'d>, flag: Option<bool>) -> Option<Deprecation> {
        let extension = Extension::Deprecated.find(node).filter(|_| flag != Some(false));
        let (by_extension, text) = extension.map_or((None, None), |extension| self.flag_or_reason(&extension));
        if !flag.or(by_extension).unwrap_or_default() {
            return None;
        }
        let reason = Extension::DeprecationReason.find(node).and_then(|reason| match reason.value {
            Value::Object(_) if reason.reference().is_none() => {
                reason.get("description").and_then(|reason| self.reason(&reason))
            }
            _ => self.reason(&reason),
        });
        let mut note = reason.or(text).unwrap_or_default();
        for (extension, words) in [(Extension::DeprecatedSince, "Since"), (Extension::Sunset, "Removed on")] {
            let Some(when) = extension.find(node).and_then(|when| self.reason(&when)) else { continue };
            if note.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '`' | ')' | '"')) {
                note.push('.');
            }
            let space = if note.is_empty() { "" } else { " " };
            note.push_str(&format!("{space}{words} {when}."));
        }
        Some(Deprecation { note: (!note.is_empty()).then_some(note) })
    }

    /// Reads `x-deprecated`: a boolean, or a text, which is the reason.
    pub(in crate::openapi) fn flag_or_reason(&mut self, node: &Node<'d>) -> (Option<bool>, Option<String>) {
        match node.value {
            Value::Bool(flag) => (Some(*flag), None),
            Value::String(text) if text.eq_ignore_ascii_case("true") => (Some(true), None),
            Value::String(text) if text.trim().is_empty() || text.eq_ignore_ascii_case("false") => (Some(false), None),
            Value::String(text) => (Some(true), Some(text.trim().to_owned())),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                self.ignored(node, "a boolean or a text");
                (None, None)
            }
        }
    }

    /// Reads a text of a note. A number, such as a version, is one.
    fn reason(&mut self, node: &Node<'d>) -> Option<String> {
        let text = match node.value {
            Value::Number(_) => {
                self.source.yaml_text(&node.place).map_or_else(|| node.value.to_string(), str::to_owned)
            }
            _ => self.text(node)?,
        };
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}
