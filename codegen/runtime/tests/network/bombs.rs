//! Compressed bodies that are much larger than they look, cut, damaged or compressed twice. They are written by hand from the
//! specifications, as repeats of one byte.

use super::api::client::Client;
use super::runtime::http::{Error, Retries, TransportErrorKind};
use super::server::{Server, Step};
use super::{builder, transport};

/// The limit of a body in memory.
const LIMIT: usize = 1_000_000;

/// The size of each bomb. The part of the gzip bomb that is sent has only a part of it.
const SIZE: u64 = 10_000_000_000;

/// Writes bits, the lowest of each number first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    count: usize,
}

impl Bits {
    fn push(&mut self, value: u32, length: u32) {
        for index in 0..length {
            if self.count.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let bit = (value >> index & 1) as u8;
            *self.bytes.last_mut().unwrap() |= bit << (self.count % 8);
            self.count += 1;
        }
    }
}

/// The start of a gzip member (RFC 1952) with one block of fixed codes (RFC 1951, 3.2.6): a zero, and copies of 258 more at distance 1. It
/// has no end.
fn gzip_bomb(sent: usize) -> Vec<u8> {
    let mut bits = Bits { bytes: vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255], count: 80 };
    bits.push(0b011, 3);
    bits.push(0b0000_1100, 8); // the literal 0 is 00110000, written from its highest bit
    while bits.bytes.len() < sent {
        bits.push(0b1010_0011, 8); // the length 258 is 11000101
        bits.push(0, 5); // the distance 1
    }
    bits.bytes
}

/// Meta-blocks of 16 MiB (RFC 7932, 9.2), each with one command: a zero, and a copy of the rest at distance 1. All codes have one symbol.
fn brotli_bomb(size: u64) -> Vec<u8> {
    const LENGTH: u32 = 1 << 24;
    let mut bits = Bits::default();
    bits.push(0, 1); // a window of 64 KiB
    for _ in 0..size / u64::from(LENGTH) {
        bits.push(0, 1); // not the last one
        bits.push(2, 2); // a length of six digits
        bits.push(LENGTH - 1, 24);
        bits.push(0, 1 + 3 + 6 + 2 + 2); // compressed, one type of each block, no postfix, context mode 0, one tree of each kind
        for (symbol, length) in [(0, 8), (384 | 1 << 3 | 7, 10), (16, 6)] {
            bits.push(1, 4); // a simple code of one symbol
            bits.push(symbol, length);
        }
        bits.push(LENGTH - 1 - 2118, 24); // the length of the copy
        bits.push(0, 1); // the distance
    }
    bits.push(3, 2); // the last one, empty
    bits.bytes
}

/// A frame (RFC 8878, 3.1.1) of blocks that repeat a zero 128 KiB times.
fn zstd_bomb(size: u64) -> Vec<u8> {
    const LENGTH: u32 = 1 << 17;
    let mut bytes = vec![0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38];
    let count = size / u64::from(LENGTH);
    for index in 0..count {
        let header = LENGTH << 3 | 1 << 1 | u32::from(index == count - 1);
        bytes.extend_from_slice(&header.to_le_bytes()[..3]);
        bytes.push(0);
    }
    bytes
}

fn bombs() -> [(&'static str, Vec<u8>); 3] {
    [("gzip", gzip_bomb(200_000)), ("br", brotli_bomb(SIZE)), ("zstd", zstd_bomb(SIZE))]
}

fn serve(status: u16, media: &'static str, encoding: &'static str, body: Vec<u8>) -> Server {
    Server::start(move |_, sent| {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status} Status\r\nContent-Type: {media}\r\nContent-Encoding: {encoding}\r\nContent-Length: {length}\r\n\r\n"
        );
        let body = if sent.method == "HEAD" { &[] } else { body.as_slice() };
        vec![Step::Send([head.as_bytes(), body].concat())]
    })
}

fn client(server: &Server) -> Client {
    builder(&server.url()).body_limit(LIMIT).retries(Retries::none()).transport(transport()).build().unwrap()
}

#[track_caller]
fn check_kind<T: std::fmt::Debug, E: std::fmt::Debug>(
    case: &str,
    outcome: Result<T, Error<E>>,
    expected: TransportErrorKind,
) {
    let error = outcome.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind == expected), "{case}: {error:?}");
}

/// The variable that makes this test run the bombs, in a process of its own.
const CHILD: &str = "BOMBS_TEST";

