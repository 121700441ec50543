//! Tests `cargo xtask update` by scripted sessions (`tests/golden/update`) with a web site on loopback.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod session;
mod workspace;

use std::time::Duration;

use harness::server::Reply;
use session::Session;
use session::site::{Site, page, redirect};

/// The document of the site.
const SHOP: &str = "\
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /items:
    get:
      operationId: listItems
      responses:
        '200': {description: All, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
components:
  schemas:
    Item:
      type: object
      required: [name]
      properties:
        name: {type: string}
";

/// Returns the next version of the document.
fn changed() -> String {
    SHOP.replace("version: '1'", "version: '2'")
        .replace("{type: string}", "{type: integer}\n        price: {type: number}")
}

/// Begins a session with an API from a URL.
fn session(name: &str) -> (Session, Site) {
    let (mut session, site) = Session::with_site(&format!("update-{name}"));
    site.file("/openapi.yaml", SHOP, "\"one\"");
    session.run(&format!("add shop {}/openapi.yaml", site.url())).run("regen");
    (session, site)
}

/// Checks that an update to this reply fails and changes nothing. Returns the transcript.
fn check_worse(session: &mut Session, site: &Site, reply: Reply) {
    let files = ["specs/oasmith.toml", "specs/shop.yaml"];
    let before = (files.map(|file| session.workspace().read(file)), session.workspace().times());
    site.set("/openapi.yaml", reply);
    session.run("update --timeout 1");
    let after = (files.map(|file| session.workspace().read(file)), session.workspace().times());
    assert!(before == after, "the update must change nothing");
}

#[test]
fn an_api_without_a_url_is_skipped() {
    let mut session = Session::new("update-skipped");
    session.write("shop.yaml", SHOP).run("add shop shop.yaml --origin https://example.com/docs");
    session.write("store.yaml", SHOP).run("add store store.yaml");
    session.run("update").run("update --check").run("update shop").run("update nobody").check("update/skipped.txt");
}

#[test]
fn a_changed_document_is_shown_pinned_and_generated() {
    let (mut session, site) = session("changed");
    session.run("update").run("update --check");
    site.file("/openapi.yaml", &changed(), "\"two\"");
    session.run("update --check --report report.md").cat("report.md").run("regen --check");
    session.run("update shop").cat("specs/oasmith.toml").run("regen --check").run("update --report report.md");
    session.cat("report.md");
    let first = "/openapi.yaml if-none-match \"one\"";
    let expect = ["/openapi.yaml", first, first, first, first, "/openapi.yaml if-none-match \"two\""];
    assert_eq!(site.requests(), expect);
    session.check("update/changed.txt");
}

#[test]
fn a_change_that_callers_do_not_see_is_an_update_too() {
    let (mut session, site) = session("unseen");
    site.set("/openapi.yaml", page(&SHOP.replace("description: All", "description: Every item")));
    session.run("update --report report.md").cat("report.md").cat("specs/oasmith.toml").check("update/unseen.txt");
}

#[test]
fn the_same_document_with_another_etag_is_not_an_update() {
    let (mut session, site) = session("etag");
    site.file("/openapi.yaml", SHOP, "\"two\"");
    session.run("update").cat("specs/oasmith.toml");
    // Without the document, there is nothing to which the `ETag` belongs.
    site.file("/openapi.yaml", SHOP, "\"one\"");
    session.remove("specs/shop.yaml").run("update").run("update").check("update/etag.txt");
    assert_eq!(site.requests()[2], "/openapi.yaml");
}

#[test]
fn line_ends_are_not_a_change() {
    let (mut session, site) = Session::with_site("update-line-ends");
    site.set("/openapi.yaml", page(&SHOP.replace('\n', "\r\n")));
    session.run(&format!("add shop {}/openapi.yaml", site.url())).run("regen");
    // Git stores the document with other line ends.
    session.edit("specs/shop.yaml", "\r\n", "\n").run("regen --check").run("update --check");
    session.check("update/line-ends.txt");
}

#[test]
fn a_document_that_got_worse_changes_nothing() {
    let (mut session, site) = session("worse");
    check_worse(&mut session, &site, page(&SHOP.replace("type: string", "$ref: '#/nowhere'")));
    check_worse(&mut session, &site, page("<!DOCTYPE html>\n<title>Moved</title>\n"));
    check_worse(&mut session, &site, page("{\"message\": \"not here\"}"));
    check_worse(&mut session, &site, page(""));
    check_worse(&mut session, &site, page("openapi: 3.1.0\ninfo: {title: Shop, version: '2'}\npaths: {}\n"));
    check_worse(&mut session, &site, Reply::Truncate { body: SHOP.as_bytes().to_vec() });
    check_worse(&mut session, &site, Reply::empty(404));
    check_worse(&mut session, &site, Reply::empty(500));
    check_worse(&mut session, &site, redirect("/openapi.yaml"));
    check_worse(&mut session, &site, redirect("/login.html"));
    check_worse(&mut session, &site, Reply::Hang(Duration::from_secs(3)));
    session.check("update/worse.txt");
}

#[test]
fn a_document_that_was_edited_is_not_overwritten() {
    let (mut session, site) = session("edited");
    site.file("/openapi.yaml", &changed(), "\"two\"");
    session.edit("specs/shop.yaml", "name", "title").run("update").run("add shop specs/shop.yaml");
    session.cat("specs/oasmith.toml").run("update --check").check("update/edited.txt");
}

#[test]
fn other_apis_are_updated_if_one_fails() {
    let (mut session, site) = session("failing");
    site.file(
        "/store.json",
        "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"A\", \"version\": \"1\"}, \"paths\": {}}",
        "\"s\"",
    );
    session.run(&format!("add store {}/store.json", site.url())).run("regen");
    site.set("/store.json", Reply::empty(410));
    site.set("/openapi.yaml", redirect("/v2/openapi.yaml"));
    site.file("/v2/openapi.yaml", &changed(), "\"two\"");
    session.run("update --report report.md").cat("report.md").cat("specs/oasmith.toml").check("update/failing.txt");
}

#[test]
fn all_files_of_a_document_are_updated() {
    let (mut session, site) = Session::with_site("update-several");
    site.file("/api/openapi.yaml", &SHOP.replace("{type: string}", "{$ref: 'name.yaml'}"), "\"one\"");
    site.set("/api/name.yaml", page("type: string\n"));
    session.run(&format!("add shop {}/api/openapi.yaml", site.url())).run("regen").run("update");
    site.set("/api/name.yaml", page("$ref: 'text.yaml'\n"));
    site.set("/api/text.yaml", page("type: integer\n"));
    session.run("update --check").run("update").find("specs").cat("specs/oasmith.toml");
    site.set("/api/text.yaml", Reply::empty(404));
    session.run("update").check("update/several.txt");
}
