//! Pagination from vendor extensions of the document.

use super::settings::unknown;
use super::{Unknown, items, members_of, resolve};
use crate::diag::{Code, Diagnostic};
use crate::ir::{
    Api, CoverageKind, CoverageNote, DeclaredPages, DeclaredPagination, Member, Operation, Pagination, Type,
};

/// What an extension says about the pagination of an operation.
pub(super) enum Declared {
    /// The operation has this pagination, or none.
    Known(Option<Pagination>),
    /// The extension cannot be used.
    Unusable(Problem),
}

/// Why an extension cannot be used.
pub(super) enum Problem {
    /// It contradicts the operation.
    Wrong(Box<Diagnostic>),
    /// oasmith cannot express it.
    Unsupported(CoverageNote),
}

/// Returns what the extension of an operation says. `None` if the operation has no such extension.
pub(super) fn of_operation(api: &Api, operation: &Operation) -> Option<Declared> {
    let declared = operation.declared_pagination.as_ref()?;
    let (items, strategy) = match &declared.pages {
        DeclaredPages::Single => return Some(Declared::Known(None)),
        DeclaredPages::Several { items, strategy } => (items.clone(), strategy.clone()),
        DeclaredPages::Unsupported(why) => {
            return Some(Declared::Unusable(Problem::Unsupported(unsupported(declared, why))));
        }
    };
    let found = items.or_else(|| list_in_body(api, operation));
    let Some(items) = found else {
        let note = "the list of items was not found in the response";
        return Some(Declared::Unusable(Problem::Unsupported(unsupported(declared, note))));
    };
    let pagination = Pagination { items, strategy };
    Some(match unknown(api, operation, &pagination) {
        None => Declared::Known(Some(pagination)),
        Some(Unknown::Member(name)) if operation.body.is_some() && operation.json_body().is_none() => {
            let note = format!("`{name}` is in a request body that is not JSON");
            Declared::Unusable(Problem::Unsupported(unsupported(declared, &note)))
        }
        Some(unknown) => {
            let message = format!(
                "`{}` refers to {unknown}, which the operation does not have; it is ignored",
                declared.extension
            );
            let remedy = "correct the name, or set `pagination` in the settings";
            let problem = Diagnostic::new(Code::MalformedHarmless, &declared.place, message, remedy);
            Declared::Unusable(Problem::Wrong(Box::new(problem.related(&operation.place, "the operation"))))
        }
    })
}

fn unsupported(declared: &DeclaredPagination, why: &str) -> CoverageNote {
    CoverageNote {
        kind: CoverageKind::LeftOut,
        construct: declared.extension.to_owned(),
        place: declared.place.clone(),
        note: format!("the pagination cannot be expressed: {why}"),
    }
}

/// Returns the path of the only list in a response: the body, a member, or a member of a member such as `_embedded`.
fn list_in_body(api: &Api, operation: &Operation) -> Option<Vec<String>> {
    let body = operation.page_type()?;
    if matches!(resolve(api, body), Type::List(_)) {
        return Some(Vec::new());
    }
    let members = members_of(api, body)?;
    if let Some(items) = items(api, members) {
        return Some(vec![items]);
    }
    let is_list = |member: &&Member| matches!(resolve(api, &member.ty), Type::List(_));
    let mut nested = members.iter().flat_map(|outer| {
        let inner = members_of(api, &outer.ty).into_iter().flatten().filter(is_list);
        inner.map(|inner| vec![outer.wire.clone(), inner.wire.clone()])
    });
    let first = nested.next()?;
    nested.next().is_none().then_some(first)
}