/// Memory belongs to whole processes, so this test starts itself.
#[test]
fn bombs_are_limited_after_decompression() {
    if std::env::var(CHILD).is_err() {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        let output = child.args(["--exact", "bombs::bombs_are_limited_after_decompression"]).env(CHILD, "1").output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        return;
    }
    for (encoding, bomb) in bombs() {
        // A documented response, of which no part is useful.
        let server = serve(200, "application/json", encoding, bomb.clone());
        check_kind(encoding, client(&server).list_customers().send_blocking(), TransportErrorKind::TooLarge);
        // An error response, which is cut.
        let server = serve(500, "application/json", encoding, bomb.clone());
        let error = client(&server).list_customers().send_blocking().unwrap_err();
        let response = error.response().unwrap();
        assert!(response.is_truncated() && response.body.len() == 64 * 1024, "{encoding}: {error:?}");
        // A stream, which the program reads in parts, or into memory.
        let server = serve(200, "application/octet-stream", encoding, bomb);
        let mut stream = client(&server).download("a").send_blocking().unwrap().blocking();
        let mut start = vec![1; 8 * LIMIT];
        std::io::Read::read_exact(&mut stream, &mut start).unwrap();
        assert!(start.iter().all(|byte| *byte == 0), "{encoding}");
        drop(start);
        let stream = client(&server).download("a").send_blocking().unwrap();
        check_kind(encoding, stream.bytes_blocking().map_err(Error::<()>::from), TransportErrorKind::TooLarge);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    // The buffer above, and the bombs.
    assert!(peak.is_none_or(|kibibytes: usize| kibibytes < 100_000), "{peak:?} KiB");
}

/// Stored data of each encoding, and how much of it is an incomplete body.
fn stored(text: &str) -> [(&'static str, Vec<u8>); 3] {
    let length = u8::try_from(text.len()).unwrap();
    let brotli = ((u32::from(length) - 1) << 4) | (1 << 20);
    let (text, size) = (text.as_bytes(), [length, 0]);
    let gzip = [&[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1][..], &size, &size.map(|byte| !byte), text].concat();
    let gzip = [&gzip[..], &crc(text).to_le_bytes(), &u32::from(length).to_le_bytes()].concat();
    [
        ("gzip", gzip),
        ("br", [&brotli.to_le_bytes()[..3], text, &[3]].concat()),
        ("zstd", [&[0x28, 0xB5, 0x2F, 0xFD, 0x20, length, (length << 3) | 1, 0, 0], text].concat()),
    ]
}

fn crc(text: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !text.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

#[test]
fn bodies_that_are_cut_or_damaged() {
    for (encoding, whole) in stored(r#"{"data":[]}"#) {
        let server = serve(200, "application/json", encoding, whole.clone());
        assert_eq!(client(&server).list_customers().send_blocking().unwrap().data, [], "{encoding}");
        for length in 1..whole.len() {
            let server = serve(200, "application/json", encoding, whole[..length].to_vec());
            let outcome = client(&server).list_customers().send_blocking();
            check_kind(&format!("{encoding} {length}"), outcome, TransportErrorKind::ResponseBody);
        }
        let mut damaged = whole;
        damaged[0] ^= 0xFF;
        let server = serve(200, "application/json", encoding, damaged);
        check_kind(encoding, client(&server).list_customers().send_blocking(), TransportErrorKind::ResponseBody);
    }
}

/// An empty body is not compressed, whatever its headers say.
#[test]
fn empty_bodies() {
    for encoding in ["gzip", "br", "zstd"] {
        let server = serve(200, "application/json", encoding, Vec::new());
        client(&server).check("a").send_blocking().unwrap();
        let server = serve(500, "application/json", encoding, Vec::new());
        let error = client(&server).list_customers().send_blocking().unwrap_err();
        assert_eq!(error.status().unwrap(), 500, "{encoding}");
    }
}

/// The client does not decode what it did not ask for. The error says so, because the body itself does not.
#[test]
fn other_encodings() {
    let [(_, inner), ..] = stored(r#"{"data":[]}"#);
    for encoding in ["gzip, gzip", "gzip, identity", "compress"] {
        let server = serve(200, "application/json", encoding, inner.clone());
        let error = client(&server).list_customers().send_blocking().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "the response to `list_customers` does not match the API's documentation: expected JSON, found other text; \
                 the response was 200 OK (application/json), content encoding `{encoding}`, 34 bytes"
            )
        );
    }
    let server = serve(200, "application/json", "identity", br#"{"data":[]}"#.to_vec());
    client(&server).list_customers().send_blocking().unwrap();
}
