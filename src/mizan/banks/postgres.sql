-- name: begin_writing
-- Begin to write; each query sees what was committed before it.
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE

-- name: begin_reading
-- Hold one view of the data from the first query on.
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY

-- name: commit
-- Make it so.
COMMIT

-- name: hold
-- Lock the one row that numbers changes until commit: who numbers next has seen all before.
SELECT value FROM counter WHERE name = 'seq' FOR UPDATE

-- name: hold_schema
-- Keep others from making the tables meanwhile. The number means nothing but this.
SELECT CAST(pg_advisory_xact_lock(7236838351) AS TEXT)

-- name: wake
-- Tell readers, at commit, that there may be something new. It fails where an error was passed
-- over, after which a COMMIT would undo everything in silence.
NOTIFY mizan

-- name: listen
-- Be told by writers.
LISTEN mizan

-- name: settle
-- Wait for another writer no longer than this, but let reading and building an index take their
-- time; and let the server soon let go of the locks of a client whose machine is gone.
SELECT set_config('lock_timeout', :patience, FALSE),
       set_config('statement_timeout', '0', FALSE),
       set_config('idle_in_transaction_session_timeout', '0', FALSE),
       set_config('tcp_keepalives_idle', '30', FALSE),
       set_config('tcp_keepalives_interval', '10', FALSE),
       set_config('tcp_keepalives_count', '3', FALSE)

-- name: standing
-- The encoding, and whether this is a copy that follows another server, or a role or a session
-- that may not write.
SELECT current_setting('server_encoding'),
       pg_is_in_recovery(),
       current_setting('default_transaction_read_only') = 'on'
           OR NOT coalesce(has_table_privilege(to_regclass('change'), 'INSERT'), TRUE)

-- name: tables
-- Which of our tables are there: others may share the database with us.
SELECT CAST(table_name AS TEXT) FROM information_schema.tables
WHERE table_schema = current_schema() AND table_name IN
    ('migration', 'counter', 'bank', 'entry', 'change', 'import_job', 'ledger')

-- name: check
-- "ok"; every row of entries and ledger is read on the way, which fails where a page is damaged.
SELECT 'ok' FROM (SELECT max(length(because || added)) FROM entry) AS entries,
                 (SELECT max(length(why || detail)) FROM ledger) AS lines

-- name: insert_entry
-- Add entries unless the bank holds their key already, in whatever state. All rows in one
-- statement: each parameter is the list of a column's values.
INSERT INTO entry
    (id, bank, signal, key, value, label, source, source_ref, opinion, state, because, added)
SELECT id, bank, signal, key, value, label, source, source_ref, opinion, 'active', because, added
FROM unnest(CAST(:id AS BIGINT[]), CAST(:bank AS BIGINT[]), CAST(:signal AS TEXT[]),
            CAST(:key AS BYTEA[]), CAST(:value AS BYTEA[]), CAST(:label AS TEXT[]),
            CAST(:source AS TEXT[]), CAST(:source_ref AS TEXT[]), CAST(:opinion AS TEXT[]),
            CAST(:because AS TEXT[]), CAST(:added AS TEXT[]))
    AS given (id, bank, signal, key, value, label, source, source_ref, opinion, because, added)
ON CONFLICT (bank, signal, key) DO NOTHING

-- name: entry_by_key
-- For each key that is given, the entry of that bank that has it, or a row without one.
SELECT entry.id, entry.state, entry.opinion
FROM unnest(CAST(:bank AS BIGINT[]), CAST(:signal AS TEXT[]), CAST(:key AS BYTEA[]))
    WITH ORDINALITY AS wanted (bank, signal, key, place)
LEFT JOIN entry USING (bank, signal, key)
ORDER BY place
