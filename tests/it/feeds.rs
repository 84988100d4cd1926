//! Feeds of every dialect, encoding and fault: a corpus made here, read by the door that the crawler uses.

use claimtrail::crawl::{FeedItem, read_feed};
use encoding_rs::Encoding;
use std::collections::BTreeMap;
use std::panic::catch_unwind;
use url::Url;

/// Items that every feed of the corpus holds: title, path, day. The titles need an alphabet each.
const ITEMS: &[(&str, &str, &str)] = &[
    ("Chips & dips “fined” — £3m", "/a?x=1&y=2", "2024-03-06"),
    ("Exportkontrolle für Drohnen", "/b", "2024-03-05"),
    ("Plain words", "/c", "2024-02-29"),
];
const CYRILLIC: &[(&str, &str, &str)] = &[
    ("Министерство торговли расширило запрет на экспорт микросхем", "/a", "2024-03-06"),
    ("Санкции & цены: что изменится для перевозчиков в этом году", "/b", "2024-03-05"),
    ("Суд оштрафовал завод за поставки оборудования без лицензии", "/c", "2024-02-29"),
];
const JAPANESE: &[(&str, &str, &str)] = &[
    ("政府は半導体製造装置の輸出規制を強化すると発表した", "/a", "2024-03-06"),
    ("制裁リストに企業を追加、取引は許可制になる", "/b", "2024-03-05"),
];
const KOREAN: &[(&str, &str, &str)] = &[
    ("정부가 반도체 장비의 수출 통제를 강화한다고 발표했다", "/a", "2024-03-06"),
    ("제재 명단에 오른 기업은 허가를 받아야 한다", "/b", "2024-03-05"),
];
const CHINESE: &[(&str, &str, &str)] = &[
    ("商务部宣布加强半导体设备的出口管制措施", "/a", "2024-03-06"),
    ("被列入制裁名单的企业必须申请许可证", "/b", "2024-03-05"),
];
const GREEK: &[(&str, &str, &str)] = &[
    ("Το υπουργείο ενισχύει τους ελέγχους εξαγωγών για μικροτσίπ", "/a", "2024-03-06"),
    ("Πρόστιμο σε εταιρεία για πωλήσεις χωρίς άδεια", "/b", "2024-03-05"),
];
const POLISH: &[(&str, &str, &str)] = &[
    ("Ministerstwo zaostrza kontrolę wywozu części do dronów", "/a", "2024-03-06"),
    ("Spółka zapłaci grzywnę za dostawy bez zezwolenia", "/b", "2024-03-05"),
];

type Item = (&'static str, &'static str, &'static str);

/// Text as XML has it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn mail_date(day: &str) -> String {
    let date: jiff::civil::Date = day.parse().unwrap();
    date.strftime("%a, %d %b %Y 10:00:00 GMT").to_string()
}

