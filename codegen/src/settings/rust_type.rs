//! Rust types in settings: `rust_decimal::Decimal`, `chrono::DateTime<chrono::Utc>`, `[u8; 4]`.
//!
//! A type is parsed once, when the settings are parsed, into the tree of this module: syntax trees of `syn` cannot be shared
//! between the threads that emit code. A field must own its value, and its type must have a name. So the tree cannot represent
//! references, pointers, `dyn`, `impl`, `fn`, macros and `<T as X>::Y`; parsing rejects them.

use std::fmt;

use serde::{Deserialize, Deserializer};

use super::forms::ValidatedText;
use super::invalid::{Invalid, quoted};

/// A Rust type that a field can have.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RustType {
    /// `rust_decimal::Decimal`.
    Path(TypePath),
    /// `(f64, f64)`.
    Tuple(Vec<RustType>),
    /// `[u8; 4]`.
    Array(Box<RustType>, u64),
}

/// The path of a type: the full path from a crate, or the name of a prelude type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypePath {
    /// Whether the path begins with `::`.
    pub is_global: bool,
    /// The segments, at least one.
    pub segments: Vec<PathSegment>,
}

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PathSegment {
    /// The identifier, with `r#` if the setting has it. The first segment may be `crate`.
    pub name: String,
    /// The generic arguments.
    pub arguments: Vec<TypeArgument>,
}

/// A generic argument.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TypeArgument {
    /// A type.
    Type(RustType),
    /// `'static`.
    Static,
    /// An integer for a const parameter.
    Number(u64),
    /// `true` or `false` for a const parameter.
    Bool(bool),
}

/// Types that need no path.
const PRELUDE: &[&str] = &[
    "bool", "char", "str", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
    "f32", "f64", "String", "Vec", "Box", "Option", "Result",
];

/// Upper bound for the length of a type's text. Longer ones are mistakes.
const LONGEST: usize = 500;

/// Upper bound for nesting. Deeper types are mistakes, and would exhaust the parser's stack.
const DEEPEST: usize = 32;

const REMEDY: &str = "write the path of a type, for example `rust_decimal::Decimal` or `chrono::DateTime<chrono::Utc>`";

impl RustType {
    /// Parses a type.
    ///
    /// # Errors
    /// The text is not a type, or not a type that a model field can have.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let brackets = text.matches(['<', '(', '[', '{']).count();
        if text.len() > LONGEST || brackets > DEEPEST {
            return Err(Invalid::new(
                format!("the type {} is too long", quoted(text)),
                "define a type alias in its crate and use that",
            ));
        }
        let not_a_type = || Invalid::new(format!("{} is not a Rust type", quoted(text)), REMEDY);
        // Rust allows comments and line breaks in a type. In a setting they are mistakes.
        if text.chars().any(char::is_control) || text.contains("//") || text.contains("/*") {
            return Err(not_a_type());
        }
        let parsed: syn::Type = syn::parse_str(text).map_err(|_| not_a_type())?;
        Self::from_syn(&parsed).map_err(|problem| problem.into_invalid(text))
    }

    /// Returns whether a crate other than the standard library, `serde_json` and the generated crate defines the type.
    #[must_use]
    pub fn is_of_third_crate(&self) -> bool {
        const OTHERS: &[&str] = &["alloc", "core", "crate", "serde_json", "std"];
        match self {
            Self::Path(path) => match path.segments.as_slice() {
                [first, _, ..] => !OTHERS.contains(&first.name.as_str()),
                _ => false,
            },
            Self::Tuple(_) | Self::Array(..) => false,
        }
    }

    fn from_syn(ty: &syn::Type) -> Result<Self, FieldTypeError> {
        match ty {
            syn::Type::Paren(inner) => Self::from_syn(&inner.elem),
            syn::Type::Tuple(tuple) => {
                tuple.elems.iter().map(Self::from_syn).collect::<Result<_, _>>().map(Self::Tuple)
            }
            syn::Type::Array(array) => match const_argument(&array.len)? {
                TypeArgument::Number(length) => Ok(Self::Array(Box::new(Self::from_syn(&array.elem)?), length)),
                _ => Err(FieldTypeError::Form),
            },
            syn::Type::Path(syn::TypePath { qself: None, path, .. }) => Self::path(path),
            _ => Err(FieldTypeError::Form),
        }
    }

    fn path(path: &syn::Path) -> Result<Self, FieldTypeError> {
        let segments: Vec<PathSegment> = path.segments.iter().map(PathSegment::from_syn).collect::<Result<_, _>>()?;
        let is_global = path.leading_colon.is_some();
        let relative = |segment: &PathSegment| matches!(segment.name.as_str(), "self" | "super" | "Self");
        if let Some(segment) = segments.iter().find(|segment| relative(segment)) {
            return Err(FieldTypeError::Relative(segment.name.clone()));
        }
        match segments.as_slice() {
            [only] if is_global || !PRELUDE.contains(&only.name.as_str()) => {
                Err(FieldTypeError::NoCrate(only.name.clone()))
            }
            _ => Ok(Self::Path(TypePath { is_global, segments })),
        }
    }

    /// Returns the names in the type without their paths, separated by spaces: `DateTime Utc`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Path(path) => path.segments.last().map_or_else(String::new, PathSegment::words),
            Self::Tuple(items) => items.iter().map(Self::words).collect::<Vec<_>>().join(" "),
            Self::Array(item, length) => format!("{} {length}", item.words()),
        }
    }
}

