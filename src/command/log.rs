//! Reading inputs for what errors they hold: one record or a whole log. `parse` does
//! it with its files, `explain` where stdin holds more than what anybody pastes.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

use super::context::Context;
use crate::diagnostics::{Outcome, hints};
use crate::input;
use crate::input::progress::Progress;
use crate::input::source::{Head, Rest, Source, Way};
use crate::input::threads;
use crate::recognise::tokens::{DEEPEST, KEPT};
use crate::recognise::{Beyond, FINDINGS, Finding, Recogniser, Record};
use crate::render::occurrence::Occurrences;
use crate::render::{self, Extent, Format};
use crate::report::{Explained, Explainer, Input};
use crate::scan::prefilter::Filter;
use crate::scan::records::Records;
use crate::scan::{self, CHUNK, Failed, Scan, Sink};
use crate::summary::Kinds;
use crate::summary::condition::Condition;
use crate::text::lang::{self, Lang};
use crate::text::{shown, time};

/// Input up to this size is read at once and every record of it recognised.
pub const SMALL: usize = 64 << 10;
/// Input of at most so many lines with one error is answered with its full page.
const FEW_LINES: u64 = 40;
/// Files from this size on are worked on by several threads, as is what has no size.
const LARGE: u64 = 4 << 20;

/// What the records of all inputs come to.
pub struct Log<'c, 'o> {
    context: &'c mut Context<'o>,
    kinds: Kinds,
    input: Input,
    /// Lines and bytes of the inputs before.
    before: (u64, u64),
    /// The findings of a small input, in case a full page can be made of them.
    small: Option<Small>,
    /// What is certain, where a paste says more: conditions go by that alone.
    certain: Option<Kinds>,
    /// Nothing but blanks so far.
    blank: bool,
    occurrences: Occurrences,
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

/// The name of a file as it may be shown: whoever named it may be a stranger.
fn name(path: &Path) -> String {
    shown(&path.to_string_lossy()).into_owned()
}

/// How stdin is read by everybody who reads it.
pub fn stdin(stop: &Arc<AtomicBool>, format: Format) -> io::Result<Source> {
    Source::open(Path::new("-"), stop, way(format))
}

/// A program that follows a log is answered whenever the log pauses.
fn way(format: Format) -> Way {
    Way {
        prompt: format == Format::Ndjson,
        chunk: CHUNK,
        spawn: threads::spawn,
    }
}

impl<'c, 'o> Log<'c, 'o> {
    /// Nothing is read yet. Where `stop` is raised, nothing more is.
    pub fn new(context: &'c mut Context<'o>, stop: Arc<AtomicBool>) -> Self {
        Self {
            context,
            kinds: Kinds::default(),
            input: Input::default(),
            before: (0, 0),
            small: None,
            certain: None,
            blank: true,
            occurrences: Occurrences::default(),
            file: None,
            stop,
            progress: Progress::default(),
        }
    }

    /// Reads every input; one that cannot be read is told of and passed over.
    /// Whether there was such a one.
    pub fn read_all(&mut self, files: &[PathBuf]) -> Result<bool> {
        if let [path] = files {
            let named = path.as_os_str() != "-";
            self.input.name = named.then(|| name(path));
        }
        let mut unread = false;
        for path in files {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            let read = self.read(path, files.len() == 1);
            unread |= self.failed(path, read)?;
        }
        self.progress.clear();
        Ok(unread)
    }

    /// Whether an input could not be read, or not to its end; says so.
    fn failed(&mut self, path: &Path, read: Result<(), Failed>) -> Result<bool> {
        let lang = self.context.lang;
        let error = match read {
            Ok(()) => return Ok(false),
            Err(Failed::Sink(error)) => return Err(error.into()),
            Err(Failed::Reading(error)) => input::in_language(error, lang),
            Err(Failed::Worker) => io::Error::other(lang.pick(
                "a thread of cberr ended; what it had found in this input is lost",
                "cberr 的一个线程意外结束，它在该输入中找到的结果已丢失",
            )),
        };
        self.progress.clear();
        let name = if path.as_os_str() == "-" {
            lang.pick("stdin", "标准输入").to_owned()
        } else {
            path.display().to_string()
        };
        let error = anyhow::Error::new(error).context(name);
        self.context.complain(&lang::describe(&error, lang));
        Ok(true)
    }

