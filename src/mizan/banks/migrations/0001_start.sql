-- The bank store and the ledger.
--
-- Written for SQLite and PostgreSQL alike. Two words differ and are replaced when the same file is
-- applied to PostgreSQL: INTEGER there is BIGINT, BLOB is BYTEA. Numbers are given by `counter`,
-- not by the database, so that they rise in the order of commit and ranges hang together.

-- Which of these files were applied.
CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    at TEXT NOT NULL
);

-- The last number given of each kind. A writer updates its row first and so holds it until commit.
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
);

INSERT INTO counter (name, value) VALUES ('seq', 0), ('bank', 0), ('entry', 0), ('ledger', 0);

-- Named collections of entries, each with one purpose.
CREATE TABLE bank (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('harm', 'allow', 'commons')),
    may_act TEXT NOT NULL CHECK (may_act IN ('never', 'queue', 'auto')),
    max_distance INTEGER CHECK (max_distance BETWEEN 0 AND 63),
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    owner TEXT NOT NULL DEFAULT '',
    legal_basis TEXT NOT NULL DEFAULT '',
    added TEXT NOT NULL
);

-- Fingerprints. `key` is the first 16 bytes of BLAKE2b of the value; it stays when an entry is
-- removed and its value dropped, so that the next import of the same list does not bring it back.
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    bank INTEGER NOT NULL REFERENCES bank (id),
    signal TEXT NOT NULL,
    key BLOB NOT NULL,
    value BLOB,
    label TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    source_ref TEXT NOT NULL DEFAULT '',
    opinion TEXT NOT NULL CHECK (opinion IN ('confirmed', 'unconfirmed')),
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled', 'removed')),
    because TEXT NOT NULL DEFAULT '',
    added TEXT NOT NULL,
    UNIQUE (bank, signal, key),
    CHECK (value IS NOT NULL OR state = 'removed')
);

-- Paging through a bank, oldest first.
CREATE INDEX entry_by_bank ON entry (bank, id);

-- Counting without reading the entries.
CREATE INDEX entry_by_kind ON entry (bank, signal, state, opinion);

-- What changed, in the order of commit: readers ask for what is newer than they know.
-- A change of a bank's own properties names no entries (both 0).
CREATE TABLE change (
    seq INTEGER PRIMARY KEY,
    bank INTEGER NOT NULL REFERENCES bank (id),
    kind TEXT NOT NULL
        CHECK (kind IN ('add', 'remove', 'disable', 'enable', 'confirm', 'bank')),
    first_entry INTEGER NOT NULL,
    last_entry INTEGER NOT NULL
);

-- How far the import of a file has come, so that a killed one goes on where it stood.
CREATE TABLE import_job (
    bank INTEGER NOT NULL REFERENCES bank (id),
    sha256 TEXT NOT NULL,
    first_entry INTEGER NOT NULL,
    done_bytes INTEGER NOT NULL,
    done_lines INTEGER NOT NULL,
    reject_bytes INTEGER NOT NULL,
    added INTEGER NOT NULL,
    already INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    duplicate INTEGER NOT NULL,
    bad INTEGER NOT NULL,
    finished TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (bank, sha256)
);

-- The chain: `hash` covers the other columns, `previous` among them.
CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    why TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
