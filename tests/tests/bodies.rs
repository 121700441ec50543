//! Checks the bodies of requests: compiles the golden cases `bodies_30`, `bodies_31` and `bodies_32`, calls a server on loopback, and compares
//! the requests with bytes that were written by hand from OpenAPI 3.0.4, 3.1.1 and 3.2.0, RFC 7578 and the URL Standard.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

pub use oasmith_runtime as runtime;

#[rustfmt::skip]
#[path = "../golden/clients/bodies_30/mod.rs"]
pub mod bodies_30;
#[rustfmt::skip]
#[path = "../golden/clients/bodies_31/mod.rs"]
pub mod bodies_31;
#[rustfmt::skip]
#[path = "../golden/clients/bodies_32/mod.rs"]
pub mod bodies_32;

use harness::server::{Recorded, Reply, Server};
use runtime::http::{Body, File, Multipart, Part};

const FORM: &str = "application/x-www-form-urlencoded";

fn texts(items: &[&str]) -> Option<Vec<String>> {
    Some(items.iter().map(|&item| item.to_owned()).collect())
}

/// Sends calls through a client of one of the cases, and returns the last request.
macro_rules! sent {
    ($case:ident, |$client:ident| $call:expr) => {{
        let server = Server::always(Reply::empty(204)).unwrap();
        let $client = $case::Client::builder().base_url(server.url()).build().unwrap();
        $call.send_blocking().unwrap();
        server.last().unwrap()
    }};
}

#[track_caller]
fn check_form(request: &Recorded, expect: &str) {
    assert_eq!((request.header("content-type"), request.text().as_str()), (Some(FORM), expect));
}

/// Compares the parts of a multipart body: the head without `Content-Disposition: form-data; name=`, and the content.
#[track_caller]
fn check_parts(request: &Recorded, media_type: &str, expect: &[(&str, &str)]) {
    let (sent_as, boundary) = request.header("content-type").unwrap().split_once("; boundary=").unwrap();
    assert_eq!(sent_as, media_type);
    let parts: String = expect
        .iter()
        .map(|(head, content)| {
            let head = if head.starts_with('"') {
                format!("Content-Disposition: form-data; name={head}")
            } else {
                (*head).to_owned()
            };
            format!("--B\r\n{head}\r\n\r\n{content}\r\n")
        })
        .collect();
    assert_eq!(request.text().replace(boundary, "B"), format!("{parts}--B--\r\n"));
    assert_eq!(request.header("content-length"), Some(request.text().len().to_string().as_str()));
}

mod v3_0 {
    use super::bodies_30::models::{Address, FormRequest};
    use super::bodies_30::operations::{PutPictureBody, UploadForm};
    use super::*;

    fn address() -> Address {
        Address { street: "a b".to_owned(), number: Some(1) }
    }

    #[test]
    fn no_content_has_a_length() {
        for (request, expect) in [
            (sent!(bodies_30, |client| client.post_empty()), Some("0")),
            (sent!(bodies_30, |client| client.put_empty()), Some("0")),
            (sent!(bodies_30, |client| client.patch_optional()), Some("0")),
            (sent!(bodies_30, |client| client.delete_empty()), None),
            (sent!(bodies_30, |client| client.get_empty()), None),
        ] {
            assert_eq!(request.header("content-length"), expect, "{}", request.method);
            assert_eq!((request.header("content-type"), request.text().as_str()), (None, ""), "{}", request.method);
        }
        let request = sent!(bodies_30, |client| client.patch_optional().body(address()));
        assert_eq!(request.header("content-length"), Some("27"));
    }

    #[test]
    fn forms_by_default() {
        let json = "%7B%22street%22%3A%22a+b%22%2C%22number%22%3A1%7D";
        let form = FormRequest {
            text: Some("~*-._ é&=+".to_owned()),
            address: Some(address()),
            addresses: Some(vec![address(), address()]),
            tags: texts(&["x", "y z"]),
            matrix: Some(vec![vec![1, 2], vec![]]),
            ..FormRequest::default()
        };
        let expect = format!(
            "text=%7E*-._+%C3%A9%26%3D%2B&address={json}&addresses={json}&addresses={json}&tags=x&tags=y+z\
             &matrix=%5B1%2C2%5D&matrix=%5B%5D"
        );
        check_form(&sent!(bodies_30, |client| client.form(form)), &expect);
    }

