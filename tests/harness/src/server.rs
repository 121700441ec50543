//! A small HTTP/1.1 server on loopback for tests. It records each request and sends replies, including faulty ones.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A recorded request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The method.
    pub method: String,
    /// The path and query, as encoded by the client.
    pub target: String,
    /// The headers in order, with lowercase names.
    pub headers: Vec<(String, String)>,
    /// The body, without chunk framing.
    pub body: Vec<u8>,
}

impl Recorded {
    /// Returns the first header with this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// The reply of the server to a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Sends a response.
    Respond {
        /// The status.
        status: u16,
        /// Additional headers. The server adds `content-length`.
        headers: Vec<(String, String)>,
        /// The body.
        body: Vec<u8>,
    },
    /// Closes the connection without a response.
    Close,
    /// Waits for this time, then closes the connection.
    Hang(Duration),
    /// Announces more bytes than it sends, then closes the connection.
    Truncate {
        /// The bytes to send.
        body: Vec<u8>,
    },
    /// Sends arbitrary bytes, which may not be HTTP.
    Raw(Vec<u8>),
}

impl Reply {
    /// Creates a JSON response.
    #[must_use]
    pub fn json(status: u16, body: &str) -> Self {
        Reply::Respond { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
            .header("content-type", "application/json")
    }

    /// Creates a response without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Reply::Respond { status, headers: Vec::new(), body: Vec::new() }
    }

    /// Adds a header to a response.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Reply::Respond { headers, .. } = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }
}

/// The server. It stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

/// Returns the reply to a request. The number is that of the requests before it.
type Respond = dyn Fn(usize, &Recorded) -> Reply + Send + Sync;

struct Shared {
    recorded: Mutex<Vec<Recorded>>,
    respond: Box<Respond>,
    stopped: AtomicBool,
}

impl Server {
    /// Starts a server whose replies depend on the request and on the number of requests before it.
    ///
    /// # Errors
    /// If no loopback port is available.
    pub fn start(respond: impl Fn(usize, &Recorded) -> Reply + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let stopped = AtomicBool::new(false);
        let shared = Arc::new(Shared { recorded: Mutex::new(Vec::new()), respond: Box::new(respond), stopped });
        let accepting = Arc::clone(&shared);
        let listener = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if accepting.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let serving = Arc::clone(&accepting);
                thread::spawn(move || serve(&serving, stream));
            }
        });
        Ok(Self { address, shared, listener: Some(listener) })
    }

    /// Starts a server that always sends the same reply.
    ///
    /// # Errors
    /// If no loopback port is available.
    pub fn always(reply: Reply) -> io::Result<Self> {
        Self::start(move |_, _| reply.clone())
    }

    /// Starts a server that sends the replies in order and repeats the last one.
    ///
    /// # Errors
    /// If no loopback port is available.
    pub fn sequence(replies: Vec<Reply>) -> io::Result<Self> {
        Self::start(move |index, _| replies.get(index).or(replies.last()).cloned().unwrap_or(Reply::Close))
    }

    /// Returns the base URL without a trailing slash.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns all requests so far.
    #[must_use]
    pub fn recorded(&self) -> Vec<Recorded> {
        self.shared.locked().clone()
    }

    /// Returns the last request, or `None` if there were no requests.
    #[must_use]
    pub fn last(&self) -> Option<Recorded> {
        self.shared.locked().last().cloned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the listener, which then stops.
        let _ = TcpStream::connect(self.address);
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

impl Shared {
    fn locked(&self) -> MutexGuard<'_, Vec<Recorded>> {
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn serve(shared: &Shared, stream: TcpStream) {
    let Ok(request) = read_request(&stream) else { return };
    let index = {
        let mut recorded = shared.locked();
        recorded.push(request.clone());
        recorded.len() - 1
    };
    let reply = (shared.respond)(index, &request);
    // Some tests close the connection before the reply.
    let _ = write_reply(stream, reply);
}

fn read_request(stream: &TcpStream) -> io::Result<Recorded> {
    let mut reader = BufReader::new(stream);
    let first = read_line(&mut reader)?;
    let mut parts = first.split(' ').map(str::to_owned);
    let (method, target) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if method.is_empty() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut headers = Vec::new();
    loop {
        let line = read_line(&mut reader)?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut request = Recorded { method, target, headers, body: Vec::new() };
    if request.header("transfer-encoding") == Some("chunked") {
        request.body = read_chunks(&mut reader)?;
    } else if let Some(length) = request.header("content-length").and_then(|text| text.parse().ok()) {
        request.body = vec![0; length];
        reader.read_exact(&mut request.body)?;
    }
    Ok(request)
}

fn read_chunks(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = read_line(reader)?;
        let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let start = body.len();
        body.resize(start + size, 0);
        reader.read_exact(&mut body[start..])?;
        read_line(reader)?;
        if size == 0 {
            return Ok(body);
        }
    }
}

fn read_line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned())
}

fn write_reply(mut stream: TcpStream, reply: Reply) -> io::Result<()> {
    match reply {
        Reply::Respond { status, headers, body } => {
            let mut head = format!("HTTP/1.1 {status} status\r\nconnection: close\r\n");
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            if status != 204 && status != 304 {
                head.push_str(&format!("content-length: {}\r\n", body.len()));
            }
            stream.write_all(format!("{head}\r\n").as_bytes())?;
            stream.write_all(&body)
        }
        Reply::Close => Ok(()),
        Reply::Hang(time) => {
            thread::sleep(time);
            Ok(())
        }
        Reply::Truncate { body } => {
            let announced = body.len() + 100;
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {announced}\r\n\r\n");
            stream.write_all(head.as_bytes())?;
            stream.write_all(&body)
        }
        Reply::Raw(bytes) => stream.write_all(&bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(server: &Server, request: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    }

    #[test]
    fn requests_are_recorded_and_get_replies() {
        let server = Server::always(Reply::json(200, "{}")).unwrap();
        let response = exchange(&server, "PATCH /a%2Fb?x=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
        assert!(response.ends_with("content-type: application/json\r\ncontent-length: 2\r\n\r\n{}"), "{response}");
        let recorded = server.last().unwrap();
        assert_eq!((recorded.method.as_str(), recorded.target.as_str()), ("PATCH", "/a%2Fb?x=1"));
        assert_eq!((recorded.header("host"), recorded.text().as_str()), (Some("x"), "hi"));
    }

    #[test]
    fn chunked_bodies_are_joined() {
        let server = Server::sequence(vec![Reply::empty(204)]).unwrap();
        exchange(&server, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
        assert_eq!(server.last().unwrap().text(), "abc");
    }

    #[test]
    fn faults_are_simulated() {
        let server = Server::sequence(vec![Reply::Close, Reply::Raw(b"nonsense".to_vec())]).unwrap();
        assert_eq!(exchange(&server, "GET / HTTP/1.1\r\n\r\n"), "");
        assert_eq!(exchange(&server, "GET / HTTP/1.1\r\n\r\n"), "nonsense");
    }
}
