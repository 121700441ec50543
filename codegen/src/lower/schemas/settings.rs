//! The user's settings for types.
//!
//! Knows the settings, the IR and `JsonTypes`, and of the document only the texts of `x-rust-type`. `builder` applies the settings.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::analysis::schema::JsonTypes;
use crate::diag::{Code, Diagnostic, SettingKey};
use crate::ir::{CustomEncoding, CustomType, Format, Integer, Number, Shape, Type, TypeDef};
use crate::openapi::ForeignType;
use crate::settings::{ApiSettings, BuiltInType, CustomTypeSetting, FormatSetting, RustType, UnknownMembers};

/// The user's settings for types.
#[derive(Debug, Clone, Default)]
pub struct TypeSettings {
    /// The Rust type of each format that the user assigns one to.
    pub formats: BTreeMap<String, FormatType>,
    /// The custom type of a component or a member, by `Component` or `Component.member`.
    pub types: BTreeMap<String, CustomTypeSetting>,
    /// The crates whose types the document may use.
    pub rust_types: BTreeSet<String>,
    /// The enumerations and unions that refuse values that the document does not list: names of components, JSON pointers of
    /// schemas, or `*` for all.
    pub sealed: BTreeSet<String>,
    /// The objects that keep members that their schemas neither declare nor forbid.
    pub unknown_members: UnknownMembers,
    /// The prefixes that are cut from the names of components.
    pub cut_prefixes: Vec<String>,
}

/// The type of a format.
#[derive(Debug, Clone, PartialEq)]
pub enum FormatType {
    /// The type that the schema has without a format: a string or a number.
    Plain,
    /// A type that needs no other crate.
    Is(Type),
    /// A custom type of the user.
    Custom(CustomTypeSetting),
}

/// The custom type for values of the given JSON types.
pub(super) fn custom_type(setting: &CustomTypeSetting, json_types: JsonTypes) -> Type {
    let encoding = match setting.encoding {
        CustomEncoding::Text if JsonTypes::NUMBER.contains(json_types.non_null()) => CustomEncoding::Number,
        other => other,
    };
    let placeholder = setting.placeholder.as_ref().map(|value| match (encoding, value) {
        (CustomEncoding::Text | CustomEncoding::Number, Value::String(text)) => text.clone(),
        (_, value) => value.to_string(),
    });
    let placeholder = placeholder.or_else(|| known_placeholder(&setting.ty, encoding));
    Type::Custom(CustomType { ty: setting.ty.clone(), encoding, placeholder, wrapper: setting.wrapper })
}

/// The placeholder of a common type without a `Default`.
fn known_placeholder(ty: &RustType, encoding: CustomEncoding) -> Option<String> {
    let name = ty.to_string();
    let name = name.trim_start_matches("::");
    let text = match name.strip_prefix("std::").or_else(|| name.strip_prefix("core::")).unwrap_or(name) {
        "net::IpAddr" | "net::Ipv4Addr" => "0.0.0.0",
        "net::Ipv6Addr" => "::",
        "net::SocketAddr" | "net::SocketAddrV4" => "0.0.0.0:0",
        "net::SocketAddrV6" => "[::]:0",
        "semver::Version" => "0.0.0",
        "url::Url" => "https://example.com/",
        // A number also in JSON.
        other if other.starts_with("num::NonZero") => return Some("1".to_owned()),
        _ => return None,
    };
    Some(match encoding {
        CustomEncoding::Serde => Value::from(text).to_string(),
        CustomEncoding::Text | CustomEncoding::Number => text.to_owned(),
    })
}

impl TypeSettings {
    /// Returns the settings of an API that concern types.
    #[must_use]
    pub fn of_api(api: &ApiSettings) -> Self {
        let formats = api.formats.iter().map(|(format, setting)| {
            let ty = match setting {
                FormatSetting::Plain => FormatType::Plain,
                FormatSetting::BuiltIn(ty) => FormatType::Is(built_in(*ty)),
                FormatSetting::Custom(setting) => FormatType::Custom(setting.clone()),
            };
            (format.clone(), ty)
        });
        Self {
            formats: formats.collect(),
            types: api.types.clone(),
            rust_types: api.rust_types.iter().map(|dependency| dependency.name.to_string()).collect(),
            sealed: api.sealed.iter().cloned().collect(),
            unknown_members: api.unknown_members.clone(),
            cut_prefixes: api.cut_prefixes.clone().unwrap_or_default(),
        }
    }

    /// Whether the user assigns a custom type to the component of this name.
    pub(super) fn has_custom_type(&self, component: Option<&str>) -> bool {
        component.is_some_and(|name| self.types.contains_key(name))
    }

    /// The custom type of a member, if `owner` is a component and the settings assign one.
    pub(super) fn custom_member(&self, owner: Option<&TypeDef>, member: &str, json_types: JsonTypes) -> Option<Type> {
        if self.types.is_empty() {
            return None;
        }
        let component = owner?.name.in_settings()?;
        Some(custom_type(self.types.get(&format!("{component}.{member}"))?, json_types))
    }

    /// The Rust type of another crate, if the settings allow its crates. It may lack a `Default`, so it has the runtime's wrapper, unless
    /// its placeholder is known.
    pub(super) fn foreign_type(&self, foreign: &ForeignType) -> Option<Type> {
        if !foreign.crates.iter().all(|of| self.rust_types.contains(&of.name)) {
            return None;
        }
        let (ty, encoding) = (RustType::parse(&foreign.ty).ok()?, CustomEncoding::Serde);
        let placeholder = known_placeholder(&ty, encoding);
        let wrapper = placeholder.is_none();
        Some(Type::Custom(CustomType { ty, encoding, placeholder, wrapper }))
    }

