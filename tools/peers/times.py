"""The interval of a time expression: spaCy's DATE by dateparser, or what Recognizers-Text resolved.

Intervals follow the codebook: first and last day, both in; an open side is `None`.
"""

import calendar
import datetime
import re

from dateparser.date import DateDataParser

FROM, TO = "since|after|from|starting|as of|beginning", "until|till|by|before|through|no later than"
LEAD = re.compile(rf"^(?:(?P<open>{FROM}|{TO})|in|on|during|at|early|late|the|between)\s+", re.IGNORECASE)
OPENER = re.compile(rf"\b({FROM}|{TO})\s+(?:at least\s+)?(?:late |early |the )?$", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")
QUARTER = re.compile(r"\b(first|second|third|fourth|Q([1-4]))\s*(?:quarter)?\b", re.IGNORECASE)
PAIR = re.compile(r"^(.+?)\s+(?:and|to|through|until)\s+(.+)$|^(\d{4})\s?[-–]\s?(\d{4})$", re.IGNORECASE)
# A length of time ("two years", "a 39-year-old") is no point in time unless a word anchors it.
LENGTH = re.compile(r"\b(?:days?|weeks?|months?|years?|decades?|hours?|minutes?|quarters?)(?:-?old)?$", re.IGNORECASE)
ANCHOR = re.compile(r"\b(?:ago|earlier|before|last|this|next|previous|past|same|current)\b", re.IGNORECASE)
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def month(year, number, months=1):
    last = number + months - 1
    return datetime.date(year, number, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])


