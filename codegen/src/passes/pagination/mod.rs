//! Detects pagination from the names of query parameters or of the members of a JSON request body, and of the members of the first successful
//! response.
//!
//! An operation is paginated only if its parameter, its list and the source of the next page are unambiguous. The setting `pagination`
//! takes precedence, then the vendor extensions of the document.

mod declared;
mod request;
mod settings;

use self::declared::{Declared, Problem};
use self::request::Request;
use self::settings::{Unknown, from_settings, missing, unknown};
use crate::diag::{Code, Diagnostic, Diagnostics, SettingKey};
use crate::ir::{Api, Header, Member, Operation, PageStrategy, Pagination, Response, Shape, Structure, Type};
use crate::settings::ApiSettings;

/// Names of the parameter for the number of skipped items.
const OFFSET: &[&str] = &["offset", "skip", "$skip"];
/// Names of the parameter for the maximum number of items per page.
const LIMIT: &[&str] = &["limit", "page_size", "pageSize", "per_page", "perPage", "max_results", "maxResults", "$top"];
/// Names of the parameter for the page number.
const PAGE: &[&str] = &["page", "page_number", "pageNumber"];
/// Names of the parameter for a cursor, each with the names of the members that contain the next cursor.
const CURSORS: &[(&[&str], &[&str])] = &[
    (&["after", "starting_after", "after_id"], &["last_id", "next_cursor", "end_cursor", "endCursor", "after"]),
    (
        &[
            "cursor",
            "start_cursor",
            "startCursor",
            "page_token",
            "pageToken",
            "pagination_token",
            "marker",
            "next_token",
            "nextToken",
            "continuation_token",
            "page[cursor]",
        ],
        &[
            "next_cursor",
            "nextCursor",
            "next_page_token",
            "nextPageToken",
            "next_token",
            "nextToken",
            "next_marker",
            "next_page",
            "cursor",
        ],
    ),
    // JSON:API with the profile "Cursor Pagination", and Zendesk.
    (&["page[after]"], &["after_cursor", "next_cursor", "after"]),
    // Kubernetes: in `metadata`.
    (&["continue"], &["continue"]),
];
/// Names of the parameter for the id of the previous page's last item.
const AFTER_ITEM: &[&str] = &["starting_after", "startingAfter", "after_id", "afterId"];
/// Response headers with the next cursor or page number, in lower case.
const NEXT_HEADER: &[&str] =
    &["x-next-cursor", "next-cursor", "x-next-page-token", "x-next-token", "x-continuation-token", "x-next-page"];
/// Members that tell whether more pages follow.
const HAS_MORE: &[&str] = &["has_more", "hasMore", "has_next", "hasNext", "has_next_page", "hasNextPage"];
/// Members that tell whether a page is the last one.
const IS_LAST: &[&str] = &["last", "is_last", "isLast", "is_last_page", "isLastPage", "last_page", "lastPage"];
/// Members with the number of a page, which count from zero in the pages of Spring: `content`, `number`, `totalPages`, `last`.
const ZERO_BASED_NUMBER: &str = "number";
/// Members with the total number of items.
const TOTAL: &[&str] = &[
    "total",
    "total_count",
    "totalCount",
    "total_items",
    "totalItems",
    "total_results",
    "totalResults",
    "totalElements",
];
/// Members with the total number of pages.
const TOTAL_PAGES: &[&str] = &["total_pages", "totalPages", "page_count", "pageCount", "pages"];
/// Members with the URL of the next page.
const NEXT_URL: &[&str] =
    &["next_url", "nextUrl", "next_page_url", "next_page_uri", "nextLink", "next_link", "@odata.nextLink", "next"];
/// Members that contain the information about a page, if it is not next to the list.
const PAGE_INFO: &[&str] =
    &["pagination", "meta", "paging", "page_info", "pageInfo", "metadata", "response_metadata", "links", "_links"];
/// Names of the member with the items. They take precedence over a different, single list in the body.
const ITEMS: &[&str] = &["data", "items", "results", "records", "values", "entries", "value", "content"];