    /// Diagnostics for settings that name nothing in the document. `crates` are those that the document may use.
    pub(super) fn without_effect(&self, types: &[TypeDef], crates: &BTreeSet<&str>) -> Vec<Diagnostic> {
        let report = |setting: SettingKey, message: String, remedy: &str| {
            Diagnostic::of_setting(Code::SettingNoMatch, setting, message, remedy)
        };
        let sealed = self.unmatched_sealed(types).into_iter().map(|name| {
            let message =
                format!("`sealed` in the settings names `{name}`, but the document has no such enum or union");
            let setting = SettingKey::new(&["sealed"], Some(&name));
            report(setting, message, "write the name of a component, or the JSON pointer of a schema")
        });
        let custom = self.unmatched_types(types).into_iter().map(|name| {
            let message =
                format!("`types` in the settings names `{name}`, but the document has no such component or property");
            let setting = SettingKey::new(&["types", &name], None);
            report(setting, message, "write the name of a component, or `Component.property`, as in the document")
        });
        let names = || types.iter().filter_map(|def| def.name.component());
        let unmatched =
            self.cut_prefixes.iter().filter(|prefix| !names().any(|name| name.starts_with(prefix.as_str())));
        let prefixes = unmatched.map(|prefix| {
            let message = format!(
                "`cut_prefixes` in the settings lists `{prefix}`, but no component has a name that starts with it"
            );
            let setting = SettingKey::new(&["cut_prefixes"], Some(prefix));
            report(setting, message, "write the beginning of the names of components, as in the document")
        });
        let unused = self.rust_types.iter().filter(|name| !crates.contains(name.as_str()));
        let rust_types = unused.map(|name| {
            let message = format!(
                "`rust_types` in the settings lists `{name}`, but no `x-rust-type` in the document names this crate"
            );
            let setting = SettingKey::new(&["rust_types"], None);
            report(setting, message, "write the name of a crate, as in `x-rust-type`, or remove it")
        });
        sealed.chain(custom).chain(prefixes).chain(rust_types).collect()
    }

    /// The keys of `types` that name no component or member.
    fn unmatched_types(&self, types: &[TypeDef]) -> Vec<String> {
        let exists = |name: &&String| {
            types.iter().any(|def| {
                let component = def.name.in_settings();
                let rest = component.and_then(|component| name.strip_prefix(component));
                rest.is_some_and(|rest| has_member(&def.shape, rest))
            })
        };
        self.types.keys().filter(|name| !exists(name)).cloned().collect()
    }

    /// The entries of `sealed` that name no enumeration or union.
    fn unmatched_sealed(&self, types: &[TypeDef]) -> Vec<String> {
        let can_be_sealed = |def: &&TypeDef| match def.shape {
            Shape::Enumeration(_) | Shape::Union(_) | Shape::Alias(_) => true,
            Shape::Object(_) | Shape::Tuple(_) | Shape::Newtype(_) => false,
        };
        let exists = |name: &&String| {
            let pointer = name.strip_prefix('#').unwrap_or(name);
            types
                .iter()
                .filter(can_be_sealed)
                .any(|def| def.name.in_settings() == Some(name.as_str()) || def.place.pointer.as_str() == pointer)
        };
        self.sealed.iter().filter(|name| *name != "*" && !exists(name)).cloned().collect()
    }
}

fn built_in(ty: BuiltInType) -> Type {
    match ty {
        BuiltInType::Bool => Type::Bool,
        BuiltInType::I8 => Type::Integer(Integer::I8),
        BuiltInType::I16 => Type::Integer(Integer::I16),
        BuiltInType::I32 => Type::Integer(Integer::I32),
        BuiltInType::I64 => Type::Integer(Integer::I64),
        BuiltInType::I128 => Type::Integer(Integer::I128),
        BuiltInType::U8 => Type::Integer(Integer::U8),
        BuiltInType::U16 => Type::Integer(Integer::U16),
        BuiltInType::U32 => Type::Integer(Integer::U32),
        BuiltInType::U64 => Type::Integer(Integer::U64),
        BuiltInType::U128 => Type::Integer(Integer::U128),
        BuiltInType::BigInteger => Type::Integer(Integer::Big),
        BuiltInType::F32 => Type::Number(Number::F32),
        BuiltInType::F64 => Type::Number(Number::F64),
        BuiltInType::DateTime => Type::Format(Format::DateTime),
        BuiltInType::OptionalOffsetDateTime => Type::Format(Format::OptionalOffsetDateTime),
        BuiltInType::Date => Type::Format(Format::Date),
        BuiltInType::Uuid => Type::Format(Format::Uuid),
        BuiltInType::Byte => Type::Format(Format::Byte),
        BuiltInType::Password => Type::Format(Format::Password),
        BuiltInType::Ipv4 => Type::Format(Format::Ipv4),
        BuiltInType::Ipv6 => Type::Format(Format::Ipv6),
    }
}

/// Whether a component matches the rest of a key after its name: nothing, or `.` and the name of a member.
fn has_member(shape: &Shape, rest: &str) -> bool {
    let Some(wire) = rest.strip_prefix('.') else { return rest.is_empty() };
    match shape {
        Shape::Object(object) => object.members.iter().any(|member| member.wire == wire),
        Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => false,
    }
}
