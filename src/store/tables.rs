//! The tables, as a list of migrations: a store at version n has had the first n applied.

/// The version of a store that has had all of them.
pub const KNOWN: i64 = MIGRATIONS.len() as i64;

/// Never edit an entry that was released; append a new one.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        tables: r#"
    CREATE TABLE sources (
        id   INTEGER PRIMARY KEY,
        url  TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL
    ) STRICT;

    CREATE TABLE fetches (
        id      INTEGER PRIMARY KEY,
        url     TEXT NOT NULL,
        purpose TEXT NOT NULL,
        fetched TEXT NOT NULL,
        status  INTEGER,
        bytes   INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        note    TEXT,
        file    TEXT,
        "offset" INTEGER,
        digest  TEXT,
        UNIQUE (url, fetched)
    ) STRICT;

    CREATE TABLE articles (
        id          INTEGER PRIMARY KEY,
        url         TEXT NOT NULL,
        text_digest TEXT NOT NULL,
        extractor   TEXT NOT NULL,
        title       TEXT,
        publisher   TEXT,
        day         TEXT,
        fetched     TEXT,
        file        TEXT,
        "offset"    INTEGER,
        digest      TEXT,
        json        TEXT NOT NULL,
        UNIQUE (url, text_digest, extractor)
    ) STRICT;
    CREATE INDEX articles_by_day ON articles (day, url);

    CREATE TABLE claims (
        article    INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        place      INTEGER NOT NULL,
        id         TEXT NOT NULL,
        kind       TEXT NOT NULL,
        confidence REAL NOT NULL,
        json       TEXT NOT NULL,
        PRIMARY KEY (article, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX claims_by_id ON claims (id);

    CREATE TABLE claim_countries (
        article INTEGER NOT NULL,
        place   INTEGER NOT NULL,
        country TEXT NOT NULL,
        PRIMARY KEY (article, place, country),
        FOREIGN KEY (article, place) REFERENCES claims (article, place) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX claims_by_country ON claim_countries (country);

    -- Of several readings of a URL, the one fetched last; of those, the one that was read last.
    CREATE VIEW current AS
        SELECT * FROM articles AS a WHERE NOT EXISTS (
            SELECT 1 FROM articles AS b
            WHERE b.url = a.url
              AND (coalesce(b.fetched, ''), b.id) > (coalesce(a.fetched, ''), a.id)
        );
"#,
        sqlite: "",
    },
    Migration {
        tables: r#"
    -- One row a start of the program. `alive_until`: when it may be thought dead. Times are milliseconds since 1970.
    CREATE TABLE crawlers (
        epoch       INTEGER PRIMARY KEY,
        name        TEXT NOT NULL,
        started     INTEGER NOT NULL,
        alive_until INTEGER NOT NULL,
        ended       INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE runs (
        id      INTEGER PRIMARY KEY,
        started INTEGER NOT NULL,
        ended   INTEGER
    ) STRICT;

    -- The pace of a host. `owner`: epoch of the crawler that has something under way.
    CREATE TABLE hosts (
        id           INTEGER PRIMARY KEY,
        name         TEXT NOT NULL UNIQUE,
        next_at      INTEGER NOT NULL,
        ended_at     INTEGER NOT NULL,
        delay        INTEGER NOT NULL,
        under_way    INTEGER NOT NULL,
        awaits_rules INTEGER NOT NULL,
        failures     INTEGER NOT NULL,
        gone         TEXT,
        waiting      INTEGER NOT NULL,
        owner        INTEGER
    ) STRICT;
    CREATE INDEX hosts_by_turn ON hosts (next_at, id) WHERE waiting = 1;
    CREATE INDEX hosts_gone ON hosts (id) WHERE waiting = 1 AND gone IS NOT NULL;

    CREATE TABLE robots (
        origin   TEXT PRIMARY KEY,
        standing TEXT NOT NULL,
        fetched  INTEGER NOT NULL,
        body     BLOB
    ) STRICT;

    -- One row a URL. `state`: waiting, leased, done. `run`: the last that met it; `asked`: the last that asked for it.
    -- `place`: its turn among those of its rank. `every`: time between visits.
    CREATE TABLE frontier (
        id            INTEGER PRIMARY KEY,
        url           TEXT NOT NULL UNIQUE,
        host          INTEGER NOT NULL,
        run           INTEGER NOT NULL,
        state         TEXT NOT NULL,
        epoch         INTEGER,
        purpose       TEXT NOT NULL,
        source        TEXT NOT NULL,
        depth         INTEGER NOT NULL,
        via           TEXT,
        is_seed       INTEGER NOT NULL,
        chain         TEXT NOT NULL,
        turned        INTEGER NOT NULL,
        tries         INTEGER NOT NULL,
        promise       INTEGER NOT NULL,
        day           TEXT,
        rank          INTEGER NOT NULL,
        place         INTEGER NOT NULL,
        outcome       TEXT,
        status        INTEGER,
        next_run      INTEGER NOT NULL,
        asked         INTEGER,
        settled       INTEGER,
        etag          TEXT,
        last_modified TEXT,
        digest        BLOB,
        near          INTEGER,
        identity      TEXT,
        kept          INTEGER NOT NULL,
        next_due      INTEGER,
        every         INTEGER,
        changed       INTEGER NOT NULL,
        unchanged     INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX frontier_by_turn ON frontier (host, rank, place, id) WHERE state = 'waiting';
    CREATE INDEX frontier_leased ON frontier (epoch) WHERE state = 'leased';
    CREATE INDEX frontier_next_run ON frontier (id) WHERE next_run = 1;
    CREATE INDEX frontier_by_digest ON frontier (digest) WHERE kept = 1;
    CREATE INDEX frontier_by_identity ON frontier (identity) WHERE kept = 1;

    -- How far the archive of each crawler is written: what lies beyond is cut when it starts again.
    CREATE TABLE archives (
        crawler TEXT PRIMARY KEY,
        file    TEXT NOT NULL,
        length  INTEGER NOT NULL
    ) STRICT;

    CREATE INDEX fetches_unread ON fetches (file, "offset") WHERE outcome = 'kept';
"#,
        sqlite: r#"
    -- What a store of the first version has fetched is known to its frontier.
    INSERT INTO frontier
        (url, host, run, state, purpose, source, depth, is_seed, chain, turned, tries, promise, rank, place,
         outcome, status, next_run, settled, kept, changed, unchanged)
    SELECT url, 0, 0, 'done', purpose, '', 0, 0, '', 0, 0, 0, 4, 0, outcome, status, 0,
           1000 * CAST(strftime('%s', max(fetched)) AS INTEGER), 0, 0, 0
    FROM fetches GROUP BY url;
    UPDATE fetches SET outcome = 'read' WHERE outcome = 'kept';
"#,
    },
    Migration {
        tables: r#"
    CREATE INDEX fetches_by_digest ON fetches (digest);
    CREATE INDEX frontier_due ON frontier (next_due) WHERE kept = 1;

    -- Hashes of pages that were kept, cut into four bands: two hashes that differ by three bits share one.
    CREATE TABLE nears (
        host  TEXT NOT NULL,
        band  INTEGER NOT NULL,
        value INTEGER NOT NULL,
        near  INTEGER NOT NULL,
        url   TEXT NOT NULL,
        PRIMARY KEY (host, band, value, url)
    ) STRICT;
    CREATE INDEX nears_by_url ON nears (url);

    -- Whether anybody waits for new readings, and those that are not known to have arrived. `known`: ids of claims that
    -- the reading had before it was made anew.
    CREATE TABLE watchers (
        name TEXT PRIMARY KEY
    ) STRICT;
    CREATE TABLE outbox (
        id      INTEGER PRIMARY KEY,
        article INTEGER NOT NULL UNIQUE,
        known   TEXT NOT NULL
    ) STRICT;
"#,
        sqlite: "",
    },
    Migration {
        tables: r#"
    -- Bytes of bodies that came in a run, by the name of the source that asked for them.
    CREATE TABLE spent (
        run    INTEGER NOT NULL,
        source TEXT NOT NULL,
        bytes  INTEGER NOT NULL,
        PRIMARY KEY (run, source)
    ) STRICT, WITHOUT ROWID;
"#,
        sqlite: "",
    },
    Migration {
        tables: r#"
    -- `paid`: the run out of whose budget the page was last paid for. In `spent`, the source of no name counts all.
    ALTER TABLE frontier ADD COLUMN paid INTEGER;
    ALTER TABLE spent ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;
"#,
        sqlite: "",
    },
];

/// One step of the schema.
pub struct Migration {
    /// Tables, as SQLite writes them; PostgreSQL's types and endings are put in where they are made there.
    pub tables: &'static str,
    /// What only SQLite needs, since its stores are older.
    pub sqlite: &'static str,
}
