//! The vendor extensions that oasmith reads. All reading goes through this table, and `codegen/EXTENSIONS.md` is written from it.
//!
//! An extension that the table does not name has no effect and causes no diagnostic. To add one, add its name to [`EXTENSIONS`] and read
//! it where its element is read.

use super::node::Node;

/// The field that the rewrite of Swagger 2.0 adds for formats of lists that OpenAPI 3.0 cannot express. It is read only in such documents.
pub(super) const COLLECTION_FORMATS: &str = "x-oasmith-collection-formats";

/// What an extension says. Several extensions may say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extension {
    /// The names of the values of `enum`.
    EnumNames,
    /// The descriptions of the values of `enum`.
    EnumDescriptions,
    /// The deprecated values of `enum`.
    EnumDeprecated,
    /// Objects with names and descriptions of the values of `enum`.
    EnumDetails,
    /// The schema also allows null.
    Nullable,
    /// A type of another crate.
    RustType,
    /// The tag of a subtype.
    DiscriminatorValue,
    /// The element is deprecated.
    Deprecated,
    /// Why an element is deprecated.
    DeprecationReason,
    /// Since when an element is deprecated.
    DeprecatedSince,
    /// When a deprecated element is removed.
    Sunset,
    /// The pagination of an operation, as Speakeasy describes it.
    SpeakeasyPagination,
    /// The pagination of an operation, as Fern describes it.
    FernPagination,
    /// The pagination of an operation, as `AutoRest` describes it.
    AutoRestPagination,
    /// The pagination of an operation by Dropshot.
    DropshotPagination,
    /// An example of a parameter.
    Example,
    /// Requests that the API sends.
    Webhooks,
    /// Paths with a query.
    PathsWithQuery,
}

/// The element that an extension stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    Document,
    Operation,
    OperationOrDocument,
    Parameter,
    /// A schema, or a parameter or header of Swagger 2.0, which contains the keywords of its schema.
    Schema,
    /// An operation, a parameter, a header or a schema.
    Any,
}

/// A row of the table.
struct Row {
    extension: Extension,
    /// The names, those that take precedence first, each with the tools that define or use it.
    names: &'static [(&'static str, &'static str)],
    holder: Holder,
    /// The effect, in sentences for users.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test writes it into `EXTENSIONS.md`"))]
    effect: &'static str,
}

