//! The frontier's rows, and its trait on either engine.

use super::{
    Frontier, budget,
    error::StoreError,
    lease, nears, offers,
    rows::{ArchiveEnd, Run, Settled, Start},
    runs, settle,
    sql::{Database, Row, Sql, values},
};
use crate::model::{
    Allowance, Before, Gone, Host, Item, Next, Offer, Over, Purpose, RobotsFile, RobotsStanding, Sighting,
    Spent,
};
use std::time::Duration;

/// Columns of an item, for [`item_of`].
pub const COLUMNS: &str = "url, purpose, source, depth, via, is_seed, chain, turned, tries, promise, day,
    etag, last_modified, digest, near, settled, every, changed, unchanged, kept";

/// Columns of a host, for [`host_of`].
pub const HOST_COLUMNS: &str = "id, next_at, ended_at, delay, under_way, awaits_rules, failures, gone";

/// How soon to look again, where several share a frontier.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Statuses after which a page is settled for a while: read to its end, moved for good, or gone.
const SETTLED: [i64; 6] = [200, 301, 304, 308, 404, 410];

impl<D: Database> Frontier for D {
    fn now(&self) -> Result<Duration, StoreError> {
        Database::now(self)
    }

    fn start(&mut self, start: &Start) -> Result<Run, StoreError> {
        let (now, shared, name) = (Database::now(self)?, self.is_shared(), self.name());
        self.transact(|sql| {
            let now = sql.clock(now);
            runs::start(sql, start, now, shared, &name)
        })
    }

    fn end(&mut self, run: &Run) -> Result<bool, StoreError> {
        let now = Database::now(self)?;
        self.transact(|sql| {
            let now = sql.clock(now);
            runs::end(sql, run, now)
        })
    }

    fn beat(&mut self, run: &Run, now: Duration) -> Result<Duration, StoreError> {
        if !self.is_shared() {
            return Ok(now);
        }
        let name = self.name();
        // Who could not be heard a moment ago cannot say who was silent: all may have been cut off together.
        let heard = self.connected() >= run.start.lease;
        self.transact(|sql| {
            let now = sql.clock(now);
            runs::alive(sql, run, now, &name)?;
            if heard {
                runs::take_over(sql, run.epoch, now, now)?;
            }
            Ok(now)
        })
    }

    fn offer(&mut self, run: &Run, now: Duration, offers: &[Offer]) -> Result<(), StoreError> {
        self.transact(|sql| {
            let hosts = offers::hosts(sql, offers)?;
            offers::lock(sql, hosts.values().copied())?;
            offers::take_in(sql, run, now, offers, &hosts)
        })
    }

    fn lease(&mut self, run: &Run, now: Duration, most: usize) -> Result<Vec<Next>, StoreError> {
        let (shared, name) = (self.is_shared(), self.name());
        // A lease that is lost with the machine leaves an item that waits, and a host whose turn `start` puts off.
        self.transact_soon(|sql| {
            let now = sql.clock(now);
            if shared {
                runs::alive(sql, run, now, &name)?;
            }
            let mut leased = lease::several(sql, run, now, most)?;
            // Others may set free, or bring, what can be asked sooner.
            if shared && let Some(Next::Wait(at)) = leased.last_mut() {
                *at = (*at).min(now + LONGEST_WAIT);
            }
            Ok(leased)
        })
    }

    fn settle(
        &mut self,
        run: &Run,
        settled: &[Settled],
        archive: Option<&ArchiveEnd>,
    ) -> Result<(), StoreError> {
        let (shared, name) = (self.is_shared(), self.name());
        let Some(last) = settled.last() else { return Ok(()) };
        self.transact(|sql| {
            if shared {
                let now = sql.clock(last.settlement.now);
                runs::alive(sql, run, now, &name)?;
            }
            settle::settle(sql, run, settled, archive, &name)
        })
    }

