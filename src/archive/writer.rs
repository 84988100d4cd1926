//! Writes exchanges to WARC 1.1 files, a gzip member a record.

use super::{
    error::Error,
    group::{self, Revisit},
    record::Records,
};
use crate::crash;
use crate::model::{ArchiveRecord, Exchange, Packed};
use jiff::Timestamp;
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, ErrorKind, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// How an archive is written.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files are named `PREFIX-00001.warc.gz` and so on.
    pub prefix: String,
    /// A file that would grow past so many bytes is closed and the next one begun.
    pub roll_at: u64,
    /// Further fields of the warcinfo record, such as `operator` and `http-header-user-agent`.
    pub info: Vec<(String, String)>,
}

impl Default for Options {
    fn default() -> Options {
        Options { prefix: "claimtrail".to_owned(), roll_at: 1 << 30, info: Vec::new() }
    }
}

/// How far an archive has been written: what a store commits, and cuts back to after a crash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// File name within the archive folder.
    pub file: String,
    /// Bytes of it that hold whole exchanges.
    pub length: u64,
}

/// The writer of one archive folder; it holds a lock on the file it writes to.
pub struct Writer {
    folder: PathBuf,
    options: Options,
    number: u32,
    open: Option<Open>,
}

struct Open {
    file: File,
    length: u64,
}

impl Writer {
    /// Opens a folder, made where it is missing, to write after what is there. A last record that was cut
    /// short by a crash is removed; a file that is damaged in another way is left alone and a new one begun.
    pub fn open(folder: &Path, options: Options) -> Result<Writer, Error> {
        let mut writer = Writer::prepare(folder, options)?;
        if writer.number > 0 {
            let path = writer.path(writer.number);
            if let Some(length) = whole_length(&path)? {
                writer.open = Some(open_to_append(&path, length)?);
            }
        }
        Ok(writer)
    }

    /// Opens a folder as a store last committed it: whatever was written after `committed` is removed.
    /// A position with an empty name was committed before the first file. Without a position the store has never
    /// written here: files that are there all the same belong to another store, perhaps one that was lost, and are
    /// neither written after nor cut.
    pub fn resume(folder: &Path, options: Options, committed: Option<&Position>) -> Result<Writer, Error> {
        let mut writer = Writer::prepare(folder, options)?;
        let Some(committed) = committed else {
            return match writer.number {
                0 => Ok(writer),
                number => Err(Error::Foreign { file: writer.path(number) }),
            };
        };
        if committed.file.is_empty() {
            writer.forget_after(0)?;
            return Ok(writer);
        }
        let found = (1..=writer.number).find(|number| writer.name(*number) == committed.file);
        let number = found.ok_or_else(|| Error::Lost {
            file: folder.join(&committed.file),
            length: 0,
            committed: committed.length,
        })?;
        let path = writer.path(number);
        let length = fs::metadata(&path).map_err(io_in(&path))?.len();
        if length < committed.length {
            return Err(Error::Lost { file: path, length, committed: committed.length });
        }
        let open = open_to_append(&path, committed.length)?;
        writer.forget_after(number)?;
        writer.open = Some(open);
        Ok(writer)
    }

