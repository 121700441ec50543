//! The documents through the whole generator.

use std::collections::BTreeMap;

use oasmith::diag::Diagnostic;
use oasmith::ir::{Api, Direction, MediaCodec, NameSource, Type, TypeId};
use oasmith::names::{self, NamesLock};
use oasmith::settings::ApiSettings;
use oasmith::source::MapLoader;
use oasmith::{Layout, Request, generate};

use crate::topic::{Construct, Topic};
use crate::untyped;

/// What was generated from a topic.
pub struct Generated<'t> {
    /// From which.
    pub topic: &'t Topic,
    /// The files by path.
    pub files: BTreeMap<String, String>,
    /// The constructs and the paths of their types.
    pub types: Vec<(&'t Construct, String)>,
}

/// Generates all topics; the second part is what is wrong already.
pub fn generate_all(topics: &[Topic]) -> (Vec<Generated<'_>>, Vec<String>) {
    let mut generated = Vec::new();
    let mut wrong = Vec::new();
    for topic in topics {
        match generate_one(topic, &mut wrong) {
            Ok(one) => generated.push(one),
            Err(reason) => wrong.push(format!("{}: {reason}", topic.name)),
        }
    }
    (generated, wrong)
}

fn generate_one<'t>(topic: &'t Topic, wrong: &mut Vec<String>) -> Result<Generated<'t>, String> {
    let settings = ApiSettings { sealed: topic.sealed.clone(), ..ApiSettings::of_file("spec.yaml") };
    let outcome = generate(&Request {
        name: &topic.name,
        settings: &settings,
        loader: &MapLoader::new([("spec.yaml", topic.text.as_str())]),
        names_lock: &NamesLock::default(),
        layout: &Layout::Module,
        keep_going: false,
    });
    let (Some(plan), Some(api), Some(lock)) = (outcome.plan, outcome.api, outcome.names_lock) else {
        let messages: Vec<String> = outcome.diagnostics.iter().map(said).collect();
        return Err(format!("not generated: {}", messages.join("; ")));
    };
    let (names, _) = names::choose(&api, &lock);
    let mut types = Vec::new();
    for construct in &topic.constructs {
        let Some(id) = type_of(&api, topic, construct) else {
            wrong.push(format!("{}: no type", topic.row(construct)));
            continue;
        };
        types.push((construct, format!("{}::models::{}", topic.name, names.ty(id).name.as_str())));
        if construct.direction.is_none() {
            wrong.extend(untyped::wrong_row(topic, construct, &api, id));
        }
    }
    Ok(Generated { topic, files: plan.files, types })
}

/// The type of a component or, where the direction matters, of the body of its operation.
fn type_of(api: &Api, topic: &Topic, construct: &Construct) -> Option<TypeId> {
    let component = |name: &NameSource| matches!(name, NameSource::Component(name) if *name == construct.schema);
    let Some(direction) = construct.direction else {
        let index = api.types.iter().position(|ty| component(&ty.name))?;
        return Some(TypeId(u32::try_from(index).unwrap()));
    };
    let path = topic.path_of(construct)?;
    let operation = api.operations.iter().find(|operation| operation.path_template == path)?;
    let media = match direction {
        Direction::Request => operation.body.as_ref()?.media.first()?,
        Direction::Response => operation.successes.first()?.media.first()?,
    };
    match &media.codec {
        MediaCodec::Json(Type::Named(id)) => Some(*id),
        _ => None,
    }
}

fn said(diagnostic: &Diagnostic) -> String {
    format!("{} {}", diagnostic.place.pointer, diagnostic.message)
}