/// The extensions that oasmith reads.
const EXTENSIONS: &[Row] = &[
    Row {
        extension: Extension::EnumNames,
        names: &[
            ("x-enum-varnames", "openapi-generator"),
            ("x-enumNames", "NSwag"),
            ("x-enum-names", "oapi-codegen"),
            ("x-speakeasy-enums", "Speakeasy"),
        ],
        holder: Holder::Schema,
        effect: "Names of the values: a list in the order of `enum`, or an object from value to name.",
    },
    Row {
        extension: Extension::EnumDescriptions,
        names: &[
            ("x-enum-descriptions", "openapi-generator"),
            ("x-enumDescriptions", "Redocly"),
            ("x-enum-description", "variant"),
            ("x-speakeasy-enum-descriptions", "Speakeasy"),
        ],
        holder: Holder::Schema,
        effect: "Descriptions of the values: a list in the order of `enum`, or an object from value to description.",
    },
    Row {
        extension: Extension::EnumDeprecated,
        names: &[("x-enum-deprecated", "openapi-generator"), ("x-deprecated-enum", "Mollie")],
        holder: Holder::Schema,
        effect: "Deprecated values: a list of values, a list of booleans in the order of `enum`, or an object from value to a boolean or a \
                 reason.",
    },
    Row {
        extension: Extension::EnumDetails,
        names: &[
            ("x-ms-enum", "AutoRest"),
            ("x-fern-enum", "Fern"),
            ("x-enum-elements", "APIMatic"),
            ("x-apidog-enum", "Apidog"),
        ],
        holder: Holder::Schema,
        effect: "`name` and `description` of each value, where the extensions above have none. The `name` of `x-ms-enum` names an inline \
                 enum that has no `title`.",
    },
    Row {
        extension: Extension::Nullable,
        names: &[("x-nullable", "go-swagger, NSwag, AutoRest"), ("x-isnullable", "go-swagger")],
        holder: Holder::Schema,
        effect: "`true` is read as `nullable: true`, in all versions and next to a `$ref`. `nullable` takes precedence.",
    },
    Row {
        extension: Extension::RustType,
        names: &[("x-rust-type", "typify, progenitor, Dropshot")],
        holder: Holder::Schema,
        effect: "The type of a crate that the setting `rust_types` allows. Any other crate is reported, and the type follows from the \
                 schema: a document cannot add a crate to your build.",
    },
    Row {
        extension: Extension::DiscriminatorValue,
        names: &[("x-ms-discriminator-value", "AutoRest"), ("x-discriminator-value", "openapi-generator")],
        holder: Holder::Schema,
        effect: "The tag of a schema that extends one with a `discriminator`, if `mapping` has none for it.",
    },
    Row {
        extension: Extension::Deprecated,
        names: &[("x-deprecated", "various")],
        holder: Holder::Any,
        effect: "`true` is read as `deprecated: true`; a text is also the reason. `deprecated` takes precedence.",
    },
    Row {
        extension: Extension::DeprecationReason,
        names: &[
            ("x-deprecated-reason", "oapi-codegen"),
            ("x-deprecation-reason", "variant"),
            ("x-deprecated-message", "variant"),
            ("x-deprecation-message", "variant"),
            ("x-deprecatedMessage", "Adyen"),
            ("x-deprecated-description", "variant"),
            ("x-speakeasy-deprecation-message", "Speakeasy"),
            ("x-ms-deprecation", "Microsoft.OpenApi"),
        ],
        holder: Holder::Any,
        effect: "The note of `#[deprecated]` on an element that is deprecated. Alone, it does not deprecate one. `x-ms-deprecation` is an \
                 object with a `description`.",
    },
    Row {
        extension: Extension::DeprecatedSince,
        names: &[("x-deprecated-since", "various"), ("x-deprecatedInVersion", "Adyen")],
        holder: Holder::Any,
        effect: "Since when a deprecated element is deprecated, in the note.",
    },
    Row {
        extension: Extension::Sunset,
        names: &[("x-sunset", "oasdiff")],
        holder: Holder::Any,
        effect: "When a deprecated element is removed, in the note.",
    },
    Row {
        extension: Extension::SpeakeasyPagination,
        names: &[("x-speakeasy-pagination", "Speakeasy")],
        holder: Holder::Operation,
        effect: "Pagination by offset, page number, cursor or URL. Inputs in the request body, and outputs that are not simple paths, are \
                 listed in `coverage.json`.",
    },
    Row {
        extension: Extension::FernPagination,
        names: &[("x-fern-pagination", "Fern")],
        holder: Holder::OperationOrDocument,
        effect: "Pagination by offset, page number, cursor, URL or path. `true` takes the one of the document. Requests with the cursor in \
                 the body are listed in `coverage.json`.",
    },
    Row {
        extension: Extension::AutoRestPagination,
        names: &[("x-ms-pageable", "AutoRest, Kiota")],
        holder: Holder::Operation,
        effect: "Pagination by the URL in the member `nextLinkName`; the items are in `itemName` (default: `value`). `nextLinkName: null`: \
                 the response is the only page, and has no pagination. An `operationName` that exists in the document is listed in \
                 `coverage.json`.",
    },
    Row {
        extension: Extension::DropshotPagination,
        names: &[("x-dropshot-pagination", "Dropshot, progenitor")],
        holder: Holder::Operation,
        effect: "Pagination by the cursor `page_token`, which is `next_page` in the response; the items are in `items`.",
    },
    Row {
        extension: Extension::Example,
        names: &[("x-example", "Dredd")],
        holder: Holder::Parameter,
        effect: "An example for the documentation, if the parameter has no other.",
    },
    Row {
        extension: Extension::Webhooks,
        names: &[("x-webhooks", "Redocly")],
        holder: Holder::Document,
        effect: "Read as `webhooks` of OpenAPI 3.1.",
    },
    Row {
        extension: Extension::PathsWithQuery,
        names: &[("x-ms-paths", "AutoRest")],
        holder: Holder::Document,
        effect: "Paths that contain a query: read as `paths`, and the query as parameters.",
    },
];

impl Extension {
    fn row(self) -> Option<&'static Row> {
        EXTENSIONS.iter().find(|row| row.extension == self)
    }

    /// Returns the names, those that take precedence first.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        self.row().into_iter().flat_map(|row| row.names).map(|(name, _)| *name)
    }

    /// Returns the value of the extension in an element, if any. Null counts as absent.
    pub(super) fn find<'a>(self, node: &Node<'a>) -> Option<Node<'a>> {
        self.named(node).map(|(_, value)| value)
    }

    /// Returns all values of the extension in an element, those that take precedence first.
    pub(super) fn find_all<'a>(self, node: &Node<'a>) -> impl Iterator<Item = (&'static str, Node<'a>)> {
        self.names().filter_map(|name| Some((name, node.get(name)?)))
    }

    /// Returns the name and the value of the extension in an element, if any.
    pub(super) fn named<'a>(self, node: &Node<'a>) -> Option<(&'static str, Node<'a>)> {
        self.names().find_map(|name| Some((name, node.get(name)?)))
    }
}