    /// Reads on an input of which the beginning is read. Whether it could not be.
    pub fn read_on(&mut self, mut source: Source, head: Vec<u8>) -> Result<bool> {
        self.kinds.input(None);
        source.put_back(head);
        let read = self.scan(source);
        self.failed(Path::new("-"), read)
    }

    /// Reads one input.
    fn read(&mut self, path: &Path, only: bool) -> Result<(), Failed> {
        let stdin = path.as_os_str() == "-";
        let way = way(self.context.format);
        let mut source = Source::open(path, &self.stop, way).map_err(Failed::Reading)?;
        if !only {
            self.input.files.push(name(path));
        }
        self.file = (!stdin).then(|| name(path));
        self.kinds.input(self.file.as_deref());
        self.before = (self.input.lines, self.input.bytes);
        if !stdin {
            self.progress.file(source.size);
        }
        let Head { bytes, rest } = source.head(SMALL);
        match rest {
            Ok(Rest::More) => {
                source.put_back(bytes);
                self.scan(source)
            }
            Ok(Rest::Nothing) => self.small(&bytes, source.skipped, only),
            Err(error) => {
                self.small(&bytes, source.skipped, only)?;
                Err(Failed::Reading(error))
            }
        }
    }

    /// Reads a large input, or one that comes bit by bit.
    fn scan(&mut self, mut source: Source) -> Result<(), Failed> {
        self.blank = false;
        let size = source.size;
        if size.is_none() {
            source = source.with_thread();
        }
        let large = size.is_none_or(|size| size >= LARGE);
        let threads = if large { scan::threads() } else { 1 };
        let scan = Scan::new(
            Some(Filter::new()),
            scan::chunk(threads),
            threads,
            threads::spawn,
        );
        scan.run(&mut source, self).map(|_| ())
    }

