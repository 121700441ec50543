//! Bounds of work. CPU time is compared with the CPU time that `serde_json` needs to parse a text, so the speed of the machine and the flags
//! of the compiler hardly matter.

use std::sync::LazyLock;

use cpu_time::ProcessTime;

/// The CPU time, in seconds, that `serde_json` needs for a byte.
static UNIT: LazyLock<f64> = LazyLock::new(|| {
    let text = format!("[{}0]", r#"{"name":"a text","numbers":[1,2.5,-3e2],"flag":true,"none":null},"#.repeat(500));
    let parse = || serde_json::from_str::<serde_json::Value>(&text).map(drop);
    let shortest = (0..5).map(|_| seconds(&mut || assert!(parse().is_ok()))).fold(f64::INFINITY, f64::min);
    shortest / text.len() as f64
});

/// Bytes that are added to the size of each input: an empty input takes some work, too.
const CONSTANT: usize = 2_000;

fn seconds(f: &mut dyn FnMut()) -> f64 {
    let start = ProcessTime::now();
    f();
    start.elapsed().as_secs_f64()
}

/// Calls a function, and checks that it takes at most `ratio` times the time that `serde_json` takes for a text of this size. A function
/// that takes longer is called twice more, and the shortest time counts.
#[track_caller]
pub fn bounded(size: usize, ratio: f64, mut f: impl FnMut()) {
    let limit = *UNIT * ratio * (size + CONSTANT) as f64;
    let mut shortest = seconds(&mut f);
    for _ in 0..2 {
        if shortest > limit {
            shortest = shortest.min(seconds(&mut f));
        }
    }
    let times = shortest / limit * ratio;
    assert!(
        shortest <= limit,
        "{size} bytes took {shortest:.3} s: {times:.0} times the time of a JSON parser, which is more than {ratio}"
    );
}
