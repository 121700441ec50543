//! Checks how the lists of Swagger 2.0 are sent and received: compiles the golden case `collection_formats`, calls a server on loopback, and
//! compares the requests with handwritten bytes. The document has a base path, but no host.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

pub use oasmith_runtime as runtime;

#[rustfmt::skip]
#[path = "../golden/clients/collection_formats/mod.rs"]
pub mod collection_formats;

use collection_formats::Client;
use collection_formats::models::CsvSsvRequest;
use collection_formats::operations::{InHeader, InPathRequired, UploadForm};
use harness::server::{Recorded, Reply, Server};

fn texts(items: &[&str]) -> Vec<String> {
    items.iter().map(|&item| item.to_owned()).collect()
}

/// Items that contain each delimiter, `%`, and characters that end a component of a URL.
fn items() -> Vec<String> {
    texts(&["a,b", "c d", "e|f", "g\th", "50%/?#&="])
}

/// Sends one call to a server and returns its request.
#[track_caller]
fn sent(reply: Reply, path: &str, send: impl FnOnce(&Client)) -> Recorded {
    let server = Server::always(reply).unwrap();
    send(&Client::builder().base_url(format!("{}{path}", server.url())).build().unwrap());
    server.last().unwrap()
}

#[track_caller]
fn check_target(expect: &str, send: impl FnOnce(&Client)) {
    assert_eq!(sent(Reply::empty(204), "", send).target, expect);
}

#[test]
fn lists_in_a_path() {
    let required = InPathRequired {
        csv: items(),
        ssv: items(),
        tsv: texts(&["a", "b"]),
        pipes: texts(&["a", "b|c"]),
        nested: vec![vec![1, 2], vec![], vec![3]],
    };
    let expect = "/v1/path/a%2Cb,c%20d,e%7Cf,g%09h,50%25%2F%3F%23%26%3D/a%2Cb%20c%20d%20e%7Cf%20g%09h%2050%25%2F%3F%23%26%3D\
                  /a%09b/a%7Cb%7Cc/1,2%7C%7C3";
    check_target(expect, |client| client.in_path(required).send_blocking().unwrap());
}

#[test]
fn lists_in_a_query() {
    let check =
        |expect: &str, set: fn(collection_formats::operations::InQuery) -> collection_formats::operations::InQuery| {
            check_target(&format!("/v1/query{expect}"), |client| set(client.in_query()).send_blocking().unwrap());
        };
    check("?default=a%2Cb,c%20d,e%7Cf,g%09h,50%25%2F%3F%23%26%3D", |call| call.default(items()));
    check("?csv=a,b", |call| call.csv(["a", "b"]));
    check("?ssv=a%20b", |call| call.ssv(["a", "b"]));
    check("?tsv=a%09b%26c", |call| call.tsv(["a", "b&c"]));
    check("?pipes=a%7Cb%2Cc", |call| call.pipes(["a", "b,c"]));
    check("?multi%5B%5D=a%2Cb&multi%5B%5D=c", |call| call.multi(["a,b", "c"]));
    check("?nested=a%09b%2Cc&nested=&nested=d", |call| call.nested([texts(&["a", "b,c"]), texts(&[]), texts(&["d"])]));
    check("?deep=true%7Cfalse%20true,false", |call| {
        call.deep([vec![vec![true, false], vec![true]], vec![vec![false]]])
    });
    check("", |call| call.csv([""; 0]).tsv([""; 0]).multi([""; 0]).nested(Vec::<Vec<String>>::new()));
    check("?tsv=", |call| call.tsv([""]));
    check("?tsv=%09", |call| call.tsv(["", ""]));
}

#[test]
fn lists_in_headers() {
    let request = sent(Reply::empty(204), "", |client| {
        let call = client.in_header().x_csv(["a", "b c"]).x_ssv(["a", "b,c"]).x_tsv(["a b", "c"]);
        let call = call.x_pipes(["a", "b,c"]).x_nested([texts(&["a", "b"]), texts(&["c"])]);
        call.send_blocking().unwrap();
    });
    let found = ["x-csv", "x-ssv", "x-tsv", "x-pipes", "x-nested"].map(|name| request.header(name).unwrap());
    assert_eq!(found, ["a,b c", "a b,c", "a b\tc", "a|b,c", "a|b,c"]);
}

