"""A reader is fresh, right and unmoved by what happens beside it."""

import pytest

from mizan.banks import background, changes
from mizan.banks.changes import NewEntry
from mizan.banks.reader import BACKGROUND, Reader
from mizan.banks.store import open_store
from mizan.signals.exact import Md5
from mizan.signals.neartext import NearText
from mizan.signals.pdq import Pdq
from mizan.terms.bank import Bank
from mizan.terms.part import Part
from mizan.text.batch import make_batch

pytestmark = pytest.mark.usefixtures("database")

WHO = {"actor": "test", "why": "for the test"}
TYPES = {"md5": Md5(), "pdq": Pdq(), "neartext": NearText()}
STATEMENT = "The Black Lantern Front calls every lamp to the seventh bridge, there to sing at dusk."
BAYAN = "تدعو جبهة الفانوس الأسود كل مصباح إلى الجسر السابع ليغني هناك عند الغروب"
VERSE = "and the river that carries the evening shall carry the morning also"


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path) as opened:
        changes.create_bank(opened, name="lists", purpose="harm", **WHO)
        yield opened


@pytest.fixture
def reader(store, tmp_path):
    opened = Reader(tmp_path, TYPES)
    yield opened
    opened.close()


def digest(value: bytes, signal: str = "md5") -> Part:
    return Part(content=0, name=signal, kind="digest", signal=signal, value=value)


def text(written: str) -> Part:
    return Part(content=0, name="text", kind="text", text=written)


def md5(n: int) -> NewEntry:
    return NewEntry(signal="md5", value=n.to_bytes(16, "big"))


def near(written: str, **more) -> NewEntry:
    return NewEntry(signal="neartext", value=TYPES["neartext"].sign(text(written)), **more)


def passage(written: str) -> NewEntry:
    return NewEntry(signal="neartext", value=TYPES["neartext"].sign_passage(text(written)))


def add(store, *rows: NewEntry, bank: str = "lists") -> tuple[int, ...]:
    return changes.add_entries(store, bank=bank, rows=rows, **WHO).ids


def look(reader, *parts: Part):
    batch = make_batch(parts)
    reader.refresh(now=True)
    return reader.look_up(batch, {name: kind.sign_many(batch) for name, kind in TYPES.items()})


def entries(reader, *parts: Part) -> list[int]:
    return [match.entry for match in look(reader, *parts)]


def flip(value: bytes, bits: int) -> bytes:
    return (int.from_bytes(value, "big") ^ ((1 << bits) - 1)).to_bytes(len(value), "big")


def test_an_added_entry_matches_and_says_whose_it_is(store, reader):
    [number] = add(store, NewEntry(signal="md5", value=bytes(16), label="flyer"))

    [match] = look(reader, digest(bytes(16)))

    assert (match.part, match.signal, match.entry, match.label) == (0, "md5", number, "flyer")
    assert (match.bank.name, match.bank.purpose, match.confirmed) == ("lists", "harm", True)
    assert (match.distance, match.coverage, match.share, match.spans) == (0, None, None, ())


def test_an_imported_entry_is_not_confirmed_until_a_person_does(store, reader):
    entry = NewEntry(signal="md5", value=bytes(16), opinion="unconfirmed")
    [number] = add(store, entry)
    assert [match.confirmed for match in look(reader, digest(bytes(16)))] == [False]

    changes.confirm(store, bank="lists", entry=number, **WHO)

    assert [match.confirmed for match in look(reader, digest(bytes(16)))] == [True]


def test_a_removed_entry_is_silent_at_once(store, reader):
    [number] = add(store, md5(1))
    assert entries(reader, digest(md5(1).value)) == [number]

    changes.remove_entry(store, bank="lists", entry=number, **WHO)

    assert entries(reader, digest(md5(1).value)) == []


def test_what_is_switched_off_is_silent_and_comes_back(store, reader):
    [number] = add(store, md5(1))

    for whole in (True, False):
        entry = None if whole else number
        changes.set_enabled(store, bank="lists", entry=entry, enabled=False, **WHO)
        assert entries(reader, digest(md5(1).value)) == []
        changes.set_enabled(store, bank="lists", entry=entry, enabled=True, **WHO)
        assert entries(reader, digest(md5(1).value)) == [number]


def test_a_revived_entry_matches_under_its_old_number(store, reader):
    [number] = add(store, md5(1))
    changes.remove_entry(store, bank="lists", entry=number, **WHO)
    assert entries(reader, digest(md5(1).value)) == []

    add(store, md5(1))

    assert entries(reader, digest(md5(1).value)) == [number]


@pytest.mark.parametrize(("largest", "seen"), [(None, [0, 20, 31]), (20, [0, 20]), (0, [0])])
def test_a_bank_s_largest_distance_is_obeyed(store, reader, largest, seen):
    value = bytes(range(32))
    add(store, NewEntry(signal="pdq", value=value))
    if largest is not None:
        changes.set_bank(store, name="lists", max_distance=largest, **WHO)
    parts = [digest(flip(value, bits), "pdq") for bits in (0, 20, 31, 32)]

    assert [match.distance for match in look(reader, *parts)] == seen


