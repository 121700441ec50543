//! A call through the client beside the same request by bare reqwest, against a server of its own on loopback.

use std::future::Future;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;

use serde_json::Value;

use crate::runtime::http::{Builder, Call, Client, call, table};
use crate::{clock, derived, ours};

/// How many calls there are at once where there are many.
const MANY: usize = 32;

/// The call `GET /customers/{id}`, as the generator writes it.
struct GetCustomer(Call);

impl GetCustomer {
    const TABLE: table::Operation = table::Operation {
        name: "get_customer",
        method: "GET",
        path: "/customers/{id}",
        parameters: &[table::Parameter::path("id")],
        successes: &[table::Reply::json(table::Status::Exact(200))],
        ..table::Operation::EMPTY
    };
}

call!(GetCustomer => json ours::Customer, (); none std::convert::Infallible);

/// A call, and whether it worked.
type Work = Box<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>>>;

/// The time of a call.
pub struct Row {
    /// How many connections there were.
    pub what: &'static str,
    /// Who called.
    pub subject: &'static str,
    /// The time, in seconds.
    pub time: f64,
}

/// Measures calls that are answered with this.
pub fn measure(body: &Value) -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    let url = serve(body.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let bare = reqwest::Client::new();
    let client = Builder::new(&[], url.clone()).reqwest(bare.clone()).build()?;
    let by_reqwest: Work = Box::new(move || {
        let request = bare.get(format!("{url}/customers/cust_1"));
        Box::pin(async move {
            let Ok(response) = request.send().await else { return false };
            let Ok(body) = response.bytes().await else { return false };
            serde_json::from_slice::<derived::Customer>(&body).is_ok()
        })
    });
    let by_client: Work = Box::new(move || {
        let call = get_customer(&client);
        Box::pin(async move { call.await.is_ok() })
    });
    let subjects = [("bare reqwest", by_reqwest), ("oasmith", by_client)];
    let mut rows = Vec::new();
    for (what, calls) in [("one connection", 1), ("32 connections", MANY)] {
        let mut works: Vec<Box<dyn FnMut() + '_>> = Vec::new();
        for (name, work) in &subjects {
            if !runtime.block_on(work()) {
                return Err(format!("{name}: the call does not work").into());
            }
            let runtime = &runtime;
            works.push(Box::new(move || runtime.block_on(at_once(work, calls))));
        }
        let times = clock::medians(&mut works);
        let row = |((subject, _), time): (&(&'static str, Work), f64)| Row { what, subject, time: time / calls as f64 };
        rows.extend(subjects.iter().zip(times).map(row));
    }
    Ok(rows)
}

fn get_customer(client: &Client) -> GetCustomer {
    let mut call = Call::new(&GetCustomer::TABLE);
    call.set_text(0, "cust_1");
    GetCustomer(call).with_client(client)
}

async fn at_once(work: &Work, calls: usize) {
    let running: Vec<_> = (0..calls).map(|_| tokio::spawn(work())).collect();
    for call in running {
        // What fails was seen before anything was measured.
        let _ = call.await;
    }
}

/// A server that gives everybody the same.
fn serve(body: String) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    let answer =
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            std::thread::spawn(move || reply(stream, answer.as_bytes()));
        }
    });
    Ok(url)
}

fn reply(mut stream: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        if line == "\r\n" {
            stream.write_all(answer)?;
        }
        line.clear();
    }
    Ok(())
}
