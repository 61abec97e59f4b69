//! What a record costs grows with its length and no faster, whatever it holds: counted in
//! steps and in bytes of memory asked for, not in seconds. `cargo bench --bench hostile`
//! measures the same shapes.

#[allow(dead_code)]
#[path = "../benches/hostile/shapes.rs"]
mod shapes;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::{self, Cursor};

use cberr::input::source::Source;
use cberr::input::threads;
use cberr::recognise::{FINDINGS, Finding, Recogniser, Record};
use cberr::scan::prefilter::Filter;
use cberr::scan::{Read, Scan, Sink};
use cberr::text::steps;
use shapes::{SHAPES, Shape};

thread_local! {
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

/// Counts the bytes that each thread asks for.
struct Counting;

#[allow(unsafe_code)]
// SAFETY: everything is handed on to the system's allocator as it came; counting takes
// no memory, and the counter needs no destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.set(ASKED.get() + layout.size() as u64);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Bytes of the shorter record; the longer one has four times as many.
const SHORT: usize = 12 << 10;
/// How much more the longer one may take: four times, and what is found only once.
const MORE: f64 = 4.8;
/// What no record counts as growth: steps and bytes that any text takes.
const BASE: f64 = 400_000.0;
/// Shapes that miss this still: messages that a paste holds by the hundred, and unknown
/// codes by the thousand in one scope, ask for more memory than is in proportion; the
/// unit of the last one does not follow the size of the log.
const WAITING: [&str; 8] = [
    "all-pat-prefix",
    "all-pat-prefix-lines",
    "all-pats-line",
    "all-pats-lines",
    "all-pats-cut",
    "all-pats-hole",
    "one-scope-codes",
    "chain-of-commas",
];

/// The shapes that are held to it.
fn held() -> impl Iterator<Item = &'static Shape> {
    SHAPES.iter().filter(|(name, _)| !WAITING.contains(name))
}

/// Bytes of the records that a log is made of.
const UNIT: usize = 6 << 10;
/// Most steps a byte of a record: 5 MB/s at two steps a nanosecond.
const A_BYTE: f64 = 400.0;

#[derive(Clone, Copy, Debug)]
struct Cost {
    steps: f64,
    memory: f64,
}

fn cost(work: impl FnOnce()) -> Cost {
    steps::restart();
    let before = ASKED.get();
    work();
    Cost {
        steps: steps::taken().unwrap_or_default() as f64,
        memory: (ASKED.get() - before) as f64,
    }
}

/// What is wrong with the growth from one to the other.
fn grown(name: &str, short: Cost, long: Cost, bytes: usize) -> Option<String> {
    let faster = |short: f64, long: f64| long > MORE * short + BASE;
    let wrong = faster(short.steps, long.steps)
        || faster(short.memory, long.memory)
        || long.steps > A_BYTE * bytes as f64 + BASE;
    wrong.then(|| format!("{name}: {short:?}, {long:?} for {bytes} bytes\n"))
}

/// A record of this length of the shape.
fn record(shape: &Shape, bytes: usize) -> String {
    let text = shapes::sized(bytes, || shapes::log(shape, bytes));
    String::from_utf8_lossy(&text).into_owned()
}

#[test]
fn a_record_costs_in_proportion_to_its_length() {
    let mut wrong = String::new();
    for shape in held() {
        for whole in [false, true] {
            let [short, long] = [SHORT, 4 * SHORT].map(|bytes| {
                let text = record(shape, bytes);
                let mut recogniser = Recogniser::new();
                cost(|| {
                    let findings = recogniser.recognise(&text, whole);
                    assert!(findings.len() <= FINDINGS, "{}", shape.0);
                })
            });
            let name = format!("{} {}", shape.0, if whole { "alone" } else { "in a log" });
            wrong.extend(grown(&name, short, long, 4 * SHORT));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Shows each finding, as ndjson does.
#[derive(Default)]
struct Shown(usize);

impl Sink for Shown {
    fn record(&mut self, _: Record<'_>, findings: Vec<Finding>) -> io::Result<()> {
        self.0 += findings.len();
        Ok(())
    }

    fn progress(&mut self, _: Read, _: bool) -> io::Result<bool> {
        Ok(true)
    }
}

#[test]
fn a_log_costs_in_proportion_to_its_length() {
    let mut wrong = String::new();
    for shape in held() {
        let [short, long] = [96 << 10, 384 << 10].map(|bytes| {
            let log = shapes::sized(UNIT, || shapes::log(shape, bytes));
            let mut source = Source::direct(Box::new(Cursor::new(log)));
            let scan = Scan::new(Some(Filter::new()), 32 << 10, 1, threads::spawn);
            cost(|| {
                scan.run(&mut source, &mut Shown::default())
                    .expect("memory is read");
            })
        });
        wrong.extend(grown(shape.0, short, long, 384 << 10));
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
