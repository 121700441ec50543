//! Reserved names: names that generated code cannot or should not use, and why.

/// Keywords that cannot be raw identifiers.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// All other keywords of edition 2024, strict and reserved.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Converts a word that may be a keyword into an identifier.
pub(super) fn escape(name: String) -> String {
    if NEVER_RAW.contains(&name.as_str()) {
        format!("{name}_")
    } else if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// Type names with a different meaning in every generated file.
const TYPES: &[&str] = &[
    // The prelude: generated code that mentions these must not refer to a model.
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
    "AsRef",
    "AsMut",
    "Extend",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "Future",
    "IntoFuture",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    // Imports of model files from the standard library and the runtime.
    "BTreeMap",
    "Base64",
    "BigInteger",
    "Bytes",
    "Cow",
    "Date",
    "DateTime",
    "Ipv4Addr",
    "Ipv6",
    "OptionalOffsetDateTime",
    "Patch",
    "Secret",
    "UnknownValue",
    "Uuid",
    "Value",
    "Nullable",
];

/// Whether the name is reserved for a model.
pub(super) fn is_type_taken(name: &str) -> bool {
    TYPES.contains(&name)
}

/// Reserved names of types in `operations`: the imports of its files.
const CALLS: &[&str] = &["Client", "Call", "Infallible"];

/// Whether a call type cannot have this name.
pub(super) fn is_call_taken(name: &str) -> bool {
    is_type_taken(name) || CALLS.contains(&name)
}

/// Methods of every `Client`.
const CLIENT_METHODS: &[&str] = &[
    "builder",
    "new",
    "from_builder",
    "runtime",
    "clone",
    "fmt",
    "into",
    "from",
    "try_into",
    "try_from",
    "borrow",
    "to_owned",
];

/// Whether an operation's method cannot have this name.
pub(super) fn is_client_method(name: &str) -> bool {
    CLIENT_METHODS.contains(&name)
}

/// Methods of every call.
const CALL_METHODS: &[&str] = &[
    "new",
    "with_client",
    "header",
    "timeout",
    "retries",
    "send",
    "send_blocking",
    "with_response",
    "into_request",
    "decode",
    "pages",
    "items",
    "pages_blocking",
    "items_blocking",
    "body",
    // Traits that every type has.
    "into_future",
    "fmt",
    "into",
    "from",
    "try_into",
    "try_from",
    "borrow",
    "borrow_mut",
    "type_id",
    // Names that a constructor uses inside.
    "call",
    "self",
];

/// Whether a parameter cannot have this name.
pub(super) fn is_call_method(name: &str) -> bool {
    CALL_METHODS.contains(&name)
}

/// Methods of every client builder.
const BUILDER_METHODS: &[&str] = &[
    "new",
    "build",
    "base_url",
    "server",
    "timeout",
    "deadline",
    "connect_timeout",
    "response_timeout",
    "idle_timeout",
    "retries",
    "redirects",
    "body_limit",
    "undocumented_body_limit",
    "item_limit",
    "max_pages",
    "next_pages",
    "user_agent",
    "default_header",
    "hook",
    "transport",
    "http_client",
    "configure_reqwest",
    // Traits that every type has.
    "fmt",
    "into",
    "from",
    "try_into",
    "try_from",
    "borrow",
    "borrow_mut",
    "type_id",
];

/// Whether a credential's setter cannot have this name.
pub(super) fn is_builder_method(name: &str) -> bool {
    BUILDER_METHODS.contains(&name)
}

/// The field for undeclared members.
pub(super) const CATCH_ALL_FIELD: &str = "additional_properties";
/// The variant for unknown values.
pub(super) const CATCH_ALL_VARIANT: &str = "Unknown";
/// The variant for values that the document allows, but does not describe.
pub(super) const OTHER_VARIANT: &str = "Other";

/// Modules under `models` and `operations` that cannot be: `mod.rs` is the folder's own file, a module called like its folder reads as
/// the folder (clippy's `module_inception`), the others are devices on Windows.
pub(super) fn is_file_name_taken(name: &str) -> bool {
    let numbered = |device: &str| name.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest != "0");
    matches!(name, "mod" | "lib" | "main" | "models" | "operations" | "con" | "prn" | "aux" | "nul")
        || numbered("com")
        || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::{is_builder_method, is_call_method, is_client_method};

    /// Returns the methods that a macro of the runtime defines for a type: the names after `pub fn` in its `impl $type`.
    fn methods(file: &str, macro_name: &str, ty: &str) -> Vec<String> {
        let path = format!("{}/runtime/src/http/{file}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let (_, after) = text.split_once(&format!("macro_rules! {macro_name} {{")).unwrap();
        let body = after.split("#[macro_export]").next().unwrap_or_default();
        let (_, body) = body.split_once(&format!("impl ${ty} {{")).unwrap();
        let body = body.split("\n        }\n").next().unwrap_or_default();
        let names = body.split("pub fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
        names.map(str::to_owned).collect()
    }

    #[track_caller]
    fn check(found: &[String], min_count: usize, is_reserved: fn(&str) -> bool) {
        assert!(found.len() >= min_count, "{found:?}");
        let free: Vec<&String> = found.iter().filter(|name| !is_reserved(name)).collect();
        assert!(free.is_empty(), "these methods of the runtime are not reserved: {free:?}");
    }

    /// A setter for a parameter `send` must not replace the method `send` of the call.
    #[test]
    fn methods_of_the_runtime_are_reserved() {
        check(&methods("operation.rs", "call", "name"), 8, is_call_method);
        check(&methods("pages/mod.rs", "pages", "name"), 2, is_call_method);
        check(&methods("client/mod.rs", "client_type", "client"), 1, is_client_method);
        check(&methods("client/mod.rs", "client_type", "builder"), 11, is_builder_method);
    }
}
