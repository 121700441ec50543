//! Prints types as compact text, for tests and debugging. Each definition is a line or a block; expressions are similar to Rust. The text
//! is not part of the generated code.

use std::fmt::{self, Write as _};

use super::{EnumBase, Extra, Format, Integer, NameSource, Number, OperationPart, Shape, Type, TypeDef, TypePart};

/// Returns the definitions for which `shown` is true as text. Names are derived from the [`NameSource`].
#[must_use]
pub fn types(types: &[TypeDef], shown: impl Fn(usize) -> bool) -> String {
    let mut text = String::new();
    for (index, def) in types.iter().enumerate().filter(|(index, _)| shown(*index)) {
        // Writing to a string cannot fail.
        let _ = write_def(&mut text, types, index, def);
    }
    text
}

/// Returns a type expression as text.
#[must_use]
pub fn ty(types: &[TypeDef], ty: &Type) -> String {
    match ty {
        Type::Any => "Any".to_owned(),
        Type::Null => "Null".to_owned(),
        Type::Never => "Never".to_owned(),
        Type::Bool => "Bool".to_owned(),
        Type::Integer(width) => integer(*width).to_owned(),
        Type::Number(Number::F32) => "F32".to_owned(),
        Type::Number(Number::F64) => "F64".to_owned(),
        Type::String => "String".to_owned(),
        Type::Format(format) => format_name(*format).to_owned(),
        Type::Named(id) => name(types, id.0),
        Type::List(item) => format!("[{}]", self::ty(types, item)),
        Type::Map(value) => format!("{{{}}}", self::ty(types, value)),
        Type::Nullable(inner) => format!("{}?", self::ty(types, inner)),
        Type::Boxed(inner) => format!("Box<{}>", self::ty(types, inner)),
        Type::Custom(custom) => custom.ty.to_string(),
    }
}

fn integer(width: Integer) -> &'static str {
    match width {
        Integer::I8 => "I8",
        Integer::I16 => "I16",
        Integer::I32 => "I32",
        Integer::I64 => "I64",
        Integer::I128 => "I128",
        Integer::U8 => "U8",
        Integer::U16 => "U16",
        Integer::U32 => "U32",
        Integer::U64 => "U64",
        Integer::U128 => "U128",
        Integer::Big => "BigInteger",
    }
}

fn format_name(format: Format) -> &'static str {
    match format {
        Format::DateTime => "DateTime",
        Format::OptionalOffsetDateTime => "OptionalOffsetDateTime",
        Format::Date => "Date",
        Format::Uuid => "Uuid",
        Format::Byte => "Byte",
        Format::Password => "Password",
        Format::Ipv4 => "Ipv4",
        Format::Ipv6 => "Ipv6",
    }
}

fn name(types: &[TypeDef], index: usize) -> String {
    let Some(def) = types.get(index) else { return format!("#{index}") };
    match &def.name {
        NameSource::Component(name) | NameSource::Given(name) => name.clone(),
        NameSource::Referenced(referenced) => referenced.place.clone(),
        NameSource::Merged { places, .. } => {
            let first = places.first().map(|place| name(types, place.0)).unwrap_or_default();
            format!("merged({first})")
        }
        NameSource::Part { parent, part, .. } => format!("{}.{}", name(types, parent.0), part_name(part)),
        NameSource::Operation { operation, part, .. } => format!("op{operation}.{}", operation_part(part)),
    }
}

fn part_name(part: &TypePart) -> String {
    match part {
        TypePart::Member(wire) => wire.clone(),
        TypePart::Item => "item".to_owned(),
        TypePart::Value => "value".to_owned(),
        TypePart::Variant(at) => format!("variant{at}"),
        TypePart::TupleItem(at) => format!("item{at}"),
        TypePart::Flattened(at) => format!("flat{at}"),
        TypePart::NonNull => "non_null".to_owned(),
        TypePart::OwnMembers => "own".to_owned(),
        TypePart::SeveralObjects => "objects".to_owned(),
        TypePart::View(direction) => format!("{direction:?}").to_lowercase(),
    }
}

