//! WARC records as they stand in a file, whoever wrote it.

use super::{error::Error, members::Members};
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

/// Bytes of a record's block that are kept; what goes beyond is passed over and the record marked.
const MAX_BLOCK: u64 = 64 << 20;
const MAX_LINE: usize = 64 << 10;
const MAX_HEADERS: usize = 1000;

/// One record: its headers and its block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Names as written; values trimmed.
    pub headers: Vec<(String, String)>,
    pub block: Vec<u8>,
    /// Offset of the record's gzip member, or of the record in a plain file.
    pub offset: u64,
    /// The block was longer than what is kept of one.
    pub capped: bool,
}

impl Record {
    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// `WARC-Type` in lower case.
    pub fn kind(&self) -> String {
        self.header("WARC-Type").unwrap_or_default().to_ascii_lowercase()
    }
}

/// The records of one file in order, one in memory at a time. After an error that cannot be passed over
/// the iterator ends.
pub struct Records<R: Read> {
    file: PathBuf,
    members: Members<R>,
    /// Added to offsets: where in the file reading began.
    base: u64,
    max_block: u64,
    /// Which blocks are worth keeping; the others are read over.
    wanted: fn(&Record) -> bool,
    whole_until: u64,
    /// Where the record being read begins.
    offset: u64,
    ended: bool,
    any: bool,
}

impl Records<File> {
    pub fn open(path: &Path) -> Result<Records<File>, Error> {
        Records::open_at(path, 0)
    }

    /// Begins at the record or member at `offset`.
    pub fn open_at(path: &Path, offset: u64) -> Result<Records<File>, Error> {
        let io = |source| Error::Io { file: path.to_owned(), source };
        let mut file = File::open(path).map_err(io)?;
        file.seek(SeekFrom::Start(offset)).map_err(io)?;
        let mut records = Records::new(path, file)?;
        records.base = offset;
        Ok(records)
    }
}

impl<R: Read> Records<R> {
    /// `file` names the source in errors.
    pub fn new(file: &Path, from: R) -> Result<Records<R>, Error> {
        let members = Members::new(from).map_err(|source| Error::Io { file: file.to_owned(), source })?;
        Ok(Records {
            file: file.to_owned(),
            members,
            base: 0,
            max_block: MAX_BLOCK,
            wanted: |_| true,
            whole_until: 0,
            offset: 0,
            ended: false,
            any: false,
        })
    }

    /// Keeps at most so many bytes of a block.
    pub fn max_block(mut self, bytes: u64) -> Records<R> {
        self.max_block = bytes;
        self
    }

    /// Keeps the blocks of these records only; the others come with an empty block.
    pub fn keeping(mut self, wanted: fn(&Record) -> bool) -> Records<R> {
        self.wanted = wanted;
        self
    }

    /// The end of the last whole record (in a compressed file, of its member).
    pub fn whole_until(&self) -> u64 {
        self.base + self.whole_until
    }

