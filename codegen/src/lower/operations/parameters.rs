//! Parameters, and their documentation.

use serde_json::Value;

use super::content::{EncodedParameter, ParameterValue};
use super::path::PathPiece;
use super::{OperationLowering, is_token};
use crate::diag::SourceLocation;
use crate::ir::{self, Docs, JsonType, OperationPart, ParameterEncoding, ParameterLocation, ParameterStyle, Type};
use crate::lower::deprecation;
use crate::lower::schemas::{ParameterUse, SchemaUse};
use crate::openapi::{Delimiter, Deprecation, ListFormat, Location, Parameter, SchemaId, Style};

/// Header parameters with these names are ignored (OpenAPI 3.1, section 4.8.12.1).
const IGNORED_HEADERS: &[&str] = &["accept", "content-type", "authorization"];

/// Names of idempotency key headers, in lower case.
const IDEMPOTENCY_KEYS: &[&str] =
    &["idempotency-key", "x-idempotency-key", "idempotencykey", "x-request-idempotency-key"];

impl OperationLowering<'_, '_> {
    /// Lowers the parameters of the operation with this index. Path parameters that are not in the path are left out; the reader has
    /// reported them.
    pub(super) fn parameters(
        &mut self,
        operation: usize,
        parameters: &[Parameter],
        path: &[PathPiece],
    ) -> Vec<ir::Parameter> {
        let mut lowered: Vec<ir::Parameter> = Vec::with_capacity(parameters.len());
        let in_path =
            |name: &str| path.iter().any(|piece| matches!(piece, PathPiece::Parameter(other) if other == name));
        for parameter in
            parameters.iter().filter(|parameter| parameter.location != Location::Path || in_path(&parameter.name))
        {
            let location = location(parameter.location);
            if lowered.iter().any(|other| other.location == location && other.wire == parameter.name) {
                let message =
                    format!("the parameter `{}` is declared twice; the first is used", parameter.name.escape_debug());
                self.ignore(&parameter.place, message, "remove one of the declarations");
            } else if self.is_sendable(parameter) {
                lowered.push(self.parameter(operation, location, parameter));
            }
        }
        lowered
    }

    fn is_sendable(&mut self, parameter: &Parameter) -> bool {
        if parameter.location != Location::Header {
            return true;
        }
        let name = parameter.name.escape_debug();
        if IGNORED_HEADERS.contains(&parameter.name.to_ascii_lowercase().as_str()) {
            let message = format!("the header parameter `{name}` is ignored, as OpenAPI requires");
            let remedy = "remove it; media types and security schemes define this header";
            self.ignore(&parameter.place, message, remedy);
            return false;
        }
        if !is_token(&parameter.name) {
            let message = format!("`{name}` is not a valid header name; the parameter is left out");
            self.ignore(&parameter.place, message, "use letters, digits and `-` in the name");
            self.leave_out("parameter", &parameter.place, "its name is not a valid header name");
            return false;
        }
        true
    }

    fn parameter(&mut self, operation: usize, location: ParameterLocation, parameter: &Parameter) -> ir::Parameter {
        let Parameter {
            name,
            location: _, // an argument
            description,
            required,
            deprecated,
            style,
            explode,
            list,
            allow_reserved,
            allow_empty: _, // empty values are always allowed
            schema,
            content,
            encoding: _, // `by_content` reads it
            examples,
            place,
        } = parameter;
        let styled = match list {
            Some(list) => ParameterEncoding::List(lower_list_format(list)),
            None => ParameterEncoding::Styled {
                style: lower_style(*style),
                explode: *explode,
                allow_reserved: *allow_reserved,
            },
        };
        let carried = match (content, schema) {
            (Some(content), _) => self.by_content(parameter, content),
            (None, Some(schema)) => {
                self.check_style(parameter, *schema);
                EncodedParameter { encoding: styled, value: ParameterValue::Schema(*schema) }
            }
            (None, None) => EncodedParameter { encoding: styled, value: ParameterValue::Text },
        };
        let EncodedParameter { encoding, value } = carried;
        let fixed = match value {
            ParameterValue::Schema(schema) if *required => self.schemas.fixed_value(schema),
            ParameterValue::Schema(_) | ParameterValue::Text | ParameterValue::Any => None,
        };
        let fixed = fixed.filter(|value| !value.is_null());
        let ty = match (fixed.as_ref().and_then(fixed_type), value) {
            (Some(ty), _) => ty,
            (None, ParameterValue::Schema(schema)) => {
                let schema_use = SchemaUse { operation, webhook: false, part: OperationPart::Parameter(name.clone()) };
                // Null has no encoding in a path, a query or a header. A null value is not sent.
                self.schemas.ty(schema, &schema_use).without_null()
            }
            (None, ParameterValue::Text) => Type::String,
            (None, ParameterValue::Any) => Type::Any,
        };
        // A fixed value is valid, and a value that the caller encodes is not of the schema.
        if let (None, ParameterValue::Schema(schema)) = (&fixed, value) {
            let parameter = ParameterUse { operation, location, wire: name.clone() };
            self.schemas.want_rules(parameter, schema);
        }
        let of_schema = schema.map(|schema| self.schemas.docs(schema)).unwrap_or_default();
        ir::Parameter {
            wire: name.clone(),
            location,
            encoding,
            ty,
            required: *required || location == ParameterLocation::Path,
            fixed,
            constraints: schema.map(|schema| self.schemas.constraints(schema)).unwrap_or_default(),
            rules: Vec::new(), // written when all types exist
            idempotency_key: is_idempotency_key(location, name),
            default: schema.and_then(|schema| self.schemas.default_value(schema)),
            docs: docs(description.as_ref(), deprecated.as_ref(), examples, of_schema),
            place: place.clone(),
        }
    }
}

