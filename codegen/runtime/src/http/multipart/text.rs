//! Texts in headers: names of parts and files, and media types.

use crate::runtime::http::file::File;
use crate::runtime::http::media_type::essence;
use crate::runtime::http::sent_type;

/// Escapes a name for quotes (HTML Standard, "Multipart form data"; RFC 7578, section 2).
pub(super) fn quoted(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            '"' => out.push_str("%22"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            c => out.push(c),
        }
    }
    out
}

/// Adds the content type of the first part, which `multipart/related` requires (RFC 2387, section 3.1).
pub(super) fn with_root_type(media_type: &str, root: Option<&str>) -> String {
    let is_related = essence(media_type).eq_ignore_ascii_case("multipart/related");
    let has_type = media_type.split(';').any(|one| one.trim().to_ascii_lowercase().starts_with("type="));
    match root {
        Some(root) if is_related && !has_type => format!("{media_type}; type=\"{}\"", essence(root)),
        _ => media_type.to_owned(),
    }
}

/// Returns the content type of a file: its own, or one that the document names.
pub(super) fn file_type(documented: Option<&str>, file: &File) -> String {
    let chosen = match (file.get_content_type(), documented) {
        (Some(own), _) => Some(own.to_owned()),
        (None, Some(choice)) if sent_type::is_choice(choice) => sent_type::choose(choice, &file.content_types()),
        (None, documented) => documented.map(str::to_owned),
    };
    chosen.unwrap_or_else(|| "application/octet-stream".to_owned())
}
