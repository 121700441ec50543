//! Decides whether a change breaks callers, and why.

use super::{Construction, ItemKind, Items, PublicItem, Rule};

/// What happens to callers: whether the change breaks them, why, and the rule of the Cargo book.
pub(super) type Verdict = (bool, String, Option<Rule>);

/// Classifies an added item.
pub(super) fn added(name: &str, item: &PublicItem, before: &Items, after: &Items) -> Verdict {
    let parent =
        |items: &Items| item.parent.as_ref().and_then(|parent| items.get(parent)).map(|parent| parent.kind.clone());
    let (breaking, why, rule) = match &item.kind {
        ItemKind::Field => return field(&parent(before), &parent(after)),
        ItemKind::Variant { .. } => match parent(before) {
            Some(ItemKind::Enum { is_open: true }) => (
                false,
                "The enum is `#[non_exhaustive]`, so each `match` has an arm for other variants.",
                Rule::EnumVariantNew,
            ),
            _ => (true, "A `match` that lists all variants does not cover the new one.", Rule::EnumVariantNew),
        },
        ItemKind::Method(_) if item.operation.is_some() => {
            (false, "A new method of the client does not change existing calls.", Rule::ImplItemNew)
        }
        ItemKind::Method(_) if name.ends_with("::new") => {
            (false, "A constructor does not change existing code.", Rule::ImplItemNew)
        }
        ItemKind::Method(_) | ItemKind::CallPages => {
            (false, "Only a method of the same name from a trait of yours could conflict.", Rule::ImplItemNew)
        }
        ItemKind::Constant { .. } if item.parent.is_some() => {
            (false, "A new constant does not change existing code.", Rule::ImplItemNew)
        }
        ItemKind::Feature => (false, "Existing code does not enable the feature.", Rule::CargoFeatureAdd),
        ItemKind::Implementation => (false, "Existing code does not use the trait with this type.", Rule::ItemNew),
        ItemKind::Module
        | ItemKind::Struct(_)
        | ItemKind::Enum { .. }
        | ItemKind::Alias(_)
        | ItemKind::Constant { .. }
        | ItemKind::Function(_)
        | ItemKind::Trait
        | ItemKind::Import
        | ItemKind::CallResult
        | ItemKind::CallHeaders => (false, "Existing code does not use the item.", Rule::ItemNew),
    };
    (breaking, why.to_owned(), Some(rule))
}

/// Classifies a field that was added to a struct.
fn field(before: &Option<ItemKind>, after: &Option<ItemKind>) -> Verdict {
    let (Some(ItemKind::Struct(old)), Some(ItemKind::Struct(new))) = (before, after) else {
        return (false, "Existing code does not use the field.".to_owned(), Some(Rule::ItemNew));
    };
    let listing = Some(Rule::StructAddPublicFieldWhenNoPrivate);
    let Construction { has_default, has_new, has_private_fields, is_non_exhaustive, is_received } = *old;
    let why = match () {
        () if has_private_fields || is_non_exhaustive => {
            let why = "No literal or pattern of a caller lists all fields of the struct.";
            return (false, why.to_owned(), Some(Rule::StructPrivateFieldsWithPrivate));
        }
        () if is_received => "Only the client creates the struct. A pattern needs `..`.",
        () if has_default && new.has_default => {
            "Literals end with `..Default::default()`, which sets the field. Only literals and patterns without `..` break."
        }
        () if has_new && new.has_new => {
            "Literals end with `..new(…)`, which sets the field. Only literals and patterns without `..` break."
        }
        () if has_default => {
            return (true, "The struct has lost its `Default`, so literals must set the field.".to_owned(), listing);
        }
        () => {
            let why = "Callers can create the struct only by a literal with all fields. It lacks the new one.";
            return (true, why.to_owned(), listing);
        }
    };
    (false, why.to_owned(), listing)
}

