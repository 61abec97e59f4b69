//! `cberr parse`: files or stdin, one record or a whole log.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};

use super::context::Context;
use crate::cli::args::ParseArgs;
use crate::diagnostics::{Outcome, hints};
use crate::input::interrupt;
use crate::input::progress::Progress;
use crate::input::source::{self, Event, Source};
use crate::recognise::{Finding, Recogniser, Record};
use crate::render::Format;
use crate::render::{self};
use crate::report::{Explained, Explainer, Input, Report};
use crate::scan::prefilter::Filter;
use crate::scan::records::Records;
use crate::scan::{CHUNK, Failed, Scan, Sink};
use crate::summary::condition::Condition;
use crate::summary::found::Found;
use crate::summary::occurrence::{Advisor, Occurrence};
use crate::summary::tally::Tally;
use crate::text::{lang, shown, time};

/// Input up to this size is read at once and every record of it recognised.
const SMALL: usize = 64 << 10;
/// Input of at most so many lines with one error is answered with its full page.
const FEW_LINES: u64 = 40;
/// Files from this size on are worked on by two threads, as is what has no size.
const LARGE: u64 = 4 << 20;

/// Finds and explains the errors in the files, or in stdin.
pub fn run(context: &mut Context<'_>, args: &ParseArgs) -> Result<Outcome> {
    let lang = context.lang;
    let conditions = match Condition::read_all(&args.fail_on, lang) {
        Ok(conditions) => conditions,
        Err(text) => {
            context.complain(&text);
            return Ok(Outcome::Usage);
        }
    };
    for doubt in conditions.iter().filter_map(|c| c.doubt(lang)) {
        context.complain(&doubt);
    }
    let mut log = Log {
        context,
        tally: Tally::default(),
        input: Input::default(),
        before: (0, 0),
        small: None,
        certain: None,
        blank: true,
        advisor: Advisor::default(),
        file: None,
        stop: interrupt::flag(),
        progress: Progress::default(),
    };
    let unread = log.read_all(args)?;
    let interrupted = log.stop.load(Ordering::Relaxed);
    let blank = log.blank && !unread && !interrupted;
    if log.input.bytes == 0 && unread {
        return Ok(Outcome::Io);
    }
    if blank {
        log.context.complain(
            lang.pick(
                "the input is empty; expected an error body, a message or a log, for example: curl -s \"$URL\" | cberr parse",
                "输入为空；应为报错响应体、报错原文或日志，例如：curl -s \"$URL\" | cberr parse",
            ),
        );
        return Ok(Outcome::NotFound);
    }
    log.input.interrupted = interrupted;
    log.context.look.extent = args.detail.extent();
    let (known, failed) = log.answer(&conditions)?;
    Ok(if interrupted {
        Outcome::Interrupted
    } else if unread {
        Outcome::Io
    } else if failed {
        Outcome::FailOn
    } else {
        Outcome::of_known(known)
    })
}

/// The name of a file as it may be shown: whoever named it may be a stranger.
fn name(path: &Path) -> String {
    shown(&path.to_string_lossy()).into_owned()
}

/// What the records of all inputs come to.
struct Log<'c, 'o> {
    context: &'c mut Context<'o>,
    tally: Tally,
    input: Input,
    /// Lines and bytes of the inputs before.
    before: (u64, u64),
    /// The findings of a small input, in case a full page can be made of them.
    small: Option<Small>,
    /// What is certain, where a paste says more: conditions go by that alone.
    certain: Option<Tally>,
    /// Nothing but blanks so far.
    blank: bool,
    advisor: Advisor,
    file: Option<String>,
    stop: Arc<AtomicBool>,
    progress: Progress,
}

/// A small input that is the only one.
struct Small {
    /// It is one record.
    whole: bool,
    /// Its text, where it is short and nothing was found in it.
    missed: Option<String>,
}