    fn sighted(&mut self, run: &Run, item: &Item) -> Result<Sighting, StoreError> {
        let now = Database::now(self)?;
        let row = self.read(|sql| {
            sql.row(
                "SELECT run, status, outcome, settled, next_due FROM frontier WHERE url = $1",
                values![item.url.as_str()],
            )
        })?;
        let Some(row) = row else { return Ok(Sighting::New) };
        if row.integer(0) >= run.id {
            return Ok(Sighting::Met);
        }
        let is_due = row.maybe_integer(4).map(|_| row.time(4) <= now);
        let recent = is_due.map_or(row.time(3) >= run.start.known_since, |is_due| !is_due);
        // What config.toml names is a list that changes; only what it leads to is known for a while, unless only what
        // is due is asked for.
        let is_list = item.purpose != Purpose::Page || item.is_seed;
        let known = match is_list {
            true => run.start.only_due && is_due == Some(false),
            false => recent && run.start.known_since != Duration::MAX,
        };
        let known = known && SETTLED.contains(&row.integer(1)) && row.text(2) != "incomplete";
        Ok(if known { Sighting::Known } else { Sighting::New })
    }

    fn has_twin(&mut self, item: &Item, digest: &[u8; 32], identity: &str) -> Result<bool, StoreError> {
        self.read(|sql| {
            let same_bytes = sql.row(
                "SELECT 1 FROM frontier WHERE kept = 1 AND digest = $1 AND url <> $2 LIMIT 1",
                values![*digest, item.url.as_str()],
            )?;
            if same_bytes.is_some() {
                return Ok(true);
            }
            let same_page = sql.row(
                "SELECT 1 FROM frontier WHERE kept = 1 AND identity = $1 AND url <> $2 LIMIT 1",
                values![identity, item.url.as_str()],
            )?;
            Ok(same_page.is_some())
        })
    }

    fn near_twin(&mut self, item: &Item, near: u64) -> Result<Option<String>, StoreError> {
        self.read(|sql| nears::twin(sql, &item.host(), near, item.url.as_str()))
    }

    fn rules(&mut self, origin: &str) -> Result<Option<RobotsFile>, StoreError> {
        let row = self.read(|sql| {
            sql.row("SELECT standing, fetched, body FROM robots WHERE origin = $1", values![origin])
        })?;
        Ok(row.map(|row| RobotsFile {
            origin: origin.to_owned(),
            standing: match row.text(0).as_str() {
                "open" => RobotsStanding::Open,
                "text" => RobotsStanding::Text(row.bytes(2).unwrap_or_default().to_vec()),
                _ => RobotsStanding::Shut,
            },
            fetched: row.time(1),
        }))
    }

    fn spent(&mut self, run: &Run) -> Result<Vec<Spent>, StoreError> {
        let rows = self.read(|sql| {
            sql.rows(
                "SELECT source, CAST(sum(pages) AS BIGINT), CAST(sum(bytes) AS BIGINT) FROM (
                     SELECT source, count(*) AS pages, 0 AS bytes FROM frontier
                     WHERE asked = $1 AND purpose = 'page' GROUP BY source
                     UNION ALL SELECT source, 0, bytes FROM spent WHERE run = $1
                 ) AS parts GROUP BY source",
                values![run.id],
            )
        })?;
        let spent = |row: &Row| {
            let source = source_of(run, &row.text(0))?;
            Some(Spent { source, pages: row.small(1), bytes: row.count(2) })
        };
        Ok(rows.iter().filter_map(spent).collect())
    }

    fn pay(&mut self, run: &Run, item: &Item, allowed: &Allowance) -> Result<Option<Over>, StoreError> {
        self.transact(|sql| budget::pay(sql, run, item, allowed))
    }

    fn moved_seeds(&mut self, run: &Run) -> Result<Vec<Item>, StoreError> {
        let rows = self.read(|sql| {
            sql.rows(
                &format!("SELECT {COLUMNS} FROM frontier WHERE is_seed = 1 AND chain <> '' AND run = $1 ORDER BY id"),
                values![run.id],
            )
        })?;
        Ok(rows.iter().filter_map(|row| item_of(row, 0, run)).collect())
    }

    fn waiting(&mut self) -> Result<u64, StoreError> {
        let row =
            self.read(|sql| sql.row("SELECT count(*) FROM frontier WHERE state <> 'done'", values![]))?;
        Ok(row.map_or(0, |row| row.count(0)))
    }

    fn archive_end(&self, crawler: &str) -> Result<Option<ArchiveEnd>, StoreError> {
        let row = self
            .read(|sql| sql.row("SELECT file, length FROM archives WHERE crawler = $1", values![crawler]))?;
        Ok(row.map(|row| ArchiveEnd { file: row.text(0), length: row.count(1) }))
    }

    fn set_archive_end(&mut self, crawler: &str, end: &ArchiveEnd) -> Result<(), StoreError> {
        self.transact(|sql| settle::save_archive_end(sql, crawler, end))
    }
}

