//! The table of chosen names.

use crate::ir::{Shape, TypeId};

/// An identifier that is valid in Rust source as it is: keywords are raw (`r#type`) or, where Rust has no raw form, changed (`self_`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(pub String);

impl Name {
    /// The identifier as Rust source.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// All names of an API.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Of each type, same index as `Api::types`.
    pub types: Vec<TypeNames>,
    /// Of each operation, same index as `Api::operations`.
    pub operations: Vec<OperationNames>,
    /// Cargo features as the manifest has them, same index as `Api::features`: `credit-notes`, or `shop-credit-notes` in a crate of several APIs.
    pub features: Vec<String>,
    /// Of each webhook, same index as `Api::webhooks`.
    pub webhooks: Vec<Name>,
    /// Variant of the `Server` enum for each server, with a field for each of its variables.
    pub servers: Vec<ServerNames>,
    /// Method of the client builder that takes each security scheme's credential.
    pub security_schemes: Vec<Name>,
}

impl Names {
    /// The names of a type.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0]
    }

    /// Whether a type is an item of its own in the output: not an alias with the name of its definition.
    #[must_use]
    pub fn is_item(&self, id: TypeId, shape: &Shape) -> bool {
        shape.alias_of().is_none_or(|definition| self.ty(definition).name != self.ty(id).name)
    }
}

/// The names of a type and its parts.
#[derive(Debug, Clone)]
pub struct TypeNames {
    /// The type, `UpdateCustomerRequest`. Unique among all types of the API; only an alias may have the name of its definition.
    pub name: Name,
    /// The module (and file) under `models` that holds it, `update_customer_request`: that of the component or operation it belongs to.
    pub module: Name,
    /// Fields of an object's members, values of an enumeration, variants of a union: in the order of the IR.
    pub parts: Vec<Name>,
    /// Fields of an object's pattern members.
    pub patterns: Vec<Name>,
    /// Fields of an object's flats.
    pub flats: Vec<Name>,
    /// The field (object) or variant (enumeration, union) that keeps what is not declared: `additional_properties`, `Unknown`.
    pub rest: Name,
}

/// The names of an operation and its parts.
#[derive(Debug, Clone)]
pub struct OperationNames {
    /// The method of the client, `update_customer`.
    pub method: Name,
    /// The call's type, `UpdateCustomer`. Unique among the call types (module `operations`).
    pub ty: Name,
    /// The module (and file) under `operations` that holds it: that of its first tag, or `default`.
    pub module: Name,
    /// Arguments or setters, in the order of `Operation::parameters`.
    pub parameters: Vec<Name>,
    /// The argument or setter of the body.
    pub body: Name,
    /// The enum of media types for a body that has several, `UpdateCustomerBody`, and its variants.
    pub body_enum: Name,
    /// One for each media type.
    pub body_variants: Vec<Name>,
    /// The struct of a multipart body with files, `UploadForm`.
    pub form: Name,
    /// The enum of successes where there are several, `UpdateCustomerOutput`.
    pub output: Name,
    /// The variants of `output`: for each success, for each of its media types (one if it has none).
    pub output_variants: Vec<Vec<Name>>,
    /// The enum of documented failures, `UpdateCustomerError`.
    pub error: Name,
    /// The variants of `error`, as for `output_variants`.
    pub error_variants: Vec<Vec<Name>>,
    /// The struct of typed response headers, `UpdateCustomerHeaders`.
    pub headers: Name,
    /// Its fields: the headers of all successes, united by wire name, in order.
    pub header_fields: Vec<(String, Name)>,
}

/// The names of a server.
#[derive(Debug, Clone)]
pub struct ServerNames {
    /// The variant, `Regional`.
    pub name: Name,
    /// The struct of its variables, `RegionalServer`.
    pub ty: Name,
    /// For each variable.
    pub variables: Vec<ServerVariableNames>,
}

/// The names of a server's variable.
#[derive(Debug, Clone)]
pub struct ServerVariableNames {
    /// The field.
    pub field: Name,
    /// The enum of its values, `RegionalServerTier`.
    pub ty: Name,
    /// The variants of that, for each value.
    pub values: Vec<Name>,
}
