//! Pagination from the settings, and its validation.

use std::fmt;

use super::resolve;
use crate::ir::{Api, Extra, Operation, PageStrategy, Pagination, Shape, Type};
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
pub(super) fn from_settings(setting: &PaginationSetting, found: Option<Pagination>) -> Option<Pagination> {
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
    let members = |written: &Option<String>| written.as_deref().map(property_path).unwrap_or_default();
    let strategy = match (cursor, next, page, offset) {
        (Some(cursor), _, _, _) => {
            let (cursor, has_more) = (cursor.clone(), members(has_more));
            match (next_header, last_item) {
                (Some(header), _) => PageStrategy::CursorHeader { cursor, header: header.clone() },
                (None, Some(member)) => PageStrategy::LastItem { cursor, member: property_path(member), has_more },
                (None, None) => PageStrategy::Cursor { cursor, next: members(next), has_more },
            }
        }
        (None, Some(next), _, _) => PageStrategy::NextUrl { next: property_path(next) },
        (None, None, Some(page), _) => {
            let (total_pages, has_more) = (members(total_pages), members(has_more));
            PageStrategy::Page { page: page.clone(), total_pages, has_more }
        }
        (None, None, None, Some(offset)) => PageStrategy::Offset {
            offset: offset.clone(),
            limit: limit.clone(),
            total: members(total),
            has_more: members(has_more),
        },
        (None, None, None, None) if *link_header => PageStrategy::LinkHeader,
        (None, None, None, None) => return found,
    };
    Some(Pagination { items: property_path(items), strategy })
}

/// A part of a pagination that the operation does not have.
pub(super) enum Unknown {
    /// A parameter.
    Parameter(String),
    /// A member, or the response itself, in words.
    Response(String),
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter(name) => write!(f, "the parameter `{name}`"),
            Self::Response(words) => f.write_str(words),
        }
    }
}

/// Returns the first parameter or member of a pagination that the operation does not have.
pub(super) fn unknown(api: &Api, operation: &Operation, pagination: &Pagination) -> Option<Unknown> {
    use PageStrategy::{Cursor, CursorHeader, LastItem, LinkHeader, NextUrl, Offset, Page};
    let parameter = match &pagination.strategy {
        Offset { offset: parameter, .. } | Page { page: parameter, .. } => parameter,
        Cursor { cursor, .. } | LastItem { cursor, .. } | CursorHeader { cursor, .. } => cursor,
        NextUrl { .. } | LinkHeader => "",
    };
    if !parameter.is_empty() && !operation.parameters.iter().any(|declared| declared.wire == parameter) {
        return Some(Unknown::Parameter(parameter.to_owned()));
    }
    let media = operation.successes.first().and_then(|success| success.media.first());
    let Some(body) = media.and_then(|media| media.codec.json()) else {
        return Some(Unknown::Response("a JSON response".to_owned()));
    };
    let list = follow(api, body, &pagination.items);
    let Some(Type::List(item)) = list.map(|ty| resolve(api, ty)) else {
        return Some(Unknown::Response(format!("the list `{}`", pagination.items.join("."))));
    };
    let none: &[String] = &[];
    let (around, inside) = match &pagination.strategy {
        Offset { total, has_more, .. } => ([total.as_slice(), has_more], none),
        Page { total_pages, has_more, .. } => ([total_pages.as_slice(), has_more], none),
        Cursor { next, has_more, .. } => ([next.as_slice(), has_more], none),
        LastItem { member, has_more, .. } => ([none, has_more], member.as_slice()),
        NextUrl { next } => ([next.as_slice(), none], none),
        CursorHeader { .. } | LinkHeader => ([none, none], none),
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
