//! Content codings: gzip, deflate, brotli and zstd undone under caps on size and ratio.
//!
//! In: a `Content-Encoding` and the bytes as they came. Out: the bytes underneath. The answer never grows
//! past its limit while it is made, so a bomb of a gigabyte costs no more than the limit.
//! Never: reads files, guesses a charset, trusts what a body says of its own size.

use brotli_decompressor::{BrotliDecoderParameter, Decompressor};
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use ruzstd::decoding::StreamingDecoder;
use std::io::{self, BufRead, Read};

/// Decoded size below which no ratio is too high: small pages of one letter are harmless.
const FREE_OF_RATIO: usize = 1 << 20;

/// The largest window a zstd body may ask for on the web (RFC 9659).
const ZSTD_WINDOW: u64 = 8 << 20;

/// What decoding may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes after decoding.
    pub decoded: usize,
    /// Decoded bytes for each byte that came, once past the first MiB.
    pub ratio: usize,
    /// How many codings may lie over each other.
    pub nested: usize,
    /// Keep what could be decoded of a body that was cut short, instead of refusing it.
    pub keep_partial: bool,
}

impl Limits {
    /// For a page or a feed.
    pub const PAGE: Limits = Limits { decoded: 10 << 20, ratio: 200, nested: 2, keep_partial: false };

    /// For a sitemap, which its protocol lets grow to 50 MiB.
    pub const SITEMAP: Limits = Limits { decoded: 50 << 20, ..Limits::PAGE };

    pub fn keeping_partial(self) -> Limits {
        Limits { keep_partial: true, ..self }
    }
}

/// A body without its content codings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    pub body: Vec<u8>,
    /// The body ended before its coding did; only with [`Limits::keep_partial`].
    pub cut_short: bool,
}

/// Why a body could not be decoded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the content coding “{0}” is not known (known: gzip, deflate, br, zstd)")]
    Unknown(String),
    #[error("{count} content codings over each other, more than the limit of {limit}")]
    Nested { count: usize, limit: usize },
    #[error("more than {limit} bytes after decoding")]
    TooLarge { limit: usize },
    #[error("grows more than {ratio} times when decoded, as no page does")]
    Ratio { ratio: usize },
    #[error("the {coding} body was cut short after {decoded} decoded bytes")]
    CutShort { coding: &'static str, decoded: usize },
    #[error("the body is not valid {coding}: {source}")]
    Corrupt { coding: &'static str, source: io::Error },
}

/// Undoes the codings that `content_encoding` lists (several headers joined by commas), the last one first.
///
/// A body that is plainly not in the coding it claims is taken as it is: servers and archives that decode
/// a body often leave the header standing.
pub fn decode(content_encoding: &str, body: &[u8], limits: &Limits) -> Result<Decoded, Error> {
    let codings = codings_of(content_encoding)?;
    if codings.len() > limits.nested {
        return Err(Error::Nested { count: codings.len(), limit: limits.nested });
    }
    let (last, inner) = match codings.split_last() {
        None => return within(body, limits),
        Some(split) => split,
    };
    let cap = Cap::of(body.len(), limits);
    let mut decoded = undo(*last, body, &cap, limits.keep_partial)?;
    for coding in inner.iter().rev() {
        let next = undo(*coding, &decoded.body, &cap, limits.keep_partial)?;
        decoded = Decoded { body: next.body, cut_short: next.cut_short || decoded.cut_short };
    }
    Ok(decoded)
}

/// True for a body that is itself a gzip file, such as `sitemap.xml.gz`, whatever its headers say.
pub fn is_gzip(body: &[u8]) -> bool {
    body.starts_with(&[0x1f, 0x8b, 8])
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Coding::Gzip => "gzip",
            Coding::Deflate => "deflate",
            Coding::Brotli => "brotli",
            Coding::Zstd => "zstd",
        }
    }
}

/// The codings named, in the order they were applied. Servers also write nothing, `none` or a charset
/// where they mean that there is no coding.
fn codings_of(content_encoding: &str) -> Result<Vec<Coding>, Error> {
    let mut codings = Vec::new();
    for name in content_encoding.split(',') {
        match name.trim().to_ascii_lowercase().as_str() {
            "" | "identity" | "none" | "utf-8" => {}
            "gzip" | "x-gzip" => codings.push(Coding::Gzip),
            "deflate" => codings.push(Coding::Deflate),
            "br" => codings.push(Coding::Brotli),
            "zstd" => codings.push(Coding::Zstd),
            _ => return Err(Error::Unknown(name.trim().chars().take(40).collect())),
        }
    }
    Ok(codings)
}

/// The largest answer allowed, and which limit it was that set it.
struct Cap {
    bytes: usize,
    limits: Limits,
}

impl Cap {
    fn of(came: usize, limits: &Limits) -> Cap {
        let by_ratio = came.saturating_mul(limits.ratio).max(FREE_OF_RATIO);
        Cap { bytes: by_ratio.min(limits.decoded), limits: *limits }
    }

    fn exceeded(&self) -> Error {
        match self.bytes == self.limits.decoded {
            true => Error::TooLarge { limit: self.limits.decoded },
            false => Error::Ratio { ratio: self.limits.ratio },
        }
    }
}

