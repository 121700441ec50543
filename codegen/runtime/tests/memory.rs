//! Transfers a gibibyte each way in constant memory: a streamed download, and an upload from disk. This is a test binary of its own, so that
//! only these bodies determine its peak memory. It runs only where the system reports that peak.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use oasmith_runtime::http::{Builder, Call, Client, File, Multipart, Retries, Sending, call, table};

extern crate oasmith_runtime as runtime;

/// The size of each body.
const SIZE: u64 = 1 << 30;
/// The limit of the process's peak memory: enough for the client and its server, but not for the bodies.
const LIMIT: u64 = 96 << 20;

macro_rules! operation {
    ($name:ident, $method:literal, $reply:expr, $kind:ident $ty:ty) => {
        struct $name(Call);

        impl $name {
            const TABLE: table::Operation =
                table::Operation { name: stringify!($name), method: $method, successes: &[$reply], ..table::Operation::EMPTY };
        }

        call!($name => $kind $ty, (); cases std::convert::Infallible);
    };
}

const BYTES: &[table::Media] = &[table::Media::streamed("application/octet-stream")];

operation!(Download, "GET", table::Reply::new(table::Status::Exact(200), BYTES), bytes runtime::http::ByteStream);
operation!(Upload, "POST", table::Reply::json(table::Status::Exact(200)), json u64);

/// Sends a gibibyte for `GET`, and counts the bytes of `POST`.
fn serve(listener: &TcpListener) {
    for mut stream in listener.incoming().take(2).flatten() {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let first = head(&mut reader);
        if first.starts_with("GET") {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {SIZE}\r\nConnection: close\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).unwrap();
            let piece = vec![7; 1 << 16];
            (0..SIZE >> 16).for_each(|_| stream.write_all(&piece).unwrap());
        } else {
            let text = read_body(&mut reader, &first).to_string();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                text.len()
            );
            stream.write_all([head, text].concat().as_bytes()).unwrap();
        }
    }
}

/// Reads the head of a request.
fn head(reader: &mut BufReader<TcpStream>) -> String {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut head).unwrap() > 0);
    }
    head
}

/// Reads a body of the length in its head, and returns that length.
fn read_body(reader: &mut BufReader<TcpStream>, head: &str) -> u64 {
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let length: u64 = length.unwrap();
    std::io::copy(&mut reader.take(length), &mut std::io::sink()).unwrap()
}

/// Returns the peak memory of the process.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gibibyte_each_way() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || serve(&listener));
    let client = Builder::new(&[], url).retries(Retries::none()).timeout(None).build().unwrap();

    let mut stream = download(&client).await.unwrap();
    let mut length = 0;
    while let Some(piece) = stream.next().await {
        length += piece.unwrap().len() as u64;
    }
    assert_eq!(length, SIZE);

    // A sparse file, which needs no space on the disk.
    let path = std::env::temp_dir().join(format!("oasmith-upload-{}", std::process::id()));
    std::fs::File::create(&path).unwrap().set_len(SIZE).unwrap();
    let received = upload(&client, File::from_path(&path).unwrap()).await;
    std::fs::remove_file(&path).unwrap();
    assert!(received.unwrap() > SIZE);

    assert!(peak() < LIMIT, "{} MiB", peak() >> 20);
}

fn download(client: &Client) -> Sending<Download> {
    Sending::new(Call::new(&Download::TABLE).with_client(client))
}

fn upload(client: &Client, file: File) -> Sending<Upload> {
    let mut parts = Multipart::new();
    parts.file("file", None, file);
    let mut call = Call::new(&Upload::TABLE).with_client(client);
    call.multipart("multipart/form-data", parts);
    Sending::new(call)
}
