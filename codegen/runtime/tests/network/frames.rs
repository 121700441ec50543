//! An HTTP/2 server that sends chosen frames (RFC 9113), for events that a well-behaved server library does not cause.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

pub const NO_ERROR: u32 = 0;
pub const INTERNAL_ERROR: u32 = 2;
pub const REFUSED_STREAM: u32 = 7;
pub const ENHANCE_YOUR_CALM: u32 = 11;

/// What the server does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Sends the headers of a JSON response.
    Head,
    /// Sends a part of the body, the last one or not.
    Part(&'static str, bool),
    /// Ends the stream with this error code.
    Reset(u32),
    /// Announces that streams after this one are not processed, and why.
    GoAway { last: u32, code: u32 },
    /// Closes the connection.
    Close,
}

/// A complete response.
pub fn page() -> Vec<Reply> {
    vec![Reply::Head, Reply::Part(super::PAGE, true)]
}

/// The server, without TLS.
pub struct FrameServer {
    address: SocketAddr,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    connections: AtomicUsize,
    requests: AtomicUsize,
}

impl FrameServer {
    /// Replies to each request by its number.
    pub fn start(script: impl Fn(usize) -> Vec<Reply> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, counts) = (listener.local_addr().unwrap(), Arc::<Counts>::default());
        let (shared, script) = (counts.clone(), Arc::new(script));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (counts, script) = (shared.clone(), script.clone());
                counts.connections.fetch_add(1, Ordering::SeqCst);
                // Ends with an error if the client closes the connection.
                std::thread::spawn(move || serve(stream, &counts, script.as_ref()).ok());
            }
        });
        Self { address, counts }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::SeqCst)
    }

    pub fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: TcpStream, counts: &Counts, script: &dyn Fn(usize) -> Vec<Reply>) -> std::io::Result<()> {
    stream.read_exact(&mut [0; 24])?; // the preface
    send(&mut stream, SETTINGS, 0, 0, &[])?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let [a, b, c, kind, flags, rest @ ..] = head;
        stream.read_exact(&mut vec![0; u32::from_be_bytes([0, a, b, c]) as usize])?;
        let id = u32::from_be_bytes(rest);
        match kind {
            SETTINGS if flags == 0 => send(&mut stream, SETTINGS, 1, 0, &[])?,
            HEADERS | DATA if flags & END_STREAM != 0 => {
                for reply in script(counts.requests.fetch_add(1, Ordering::SeqCst)) {
                    match reply {
                        // `:status: 200` and `content-type: application/json` (RFC 7541, 6.1 and 6.2.2).
                        Reply::Head => {
                            send(&mut stream, HEADERS, END_HEADERS, id, b"\x88\x0F\x10\x10application/json")?;
                        }
                        Reply::Part(text, is_last) => {
                            send(&mut stream, DATA, if is_last { END_STREAM } else { 0 }, id, text.as_bytes())?;
                        }
                        Reply::Reset(code) => send(&mut stream, RST_STREAM, 0, id, &code.to_be_bytes())?,
                        Reply::GoAway { last, code } => {
                            send(&mut stream, GOAWAY, 0, 0, &[last.to_be_bytes(), code.to_be_bytes()].concat())?;
                        }
                        // Only this direction: closing both would discard what the client has not read.
                        Reply::Close => stream.shutdown(Shutdown::Write)?,
                    }
                }
            }
            _ => {}
        }
    }
}

fn send(stream: &mut TcpStream, kind: u8, flags: u8, id: u32, payload: &[u8]) -> std::io::Result<()> {
    let [_, length @ ..] = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let frame = [&length[..], &[kind, flags], &id.to_be_bytes(), payload].concat();
    stream.write_all(&frame)
}
