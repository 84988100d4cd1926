//! The calendar's words: names of months and abbreviations of time zones.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// The number of a month, by its name or abbreviation in the languages that sources write in.
pub fn month(word: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &[
            "january",
            "jan",
            "januar",
            "jänner",
            "janvier",
            "janv",
            "enero",
            "ene",
            "gennaio",
            "janeiro",
            "января",
            "січня",
            "stycznia",
            "ocak",
            "januari",
        ],
        &[
            "february",
            "feb",
            "febr",
            "februar",
            "février",
            "févr",
            "febrero",
            "febbraio",
            "fevereiro",
            "февраля",
            "лютого",
            "lutego",
            "şubat",
            "februari",
        ],
        &["march", "mar", "märz", "mars", "marzo", "março", "марта", "березня", "marca", "mart", "maart"],
        &["april", "apr", "avril", "avr", "abril", "abr", "aprile", "апреля", "квітня", "kwietnia", "nisan"],
        &["may", "mai", "mayo", "maggio", "maio", "мая", "травня", "maja", "mayıs", "mei"],
        &["june", "jun", "juni", "juin", "junio", "giugno", "junho", "июня", "червня", "czerwca", "haziran"],
        &[
            "july",
            "jul",
            "juli",
            "juillet",
            "juil",
            "julio",
            "luglio",
            "julho",
            "июля",
            "липня",
            "lipca",
            "temmuz",
        ],
        &["august", "aug", "août", "agosto", "августа", "серпня", "sierpnia", "ağustos", "augustus"],
        &[
            "september",
            "sep",
            "sept",
            "septembre",
            "septiembre",
            "settembre",
            "setembro",
            "сентября",
            "вересня",
            "września",
            "eylül",
        ],
        &[
            "october",
            "oct",
            "oktober",
            "okt",
            "octobre",
            "octubre",
            "ottobre",
            "outubro",
            "октября",
            "жовтня",
            "października",
            "ekim",
        ],
        &[
            "november",
            "nov",
            "novembre",
            "noviembre",
            "novembro",
            "ноября",
            "листопада",
            "listopada",
            "kasım",
        ],
        &[
            "december",
            "dec",
            "dezember",
            "dez",
            "décembre",
            "déc",
            "diciembre",
            "dicembre",
            "dezembro",
            "декабря",
            "грудня",
            "grudnia",
            "aralık",
        ],
    ];
    NAMES.iter().position(|names| names.contains(&word)).map(|at| at as u32 + 1)
}

/// Zones as newspapers abbreviate them. "ET" depends on the day; the rules are those in force since 2007.
pub fn zone(name: &str, date: Date, time: Time) -> Option<i32> {
    let fixed = |hours: i32| Some(hours * 3600);
    let rules = match name {
        "z" | "utc" | "gmt" | "wet" => return fixed(0),
        "bst" | "cet" => return fixed(1),
        "cest" | "eet" | "sast" => return fixed(2),
        "eest" | "msk" | "trt" => return fixed(3),
        "hkt" | "sgt" => return fixed(8),
        "jst" | "kst" => return fixed(9),
        "aest" => return fixed(10),
        "aedt" => return fixed(11),
        "est" => return fixed(-5),
        "edt" => return fixed(-4),
        "cdt" => return fixed(-5),
        "mst" => return fixed(-7),
        "pst" => return fixed(-8),
        "pdt" => return fixed(-7),
        "et" => "EST5EDT,M3.2.0,M11.1.0",
        "ct" => "CST6CDT,M3.2.0,M11.1.0",
        "pt" => "PST8PDT,M3.2.0,M11.1.0",
        _ => return None,
    };
    let zone = TimeZone::posix(rules).ok()?;
    zone.to_zoned_datetime(date.to_datetime(time)).ok().map(|zoned| zoned.offset().seconds())
}

/// Whether a word abbreviates a zone.
pub fn is_zone(word: &str) -> bool {
    zone(word, Date::constant(2024, 1, 1), Time::midnight()).is_some()
}