/// One dialect: its name, and how it writes items under a declaration of this encoding.
type Dialect = (&'static str, fn(&str, &[Item]) -> String);

fn rss(version: &str, declared: &str, items: &[Item], item: impl Fn(&Item) -> String) -> String {
    let items: String = items.iter().map(item).collect();
    format!(
        "<?xml version=\"1.0\"{declared}?>\n<rss version=\"{version}\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
         xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>News</title><link>https://example.org/</link>\
         <description>d</description><atom:link rel=\"self\" href=\"https://example.org/feed\"/>{items}</channel></rss>"
    )
}

const DIALECTS: &[Dialect] = &[
    ("RSS 0.91", |d, items| {
        rss("0.91", d, items, |(title, path, day)| {
            format!(
                "<item><title>{}</title><link>https://example.org{}</link><pubDate>{}</pubDate></item>",
                escaped(title),
                escaped(path),
                mail_date(day)
            )
        })
    }),
    ("RSS 0.92", |d, items| {
        rss("0.92", d, items, |(title, path, day)| {
            format!(
                "<item><link>https://example.org{}</link><title>{}</title><description>x</description><pubDate>{}</pubDate></item>",
                escaped(path),
                escaped(title),
                mail_date(day)
            )
        })
    }),
    ("RSS 2.0", |d, items| {
        rss("2.0", d, items, |(title, path, day)| {
            format!(
                "<item><title>{}</title><link>https://example.org{}</link><guid isPermaLink=\"false\">{path:?}</guid>\
                 <pubDate>{}</pubDate><media:content url=\"https://example.org/i.jpg\"><media:title>no</media:title></media:content></item>",
                escaped(title), escaped(path), mail_date(day)
            ).replace("\"/a?x=1&y=2\"", "a")
        })
    }),
    ("RSS 2.0, CDATA", |d, items| {
        rss("2.0", d, items, |(title, path, day)| {
            format!(
                "<item><title><![CDATA[{title}]]></title><link><![CDATA[https://example.org{path}]]></link><pubDate>{}</pubDate><content:encoded><![CDATA[<p>a & b</p>]]></content:encoded></item>",
                mail_date(day)
            )
        })
    }),
    ("RSS 2.0, guid and dc:date", |d, items| {
        rss("2.0", d, items, |(title, path, day)| {
            format!(
                "<item><title>{}</title><guid>https://example.org{}</guid><dc:date>{day}T10:00:00Z</dc:date></item>",
                escaped(title),
                escaped(path)
            )
        })
    }),
    ("RSS 1.0", |d, items| {
        let items: String = items
            .iter()
            .map(|(title, path, day)| {
                let link = format!("https://example.org{}", escaped(path));
                format!("<item rdf:about=\"{link}\"><title>{}</title><link>{link}</link><dc:date>{day}</dc:date></item>", escaped(title))
            })
            .collect();
        format!(
            "<?xml version=\"1.0\"{d}?><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel rdf:about=\"https://example.org/\"><title>News</title></channel>{items}</rdf:RDF>"
        )
    }),
    ("RSS 0.90", |d, items| {
        let items: String = items
            .iter()
            .map(|(title, path, _)| {
                format!(
                    "<item><title>{}</title><link>https://example.org{}</link></item>",
                    escaped(title),
                    escaped(path)
                )
            })
            .collect();
        format!(
            "<?xml version=\"1.0\"{d}?><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://my.netscape.com/rdf/simple/0.9/\"><channel><title>News</title></channel>{items}</rdf:RDF>"
        )
    }),
    ("Atom 1.0", |d, items| atom(d, "http://www.w3.org/2005/Atom", "", items)),
    ("Atom 0.3", |d, items| atom(d, "http://purl.org/atom/ns#", "", items).replace("updated>", "modified>")),
    ("Atom, prefixed", |d, items| atom(d, "http://www.w3.org/2005/Atom", "a:", items)),
    ("JSON Feed 1", |_, items| json("https://jsonfeed.org/version/1", items)),
    ("JSON Feed 1.1", |_, items| json("https://jsonfeed.org/version/1.1", items)),
];

fn atom(declared: &str, space: &str, prefix: &str, items: &[Item]) -> String {
    let p = prefix;
    let entries: String = items
        .iter()
        .map(|(title, path, day)| {
            format!(
                "<{p}entry><{p}id>tag:example.org,2024:{day}</{p}id><{p}title type=\"text\">{}</{p}title>\
                 <{p}link rel=\"edit\" href=\"https://example.org/edit\"/><{p}link href=\"{}\"/>\
                 <{p}updated>{day}T10:00:00Z</{p}updated></{p}entry>",
                escaped(title),
                escaped(path)
            )
        })
        .collect();
    let name = if p.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{}", p.trim_end_matches(':')) };
    format!(
        "<?xml version=\"1.0\"{declared}?><{p}feed {name}=\"{space}\"><{p}title>News</{p}title><{p}id>urn:x</{p}id>\
         <{p}updated>2024-03-06T10:00:00Z</{p}updated><{p}link rel=\"self\" href=\"https://example.org/feed\"/>{entries}</{p}feed>"
    )
}

fn json(version: &str, items: &[Item]) -> String {
    let items: Vec<serde_json::Value> = items
        .iter()
        .map(|(title, path, day)| serde_json::json!({"id": path, "url": format!("https://example.org{path}"), "title": title, "date_published": format!("{day}T10:00:00Z"), "content_text": "x"}))
        .collect();
    serde_json::json!({"version": version, "title": "News", "home_page_url": "https://example.org/", "items": items}).to_string()
}

/// How a text becomes bytes: the label that is declared, and the bytes; `None` where the alphabet lacks a letter.
fn encoded(text: &str, label: &str) -> Option<Vec<u8>> {
    let wide = |big: bool, mark: bool| {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        Some(units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect())
    };
    match label {
        "utf-8" => Some(text.into()),
        "utf-8 BOM" => Some([b"\xef\xbb\xbf", text.as_bytes()].concat()),
        "utf-16le" => wide(false, false),
        "utf-16be" => wide(true, false),
        "utf-16le BOM" => wide(false, true),
        "utf-16be BOM" => wide(true, true),
        _ => {
            let (bytes, _, lossy) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
            (!lossy).then(|| bytes.into_owned())
        }
    }
}

const ALPHABETS: &[(&str, &[Item])] = &[
    ("utf-8", ITEMS),
    ("utf-8 BOM", ITEMS),
    ("utf-8", CYRILLIC),
    ("utf-16le", ITEMS),
    ("utf-16be", ITEMS),
    ("utf-16le BOM", CYRILLIC),
    ("utf-16be BOM", CYRILLIC),
    ("windows-1252", ITEMS),
    ("windows-1254", ITEMS),
    ("windows-1251", CYRILLIC),
    ("koi8-r", CYRILLIC),
    ("iso-8859-5", CYRILLIC),
    ("x-mac-cyrillic", CYRILLIC),
    ("shift_jis", JAPANESE),
    ("euc-jp", JAPANESE),
    ("euc-kr", KOREAN),
    ("gb18030", CHINESE),
    ("utf-8", CHINESE),
    ("windows-1253", GREEK),
    ("windows-1250", POLISH),
    ("iso-8859-2", POLISH),
];

/// One feed of the corpus.
struct Case {
    name: String,
    body: Vec<u8>,
    content_type: Option<String>,
    items: &'static [Item],
}

fn read(case: &Case) -> Option<Vec<FeedItem>> {
    let base = Url::parse("https://example.org/feed").unwrap();
    let read = catch_unwind(|| read_feed(&case.body, case.content_type.as_deref(), &base));
    let read = read.unwrap_or_else(|_| panic!("{} made it panic", case.name));
    read.map(|feed| feed.items)
}

/// Every item with its address and its title; the day too, where the dialect has one.
fn is_whole(case: &Case, found: &[FeedItem]) -> bool {
    found.len() == case.items.len()
        && case.items.iter().zip(found).all(|((title, path, day), item)| {
            let dated = item.published.is_none_or(|published| published.to_string() == *day);
            item.title == *title && item.url.as_str() == format!("https://example.org{path}") && dated
        })
}

/// Well-formed: declared as it is, by the file or by HTTP.
fn well_formed() -> Vec<Case> {
    let mut cases = Vec::new();
    for (dialect, write) in DIALECTS {
        for (label, items) in ALPHABETS {
            // JSON is UTF-8 by its standard.
            if dialect.starts_with("JSON") && !label.starts_with("utf-8") {
                continue;
            }
            let plain = label.trim_end_matches(" BOM").trim_end_matches("le").trim_end_matches("be");
            let declared = format!(" encoding=\"{plain}\"");
            let by_http = format!("application/xml; charset={plain}");
            for (how, declaration, content_type) in [
                ("declared", declared.as_str(), None),
                ("by HTTP", "", Some(by_http)),
                ("both", &declared, Some("application/rss+xml".to_owned())),
            ] {
                let Some(body) = encoded(&write(declaration, items), label) else { continue };
                let name = format!("{dialect}, {label}, {how}, {}", items[0].0);
                cases.push(Case { name, body, content_type, items });
            }
        }
    }
    cases
}

/// Encodings that are declared wrongly or not at all.
fn odd() -> Vec<Case> {
    let mut cases = Vec::new();
    for (dialect, write) in DIALECTS.iter().filter(|(dialect, _)| !dialect.starts_with("JSON")) {
        for (label, items) in ALPHABETS {
            for wrong in ["", "utf-8", "utf-16", "us-ascii", "iso-8859-1", "nonsense", "windows-1252"] {
                let declared = if wrong.is_empty() { String::new() } else { format!(" encoding='{wrong}'") };
                let Some(body) = encoded(&write(&declared, items), label) else { continue };
                let name = format!("{dialect}, {label} called “{wrong}”, {}", items[0].0);
                cases.push(Case { name, body, content_type: None, items });
            }
        }
    }
    cases
}

fn share(cases: &[Case], what: &str, wanted: f64) {
    let mut missed: BTreeMap<String, u32> = BTreeMap::new();
    let mut whole = 0;
    for case in cases {
        match read(case).is_some_and(|found| is_whole(case, &found)) {
            true => whole += 1,
            false => *missed.entry(case.name.clone()).or_default() += 1,
        }
    }
    let share = f64::from(whole) / cases.len() as f64;
    println!("{what}: {whole} of {} read whole ({:.1}%)", cases.len(), 100.0 * share);
    for name in missed.keys().take(12) {
        println!("  missed: {name}");
    }
    assert!(share >= wanted, "{what}: {share}");
}

#[test]
fn well_formed_feeds_of_every_dialect_and_alphabet_are_read() {
    share(&well_formed(), "well-formed feeds", 0.99);
}

#[test]
fn odd_encodings_are_mostly_read() {
    share(&odd(), "odd encodings", 0.80);
}

#[test]
fn faults_cost_nothing_but_what_they_hide() {
    let mut tried = 0;
    let mut some = 0;
    for (dialect, write) in DIALECTS {
        let whole = write("", ITEMS);
        let faults: Vec<(&str, String)> = vec![
            ("stray ampersands", whole.replace("&amp;", "&")),
            ("unknown entities", whole.replace("Plain", "&hellip;&nbsp;&foo;Plain")),
            ("no closing tags", whole.replace("</item>", "").replace("</entry>", "")),
            ("no root's end", whole.trim_end_matches("</rss>").trim_end_matches("</channel>").to_owned()),
            ("space before the declaration", format!("\n \t{whole}")),
            ("junk after the end", format!("{whole}<!-- cached -->\0\0<script>x</script>")),
            ("control characters", whole.replace("Plain", "Pl\u{1}ai\u{b}n")),
            ("upper case", whole.replace("<item", "<ITEM").replace("</item", "</ITEM")),
            ("a comment that never ends", whole.replacen("<title>Plain", "<!-- <title>Plain", 1)),
            (
                "a document type",
                whole.replacen("?>", "?><!DOCTYPE rss [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]>", 1),
            ),
            ("twice declared", whole.replacen("<?xml", "<?xml version='1.0'?><?xml", 1)),
        ];
        for (fault, text) in &faults {
            let case = Case {
                name: format!("{dialect}, {fault}"),
                body: text.clone().into(),
                content_type: None,
                items: ITEMS,
            };
            tried += 1;
            some += u32::from(read(&case).is_some_and(|found| !found.is_empty()));
        }
        // Cut at every tenth byte, and with every tenth byte broken, in each width of character.
        for label in ["utf-8", "utf-16le BOM", "utf-16be"] {
            let bytes = encoded(&whole, label).unwrap();
            for at in (0..bytes.len()).step_by(10) {
                let mut broken = bytes.clone();
                broken[at] = broken[at].wrapping_add(0x5b);
                for body in [bytes[..at].to_vec(), broken] {
                    let name = format!("{dialect}, {label}, cut or broken at {at}");
                    read(&Case { name, body, content_type: None, items: ITEMS });
                    tried += 1;
                }
            }
        }
    }
    println!(
        "faults: {tried} feeds, no panic; of {} with a fault in their markup, {some} gave items",
        11 * DIALECTS.len()
    );
    assert!(some >= 110, "{some}");
}

#[test]
fn entities_cost_nothing_and_open_no_file() {
    let base = Url::parse("https://example.org/feed").unwrap();
    let mut laughs = String::from("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY l0 \"lol\">");
    for n in 1..30 {
        laughs += &format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10));
    }
    laughs += "<!ENTITY file SYSTEM \"file:///etc/passwd\"><!ENTITY % out SYSTEM \"http://127.0.0.1/x\"> %out;]><rss version=\"2.0\"><channel>\
        <item><title>&l29;&file;</title><link>https://example.org/a</link></item></channel></rss>";
    let begun = std::time::Instant::now();
    let feed = read_feed(laughs.as_bytes(), None, &base).unwrap();
    assert!(begun.elapsed().as_secs() < 5 && feed.items[0].title.len() < 100, "{:?}", feed.items);
    assert!(!feed.items[0].title.contains("root:"));
}