/// A header has no encoding: an item that contains its delimiter would become two.
#[test]
fn items_that_would_be_split_are_refused() {
    let check = |expect: &str, set: fn(InHeader) -> InHeader| {
        let error = set(InHeader::new()).into_request("http://h").unwrap_err();
        assert_eq!(format!("{}: {}", error.subject, error.reason), expect);
    };
    let contains = "an item of the list contains the delimiter";
    check(&format!("X-Csv: {contains} `,`, which a header cannot escape"), |call| call.x_csv(["a,b", "c"]));
    check(&format!("X-Ssv: {contains} ` `, which a header cannot escape"), |call| call.x_ssv(["a b"]));
    check(&format!("X-Tsv: {contains} `\\t`, which a header cannot escape"), |call| call.x_tsv(["a\tb"]));
    check(&format!("X-Pipes: {contains} `|`, which a header cannot escape"), |call| call.x_pipes(["a|b"]));
    check(&format!("X-Nested: {contains} `,`, which a header cannot escape"), |call| call.x_nested([texts(&["a,b"])]));
    check("X-Csv: an item of the list is empty, which a header cannot express", |call| call.x_csv(["a", "", "b"]));
}

#[test]
fn lists_in_response_headers() {
    let reply = Reply::empty(204)
        .header("x-csv", "a, b|c")
        .header("x-ssv", "a b,c")
        .header("x-tsv", "a b\tc")
        .header("x-pipes", "a, b|c")
        .header("x-pipes", "d")
        .header("x-nested", "1|2,3");
    let server = Server::always(reply).unwrap();
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let headers = client.in_header().with_response().send_blocking().unwrap().typed_headers().unwrap();
    assert_eq!(headers.x_csv, Some(texts(&["a", "b|c"])));
    assert_eq!(headers.x_ssv, Some(texts(&["a", "b,c"])));
    assert_eq!(headers.x_tsv, Some(texts(&["a b", "c"])));
    assert_eq!(headers.x_pipes, Some(texts(&["a, b", "c", "d"])));
    assert_eq!(headers.x_nested, Some(vec![vec![1, 2], vec![3]]));
}

fn form() -> CsvSsvRequest {
    CsvSsvRequest {
        csv: Some(texts(&["a", "b,c"])),
        ssv: Some(texts(&["a", "b"])),
        tsv: Some(texts(&["a", "b c"])),
        pipes: Some(texts(&["a", "b"])),
        multi: Some(texts(&["a", "b,c"])),
        nested: Some(vec![texts(&["a", "b"]), texts(&["c"])]),
    }
}

#[test]
fn lists_in_forms() {
    let request = sent(Reply::empty(204), "", |client| client.in_form().body(form()).send_blocking().unwrap());
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    let expect = "csv=a,b%2Cc&ssv=a%20b&tsv=a%09b+c&pipes=a%7Cb&multi=a&multi=b%2Cc&nested=a%7Cb&nested=c";
    assert_eq!(request.text(), expect);
}

/// Compares the parts of a multipart body: name and content.
#[track_caller]
fn check_parts(request: &Recorded, expect: &[(&str, &str)]) {
    let (_, boundary) = request.header("content-type").unwrap().split_once("multipart/form-data; boundary=").unwrap();
    let mut text = String::new();
    for (name, content) in expect {
        let file = if *name == "file" { "; filename=\"file\"\r\nContent-Type: application/octet-stream" } else { "" };
        text.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n"
        ));
    }
    assert_eq!(request.text(), format!("{text}--{boundary}--\r\n"));
}

#[test]
fn lists_in_parts() {
    let request = sent(Reply::empty(204), "", |client| client.in_parts().body(form()).send_blocking().unwrap());
    let expect = [
        ("csv", "a,b,c"),
        ("ssv", "a b"),
        ("tsv", "a\tb c"),
        ("pipes", "a|b"),
        ("multi", "a"),
        ("multi", "b,c"),
        ("nested", "a|b"),
        ("nested", "c"),
    ];
    check_parts(&request, &expect);
    let upload = UploadForm {
        tsv: Some(texts(&["a", "b"])),
        multi: Some(texts(&["a", "b"])),
        ..UploadForm::new("content".to_owned().into_bytes(), vec![1, 2])
    };
    let request = sent(Reply::empty(204), "", |client| client.upload(upload).send_blocking().unwrap());
    check_parts(&request, &[("file", "content"), ("csv", "1,2"), ("tsv", "a\tb"), ("multi", "a"), ("multi", "b")]);
}

#[test]
fn the_base_path_is_appended_to_a_host() {
    for (path, expect) in
        [("", "/v1/query"), ("/", "/v1/query"), ("/v2", "/v2/query"), ("/proxy/v1/", "/proxy/v1/query")]
    {
        let request = sent(Reply::empty(204), path, |client| client.in_query().send_blocking().unwrap());
        assert_eq!(request.target, expect, "{path:?}");
    }
    let error = Client::builder().build().unwrap_err();
    assert_eq!(error.to_string(), "invalid base URL: the API declares no host; set one with `base_url`");
    let client = Client::builder().base_url("https://api.test").build().unwrap();
    assert_eq!(client.as_ref().base_url(), "https://api.test/v1");
}
