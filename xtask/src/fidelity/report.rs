//! Compares the result of each instance with the expected one.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use harness::equal::{self, Members};
use harness::json::parse;
use harness::program::Answer;
use serde_json::{Value, json};

use super::instances::{Instance, InstanceKind};

/// Upper bound for the failures that are shown for each verdict.
const SHOWN: usize = 25;

/// The comparison of an answer with the expected result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The result is as expected: accepted and equal, accepted with an undeclared member, or rejected.
    Correct,
    /// Accepted, but encoded as a different value.
    Lossy,
    /// Rejected, although it is valid.
    WronglyRejected,
    /// Accepted, although it is invalid.
    WronglyAccepted,
    /// Invalid, but accepted, because an open enum or union accepts unlisted values.
    OpenEnum,
    /// The component has no type.
    NoType,
    /// The program crashed.
    Crashed,
}

const VERDICTS: &[(Verdict, &str)] = &[
    (Verdict::Correct, "correct"),
    (Verdict::Lossy, "lossy"),
    (Verdict::WronglyRejected, "wrongly rejected"),
    (Verdict::WronglyAccepted, "wrongly accepted"),
    (Verdict::OpenEnum, "open enum"),
    (Verdict::NoType, "no type"),
    (Verdict::Crashed, "crashed"),
];

/// The verdicts on all instances.
pub struct Report<'a> {
    rows: Vec<(&'a Instance, Verdict, String)>,
}

impl<'a> Report<'a> {
    /// Compares all answers.
    pub fn new(instances: &'a [Instance], answers: &[Answer]) -> Self {
        let row = |(instance, answer): (&'a Instance, &Answer)| {
            let (verdict, detail) = verdict(instance, answer);
            (instance, verdict, detail)
        };
        Self { rows: instances.iter().zip(answers).map(row).collect() }
    }

    /// Returns whether no valid instance was changed or rejected, and at least 95 % of the invalid ones were rejected.
    pub fn is_perfect(&self) -> bool {
        let count = |verdict| self.rows.iter().filter(|(_, other, _)| *other == verdict).count();
        let invalid = self.rows.iter().filter(|(instance, ..)| instance.kind == InstanceKind::Invalid).count()
            - count(Verdict::OpenEnum);
        let never = [Verdict::Lossy, Verdict::WronglyRejected, Verdict::NoType, Verdict::Crashed];
        never.into_iter().all(|verdict| count(verdict) == 0) && count(Verdict::WronglyAccepted) * 20 <= invalid
    }

    /// Returns the table and the first failures of each verdict.
    pub fn text(&self) -> String {
        let mut text = format!("{:<12}", "");
        for (_, word) in VERDICTS {
            let _ = write!(text, "{word:>17}");
        }
        for (kind, counts) in self.counts() {
            let _ = write!(text, "\n{:<12}", format!("{kind:?}").to_lowercase());
            for (verdict, _) in VERDICTS {
                let _ = write!(text, "{:>17}", counts.get(verdict).copied().unwrap_or_default());
            }
        }
        for (verdict, word) in
            VERDICTS.iter().filter(|(verdict, _)| !matches!(verdict, Verdict::Correct | Verdict::OpenEnum))
        {
            let failures: Vec<_> = self.rows.iter().filter(|(_, other, _)| other == verdict).collect();
            for (instance, _, detail) in failures.iter().take(SHOWN) {
                let value: String = instance.value.chars().take(160).collect();
                let _ = write!(text, "\n{word}: {} ({}): {detail}\n    {value}", instance.schema, instance.why);
            }
            if failures.len() > SHOWN {
                let _ = write!(text, "\n{word}: … and {} more", failures.len() - SHOWN);
            }
        }
        text
    }

    /// Returns the counts and all failures as JSON.
    pub fn json(&self) -> Value {
        let word = |verdict: &Verdict| VERDICTS.iter().find(|(other, _)| other == verdict).map_or("", |(_, word)| word);
        let counts: serde_json::Map<String, Value> = self
            .counts()
            .into_iter()
            .map(|(kind, counts)| {
                let counts: serde_json::Map<String, Value> =
                    counts.iter().map(|(verdict, count)| (word(verdict).to_owned(), (*count).into())).collect();
                (format!("{kind:?}").to_lowercase(), Value::Object(counts))
            })
            .collect();
        let failures: Vec<Value> = self
            .rows
            .iter()
            .filter(|(_, verdict, _)| *verdict != Verdict::Correct)
            .map(|(instance, verdict, detail)| {
                json!({
                    "schema": instance.schema,
                    "verdict": word(verdict),
                    "detail": detail,
                    "why": instance.why,
                    "value": instance.value,
                })
            })
            .collect();
        json!({ "counts": counts, "failures": failures })
    }

    fn counts(&self) -> BTreeMap<InstanceKind, BTreeMap<Verdict, usize>> {
        let mut counts: BTreeMap<InstanceKind, BTreeMap<Verdict, usize>> = BTreeMap::new();
        for (instance, verdict, _) in &self.rows {
            *counts.entry(instance.kind).or_default().entry(*verdict).or_default() += 1;
        }
        counts
    }
}

fn verdict(instance: &Instance, answer: &Answer) -> (Verdict, String) {
    let must_reject = matches!(instance.kind, InstanceKind::Invalid);
    match answer {
        Answer::NoType => (Verdict::NoType, String::new()),
        Answer::Crashed(why) | Answer::Inconsistent(why) => (Verdict::Crashed, why.clone()),
        Answer::Rejected(why) => match instance.kind {
            InstanceKind::Invalid | InstanceKind::BadExample => (Verdict::Correct, String::new()),
            InstanceKind::Valid | InstanceKind::Intent | InstanceKind::Extra | InstanceKind::Example => {
                (Verdict::WronglyRejected, why.clone())
            }
        },
        // Open enums accept unlisted values.
        Answer::Accepted { unknown, .. } if must_reject => {
            (if *unknown > 0 { Verdict::OpenEnum } else { Verdict::WronglyAccepted }, String::new())
        }
        Answer::Accepted { text, .. } | Answer::Violating { text, .. } => match instance.kind {
            InstanceKind::Extra | InstanceKind::BadExample | InstanceKind::Invalid => (Verdict::Correct, String::new()),
            InstanceKind::Valid | InstanceKind::Intent | InstanceKind::Example => {
                match difference(&instance.value, text) {
                    None => (Verdict::Correct, String::new()),
                    Some(difference) => (Verdict::Lossy, difference),
                }
            }
        },
    }
}

fn difference(before: &str, after: &str) -> Option<String> {
    match (parse(before), parse(after)) {
        (Ok(before), Ok(after)) => {
            equal::first_difference(&before, &after, Members::All).map(|difference| difference.to_string())
        }
        (Err(error), _) => Some(format!("the instance is {error}")),
        (_, Err(error)) => Some(format!("the output is {error}")),
    }
}
