-- name: head
-- The last line of the chain.
SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1

-- name: append
-- Add a line.
INSERT INTO ledger (seq, at, actor, act, subject, why, detail, previous, hash)
VALUES (:seq, :at, :actor, :act, :subject, :why, :detail, :previous, :hash)

-- name: lines_after
-- A page of the chain, in order.
SELECT seq, at, actor, act, subject, why, detail, previous, hash
FROM ledger WHERE seq > :seq ORDER BY seq LIMIT :limit

-- name: line_of_hash
-- Where a hash stands in the chain.
SELECT seq FROM ledger WHERE hash = :hash ORDER BY seq LIMIT 1

-- name: hash_of_line
-- The hash of one line.
SELECT hash FROM ledger WHERE seq = :seq

-- name: last_of_act
-- The last line of one kind of act.
SELECT seq, subject, detail FROM ledger WHERE act = :act ORDER BY seq DESC LIMIT 1
