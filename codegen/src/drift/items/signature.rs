//! Signatures of functions, and whether another signature breaks calls.

use syn::FnArg;

use super::modules::compact_text;
use super::rule::Rule;
use super::verdict::Verdict;

/// The parts of a signature that calls depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signature {
    receiver: Option<String>,
    generics: String,
    /// The number of generic types without lifetimes.
    types: usize,
    /// The types of the parameters.
    parameters: Vec<String>,
    /// The names of the parameters.
    names: Vec<String>,
    output: String,
}

impl Signature {
    pub(super) fn of(signature: &syn::Signature) -> Self {
        let mut receiver = None;
        let mut parameters = Vec::new();
        let mut names = Vec::new();
        for input in &signature.inputs {
            match input {
                // `mut self` is the same for callers as `self`.
                FnArg::Receiver(value) => {
                    let text = compact_text(value);
                    receiver = Some(text.strip_prefix("mut ").unwrap_or(&text).to_owned());
                }
                FnArg::Typed(value) => {
                    names.push(compact_text(&value.pat));
                    parameters.push(compact_text(&value.ty));
                }
            }
        }
        let generics =
            format!("{}{}", compact_text(&signature.generics), compact_text(&signature.generics.where_clause));
        Self {
            receiver,
            generics,
            types: signature.generics.type_params().count(),
            parameters,
            names,
            output: compact_text(&signature.output),
        }
    }

    /// Returns the name of the returned type.
    pub(super) fn output(&self) -> &str {
        self.output.trim_start_matches("->").trim()
    }

    /// Returns whether the new signature breaks calls, why, and by which rule. Both signatures differ.
    pub(super) fn verdict(&self, new: &Self) -> Verdict {
        let (old_count, new_count) = (self.parameters.len(), new.parameters.len());
        if old_count != new_count || self.receiver.is_some() != new.receiver.is_some() {
            let why = match (old_count, new_count) {
                (old, new) if old < new => "Calls lack a required argument.",
                (old, new) if old > new => "Calls pass an argument that does not exist any more.",
                _ => "The function is called in another way: with or without a value in front of the dot.",
            };
            return (true, why.to_owned(), Some(Rule::FnChangeArity));
        }
        if self.receiver != new.receiver {
            return (
                true,
                "Calls need another kind of access to the value: `self`, `&self` or `&mut self`.".to_owned(),
                None,
            );
        }
        if self.output != new.output {
            return (true, "Code that uses the returned value expects the old type.".to_owned(), None);
        }
        let changed: Vec<_> = self.parameters.iter().zip(&new.parameters).filter(|(old, new)| old != new).collect();
        if let Some((old, new)) = changed.iter().find(|(old, new)| !accepts(old, new)) {
            let rule = new.starts_with("impl ").then_some(Rule::FnGeneralizeMismatch);
            return (true, format!("Calls pass `{old}`, but the parameter is `{new}` now."), rule);
        }
        if !changed.is_empty() {
            let why = "The parameter accepts the old type and others.";
            return (false, why.to_owned(), Some(Rule::FnGeneralizeCompatible));
        }
        if self.types != new.types {
            let why = "Calls infer generic types. Only calls that list them (`::<…>`) break.";
            return (false, why.to_owned(), Some(Rule::FnGenericNew));
        }
        if self.generics != new.generics {
            return (true, "The bounds of the generic types differ.".to_owned(), None);
        }
        let sorted = |signature: &Self| {
            let mut names = signature.names.clone();
            names.sort();
            names
        };
        if self.names != new.names && sorted(self) == sorted(new) {
            let why = "The parameters have another order. Calls compile, but pass the values to the wrong parameters.";
            return (true, why.to_owned(), None);
        }
        (false, "Only names of parameters differ. Calls do not contain them.".to_owned(), None)
    }
}

/// Returns whether a parameter of the new type accepts every value of the old type.
fn accepts(old: &str, new: &str) -> bool {
    new == format!("impl Into<{old}>")
        || new == format!("impl Into<Option<{old}>>")
        || (new == "impl AsRef<str>" && matches!(old, "&str" | "String" | "&String"))
}
