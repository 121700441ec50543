//! What became of all instances, judged by what must become of each.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use harness::equal::{self, Members};
use harness::json::parse;
use harness::program::Answer;
use serde_json::{Value, json};

use super::instances::{Instance, Kind};

/// How many failures of a sort are shown.
const SHOWN: usize = 25;

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Accepted and equal, accepted with an undeclared member, or rightly refused.
    Right,
    /// Accepted, but written back as something else.
    Lossy,
    /// Refused, although it is valid.
    WronglyRefused,
    /// Accepted, although it is not valid.
    WronglyAccepted,
    /// Accepted, with a value that an open enum or union does not know.
    OpenEnum,
    /// The component has no type.
    NoType,
    /// The program died of it.
    Crashed,
}

const VERDICTS: &[(Verdict, &str)] = &[
    (Verdict::Right, "right"),
    (Verdict::Lossy, "lossy"),
    (Verdict::WronglyRefused, "wrongly refused"),
    (Verdict::WronglyAccepted, "wrongly accepted"),
    (Verdict::OpenEnum, "open enum"),
    (Verdict::NoType, "no type"),
    (Verdict::Crashed, "crashed"),
];

/// The judgement of all instances.
pub struct Report<'a> {
    rows: Vec<(&'a Instance, Verdict, String)>,
}

impl<'a> Report<'a> {
    /// Judges.
    pub fn new(instances: &'a [Instance], answers: &[Answer]) -> Self {
        let judged = |(instance, answer): (&'a Instance, &Answer)| {
            let (verdict, detail) = judge(instance, answer);
            (instance, verdict, detail)
        };
        Self { rows: instances.iter().zip(answers).map(judged).collect() }
    }

    /// Whether nothing valid was lost or refused, and at least 95 % of what is invalid was refused.
    pub fn is_perfect(&self) -> bool {
        let count = |verdict| self.rows.iter().filter(|(_, other, _)| *other == verdict).count();
        let invalid =
            self.rows.iter().filter(|(instance, ..)| instance.kind == Kind::Invalid).count() - count(Verdict::OpenEnum);
        let never = [Verdict::Lossy, Verdict::WronglyRefused, Verdict::NoType, Verdict::Crashed];
        never.into_iter().all(|verdict| count(verdict) == 0) && count(Verdict::WronglyAccepted) * 20 <= invalid
    }

    /// The table, and the first failures of each sort.
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
            VERDICTS.iter().filter(|(verdict, _)| !matches!(verdict, Verdict::Right | Verdict::OpenEnum))
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

    /// The counts, and every failure.
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
            .filter(|(_, verdict, _)| *verdict != Verdict::Right)
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

    fn counts(&self) -> BTreeMap<Kind, BTreeMap<Verdict, usize>> {
        let mut counts: BTreeMap<Kind, BTreeMap<Verdict, usize>> = BTreeMap::new();
        for (instance, verdict, _) in &self.rows {
            *counts.entry(instance.kind).or_default().entry(*verdict).or_default() += 1;
        }
        counts
    }
}

fn judge(instance: &Instance, answer: &Answer) -> (Verdict, String) {
    let refuse = matches!(instance.kind, Kind::Invalid);
    match answer {
        Answer::NoType => (Verdict::NoType, String::new()),
        Answer::Crashed(why) | Answer::Inconsistent(why) => (Verdict::Crashed, why.clone()),
        Answer::Refused(why) => match instance.kind {
            Kind::Invalid | Kind::BadExample => (Verdict::Right, String::new()),
            Kind::Valid | Kind::Intent | Kind::Extra | Kind::Example => (Verdict::WronglyRefused, why.clone()),
        },
        // Values that an enum does not list are kept: enums are open unless the settings seal them.
        Answer::Accepted { unknown, .. } if refuse => {
            (if *unknown > 0 { Verdict::OpenEnum } else { Verdict::WronglyAccepted }, String::new())
        }
        Answer::Accepted { text, .. } | Answer::Violating { text, .. } => match instance.kind {
            Kind::Extra | Kind::BadExample | Kind::Invalid => (Verdict::Right, String::new()),
            Kind::Valid | Kind::Intent | Kind::Example => match difference(&instance.value, text) {
                None => (Verdict::Right, String::new()),
                Some(difference) => (Verdict::Lossy, difference),
            },
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
