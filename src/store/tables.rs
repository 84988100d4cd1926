//! The tables, as a list of migrations: a store at version n has had the first n applied.

/// Never edit an entry that was released; append a new one.
pub const MIGRATIONS: &[&str] = &["
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
        offset  INTEGER,
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
        offset      INTEGER,
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
"];