    #[test]
    fn forms_by_encoding() {
        let form = FormRequest {
            quoted: Some("q".to_owned()),
            tags_json: texts(&["x", "y"]),
            listed: Some(address()),
            deep: Some(address()),
            exploded: Some(address()),
            joined: Some(address()),
            reserved: Some("/a?b=c&d+e".to_owned()),
            spaces: texts(&["x", "y"]),
            ..FormRequest::default()
        };
        let json = "%7B%22street%22%3A%22a+b%22%2C%22number%22%3A1%7D";
        let expect = format!(
            "quoted=%22q%22&tags_json=%5B%22x%22%2C%22y%22%5D&listed={json}\
             &deep%5Bstreet%5D=a+b&deep%5Bnumber%5D=1&street=a+b&number=1&joined=street,a+b,number,1\
             &reserved=/a?b%3Dc%26d%2Be&spaces=x%20y"
        );
        check_form(&sent!(bodies_30, |client| client.form(form)), &expect);
    }

    #[test]
    fn parts() {
        let mut form = UploadForm {
            photos: Some(vec![
                File::from("p"),
                File::from("j").file_name("a.jpg"),
                File::from("g").content_type("image/gif"),
            ]),
            any_image: Some(File::from("w").file_name("\"é\r\n.webp")),
            note: Some(Part::new("n".to_owned()).header("X-Language", "en")),
            address: Some(address()),
            addresses: Some(vec![address()]),
            ..UploadForm::new(File::from("f"))
        };
        form.additional_properties.insert("other".to_owned(), File::from("o"));
        let json = r#"{"street":"a b","number":1}"#;
        check_parts(
            &sent!(bodies_30, |client| client.upload(form)),
            "multipart/form-data",
            &[
                ("\"file\"; filename=\"file\"\r\nContent-Type: application/octet-stream", "f"),
                ("\"photos\"; filename=\"photos\"\r\nContent-Type: image/png", "p"),
                ("\"photos\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg", "j"),
                ("\"photos\"; filename=\"photos\"\r\nContent-Type: image/gif", "g"),
                ("\"any_image\"; filename=\"%22é%0D%0A.webp\"\r\nContent-Type: image/webp", "w"),
                ("\"note\"\r\nContent-Type: text/markdown\r\nX-Version: v1\r\nX-Language: en", "n"),
                ("\"address\"\r\nContent-Type: application/json", json),
                ("\"addresses\"\r\nContent-Type: application/json", json),
                ("\"other\"; filename=\"other\"\r\nContent-Type: application/octet-stream", "o"),
            ],
        );
    }

    #[test]
    fn files_by_name() {
        let files = [("b", File::from("y")), ("a", File::from("x").file_name("x.txt"))];
        let files = files.map(|(name, file)| (name.to_owned(), file)).into();
        check_parts(
            &sent!(bodies_30, |client| client.upload_files(files)),
            "multipart/form-data",
            &[
                ("\"a\"; filename=\"x.txt\"\r\nContent-Type: application/octet-stream", "x"),
                ("\"b\"; filename=\"b\"\r\nContent-Type: application/octet-stream", "y"),
            ],
        );
    }

    /// Without a schema, the caller adds the parts.
    #[test]
    fn any_parts() {
        let mut parts = Multipart::new();
        parts.value("a", None, &1_i64);
        parts.json("b", None, &"x".to_owned());
        parts.file("c", None, File::from("y"));
        check_parts(
            &sent!(bodies_30, |client| client.upload_any(parts)),
            "multipart/form-data",
            &[
                ("\"a\"", "1"),
                ("\"b\"\r\nContent-Type: application/json", "\"x\""),
                ("\"c\"; filename=\"c\"\r\nContent-Type: application/octet-stream", "y"),
            ],
        );
    }