/// Returns whether an extension belongs to the schema of a parameter of Swagger 2.0, which contains the keywords of its schema.
pub(super) fn is_of_schema(name: &str) -> bool {
    let rows = EXTENSIONS.iter().filter(|row| row.holder == Holder::Schema);
    rows.flat_map(|row| row.names).any(|(other, _)| *other == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write as _;
    use std::fs;
    use std::path::Path;

    use harness::golden;

    use super::*;

    /// Well-known extensions that are ignored, and why.
    const IGNORED: &[(&str, &str)] = &[
        (
            "`x-internal`, `x-speakeasy-ignore`, `x-fern-ignore`, `x-stainless-skip`",
            "Nothing is dropped silently. Use `exclude` in the settings.",
        ),
        (
            "`x-speakeasy-name-override`, `x-speakeasy-group`, `x-fern-sdk-method-name`, `x-fern-sdk-group-name`, `x-fern-type-name`, \
             `x-ms-client-name`, `x-go-name`, `x-ogen-name`, `x-codegen-request-body-name`",
            "Names follow `operationId`, components and `title`, and are pinned. These extensions name things for a language or a group. \
             Use `rename` in the settings.",
        ),
        (
            "`x-omitempty`, `x-go-type`, `x-go-type-import`, `x-ogen-type`, `x-fern-type`",
            "They are about types of other languages or generators.",
        ),
        (
            "`x-speakeasy-unknown-values`, `x-extensible-enum`",
            "Enums are open by default. Use `sealed` in the settings.",
        ),
        (
            "`x-stainless-pagination-property`",
            "It marks single parameters and members; the rest is in a file of Stainless. Use `pagination` in the settings.",
        ),
        (
            "`x-speakeasy-retries`, `x-fern-idempotent`, `x-idempotent`",
            "Retries follow the HTTP method and the idempotency key. Use `idempotency_key` in the settings, and `retries` of the client.",
        ),
        (
            "`x-speakeasy-deprecation-replacement`, `x-deprecated-replacement`",
            "It is an `operationId`, which is not a name in Rust.",
        ),
        (
            "`x-ms-long-running-operation`, `x-dropshot-websocket`, `x-fern-streaming`",
            "The operation can be called as the document describes it.",
        ),
        ("`x-examples`", "Tools disagree about its form. Use `examples`."),
    ];

    fn page() -> String {
        let mut page = "# Vendor extensions\n\n\
            oasmith reads these extensions. Any other field that begins with `x-` has no effect and causes no diagnostic. A value of a wrong form\n\
            is ignored with the warning `OA0103`. If several extensions say the same, the first one in the table counts; settings take precedence\n\
            over all of them. A test writes this page from the table that the reader uses.\n\n\
            | extension | used by | in | effect |\n|---|---|---|---|\n"
            .to_owned();
        for Row { names, holder, effect, .. } in EXTENSIONS {
            let holder = match holder {
                Holder::Document => "document",
                Holder::Operation => "operation",
                Holder::OperationOrDocument => "operation, document",
                Holder::Parameter => "parameter",
                Holder::Schema => "schema (in 2.0 also parameter, header)",
                Holder::Any => "operation, parameter, header, schema",
            };
            let listed: Vec<String> = names.iter().map(|(name, _)| format!("`{name}`")).collect();
            let mut tools: Vec<&str> = Vec::new();
            names.iter().flat_map(|(_, tools)| tools.split(", ")).for_each(|tool| {
                if tool != "variant" && !tools.contains(&tool) {
                    tools.push(tool);
                }
            });
            let _ = writeln!(page, "| {} | {} | {holder} | {effect} |", listed.join(", "), tools.join(", "));
        }
        page.push_str("\nThese well-known extensions are ignored:\n\n| extension | reason |\n|---|---|\n");
        for (names, reason) in IGNORED {
            let _ = writeln!(page, "| {names} | {reason} |");
        }
        page
    }

    #[test]
    fn the_page_lists_the_table() {
        golden::check("../../codegen/EXTENSIONS.md", &page());
    }

    #[test]
    fn each_name_is_in_the_table_once_and_is_not_listed_as_ignored() {
        let mut names = BTreeSet::new();
        for (name, _) in EXTENSIONS.iter().flat_map(|row| row.names) {
            assert!(names.insert(*name), "{name} is listed twice");
            assert!(
                !IGNORED.iter().any(|(ignored, _)| ignored.contains(&format!("`{name}`"))),
                "{name} is not ignored"
            );
        }
    }

    #[test]
    fn no_other_file_names_an_extension() {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/openapi")];
        let mut read = 0;
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap();
                match name {
                    "tests" | "extensions.rs" => {}
                    _ if path.is_dir() => folders.push(path),
                    _ => {
                        let text = fs::read_to_string(&path).unwrap();
                        let text = text.split("#[cfg(test)]").next().unwrap();
                        let literal =
                            text.split("\"x-").skip(1).find(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
                        assert_eq!(literal.and_then(|rest| rest.lines().next()), None, "{}", path.display());
                        read += 1;
                    }
                }
            }
        }
        assert!(read > 50);
    }
}