/// The index of a source by its name.
pub fn source_of(run: &Run, name: &str) -> Option<usize> {
    run.start.sources.iter().position(|source| source == name)
}

/// An item of columns [`COLUMNS`], which begin at `first`; `None` where its source is not there any more.
pub fn item_of(row: &Row, first: usize, run: &Run) -> Option<Item> {
    let at = |column: usize| first + column;
    let chain = row.text(at(6));
    let before = row.maybe_integer(at(15)).map(|_| Before {
        etag: row.maybe_text(at(11)),
        last_modified: row.maybe_text(at(12)),
        digest: row.bytes(at(13)).and_then(|bytes| bytes.try_into().ok()),
        near: row.maybe_integer(at(14)).map(i64::cast_unsigned),
        fetched: row.time(at(15)),
        interval: row.maybe_integer(at(16)).map(|_| row.time(at(16))),
        changed: row.small(at(17)),
        unchanged: row.small(at(18)),
        kept: row.integer(at(19)) == 1,
    });
    Some(Item {
        url: row.text(at(0)).parse().ok()?,
        purpose: Purpose::parse(&row.text(at(1)))?,
        source: source_of(run, &row.text(at(2)))?,
        depth: row.small(at(3)),
        via: row.maybe_text(at(4)),
        is_seed: row.integer(at(5)) == 1,
        chain: chain.split('\n').filter(|url| !url.is_empty()).map(str::to_owned).collect(),
        turned: row.small(at(7)),
        tries: row.small(at(8)),
        promise: u8::try_from(row.integer(at(9))).unwrap_or(0),
        date: row.maybe_text(at(10)).and_then(|day| day.parse().ok()),
        before,
    })
}

/// A host of columns [`HOST_COLUMNS`], with its id.
pub fn host_of(row: &Row) -> (i64, Host) {
    let host = Host {
        next_at: row.time(1),
        ended_at: row.time(2),
        delay: row.time(3),
        under_way: row.small(4),
        awaits_rules: row.integer(5) == 1,
        failures: row.small(6),
        gone: row.maybe_text(7).and_then(|word| Gone::parse(&word)),
    };
    (row.integer(0), host)
}

/// Keeps a host; `owner` is whoever has something under way at it.
pub fn save_host(sql: &mut dyn Sql, id: i64, host: &Host, owner: Option<i64>) -> Result<(), StoreError> {
    sql.run(
        "UPDATE hosts SET next_at = $2, ended_at = $3, delay = $4, under_way = $5, awaits_rules = $6,
             failures = $7, gone = $8, owner = $9
         WHERE id = $1",
        values![
            id,
            // Times are kept in whole milliseconds, and this one must not come too soon.
            host.next_at + Duration::from_nanos(999_999),
            host.ended_at,
            host.delay,
            host.under_way,
            host.awaits_rules,
            host.failures,
            host.gone.map(Gone::word),
            owner.filter(|_| host.under_way > 0),
        ],
    )?;
    Ok(())
}