    /// Removes the files after that of a number: nothing in them was committed.
    fn forget_after(&mut self, number: u32) -> Result<(), Error> {
        for later in number + 1..=self.number {
            let path = self.path(later);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io_in(&path)(error)),
                _ => crash::here("recovery: later file removed"),
            }
        }
        self.number = number;
        Ok(())
    }

    /// Appends an exchange. When it fails, the file is as it was before.
    pub fn write(&mut self, exchange: &Exchange) -> Result<ArchiveRecord, Error> {
        self.append(exchange.started, group::pack(exchange, None)?)
    }

    /// Appends an exchange of this time that was packed before.
    pub fn write_packed(&mut self, started: Timestamp, packed: Packed) -> Result<ArchiveRecord, Error> {
        self.append(started, packed)
    }

    /// Appends an exchange whose payload lies in an earlier one, without writing the payload again.
    pub fn write_revisit(&mut self, exchange: &Exchange, earlier: &Revisit) -> Result<ArchiveRecord, Error> {
        self.append(exchange.started, group::pack(exchange, Some(earlier))?)
    }

    fn append(&mut self, started: Timestamp, packed: Packed) -> Result<ArchiveRecord, Error> {
        let size = packed.size();
        if self.open.as_ref().is_some_and(|open| open.length > 0 && open.length + size > self.options.roll_at)
        {
            self.close()?;
        }
        let name = self.begin(started)?;
        let path = self.folder.join(&name);
        let Some(open) = &mut self.open else { return Err(io_in(&path)(io::ErrorKind::NotFound.into())) };
        let offset = open.length + (size - packed.response.len() as u64);
        open.append(&path, &[&packed.request, &packed.metadata, &packed.response])?;
        Ok(ArchiveRecord { file: name, offset, digest: packed.digest })
    }

    /// Where the archive ends now: an empty name before the first file.
    pub fn position(&self) -> Result<Position, Error> {
        if self.number == 0 {
            return Ok(Position { file: String::new(), length: 0 });
        }
        let length = match &self.open {
            Some(open) => open.length,
            None => {
                let path = self.path(self.number);
                fs::metadata(&path).map_err(io_in(&path))?.len()
            }
        };
        Ok(Position { file: self.name(self.number), length })
    }

    /// Returns once everything written is on the disk.
    pub fn sync(&mut self) -> Result<(), Error> {
        match &self.open {
            Some(open) => open.file.sync_data().map_err(io_in(&self.path(self.number))),
            None => Ok(()),
        }
    }

    /// Syncs and closes the file at hand; a later exchange begins a new one.
    pub fn close(&mut self) -> Result<(), Error> {
        self.sync()?;
        self.open = None;
        Ok(())
    }

    fn prepare(folder: &Path, options: Options) -> Result<Writer, Error> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if options.prefix.is_empty() || !options.prefix.bytes().all(plain) {
            return Err(Error::Prefix(options.prefix));
        }
        fs::create_dir_all(folder).map_err(io_in(folder))?;
        let mut writer = Writer { folder: folder.to_owned(), options, number: 0, open: None };
        for entry in fs::read_dir(folder).map_err(io_in(folder))? {
            let name = entry.map_err(io_in(folder))?.file_name();
            let number = name.to_str().and_then(|name| writer.number_of(name));
            writer.number = writer.number.max(number.unwrap_or(0));
        }
        Ok(writer)
    }

    fn name(&self, number: u32) -> String {
        format!("{}-{number:05}.warc.gz", self.options.prefix)
    }

    fn path(&self, number: u32) -> PathBuf {
        self.folder.join(self.name(number))
    }

    fn number_of(&self, name: &str) -> Option<u32> {
        let digits = name.strip_prefix(&self.options.prefix)?.strip_prefix('-')?.strip_suffix(".warc.gz")?;
        let number = digits.parse().ok()?;
        (self.name(number) == name).then_some(number)
    }

    /// The file to write to, begun with its warcinfo record where it is empty.
    fn begin(&mut self, at: Timestamp) -> Result<String, Error> {
        if self.open.is_none() {
            let path = self.path(self.number + 1);
            self.open = Some(create(&path)?);
            crash::here("archive: file made");
            self.number += 1;
            File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(io_in(&self.folder))?;
        }
        let name = self.name(self.number);
        if let Some(open) = self.open.as_mut().filter(|open| open.length == 0) {
            let info = group::warcinfo(&name, at, &self.options.info)?;
            open.append(&self.folder.join(&name), &[&info])?;
        }
        Ok(name)
    }
}

impl Open {
    /// Appends all the members or none.
    fn append(&mut self, path: &Path, members: &[&[u8]]) -> Result<(), Error> {
        for member in members {
            if crash::is_due("archive: torn member") {
                _ = self.file.write_all(&member[..member.len() / 2]);
                crash::here_and_now();
            }
            if let Err(source) = self.file.write_all(member) {
                self.cut(self.length).map_err(io_in(path))?;
                return Err(io_in(path)(source));
            }
        }
        crash::here("archive: appended");
        self.length += members.iter().map(|member| member.len() as u64).sum::<u64>();
        Ok(())
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)?;
        self.file.seek(SeekFrom::Start(length))?;
        self.length = length;
        Ok(())
    }
}

fn create(path: &Path) -> Result<Open, Error> {
    let file = OpenOptions::new().write(true).create_new(true).open(path).map_err(io_in(path))?;
    lock(path, &file)?;
    Ok(Open { file, length: 0 })
}

/// Takes the lock first, and only then cuts what lies beyond `length`.
fn open_to_append(path: &Path, length: u64) -> Result<Open, Error> {
    let file = OpenOptions::new().write(true).open(path).map_err(io_in(path))?;
    lock(path, &file)?;
    let mut open = Open { file, length };
    open.cut(length).and_then(|()| open.file.sync_all()).map_err(io_in(path))?;
    Ok(open)
}

fn lock(path: &Path, file: &File) -> Result<(), Error> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => Error::Locked { file: path.to_owned() },
        TryLockError::Error(source) => io_in(path)(source),
    })
}

/// The length up to which a file holds whole records, where only its tail is missing; `None` where it is
/// damaged otherwise, so that cutting could lose what lies behind the damage.
fn whole_length(path: &Path) -> Result<Option<u64>, Error> {
    if fs::metadata(path).map_err(io_in(path))?.len() == 0 {
        return Ok(Some(0));
    }
    let mut records = Records::open(path)?.keeping(|_| false);
    loop {
        match records.next() {
            Some(Ok(_)) => {}
            None | Some(Err(Error::Truncated { .. })) => return Ok(Some(records.whole_until())),
            Some(Err(error @ Error::Io { .. })) => return Err(error),
            Some(Err(_)) => return Ok(None),
        }
    }
}

fn io_in(path: &Path) -> impl Fn(io::Error) -> Error {
    let file = path.to_owned();
    move |source| {
        let (file, why) = (file.clone(), source.to_string());
        match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Error::Full { file, why }
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Error::ReadOnly { file, why },
            _ => Error::Io { file, source },
        }
    }
}
