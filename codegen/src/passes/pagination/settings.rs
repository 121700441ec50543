//! Pagination from the settings, and its validation.

use std::fmt;

use super::{members_of, resolve};
use crate::ir::{Api, Extra, Operation, PageInput, PageStrategy, Pagination, Shape, Type};
use crate::settings::{PageSettings, PaginationSetting, property_path};

/// Returns what a setting lacks to request the next page.
pub(super) fn missing(setting: &PaginationSetting) -> Option<&'static str> {
    let PaginationSetting::Configured(pages) = setting else { return None };
    let PageSettings { offset, page, cursor, next, next_header, last_item, link_header, .. } = pages.as_ref();
    let next = next.as_ref().filter(|next| !property_path(next).is_empty());
    match cursor {
        Some(_) if next.is_none() && next_header.is_none() && last_item.is_none() => {
            Some("`cursor` needs one of `next`, `next_header` and `last_item`")
        }
        None if next.is_none() && page.is_none() && offset.is_none() && !link_header => {
            Some("it needs one of `cursor`, `next`, `page`, `offset` and `link_header`")
        }
        _ => None,
    }
}

/// Returns the pagination of an operation according to the settings. `found` is the detected one.
pub(super) fn from_settings(
    api: &Api,
    operation: &Operation,
    setting: &PaginationSetting,
    found: Option<Pagination>,
) -> Option<Pagination> {
    let pages = match setting {
        PaginationSetting::Off => return None,
        PaginationSetting::Detected => return found,
        PaginationSetting::Configured(pages) => pages,
    };
    let PageSettings {
        items,
        offset,
        limit,
        total,
        page,
        total_pages,
        cursor,
        next,
        next_header,
        last_item,
        has_more,
        link_header,
    } = pages.as_ref();
    let input = |written: &String| input(api, operation, written);
    let members = |written: &Option<String>| written.as_deref().map(property_path).unwrap_or_default();
    let strategy = match (cursor, next, page, offset) {
        (Some(cursor), _, _, _) => {
            let (cursor, has_more) = (input(cursor), members(has_more));
            match (next_header, last_item) {
                (Some(header), _) => PageStrategy::CursorHeader { cursor, header: header.clone() },
                (None, Some(member)) => PageStrategy::LastItem { cursor, member: property_path(member), has_more },
                (None, None) => PageStrategy::Cursor { cursor, next: members(next), has_more },
            }
        }
        (None, Some(next), _, _) => PageStrategy::NextUrl { next: property_path(next) },
        (None, None, Some(page), _) => {
            let (total_pages, has_more) = (members(total_pages), members(has_more));
            PageStrategy::Page { page: input(page), first: None, total_pages, has_more, is_last: Vec::new() }
        }
        (None, None, None, Some(offset)) => PageStrategy::Offset {
            offset: input(offset),
            limit: limit.clone(),
            total: members(total),
            has_more: members(has_more),
        },
        (None, None, None, None) if *link_header => PageStrategy::LinkHeader,
        (None, None, None, None) => return found,
    };
    Some(Pagination { items: property_path(items), strategy })
}

/// Returns the parameter of this name, or else the member of the JSON request body at this path.
fn input(api: &Api, operation: &Operation, written: &str) -> PageInput {
    let path = property_path(written);
    let has_parameter = operation.parameters.iter().any(|declared| declared.wire == written);
    let has_member = || operation.json_body().is_some_and(|body| follow(api, body, &path).is_some());
    if !has_parameter && has_member() { PageInput::Member(path) } else { PageInput::Parameter(written.to_owned()) }
}

/// Returns the default of a parameter or member, if it is a whole number.
pub(super) fn default_of(api: &Api, operation: &Operation, input: &PageInput) -> Option<i64> {
    let default = match input {
        PageInput::Parameter(name) => {
            operation.parameters.iter().find(|declared| declared.wire == *name)?.default.as_ref()
        }
        PageInput::Member(path) => {
            let (name, outer) = path.split_last()?;
            let outer = follow(api, operation.json_body()?, outer)?;
            members_of(api, outer)?.iter().find(|member| member.wire == *name)?.default.as_ref()
        }
    };
    default.and_then(serde_json::Value::as_i64)
}

