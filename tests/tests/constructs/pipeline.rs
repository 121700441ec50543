//! Generates code for the documents.

use std::collections::BTreeMap;
use std::{fs, io};

use oasmith::diag::Diagnostic;
use oasmith::ir::{Api, Direction, NameSource, Shape, Type, TypeId};
use oasmith::names::{self, NamesLock};
use oasmith::settings::CustomEncoding;
use oasmith::source::Loader;
use oasmith::{Layout, Request, generate};

use crate::topic::{Construct, Topic};
use crate::untyped;

/// The code that was generated from a topic.
pub struct Generated<'t> {
    /// The topic.
    pub topic: &'t Topic,
    /// The files by path.
    pub files: BTreeMap<String, String>,
    /// The constructs, their types, and whether the types are aliases.
    pub types: Vec<(&'t Construct, String, bool)>,
}

/// Generates code for all topics. Also returns the failures.
pub fn generate_all(topics: &[Topic]) -> (Vec<Generated<'_>>, Vec<String>) {
    let mut generated = Vec::new();
    let mut failures = Vec::new();
    for topic in topics {
        match generate_one(topic, &mut failures) {
            Ok(api) => generated.push(api),
            Err(reason) => failures.push(format!("{}: {reason}", topic.name)),
        }
    }
    (generated, failures)
}

/// Loads the completed document of a topic and the files next to it.
struct Files<'t>(&'t Topic);

impl Loader for Files<'_> {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        if path == self.0.settings.file {
            return Ok(self.0.text.clone().into_bytes());
        }
        fs::read(self.0.folder.join(path))
    }
}

fn generate_one<'t>(topic: &'t Topic, failures: &mut Vec<String>) -> Result<Generated<'t>, String> {
    let outcome = generate(&Request {
        name: &topic.name,
        settings: &topic.settings,
        loader: &Files(topic),
        names_lock: &NamesLock::default(),
        layout: &Layout::Module,
        keep_going: false,
    });
    let (Some(plan), Some(api), Some(lock)) = (outcome.plan, outcome.api, outcome.names_lock) else {
        let messages: Vec<String> = outcome.diagnostics.iter().map(description).collect();
        return Err(format!("not generated: {}", messages.join("; ")));
    };
    let (names, _) = names::choose(&api, &lock);
    let mut types = Vec::new();
    for construct in &topic.constructs {
        let Some(id) = type_of(&api, topic, construct) else {
            failures.push(format!("{}: no type", topic.row(construct)));
            continue;
        };
        let is_alias = matches!(api.type_def(id).shape, Shape::Alias(_));
        let path = format!("constructs::{}::models::{}", topic.name, names.ty(id).name.as_str());
        let ty = if is_alias { storage(&api, &Type::Named(id)).unwrap_or(path) } else { path };
        types.push((construct, ty, is_alias));
        if construct.direction.is_none() && topic.declares_untyped_values() {
            failures.extend(untyped::failure(topic, construct, &api, id));
        }
    }
    Ok(Generated { topic, files: plan.files, types })
}

/// Returns the type of a component or, if the direction matters, of the body of its operation.
fn type_of(api: &Api, topic: &Topic, construct: &Construct) -> Option<TypeId> {
    let component = |name: &NameSource| matches!(name, NameSource::Component(name) if *name == construct.schema);
    let Some(direction) = construct.direction else {
        let index = api.types.iter().position(|ty| component(&ty.name))?;
        return Some(TypeId(index));
    };
    let path = topic.path_of(construct)?;
    let operation = api.operations.iter().find(|operation| operation.path_template == path)?;
    let ty = match direction {
        Direction::Request => operation.body.as_ref()?.media.first()?.codec.ty()?,
        Direction::Response => operation.successes.first()?.media.first()?.codec.json()?,
    };
    match ty {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}

/// Returns the type that decodes the values of an alias of a custom type.
fn storage(api: &Api, ty: &Type) -> Option<String> {
    match ty {
        Type::Custom(custom) if !custom.wrapper => {
            let encoding = match custom.encoding {
                CustomEncoding::Serde => "BySerde",
                CustomEncoding::Text => "AsText",
                CustomEncoding::Number => "AsNumber",
            };
            Some(format!("constructs::runtime::Custom<{}, constructs::runtime::{encoding}>", custom.ty))
        }
        Type::List(item) => storage(api, item).map(|item| format!("Vec<{item}>")),
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Alias(ty) => storage(api, ty),
            _ => None,
        },
        _ => None,
    }
}

fn description(diagnostic: &Diagnostic) -> String {
    format!("{} {}", diagnostic.place.pointer, diagnostic.message)
}
