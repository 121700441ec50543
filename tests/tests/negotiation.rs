//! Calls that ask for one of several media types, over HTTP: compiles the golden case `negotiation`.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports")]

pub use oasmith_runtime as runtime;

#[rustfmt::skip]
#[path = "../golden/clients/negotiation/mod.rs"]
pub mod negotiation;

use harness::server::{Reply, Server};
use negotiation::Client;
use negotiation::models::Game;
use negotiation::operations::{ExportGame, ExportGameError, ExportGameOutput, GetStateOutput};
use runtime::http::{self, Error};

const PGN: (&str, &str) = ("application/x-chess-pgn", "1. e4 e5");
const LINES: (&str, &str) = ("application/x-ndjson", "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
const JSON: (&str, &str) = ("application/json", r#"{"id":"a","moves":2}"#);
const EVENTS: (&str, &str) = ("text/event-stream", "data: {\"id\":\"a\"}\n\n");

fn game(id: &str) -> Game {
    Game { id: id.to_owned(), moves: None }
}

/// Returns a server that always sends this response, and its client.
fn start(status: u16, (content_type, body): (&str, &str)) -> (Server, Client) {
    let reply = Reply::Respond { status, headers: Vec::new(), body: body.as_bytes().to_vec() };
    let reply = if content_type.is_empty() { reply } else { reply.header("content-type", content_type) };
    let server = Server::always(reply).unwrap();
    let client = Client::builder().base_url(server.url()).build().unwrap();
    (server, client)
}

fn accept(server: &Server) -> String {
    let request = server.last().unwrap();
    request.headers.iter().filter(|(name, _)| name == "accept").map(|(_, value)| value.as_str()).collect()
}

#[tokio::test]
async fn a_call_asks_for_all_media_types_and_prefers_typed_ones() {
    let (server, client) = start(200, PGN);
    let ExportGameOutput::OkChessPgn(pgn) = client.export_game("g").await.unwrap() else { panic!() };
    assert_eq!(pgn.bytes().await.unwrap(), PGN.1);
    assert_eq!(
        accept(&server),
        "application/json, application/problem+json, application/x-ndjson;q=0.9, application/x-chess-pgn;q=0.7"
    );
    let (server, client) = start(200, ("application/pdf", "%PDF"));
    assert_eq!(client.print_board().await.unwrap().bytes().await.unwrap(), "%PDF");
    assert_eq!(accept(&server), "application/pdf, application/json;q=0.5");
    let (server, client) = start(200, ("", ""));
    client.check_card("c").await.unwrap();
    assert_eq!(accept(&server), "*/*");
}

#[tokio::test]
async fn a_call_asks_for_one_media_type() {
    let (server, client) = start(200, PGN);
    let pgn = client.export_game("g").clocks(true).accept_chess_pgn().await.unwrap();
    assert_eq!(pgn.bytes().await.unwrap(), PGN.1);
    assert_eq!(accept(&server), PGN.0);
    assert_eq!(server.last().unwrap().target, "/games/g?clocks=true");

    let (server, client) = start(200, LINES);
    let mut games = client.export_game("g").accept_ndjson().send().await.unwrap();
    assert_eq!(games.next().await.unwrap().unwrap(), game("a"));
    assert_eq!(games.next().await.unwrap().unwrap(), game("b"));
    assert_eq!(accept(&server), LINES.0);

    let (server, client) = start(200, JSON);
    assert_eq!(client.export_game("g").accept_application_json().await.unwrap().moves, Some(2));
    assert_eq!(accept(&server), JSON.0);

    let (server, client) = start(200, EVENTS);
    let mut events = client.watch_moves().accept_event_stream().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, game("a"));
    assert_eq!(accept(&server), EVENTS.0);
}

#[test]
fn a_call_that_blocks_asks_for_one_media_type() {
    let (server, client) = start(200, ("application/jose", "ey.J.9"));
    assert_eq!(client.get_card("c").accept_jose().send_blocking().unwrap(), "ey.J.9");
    assert_eq!(accept(&server), "application/jose");
    let (server, client) = start(200, LINES);
    let games: Vec<Game> =
        client.export_game("g").accept_ndjson().send_blocking().unwrap().blocking().map(Result::unwrap).collect();
    assert_eq!(games, [game("a"), game("b")]);
    assert_eq!(accept(&server), LINES.0);
    // A custom type.
    let (_server, client) = start(200, ("application/json; version=2", r#"["::1"]"#));
    let addresses = client.get_readme().accept_json_version_2().send_blocking().unwrap();
    assert_eq!(addresses, [std::net::IpAddr::from(std::net::Ipv6Addr::LOCALHOST)]);
}

#[tokio::test]
async fn the_whole_response_has_typed_headers() {
    let reply = Reply::Respond { status: 200, headers: Vec::new(), body: vec![1, 2] };
    let reply = reply.header("content-type", "application/octet-stream").header("eth-consensus-version", "deneb");
    let server = Server::always(reply).unwrap();
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let response = client.get_state("head").accept_octet_stream().with_response().await.unwrap();
    assert_eq!(response.typed_headers().unwrap().eth_consensus_version.as_str(), "deneb");
    assert_eq!(response.value.bytes().await.unwrap(), [1, 2].as_slice());
    let GetStateOutput::OkBytes(_) = client.get_state("head").await.unwrap() else { panic!() };
}

/// The example in the README.
#[tokio::test]
async fn a_state_is_json_or_ssz() {
    async fn example(client: &Client) -> Result<http::Bytes, negotiation::Error> {
        let state = client.get_state("head").accept_json().await?;
        let mut ssz = client.get_state("head").accept_octet_stream().await?;
        assert_eq!(state.data, game("a"));
        Ok(ssz.next().await.unwrap()?)
    }
    let json = Reply::json(200, r#"{"data":{"id":"a"}}"#);
    let ssz = Reply::Respond { status: 200, headers: Vec::new(), body: vec![1, 2] };
    let ssz = ssz.header("content-type", "application/octet-stream");
    let server = Server::sequence(vec![json, ssz]).unwrap();
    let client = Client::builder().base_url(server.url()).build().unwrap();
    assert_eq!(example(&client).await.unwrap(), [1, 2].as_slice());
}

#[tokio::test]
async fn another_media_type_is_an_error() {
    let (_server, client) = start(200, JSON);
    let error = client.export_game("g").accept_chess_pgn().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`export_game` asked for `application/x-chess-pgn`, but the response was 200 OK (application/json), 20 bytes"
    );
    let Error::UnexpectedMediaType(unexpected) = &error else { panic!("{error:?}") };
    assert_eq!((unexpected.accepted, unexpected.response.content_type()), (PGN.0, JSON.0));
    assert_eq!(error.body::<Game>().unwrap().moves, Some(2));
    // The error of the API holds it, too.
    let error = negotiation::Error::from(error);
    assert_eq!(error.response().unwrap().body, JSON.1);

    // Another format of the same class, a format that the document does not list, another status, and no body.
    for (status, response) in [(200, LINES), (200, ("text/html", "<p>")), (202, JSON), (204, ("", ""))] {
        let (_server, client) = start(status, response);
        let error = client.get_card("c").accept_jose().await.unwrap_err();
        assert!(matches!(error, Error::UnexpectedMediaType(_)), "{error:?}");
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.response().unwrap().body, response.1);
    }
}

#[tokio::test]
async fn error_responses_are_decoded_as_without_the_choice() {
    let (_server, client) = start(404, ("application/problem+json", r#"{"detail":"none"}"#));
    let error = client.export_game("g").accept_chess_pgn().await.unwrap_err();
    assert!(matches!(error.api(), Some(ExportGameError::NotFound(problem)) if problem.detail == "none"));
    let (_server, client) = start(418, ("text/plain", "tea"));
    let error = client.export_game("g").accept_chess_pgn().await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedStatus(_)), "{error:?}");
    let (_server, client) = start(200, ("application/json", "{"));
    let error = client.get_state("head").accept_json().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}

#[tokio::test]
async fn spellings_of_the_media_type_are_accepted() {
    let text = ("", r#""text""#);
    // Without a content type; the general name instead of a vendor's; with parameters.
    for content_type in ["", "application/json", "application/vnd.github.raw+json; charset=utf-8"] {
        let (_server, client) = start(200, (content_type, text.1));
        assert_eq!(client.get_readme().accept_github_raw_json().await.unwrap(), "text", "{content_type}");
    }
    // A vendor's name that the document lists is another media type. One that it does not list is JSON.
    let (_server, client) = start(200, ("application/vnd.github.raw+json", JSON.1));
    let error = client.get_readme().accept_json().await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedMediaType(_)), "{error:?}");
    let (_server, client) = start(200, ("application/hal+json", JSON.1));
    assert_eq!(client.get_readme().accept_json().await.unwrap().moves, Some(2));
    // Any image is in the range.
    let (server, client) = start(200, ("image/png", "png"));
    let image = client.draw_board().accept_image().header("Accept", "image/png").await.unwrap();
    assert_eq!(image.bytes().await.unwrap(), "png");
    assert_eq!(accept(&server), "image/png");
}

#[tokio::test]
async fn the_header_of_the_caller_wins() {
    let (server, client) = start(200, PGN);
    let output = client.export_game("g").header("Accept", PGN.0).await.unwrap();
    assert!(matches!(output, ExportGameOutput::OkChessPgn(_)));
    assert_eq!(accept(&server), PGN.0);
    let (server, client) = start(200, ("application/vnd.docker.raw-stream", "x"));
    client.read_logs().accept_docker_raw_stream().header("Accept", "*/*").await.unwrap();
    assert_eq!(accept(&server), "*/*");
}

#[test]
fn requests_and_responses_need_no_client() {
    let request = ExportGame::new("g").accept_ndjson().into_request("https://h").unwrap();
    assert_eq!(request.headers()["accept"], LINES.0);
    type AsJson = http::Accepting<ExportGame, http::Json<Game>, 2>;
    let decode = |(content_type, body): (&str, &str)| {
        let response = http::HttpResponse::builder().header("content-type", content_type);
        AsJson::decode(response.body(body.to_owned().into()).unwrap())
    };
    assert_eq!(decode(JSON).unwrap().moves, Some(2));
    let error = decode(PGN).unwrap_err();
    assert!(matches!(error, Error::UnexpectedMediaType(_)), "{error:?}");
}

#[tokio::test]
async fn mocks_respond_in_the_media_type_of_the_call() {
    let mock = negotiation::mock();
    let client = Client::builder().transport(mock.clone()).build().unwrap();
    let call = || client.export_game("g");
    mock.expect(call().accept_application_json()).returns(game("a"));
    assert_eq!(call().accept_application_json().await.unwrap(), game("a"));
    mock.expect(call().accept_chess_pgn()).returns(http::ByteStream::new(http::Body::from(PGN.1)));
    assert_eq!(call().accept_chess_pgn().await.unwrap().bytes().await.unwrap(), PGN.1);
    mock.expect(call().accept_chess_pgn())
        .fails(ExportGameError::NotFound(negotiation::models::Problem { detail: "no".into() }));
    assert!(call().accept_chess_pgn().await.unwrap_err().api().is_some());
    mock.expect(client.get_state("s").accept_json()).returns_example();
    client.get_state("s").accept_json().await.unwrap();
    mock.verify().unwrap();

    // The media type that a call asks for is a part of the expectation.
    mock.expect(call().accept_chess_pgn()).returns(http::ByteStream::new(http::Body::from(PGN.1)));
    assert!(matches!(call().accept_ndjson().await, Err(Error::Transport(_))));
    // Only JSON has examples.
    mock.expect(call().accept_ndjson()).returns_example();
    let problems = mock.verify().unwrap_err().to_string();
    assert!(problems.contains("`export_game` (GET /games/g): its headers differs from the expectation"), "{problems}");
    assert!(problems.contains("`export_game` has no example in `application/x-ndjson`"), "{problems}");
}

#[tokio::test]
async fn a_stream_that_reconnects_asks_for_the_same_media_type() {
    let (server, client) = start(200, EVENTS);
    let mut events = client.watch_moves().accept_event_stream().await.unwrap();
    events = events.reconnecting(http::Retries::default()).unwrap();
    for _ in 0..2 {
        assert_eq!(events.next().await.unwrap().unwrap().data, game("a"));
    }
    let accepted: Vec<String> =
        server.recorded().iter().map(|request| request.header("accept").unwrap().to_owned()).collect();
    assert_eq!(accepted, [EVENTS.0, EVENTS.0]);
}

#[test]
fn a_call_shows_no_values() {
    let call = ExportGame::new("secret").accept_ndjson();
    let shown = format!("{call:?}");
    assert!(shown.starts_with("Accepting(") && !shown.contains("secret"), "{shown}");
}
