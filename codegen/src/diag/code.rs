//! The closed list of what a document can get wrong.

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The output is complete; something was narrowed, guessed or worth knowing.
    Warning,
    /// No right output exists for the place; without `--keep-going` nothing is written.
    Error,
}

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $name:ident = $id:literal, $severity:ident, $title:literal; )+) => {
        /// What is wrong. The identifiers (`OA0101`) are stable: they are never reused for another meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $( $(#[doc = $doc])+ $name, )+ }

        impl Code {
            /// Every code, in the order of the list.
            pub const ALL: &'static [Code] = &[ $( Code::$name, )+ ];

            /// The stable identifier, for example `OA0101`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $( Code::$name => $id, )+ }
            }

            /// The title: what is wrong, in a few words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $( Code::$name => $title, )+ }
            }

            /// The explanation that `oasmith explain` prints (Markdown): what the problem is, a document that has it, one that has not, and
            /// what becomes of the output. The tests run the documents.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $( Code::$name => include_str!(concat!("explain/", $id, ".md")), )+ }
            }

            /// How much it matters.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $( Code::$name => Severity::$severity, )+ }
            }
        }
    };
}

codes! {
    // 00xx: the file.
    /// The file does not exist or cannot be read.
    FileUnreadable = "OA0001", Error, "file cannot be read";
    /// The text is not JSON.
    JsonSyntax = "OA0002", Error, "not valid JSON";
    /// The text is not YAML.
    YamlSyntax = "OA0003", Error, "not valid YAML";
    /// A key is written twice in one mapping. The last one wins.
    DuplicateKey = "OA0004", Warning, "key written twice";
    // 01xx: the document.
    /// The document does not say which OpenAPI version it is written in, or names one that is not known.
    UnknownVersion = "OA0101", Error, "unknown OpenAPI version";
    /// A part of the document does not have the form that the OpenAPI specification gives it.
    Malformed = "OA0102", Error, "not the form that OpenAPI gives";
    /// A part of the document does not have the form that the specification gives it, in a way that does not change the output.
    MalformedHarmless = "OA0103", Warning, "not the form that OpenAPI gives (ignored)";
    /// A `$ref` points to nothing.
    DanglingRef = "OA0104", Error, "reference points to nothing";
    /// A chain of `$ref`s comes back to itself without ever reaching a schema.
    CyclicRef = "OA0105", Error, "reference points to itself";
    /// Two operations have the same `operationId`. Each gets a name of its own.
    DuplicateOperationId = "OA0106", Warning, "operationId used twice";
    /// A path is no template: a brace is not closed, or closes nothing, or a parameter has no name.
    PathParameter = "OA0107", Error, "path is not a template";
    /// A security requirement names a scheme that is not declared. The client sends nothing for it: the operation can be called, with a
    /// header of the caller's where the API wants one.
    UnknownSecurityScheme = "OA0108", Warning, "unknown security scheme";
    /// A template names a parameter that is not declared. It is taken as a text.
    UndeclaredParameter = "OA0109", Warning, "path parameter is not declared";
    // 02xx: schemas.
    /// No value can satisfy the schema.
    Unsatisfiable = "OA0201", Error, "no value fits the schema";
    /// A keyword only constrains values in a way that the type does not express.
    NotCarried = "OA0202", Warning, "not expressed by the type";
    /// A required member leads back to its own type, so that no finite value exists. The member is made optional.
    EndlessRequired = "OA0203", Warning, "required member without end";
    /// A `type` that JSON Schema does not know.
    UnknownType = "OA0204", Error, "unknown type";
    /// Parts of a schema that must all hold exclude each other. The last part counts, as if it replaced the others.
    Contradiction = "OA0205", Warning, "parts contradict each other";
    /// A `type` that JSON Schema does not know, but that means one of its types in another language. It is read as that.
    ForeignType = "OA0206", Warning, "type of another language";
    // 03xx: operations.
    /// A construct of an operation that has no typed form. The operation is reachable, the part as raw text or bytes.
    RawFallback = "OA0301", Warning, "carried as raw data";
    // 04xx: overlays and settings.
    /// An overlay action matches nothing.
    OverlayNoMatch = "OA0401", Error, "overlay action matches nothing";
    /// An overlay is not in the form of OpenAPI Overlay 1.0.
    OverlayMalformed = "OA0402", Error, "overlay cannot be read";
    /// A setting names something that the document does not have.
    SettingNoMatch = "OA0403", Error, "setting matches nothing";
    // 09xx: oasmith itself.
    /// A fault of oasmith: what it made of the document is no Rust. The document is not to blame.
    Internal = "OA0901", Error, "fault of oasmith";
}
