-- name: last_migration
-- The number of the newest schema file that was applied.
SELECT max(number) FROM migration

-- name: note_migration
-- Record that a schema file was applied.
INSERT INTO migration (number, name, at) VALUES (:number, :name, :at)

-- name: count_up
-- Take the next `by` numbers of a kind; the row stays locked until commit.
UPDATE counter SET value = value + :by WHERE name = :name

-- name: counted
-- The last number given of a kind.
SELECT value FROM counter WHERE name = :name

-- name: all_banks
-- Every bank, oldest first.
SELECT id, name, purpose, may_act, max_distance, enabled, owner, legal_basis
FROM bank ORDER BY id

-- name: insert_bank
-- Make a bank.
INSERT INTO bank (id, name, purpose, may_act, max_distance, enabled, owner, legal_basis, added)
VALUES (:id, :name, :purpose, :may_act, :max_distance, 1, :owner, :legal_basis, :added)

-- name: update_bank
-- Set all properties of a bank that may change.
UPDATE bank
SET may_act = :may_act, max_distance = :max_distance, enabled = :enabled,
    owner = :owner, legal_basis = :legal_basis
WHERE id = :id

-- name: insert_entry
-- Add an entry unless the bank holds its key already, in whatever state.
INSERT INTO entry
    (id, bank, signal, key, value, label, source, source_ref, opinion, state, because, added)
VALUES
    (:id, :bank, :signal, :key, :value, :label, :source, :source_ref, :opinion, 'active',
     :because, :added)
ON CONFLICT (bank, signal, key) DO NOTHING

-- name: ids_between
-- Which numbers of a range are taken by entries.
SELECT id FROM entry WHERE id BETWEEN :first AND :last

-- name: entry_by_key
-- The entry of a bank that has a key.
SELECT id, state, opinion FROM entry WHERE bank = :bank AND signal = :signal AND key = :key

-- name: entry_by_id
-- One entry of a bank.
SELECT id, signal, value, label, source, source_ref, opinion, state, because, added
FROM entry WHERE bank = :bank AND id = :id

-- name: entries_after
-- A page of a bank's entries, oldest first.
SELECT id, signal, value, label, source, source_ref, opinion, state, because, added
FROM entry WHERE bank = :bank AND id > :after ORDER BY id LIMIT :limit

-- name: revive_entry
-- Put an entry back in force, as newly given.
UPDATE entry
SET value = :value, label = :label, source = :source, source_ref = :source_ref,
    opinion = :opinion, state = 'active', because = :because, added = :added
WHERE id = :id

-- name: remove_entry
-- Drop an entry's value; its number, key and provenance stay.
UPDATE entry SET state = 'removed', value = NULL WHERE id = :id

-- name: set_entry_state
-- Switch an entry off or on.
UPDATE entry SET state = :state WHERE id = :id

-- name: confirm_entry
-- Note that the operator's own people stand behind an entry.
UPDATE entry SET opinion = 'confirmed' WHERE id = :id

-- name: deconfirm_entry
-- Note that the operator's own people do not stand behind an entry any more.
UPDATE entry SET opinion = 'unconfirmed' WHERE id = :id

-- name: count_entries
-- How many entries each bank holds, by signal type, state and opinion.
SELECT bank, signal, state, opinion, count(*) FROM entry
GROUP BY bank, signal, state, opinion

-- name: next_signal
-- The next signal type, by name, that a bank holds entries of; found without reading them.
SELECT min(signal) FROM entry WHERE bank = :bank AND signal > :signal

-- name: active_values
-- The entries in force of a type within a range of numbers, with their values. Those of commons
-- banks are left out: nothing ever matches them.
SELECT id, bank, opinion, label, value FROM entry
WHERE id BETWEEN :first AND :last AND signal = :signal AND state = 'active'
    AND bank NOT IN (SELECT id FROM bank WHERE purpose = 'commons')
ORDER BY id LIMIT :limit

-- name: active_keys
-- The same with their keys, for types whose index holds nothing else.
SELECT id, bank, opinion, label, key FROM entry
WHERE id BETWEEN :first AND :last AND signal = :signal AND state = 'active'
    AND bank NOT IN (SELECT id FROM bank WHERE purpose = 'commons')
ORDER BY id LIMIT :limit

-- name: signals_between
-- The signal types of a range of entries, in whatever state.
SELECT DISTINCT signal FROM entry WHERE id BETWEEN :first AND :last

-- name: bank_values
-- The values in force of a type in one bank.
SELECT value FROM entry
WHERE bank = :bank AND signal = :signal AND state = 'active' ORDER BY id

-- name: insert_change
-- Tell readers that a range of entries, or a bank, is not what it was.
INSERT INTO change (seq, bank, kind, first_entry, last_entry)
VALUES (:seq, :bank, :kind, :first, :last)

-- name: changes_after
-- What changed since a reader last looked.
SELECT seq, bank, kind, first_entry, last_entry FROM change WHERE seq > :seq ORDER BY seq

-- name: entries_changed_after
-- Which entries changed since then; those of commons banks are in no index and do not matter.
SELECT first_entry, last_entry FROM change
WHERE seq > :seq AND first_entry > 0
    AND bank NOT IN (SELECT id FROM bank WHERE purpose = 'commons')

-- name: entries_removed_after
-- Which entries were removed since then, wherever they may be by now.
SELECT first_entry FROM change WHERE seq > :seq AND kind = 'remove'

-- name: commons_changed
-- The last change of any commons bank since then.
SELECT max(seq) FROM change
WHERE seq > :seq AND bank IN (SELECT id FROM bank WHERE purpose = 'commons')

-- name: import_job
-- How far the import of a file into a bank has come.
SELECT first_entry, done_bytes, done_lines, reject_bytes,
       added, already, kept, duplicate, bad, finished
FROM import_job WHERE bank = :bank AND sha256 = :sha256

-- name: start_import_job
-- Begin an import, or begin it anew.
INSERT INTO import_job
    (bank, sha256, first_entry, done_bytes, done_lines, reject_bytes,
     added, already, kept, duplicate, bad, finished)
VALUES (:bank, :sha256, :first_entry, 0, 0, 0, 0, 0, 0, 0, 0, '')
ON CONFLICT (bank, sha256) DO UPDATE
SET first_entry = excluded.first_entry, done_bytes = 0, done_lines = 0, reject_bytes = 0,
    added = 0, already = 0, kept = 0, duplicate = 0, bad = 0, finished = ''

-- name: save_import_job
-- Set an import's checkpoint.
UPDATE import_job
SET done_bytes = :done_bytes, done_lines = :done_lines, reject_bytes = :reject_bytes,
    added = :added, already = :already, kept = :kept, duplicate = :duplicate, bad = :bad,
    finished = :finished
WHERE bank = :bank AND sha256 = :sha256
