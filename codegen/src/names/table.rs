//! The table of chosen names, which emitters read.

use super::KeptName;
use crate::ir::{Shape, TypeId};

/// A valid Rust identifier. A keyword is a raw identifier (`r#type`), or has a suffix if Rust does not allow that (`self_`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(pub String);

impl Name {
    /// Returns the identifier as Rust source.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// All names of an API.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The names of each type; same index as `Api::types`.
    pub types: Vec<TypeNames>,
    /// The names of each operation; same index as `Api::operations`.
    pub operations: Vec<OperationNames>,
    /// The Cargo features; same index as `Api::features`: `credit-notes`, or `shop-credit-notes` in a crate with several APIs.
    pub features: Vec<String>,
    /// The variant of each webhook; same index as `Api::webhooks`.
    pub webhooks: Vec<Name>,
    /// The names of each server; same index as `Api::servers`.
    pub servers: Vec<ServerNames>,
    /// The names of each list of servers of operations; same index as `Api::own_servers`.
    pub own_servers: Vec<OwnServerNames>,
    /// The names that `names.lock` keeps although the document changed.
    pub kept: Vec<KeptName>,
    /// The method of the client builder for each security scheme; same index as `Api::security_schemes`.
    pub security_schemes: Vec<Name>,
}

impl Names {
    /// Returns the names of a type.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0]
    }

    /// Whether a type is an item in the output. It is not if it is an alias with the same name as its definition.
    #[must_use]
    pub fn is_item(&self, id: TypeId, shape: &Shape) -> bool {
        shape.alias_of().is_none_or(|definition| self.ty(definition).name != self.ty(id).name)
    }
}

/// The names of a type and its parts.
#[derive(Debug, Clone)]
pub struct TypeNames {
    /// The type: `UpdateCustomerRequest`. Unique among all types of the API, except that an alias may have the name of its definition.
    pub name: Name,
    /// The module (and file) in `models`: `update_customer_request`. It is the module of the component or operation that owns the type.
    pub module: Name,
    /// The fields of an object's members, or the variants of an enumeration or union, in the order of the IR.
    pub parts: Vec<Name>,
    /// The fields for an object's `patternProperties`.
    pub patterns: Vec<Name>,
    /// The fields for an object's flattened parts.
    pub flattened: Vec<Name>,
    /// The struct of the required fields, if the constructor takes more than three: `OrderRequired`.
    pub required: Option<Name>,
    /// The field for undeclared members (`additional_properties`), or the variant for unknown values (`Unknown`).
    pub catch_all: Name,
}

/// The names of an operation and its parts.
#[derive(Debug, Clone)]
pub struct OperationNames {
    /// The method of the client: `update_customer`.
    pub method: Name,
    /// The type of the call: `UpdateCustomer`. Unique in the module `operations`.
    pub ty: Name,
    /// The module (and file) in `operations`. It is named after the first tag, or `default`.
    pub module: Name,
    /// The arguments or setters of the parameters, in the order of `Operation::parameters`.
    pub parameters: Vec<Name>,
    /// The methods that ask for one media type, in the order of `Operation::accept_choices`: `accept_csv`.
    pub accept: Vec<Name>,
    /// The method that chooses one of the operation's own servers.
    pub server: Name,
    /// The argument or setter of the body.
    pub body: Name,
    /// The enum for a body with several media types: `UpdateCustomerBody`.
    pub body_enum: Name,
    /// The variants of `body_enum`, one for each media type.
    pub body_variants: Vec<Name>,
    /// The struct for a multipart body with files: `UploadForm`.
    pub form: Name,
    /// The enum for successful responses of different types: `UpdateCustomerOutput`.
    pub output: Name,
    /// The variants of `output`: for each response, a variant for each media type, or one if it has no body.
    pub output_variants: Vec<Vec<Name>>,
    /// The enum for documented error responses: `UpdateCustomerError`.
    pub error: Name,
    /// The variants of `error`, as in `output_variants`.
    pub error_variants: Vec<Vec<Name>>,
    /// The struct of the required parameters, if there are more than three: `ListCustomersRequired`.
    pub required: Name,
    /// The struct of the required parts of `form`, if there are more than three: `UploadFormRequired`.
    pub form_required: Name,
    /// The struct for response headers: `UpdateCustomerHeaders`.
    pub headers: Name,
    /// The fields of `headers` with their wire names, in order. All successful responses share them.
    pub header_fields: Vec<(String, Name)>,
}

/// The names of a list of servers of operations. Empty if a caller cannot choose one of them.
#[derive(Debug, Clone, Default)]
pub struct OwnServerNames {
    /// The enum of the servers: `UploadFileServer`. Unique in the module `servers`.
    pub ty: Name,
    /// The names of each server. Their types are in the module `servers`, too.
    pub servers: Vec<ServerNames>,
}

/// The names of a server.
#[derive(Debug, Clone)]
pub struct ServerNames {
    /// The variant of `Server`: `Regional`.
    pub name: Name,
    /// The struct of the server's variables: `RegionalServer`.
    pub ty: Name,
    /// The names of each variable.
    pub variables: Vec<ServerVariableNames>,
}

/// The names of a server's variable.
#[derive(Debug, Clone)]
pub struct ServerVariableNames {
    /// The field.
    pub field: Name,
    /// The enum of the variable's values: `RegionalServerTier`.
    pub ty: Name,
    /// The variants of the enum, one for each value.
    pub values: Vec<Name>,
}