impl Log<'_, '_> {
    /// Reads every input; one that cannot be read is told of and passed over.
    /// Whether there was such a one.
    fn read_all(&mut self, args: &ParseArgs) -> Result<bool> {
        let stdin = [Path::new("-").to_owned()];
        let files = if args.files.is_empty() {
            &stdin[..]
        } else {
            &args.files
        };
        if let [path] = files {
            let named = path.as_os_str() != "-";
            self.input.name = named.then(|| name(path));
        }
        let mut unread = false;
        for path in files {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            match self.read(path, files.len() == 1) {
                Ok(()) => {}
                Err(Failed::Sink(error)) => return Err(error.into()),
                Err(Failed::Reading(error)) => {
                    self.progress.clear();
                    unread = true;
                    let name = if path.as_os_str() == "-" {
                        self.context.lang.pick("stdin", "标准输入").to_owned()
                    } else {
                        path.display().to_string()
                    };
                    let error: Result<()> = Err(error).context(name);
                    if let Err(error) = error {
                        self.context
                            .complain(&lang::describe(&error, self.context.lang));
                    }
                }
            }
        }
        self.progress.clear();
        Ok(unread)
    }

    /// Reads one input.
    fn read(&mut self, path: &Path, only: bool) -> Result<(), Failed> {
        let stdin = path.as_os_str() == "-";
        let (reader, size) = if stdin {
            (source::stdin(&self.stop), None)
        } else {
            source::open(path).map_err(Failed::Reading)?
        };
        if !only {
            self.input.files.push(name(path));
        }
        self.file = (!stdin).then(|| name(path));
        self.tally.input(self.file.clone());
        self.before = (self.input.lines, self.input.bytes);
        if !stdin {
            self.progress.file(size);
        }
        // A program that follows a log is answered whenever the log pauses, and a
        // terminal must not keep Ctrl-C waiting: a thread reads.
        let prompt = stdin && self.context.format == Format::Ndjson;
        let mut source = if prompt || (stdin && io::stdin().is_terminal()) {
            Source::piped(source::decoded_later(reader), CHUNK)
        } else {
            Source::direct(source::decoded(reader).map_err(Failed::Reading)?)
        };
        // Most of what is pasted fits into a page of memory.
        let mut head = vec![0; 4096];
        let mut len = 0;
        while len <= SMALL {
            if len == head.len() {
                head.resize((len * 4).min(SMALL + 1), 0);
            }
            let (n, event) = source.fill(&mut head[len..]);
            len += n;
            let stopped = self.stop.load(Ordering::Relaxed);
            match event {
                Ok(Event::End) => return self.small(&head[..len], only),
                Err(error) => {
                    self.small(&head[..len], only)?;
                    return Err(Failed::Reading(error));
                }
                _ if stopped => return self.small(&head[..len], only),
                Ok(Event::Slow | Event::Idle) if prompt && len > 0 => break,
                _ => {}
            }
        }
        head.truncate(len);
        source.put_back(head);
        if stdin && !prompt {
            source = source.with_thread(CHUNK);
        }
        self.scan(source, size)
    }

    /// Reads a large input, or one that comes bit by bit.
    fn scan(&mut self, mut source: Source, size: Option<u64>) -> Result<(), Failed> {
        self.blank = false;
        let two = size.is_none_or(|size| size >= LARGE)
            && std::thread::available_parallelism().is_ok_and(|n| n.get() > 1);
        let scan = Scan::new(Some(Filter::new()), CHUNK, two);
        scan.run(&mut source, self).map(|_| ())
    }

    /// Takes a small input record by record.
    fn small(&mut self, bytes: &[u8], only: bool) -> Result<(), Failed> {
        let records: Vec<Record<'_>> = Records::of(bytes)
            .filter(|record| !record.bytes.trim_ascii().is_empty())
            .collect();
        let whole = only && records.len() == 1;
        let lines = memchr::memchr_iter(b'\n', bytes).count() as u64;
        let open = bytes.last().is_some_and(|b| *b != b'\n');
        let lines = lines + u64::from(open);
        let paste = whole && lines <= FEW_LINES;
        self.blank &= records.is_empty();
        let mut recogniser = Recogniser::new();
        let mut found = false;
        let first = records.first().copied();
        for record in records {
            let text = String::from_utf8_lossy(record.bytes);
            let findings = recogniser.recognise(&text, paste);
            if !findings.is_empty() {
                found = true;
                self.record(record, findings).map_err(Failed::Sink)?;
            }
        }
        let short = only && !found && lines <= FEW_LINES;
        let mut missed = short.then(|| String::from_utf8_lossy(bytes).trim().to_owned());
        let again = missed.as_deref().filter(|_| !whole);
        let pasted = match first.zip(again) {
            Some((first, text)) => self.paste(first, text, &mut recogniser)?,
            None => false,
        };
        if pasted {
            missed = None;
        }
        let whole = whole || pasted;
        self.small = only.then_some(Small { whole, missed });
        let read = crate::scan::Read {
            lines,
            bytes: bytes.len() as u64,
        };
        self.progress(read, true).map(|_| ()).map_err(Failed::Sink)
    }

