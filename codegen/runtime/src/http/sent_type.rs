//! The media type of a request body or a part for which the document lists several media types, or a range.
//!
//! Architecture invariant: a range is never sent, nor a media type that is in none of the documented ranges.

use super::media_type::essence;

/// Whether the documented text is anything but a single media type: a list (`image/png, image/jpeg`) or a range (`image/*`).
pub fn is_choice(documented: &str) -> bool {
    documented.contains(',') || essence(documented).contains('*')
}

/// Chooses one of the documented media types: `own`, the type of the content itself, if it is documented; else the first documented media type
/// that is not a range; else the generic type of a range. `None` if the ranges have no such type.
pub fn choose(documented: &str, own: &[&str]) -> Option<String> {
    let listed = || documented.split(',').map(str::trim).filter(|one| !one.is_empty());
    let is_listed = |own: &&&str| listed().any(|one| contains(essence(one), essence(own)));
    if let Some(own) = own.iter().find(is_listed) {
        return Some((*own).to_owned());
    }
    let concrete = listed().find(|one| !essence(one).contains('*'));
    let generic = || listed().find_map(|range| generic(essence(range)));
    concrete.or_else(generic).map(str::to_owned)
}

/// Whether a media type or range includes this media type. Both are without parameters.
fn contains(documented: &str, own: &str) -> bool {
    let Some(kind) = documented.strip_suffix('*') else { return documented.eq_ignore_ascii_case(own) };
    let is_in = own.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind));
    // A range itself cannot be sent.
    (kind == "*/" || (kind.ends_with('/') && is_in)) && own.contains('/') && !own.contains('*')
}

/// Returns the media type for content of which nothing else is known (RFC 9110, section 8.3; RFC 2046, sections 4.1.4 and 4.5.1).
fn generic(range: &str) -> Option<&'static str> {
    match range.to_ascii_lowercase().as_str() {
        "*/*" | "application/*" => Some("application/octet-stream"),
        "text/*" => Some("text/plain"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::choose;

    #[test]
    fn a_documented_media_type_is_chosen() {
        for (documented, own, expect) in [
            ("image/png, image/jpeg", &["image/jpeg"][..], Some("image/jpeg")),
            ("image/png, image/jpeg", &["image/gif"], Some("image/png")),
            ("image/png,image/jpeg", &[], Some("image/png")),
            ("image/*", &["image/svg+xml"], Some("image/svg+xml")),
            ("image/*", &["IMAGE/PNG; a=b"], Some("IMAGE/PNG; a=b")),
            ("image/*", &["text/plain", "image/png"], Some("image/png")),
            ("image/*", &["image/*"], None),
            ("image/*", &["imagery/png"], None),
            ("image/*", &[], None),
            ("image/*, application/pdf", &[], Some("application/pdf")),
            ("*/*", &[], Some("application/octet-stream")),
            ("*/*", &["video/mp4"], Some("video/mp4")),
            ("text/*; charset=utf-8", &[], Some("text/plain")),
            ("application/*", &["image/png"], Some("application/octet-stream")),
            ("audio/*, video/*", &["video/mp4"], Some("video/mp4")),
        ] {
            assert_eq!(choose(documented, own).as_deref(), expect, "{documented} {own:?}");
        }
    }
}
