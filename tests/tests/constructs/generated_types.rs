//! Checks the instances with the generated types.

use harness::equal::{Members, first_difference};
use harness::json::parse;
use harness::program::{Answer, Question};

use crate::pipeline::Generated;
use crate::program;
use crate::topic::{Expectation, Instance};

/// Returns the instances that a type handles incorrectly.
pub fn failures(generated: &[Generated<'_>]) -> Vec<String> {
    let types = generated
        .iter()
        .flat_map(|api| api.types.iter().map(move |(construct, _, is_alias)| (api.topic, *construct, *is_alias)));
    let rows: Vec<_> = types
        .enumerate()
        .flat_map(|(number, (topic, construct, is_alias))| {
            construct.instances.iter().map(move |instance| (number, topic, construct, is_alias, instance))
        })
        .collect();
    let numbers: Vec<String> = rows.iter().map(|(number, ..)| number.to_string()).collect();
    let texts = rows.iter().map(|(.., instance)| instance.text.as_str());
    let questions: Vec<Question<'_>> = numbers.iter().map(String::as_str).zip(texts).collect();
    let answers = match program::run(generated, &questions) {
        Ok(answers) => answers,
        Err(compiler) => return vec![format!("the generated code does not compile:\n{compiler}")],
    };
    assert_eq!(answers.len(), questions.len());
    let answered = rows.iter().zip(answers);
    answered
        .filter_map(|((_, topic, construct, is_alias, instance), answer)| {
            let validates = !is_alias && construct.skips_validator.is_none();
            let failure =
                validation_failure(instance, &answer, validates).or_else(|| round_trip_failure(instance, answer))?;
            Some(format!("{} {:?} {}: {failure}", topic.row(construct), instance.kind, instance.text))
        })
        .collect()
}

/// Returns a failure if the result of `validate()` is not as expected.
fn validation_failure(instance: &Instance, answer: &Answer, validates: bool) -> Option<String> {
    match (instance.kind, answer) {
        (Expectation::Valid | Expectation::Extra, Answer::Violating { violations, .. }) => {
            Some(format!("`validate()` reports: {violations}"))
        }
        (Expectation::Violating, Answer::Accepted { .. }) => Some("`validate()` reports no violation".to_owned()),
        (Expectation::Open, Answer::Accepted { .. }) if validates => {
            Some("`validate()` reports no violation".to_owned())
        }
        _ => None,
    }
}

/// Returns a failure if the type does not accept or reject the instance as expected, or encodes another value.
fn round_trip_failure(instance: &Instance, answer: Answer) -> Option<String> {
    match (instance.kind, answer) {
        (Expectation::Invalid, Answer::Rejected(_)) => None,
        (Expectation::Invalid, Answer::Accepted { text, .. } | Answer::Violating { text, .. }) => {
            Some(format!("accepted, encoded as {text}"))
        }
        (_, Answer::Inconsistent(reason)) => Some(reason),
        (_, Answer::Crashed(reason)) => Some(format!("crashed: {reason}")),
        (_, Answer::NoType) => Some("the program does not know the type".to_owned()),
        (_, Answer::Rejected(reason)) => Some(format!("rejected: {reason}")),
        (kind, Answer::Accepted { text, .. } | Answer::Violating { text, .. }) => {
            let expected = parse(&instance.text).unwrap();
            let members = if kind == Expectation::Extra { Members::Subset } else { Members::All };
            match parse(&text) {
                Ok(found) => first_difference(&expected, &found, members).map(|difference| difference.to_string()),
                Err(error) => Some(format!("encoded as {text}: {error}")),
            }
        }
    }
}