    /// A short input without any finding is read once more as one record: what was
    /// pasted may have lost the indentation that held it together. Whether it holds
    /// an error then.
    fn paste(
        &mut self,
        first: Record<'_>,
        text: &str,
        recogniser: &mut Recogniser,
    ) -> Result<bool, Failed> {
        let mut findings = recogniser.recognise(text, true);
        if findings.is_empty() {
            return Ok(false);
        }
        // A log does not read its records as one.
        findings.iter_mut().for_each(|f| f.likely = true);
        let bytes = text.as_bytes();
        let record = Record { bytes, ..first };
        self.record(record, findings).map_err(Failed::Sink)?;
        Ok(true)
    }

    /// Writes the answer: one record in full, or the summary of a log. Whether
    /// anything known was found, and whether a condition is fulfilled.
    fn answer(self, conditions: &[Condition]) -> io::Result<(bool, bool)> {
        let Self {
            context,
            tally,
            mut input,
            small,
            certain,
            ..
        } = self;
        let lang = context.lang;
        let few = input.lines <= FEW_LINES && tally.records == 1;
        let more = tally.more;
        input.records = Some(tally.records);
        let kinds = tally.kinds(Explainer::new(lang));
        let fulfilled = match certain {
            Some(certain) => certain.kinds(Explainer::new(lang)).fulfil(conditions),
            None => kinds.fulfil(conditions),
        };
        let verdict = (kinds.known(), fulfilled);
        let whole = small.as_ref().is_some_and(|small| small.whole);
        let one_record = (whole || small.is_some() && few) && !input.interrupted;
        input.kind = if one_record { "text" } else { "log" }.into();
        let missed = small.and_then(|small| small.missed);
        // That nothing was found is said by the summary, whatever was read.
        if one_record && !kinds.is_empty() {
            let mut results: Vec<_> = kinds.explained().collect();
            if whole {
                results.iter_mut().for_each(Explained::alone);
            }
            let report = Report::of(lang, input, results, more);
            render::write_record(&mut context.out, &report, context.format, context.look)?;
        } else {
            let report = Report::of(lang, input, Found::Kinds(Box::new(kinds)), more);
            render::write_summary(&mut context.out, &report, context.format, context.look)?;
        }
        if let Some(text) = missed.filter(|_| context.format == Format::Text) {
            context.out.flush()?;
            hints::say(&text, lang);
        }
        Ok(verdict)
    }
}

impl Sink for Log<'_, '_> {
    fn record(&mut self, record: Record<'_>, findings: Vec<Finding>) -> io::Result<()> {
        let time = time::find(record.bytes);
        if findings.iter().any(|f| f.likely) {
            let certain: Vec<_> = findings.iter().filter(|f| !f.likely).cloned().collect();
            let tally = self.certain.insert(Tally::default());
            tally.input(self.file.clone());
            tally.record(record, &certain, time);
        }
        if self.context.format == Format::Ndjson {
            for finding in &findings {
                let advice = self.advisor.of(finding);
                let occurrence =
                    Occurrence::new(finding, advice, record, self.file.as_deref(), time);
                occurrence.write(&mut self.context.out)?;
            }
        }
        self.tally.record(record, &findings, time);
        Ok(())
    }

    fn progress(&mut self, read: crate::scan::Read, pause: bool) -> io::Result<bool> {
        self.input.lines = self.before.0 + read.lines;
        self.input.bytes = self.before.1 + read.bytes;
        if self.context.format == Format::Ndjson && pause {
            self.context.out.flush()?;
        }
        self.progress.update(read.bytes, self.tally.records);
        Ok(!self.stop.load(Ordering::Relaxed))
    }
}
