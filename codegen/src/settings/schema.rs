//! The JSON Schema of `oasmith.toml`, derived from the types of the settings.
//!
//! The schema is the file `codegen/oasmith.schema.json`, so that editors can use it, and users compile nothing for it. A test writes it and
//! checks that it is current.

use std::borrow::Cow;
use std::collections::BTreeMap;

use harness::golden;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::forms::Choice;
use super::types::CustomTypeTable;
use super::*;

/// Implements `JsonSchema` for a type whose schema is written where the type is used.
macro_rules! inline {
    ($name:ident: $schema:expr) => {
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

/// Implements `JsonSchema` for strings with a pattern.
macro_rules! strings {
    ($($name:ident: $pattern:literal, $description:literal;)+) => { $(
        inline!($name: json_schema!({ "type": "string", "pattern": $pattern, "description": $description }));
    )+ };
}

strings! {
    ApiName: "^[a-z][a-z0-9_]{0,63}$", "The name of an API, which is also the name of its module and its Cargo feature.";
    Identifier: "^(r#)?[^\\s/#-]+$", "A Rust identifier. A keyword has the prefix `r#`.";
    TypeName: "^[^a-z\\s/#-][^\\s/#-]*$", "A Rust identifier in upper camel case.";
    FeatureName: "^[A-Za-z0-9_][A-Za-z0-9_+.-]{0,63}$", "The name of a Cargo feature.";
    PartName: "^[a-z][a-z0-9_-]{0,63}$", "The name of a Cargo feature that contains a part of the API.";
    PackageName: "^[A-Za-z_][A-Za-z0-9_-]{0,63}$", "The name of a package.";
    VersionRequirement: ".", "The version requirement of a dependency, as in a Cargo.toml: `1.2`.";
    DocumentUrl: "^https?://[^/?#@]+", "An HTTP URL without credentials.";
    Sha256: "^[0-9A-Fa-f]{64}$", "A SHA-256 hash in hexadecimal.";
    HeaderName: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", "The name of an HTTP header.";
    RustType: ".", "The path of a Rust type from its crate: `rust_decimal::Decimal`.";
}

/// Implements `JsonSchema` for values that are one of several texts.
macro_rules! choices {
    ($($name:ident),+) => { $(
        inline!($name: json_schema!({ "enum": $name::VALUES.iter().map(|(text, _)| *text).collect::<Vec<_>>() }));
    )+ };
}

choices!(TagStyle, KeepModels, CustomEncoding);

inline!(UnknownMembers: json_schema!({ "anyOf": [
    { "enum": UnknownMembers::VALUES.map(|(text, _)| text) },
    { "type": "array", "items": { "type": "string" } },
] }));

/// Implements `JsonSchema` for values with several forms.
macro_rules! forms {
    ($($name:ident: $table:ty, $others:expr;)+) => { $(
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let table = generator.subschema_for::<$table>();
                let mut forms: Vec<Value> = $others;
                forms.push(table.to_value());
                json_schema!({ "anyOf": forms })
            }
        }
    )+ };
}

forms! {
    PaginationSetting: PageSettings, vec![json!({ "type": "boolean" })];
    Split: BTreeMap<PartName, Vec<String>>, vec![json!({ "enum": ["tags", "none"] })];
    FormatSetting: CustomTypeTable, vec![json!({
        "type": "string",
        "examples": ["plain", "String", "i64", "date-time", "optional-offset-date-time", "uuid", "rust_decimal::Decimal"],
    })];
    CustomTypeSetting: CustomTypeTable, vec![json!({ "type": "string" })];
}

/// Returns the schema as JSON.
pub(super) fn schema() -> Value {
    // Editors support draft 7 best.
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<Settings>().to_value();
    remove_null(&mut schema);
    schema["title"] = json!("oasmith.toml");
    schema["description"] = json!("The settings of oasmith.");
    schema
}

/// Removes `null` from optional values, because TOML has no null, and the defaults that serde serializes as null.
fn remove_null(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::Array(types)) = members.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    members.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(forms)) = members.get_mut("anyOf") {
                forms.retain(|form| form != &json!({ "type": "null" }));
                if let [only] = forms.as_slice() {
                    // Draft 7 ignores the members next to `$ref`.
                    let only = only.clone();
                    members.remove("anyOf");
                    members.insert("allOf".to_owned(), json!([only]));
                }
            }
            if let Some(Value::Array(values)) = members.get_mut("enum") {
                values.retain(|value| !value.is_null());
            }
            if members.get("default") == Some(&Value::Null) {
                members.remove("default");
            }
            members.values_mut().for_each(remove_null);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_null),
        _ => {}
    }
}

#[test]
fn the_schema_file_is_current() {
    golden::check("../../codegen/oasmith.schema.json", &format!("{:#}\n", schema()));
}

/// Returns whether the schema accepts a settings file.
pub(super) fn accepts(text: &str) -> bool {
    let toml: toml::Table = text.parse().unwrap();
    let instance = serde_json::to_value(toml).unwrap();
    jsonschema::validator_for(&schema()).unwrap().is_valid(&instance)
}