def test_two_banks_keep_their_own_distances(store, reader):
    changes.create_bank(store, name="wide", purpose="harm", max_distance=40, **WHO)
    changes.set_bank(store, name="lists", max_distance=10, **WHO)
    value = bytes(range(32))
    add(store, NewEntry(signal="pdq", value=value))
    add(store, NewEntry(signal="pdq", value=value), bank="wide")

    matches = look(reader, digest(flip(value, 5), "pdq"), digest(flip(value, 36), "pdq"))

    assert [(match.part, match.bank.name) for match in matches] == [
        (0, "lists"),
        (0, "wide"),
        (1, "wide"),
    ]


def test_the_nearest_comes_first(store, reader):
    value = bytes(range(32))
    add(store, *(NewEntry(signal="pdq", value=flip(value, bits)) for bits in (9, 0, 4)))

    assert [match.distance for match in look(reader, digest(value, "pdq"))] == [0, 4, 9]


@pytest.mark.parametrize("statement", [STATEMENT, BAYAN])
def test_a_text_matches_with_spans_in_the_part_s_own_text(store, reader, statement):
    add(store, near(statement))
    around = f"Look at this,  friends: «{statement}»  What do you say?"

    [match] = look(reader, digest(bytes(16)), text(around))

    quoted = "".join(around[start:end] for start, end in match.spans)
    assert match.part == 1
    assert match.distance is None
    assert match.coverage > 0.9
    assert 0.4 < match.share < 1
    assert len(quoted) > 0.9 * len(statement)
    assert quoted in statement
    assert all(
        end < start for (_, end), (start, _) in zip(match.spans, match.spans[1:], strict=False)
    )


def test_a_shared_passage_is_no_evidence_until_its_bank_is_off(store, reader):
    changes.create_bank(store, name="verses", purpose="commons", **WHO)
    add(store, near(f"{STATEMENT} {VERSE}"))
    assert entries(reader, text(VERSE))

    add(store, passage(VERSE), bank="verses")
    assert entries(reader, text(VERSE)) == []
    assert entries(reader, text(STATEMENT))

    changes.set_enabled(store, bank="verses", enabled=False, **WHO)
    assert entries(reader, text(VERSE))


def test_a_removed_passage_is_evidence_again(store, reader):
    changes.create_bank(store, name="verses", purpose="commons", **WHO)
    add(store, near(f"{STATEMENT} {VERSE}"))
    [number] = add(store, passage(VERSE), bank="verses")
    assert entries(reader, text(VERSE)) == []

    changes.remove_entry(store, bank="verses", entry=number, **WHO)

    assert entries(reader, text(VERSE))


def test_a_commons_bank_matches_nothing_itself(store, reader):
    changes.create_bank(store, name="verses", purpose="commons", **WHO)
    add(store, passage(VERSE), bank="verses")

    assert look(reader, text(VERSE)) == []


def test_the_background_is_taken_in_when_its_file_changes(store, reader, tmp_path):
    add(store, near(STATEMENT))
    assert look(reader, text(f"well: {STATEMENT}"))
    ordinary = background.build_background([STATEMENT] * 3)

    background.save(ordinary, tmp_path / BACKGROUND)
    assert not look(reader, text(f"well: {STATEMENT}"))

    (tmp_path / BACKGROUND).unlink()
    assert look(reader, text(f"well: {STATEMENT}"))


def test_a_torn_background_is_left_out_and_said(store, reader, tmp_path):
    add(store, near(STATEMENT))
    (tmp_path / BACKGROUND).write_bytes(b"torn")

    assert look(reader, text(STATEMENT))
    assert reader.notices


def test_a_type_that_is_not_installed_matches_nothing(store, reader):
    add(store, NewEntry(signal="smell", value=b"rose"), md5(1))

    assert entries(reader, digest(md5(1).value)) == [2]


def test_an_entry_of_another_version_matches_nothing_and_harms_nobody(store, reader):
    add(store, NewEntry(signal="neartext", value=b"\x63older"), near(STATEMENT))

    assert entries(reader, text(STATEMENT)) == [2]


def test_allowed_entries_are_reported_as_such(store, reader):
    changes.create_bank(store, name="fine", purpose="allow", **WHO)
    add(store, md5(1), bank="fine")

    [match] = look(reader, digest(md5(1).value))
    assert match.bank.purpose == "allow"


def test_a_trial_shows_what_entries_would_hit_and_writes_nothing(store, reader):
    changes.create_bank(store, name="verses", purpose="commons", **WHO)
    add(store, passage(VERSE), bank="verses")
    reader.refresh(now=True)
    sign = TYPES["neartext"].sign
    values = [
        ("neartext", sign(text(VERSE))),
        ("neartext", sign(text(STATEMENT))),
        ("md5", bytes(16)),
    ]

    trial = reader.over(values)

    batch = make_batch([text(f"so: {VERSE}"), text(f"so: {STATEMENT}"), digest(bytes(16))])
    matches = trial.look_up(batch, {name: kind.sign_many(batch) for name, kind in TYPES.items()})
    assert [(match.part, match.entry) for match in matches] == [(1, 2), (2, 3)]
    assert {match.bank.name for match in matches} == {"trial"}
    assert look(reader, text(STATEMENT)) == []


def test_a_trial_obeys_the_bank_it_is_for(reader):
    value = bytes(range(32))
    bank = Bank(id=7, name="near", purpose="harm", max_distance=3)

    trial = reader.over([("pdq", value)], bank=bank)

    batch = make_batch([digest(flip(value, 3), "pdq"), digest(flip(value, 4), "pdq")])
    matches = trial.look_up(batch, {"pdq": TYPES["pdq"].sign_many(batch)})
    assert [match.distance for match in matches] == [3]