fn operation_part(part: &OperationPart) -> String {
    match part {
        OperationPart::Body(at) => format!("body{at}"),
        OperationPart::Response(at, media) => format!("response{at}.{media}"),
        OperationPart::Parameter(wire) => wire.clone(),
        OperationPart::Header(wire) => format!("header.{wire}"),
    }
}

fn write_def(out: &mut String, types: &[TypeDef], index: usize, def: &TypeDef) -> fmt::Result {
    let show = |ty: &Type| self::ty(types, ty);
    write!(out, "{} = ", name(types, index))?;
    match &def.shape {
        Shape::Alias(target) => writeln!(out, "{}", show(target)),
        Shape::Newtype(inner) => writeln!(out, "newtype {}", show(inner)),
        Shape::Tuple(tuple) => {
            let items: Vec<String> = tuple.items.iter().map(show).collect();
            let rest = tuple.rest.as_ref().map_or(String::new(), |rest| format!(", ..{}", show(rest)));
            writeln!(out, "tuple ({}{rest}) at least {}", items.join(", "), tuple.required)
        }
        Shape::Enumeration(values) => {
            let kind = if values.open { "open" } else { "sealed" };
            let base = match values.base {
                EnumBase::String => "strings",
                EnumBase::Integer => "integers",
                EnumBase::BigInteger => "big integers",
                EnumBase::Json => "values",
            };
            let listed: Vec<String> = values
                .values
                .iter()
                .map(|value| match &value.name {
                    Some(name) => format!("{}: {name}", value.json()),
                    None => value.json(),
                })
                .collect();
            writeln!(out, "{kind} {base} {}", listed.join(" | "))
        }
        Shape::Union(union) => {
            let kind = if union.open { "open union" } else { "union" };
            let tag = union.tag.as_ref().map_or(String::new(), |tag| format!(" by {tag}"));
            writeln!(out, "{kind}{tag}")?;
            for (index, variant) in union.variants.iter().enumerate() {
                let json_types: Vec<String> =
                    variant.json_types.iter().map(|kind| format!("{kind:?}").to_lowercase()).collect();
                let name = variant.name.as_ref().map_or(String::new(), |name| format!(" as {name}"));
                let tags = if variant.tags.is_empty() { String::new() } else { format!(" {:?}", variant.tags) };
                let fallback = if union.fallback == Some(index) { " else" } else { "" };
                let added = variant.added_tag.as_ref().map_or(String::new(), |tag| format!(" adds {tag}"));
                writeln!(out, "  | {} ({}){tags}{added}{name}{fallback}", show(&variant.ty), json_types.join(" "))?;
            }
            Ok(())
        }
        Shape::Object(object) => {
            writeln!(out, "object")?;
            for member in &object.members {
                let presence = if member.required { "" } else { "optional " };
                let access = match member.access {
                    super::Access::Both => "",
                    super::Access::ReadOnly => " read-only",
                    super::Access::WriteOnly => " write-only",
                };
                let tag = member.tag.as_ref().map_or(String::new(), |tag| format!(" tag {tag}"));
                let default = member.default.as_ref().map_or(String::new(), |default| format!(" default {default}"));
                writeln!(out, "  {}: {presence}{}{access}{default}{tag}", member.wire, show(&member.ty))?;
            }
            for pattern in &object.patterns {
                writeln!(out, "  ~{}: {}", pattern.pattern.text, show(&pattern.ty))?;
            }
            for flat in &object.flattened {
                let presence = if flat.required { "" } else { "optional " };
                let group = flat.any_group.map_or(String::new(), |group| format!(" any {group}"));
                writeln!(out, "  & {presence}{}{group}", show(&flat.ty))?;
            }
            match &object.extra {
                Extra::Ignored => {}
                Extra::Denied => writeln!(out, "  closed")?,
                Extra::Unknown => writeln!(out, "  ..unknown")?,
                Extra::Kept(value) => writeln!(out, "  ..{}", show(value))?,
            }
            if !object.withheld.is_empty() {
                writeln!(out, "  without {}", object.withheld.join(", "))?;
            }
            if !object.required_sets.is_empty() {
                writeln!(out, "  one of {:?}", object.required_sets)?;
            }
            Ok(())
        }
    }
}
