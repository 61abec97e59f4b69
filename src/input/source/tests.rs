use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read};
use std::thread::sleep;

use super::{Bytes, Event, Rest, Source, fill};
use crate::input::raw::PAUSE;

/// What a reader does, one read after the other.
#[derive(Clone, Copy)]
enum Does {
    Gives(&'static [u8]),
    Fails(ErrorKind),
    /// Says nothing for longer than a pause, then this.
    Waits(&'static [u8]),
}
use Does::{Fails, Gives, Waits};

struct Script(VecDeque<Does>);

fn script(all: &[Does]) -> Script {
    Script(all.iter().copied().collect())
}

impl Read for Script {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let bytes = match self.0.pop_front() {
            None => return Ok(0),
            Some(Fails(kind)) => return Err(kind.into()),
            Some(Waits(bytes)) => {
                sleep(PAUSE + PAUSE / 2);
                bytes
            }
            Some(Gives(bytes)) => bytes,
        };
        let n = bytes.len().min(buf.len());
        buf[..n].copy_from_slice(&bytes[..n]);
        if n < bytes.len() {
            self.0.push_front(Gives(&bytes[n..]));
        }
        Ok(n)
    }
}

fn told((n, event): (usize, io::Result<Event>)) -> (usize, Result<Event, ErrorKind>) {
    (n, event.map_err(|error| error.kind()))
}

#[test]
fn room_is_filled_until_a_pause_an_end_or_an_error() {
    let broken = ErrorKind::BrokenPipe;
    for (does, prompt, seen) in [
        (&[Gives(b"abcdef")][..], false, (4, Ok(Event::Data))),
        (&[Gives(b"a"), Gives(b"bcd")], false, (4, Ok(Event::Data))),
        (
            &[Gives(b"a"), Gives(b"b"), Gives(b"cd")],
            true,
            (4, Ok(Event::Data)),
        ),
        (&[Gives(b"ab")], false, (2, Ok(Event::End))),
        (&[Gives(b"ab")], true, (2, Ok(Event::End))),
        (&[], false, (0, Ok(Event::End))),
        (
            &[Fails(ErrorKind::Interrupted), Gives(b"abcd")],
            false,
            (4, Ok(Event::Data)),
        ),
        (
            &[Gives(b"ab"), Fails(ErrorKind::WouldBlock)],
            false,
            (2, Ok(Event::Idle)),
        ),
        (&[Gives(b"abc"), Fails(broken)], false, (3, Err(broken))),
        (
            &[Gives(b"a"), Waits(b"b"), Gives(b"c")],
            true,
            (2, Ok(Event::Slow)),
        ),
        (
            &[Gives(b"a"), Waits(b"b"), Gives(b"c")],
            false,
            (3, Ok(Event::End)),
        ),
    ] {
        let mut reader = script(does);
        assert_eq!(told(fill(&mut reader, &mut [0; 4], prompt)), seen);
    }
}

#[test]
fn a_head_has_its_bytes_without_the_mark() {
    let more = b"0123456789".repeat(2000).leak();
    for (does, most, len, skipped, rest) in [
        (&[Gives(b"abc")][..], 10, 3, 0, Some(Rest::Nothing)),
        (&[Gives(b"abc")], 3, 3, 0, Some(Rest::Nothing)),
        (&[Gives(b"abc")], 2, 3, 0, Some(Rest::More)),
        (&[Gives(b"\xef\xbb\xbfabc")], 10, 3, 3, Some(Rest::Nothing)),
        (&[Gives(b"\xef\xbbabc")], 10, 5, 0, Some(Rest::Nothing)),
        (
            &[Gives(b"abc"), Fails(ErrorKind::BrokenPipe)],
            10,
            3,
            0,
            None,
        ),
        (&[Gives(more)], 9000, 9001, 0, Some(Rest::More)),
        (&[Gives(more)], 20_000, 20_000, 0, Some(Rest::Nothing)),
        (&[Gives(more)], 19_999, 20_000, 0, Some(Rest::More)),
    ] {
        let mut source = Source::direct(Box::new(script(does)));
        let head = source.head(most);
        assert_eq!((head.bytes.len(), source.skipped), (len, skipped));
        assert_eq!(head.rest.ok(), rest);
    }
}

#[test]
fn the_head_of_what_is_still_written_ends_where_it_pauses() {
    let mut source = Source::direct(Box::new(script(&[Gives(b"ab"), Waits(b"cd"), Gives(b"e")])));
    source.prompt = true;
    let head = source.head(100);
    assert_eq!(head.bytes, b"abcd");
    assert_eq!(head.rest.expect("no error"), Rest::More);
    // A pause within a mark is none.
    let mut source = Source::direct(Box::new(script(&[
        Gives(b"\xef"),
        Waits(b"\xbb"),
        Gives(b"\xbf"),
    ])));
    source.prompt = true;
    assert_eq!(source.head(100).rest.expect("no error"), Rest::Nothing);
    assert_eq!(source.skipped, 3);
}

/// All that a source brings, with so much room at a time.
fn all(source: &mut Source, room: usize) -> (Vec<u8>, Option<ErrorKind>) {
    let (mut bytes, mut room) = (Vec::new(), vec![0; room]);
    for _ in 0..10_000 {
        let (n, event) = source.fill(&mut room);
        bytes.extend_from_slice(&room[..n]);
        match event {
            Ok(Event::End) => return (bytes, None),
            Ok(_) => {}
            Err(error) => return (bytes, Some(error.kind())),
        }
    }
    panic!("it never ends");
}

fn threaded(does: &[Does], chunk: usize) -> Source {
    let mut source = Source::direct(Box::new(script(does)));
    source.way.chunk = chunk;
    source.with_thread()
}

#[test]
fn a_thread_brings_the_same_bytes() {
    let text = (0..=255u8).cycle().take(5000).collect::<Vec<u8>>().leak();
    for chunk in [1, 7, 4096, 10_000] {
        for room in [3, 100, 6000] {
            let does = [Gives(text), Fails(ErrorKind::Interrupted), Gives(b"end")];
            let mut source = threaded(&does, chunk);
            assert!(matches!(source.bytes, Bytes::Piped(_)));
            assert_eq!(all(&mut source, room), ([&text[..], b"end"].concat(), None));
            let mut plain = Source::direct(Box::new(script(&does)));
            assert_eq!(all(&mut plain, room), ([&text[..], b"end"].concat(), None));
        }
    }
    let mut source = threaded(&[Gives(b"abc"), Fails(ErrorKind::BrokenPipe)], 10);
    assert_eq!(
        all(&mut source, 2),
        (b"abc".to_vec(), Some(ErrorKind::BrokenPipe))
    );
    // It waits for more, and says so.
    let mut source = threaded(&[Gives(b"ab"), Waits(b"c")], 10);
    let room = &mut [0; 10];
    let seen = told(source.fill(room));
    assert!(
        matches!(seen, (2, Ok(Event::Idle | Event::Slow))),
        "{seen:?}"
    );
}

#[test]
fn without_a_thread_it_is_read_here() {
    let mut source = Source::direct(Box::new(script(&[Gives(b"abc")])));
    source.way.spawn = |_| Err(ErrorKind::OutOfMemory.into());
    let mut source = source.with_thread();
    assert!(matches!(source.bytes, Bytes::Direct(_)));
    assert_eq!(all(&mut source, 2), (b"abc".to_vec(), None));
    // A thread that ends in the middle is an error, and no end.
    let mut source = Source::direct(Box::new(script(&[Gives(b"abc")])));
    source.way.spawn = |work| {
        drop(work);
        Ok(())
    };
    let mut source = source.with_thread();
    assert_eq!(all(&mut source, 2), (Vec::new(), Some(ErrorKind::Other)));
    // What is told as it comes has its thread already, or none.
    let mut source = Source::direct(Box::new(script(&[])));
    source.prompt = true;
    assert!(matches!(source.with_thread().bytes, Bytes::Direct(_)));
}

#[test]
fn what_is_put_back_comes_once_more() {
    for piped in [false, true] {
        let does = [Gives(b"abcdefgh"), Gives(b"ij")];
        let mut source = match piped {
            true => threaded(&does, 100),
            false => Source::direct(Box::new(script(&does))),
        };
        let room = &mut [0; 3];
        assert_eq!(told(source.fill(room)), (3, Ok(Event::Data)));
        source.put_back(b"xyabc".to_vec());
        assert_eq!(all(&mut source, 4), (b"xyabcdefghij".to_vec(), None));
    }
}