pub(super) fn run(api: &mut Api, settings: &ApiSettings, diagnostics: &mut Diagnostics) {
    let mut found: Vec<Option<Pagination>> = Vec::with_capacity(api.operations.len());
    let mut problems = Vec::new();
    for operation in &api.operations {
        found.push(match declared::of_operation(api, operation) {
            Some(Declared::Known(pagination)) => pagination,
            Some(Declared::Unusable(problem)) => {
                // The settings replace the extension.
                let is_set = settings.pagination.keys().any(|name| is_named(operation, name));
                problems.extend((!is_set).then_some(problem));
                detect(api, operation)
            }
            None => detect(api, operation),
        });
    }
    for (name, setting) in &settings.pagination {
        let mut report = |message: String, remedy: &str, operation: Option<&Operation>| {
            let key = SettingKey::new(&["pagination", name], None);
            let diagnostic = Diagnostic::of_setting(Code::SettingNoMatch, key, message, remedy);
            diagnostics.push(match operation {
                Some(operation) => Diagnostic { place: operation.place.clone(), ..diagnostic }
                    .related(&operation.place, "the operation in the document"),
                None => diagnostic,
            });
        };
        let Some(at) = api.operations.iter().position(|operation| is_named(operation, name)) else {
            let message = format!("the setting `pagination` names `{name}`, which does not exist in the document");
            report(message, "write an `operationId`, or a method and a path: `GET /path`", None);
            continue;
        };
        let (Some(found), Some(operation)) = (found.get_mut(at), api.operations.get(at)) else { continue };
        *found = from_settings(api, operation, setting, found.take());
        if let Some(missing) = missing(setting) {
            let message = format!(
                "the setting `pagination` for `{name}` does not define how to request the next page: {missing}"
            );
            let remedy = "add the missing name; without it, the list would end after its first page";
            report(message, remedy, Some(operation));
        }
        if let Some(unknown) = found.as_ref().and_then(|found| unknown(api, operation, found)) {
            let message =
                format!("the setting `pagination` for `{name}` refers to {unknown}, which the operation does not have");
            let remedy = "use the names in the document; separate nested properties with dots: `meta.next_cursor`";
            report(message, remedy, Some(operation));
        }
    }
    for (operation, found) in api.operations.iter().zip(&mut found) {
        if let Some(Pagination { strategy: PageStrategy::Page { page, first, .. }, .. }) = found {
            *first = first.or_else(|| settings::default_of(api, operation, page));
        }
    }
    for (operation, found) in api.operations.iter_mut().zip(found) {
        operation.pagination = found;
    }
    for problem in problems {
        match problem {
            Problem::Wrong(diagnostic) => diagnostics.push(*diagnostic),
            Problem::Unsupported(note) => api.coverage.push(note),
        }
    }
}

fn is_named(operation: &Operation, name: &str) -> bool {
    operation.id.as_deref() == Some(name) || name == format!("{} {}", operation.method, operation.path_template)
}

fn detect(api: &Api, operation: &Operation) -> Option<Pagination> {
    // Of a request with a body, only the position changes; where a URL leads is known only for `GET`.
    let is_get = match operation.method.as_str() {
        "GET" => true,
        "POST" | "QUERY" => false,
        _ => return None,
    };
    let success = operation.successes.first()?;
    let body = operation.page_type()?;
    let link_header = is_get && success.headers.iter().any(|header| header.wire.eq_ignore_ascii_case("link"));
    let request = Request::of(api, operation, !is_get);
    let next_header = || cursor_header(&request, success);
    if let Type::List(_) = resolve(api, body) {
        if link_header && request.is_paged() {
            return Some(Pagination { items: Vec::new(), strategy: PageStrategy::LinkHeader });
        }
        let strategy = next_header().or_else(|| offset(&request, None))?;
        return Some(Pagination { items: Vec::new(), strategy });
    }
    let members = members_of(api, body)?;
    let items = items(api, members)?;
    let page = Page { api, members };
    let strategy = cursor(&request, &page)
        .or_else(next_header)
        .or_else(|| last_item(&request, &page, &items))
        .or_else(|| next_url(&request, &page).filter(|_| is_get))
        .or_else(|| link_header.then_some(PageStrategy::LinkHeader).filter(|_| request.find(PAGE).is_some()))
        .or_else(|| pages(&request, &page))
        .or_else(|| offset(&request, Some(&page)))?;
    Some(Pagination { items: vec![items], strategy })
}

fn offset(request: &Request<'_>, page: Option<&Page<'_>>) -> Option<PageStrategy> {
    let offset = request.number(OFFSET)?.input();
    let limit = Some(request.number(LIMIT)?.name());
    let has_more = page.and_then(|page| page.find(HAS_MORE, is_bool)).unwrap_or_default();
    let total = page.and_then(|page| page.find(TOTAL, is_number)).unwrap_or_default();
    Some(PageStrategy::Offset { offset, limit, total, has_more })
}

fn pages(request: &Request<'_>, page: &Page<'_>) -> Option<PageStrategy> {
    let number = request.number(PAGE)?;
    let total_pages = page.find(TOTAL_PAGES, is_number).unwrap_or_default();
    let has_more = page.find(HAS_MORE, is_bool).unwrap_or_default();
    let is_last = page.find(IS_LAST, is_bool).unwrap_or_default();
    if total_pages.is_empty() && has_more.is_empty() && is_last.is_empty() {
        return None;
    }
    // Spring counts pages from zero, and its documents do not say so.
    let is_spring = page.find(&[ZERO_BASED_NUMBER], is_number).is_some() && !is_last.is_empty();
    let first = (is_spring && !number.starts_at_one() && number.default().is_none()).then_some(0);
    Some(PageStrategy::Page { page: number.input(), first, total_pages, has_more, is_last })
}

