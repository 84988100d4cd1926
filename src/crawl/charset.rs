//! From bytes to text for what the crawler reads itself: byte order mark, HTTP, declaration, then detection.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// How far into a file a declaration is looked for.
const HEAD: usize = 2048;

/// Decodes; what cannot be decoded becomes U+FFFD.
pub fn decode<'b>(body: &'b [u8], content_type: Option<&str>) -> Cow<'b, str> {
    let encoding = encoding_of(body, content_type);
    encoding.decode(body).0
}

fn encoding_of(body: &[u8], content_type: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(body) {
        return encoding;
    }
    // A file that declares UTF-16 in single bytes is not UTF-16, so what the bytes show goes first.
    match body {
        [0, b'<', 0, _, ..] => return UTF_16BE,
        [b'<', 0, _, 0, ..] => return UTF_16LE,
        _ => {}
    }
    let from_http =
        content_type.and_then(charset_parameter).and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(encoding) = from_http.or_else(|| declared(body)) {
        let wide = encoding == UTF_16BE || encoding == UTF_16LE;
        return if wide { UTF_8 } else { encoding };
    }
    match std::str::from_utf8(body) {
        Ok(_) => UTF_8,
        Err(_) => guessed(body),
    }
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
    detector.feed(&body[..body.len().min(64 << 10)], true);
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
