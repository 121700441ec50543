//! Tests `cargo xtask add` by scripted sessions (`tests/golden/add`).

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod session;
mod workspace;

use std::process::Command;
use std::time::Duration;

use harness::server::Reply;
use session::Session;
use session::site::{Site, page, redirect};
use workspace::SPEC;

/// A document whose `Order` is in another file.
fn several() -> String {
    format!("{SPEC}    Order: {{$ref: '../schemas/order.yaml'}}\n")
}

const ORDER: &str = "\
type: object
properties:
  price: {$ref: 'money.yaml#/Price'}
  item: {$ref: '../v1/openapi.yaml#/components/schemas/Item'}
";
const MONEY: &str = "Price: {type: number}\n";

/// Writes a document of three files to a folder.
fn write_several(session: &mut Session, folder: &str) {
    session.write(&format!("{folder}/v1/openapi.yaml"), &several());
    session.write(&format!("{folder}/schemas/order.yaml"), ORDER).write(&format!("{folder}/schemas/money.yaml"), MONEY);
}

#[test]
fn names_that_cannot_be_modules_or_features_are_refused() {
    let mut session = Session::new("add-names");
    session.write("shop.yaml", SPEC);
    for name in ["type", "gen", "std", "reqwest", "runtime", "mock", "default", "lib", "con", "Shop", "my-shop", "2nd"]
    {
        session.run(&format!("add {name} shop.yaml"));
    }
    assert!(!session.workspace().path("specs/oasmith.toml").exists());
    session.check("add/names.txt");
}

#[test]
fn files_that_are_not_openapi_documents_are_refused() {
    let mut session = Session::new("add-refused");
    session.write("page.html", "<!DOCTYPE html>\n<html></html>\n").run("add shop page.html");
    session.write("config.yaml", "version: 2\n").run("add shop config.yaml");
    session.write("events.yaml", "asyncapi: 3.0.0\n").run("add shop events.yaml");
    session.write("empty.yaml", "").run("add shop empty.yaml");
    session.write("broken.json", "{\"openapi\": \"3.1.0\",").run("add shop broken.json");
    session.write("errors.yaml", &SPEC.replace("type: string", "$ref: '#/nowhere'")).run("add shop errors.yaml");
    session.run("add shop missing.yaml").run("add shop specs").run("add shop");
    session.find("specs").check("add/refused.txt");
}

#[test]
fn a_document_is_not_overwritten_unasked() {
    let mut session = Session::new("add-replace");
    session
        .write("shop.yaml", SPEC)
        .run("add shop shop.yaml --origin https://example.com/docs")
        .run("add shop shop.yaml");
    session.edit("shop.yaml", "name", "title").run("add shop shop.yaml").run("add shop shop.yaml --replace");
    session.cat("specs/oasmith.toml").run("regen");
    session.write("specs/store.yaml", "mine: true\n").run("add store shop.yaml").cat("specs/store.yaml");
    session.remove("specs/store.yaml").run("add store shop.yaml").run("add shop specs/store.yaml");
    session.check("add/replace.txt");
}

#[test]
fn a_document_in_specs_stays_there() {
    let mut session = Session::new("add-in-place");
    session.write("specs/shop.yaml", SPEC).run("add shop specs/shop.yaml");
    session.edit("specs/shop.yaml", "name", "title").run("regen").run("add shop specs/shop.yaml").run("regen");
    session.edit("specs/shop.yaml", "type: string", "type: strin").run("add shop specs/shop.yaml");
    session.find("specs").cat("specs/oasmith.toml").check("add/in-place.txt");
}

#[test]
fn all_files_of_a_document_are_copied_and_pinned() {
    let mut session = Session::new("add-several");
    write_several(&mut session, "vendor");
    session.run("add shop vendor/v1/openapi.yaml").find("specs").cat("specs/oasmith.toml").run("regen");
    session.edit("specs/shop/schemas/money.yaml", "number", "string").run("regen --check");
    session.edit("specs/shop/schemas/order.yaml", "price", "cost").run("regen");
    session.run("add shop specs/shop/v1/openapi.yaml").run("regen");
    session.run("add shop vendor/v1/openapi.yaml").run("add shop vendor/v1/openapi.yaml --replace");
    session.write("shop.yaml", SPEC).run("add shop shop.yaml --replace").find("specs").cat("specs/oasmith.toml");
    session.check("add/several.txt");
}

#[test]
fn a_document_reads_only_files_below_its_root() {
    let mut session = Session::new("add-root");
    write_several(&mut session, "vendor");
    // The path is absolute and the folder of the user is not above it, as for a document in `~/Downloads`.
    let outside = session.workspace().path("").with_extension("outside");
    let _ = std::fs::remove_dir_all(&outside);
    std::fs::rename(session.workspace().path("vendor"), &outside).unwrap();
    let shown = outside.to_string_lossy().into_owned();
    session.replace("/workspace.outside", "/downloads");
    session.run(&format!("add shop {shown}/v1/openapi.yaml"));
    session.run(&format!("add shop {shown}/v1/openapi.yaml --ref-root {shown}")).find("specs");
    let absolute = session.workspace().path("api").to_string_lossy().into_owned();
    session.write("api/a.yaml", &several().replace("../schemas", &absolute));
    session.write("api/order.yaml", "type: string\n").run("add absolute api/a.yaml");
    session.write("specs/other.yaml", &several()).write("schemas/order.yaml", "type: string\n");
    session.run("add other specs/other.yaml").check("add/root.txt");
    std::fs::remove_dir_all(&outside).unwrap();
}

