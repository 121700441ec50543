//! Reads the vendor extensions that describe the pagination of an operation.

use serde_json::Value;

use super::super::document::{DeclaredPages, DeclaredPagination, NextPage, PageInput};
use super::super::extensions::Extension;
use super::super::node::Node;
use super::DocumentReader;

/// Parameters whose number counts items, not pages.
const ITEM_OFFSETS: &[&str] = &["offset", "skip", "$skip"];

/// Longer paths are ignored. All operations may share one extension.
const LONGEST_PATH: usize = 1_000;

/// A step of a path into a response body.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Member(String),
    LastItem,
}

impl<'a> DocumentReader<'a> {
    /// Returns the pagination that an extension of the operation describes. The first known extension counts.
    pub(super) fn declared_pagination(&mut self, operation: &Node<'a>) -> Option<DeclaredPagination> {
        const KINDS: [Extension; 4] = [
            Extension::SpeakeasyPagination,
            Extension::FernPagination,
            Extension::AutoRestPagination,
            Extension::DropshotPagination,
        ];
        KINDS.into_iter().find_map(|kind| {
            let (extension, node) = kind.named(operation)?;
            let pages = match kind {
                Extension::SpeakeasyPagination => self.speakeasy(&node),
                Extension::FernPagination => self.fern(&node),
                Extension::AutoRestPagination => self.autorest(&node),
                _ => self.dropshot(&node),
            }?;
            Some(DeclaredPagination { extension, place: node.place, pages })
        })
    }

    /// `{type: cursor, inputs: [{name: cursor, in: parameters, type: cursor}], outputs: {results: $.data, nextCursor: $.next}}`
    fn speakeasy(&mut self, node: &Node<'a>) -> Option<DeclaredPages> {
        let node = self.pagination_object(node)?;
        let outputs = node.get("outputs");
        let output = |name: &str| outputs.as_ref()?.get(name)?.text().filter(|path| path.len() <= LONGEST_PATH);
        let mut inputs = Vec::new();
        for input in node.get("inputs").iter().flat_map(Node::items) {
            let text = |key: &str| input.get(key).and_then(|text| text.text()).map(str::to_owned);
            let (Some(name), Some(kind)) = (text("name"), text("type")) else { continue };
            let input = if text("in").as_deref() == Some("requestBody") {
                // Usually a name; a path is accepted, too.
                PageInput::Member(members(&name).filter(|path| !path.is_empty()).unwrap_or_else(|| vec![name.clone()]))
            } else {
                PageInput::Parameter(name.clone())
            };
            inputs.push((kind, name, input));
        }
        let limit = || inputs.iter().find(|(kind, ..)| kind == "limit").map(|(_, name, _)| name.clone());
        let input = |kind: &str| inputs.iter().find(|(other, ..)| other == kind).map(|(_, _, input)| input.clone());
        let path = |name: &str| output(name).map_or(Ok(Vec::new()), |path| steps(path).ok_or_else(|| path.to_owned()));
        let read = || -> Result<Option<DeclaredPages>, String> {
            let items = output("results").map(|path| members(path).ok_or_else(|| path.to_owned())).transpose()?;
            let next = match node.get("type").and_then(|kind| kind.text()) {
                Some("url") => {
                    let next =
                        output("nextUrl").map(|path| members(path).ok_or_else(|| path.to_owned())).transpose()?;
                    next.map(|next| NextPage::Url { next, operation: None })
                }
                Some("cursor") => input("cursor")
                    .zip(Some(path("nextCursor")?).filter(|path| !path.is_empty()))
                    .map(|(cursor, next)| match after_last_item(&next, items.as_deref()) {
                        Some(member) => Ok(NextPage::LastItem { cursor, member }),
                        None => match only_members(next) {
                            Some(next) => Ok(NextPage::Cursor { cursor, next }),
                            None => Err(output("nextCursor").unwrap_or_default().to_owned()),
                        },
                    })
                    .transpose()?,
                Some("offsetLimit") => match (input("offset"), input("page")) {
                    (Some(offset), _) => Some(NextPage::Offset { offset, limit: limit(), has_more: Vec::new() }),
                    (None, Some(page)) => {
                        let total_pages = only_members(path("numPages")?)
                            .ok_or_else(|| output("numPages").unwrap_or_default().to_owned())?;
                        Some(NextPage::Page { page, total_pages, has_more: Vec::new() })
                    }
                    (None, None) => None,
                },
                _ => None,
            };
            Ok(next.map(|next| DeclaredPages::Several { items, next }))
        };
        match read() {
            Ok(Some(pages)) => Some(pages),
            Ok(None) => self.incomplete(&node, "`type` with its `inputs` and `outputs`"),
            Err(path) => Some(not_a_member(&path)),
        }
    }