    #[track_caller]
    fn check_bytes(request: &Recorded, content_type: &str) {
        assert_eq!((request.header("content-type"), request.text().as_str()), (Some(content_type), "x"));
        assert_eq!((request.header("content-length"), request.header("transfer-encoding")), (Some("1"), None));
    }

    #[test]
    fn ranges_of_media_types() {
        let path = std::env::temp_dir().join(format!("oasmith-bodies-{}.png", std::process::id()));
        std::fs::write(&path, "x").unwrap();
        let file = || File::from_path(&path).unwrap();
        check_bytes(&sent!(bodies_30, |client| client.put_image(file())), "image/png");
        check_bytes(&sent!(bodies_30, |client| client.put_image(file().content_type("image/webp"))), "image/webp");
        check_bytes(
            &sent!(bodies_30, |client| client.put_image(Body::from("x").content_type("image/gif"))),
            "image/gif",
        );
        check_bytes(&sent!(bodies_30, |client| client.post_any("x")), "application/octet-stream");
        check_bytes(&sent!(bodies_30, |client| client.post_any(file())), "image/png");
        check_bytes(&sent!(bodies_30, |client| client.put_raw(file())), "application/octet-stream");
        check_bytes(
            &sent!(bodies_30, |client| client.put_picture(PutPictureBody::ImageJpeg(file().into()))),
            "image/jpeg",
        );
        let video = Body::from("x").content_type("video/mp4");
        check_bytes(&sent!(bodies_30, |client| client.put_picture(PutPictureBody::Video(video))), "video/mp4");
        std::fs::remove_file(path).unwrap();
        let server = Server::always(Reply::empty(204)).unwrap();
        let client = bodies_30::Client::builder().base_url(server.url()).build().unwrap();
        for body in [Body::from("x"), File::from("x").file_name("a.txt").into()] {
            client.put_image(body).send_blocking().unwrap_err();
        }
        assert_eq!(server.recorded().len(), 0);
    }
}

mod v3_1 {
    use super::bodies_31::models::{Address, FixedRequest, FormRequest, RelatedRootRequest, StyledRequest};
    use super::bodies_31::operations::{ContentForm, HeadersForm, RelatedForm};
    use super::*;
    use runtime::{Base64, Patch};

    fn address() -> Address {
        Address { street: "a b".to_owned(), number: Some(1) }
    }

    #[test]
    fn forms() {
        let form = FormRequest {
            id: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6".parse().unwrap(),
            address: Address { street: "123 Example Dr.".to_owned(), number: None },
            maybe: Patch::Null,
            icon: Some("ALGPC_xhBQ==".to_owned()),
            settings: Some("{\"a\": 1}".to_owned()),
        };
        check_form(
            &sent!(bodies_31, |client| client.form(form)),
            "id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&address=%7B%22street%22%3A%22123+Example+Dr.%22%7D\
             &icon=ALGPC_xhBQ%3D%3D&settings=%7B%22a%22%3A+1%7D",
        );
    }

