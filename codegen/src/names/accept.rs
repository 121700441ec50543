//! Names of the methods that ask for one of several media types: `accept_` and the subtype, without the prefix of its registration tree
//! (RFC 6838, 3): `accept_ndjson` for `application/x-ndjson`.

use super::scope::{NameRequest, PARAMETER};
use super::{responses, words};
use crate::ir::{MediaType, Operation, keys};

/// The kind of these names in `names.lock`.
pub(super) const KIND: &str = "accept";

/// Returns the requests for the names of an operation's methods, one for each of `Operation::accept_choices`.
pub(super) fn methods(operation: &Operation, key: &str) -> Vec<NameRequest> {
    let choices = operation.accept_choices();
    let names: Vec<String> =
        choices.iter().map(|choice| format!("{key}:accept.{}", keys::label(&choice.media.media_type.name))).collect();
    keys::distinct(names).into_iter().zip(choices).map(|(key, choice)| method(key, &choice.media.media_type)).collect()
}

/// Returns the request for a name. None is canonical: a later parameter or media type may have the same name.
fn method(key: String, media_type: &MediaType) -> NameRequest {
    let name = media_type.name.as_str();
    let (essence, parameters) = name.split_once(';').unwrap_or((name, ""));
    let (main, subtype) = essence.split_once('/').unwrap_or(("", essence));
    let short = match (main, subtype) {
        ("*", _) => "any",
        (_, "*") => main,
        ("text", "plain") => "text",
        _ => ["x-", "x.", "vnd.", "prs."].iter().find_map(|tree| subtype.strip_prefix(tree)).unwrap_or(subtype),
    };
    let plain = |text: &str| words::plain(&text.replace('*', " any "));
    let texts = [plain(short), plain(&format!("{short} {parameters}")), plain(name), words::spelled(name)];
    let mut candidates: Vec<String> =
        texts.iter().map(|words| PARAMETER.ident_of(&format!("accept_{words}"))).collect();
    candidates.dedup();
    let rank = match parameters {
        "" if responses::is_usual(name) => 0,
        "" => 1,
        _ => 2,
    };
    NameRequest::new(key, candidates).rank(rank)
}

#[cfg(test)]
mod tests {
    use super::method;
    use crate::ir::{BinaryClass, MediaClass, MediaType, keys};
    use crate::names::scope::Scope;

    /// Checks the names of methods, in any order of the media types.
    #[track_caller]
    fn check(expect: &[(&str, &str)]) {
        let mut rows = expect.to_vec();
        for _ in expect {
            rows.rotate_left(1);
            let request = |(name, _): &(&str, &str)| {
                let class = MediaClass::Binary(BinaryClass::Other);
                method(keys::label(name), &MediaType { name: (*name).to_owned(), class })
            };
            let names = Scope::default().choose_unpinned(&rows.iter().map(request).collect::<Vec<_>>());
            let names: Vec<&str> = names.iter().map(crate::names::Name::as_str).collect();
            assert_eq!(names, rows.iter().map(|(_, name)| *name).collect::<Vec<_>>());
        }
    }

    #[test]
    fn methods_are_named_after_subtypes() {
        check(&[
            ("application/json", "accept_json"),
            ("application/x-chess-pgn", "accept_chess_pgn"),
            ("application/x-ndjson", "accept_ndjson"),
            ("application/octet-stream", "accept_octet_stream"),
            ("text/plain", "accept_text"),
            ("text/event-stream", "accept_event_stream"),
            ("image/*", "accept_image"),
            ("image/png", "accept_png"),
            ("video/mp4", "accept_mp4"),
            ("*/*", "accept_any"),
            ("application/vnd.docker.raw-stream", "accept_docker_raw_stream"),
            ("application/vnd.github.v3.star+json", "accept_github_v3_star_json"),
            ("application/*+json", "accept_any_json"),
        ]);
    }

    #[test]
    fn equal_subtypes_have_longer_names() {
        check(&[
            ("application/json", "accept_json"),
            ("text/json", "accept_text_json"),
            ("application/json; version=2", "accept_json_version_2"),
        ]);
        check(&[("application/a; v=1", "accept_a_v_1"), ("application/a; v=2", "accept_a_v_2")]);
        check(&[("application/foo", "accept_application_foo"), ("text/foo", "accept_text_foo")]);
        check(&[
            ("application/vnd.foo", "accept_application_vnd_foo"),
            ("application/x-foo", "accept_application_x_foo"),
        ]);
    }
}
