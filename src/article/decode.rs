//! Bytes to text: the byte order mark, the HTTP header, the page's own declaration, then a look at the bytes.

use crate::model::NotAnArticle;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes of the page's start in which a charset is declared; browsers look at 1,024.
const DECLARATION_REACH: usize = 8192;

/// The text of a page. Fails only where the charset named is unknown and the bytes say nothing either.
pub fn decode(body: &[u8], content_type: Option<&str>) -> Result<String, NotAnArticle> {
    if let Some((encoding, mark)) = Encoding::for_bom(body) {
        return Ok(encoding.decode_without_bom_handling(&body[mark..]).0.into_owned());
    }
    if let Some(encoding) = wide(body) {
        return Ok(encoding.decode_without_bom_handling(body).0.into_owned());
    }
    let mut unknown = None;
    let labels = [content_type.and_then(charset_of), declared(body)];
    let valid = std::str::from_utf8(body).ok();
    for label in labels.into_iter().flatten() {
        match Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != REPLACEMENT) {
            Some(encoding) => return Ok(obey(encoding, body, valid)),
            None => unknown = unknown.or(Some(label)),
        }
    }
    if let Some(text) = valid {
        return Ok(text.to_owned());
    }
    let (encoding, sound) = guess(body);
    match unknown {
        Some(label) if !sound => Err(NotAnArticle::Charset(label)),
        _ => Ok(encoding.decode_without_bom_handling(body).0.into_owned()),
    }
}

/// Decodes as declared, unless the bytes plainly say otherwise: servers often state a default that is not true.
fn obey(encoding: &'static Encoding, body: &[u8], valid: Option<&str>) -> String {
    if let Some(text) = valid {
        // Four characters of several bytes each do not come out as valid UTF-8 by chance.
        let wide = text.chars().filter(|c| !c.is_ascii()).take(4).count();
        if encoding == UTF_8 || (wide == 4 && encoding.is_single_byte()) {
            return text.to_owned();
        }
    }
    // UTF-16 declared within a page whose declaration could be read byte by byte cannot be true.
    let encoding = if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding };
    let (text, bad) = encoding.decode_without_bom_handling(body);
    if bad {
        let lost = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
        let foreign = text.chars().filter(|c| !c.is_ascii()).count();
        if lost > 3 && lost * 5 > foreign {
            let (other, sound) = guess(body);
            if sound {
                return other.decode_without_bom_handling(body).0.into_owned();
            }
        }
    }
    text.into_owned()
}

/// UTF-16 without a mark: every other byte of a page's start is zero.
fn wide(body: &[u8]) -> Option<&'static Encoding> {
    let head = &body[..body.len().min(256) & !1];
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let most = head.len() / 2 * 4 / 5;
    if head.len() < 16 {
        None
    } else if zeros(1) > most && zeros(0) == 0 {
        Some(UTF_16LE)
    } else if zeros(0) > most && zeros(1) == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding that the bytes look like, and whether they decode in it without a fault.
fn guess(body: &[u8]) -> (&'static Encoding, bool) {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(body, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    let (text, bad) = encoding.decode_without_bom_handling(body);
    let odd = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    (encoding, !bad && odd * 100 <= body.len())
}

/// The charset of a `Content-Type`.
fn charset_of(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let at = lower.find("charset")?;
    value_after_equals(&lower[at + "charset".len()..])
}

/// The charset that the page itself states, in a meta element or an XML declaration.
fn declared(body: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&body[..body.len().min(DECLARATION_REACH)]).to_ascii_lowercase();
    if let Some(rest) = head.trim_start().strip_prefix("<?xml") {
        let declaration = &rest[..rest.find("?>").unwrap_or(rest.len())];
        if let Some(at) = declaration.find("encoding") {
            return value_after_equals(&declaration[at + "encoding".len()..]);
        }
    }
    head.split("<meta").skip(1).find_map(|meta| {
        let inside = &meta[..meta.find('>').unwrap_or(meta.len())];
        let at = inside.find("charset")?;
        value_after_equals(&inside[at + "charset".len()..])
    })
}

/// `= "windows-1251"` to `windows-1251`.
fn value_after_equals(rest: &str) -> Option<String> {
    let value = rest
        .trim_start()
        .strip_prefix('=')?
        .trim_start_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
    let end = value.find(|c: char| c.is_whitespace() || "\"';,/>".contains(c)).unwrap_or(value.len());
    (end > 0).then(|| value[..end].to_owned())
}