/// Classifies a removed item.
pub(super) fn removed(item: &PublicItem) -> Verdict {
    let (why, rule) = match &item.kind {
        ItemKind::Module if item.parent.is_none() => ("Code that uses the API does not compile.", Rule::ItemRemove),
        ItemKind::Feature => ("Cargo rejects dependencies that enable the feature.", Rule::CargoFeatureRemove),
        ItemKind::Implementation if item.signature.contains("Hash") => (
            "Code that compares values with `Eq` or uses them as keys does not compile. Types with floating-point numbers do not implement it.",
            Rule::ItemRemove,
        ),
        ItemKind::Implementation => ("Code that uses the trait with this type does not compile.", Rule::ItemRemove),
        ItemKind::CallPages => ("Code that calls `pages()` or `items()` does not compile.", Rule::ItemRemove),
        ItemKind::Method(_) if item.operation.is_some() => {
            ("Code that calls the method does not compile.", Rule::ItemRemove)
        }
        ItemKind::Method(_) | ItemKind::Function(_) => ("Code that calls it does not compile.", Rule::ItemRemove),
        ItemKind::Module
        | ItemKind::Struct(_)
        | ItemKind::Enum { .. }
        | ItemKind::Alias(_)
        | ItemKind::Constant { .. }
        | ItemKind::Field
        | ItemKind::Variant { .. }
        | ItemKind::Trait
        | ItemKind::Import
        | ItemKind::CallResult
        | ItemKind::CallHeaders => ("Code that names it does not compile.", Rule::ItemRemove),
    };
    (true, why.to_owned(), Some(rule))
}

/// Classifies the method of an operation that has another name.
pub(super) fn renamed() -> Verdict {
    (true, "Code that calls the method or names its types does not compile.".to_owned(), Some(Rule::ItemRemove))
}

/// Classifies an alias of a type that has another name and the same parts.
pub(super) fn same_alias() -> Verdict {
    (false, "The alias stands for a type with the same fields or variants, which has another name.".to_owned(), None)
}

/// Classifies a changed item. Returns `None` if nothing differs that callers or their builds can notice.
pub(super) fn changed(old: &PublicItem, new: &PublicItem, after: &Items) -> Option<Verdict> {
    let own = kinds(old, new, after);
    if let Some(verdict) = own.as_ref().filter(|(breaking, ..)| *breaking) {
        return Some(verdict.clone());
    }
    if old.conditions != new.conditions {
        let is_looser = new.conditions.is_subset(&old.conditions);
        let list = new.conditions.iter().cloned().collect::<Vec<_>>().join(", ");
        return Some(if is_looser {
            (false, "The item needs fewer Cargo features than before.".to_owned(), Some(Rule::ItemNew))
        } else {
            (true, format!("The item exists only with: {list}."), Some(Rule::ItemRemove))
        });
    }
    if own.is_none() && old.is_deprecated != new.is_deprecated {
        let why = if new.is_deprecated { "Code compiles with a warning." } else { "The warning is gone." };
        return Some((false, why.to_owned(), Some(Rule::NewLints)));
    }
    own
}

