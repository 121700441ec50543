//! The closed list of problems that a document can have.

/// How serious a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing of the document is lost, but something was assumed or ignored, or is less precise.
    Warning,
    /// A part of the document is lost: an operation, or a part of a type. Without `--keep-going`, no files are written.
    Error,
}

impl Severity {
    /// Returns the severity as one word: `warning` or `error`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $name:ident = $id:literal, $severity:ident, $title:literal; )+) => {
        /// The kind of a problem. Its identifier (`OA0101`) is stable and never reused for another meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $( $(#[doc = $doc])+ $name, )+ }

        impl Code {
            /// All codes, in the order of the list.
            pub const ALL: &'static [Code] = &[ $( Code::$name, )+ ];

            /// Returns the stable identifier, for example `OA0101`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $( Code::$name => $id, )+ }
            }

            /// Returns the title: the problem in a few words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $( Code::$name => $title, )+ }
            }

            /// Returns the explanation in Markdown: the problem, a document that has it, a fixed document, and the effect on the
            /// output. The tests run the documents. [`Code::explained`] adds the identifier and title.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $( Code::$name => include_str!(concat!("explain/", $id, ".md")), )+ }
            }

            /// Returns how serious the problem is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $( Code::$name => Severity::$severity, )+ }
            }
        }
    };
}

impl Code {
    /// Returns the output of `oasmith explain`: identifier, severity, title and explanation.
    #[must_use]
    pub fn explained(self) -> String {
        format!("{} ({}): {}\n\n{}", self.id(), self.severity().name(), self.title(), self.explanation().trim_end())
    }
}

codes! {
    // 00xx: the file.
    /// The file does not exist or cannot be read.
    FileUnreadable = "OA0001", Error, "file cannot be read";
    /// The text is not valid JSON.
    JsonSyntax = "OA0002", Error, "invalid JSON";
    /// The text is not valid YAML.
    YamlSyntax = "OA0003", Error, "invalid YAML";
    /// A mapping has the same key twice. The last value is used.
    DuplicateKey = "OA0004", Warning, "duplicate key";
    // 01xx: the document.
    /// The document does not state its OpenAPI version, or states one that oasmith does not support.
    UnknownVersion = "OA0101", Error, "unknown OpenAPI version";
    /// A part of the document violates the OpenAPI specification, and its meaning is unclear.
    Malformed = "OA0102", Error, "invalid OpenAPI";
    /// A part of the document violates the OpenAPI specification, but its meaning is clear or does not matter.
    MalformedHarmless = "OA0103", Warning, "invalid OpenAPI (tolerated)";
    /// The target of a `$ref` does not exist.
    DanglingRef = "OA0104", Error, "reference target not found";
    /// A chain of `$ref`s leads back to its start without reaching a schema.
    CyclicRef = "OA0105", Error, "circular reference";
    /// Two operations have the same `operationId`. Each gets its own name.
    DuplicateOperationId = "OA0106", Warning, "duplicate operationId";
    /// A path is not a valid template: its braces are unbalanced, or a parameter has no name.
    InvalidPathTemplate = "OA0107", Error, "invalid path template";
    /// A security requirement names a scheme that is not declared. The client sends no credential for it; the caller can add a
    /// header if the API requires one.
    UnknownSecurityScheme = "OA0108", Warning, "undeclared security scheme";
    /// A path contains a parameter that is not declared. Its type is a string.
    UndeclaredParameter = "OA0109", Warning, "undeclared path parameter";
    /// An element has a field that the OpenAPI specification does not define, and that resembles one that it defines or belongs in
    /// another place. It is ignored.
    UnknownField = "OA0110", Warning, "unknown field";
    /// A part of the document is refused, because the output for it would be far larger than the document.
    LimitExceeded = "OA0111", Error, "limit exceeded";
    // 02xx: schemas.
    /// No value can satisfy the schema.
    Unsatisfiable = "OA0201", Error, "no value satisfies the schema";
    /// The generated type does not fully support a keyword. It may accept values that the keyword forbids.
    NotFullySupported = "OA0202", Warning, "keyword not expressed by the type";
    /// A required property contains its own type, so every value would be infinite. The property becomes optional.
    InfiniteValue = "OA0203", Warning, "required property is infinitely recursive";
    /// `type` names a type that JSON Schema does not define.
    UnknownType = "OA0204", Error, "unknown type";
    /// Subschemas that must all hold contradict each other. The last one is used and replaces the others. Or a `type` excludes a branch of
    /// the choice next to it; the branches are used.
    Contradiction = "OA0205", Warning, "contradictory subschemas";
    /// `type` names a type of another language. It is read as the matching type of JSON Schema.
    ForeignType = "OA0206", Warning, "type name from another language";
    /// Bounds, a pattern, a default or an example contradict the `format`. The type does not enforce the format.
    ContradictedFormat = "OA0207", Warning, "contradicted format";
    // 03xx: operations.
    /// A part of an operation has no typed form. The operation can be called with raw text or bytes.
    RawFallback = "OA0301", Warning, "handled as raw data";
    // 04xx: overlays and settings.
    /// The target of an overlay action matches nothing.
    OverlayNoMatch = "OA0401", Error, "overlay action matches nothing";
    /// The overlay violates the OpenAPI Overlay specification.
    OverlayMalformed = "OA0402", Error, "invalid overlay";
    /// A setting names something that the document does not contain.
    SettingNoMatch = "OA0403", Error, "setting matches nothing";
    // 09xx: oasmith itself.
    /// A bug in oasmith: the generated code is not valid Rust. The document is not the cause.
    Internal = "OA0901", Error, "bug in oasmith";
}
