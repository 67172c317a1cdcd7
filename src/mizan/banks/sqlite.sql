-- name: journal
-- Writers do not block readers, and a killed process leaves a whole database.
PRAGMA journal_mode = WAL

-- name: durable
-- A commit survives a crash of the process; a loss of power may undo the last ones, whole.
PRAGMA synchronous = NORMAL

-- name: foreign_keys
-- An entry's bank must exist.
PRAGMA foreign_keys = ON

-- name: erase
-- What is deleted is overwritten with zeros.
PRAGMA secure_delete = ON

-- name: cache
-- Pages kept in memory, in KiB, so that a large import does not read its index again and again.
PRAGMA cache_size = -65536

-- name: tables
-- The tables that are there: none in a new file.
SELECT name FROM sqlite_master WHERE type = 'table'

-- name: apps_of_django
-- What Django noted of an app whose tables it made in the same file.
SELECT app FROM django_migrations WHERE app = :app LIMIT 1

-- name: check
-- "ok", or what is wrong with the file.
PRAGMA quick_check(1)

-- name: begin_writing
-- Take the one write lock at once, or wait for it.
BEGIN IMMEDIATE

-- name: begin_reading
-- Hold one view of the data from the first query on.
BEGIN

-- name: commit
-- Make it so.
COMMIT