    /// Takes a small input record by record.
    /// `skipped` bytes stood before it.
    fn small(&mut self, bytes: &[u8], skipped: usize, only: bool) -> Result<(), Failed> {
        let skipped = skipped as u64;
        let records: Vec<Record<'_>> = Records::of(bytes)
            .filter(|record| !record.bytes.trim_ascii().is_empty())
            .map(|record| Record {
                offset: record.offset + skipped,
                ..record
            })
            .collect();
        let whole = only && records.len() == 1;
        let lines = memchr::memchr_iter(b'\n', bytes).count() as u64;
        let open = bytes.last().is_some_and(|b| *b != b'\n');
        let lines = lines + u64::from(open);
        let paste = whole && lines <= FEW_LINES;
        if whole && !self.stop.load(Ordering::Relaxed) {
            self.kinds.alone();
        }
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
        let mut beyond = recogniser.beyond();
        let short = only && !found && lines <= FEW_LINES;
        let mut missed = short.then(|| String::from_utf8_lossy(bytes).trim().to_owned());
        let again = missed.as_deref().filter(|_| !whole);
        let pasted = match first.zip(again) {
            Some((first, text)) => self.paste(first, text, &mut recogniser)?,
            None => false,
        };
        if pasted {
            missed = None;
            beyond = recogniser.beyond();
        }
        let whole = whole || pasted;
        self.small = only.then_some(Small { whole, missed });
        let read = scan::Read {
            lines,
            bytes: bytes.len() as u64 + skipped,
        };
        self.beyond(beyond);
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

    /// Says what is missing because a record holds too much.
    fn complain_of_bounds(&mut self) {
        let lang = self.context.lang;
        let Input {
            left_out, unread, ..
        } = self.input;
        if left_out > 0 {
            self.context.complain(&match lang {
                Lang::En => format!(
                    "{left_out} more codes left out: of one record at most {FINDINGS} are told"
                ),
                Lang::Zh => {
                    format!("另有 {left_out} 个错误码未列出：每条记录最多列出 {FINDINGS} 个")
                }
            });
        }
        if unread > 0 {
            self.context.complain(&match lang {
                Lang::En => format!(
                    "not read to the end: {unread} record{} with more than {KEPT} fields or words, \
                     or with strings in strings deeper than {DEEPEST}",
                    if unread == 1 { "" } else { "s" }
                ),
                Lang::Zh => format!(
                    "有 {unread} 条记录未能完整读取：字段或单词超过 {KEPT} 个，或字符串嵌套超过 {DEEPEST} 层"
                ),
            });
        }
    }

    /// Answers, and says how it went; `unread` where some input could not be read.
    pub fn finish(
        mut self,
        unread: bool,
        conditions: &[Condition],
        extent: Extent,
    ) -> Result<Outcome> {
        let lang = self.context.lang;
        let interrupted = self.stop.load(Ordering::Relaxed);
        if self.input.bytes == 0 && unread {
            return Ok(Outcome::Io);
        }
        if self.blank && !unread && !interrupted {
            self.context.complain(
                lang.pick(
                    "the input is empty; expected an error body, a message or a log, for example: curl -s \"$URL\" | cberr parse",
                    "输入为空；应为报错响应体、报错原文或日志，例如：curl -s \"$URL\" | cberr parse",
                ),
            );
            return Ok(Outcome::NotFound);
        }
        self.input.interrupted = interrupted;
        self.context.look.extent = extent;
        self.complain_of_bounds();
        let (known, failed) = self.answer(conditions)?;
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

    /// Writes the answer: one record in full, or the summary of a log. Whether
    /// anything known was found, and whether a condition is fulfilled.
    fn answer(self, conditions: &[Condition]) -> io::Result<(bool, bool)> {
        let Self {
            context,
            kinds,
            mut input,
            small,
            certain,
            ..
        } = self;
        let lang = context.lang;
        let few = input.lines <= FEW_LINES && kinds.records() == 1;
        input.records = Some(kinds.records());
        let ranking = kinds.ranked(Explainer::new(lang));
        let fulfilled = match certain {
            Some(certain) => certain.ranked(Explainer::new(lang)).fulfil(conditions),
            None => ranking.fulfil(conditions),
        };
        let verdict = (ranking.known(), fulfilled);
        let whole = small.as_ref().is_some_and(|small| small.whole);
        let one_record = (whole || small.is_some() && few) && !input.interrupted;
        input.kind = if one_record { "text" } else { "log" }.into();
        let missed = small.and_then(|small| small.missed);
        // That nothing was found is said by the summary, whatever was read.
        let report = ranking.report(input);
        if one_record && !report.results.is_empty() {
            let mut report = report.in_full();
            if whole {
                report.results.iter_mut().for_each(Explained::alone);
            }
            render::write_record(&mut context.out, &report, context.format, context.look)?;
        } else {
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
            let kinds = self.certain.insert(Kinds::default());
            kinds.input(self.file.as_deref());
            kinds.record(record, &certain, time);
        }
        if self.context.format == Format::Ndjson {
            let file = self.file.as_deref();
            let out = &mut self.context.out;
            for finding in &findings {
                self.occurrences.write(out, finding, record, file, time)?;
            }
        }
        self.kinds.record(record, &findings, time);
        Ok(())
    }

    fn beyond(&mut self, beyond: Beyond) {
        self.input.left_out += beyond.findings;
        self.input.unread += beyond.records;
    }

    fn progress(&mut self, read: scan::Read, pause: bool) -> io::Result<bool> {
        self.input.lines = self.before.0 + read.lines;
        self.input.bytes = self.before.1 + read.bytes;
        if self.context.format == Format::Ndjson && pause {
            self.context.out.flush()?;
        }
        self.progress.update(read.bytes, self.kinds.records());
        Ok(!self.stop.load(Ordering::Relaxed))
    }
}