def whole_year(year):
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def one(words, today, ahead=False):
    """(first day, last day) of one expression, or `None`; `ahead` where it points past the day of publication."""
    lower = words.strip().lower()
    if lower == today.strftime("%A").lower() and not ahead:
        return today, today
    if decade := re.fullmatch(r"(?:the )?((?:19|20)\d)0s", lower):
        return datetime.date(int(decade[1]) * 10, 1, 1), datetime.date(int(decade[1]) * 10 + 9, 12, 31)
    if not re.search(r"[a-z]{3}", lower):
        return (whole_year(int(lower))) if YEAR.fullmatch(lower) else None
    if re.fullmatch(r"a year (?:ago|before)", lower):
        return month(today.year - 1, today.month)
    simple = {"this year": 0, "last year": -1, "next year": 1, "the previous year": -1, "a year earlier": -1}
    if lower in simple:
        return whole_year(today.year + simple[lower])
    if lower in ("this month", "last month", "next month"):
        number = today.year * 12 + today.month - 1 + {"this month": 0, "last month": -1, "next month": 1}[lower]
        return month(number // 12, number % 12 + 1)
    if lower in ("this week", "last week", "next week"):
        monday = today - datetime.timedelta(days=today.weekday())
        monday += datetime.timedelta(weeks={"this week": 0, "last week": -1, "next week": 1}[lower])
        return monday, monday + datetime.timedelta(days=6)
    quarter = QUARTER.search(lower)
    if quarter and ("quarter" in lower or quarter[2]):
        year = YEAR.search(lower)
        number = int(quarter[2]) if quarter[2] else ORDINALS[quarter[1]]
        return month(int(year[0]) if year else today.year, 3 * number - 2, 3)
    if LENGTH.search(lower) and not ANCHOR.search(lower):
        return None
    settings = {
        "RELATIVE_BASE": datetime.datetime.combine(today, datetime.time(12)),
        "PREFER_DATES_FROM": "future" if ahead else "past",
        "PREFER_DAY_OF_MONTH": "first",
        "RETURN_TIME_AS_PERIOD": False,
    }
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(words)
    if not found.date_obj:
        return None
    day = found.date_obj.date()
    if found.period == "year":
        return whole_year(day.year)
    if found.period == "month":
        return month(day.year, day.month)
    if found.period == "week":
        monday = day - datetime.timedelta(days=day.weekday())
        return monday, monday + datetime.timedelta(days=6)
    return day, day


def interval(text, start, end, today):
    """[first, last] in ISO 8601 of the expression at a place, or `None`."""
    words, opener = text[start:end].strip(), None
    while lead := LEAD.match(words):
        opener = opener or lead["open"]
        words = words[lead.end() :]
    pair = PAIR.match(words)
    if pair:
        first, second = one(pair[1] or pair[3], today), one(pair[2] or pair[4], today)
        if first and second and first[0] <= second[1]:
            return [first[0].isoformat(), second[1].isoformat()]
    if not opener and (before := OPENER.search(text, max(0, start - 30), start)):
        opener = before[1]
    found = one(words, today, ahead=bool(opener) and opener.lower() not in ("since", "after"))
    if not found:
        return None
    return opened(opener, *found)


def opened(opener, first, last):
    """The interval that a word like "since" or "until" opens; "after 2022" begins when 2022 is over."""
    opener, day = (opener or "").lower(), datetime.timedelta(days=1)
    if opener in FROM.split("|"):
        return [(last + day if opener == "after" and first < last else first).isoformat(), None]
    if opener in TO.split("|"):
        return [None, (first - day if opener == "before" else last).isoformat()]
    return [first.isoformat(), last.isoformat()]


def joined(text, places, read):
    """(place, interval) of each place that can be read, and of "between A and B", "from A to B" as one."""
    found, places = [], sorted(places)
    at = 0
    while at < len(places):
        start, end = places[at]
        if at + 1 < len(places):
            lead, link = text[max(0, start - 8) : end].lower(), text[end : places[at + 1][0]].strip().lower()
            pairs = {"and": "between ", "to": "from ", "until": "from "}
            if link in pairs and pairs[link] in lead:
                begin = start if pairs[link] in text[start:end].lower() else start - len(pairs[link])
                both = [read(start, end), read(*places[at + 1])]
                if all(both) and (both[0][0] or "") <= (both[1][1] or ""):
                    found.append(((begin, places[at + 1][1]), [both[0][0], both[1][1]]))
                    at += 2
                    continue
        interval = read(start, end)
        found += [((start, end), interval)] if interval else []
        at += 1
    return found


def resolved(values, words, today):
    """[first, last] from the values of Recognizers-Text; of several, the last that is not after publication, or
    for words that point ahead ("from", "by", "until") the first that is."""
    found, opener = [], LEAD.match(words + " ")
    for value in values:
        if value["type"] not in ("date", "daterange", "datetime", "datetimerange"):
            continue
        first, last = day_of(value.get("start")), day_of(value.get("end"))
        if "value" in value:
            first = last = day_of(value["value"])
        if value.get("Mod") == "before" and last:
            last = closed(value.get("timex", ""), last, words)
        elif value["type"] == "daterange" and last:
            # The library's ranges end on the first day that is out.
            last = (datetime.date.fromisoformat(last) - datetime.timedelta(days=1)).isoformat()
        if first or last:
            found.append([first, last])
    if not found:
        return None
    ahead = bool(opener and opener["open"]) and opener["open"].lower() not in ("since", "after")
    key = lambda pair: pair[0] or pair[1]  # noqa: E731
    past = [pair for pair in found if key(pair) <= today.isoformat()]
    coming = [pair for pair in found if key(pair) > today.isoformat()]
    if ahead and coming:
        return min(coming, key=key)
    return max(past, key=key) if past else min(coming, key=key)


def day_of(side):
    """The day of a side, its hours cut off; `None` for "not resolved" and for days that no calendar has."""
    try:
        return datetime.date.fromisoformat(side[:10]).isoformat() if side else None
    except ValueError:
        return None


def closed(timex, last, words):
    """The last day of "before 2024" (the day before it begins) and of "by March 2025" (the month's last day)."""
    day = datetime.date.fromisoformat(last)
    if words.lower().startswith("before"):
        return (day - datetime.timedelta(days=1)).isoformat()
    if re.fullmatch(r"\d{4}", timex):
        return whole_year(day.year)[1].isoformat()
    if re.fullmatch(r"[\dX]{4}-\d\d", timex):
        return month(day.year, day.month)[1].isoformat()
    return last
