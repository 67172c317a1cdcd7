-- Texts are read as bytes beside their types, as on SQLite: whoever owns the table can give a column
-- another type, or take its checks away.

-- name: head
-- The last line of the chain.
SELECT seq,
       translate(concat_ws('|', pg_typeof(at), pg_typeof(actor), pg_typeof(act), pg_typeof(subject),
           pg_typeof(why), pg_typeof(detail), pg_typeof(previous), pg_typeof(hash)), ' |', '_ '),
       convert_to(at, 'UTF8'), convert_to(actor, 'UTF8'), convert_to(act, 'UTF8'),
       convert_to(subject, 'UTF8'), convert_to(why, 'UTF8'), convert_to(detail, 'UTF8'),
       convert_to(previous, 'UTF8'), convert_to(hash, 'UTF8')
FROM ledger ORDER BY seq DESC LIMIT 1

-- name: lines_after
-- A page of the chain, in order.
SELECT seq,
       translate(concat_ws('|', pg_typeof(at), pg_typeof(actor), pg_typeof(act), pg_typeof(subject),
           pg_typeof(why), pg_typeof(detail), pg_typeof(previous), pg_typeof(hash)), ' |', '_ '),
       convert_to(at, 'UTF8'), convert_to(actor, 'UTF8'), convert_to(act, 'UTF8'),
       convert_to(subject, 'UTF8'), convert_to(why, 'UTF8'), convert_to(detail, 'UTF8'),
       convert_to(previous, 'UTF8'), convert_to(hash, 'UTF8')
FROM ledger WHERE seq > :seq ORDER BY seq LIMIT :limit

-- name: counted
-- How many lines were ever written; no row when that is not known.
SELECT value FROM counter WHERE name = 'ledger' AND pg_typeof(value) = CAST('bigint' AS regtype)

-- name: hash_of_line
-- The hash of one line, when it is one.
SELECT hash FROM ledger WHERE seq = :seq AND hash ~ '^[0-9a-f]{64}$'

-- name: last_of_act
-- The last line of one kind of act.
SELECT seq, convert_to(subject, 'UTF8'), convert_to(detail, 'UTF8')
FROM ledger WHERE act = :act ORDER BY seq DESC LIMIT 1
