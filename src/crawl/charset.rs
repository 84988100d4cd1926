//! From bytes to text for what the crawler reads itself: byte order mark, HTTP, declaration, then detection.

use encoding_rs::{
    Encoding, ISO_2022_JP, ISO_8859_2, ISO_8859_4, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252,
    WINDOWS_1254, WINDOWS_1257, WINDOWS_1258,
};
use std::borrow::Cow;

/// How far into a file a declaration is looked for.
const HEAD: usize = 2048;
/// Bytes by which an encoding is judged.
const SAMPLE: usize = 64 << 10;

/// Decodes; what cannot be decoded becomes U+FFFD.
pub fn decode<'b>(body: &'b [u8], content_type: Option<&str>) -> Cow<'b, str> {
    let encoding = encoding_of(body, content_type);
    encoding.decode(body).0
}

fn encoding_of(body: &[u8], content_type: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(body) {
        return encoding;
    }
    // What the bytes show goes before what they say.
    match body {
        [0, b'<' | b'{' | b'\n' | b'\r' | b' ', 0, _, ..] => return UTF_16BE,
        [b'<' | b'{' | b'\n' | b'\r' | b' ', 0, _, 0, ..] => return UTF_16LE,
        _ => {}
    }
    let from_http =
        content_type.and_then(charset_parameter).and_then(|label| Encoding::for_label(label.as_bytes()));
    let declared = from_http.or_else(|| declared(body)).filter(|encoding| !is_wide(encoding));
    // Hardly anything but UTF-8 is valid as UTF-8 once it holds more than ASCII.
    if std::str::from_utf8(body).is_ok() {
        return declared.filter(|encoding| *encoding == ISO_2022_JP).unwrap_or(UTF_8);
    }
    declared.map_or_else(|| guessed(body), |encoding| believed(body, encoding))
}

/// A file that declares UTF-16 in single bytes is not UTF-16.
fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16BE || encoding == UTF_16LE
}

/// A declared encoding, unless the bytes speak against it: many servers declare the same for everything.
fn believed(body: &[u8], declared: &'static Encoding) -> &'static Encoding {
    let sample = &body[..body.len().min(SAMPLE)];
    let broken = declared.decode_without_bom_handling(sample).0.matches('\u{fffd}').count();
    let guess = guessed(body);
    if broken > sample.len() / 200 {
        return guess;
    }
    let latin =
        [WINDOWS_1250, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257, WINDOWS_1258, ISO_8859_2, ISO_8859_4];
    let is_default = declared == WINDOWS_1252;
    // An alphabet that Latin text never looks like; between two kinds of Latin the declaration knows better.
    if is_default && !latin.contains(&guess) { guess } else { declared }
}

/// `text/html; charset="utf-8"`.
fn charset_parameter(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// `<?xml encoding="…"?>`, `<meta charset=…>` or the charset of a `<meta http-equiv>`.
fn declared(body: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&body[..body.len().min(HEAD)]).to_ascii_lowercase();
    let value = if head.trim_start().starts_with("<?xml") {
        after(head.split("?>").next()?, "encoding")
    } else {
        after(&head, "charset")
    }?;
    Encoding::for_label(value.as_bytes())
}

/// The value after `name=`, quoted or bare.
fn after<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let rest = head[head.find(name)? + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let rest = rest.trim_start_matches(['"', '\'']);
    rest.split(['"', '\'', ';', '>', ' ', '/', '?']).next().filter(|value| !value.is_empty())
}

fn guessed(body: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&body[..body.len().min(SAMPLE)], true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn the_encoding_is_found_in_order_of_trust() {
        let xml = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><t>Экспорт</t>";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(xml);
        assert_eq!(decode(&bytes, Some("text/xml")), xml);
        assert_eq!(decode(&bytes, Some("text/xml; charset=windows-1251")), xml);
        let html = "<html><meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'><p>wywóz</p>";
        let (bytes, ..) = encoding_rs::ISO_8859_2.encode(html);
        assert_eq!(decode(&bytes, None), html);
        for big in [true, false] {
            assert_eq!(decode(&wide("<a>é</a>", big), None), "<a>é</a>");
            assert_eq!(decode(&wide("\u{feff}{}", big), None), "{}");
        }
        assert_eq!(decode("<?xml encoding='utf-16'?>é".as_bytes(), None), "<?xml encoding='utf-16'?>é");
        assert_eq!(decode("é".as_bytes(), Some("text/html; charset=nonsense")), "é");
        assert_eq!(decode(b"caf\xe9 cr\xe8me", None), "café crème");
        assert_eq!(decode(b"", None), "");
    }
}
