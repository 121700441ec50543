//! A local server that replies to every request of a connection.

use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, TcpStream};

/// Starts the server in its own threads and returns its URL.
pub fn serve(
    answer: impl Fn(&str, &mut TcpStream) -> std::io::Result<()> + Clone + Send + 'static,
) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            std::thread::spawn(move || reply(stream, &answer));
        }
    });
    Ok(url)
}

/// Returns a JSON response.
pub fn json(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into()
}

fn reply(mut stream: TcpStream, answer: &impl Fn(&str, &mut TcpStream) -> std::io::Result<()>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut asked, mut line, mut length) = (String::new(), String::new(), 0);
    while reader.read_line(&mut line)? > 0 {
        if let Some(text) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = text.trim().parse().unwrap_or(0);
        }
        if line == "\r\n" {
            std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())?;
            answer(&asked, &mut stream)?;
            (asked, length) = (String::new(), 0);
        } else if asked.is_empty() {
            asked = line.clone();
        }
        line.clear();
    }
    Ok(())
}
