//! The source files of the runtime, which every standalone crate contains in `src/runtime/`.

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        /// The path of each file below `src/runtime/` (the same as below `codegen/runtime/src/`), and its text.
        const FILES: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../runtime/src/", $path)))),+];
    };
}

files!(
    "big_integer.rs",
    "codec/added_tag.rs",
    "codec/decimal.rs",
    "codec/decode/buffered.rs",
    "codec/decode/context.rs",
    "codec/decode/error.rs",
    "codec/decode/json/flattened.rs",
    "codec/decode/json/mod.rs",
    "codec/decode/json/number.rs",
    "codec/decode/json/object.rs",
    "codec/decode/json/reader.rs",
    "codec/decode/json/skip.rs",
    "codec/decode/json/string.rs",
    "codec/decode/json/tree.rs",
    "codec/decode/json/union.rs",
    "codec/decode/json/value.rs",
    "codec/decode/member.rs",
    "codec/decode/mod.rs",
    "codec/decode/policy/consumed.rs",
    "codec/decode/policy/flattened.rs",
    "codec/decode/policy/mod.rs",
    "codec/decode/policy/trial.rs",
    "codec/decode/policy/union.rs",
    "codec/decode/scalar.rs",
    "codec/decode/stream/members.rs",
    "codec/decode/stream/mod.rs",
    "codec/decode/stream/tree.rs",
    "codec/decode/stream/value.rs",
    "codec/defaults.rs",
    "codec/encode/disjoint.rs",
    "codec/encode/json.rs",
    "codec/encode/mod.rs",
    "codec/encode/serializer.rs",
    "codec/enumeration.rs",
    "codec/field.rs",
    "codec/hash.rs",
    "codec/macros/enumeration.rs",
    "codec/macros/mod.rs",
    "codec/macros/object.rs",
    "codec/macros/rules.rs",
    "codec/macros/union.rs",
    "codec/macros/wrapper.rs",
    "codec/merge.rs",
    "codec/mod.rs",
    "codec/pattern.rs",
    "codec/scalar.rs",
    "codec/shape.rs",
    "codec/special_bytes.rs",
    "codec/std_types.rs",
    "codec/storage.rs",
    "codec/tree.rs",
    "custom.rs",
    "error.rs",
    "format/base64.rs",
    "format/date_time/convert.rs",
    "format/date_time/date.rs",
    "format/date_time/jiff.rs",
    "format/date_time/mod.rs",
    "format/date_time/optional_offset.rs",
    "format/date_time/time.rs",
    "format/ip.rs",
    "format/mod.rs",
    "format/secret.rs",
    "format/traits.rs",
    "format/uuid.rs",
    "http/accepting.rs",
    "http/auth/mod.rs",
    "http/auth/oauth2/error.rs",
    "http/auth/oauth2/mod.rs",
    "http/auth/oauth2/request.rs",
    "http/auth/oauth2/tokens.rs",
    "http/auth/token.rs",
    "http/base_url.rs",
    "http/blocking/mod.rs",
    "http/blocking/stream.rs",
    "http/body.rs",
    "http/call.rs",
    "http/charset/encode.rs",
    "http/charset/mod.rs",
    "http/charset/transcoder.rs",
    "http/classification.rs",
    "http/classified_response.rs",
    "http/client/attempts.rs",
    "http/client/build_error.rs",
    "http/client/builder.rs",
    "http/client/exchange.rs",
    "http/client/limits.rs",
    "http/client/mod.rs",
    "http/client/redirect.rs",
    "http/client/sender.rs",
    "http/client/waiting.rs",
    "http/cookies.rs",
    "http/error/api_wide.rs",
    "http/error/causes.rs",
    "http/error/io.rs",
    "http/error/message.rs",
    "http/error/mod.rs",
    "http/file/content_types.rs",
    "http/file/mod.rs",
    "http/file/read_body.rs",
    "http/form.rs",
    "http/future.rs",
    "http/headers/items.rs",
    "http/headers/mod.rs",
    "http/headers/value.rs",
    "http/hooks.rs",
    "http/media_type.rs",
    "http/mod.rs",
    "http/multipart/chain.rs",
    "http/multipart/field.rs",
    "http/multipart/mod.rs",
    "http/multipart/part.rs",
    "http/multipart/text.rs",
    "http/operation.rs",
    "http/optional.rs",
    "http/pages/cursor.rs",
    "http/pages/error.rs",
    "http/pages/find.rs",
    "http/pages/input.rs",
    "http/pages/json_body.rs",
    "http/pages/link.rs",
    "http/pages/mod.rs",
    "http/pages/next_pages.rs",
    "http/pages/values.rs",
    "http/parameter/checks.rs",
    "http/parameter/list.rs",
    "http/parameter/mod.rs",
    "http/parameter/plain.rs",
    "http/parameter/style.rs",
    "http/parameter/untyped_value.rs",
    "http/payload.rs",
    "http/percent.rs",
    "http/raw.rs",
    "http/redacted.rs",
    "http/request.rs",
    "http/response.rs",
    "http/retry.rs",
    "http/sent_type.rs",
    "http/server_url/mod.rs",
    "http/server_url/rules.rs",
    "http/stream/bytes.rs",
    "http/stream/events/mod.rs",
    "http/stream/events/parser.rs",
    "http/stream/events/reconnect.rs",
    "http/stream/limits.rs",
    "http/stream/lines.rs",
    "http/stream/mod.rs",
    "http/table/cases.rs",
    "http/table/list_format.rs",
    "http/table/media.rs",
    "http/table/mod.rs",
    "http/table/paging.rs",
    "http/table/rules.rs",
    "http/table/server.rs",
    "http/trace.rs",
    "http/transport/mock/expectation.rs",
    "http/transport/mock/matching.rs",
    "http/transport/mock/mock_response.rs",
    "http/transport/mock/mod.rs",
    "http/transport/mock/sent.rs",
    "http/transport/mod.rs",
    "http/transport/reqwest/mod.rs",
    "http/transport/reqwest/pools.rs",
    "http/transport/reqwest/request.rs",
    "http/transport/reqwest/upload.rs",
    "http/transport/tower.rs",
    "http/url.rs",
    "http/with_response.rs",
    "json.rs",
    "lib.rs",
    "members.rs",
    "patch/convert.rs",
    "patch/encoding.rs",
    "patch/mod.rs",
    "signature.rs",
    "signature/standard.rs",
    "unknown.rs",
    "validate/collection.rs",
    "validate/combination.rs",
    "validate/format.rs",
    "validate/json_view.rs",
    "validate/known.rs",
    "validate/location.rs",
    "validate/mod.rs",
    "validate/number.rs",
    "validate/pattern.rs",
    "validate/rule.rs",
    "validate/scalar.rs",
    "validate/unique.rs",
    "validate/validator.rs",
    "validate/violation.rs",
);

/// The runtime's own manifest. A standalone crate gets its features and dependencies from it.
pub(super) const MANIFEST: &str = include_str!("../../runtime/Cargo.toml");

/// Returns the files of the runtime, with their paths below `src/runtime/`. `lib.rs` becomes `mod.rs`.
pub(super) fn files() -> impl Iterator<Item = (String, &'static str)> {
    FILES.iter().map(|(path, text)| {
        let path = if *path == "lib.rs" { "mod.rs" } else { path };
        (format!("src/runtime/{path}"), *text)
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::FILES;

    fn collect(folder: &Path, prefix: &str, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                collect(&entry.path(), &format!("{name}/"), found);
            } else {
                found.push(name);
            }
        }
    }

    #[test]
    fn the_list_contains_all_files_of_the_runtime() {
        let mut found = Vec::new();
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src"), "", &mut found);
        found.sort();
        let listed: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found, "update the list of files above: all files of codegen/runtime/src, sorted");
    }
}
