//! Bodies: JSON, forms, multipart, files, bytes.

use super::api::models::Customer;
use super::api::operations::{ConvertBody, UploadForm};
use super::client;
use super::runtime::http::{Body, File};
use super::server::{Received, Server, answer};
use super::writes::Replace;

fn server() -> Server {
    Server::start(|_, sent| match sent.target.as_str() {
        "/files" => answer(201, &[], ""),
        _ => answer(200, &[("Content-Type", "text/plain")], "ok"),
    })
}

fn customer() -> Customer {
    Customer { id: "a b&c".to_owned(), name: None }
}

#[test]
fn each_media_type_of_a_choice() {
    #[track_caller]
    fn check(body: impl Into<ConvertBody>, content_type: &str, expect: &str) {
        let server = server();
        client(&server).convert().body(body).send_blocking().unwrap();
        let sent = server.last();
        assert_eq!((sent.header("content-type"), sent.body()), (Some(content_type), expect));
        assert_eq!(sent.header("content-length"), Some(expect.len().to_string().as_str()));
    }
    check(customer(), "application/json", r#"{"id":"a b&c"}"#);
    check(ConvertBody::Form(customer()), "application/x-www-form-urlencoded", "id=a+b%26c");
    check(ConvertBody::Bytes(Body::from("raw")), "application/octet-stream", "raw");
}

#[test]
fn an_optional_body_may_be_left_out() {
    let server = server();
    client(&server).convert().send_blocking().unwrap();
    assert_eq!((server.last().header("content-type"), server.last().body.len()), (None, 0));
}

/// The body with its boundary replaced.
fn parts(sent: &Received) -> String {
    let content_type = sent.header("content-type").unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    sent.body().replace(boundary, "B")
}

#[test]
fn parts_to_the_byte() {
    let server = server();
    let file = File::from("PNG").file_name("a\"\r\nb.png");
    let form = UploadForm { note: Some("two\nlines".to_owned()), owner: Some(customer()), ..UploadForm::new(file) };
    client(&server).upload(form).send_blocking().unwrap();
    assert_eq!(
        parts(&server.last()),
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22%0D%0Ab.png\"\r\n\
         Content-Type: image/png\r\n\r\nPNG\r\n\
         --B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\ntwo\nlines\r\n\
         --B\r\nContent-Disposition: form-data; name=\"owner\"\r\nContent-Type: application/json\r\n\r\n\
         {\"id\":\"a b&c\"}\r\n--B--\r\n"
    );
}

#[test]
fn files_are_read_from_disk() {
    let path = std::env::temp_dir().join(format!("oasmith-{}.bin", std::process::id()));
    std::fs::write(&path, vec![b'x'; 200_000]).unwrap();
    let server = server();
    let file = File::from_path(&path).unwrap().content_type("application/x-own");
    client(&server).upload(UploadForm::new(file)).send_blocking().unwrap();
    std::fs::remove_file(&path).unwrap();
    let sent = server.last();
    let text = parts(&sent);
    assert!(text.contains("Content-Type: application/x-own\r\n"));
    assert_eq!(text.matches('x').count() - "x-own".matches('x').count(), 200_000);
    // The length is known, so the body is not chunked.
    assert!(sent.header("content-length").is_some());
    assert!(File::from_path("/nowhere/at/all").is_err());
}

/// Files of the system whose length is not known: a pipe, and one that the system creates while it is read.
#[cfg(target_os = "linux")]
#[test]
fn files_without_length_are_read_to_their_end() {
    let server = server();
    let pipe = std::env::temp_dir().join(format!("oasmith-pipe-{}", std::process::id()));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::write(pipe, "piped")
    });
    // Nobody has to write yet when the pipe is named.
    let file = File::from_path(&pipe).unwrap();
    client(&server).upload(UploadForm::new(file)).send_blocking().unwrap();
    writer.join().unwrap().unwrap();
    std::fs::remove_file(&pipe).unwrap();
    assert!(parts(&server.last()).contains("piped"), "{}", parts(&server.last()));
    let version = std::fs::read_to_string("/proc/version").unwrap();
    let file = File::from_path("/proc/version").unwrap();
    client(&server).upload(UploadForm::new(file)).send_blocking().unwrap();
    assert!(parts(&server.last()).contains(version.trim()), "{}", parts(&server.last()));
    let error = File::from_path(std::env::temp_dir()).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::IsADirectory);
}