impl PathSegment {
    fn from_syn(segment: &syn::PathSegment) -> Result<Self, FieldTypeError> {
        let arguments = match &segment.arguments {
            syn::PathArguments::None => Vec::new(),
            syn::PathArguments::AngleBracketed(list) => {
                list.args.iter().map(TypeArgument::from_syn).collect::<Result<_, _>>()?
            }
            syn::PathArguments::Parenthesized(_) => return Err(FieldTypeError::Form),
        };
        Ok(Self { name: segment.ident.to_string(), arguments })
    }

    fn words(&self) -> String {
        let mut words = self.name.trim_start_matches("r#").to_owned();
        for argument in &self.arguments {
            match argument {
                TypeArgument::Type(ty) => words.extend([" ", &ty.words()]),
                TypeArgument::Number(number) => words.extend([" ", &number.to_string()]),
                TypeArgument::Static | TypeArgument::Bool(_) => {}
            }
        }
        words
    }
}

impl TypeArgument {
    fn from_syn(argument: &syn::GenericArgument) -> Result<Self, FieldTypeError> {
        match argument {
            syn::GenericArgument::Type(ty) => RustType::from_syn(ty).map(Self::Type),
            syn::GenericArgument::Lifetime(lifetime) if lifetime.ident == "static" => Ok(Self::Static),
            syn::GenericArgument::Lifetime(lifetime) => Err(FieldTypeError::Lifetime(lifetime.to_string())),
            syn::GenericArgument::Const(value) => const_argument(value),
            _ => Err(FieldTypeError::Form),
        }
    }
}

/// Parses a literal for a const parameter.
fn const_argument(value: &syn::Expr) -> Result<TypeArgument, FieldTypeError> {
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) if number.suffix().is_empty() => {
            number.base10_parse().map(TypeArgument::Number).map_err(|_| FieldTypeError::Form)
        }
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Bool(value), .. }) => Ok(TypeArgument::Bool(value.value)),
        _ => Err(FieldTypeError::Form),
    }
}

/// Why a Rust type cannot be the type of a field.
enum FieldTypeError {
    /// It contains a reference or another form that is not allowed.
    Form,
    /// Its path is relative to the module that contains it.
    Relative(String),
    /// It is a single name that is not in the prelude.
    NoCrate(String),
    /// It uses a lifetime other than `'static`.
    Lifetime(String),
}

impl FieldTypeError {
    fn into_invalid(self, text: &str) -> Invalid {
        let shown = quoted(text);
        match self {
            Self::Form => Invalid::new(
                format!("{shown} is a Rust type that a model field cannot have"),
                "use paths, tuples and arrays, without references, pointers, `dyn`, `impl`, `fn`, macros or `<T as X>::Y`",
            ),
            Self::Relative(name) => Invalid::new(
                format!("{shown} begins with `{name}`, which means a different module in each generated file"),
                "begin the path with a crate name or with `crate`",
            ),
            Self::NoCrate(name) => Invalid::new(
                format!("{shown} does not name the crate of `{name}`"),
                format!("write the whole path, for example `some_crate::{name}`"),
            ),
            Self::Lifetime(lifetime) => Invalid::new(
                format!("{shown} uses the lifetime `{lifetime}`, which models do not declare"),
                "use `'static`, or a type that owns its value",
            ),
        }
    }
}

/// Formats the type as Rust source.
impl fmt::Display for RustType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => {
                for (index, segment) in path.segments.iter().enumerate() {
                    let colons = if index > 0 || path.is_global { "::" } else { "" };
                    write!(f, "{colons}{}", segment.name)?;
                    if !segment.arguments.is_empty() {
                        let arguments: Vec<String> = segment.arguments.iter().map(ToString::to_string).collect();
                        write!(f, "<{}>", arguments.join(", "))?;
                    }
                }
                Ok(())
            }
            Self::Tuple(items) => {
                let listed: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "({}{})", listed.join(", "), if items.len() == 1 { "," } else { "" })
            }
            Self::Array(item, length) => write!(f, "[{item}; {length}]"),
        }
    }
}

impl fmt::Display for TypeArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(ty) => ty.fmt(f),
            Self::Static => f.write_str("'static"),
            Self::Number(number) => number.fmt(f),
            Self::Bool(value) => value.fmt(f),
        }
    }
}

impl<'de> Deserialize<'de> for RustType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(ValidatedText(Self::parse))
    }
}
