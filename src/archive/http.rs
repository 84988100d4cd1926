//! HTTP messages inside records: written canonically, read with patience.

/// Bytes within which the head of a message must end.
const MAX_HEAD: usize = 256 << 10;

/// The status line, the headers and what follows.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// 0 for a request.
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// Where the payload begins in the block.
    pub head: usize,
}

/// Reads the head of a message; `None` where there is none.
pub fn parse(block: &[u8]) -> Option<Message> {
    let mut lines = Lines { rest: block.get(..MAX_HEAD).unwrap_or(block), at: 0 };
    let start = lines.next()?;
    let status = status_of(&start)?;
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in lines.by_ref() {
        if line.is_empty() {
            return Some(Message { status, headers, head: lines.at });
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim_end().to_owned(), value.trim().to_owned()));
        }
    }
    // Some writers leave the blank line out where there is no payload.
    (block.len() <= MAX_HEAD).then_some(Message { status, headers, head: block.len() })
}

/// 200 of `HTTP/1.1 200 OK`, 0 of `GET / HTTP/1.1`.
fn status_of(start: &str) -> Option<u16> {
    if let Some(rest) = start.strip_prefix("HTTP/") {
        return rest
            .split_ascii_whitespace()
            .nth(1)?
            .parse()
            .ok()
            .filter(|status| (100..1000).contains(status));
    }
    start.split_ascii_whitespace().nth(2).filter(|version| version.starts_with("HTTP/")).map(|_| 0)
}

/// Lines ended by CRLF or LF, as text: UTF-8 where it is, Latin-1 where not.
struct Lines<'b> {
    rest: &'b [u8],
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let end = self.rest.iter().position(|byte| *byte == b'\n')?;
        let (line, rest) = self.rest.split_at(end);
        self.rest = rest.get(1..).unwrap_or_default();
        self.at += end + 1;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Some(match std::str::from_utf8(line) {
            Ok(line) => line.to_owned(),
            Err(_) => line.iter().map(|byte| char::from(*byte)).collect(),
        })
    }
}

/// A chunked payload put together, and whether it was whole. `None` where it is not chunked after all, as
/// in archives that undo the transfer coding and leave the header.
pub fn dechunk(mut rest: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut out = Vec::new();
    let mut any = false;
    loop {
        let Some(end) = rest.iter().take(1024).position(|byte| *byte == b'\n') else {
            return any.then_some((out, false));
        };
        let size = rest.get(..end).and_then(chunk_size);
        rest = rest.get(end + 1..).unwrap_or_default();
        match size {
            None => return any.then_some((out, false)),
            Some(0) => return Some((out, true)),
            Some(size) if size > rest.len() => {
                out.extend_from_slice(rest);
                return Some((out, false));
            }
            Some(size) => {
                let (chunk, after) = rest.split_at(size);
                out.extend_from_slice(chunk);
                rest = after.strip_prefix(b"\r").unwrap_or(after);
                rest = rest.strip_prefix(b"\n").unwrap_or(rest);
                any = true;
            }
        }
    }
}

fn chunk_size(line: &[u8]) -> Option<usize> {
    let line = std::str::from_utf8(line).ok()?;
    let digits = line.split(';').next()?.trim();
    let hex = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex.then(|| usize::from_str_radix(digits, 16).ok()).flatten()
}

/// `Name: value` lines and the blank one after them.
pub fn write_headers<'h>(out: &mut Vec<u8>, headers: impl IntoIterator<Item = (&'h str, &'h str)>) {
    for (name, value) in headers {
        for part in [name, ": ", value, "\r\n"] {
            out.extend_from_slice(part.as_bytes());
        }
    }
    out.extend_from_slice(b"\r\n");
}

/// Why a header may not be written: it would end its line, or is no header at all.
pub fn fault_of(name: &str, value: &str) -> Option<String> {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(token) {
        return Some(format!("{name:?} is not the name of a header"));
    }
    let control = |c: char| c.is_control() && c != '\t';
    value.contains(control).then(|| format!("the header {name} holds a control character"))
}

/// The reason phrase that goes with a status; empty where there is none in common use.
pub fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        406 => "Not Acceptable",
        410 => "Gone",
        429 => "Too Many Requests",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}