fn cursor(request: &Request<'_>, page: &Page<'_>) -> Option<PageStrategy> {
    CURSORS.iter().find_map(|(inputs, members)| {
        let input = request.find(inputs)?;
        if is_number(resolve(request.api, input.ty())) {
            return None;
        }
        let next = page.find(members, is_text)?;
        let has_more = page.find(HAS_MORE, is_bool).unwrap_or_default();
        Some(PageStrategy::Cursor { cursor: input.input(), next, has_more })
    })
}

/// Detects pagination by a cursor or page number in a response header.
fn cursor_header(request: &Request<'_>, success: &Response) -> Option<PageStrategy> {
    let named = |header: &&Header| NEXT_HEADER.contains(&header.wire.to_ascii_lowercase().as_str());
    let header = success.headers.iter().find(named)?.wire.clone();
    let inputs = if header.eq_ignore_ascii_case("x-next-page") { vec![PAGE] } else { cursor_names() };
    let cursor = inputs.into_iter().find_map(|names| request.find(names))?.input();
    Some(PageStrategy::CursorHeader { cursor, header })
}

fn cursor_names() -> Vec<&'static [&'static str]> {
    CURSORS.iter().map(|(inputs, _)| *inputs).collect()
}

/// Detects pagination by the id of the last item. The body must tell whether more pages follow.
fn last_item(request: &Request<'_>, page: &Page<'_>, items: &str) -> Option<PageStrategy> {
    let cursor = request.find(AFTER_ITEM)?.input();
    let has_more = page.find(HAS_MORE, is_bool)?;
    let list = page.members.iter().find(|member| member.wire == items)?;
    let Type::List(item) = resolve(page.api, &list.ty) else { return None };
    let has_id = |member: &Member| member.wire == "id" && is_text(resolve(page.api, &member.ty));
    members_of(page.api, item)?.iter().any(has_id).then(|| PageStrategy::LastItem {
        cursor,
        member: vec!["id".to_owned()],
        has_more,
    })
}

fn next_url(request: &Request<'_>, page: &Page<'_>) -> Option<PageStrategy> {
    // A member `next` is a URL only if no cursor parameter could take it.
    let next = page.find(NEXT_URL, is_text)?;
    let by_name = next.last().is_some_and(|name| name != "next");
    (by_name || request.is_paged()).then_some(PageStrategy::NextUrl { next })
}

/// The members of a page, including those of its nested page information.
struct Page<'a> {
    api: &'a Api,
    members: &'a [Member],
}

impl Page<'_> {
    fn find(&self, names: &[&str], fits: fn(&Type) -> bool) -> Option<Vec<String>> {
        find_member(self.api, self.members, PAGE_INFO, names, fits).map(|(path, _)| path)
    }
}

/// Finds a member by its name: the first name that fits, in the object itself or in one of the objects in it that contain page information.
fn find_member<'a>(
    api: &'a Api,
    members: &'a [Member],
    around: &[&str],
    names: &[&str],
    fits: fn(&Type) -> bool,
) -> Option<(Vec<String>, &'a Member)> {
    let here = |members: &'a [Member]| {
        let mut named = names.iter().filter_map(|name| members.iter().find(|member| member.wire == *name));
        named.find(|member| fits(resolve(api, &member.ty)))
    };
    if let Some(member) = here(members) {
        return Some((vec![member.wire.clone()], member));
    }
    let mut around = around.iter().filter_map(|name| members.iter().find(|member| member.wire == *name));
    around.find_map(|outer| {
        let member = here(members_of(api, &outer.ty)?)?;
        Some((vec![outer.wire.clone(), member.wire.clone()], member))
    })
}

fn items(api: &Api, members: &[Member]) -> Option<String> {
    let is_list = |member: &&Member| matches!(resolve(api, &member.ty), Type::List(_));
    let mut lists = members.iter().filter(is_list);
    let named = ITEMS.iter().find_map(|name| lists.clone().find(|member| member.wire == *name));
    let only = match (lists.next(), lists.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    named.or(only).map(|member| member.wire.clone())
}

fn members_of<'a>(api: &'a Api, ty: &'a Type) -> Option<&'a [Member]> {
    let Type::Named(id) = resolve(api, ty) else { return None };
    match &api.types.get(id.0)?.shape {
        Shape::Object(object) => Some(&object.members),
        Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => None,
    }
}

/// Resolves aliases, null and boxes.
fn resolve<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    let mut ty = ty;
    for _ in 0..64 {
        ty = match ty.structure() {
            Structure::Nullable(inner) | Structure::Boxed(inner) => inner,
            Structure::Named(id) => match api.types.get(id.0).map(|def| &def.shape) {
                Some(Shape::Alias(target)) => target,
                Some(
                    Shape::Object(_) | Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Newtype(_),
                )
                | None => return ty,
            },
            Structure::Leaf | Structure::List(_) | Structure::Map(_) => return ty,
        };
    }
    ty
}

fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Integer(_) | Type::Number(_))
}

fn is_bool(ty: &Type) -> bool {
    *ty == Type::Bool
}

fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Format(_))
}