    /// `{cursor: $request.cursor, next_cursor: $response.next, results: $response.data}`, or `true` for that of the document.
    fn fern(&mut self, node: &Node<'a>) -> Option<DeclaredPages> {
        let node = match node.value {
            Value::Bool(false) => return None,
            Value::Bool(true) => {
                let shared = Extension::FernPagination.find(&self.references.root());
                let Some(shared) = shared.filter(|shared| shared.value.is_object()) else {
                    return self.incomplete(node, "`x-fern-pagination` at the root of the document");
                };
                shared
            }
            _ => self.pagination_object(node)?,
        };
        let text = |key: &str| node.get(key)?.text().filter(|path| path.len() <= LONGEST_PATH);
        let mut unsupported = None;
        let mut response = |key: &str| -> Option<Vec<String>> {
            let path = text(key)?;
            let found = path.strip_prefix("$response").and_then(|rest| members(&format!("${rest}")));
            if found.is_none() {
                unsupported = Some(not_a_member(path));
            }
            found
        };
        let items = response("results");
        let has_more = response("has-next-page").unwrap_or_default();
        let next_cursor = response("next_cursor");
        let next_url = response("next_uri").or_else(|| response("next_path"));
        if let Some(unsupported) = unsupported {
            return Some(unsupported);
        }
        if text("type") == Some("custom") {
            return Some(DeclaredPages::Unsupported("it is of the type `custom`".to_owned()));
        }
        let path = |key: &str| {
            let path = text(key)?.strip_prefix("$request")?;
            members(&format!("${path}")).filter(|path| !path.is_empty())
        };
        // A path leads into the request body.
        let input = |path: Vec<String>| {
            if path.len() > 1 { PageInput::Member(path) } else { PageInput::Either(path) }
        };
        let next = match (path("cursor"), next_cursor, path("offset"), next_url) {
            (Some(cursor), Some(next), ..) => NextPage::Cursor { cursor: input(cursor), next },
            (_, _, Some(offset), _) => {
                let limit = path("step").and_then(|path| path.last().cloned());
                // Without `step`, Fern adds one for each page.
                if limit.is_some() || offset.last().is_some_and(|name| ITEM_OFFSETS.contains(&name.as_str())) {
                    NextPage::Offset { offset: input(offset), limit, has_more }
                } else {
                    NextPage::Page { page: input(offset), total_pages: Vec::new(), has_more }
                }
            }
            (_, _, None, Some(next)) => NextPage::Url { next, operation: None },
            _ => return self.incomplete(&node, "`cursor` and `next_cursor`, `offset`, `next_uri` or `next_path`"),
        };
        Some(DeclaredPages::Several { items, next })
    }

    /// `{nextLinkName: nextLink, itemName: value, operationName: listNext}`. A name is not a path: `@odata.nextLink` is one member.
    fn autorest(&mut self, node: &Node<'a>) -> Option<DeclaredPages> {
        let node = self.pagination_object(node)?;
        if node.value.get("nextLinkName").is_some_and(Value::is_null) {
            return Some(DeclaredPages::Single);
        }
        let mut name =
            |key: &str| node.get(key).and_then(|name| self.form().text(&name)).filter(|name| !name.is_empty());
        let next = vec![name("nextLinkName").unwrap_or_else(|| "nextLink".to_owned())];
        let items = vec![name("itemName").unwrap_or_else(|| "value".to_owned())];
        let operation = name("operationName");
        Some(DeclaredPages::Several { items: Some(items), next: NextPage::Url { next, operation } })
    }

