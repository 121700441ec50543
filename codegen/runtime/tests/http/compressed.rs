//! Compressed bodies. They are written by hand, from blocks that are stored or repeated: no compressor is needed.

use super::Client;
use super::runtime::http::{Error, TransportErrorKind};
use super::server::{Server, Step};

const PAGE: &[u8] = br#"{"data":[{"id":"a"}]}"#;

fn serve(encoding: &'static str, body: Vec<u8>) -> Server {
    Server::start(move |_, _| {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\nContent-Length: {length}\r\n\r\n"
        );
        vec![Step::Send([head.as_bytes(), &body].concat())]
    })
}

fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url()).bearer_auth("t").body_limit(1_000_000).build().unwrap()
}

#[track_caller]
fn check(encoding: &'static str, body: Vec<u8>) {
    let server = serve(encoding, body);
    let page = client(&server).list_customers().send_blocking().unwrap();
    assert_eq!(page.data[0].id, "a");
    assert!(server.last().header("accept-encoding").unwrap().contains(encoding));
}

#[test]
fn gzip() {
    check("gzip", gzip_of(PAGE));
}

#[test]
fn brotli() {
    // One block that is stored, and an empty last one (RFC 7932, 9.2).
    let header = (((PAGE.len() - 1) << 4) | (1 << 20)).to_le_bytes();
    check("br", [&header[..3], PAGE, &[3]].concat());
}

#[test]
fn zstd() {
    // A frame of one block that is stored (RFC 8878, 3.1.1).
    let length = u8::try_from(PAGE.len()).unwrap();
    check("zstd", [&[0x28, 0xB5, 0x2F, 0xFD, 0x20, length, (length << 3) | 1, 0, 0], PAGE].concat());
}

#[test]
fn what_is_held_in_memory_is_limited_after_decompression() {
    // 800 blocks of a repeated byte: 100 MB in 3 kB.
    let mut bomb = vec![0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38];
    for last in (0..800).map(|index| u32::from(index == 799)) {
        let header = ((128 * 1024) << 3) | (1 << 1) | last;
        bomb.extend_from_slice(&header.to_le_bytes()[..3]);
        bomb.push(b' ');
    }
    let server = serve("zstd", bomb);
    let error = client(&server).list_customers().send_blocking().unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind == TransportErrorKind::TooLarge), "{error:?}");
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_body_that_is_not_what_its_encoding_says_is_told() {
    let server = serve("gzip", b"no gzip at all".to_vec());
    let retries = super::Retries::none();
    let error = client(&server).list_customers().retries(retries).send_blocking().unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind == TransportErrorKind::ResponseBody), "{error:?}");
}

/// A member of one block that is stored (RFC 1951 and 1952).
fn gzip_of(text: &[u8]) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap();
    let mut out = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend(text);
    out.extend(crc(text).to_le_bytes());
    out.extend(u32::from(length).to_le_bytes());
    out
}

fn crc(text: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !text.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}
