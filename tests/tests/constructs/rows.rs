//! The instances against the generated types.

use serde_json::Value;

use crate::equal::difference;
use crate::pipeline::Generated;
use crate::scratch::{self, Answer};
use crate::strict;
use crate::topic::{Instance, Kind};

/// The rows where a type does something else with an instance than it should.
pub fn wrong_rows(generated: &[Generated<'_>]) -> Vec<String> {
    let types = generated.iter().flat_map(|one| one.types.iter().map(move |(construct, _)| (one.topic, *construct)));
    let rows: Vec<_> = types
        .enumerate()
        .flat_map(|(number, (topic, construct))| {
            construct.instances.iter().map(move |instance| (number, topic, construct, instance))
        })
        .collect();
    let questions: Vec<(usize, &str)> =
        rows.iter().map(|(number, _, _, instance)| (*number, instance.text.as_str())).collect();
    let answers = match scratch::ask(generated, &questions) {
        Ok(answers) => answers,
        Err(compiler) => return vec![format!("what was generated does not compile:\n{compiler}")],
    };
    assert_eq!(answers.len(), questions.len());
    let answered = rows.iter().zip(answers);
    answered
        .filter_map(|((_, topic, construct, instance), answer)| {
            let fault = fault(instance, answer)?;
            Some(format!("{} {:?} {}: {fault}", topic.row(construct), instance.kind, instance.text))
        })
        .collect()
}

fn fault(instance: &Instance, answer: Answer) -> Option<String> {
    match (instance.kind, answer) {
        (Kind::Invalid, Answer::Refused(_)) => None,
        (Kind::Invalid, Answer::Accepted(written)) => Some(format!("accepted, written as {written}")),
        (_, Answer::Inconsistent(reason)) => Some(reason),
        (_, Answer::Refused(reason)) => Some(format!("refused: {reason}")),
        (kind, Answer::Accepted(written)) => {
            let expected: Value = serde_json::from_str(&instance.text).unwrap();
            match strict::parse(&written) {
                Ok(found) => difference(&expected, &found, kind == Kind::Extra),
                Err(error) => Some(format!("written as {written}: {error}")),
            }
        }
    }
}
