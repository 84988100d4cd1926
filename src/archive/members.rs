//! The bytes of an archive file, gzip members opened one after another, with the place of each.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Read};

const BUFFER: usize = 64 << 10;

/// A decoded stream over a file. Its buffer never holds bytes of two members, so that every byte is known
/// to belong to the member at [`Members::place`].
pub struct Members<R: Read> {
    source: Source<R>,
    buffer: Vec<u8>,
    at: usize,
    /// Where the member of the buffered bytes begins; in a plain file, where the buffered bytes begin.
    start: u64,
}

enum Source<R: Read> {
    Plain(Counted<R>),
    Between(Counted<R>),
    Member(Box<GzDecoder<Counted<R>>>),
    /// Left behind by an error.
    Gone,
}

impl<R: Read> Members<R> {
    pub fn new(from: R) -> io::Result<Members<R>> {
        let mut from = Counted { inner: BufReader::with_capacity(BUFFER, from), at: 0 };
        let gzip = from.fill_buf()?.starts_with(&[0x1f]);
        let source = if gzip { Source::Between(from) } else { Source::Plain(from) };
        Ok(Members { source, buffer: Vec::new(), at: 0, start: 0 })
    }

    /// Where the next byte lies in the file: its member's start in a compressed file, itself in a plain one.
    pub fn place(&self) -> u64 {
        match self.source {
            Source::Plain(_) => self.start + self.at as u64,
            _ => self.start,
        }
    }

    pub fn is_gzip(&self) -> bool {
        !matches!(self.source, Source::Plain(_))
    }

    /// The bytes at hand; where there are none, the next ones, of the next member if need be. Empty at the end.
    pub fn peek(&mut self) -> io::Result<&[u8]> {
        while self.at == self.buffer.len() {
            if !self.refill()? && !self.open_next()? {
                return Ok(&[]);
            }
        }
        Ok(self.buffer.get(self.at..).unwrap_or_default())
    }

    /// Like [`Members::peek`], but empty at the end of the member, which is thereby proved whole.
    pub fn peek_within(&mut self) -> io::Result<&[u8]> {
        if self.at == self.buffer.len() {
            self.refill()?;
        }
        Ok(self.buffer.get(self.at..).unwrap_or_default())
    }

    pub fn consume(&mut self, amount: usize) {
        self.at = self.buffer.len().min(self.at + amount);
    }

    /// The end of what has been taken from the file: once a member is read to its end, that member's end.
    pub fn end(&self) -> u64 {
        match &self.source {
            Source::Plain(_) | Source::Gone => self.place(),
            Source::Between(from) => from.at,
            Source::Member(member) => member.get_ref().at,
        }
    }

    /// More bytes of the open member or file; false at its end.
    fn refill(&mut self) -> io::Result<bool> {
        let from: &mut dyn Read = match &mut self.source {
            Source::Plain(from) => {
                self.start = from.at;
                from
            }
            Source::Member(member) => member,
            Source::Between(_) | Source::Gone => return Ok(false),
        };
        self.buffer.resize(BUFFER, 0);
        self.at = 0;
        let read = from.read(&mut self.buffer);
        self.buffer.truncate(*read.as_ref().unwrap_or(&0));
        if read? > 0 {
            return Ok(true);
        }
        if let Source::Member(_) = self.source
            && let Source::Member(member) = std::mem::replace(&mut self.source, Source::Gone)
        {
            self.source = Source::Between(member.into_inner());
        }
        Ok(false)
    }

    /// Opens the member that follows; false at the end of the file.
    fn open_next(&mut self) -> io::Result<bool> {
        let Source::Between(from) = &mut self.source else { return Ok(false) };
        let first = from.fill_buf()?.first().copied();
        match first {
            None => return Ok(false),
            Some(0x1f) => {}
            Some(_) => return Err(io::Error::new(io::ErrorKind::InvalidData, "no gzip member begins here")),
        }
        self.start = from.at;
        if let Source::Between(from) = std::mem::replace(&mut self.source, Source::Gone) {
            self.source = Source::Member(Box::new(GzDecoder::new(from)));
        }
        Ok(true)
    }
}

/// A buffered reader that knows how many bytes were taken from it.
struct Counted<R: Read> {
    inner: BufReader<R>,
    at: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: Read> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.at += amount as u64;
    }
}