#[test]
fn a_document_comes_from_the_standard_input() {
    let mut session = Session::new("add-stdin");
    session.write("openapi.txt", SPEC).run_with("add shop -", "openapi.txt").find("specs");
    session.write(
        "openapi.json",
        "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"A\", \"version\": \"1\"}, \"paths\": {}}",
    );
    session.run_with("add store -", "openapi.json").find("specs");
    session.write("bad.txt", "openapi: 4.0.0\n").run_with("add bad -", "bad.txt").check("add/stdin.txt");
}

#[test]
fn an_overlay_can_correct_a_document() {
    let mut session = Session::new("add-overlay");
    session.write("shop.yaml", &SPEC.replace("{type: string}", "{$ref: '#/nowhere'}")).run("add shop shop.yaml");
    let overlay = "overlay: 1.0.0\ninfo: {title: Fix, version: '1'}\nactions:\n- target: $.components.schemas.Item.properties.name\n  \
                   remove: true\n- target: $.components.schemas.Item.properties\n  update: {name: {type: string}}\n";
    session.write("shop.overlay.yaml", overlay).run("add shop shop.yaml --overlay shop.overlay.yaml");
    session.find("specs").cat("specs/oasmith.toml").run("regen").run("add shop shop.yaml").check("add/overlay.txt");
}

#[test]
fn a_document_comes_from_a_url() {
    let (mut session, site) = Session::with_site("add-url");
    let url = site.url();
    site.set("/latest", redirect("/v1/openapi.yaml"));
    site.file("/v1/openapi.yaml", SPEC, "\"one\"");
    session.run(&format!("add shop {url}/latest")).find("specs").cat("specs/oasmith.toml").run("regen");
    site.file("/api/v1/openapi.yaml", &several(), "\"two\"");
    site.set("/api/schemas/order.yaml", page(ORDER));
    site.set("/api/schemas/money.yaml", page(MONEY));
    session.run(&format!("add several {url}/api/v1/openapi.yaml")).find("specs").cat("specs/oasmith.toml").run("regen");
    session.run(&format!("add shop {url}/latest")).edit("specs/shop.yaml", "name", "title");
    session.run(&format!("add shop {url}/latest")).run(&format!("add shop {url}/latest --replace")).run("regen");
    let shop = ["/latest", "/v1/openapi.yaml"];
    let several = ["/api/v1/openapi.yaml", "/api/schemas/order.yaml", "/api/schemas/money.yaml"];
    assert_eq!(site.requests(), [&shop[..], &several, &shop, &shop, &shop].concat());
    assert!(site.last().header("user-agent").unwrap().starts_with("oasmith/"));
    session.check("add/url.txt");
}

#[test]
fn failures_of_a_url_are_explained() {
    let (mut session, site) = Session::with_site("add-url-failures");
    let url = site.url();
    site.set("/page", page("<!DOCTYPE html>\n<html></html>\n"));
    site.set("/empty", page(""));
    site.set("/private", Reply::empty(401));
    site.set("/failing", Reply::empty(503));
    site.set("/loop", redirect("/loop"));
    site.set("/local", redirect("file:///etc/hosts"));
    site.set("/slow", Reply::Hang(Duration::from_secs(5)));
    site.set("/closed", Reply::Close);
    site.set("/cut", Reply::Truncate { body: SPEC.as_bytes().to_vec() });
    site.set("/huge", Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n".to_vec()));
    site.set("/errors.yaml", page(&SPEC.replace("type: string", "$ref: 'other.yaml'")));
    for path in
        ["page", "empty", "missing", "private", "failing", "loop", "local", "closed", "cut", "huge", "errors.yaml"]
    {
        session.run(&format!("add shop {url}/{path}"));
    }
    session.run(&format!("add shop {url}/slow --timeout 0.3")).run(&format!("add shop {url}/slow --timeout never"));
    session.run("add shop https://me:secret@example.com/openapi.yaml").run("add shop https:/example.com");
    session.find("specs").check("add/url-failures.txt");
}

#[test]
fn a_missing_curl_is_explained() {
    let session = Session::new("add-curl");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["add", "shop", "http://127.0.0.1:1/openapi.yaml"])
        .current_dir(session.workspace().path(""))
        .env("PATH", "")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("`curl` was not found") && text.contains("pass the file instead of the URL"), "{text}");
}

#[test]
fn a_document_from_a_url_reads_only_its_own_server() {
    let (mut session, site) = Session::with_site("add-url-root");
    let other = Site::new();
    session.replace(site.url().trim_start_matches("http://"), "example.com");
    session.replace(other.url().trim_start_matches("http://"), "other.example");
    let host = other.url().trim_start_matches("http://").to_owned();
    for (number, reference) in
        [format!("../../{host}/a.yaml"), "/etc/hosts".to_owned(), ".git/config".to_owned(), "a%5C..%5Cb".to_owned()]
            .iter()
            .enumerate()
    {
        site.set(&format!("/{number}.yaml"), page(&SPEC.replace("type: string", &format!("$ref: '{reference}'"))));
        session.run(&format!("add shop {}/{number}.yaml", site.url()));
    }
    assert_eq!(site.requests(), ["/0.yaml", "/1.yaml", "/2.yaml", "/3.yaml"]);
    assert!(other.requests().is_empty());
    session.find("specs").check("add/url-root.txt");
}
