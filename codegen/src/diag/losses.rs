//! What the errors of a document cost: the parts that the output does not contain, or contains with a weaker type.

use std::collections::BTreeMap;

/// A part of a document that is lost because of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LostPart {
    /// An operation that cannot be called.
    Operation,
    /// A path item that cannot be read, with an unknown number of operations.
    PathItem,
    /// A webhook that lacks a part, such as the type of its body.
    Webhook,
    /// A callback.
    Callback,
    /// A parameter that is not known to be required.
    Parameter,
    /// The type of a response. Its body is raw bytes.
    Response,
    /// Some media types of a body.
    MediaType,
    /// A header of a response or of a part of a form.
    Header,
    /// A security scheme or a list of security requirements. The client sends no credential for it.
    Security,
    /// The type that a schema states, or a part of it.
    Schema,
    /// A type without values: no value satisfies its schema.
    Values,
}

impl LostPart {
    /// All parts, in the order in which they are listed.
    pub const ALL: [Self; 11] = [
        Self::Operation,
        Self::PathItem,
        Self::Webhook,
        Self::Callback,
        Self::Parameter,
        Self::Response,
        Self::MediaType,
        Self::Header,
        Self::Security,
        Self::Schema,
        Self::Values,
    ];

    /// Returns the construct of OpenAPI, for example `path item`.
    #[must_use]
    pub fn construct(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::PathItem => "path item",
            Self::Webhook => "webhook",
            Self::Callback => "callback",
            Self::Parameter => "parameter",
            Self::Response => "response",
            Self::MediaType => "media types",
            Self::Header => "header",
            Self::Security => "security",
            Self::Schema => "schema",
            Self::Values => "values",
        }
    }

    /// Returns what happens to one of these parts, and to several.
    fn effects(self) -> [&'static str; 2] {
        match self {
            Self::Operation => ["operation is left out", "operations are left out"],
            Self::PathItem => ["path is left out with its operations", "paths are left out with their operations"],
            Self::Webhook => ["webhook is incomplete", "webhooks are incomplete"],
            Self::Callback => ["callback is left out", "callbacks are left out"],
            Self::Parameter => ["parameter is left out", "parameters are left out"],
            Self::Response => ["response is raw bytes", "responses are raw bytes"],
            Self::MediaType => ["body lacks media types", "bodies lack media types"],
            Self::Header => ["header is left out", "headers are left out"],
            Self::Security => ["security declaration is left out", "security declarations are left out"],
            Self::Schema => ["schema loses its type or a part of it", "schemas lose their types or parts of them"],
            Self::Values => ["type has no values", "types have no values"],
        }
    }
}

/// The number of lost parts of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses {
    /// The number of operations that the settings select, with those that are lost.
    pub operations: usize,
    parts: BTreeMap<LostPart, usize>,
}

impl Losses {
    /// Counts lost parts.
    pub fn add(&mut self, part: LostPart, count: usize) {
        if count > 0 {
            *self.parts.entry(part).or_default() += count;
        }
    }

    /// Returns the number of lost parts of a kind.
    #[must_use]
    pub fn count(&self, part: LostPart) -> usize {
        self.parts.get(&part).copied().unwrap_or_default()
    }

    /// Returns whether any part is lost.
    #[must_use]
    pub fn has_any(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Adds the losses of another document.
    pub fn extend(&mut self, other: &Self) {
        self.operations += other.operations;
        other.parts.iter().for_each(|(part, count)| self.add(*part, *count));
    }

    /// Returns the losses as a clause: `0 of 41 operations are left out, and 2 headers are left out`.
    #[must_use]
    pub fn clause(&self) -> String {
        let left_out = self.count(LostPart::Operation);
        let operations = match (left_out, self.operations) {
            (_, 0) => "0 operations are left out".to_owned(),
            (1, 1) => "the only operation is left out".to_owned(),
            (1, all) => format!("1 of {all} operations is left out"),
            (_, all) => format!("{left_out} of {all} operations are left out"),
        };
        let others = self.parts.iter().filter(|(part, _)| **part != LostPart::Operation).map(|(part, count)| {
            let [one, several] = part.effects();
            format!("{count} {}", if *count == 1 { one } else { several })
        });
        let mut clauses: Vec<String> = std::iter::once(operations).chain(others).collect();
        match clauses.pop() {
            Some(last) if clauses.is_empty() => last,
            last => format!("{}, and {}", clauses.join(", "), last.unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_counted_in_a_clause() {
        for (operations, parts, expect) in [
            (0, &[][..], "0 operations are left out"),
            (41, &[], "0 of 41 operations are left out"),
            (41, &[(LostPart::Operation, 1)], "1 of 41 operations is left out"),
            (41, &[(LostPart::Operation, 2)], "2 of 41 operations are left out"),
            (1, &[(LostPart::Operation, 1)], "the only operation is left out"),
            (1, &[(LostPart::Header, 1)], "0 of 1 operations are left out, and 1 header is left out"),
            (
                3,
                &[(LostPart::Schema, 2), (LostPart::Operation, 3), (LostPart::PathItem, 1), (LostPart::Header, 0)],
                "3 of 3 operations are left out, 1 path is left out with its operations, and 2 schemas lose their types or \
                 parts of them",
            ),
        ] {
            let mut losses = Losses { operations, ..Losses::default() };
            parts.iter().for_each(|(part, count)| losses.add(*part, *count));
            assert_eq!(losses.clause(), expect);
        }
    }
}