impl OperationLowering<'_, '_> {
    /// Reports combinations of style and type whose encoding is undefined (OpenAPI 3.1, section 4.8.12.4). They are sent in the form
    /// that most servers accept.
    fn check_style(&mut self, parameter: &Parameter, schema: SchemaId) {
        let json_types = self.schemas.json_types(schema);
        if json_types.len() == JsonType::ALL.len() {
            return;
        }
        let is_composite = |kind: &JsonType| matches!(kind, JsonType::Array | JsonType::Object);
        let odd = |kind: &&JsonType| match (parameter.style, parameter.location) {
            (_, Location::QueryString) => false,
            (Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject, _) => {
                !is_composite(kind) && **kind != JsonType::Null
            }
            (Style::Form, Location::Cookie) => parameter.explode && is_composite(kind),
            (Style::Cookie, _) => !parameter.explode && is_composite(kind),
            (Style::Form, Location::Path | Location::Query | Location::Header)
            | (Style::Matrix | Style::Label | Style::Simple, _) => false,
        };
        let odd: Vec<&str> = json_types.iter().filter(odd).map(|kind| kind.plural()).collect();
        if odd.is_empty() {
            return;
        }
        let (what, remedy) = match parameter.location {
            Location::Cookie if parameter.style == Style::Cookie => {
                ("`explode: false` with `style: cookie`", "set `explode: true`")
            }
            Location::Cookie => ("`explode: true` in a cookie", "set `explode: false`"),
            Location::Path | Location::Query | Location::QueryString | Location::Header => {
                let style = match parameter.style {
                    Style::SpaceDelimited => "`style: spaceDelimited`",
                    Style::PipeDelimited => "`style: pipeDelimited`",
                    Style::DeepObject => "`style: deepObject`",
                    Style::Form | Style::Matrix | Style::Label | Style::Simple | Style::Cookie => "this style",
                };
                (style, "use `style: form`, or a type that the style supports")
            }
        };
        let message = format!(
            "OpenAPI does not define {what} for {odd}, but the schema of `{}` allows {odd}; the value is sent as plain `name=value` pairs",
            parameter.name.escape_debug(),
            odd = odd.join(" and ")
        );
        self.ignore(&parameter.place, message, remedy);
    }
}

/// Returns a query parameter that is always sent with this value.
pub(super) fn fixed(name: &str, value: &str, place: &SourceLocation) -> ir::Parameter {
    ir::Parameter {
        wire: name.to_owned(),
        location: ParameterLocation::Query,
        encoding: ParameterEncoding::Styled { style: ParameterStyle::Form, explode: true, allow_reserved: true },
        ty: Type::String,
        required: true,
        fixed: Some(Value::String(value.to_owned())),
        constraints: ir::Constraints::default(),
        rules: Vec::new(),
        idempotency_key: false,
        default: None,
        docs: Docs::default(),
        place: place.clone(),
    }
}

/// Merges the documentation of a parameter or header with that of its schema. The parameter's own takes precedence.
pub(super) fn docs(
    description: Option<&String>,
    deprecated: Option<&Deprecation>,
    examples: &[Value],
    mut of_schema: Docs,
) -> Docs {
    if let Some(description) = description {
        of_schema.description = Some(description.clone());
    }
    if !examples.is_empty() {
        of_schema.examples = examples.to_vec();
    }
    of_schema.deprecated = deprecated.map(deprecation).or(of_schema.deprecated);
    of_schema
}

fn is_idempotency_key(location: ParameterLocation, name: &str) -> bool {
    location == ParameterLocation::Header && IDEMPOTENCY_KEYS.contains(&name.to_ascii_lowercase().as_str())
}

/// Returns the type of a parameter with only one possible value, so that no enumeration is generated for it.
fn fixed_type(value: &Value) -> Option<Type> {
    match value {
        Value::String(_) => Some(Type::String),
        Value::Bool(_) => Some(Type::Bool),
        Value::Number(number) if number.is_i64() => Some(Type::Integer(ir::Integer::I64)),
        Value::Number(_) => Some(Type::Number(ir::Number::F64)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn location(location: Location) -> ParameterLocation {
    match location {
        Location::Path => ParameterLocation::Path,
        Location::Query => ParameterLocation::Query,
        Location::QueryString => ParameterLocation::QueryString,
        Location::Header => ParameterLocation::Header,
        Location::Cookie => ParameterLocation::Cookie,
    }
}

/// Converts the format of a list.
pub(super) fn lower_list_format(list: &ListFormat) -> ir::ListFormat {
    ir::ListFormat { repeated: list.repeated, delimiters: list.delimiters.iter().map(lower_delimiter).collect() }
}

/// Converts a delimiter.
pub(super) fn lower_delimiter(delimiter: &Delimiter) -> ir::Delimiter {
    match delimiter {
        Delimiter::Comma => ir::Delimiter::Comma,
        Delimiter::Space => ir::Delimiter::Space,
        Delimiter::Tab => ir::Delimiter::Tab,
        Delimiter::Pipe => ir::Delimiter::Pipe,
    }
}

/// Converts a style.
pub(super) fn lower_style(style: Style) -> ParameterStyle {
    match style {
        Style::Matrix => ParameterStyle::Matrix,
        Style::Label => ParameterStyle::Label,
        Style::Simple => ParameterStyle::Simple,
        Style::Form => ParameterStyle::Form,
        Style::Cookie => ParameterStyle::Cookie,
        Style::SpaceDelimited => ParameterStyle::SpaceDelimited,
        Style::PipeDelimited => ParameterStyle::PipeDelimited,
        Style::DeepObject => ParameterStyle::DeepObject,
    }
}
