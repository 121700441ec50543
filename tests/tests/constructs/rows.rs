//! The instances against the generated types.

use harness::equal::{Members, first_difference};
use harness::json::parse;
use harness::program::{Answer, Question};

use crate::pipeline::Generated;
use crate::scratch;
use crate::topic::{Instance, Kind};

/// The rows where a type does something else with an instance than it should.
pub fn wrong_rows(generated: &[Generated<'_>]) -> Vec<String> {
    let types = generated
        .iter()
        .flat_map(|one| one.types.iter().map(move |(construct, _, is_alias)| (one.topic, *construct, *is_alias)));
    let rows: Vec<_> = types
        .enumerate()
        .flat_map(|(number, (topic, construct, is_alias))| {
            construct.instances.iter().map(move |instance| (number, topic, construct, is_alias, instance))
        })
        .collect();
    let numbers: Vec<String> = rows.iter().map(|(number, ..)| number.to_string()).collect();
    let texts = rows.iter().map(|(.., instance)| instance.text.as_str());
    let questions: Vec<Question<'_>> = numbers.iter().map(String::as_str).zip(texts).collect();
    let answers = match scratch::ask(generated, &questions) {
        Ok(answers) => answers,
        Err(compiler) => return vec![format!("what was generated does not compile:\n{compiler}")],
    };
    assert_eq!(answers.len(), questions.len());
    let answered = rows.iter().zip(answers);
    answered
        .filter_map(|((_, topic, construct, is_alias, instance), answer)| {
            let validates = !is_alias && construct.not_judged.is_none();
            let fault = unchecked(instance, &answer, validates).or_else(|| fault(instance, answer))?;
            Some(format!("{} {:?} {}: {fault}", topic.row(construct), instance.kind, instance.text))
        })
        .collect()
}

/// What `validate()` finds, or does not, although the validator of the other test says otherwise.
fn unchecked(instance: &Instance, answer: &Answer, validates: bool) -> Option<String> {
    match (instance.kind, answer) {
        (Kind::Valid | Kind::Extra, Answer::Violating { found, .. }) => Some(format!("violates: {found}")),
        (Kind::Violating, Answer::Accepted { .. }) => Some("`validate()` finds nothing".to_owned()),
        (Kind::Open, Answer::Accepted { .. }) if validates => Some("`validate()` finds nothing".to_owned()),
        _ => None,
    }
}

fn fault(instance: &Instance, answer: Answer) -> Option<String> {
    match (instance.kind, answer) {
        (Kind::Invalid, Answer::Refused(_)) => None,
        (Kind::Invalid, Answer::Accepted { text, .. } | Answer::Violating { text, .. }) => {
            Some(format!("accepted, written as {text}"))
        }
        (_, Answer::Inconsistent(reason)) => Some(reason),
        (_, Answer::Crashed(reason)) => Some(format!("crashed: {reason}")),
        (_, Answer::NoType) => Some("the program does not know the type".to_owned()),
        (_, Answer::Refused(reason)) => Some(format!("refused: {reason}")),
        (kind, Answer::Accepted { text, .. } | Answer::Violating { text, .. }) => {
            let expected = parse(&instance.text).unwrap();
            let members = if kind == Kind::Extra { Members::Some } else { Members::All };
            match parse(&text) {
                Ok(found) => first_difference(&expected, &found, members).map(|difference| difference.to_string()),
                Err(error) => Some(format!("written as {text}: {error}")),
            }
        }
    }
}