    #[test]
    fn styled_parts_are_not_percent_encoded() {
        let form = StyledRequest {
            list: texts(&["a,b", "c d"]),
            piped: texts(&["a b", "c"]),
            spaced: texts(&["a", "b"]),
            deep: Some(address()),
            exploded: Some(address()),
            joined: Some(address()),
            plain: Some(address()),
        };
        check_parts(
            &sent!(bodies_31, |client| client.styled(form)),
            "multipart/form-data",
            &[
                ("\"list\"", "a,b,c d"),
                ("\"piped\"", "a b|c"),
                ("\"spaced\"", "a b"),
                ("\"deep[street]\"", "a b"),
                ("\"deep[number]\"", "1"),
                ("\"street\"", "a b"),
                ("\"number\"", "1"),
                ("\"joined\"", "street,a b,number,1"),
                ("\"plain\"\r\nContent-Type: application/json", r#"{"street":"a b","number":1}"#),
            ],
        );
    }

    #[test]
    fn content_keywords() {
        let base64 = || Some(Base64::from_bytes(b"PNG"));
        let mut form = ContentForm {
            files: Some(vec![File::from("1"), File::from("2")]),
            octets: Some(File::from("o")),
            image: Some(File::from("i")),
            encoded: base64(),
            encoded_image: base64(),
            overridden: base64(),
            settings: Some("{}".to_owned()),
            xml: Some(File::from("<a/>")),
            json: Some("x".into()),
            ..ContentForm::new(File::from("u"))
        };
        form.additional_properties.insert("more".to_owned(), File::from("m").content_type("text/csv"));
        let octets = "application/octet-stream";
        let encoded = "\r\nContent-Transfer-Encoding: base64";
        check_parts(
            &sent!(bodies_31, |client| client.content(form)),
            "multipart/form-data",
            &[
                (&format!("\"untyped\"; filename=\"untyped\"\r\nContent-Type: {octets}"), "u"),
                (&format!("\"files\"; filename=\"files\"\r\nContent-Type: {octets}"), "1"),
                (&format!("\"files\"; filename=\"files\"\r\nContent-Type: {octets}"), "2"),
                (&format!("\"octets\"; filename=\"octets\"\r\nContent-Type: {octets}"), "o"),
                ("\"image\"; filename=\"image\"\r\nContent-Type: image/png", "i"),
                (&format!("\"encoded\"\r\nContent-Type: {octets}{encoded}"), "UE5H"),
                (&format!("\"encoded_image\"\r\nContent-Type: image/png{encoded}"), "UE5H"),
                (&format!("\"overridden\"\r\nContent-Type: {octets}{encoded}"), "UE5H"),
                ("\"settings\"\r\nContent-Type: application/json", "{}"),
                ("\"xml\"; filename=\"xml\"\r\nContent-Type: application/xml; charset=utf-8", "<a/>"),
                ("\"json\"\r\nContent-Type: application/vnd.x+json", "\"x\""),
                ("\"more\"; filename=\"more\"\r\nContent-Type: text/csv", "m"),
            ],
        );
    }

    #[test]
    fn headers_of_values() {
        let note = Part::new("n".to_owned()).header("X-Language", "en");
        let form = HeadersForm {
            tags: Some(Part::new(vec!["a".to_owned(), "b".to_owned()]).header("X-Tag", "t")),
            ..HeadersForm::new(note, address())
        };
        check_parts(
            &sent!(bodies_31, |client| client.headers(form)),
            "multipart/form-data",
            &[
                ("\"note\"\r\nX-Language: en", "n"),
                (
                    "\"address\"\r\nContent-Type: application/vnd.address+json\r\nX-Version: 2",
                    r#"{"street":"a b","number":1}"#,
                ),
                ("\"tags\"\r\nContent-Type: text/csv\r\nX-Tag: t", "a"),
                ("\"tags\"\r\nContent-Type: text/csv\r\nX-Tag: t", "b"),
            ],
        );
        check_parts(
            &sent!(bodies_31, |client| client.headers(HeadersForm::new("n".to_owned(), address()))),
            "multipart/form-data",
            &[
                ("\"note\"", "n"),
                (
                    "\"address\"\r\nContent-Type: application/vnd.address+json\r\nX-Version: 2",
                    r#"{"street":"a b","number":1}"#,
                ),
            ],
        );
    }

    #[test]
    fn fixed_headers_of_a_body_without_files() {
        let form = FixedRequest { version: Some("1".to_owned()), data: Some(Base64::from_bytes(b"PNG")) };
        check_parts(
            &sent!(bodies_31, |client| client.fixed(form)),
            "multipart/form-data",
            &[
                ("\"version\"\r\nX-Kind: k", "1"),
                ("\"data\"\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64", "UE5H"),
            ],
        );
    }

    #[test]
    fn related_parts() {
        let media = File::from("x").file_name("a.mp4").header("Content-ID", "<1>");
        check_parts(
            &sent!(bodies_31, |client| client.related(RelatedForm::new(address(), media))),
            "multipart/related; type=\"application/json\"",
            &[
                ("\"metadata\"\r\nContent-Type: application/json", r#"{"street":"a b","number":1}"#),
                ("\"media\"; filename=\"a.mp4\"\r\nContent-Type: video/mp4\r\nContent-ID: <1>", "x"),
            ],
        );
        // RFC 2387, section 3.1.
        let root = RelatedRootRequest { metadata: address() };
        check_parts(
            &sent!(bodies_31, |client| client.related_root(root)),
            "multipart/related; type=\"application/json\"",
            &[("\"metadata\"\r\nContent-Type: application/json", r#"{"street":"a b","number":1}"#)],
        );
    }
}

mod v3_2 {
    use super::bodies_32::models::{Address, FormRequest, SearchFilter};
    use super::bodies_32::operations::PartsForm;
    use super::*;

    fn address() -> Address {
        Address { street: "a b".to_owned(), number: Some(1) }
    }

    const JSON: &str = "%7B%22street%22%3A%22a+b%22%2C%22number%22%3A1%7D";

    #[test]
    fn a_query_string_is_a_form() {
        let filter = SearchFilter {
            text: Some("a b~".to_owned()),
            tags: texts(&["x", "y z"]),
            address: Some(address()),
            deep: Some(address()),
            quoted: texts(&["q"]),
        };
        let request = sent!(bodies_32, |client| client.search(filter));
        let expect = format!(
            "/search?text=a+b%7E&tags=x&tags=y+z&address={JSON}&deep%5Bstreet%5D=a+b&deep%5Bnumber%5D=1&quoted=%22q%22"
        );
        assert_eq!(request.target, expect);
        assert_eq!(request.header("content-length"), None);
    }

    #[test]
    fn query_expects_content() {
        let request = sent!(bodies_32, |client| client.query_empty());
        assert_eq!((request.method.as_str(), request.header("content-length")), ("QUERY", Some("0")));
    }

    /// An encoding object applies to each item (OpenAPI 3.2.0, "Encoding By Name").
    #[test]
    fn encodings_of_items() {
        let form = FormRequest {
            quoted: texts(&["x", "y"]),
            addresses: Some(vec![address(), address()]),
            whole: Some(address()),
        };
        let expect = format!("quoted=%22x%22&quoted=%22y%22&addresses={JSON}&addresses={JSON}&whole={JSON}");
        check_form(&sent!(bodies_32, |client| client.form(form)), &expect);
        let mut inner = Multipart::new();
        inner.item(None, &address());
        let form = PartsForm {
            quoted: texts(&["x", "y"]),
            addresses: Some(vec![address()]),
            matrix: Some(vec![vec![1, 2], vec![]]),
            nested: Some(vec![File::from_multipart("multipart/mixed", inner)]),
        };
        let request = sent!(bodies_32, |client| client.parts(form));
        let body = request.text();
        let inner = body.split("multipart/mixed; boundary=").nth(1).unwrap().lines().next().unwrap();
        check_parts(
            &request,
            "multipart/form-data",
            &[
                ("\"quoted\"\r\nContent-Type: application/json", "\"x\""),
                ("\"quoted\"\r\nContent-Type: application/json", "\"y\""),
                ("\"addresses\"\r\nContent-Type: application/vnd.address+json", r#"{"street":"a b","number":1}"#),
                ("\"matrix\"\r\nContent-Type: application/json", "[1,2]"),
                ("\"matrix\"\r\nContent-Type: application/json", "[]"),
                (
                    &format!("\"nested\"\r\nContent-Type: multipart/mixed; boundary={inner}"),
                    &format!(
                        "--{inner}\r\nContent-Type: application/json\r\n\r\n{{\"street\":\"a b\",\"number\":1}}\r\n--{inner}--\r\n"
                    ),
                ),
            ],
        );
    }

    #[test]
    fn parts_by_position() {
        let mut parts = Multipart::new();
        parts.item(None, &address());
        parts.item_file(Some("image/*"), File::from("x").content_type("image/png"));
        check_parts(
            &sent!(bodies_32, |client| client.mixed(parts)),
            "multipart/mixed",
            &[("Content-Type: application/json", r#"{"street":"a b","number":1}"#), ("Content-Type: image/png", "x")],
        );
    }
}