/// Compares the kinds and signatures of two versions of an item.
fn kinds(old: &PublicItem, new: &PublicItem, after: &Items) -> Option<Verdict> {
    let breaks = |why: &str, rule| Some((true, why.to_owned(), rule));
    match (&old.kind, &new.kind) {
        (ItemKind::Method(before), ItemKind::Method(now)) if before == now && old.operation != new.operation => {
            Some((false, "Callers call the same method. It sends another request.".to_owned(), None))
        }
        (ItemKind::Method(before), ItemKind::Method(now)) | (ItemKind::Function(before), ItemKind::Function(now)) => {
            (old.signature != new.signature).then(|| before.verdict(now))
        }
        (ItemKind::Struct(before), ItemKind::Struct(now)) => match (before, now) {
            _ if old.signature != new.signature => breaks("The generic parameters of the type differ.", None),
            (before, now) if now.is_non_exhaustive && !before.is_non_exhaustive => {
                breaks("Callers cannot write literals of the struct any more.", Some(Rule::AttrAddingNonExhaustive))
            }
            // Constructors are items of their own.
            _ => None,
        },
        (ItemKind::Enum { is_open: before }, ItemKind::Enum { is_open: now }) => match (before, now) {
            _ if old.signature != new.signature => breaks("The generic parameters of the type differ.", None),
            (false, true) => {
                breaks("A `match` needs an arm for unknown variants.", Some(Rule::AttrAddingNonExhaustive))
            }
            (true, false) => Some((false, "A `match` with an arm for other variants still compiles.".to_owned(), None)),
            (true, true) | (false, false) => None,
        },
        (ItemKind::Struct(_) | ItemKind::Enum { .. }, ItemKind::Alias(target)) => {
            let target = target.as_ref().and_then(|path| after.get(path)).map(|item| &item.kind);
            match (&old.kind, target) {
                (ItemKind::Struct(_), Some(ItemKind::Struct(_)))
                | (ItemKind::Enum { .. }, Some(ItemKind::Enum { .. })) => {
                    let why = "The alias stands for a type of the same kind. Its fields or variants are compared separately. \
                               Only a trait of yours that is implemented for both types conflicts.";
                    Some((false, why.to_owned(), None))
                }
                _ => breaks("The name stands for a type of another kind.", None),
            }
        }
        (ItemKind::Alias(_), ItemKind::Alias(_)) if old.signature != new.signature => {
            breaks("Code that uses the alias expects the old type.", None)
        }
        (ItemKind::Alias(_), ItemKind::Struct(_) | ItemKind::Enum { .. }) => breaks(
            "The name is a type of its own. Code that uses it as the type behind the alias does not compile.",
            None,
        ),
        (ItemKind::Constant { value: before }, ItemKind::Constant { value: now }) => {
            if old.signature != new.signature {
                breaks("Code that uses the constant expects the old type.", None)
            } else {
                (before != now).then(|| (false, "The constant has the same type.".to_owned(), None))
            }
        }
        (ItemKind::Field, ItemKind::Field) if old.signature != new.signature => {
            breaks(field_type(&old.signature, &new.signature), None)
        }
        (ItemKind::Variant { fields: before }, ItemKind::Variant { fields: now }) if old.signature != new.signature => {
            let rule = (now > before).then_some(Rule::EnumFieldsNew);
            breaks("Code that creates or matches the variant expects the old contents.", rule)
        }
        (ItemKind::Feature, ItemKind::Feature) if old.signature != new.signature => Some(features(old, new)),
        (ItemKind::CallResult, ItemKind::CallResult) if old.signature != new.signature => {
            breaks("Code that awaits the call expects the old value or error.", None)
        }
        (ItemKind::CallHeaders, ItemKind::CallHeaders) if old.signature != new.signature => {
            if old.signature == "headers ()" {
                Some((false, "`typed_headers()` returned nothing that code could use.".to_owned(), None))
            } else {
                breaks("Code that calls `typed_headers()` expects the old type.", None)
            }
        }
        (ItemKind::CallPages, ItemKind::CallPages) if old.signature != new.signature => {
            breaks("Code that iterates over the items expects the old type.", None)
        }
        (ItemKind::Trait, ItemKind::Trait) if old.signature != new.signature => {
            breaks("Implementations and calls of the trait expect the old items.", None)
        }
        (ItemKind::Import, ItemKind::Import) if old.signature != new.signature => {
            breaks("The name stands for another item.", None)
        }
        (before, now) if std::mem::discriminant(before) != std::mem::discriminant(now) => {
            breaks("The name stands for an item of another kind.", Some(Rule::ItemRemove))
        }
        _ => None,
    }
}

/// Returns the reason why another type of a field breaks callers.
fn field_type(old: &str, new: &str) -> &'static str {
    let wraps = |name: &str, outer: &str, inner: &str| outer == format!("{name}<{inner}>");
    if wraps("Option", new, old) {
        "The value may be absent now. Code that reads or sets the field must handle that."
    } else if wraps("Patch", new, old) {
        "The value may be absent or null now. Code that reads or sets the field must handle that."
    } else if wraps("Option", old, new) || wraps("Patch", old, new) {
        "The value is always present now. Code that reads or sets an absent value does not compile."
    } else {
        "Code that reads or sets the field expects the old type."
    }
}

fn features(old: &PublicItem, new: &PublicItem) -> Verdict {
    let list = |item: &PublicItem| -> Vec<String> {
        let inside = item.signature.split_once('[').map_or("", |(_, inside)| inside).trim_end_matches(']');
        inside.split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let now = list(new);
    match list(old).into_iter().find(|name| !now.contains(name)) {
        Some(lost) => {
            (true, format!("The feature does not enable `{lost}` any more."), Some(Rule::CargoFeatureRemoveAnother))
        }
        None => (false, "The feature enables more than before.".to_owned(), Some(Rule::CargoFeatureAdd)),
    }
}
