//! The names of parts and files in headers.

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