/// A part of a pagination that the operation does not have.
pub(super) enum Unknown {
    /// A parameter.
    Parameter(String),
    /// A member of the request body.
    Member(String),
    /// A member, or the response itself, in words.
    Response(String),
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter(name) => write!(f, "the parameter `{name}`"),
            Self::Member(name) => write!(f, "the member `{name}` of the request body"),
            Self::Response(words) => f.write_str(words),
        }
    }
}

/// Returns the first parameter or member of a pagination that the operation does not have.
pub(super) fn unknown(api: &Api, operation: &Operation, pagination: &Pagination) -> Option<Unknown> {
    use PageStrategy::{Cursor, CursorHeader, LastItem, LinkHeader, NextUrl, Offset, Page};
    let input = match &pagination.strategy {
        Offset { offset: input, .. } | Page { page: input, .. } => Some(input),
        Cursor { cursor, .. } | LastItem { cursor, .. } | CursorHeader { cursor, .. } => Some(cursor),
        NextUrl { .. } | LinkHeader => None,
    };
    match input {
        Some(PageInput::Parameter(name)) if !operation.parameters.iter().any(|declared| declared.wire == *name) => {
            return Some(Unknown::Parameter(name.clone()));
        }
        Some(PageInput::Member(path)) if operation.json_body().and_then(|body| follow(api, body, path)).is_none() => {
            return Some(Unknown::Member(path.join(".")));
        }
        Some(PageInput::Parameter(_) | PageInput::Member(_)) | None => {}
    }
    let Some(body) = operation.page_type() else {
        return Some(Unknown::Response("a JSON response".to_owned()));
    };
    let list = follow(api, body, &pagination.items);
    let Some(Type::List(item)) = list.map(|ty| resolve(api, ty)) else {
        return Some(Unknown::Response(format!("the list `{}`", pagination.items.join("."))));
    };
    let none: &[String] = &[];
    let (around, inside) = match &pagination.strategy {
        Offset { total, has_more, .. } => ([total.as_slice(), has_more, none], none),
        Page { total_pages, has_more, is_last, .. } => ([total_pages.as_slice(), has_more, is_last], none),
        Cursor { next, has_more, .. } => ([next.as_slice(), has_more, none], none),
        LastItem { member, has_more, .. } => ([none, has_more, none], member.as_slice()),
        NextUrl { next } => ([next.as_slice(), none, none], none),
        CursorHeader { .. } | LinkHeader => ([none, none, none], none),
    };
    let mut places = around.into_iter().map(|path| (body, path)).chain([(item.as_ref(), inside)]);
    places
        .find(|(ty, path)| follow(api, ty, path).is_none())
        .map(|(_, path)| Unknown::Response(format!("the member `{}`", path.join("."))))
}

/// Returns the type of the member at a path. A union, and an object that allows undeclared members, may have any member.
fn follow<'a>(api: &'a Api, ty: &'a Type, path: &[String]) -> Option<&'a Type> {
    let [name, rest @ ..] = path else { return Some(ty) };
    match resolve(api, ty) {
        Type::Any => Some(&Type::Any),
        Type::Map(value) => follow(api, value, rest),
        Type::Named(id) => match &api.types.get(id.0)?.shape {
            Shape::Object(object) => match object.members.iter().find(|member| member.wire == *name) {
                Some(member) => follow(api, &member.ty, rest),
                None => matches!(object.extra, Extra::Kept(_)).then_some(&Type::Any),
            },
            Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => {
                Some(&Type::Any)
            }
        },
        Type::Null
        | Type::Never
        | Type::Bool
        | Type::Integer(_)
        | Type::Number(_)
        | Type::String
        | Type::Format(_)
        | Type::List(_)
        | Type::Nullable(_)
        | Type::Boxed(_)
        | Type::Custom(_) => None,
    }
}