    pub fn is_gzip(&self) -> bool {
        self.members.is_gzip()
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    fn read_record(&mut self) -> Result<Option<Record>, Fault> {
        self.offset = self.base + self.members.end();
        if !self.skip_blank_lines()? {
            return if self.any { Ok(None) } else { Err(Fault::NotWarc) };
        }
        self.offset = self.base + self.members.place();
        let start = self.members.peek_within()?;
        if !start.iter().zip(b"WARC/").all(|(byte, expected)| byte == expected) {
            return Err(Fault::NotWarc);
        }
        let version = self.line()?;
        if !version.starts_with("WARC/1.") && !version.starts_with("WARC/0.") {
            return Err(Fault::NotWarc);
        }
        self.any = true;
        let mut record = Record { headers: self.headers()?, offset: self.offset, ..Record::default() };
        let length = record.header("Content-Length").and_then(|length| length.parse::<u64>().ok());
        let length = length.ok_or(Fault::Why("the record has no usable Content-Length"))?;
        let keep = if (self.wanted)(&record) { length.min(self.max_block) } else { 0 };
        self.take(keep, Some(&mut record.block))?;
        self.take(length - keep, None)?;
        record.capped = length > self.max_block;
        self.finish_record()?;
        Ok(Some(record))
    }

    /// False at the end of the file.
    fn skip_blank_lines(&mut self) -> io::Result<bool> {
        loop {
            let bytes = self.members.peek()?;
            if bytes.is_empty() {
                return Ok(false);
            }
            let blank = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let more = blank < bytes.len();
            self.members.consume(blank);
            if more {
                return Ok(true);
            }
        }
    }

    fn line(&mut self) -> Result<String, Fault> {
        let mut line = Vec::new();
        loop {
            let bytes = self.members.peek_within()?;
            if bytes.is_empty() {
                return Err(Fault::Truncated);
            }
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(bytes.len(), |end| end + 1);
            line.extend(bytes.iter().take(taken));
            self.members.consume(taken);
            if line.len() > MAX_LINE {
                return Err(Fault::Why("a header line of the record never ends"));
            }
            if end.is_some() {
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
        }
    }

    fn headers(&mut self) -> Result<Vec<(String, String)>, Fault> {
        let mut headers: Vec<(String, String)> = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(headers);
            }
            if headers.len() == MAX_HEADERS {
                return Err(Fault::Why("the record has too many headers"));
            }
            match (line.starts_with([' ', '\t']), headers.last_mut(), line.split_once(':')) {
                (true, Some((_, value)), _) if value.len() < MAX_LINE => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                (false, _, Some((name, value))) => {
                    headers.push((name.trim().to_owned(), value.trim().to_owned()));
                }
                _ => {}
            }
        }
    }

    /// Takes `length` bytes of the block.
    fn take(&mut self, mut length: u64, mut into: Option<&mut Vec<u8>>) -> Result<(), Fault> {
        while length > 0 {
            let bytes = self.members.peek_within()?;
            if bytes.is_empty() {
                return Err(Fault::Truncated);
            }
            let taken = bytes.len().min(usize::try_from(length).unwrap_or(usize::MAX));
            if let Some(into) = into.as_deref_mut() {
                into.extend(bytes.iter().take(taken));
            }
            self.members.consume(taken);
            length -= taken as u64;
        }
        Ok(())
    }

    /// Reads the blank lines after a block, and with them the checksum of a member that ends here: a record
    /// counts as whole only then.
    fn finish_record(&mut self) -> Result<(), Fault> {
        loop {
            let bytes = self.members.peek_within()?;
            let blank = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let done = blank == 0 || blank < bytes.len();
            self.members.consume(blank);
            if done {
                self.whole_until = self.members.end();
                return Ok(());
            }
        }
    }

    fn error(&self, fault: Fault) -> Error {
        let (file, offset) = (self.file.clone(), self.offset);
        match fault {
            Fault::Truncated => Error::Truncated { file, offset },
            Fault::NotWarc if self.any => {
                Error::Corrupt { file, offset, why: "no record begins here".to_owned() }
            }
            Fault::NotWarc => Error::NotWarc { file, offset },
            Fault::Why(why) => Error::Corrupt { file, offset, why: why.to_owned() },
            Fault::Io(source) => match source.kind() {
                io::ErrorKind::UnexpectedEof => Error::Truncated { file, offset },
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                    Error::Corrupt { file, offset, why: source.to_string() }
                }
                _ => Error::Io { file, source },
            },
        }
    }
}

impl<R: Read> Iterator for Records<R> {
    type Item = Result<Record, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let read = self.read_record();
        self.ended = !matches!(read, Ok(Some(_)));
        read.map_err(|fault| self.error(fault)).transpose()
    }
}

/// An error before it is known where.
enum Fault {
    Truncated,
    NotWarc,
    Why(&'static str),
    Io(io::Error),
}

impl From<io::Error> for Fault {
    fn from(source: io::Error) -> Fault {
        Fault::Io(source)
    }
}
