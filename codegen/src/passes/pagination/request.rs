//! The parts of a request that may say which page is wanted: query parameters, and members of a JSON body.

use super::{LIMIT, OFFSET, PAGE, find_member, is_number, members_of, resolve};
use crate::ir::{Api, Constraints, Member, Operation, PageInput, Parameter, ParameterLocation, Type};

/// Members of a request body that contain the position.
const AROUND: &[&str] = &["pagination", "page", "paging", "page_info", "pageInfo", "options"];

/// The request of an operation.
pub(super) struct Request<'a> {
    pub(super) api: &'a Api,
    operation: &'a Operation,
    /// The members of its JSON body; empty if they are not considered.
    members: &'a [Member],
}

/// A query parameter, or the member of a body at a path.
pub(super) enum Input<'a> {
    Parameter(&'a Parameter),
    Member(Vec<String>, &'a Member),
}

impl<'a> Request<'a> {
    pub(super) fn of(api: &'a Api, operation: &'a Operation, with_body: bool) -> Self {
        let body = operation.json_body().filter(|_| with_body);
        let members = body.and_then(|body| members_of(api, body)).unwrap_or_default();
        Self { api, operation, members }
    }

    /// Returns the parameter or member with one of these names.
    pub(super) fn find(&self, names: &[&str]) -> Option<Input<'a>> {
        let mut parameters =
            self.operation.parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Query);
        let parameter = parameters.find(|parameter| names.contains(&parameter.wire.as_str()));
        parameter.map(Input::Parameter).or_else(|| {
            let (path, member) = find_member(self.api, self.members, AROUND, names, |_| true)?;
            Some(Input::Member(path, member))
        })
    }

    /// Returns the parameter or member with one of these names, if it is a number.
    pub(super) fn number(&self, names: &[&str]) -> Option<Input<'a>> {
        self.find(names).filter(|input| is_number(resolve(self.api, input.ty())))
    }

    /// Returns whether the request has a position or a size of a page.
    pub(super) fn is_paged(&self) -> bool {
        [PAGE, OFFSET, LIMIT].iter().any(|names| self.find(names).is_some())
    }
}

impl Input<'_> {
    pub(super) fn input(&self) -> PageInput {
        match self {
            Self::Parameter(parameter) => PageInput::Parameter(parameter.wire.clone()),
            Self::Member(path, _) => PageInput::Member(path.clone()),
        }
    }

    pub(super) fn name(&self) -> String {
        match self {
            Self::Parameter(parameter) => parameter.wire.clone(),
            Self::Member(_, member) => member.wire.clone(),
        }
    }

    pub(super) fn ty(&self) -> &Type {
        match self {
            Self::Parameter(parameter) => &parameter.ty,
            Self::Member(_, member) => &member.ty,
        }
    }

    /// Returns the default, if it is a whole number.
    pub(super) fn default(&self) -> Option<i64> {
        let default = match self {
            Self::Parameter(parameter) => parameter.default.as_ref(),
            Self::Member(_, member) => member.default.as_ref(),
        };
        default.and_then(serde_json::Value::as_i64)
    }

    /// Returns whether the document excludes zero.
    pub(super) fn starts_at_one(&self) -> bool {
        let constraints: &Constraints = match self {
            Self::Parameter(parameter) => &parameter.constraints,
            Self::Member(_, member) => &member.constraints,
        };
        is(constraints.minimum.as_ref(), "1") || is(constraints.exclusive_minimum.as_ref(), "0")
    }
}

fn is(bound: Option<&impl ToString>, text: &str) -> bool {
    bound.is_some_and(|bound| bound.to_string() == text)
}
