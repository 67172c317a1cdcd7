-- Texts are read as bytes beside their types: what was tampered with need not be text, nor UTF-8.

-- name: head
-- The last line of the chain.
SELECT seq,
       typeof(at) || ' ' || typeof(actor) || ' ' || typeof(act) || ' ' || typeof(subject) || ' ' ||
       typeof(why) || ' ' || typeof(detail) || ' ' || typeof(previous) || ' ' || typeof(hash),
       CAST(at AS BLOB), CAST(actor AS BLOB), CAST(act AS BLOB), CAST(subject AS BLOB),
       CAST(why AS BLOB), CAST(detail AS BLOB), CAST(previous AS BLOB), CAST(hash AS BLOB)
FROM ledger ORDER BY seq DESC LIMIT 1

-- name: append
-- Add a line.
INSERT INTO ledger (seq, at, actor, act, subject, why, detail, previous, hash)
VALUES (:seq, :at, :actor, :act, :subject, :why, :detail, :previous, :hash)

-- name: lines_after
-- A page of the chain, in order.
SELECT seq,
       typeof(at) || ' ' || typeof(actor) || ' ' || typeof(act) || ' ' || typeof(subject) || ' ' ||
       typeof(why) || ' ' || typeof(detail) || ' ' || typeof(previous) || ' ' || typeof(hash),
       CAST(at AS BLOB), CAST(actor AS BLOB), CAST(act AS BLOB), CAST(subject AS BLOB),
       CAST(why AS BLOB), CAST(detail AS BLOB), CAST(previous AS BLOB), CAST(hash AS BLOB)
FROM ledger WHERE seq > :seq ORDER BY seq LIMIT :limit

-- name: size
-- How many lines there are, whatever their numbers.
SELECT count(*) FROM ledger

-- name: counted
-- How many lines were ever written; no row when that is not known.
SELECT value FROM counter WHERE name = 'ledger' AND typeof(value) = 'integer'

-- name: line_of_hash
-- Where a hash stands in the chain.
SELECT seq FROM ledger WHERE hash = :hash ORDER BY seq LIMIT 1

-- name: hash_of_line
-- The hash of one line, when it is one.
SELECT hash FROM ledger
WHERE seq = :seq AND length(CAST(hash AS BLOB)) = 64 AND hash NOT GLOB '*[^0-9a-f]*'

-- name: last_of_act
-- The last line of one kind of act.
SELECT seq, CAST(subject AS BLOB), CAST(detail AS BLOB)
FROM ledger WHERE act = :act ORDER BY seq DESC LIMIT 1