    /// `true`, or an object with the parameters that the first page requires.
    fn dropshot(&mut self, node: &Node<'a>) -> Option<DeclaredPages> {
        if !node.value.is_object() && !self.form().flag(node)? {
            return None;
        }
        let next = NextPage::Cursor {
            cursor: PageInput::Parameter("page_token".to_owned()),
            next: vec!["next_page".to_owned()],
        };
        Some(DeclaredPages::Several { items: Some(vec!["items".to_owned()]), next })
    }

    fn pagination_object(&mut self, node: &Node<'a>) -> Option<Node<'a>> {
        if !node.value.is_object() {
            self.form().ignored(node, "an object");
        }
        node.value.is_object().then(|| node.clone())
    }

    /// Reports an extension that lacks a part.
    fn incomplete(&mut self, node: &Node<'a>, lacks: &str) -> Option<DeclaredPages> {
        let message = format!("{} does not say how to request the next page; it is ignored", node.quoted_name());
        self.reports.tolerated(node, message, format!("add {lacks}, or remove it"));
        None
    }
}

fn not_a_member(path: &str) -> DeclaredPages {
    DeclaredPages::Unsupported(format!("`{path}` is not a path of members of the response body"))
}

/// Returns the steps of a JSON path such as `$.data[-1].id`. `None` if it selects anything but one value.
fn steps(path: &str) -> Option<Vec<Step>> {
    let mut rest = path.trim().strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (name, tail) = after.split_at_checked(end)?;
            if name.is_empty() || name.contains('*') {
                return None;
            }
            steps.push(Step::Member(name.to_owned()));
            rest = tail;
        } else {
            let (inside, tail) = rest.strip_prefix('[')?.split_once(']')?;
            let quoted = |quote: char| inside.strip_prefix(quote)?.strip_suffix(quote);
            steps.push(match (quoted('\'').or_else(|| quoted('"')), inside) {
                (Some(name), _) => Step::Member(name.to_owned()),
                (None, "-1" | "-1:" | "(@.length-1)" | "(@.length - 1)") => Step::LastItem,
                (None, _) => return None,
            });
            rest = tail;
        }
    }
    Some(steps)
}

/// Returns the members of a JSON path.
fn members(path: &str) -> Option<Vec<String>> {
    only_members(steps(path)?)
}

fn only_members(steps: Vec<Step>) -> Option<Vec<String>> {
    let member = |step| match step {
        Step::Member(name) => Some(name),
        Step::LastItem => None,
    };
    steps.into_iter().map(member).collect()
}

/// Returns the member of the last item to which a path leads.
fn after_last_item(steps: &[Step], items: Option<&[String]>) -> Option<Vec<String>> {
    let at = steps.iter().position(|step| *step == Step::LastItem)?;
    let (list, member) = steps.split_at_checked(at)?;
    let name = |step: &Step| match step {
        Step::Member(name) => Some(name.clone()),
        Step::LastItem => None,
    };
    let list: Vec<String> = list.iter().map(name).collect::<Option<_>>()?;
    let member: Vec<String> = member.iter().skip(1).map(name).collect::<Option<_>>()?;
    (items.is_none_or(|items| items == list) && !member.is_empty()).then_some(member)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_paths_are_read_as_members() {
        let member = |name: &str| Step::Member(name.to_owned());
        for (path, expect) in [
            ("$", Some(vec![])),
            ("$.data", Some(vec![member("data")])),
            ("$.a.b_c", Some(vec![member("a"), member("b_c")])),
            ("$['a']['b.c']", Some(vec![member("a"), member("b.c")])),
            ("$[\"a\"].b", Some(vec![member("a"), member("b")])),
            ("$.data[-1].id", Some(vec![member("data"), Step::LastItem, member("id")])),
            ("$.data[(@.length-1)].id", Some(vec![member("data"), Step::LastItem, member("id")])),
            ("$.data[0].id", None),
            ("$.data[*]", None),
            ("$..data", None),
            ("$.*", None),
            ("data", None),
            ("$.data[", None),
            ("", None),
        ] {
            assert_eq!(steps(path), expect, "{path}");
        }
    }
}