fn within(body: &[u8], limits: &Limits) -> Result<Decoded, Error> {
    if body.len() > limits.decoded {
        return Err(Error::TooLarge { limit: limits.decoded });
    }
    Ok(Decoded { body: body.to_vec(), cut_short: false })
}

fn undo(coding: Coding, body: &[u8], cap: &Cap, keep_partial: bool) -> Result<Decoded, Error> {
    if body.is_empty() || is_plain(coding, body) {
        return within(body, &cap.limits);
    }
    let mut out = Vec::new();
    let mut source = Source { rest: body, ran_dry: false };
    let end = match coding {
        Coding::Gzip => gunzip(&mut source, &mut out, cap.bytes),
        // RFC 9110 means zlib by `deflate`; some servers send the bare stream.
        Coding::Deflate if is_zlib(body) => drain(ZlibDecoder::new(&mut source), &mut out, cap.bytes),
        Coding::Deflate => drain(DeflateDecoder::new(&mut source), &mut out, cap.bytes),
        Coding::Brotli => unbrotli(&mut source, &mut out, cap.bytes),
        Coding::Zstd => unzstd(&mut source, &mut out, cap.bytes),
    };
    match end {
        Ok(End::Whole) => Ok(Decoded { body: out, cut_short: false }),
        Ok(End::OverCap) => Err(cap.exceeded()),
        Err(_) if source.ran_dry && keep_partial => Ok(Decoded { body: out, cut_short: true }),
        Err(_) if source.ran_dry => Err(Error::CutShort { coding: coding.name(), decoded: out.len() }),
        Err(_) if out.is_empty() && looks_like_markup(body) => within(body, &cap.limits),
        Err(source) => Err(Error::Corrupt { coding: coding.name(), source }),
    }
}

/// True where the first bytes rule the coding out.
fn is_plain(coding: Coding, body: &[u8]) -> bool {
    let magic: &[u8] = match coding {
        Coding::Gzip => &[0x1f, 0x8b],
        Coding::Zstd => return !is_zstd_frame(body),
        Coding::Deflate => return looks_like_markup(body) && !is_zlib(body),
        Coding::Brotli => return false,
    };
    !magic.starts_with(body) && !body.starts_with(magic)
}

fn is_zlib(body: &[u8]) -> bool {
    match body {
        [first, second, ..] => first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0,
        _ => false,
    }
}

/// A zstd frame, or one of the sixteen kinds of frame that a decoder skips.
fn is_zstd_frame(body: &[u8]) -> bool {
    let skippable = matches!(body, [first, 0x2a, 0x4d, 0x18, ..] if first & 0xf0 == 0x50);
    let magic: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
    skippable || body.starts_with(magic) || magic.starts_with(body)
}

fn looks_like_markup(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    matches!(body.trim_ascii_start().first(), Some(b'<' | b'{' | b'['))
}

enum End {
    Whole,
    OverCap,
}

/// The bytes that came; it remembers whether a decoder asked for more than there are.
struct Source<'b> {
    rest: &'b [u8],
    ran_dry: bool,
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.ran_dry |= self.rest.is_empty() && !buffer.is_empty();
        self.rest.read(buffer)
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.ran_dry |= self.rest.is_empty();
        Ok(self.rest)
    }

    fn consume(&mut self, amount: usize) {
        self.rest.consume(amount);
    }
}

/// Reads `from` to its end or one byte past the cap; what was read before an error stays in `out`.
fn drain(from: impl Read, out: &mut Vec<u8>, cap: usize) -> io::Result<End> {
    let room = cap.saturating_sub(out.len());
    let read = from.take(room as u64 + 1).read_to_end(out)?;
    Ok(if read > room { End::OverCap } else { End::Whole })
}

/// Gzip members one after another; bytes that begin no member are ignored, as browsers do.
fn gunzip(source: &mut Source<'_>, out: &mut Vec<u8>, cap: usize) -> io::Result<End> {
    loop {
        if let End::OverCap = drain(GzDecoder::new(&mut *source), out, cap)? {
            return Ok(End::OverCap);
        }
        if !is_gzip(source.rest) {
            return Ok(End::Whole);
        }
    }
}

fn unbrotli(source: &mut Source<'_>, out: &mut Vec<u8>, cap: usize) -> io::Result<End> {
    let mut decoder = Decompressor::new(source, 4096);
    // Windows over 16 MiB are no part of the web's brotli and would let a header claim a gigabyte.
    decoder.set_parameter(BrotliDecoderParameter::BROTLI_DECODER_PARAM_LARGE_WINDOW, 0);
    drain(decoder, out, cap)
}

/// Zstandard frames one after another, skippable ones stepped over.
fn unzstd(source: &mut Source<'_>, out: &mut Vec<u8>, cap: usize) -> io::Result<End> {
    while !source.rest.is_empty() {
        if let [first, 0x2a, 0x4d, 0x18, a, b, c, d, rest @ ..] = source.rest
            && first & 0xf0 == 0x50
        {
            let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
            source.ran_dry |= length > rest.len();
            source.rest = rest.get(length..).ok_or(io::ErrorKind::UnexpectedEof)?;
            continue;
        }
        let decoder = StreamingDecoder::new_with_max_window_size(&mut *source, ZSTD_WINDOW);
        if let End::OverCap = drain(decoder.map_err(io::Error::other)?, out, cap)? {
            return Ok(End::OverCap);
        }
    }
    Ok(End::Whole)
}