/// A file that has changed its length is not sent in part.
#[test]
fn a_file_that_changes_is_an_error() {
    let server = server();
    let path = std::env::temp_dir().join(format!("oasmith-changes-{}", std::process::id()));
    for (then, reason) in [("ab", "shorter"), ("abcd", "longer")] {
        std::fs::write(&path, "abc").unwrap();
        let file = File::from_path(&path).unwrap();
        std::fs::write(&path, then).unwrap();
        let error = client(&server).upload(UploadForm::new(file)).send_blocking().unwrap_err();
        let mut text = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            text.push_str(&format!(": {cause}"));
            source = cause.source();
        }
        assert!(text.contains(reason), "{text}");
    }
    std::fs::remove_file(path).unwrap();
}

/// A file is read again for the second attempt. A reader cannot be.
#[test]
fn a_file_on_disk_is_sent_again() {
    let path = std::env::temp_dir().join(format!("oasmith-again-{}.bin", std::process::id()));
    std::fs::write(&path, "abc").unwrap();
    for (file, attempts) in [(File::from_path(&path).unwrap(), 2), (File::from_reader(&b"abc"[..]), 1)] {
        let server = Server::start(|number, _| answer(if number == 0 { 503 } else { 204 }, &[], ""));
        let outcome = Replace::with_body(&client(&server), file.into()).send_blocking();
        assert_eq!(outcome.is_ok(), attempts == 2);
        let bodies: Vec<String> = server.received().iter().map(|sent| sent.body().to_owned()).collect();
        assert_eq!(bodies, vec!["abc"; attempts]);
    }
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn content_types_cannot_be_split() {
    let file = File::from("x").content_type("a/b\r\nEvil: 1");
    let server = server();
    let error = client(&server).upload(UploadForm::new(file)).send_blocking().unwrap_err();
    assert!(error.to_string().contains("file: its content type"), "{error}");
    assert!(server.received().is_empty());
}

#[test]
fn a_file_has_its_own_headers() {
    let server = server();
    let file = File::from("x").header("X-Checksum", "7").header("Content-Language", "de");
    client(&server).upload(UploadForm::new(file)).send_blocking().unwrap();
    let sent = parts(&server.last());
    assert!(sent.contains("Content-Type: image/png\r\nX-Checksum: 7\r\nContent-Language: de\r\n\r\nx"), "{sent}");
    for (name, value) in [("X-A", "1\r\nEvil: 1"), ("X A", "1"), ("", "1")] {
        let file = File::from("x").header(name, value);
        let error = client(&server).upload(UploadForm::new(file)).send_blocking().unwrap_err();
        assert!(error.to_string().contains("file: its header"), "{error}");
    }
    assert_eq!(server.received().len(), 1);
}

/// A number that is not finite, or a value that its type cannot serialize, has no JSON form. Null in its place would clear a field.
#[test]
fn a_value_without_a_json_form_is_an_error() {
    use super::runtime::Custom;
    use super::runtime::codec::{Field, object};
    use super::runtime::http::{Call, Multipart, table};
    use std::collections::BTreeMap;

    #[derive(serde::Deserialize)]
    struct Stubborn;
    impl serde::Serialize for Stubborn {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("never"))
        }
    }

    struct Amount {
        value: Option<f64>,
        rest: BTreeMap<String, f64>,
    }
    object!(Amount { 0 "value" => value: Optional, .. 1 => rest, });
    struct Flat {
        amount: Amount,
    }
    object!(Flat { & 0 amount: Required, });

    const JSON: &[table::Parameter] = &[table::Parameter::query("q").json()];
    const OPERATION: table::Operation = table::Operation { name: "pay", parameters: JSON, ..table::Operation::EMPTY };

    #[track_caller]
    fn check(value: &dyn Field, is_sent: bool) {
        let mut calls = [Call::new(&OPERATION), Call::new(&OPERATION), Call::new(&OPERATION)];
        calls[0].json("application/json", value);
        calls[1].set(0, value);
        let mut parts = Multipart::new();
        parts.value("part", Some("application/json"), &Vec::<i64>::new());
        parts.value("value", None, value);
        calls[2].multipart("multipart/form-data", parts);
        for call in calls {
            match call.into_request("http://h") {
                Ok(_) => assert!(is_sent),
                Err(error) => assert!(!is_sent && error.reason.contains("cannot be serialized"), "{error}"),
            }
        }
    }
    let amount = |value, rest: &[(&str, f64)]| Amount {
        value,
        rest: rest.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
    };
    check(&amount(Some(1.5), &[("a", 0.0)]), true);
    check(&amount(None, &[]), true);
    check(&amount(Some(f64::NAN), &[]), false);
    check(&amount(Some(f64::INFINITY), &[]), false);
    check(&amount(Some(1.0), &[("a", f64::NEG_INFINITY)]), false);
    check(&vec![vec![f32::NAN]], false);
    check(&Flat { amount: amount(Some(f64::NAN), &[]) }, false);
    check(&vec![Custom::<Stubborn>::new(Stubborn)], false);
    check(&vec![Some(1.0), None], true);
}
