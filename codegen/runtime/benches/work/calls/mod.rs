//! Compares a call of the client with the same handwritten call with reqwest, against a local server.

mod api;
mod by_hand;

use std::future::Future;
use std::io::Write;
use std::pin::Pin;

use serde_json::Value;

use self::api::{GetCustomer, SCHEMES, UpdateCustomer};
use self::by_hand::Api;
use crate::clock::{self, Time};
use crate::runtime::decode;
use crate::runtime::http::{Builder, Client};
use crate::{derived, ours, server};

/// The number of concurrent calls.
const MANY: usize = 32;
/// The number of rounds per figure, which is their median, and the number of batches per round.
const ROUNDS: usize = 15;
const BATCHES: usize = 15;
const TOKEN: &str = "a1b2c3d4e5f6a7b8c9d0";
const KEY: &str = "ik_a1b2c3d4e5f6";

/// Makes a call and returns whether it succeeded.
type Work = Box<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>>>;

/// An operation and the ways to call it. The first is the baseline.
type Operation = (&'static str, [(&'static str, Work); 2]);

/// The time of a call.
pub struct Row {
    /// The operation and the number of concurrent calls.
    pub what: String,
    /// The caller.
    pub subject: &'static str,
    /// The time of a call.
    pub time: Time,
}

/// Measures calls that receive this body.
pub fn measure(body: &Value) -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    clock::stay_on_one_processor();
    // The first packets of a connection affect its speed, so each round uses new connections.
    let mut rounds = (0..ROUNDS).map(|_| round(body)).collect::<Result<Vec<_>, _>>()?;
    let mut rows = rounds.pop().unwrap_or_default();
    for (place, row) in rows.iter_mut().enumerate() {
        let others = rounds.iter().filter_map(|round| Some(round.get(place)?.time));
        row.time = clock::median(&others.chain([row.time]).collect::<Vec<_>>());
    }
    Ok(rows)
}

fn round(body: &Value) -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut rows = Vec::new();
    for (operation, subjects) in operations(body)? {
        for (how, calls) in [("one connection", 1), ("32 connections", MANY)] {
            let mut works: Vec<Box<dyn FnMut() + '_>> = Vec::new();
            for (name, work) in &subjects {
                if !runtime.block_on(work()) {
                    return Err(format!("{name}: the call failed").into());
                }
                let runtime = &runtime;
                works.push(Box::new(move || runtime.block_on(at_once(work, calls))));
            }
            let times = clock::medians(&mut works, BATCHES).into_iter();
            let what = || format!("{operation}, {how}");
            rows.extend(subjects.iter().zip(times).map(|((subject, _), time)| Row {
                what: what(),
                subject,
                time: time / calls,
            }));
        }
    }
    Ok(rows)
}

/// Returns each operation, called by handwritten code and by the client.
fn operations(body: &Value) -> Result<Vec<Operation>, Box<dyn std::error::Error>> {
    let text = body.to_string();
    let answer = server::json(&text);
    let url = server::serve(move |_, stream| stream.write_all(&answer))?;
    let api = Api::new(&url, TOKEN)?;
    let client = Builder::new(SCHEMES, url).credential(0, TOKEN).user_agent("acme/1.0").build()?;
    let get = [("bare reqwest", get_by_hand(api.clone())), ("oasmith", get(client.clone()))];
    let (by_hand, ours) = (serde_json::from_str(&text)?, decode(text.as_bytes())?);
    let patch = [("bare reqwest", patch_by_hand(api, by_hand)), ("oasmith", patch(client, ours))];
    Ok(vec![("GET", get), ("PATCH", patch)])
}

fn get_by_hand(api: Api) -> Work {
    Box::new(move || {
        let api = api.clone();
        Box::pin(async move { api.get_customer("cust_1").await.is_ok() })
    })
}

fn get(client: Client) -> Work {
    Box::new(move || {
        let call = GetCustomer::new(&client, "cust_1");
        Box::pin(async move { call.await.is_ok() })
    })
}

fn patch_by_hand(api: Api, body: derived::Customer) -> Work {
    Box::new(move || {
        let (api, body) = (api.clone(), body.clone());
        Box::pin(async move { api.update_customer("cust_1", &body, KEY).await.is_ok() })
    })
}

fn patch(client: Client, body: ours::Customer) -> Work {
    Box::new(move || {
        let call = UpdateCustomer::new(&client, "cust_1", body.clone()).idempotency_key(KEY);
        Box::pin(async move { call.await.is_ok() })
    })
}

async fn at_once(work: &Work, calls: usize) {
    let running: Vec<_> = (0..calls).map(|_| tokio::spawn(work())).collect();
    for call in running {
        // Failures were already reported before the measurement.
        let _ = call.await;
    }
}
