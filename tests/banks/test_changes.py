"""Every write of the store: what it does, what it refuses, what it leaves in the ledger."""

import threading

import pytest

from mizan.banks import changes, queries
from mizan.banks.changes import NewEntry
from mizan.banks.store import open_store
from mizan.errors import BankError
from mizan.ledger.chain import lines
from mizan.ledger.verify import verify

pytestmark = pytest.mark.usefixtures("database")

WHO = {"actor": "test", "why": "for the test"}


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path) as opened:
        changes.create_bank(opened, name="lists", purpose="harm", **WHO)
        yield opened


def row(n: int, **more) -> NewEntry:
    return NewEntry(signal="md5", value=n.to_bytes(16, "big"), **more)


def add(store, *rows: NewEntry, **more):
    return changes.add_entries(store, bank="lists", rows=rows, **WHO, **more)


def kinds(store, after: int = 0) -> list[tuple[str, int, int]]:
    return [tuple(found[2:]) for found in store.rows("banks.changes_after", seq=after)]


@pytest.mark.parametrize("name", ["", "A", "a b", "-a", "بنك", "a" * 65, "a/b", "a\n"])
def test_a_bad_name_is_refused(store, name):
    with pytest.raises(BankError) as caught:
        changes.create_bank(store, name=name, purpose="harm", **WHO)

    assert caught.value.code == "bank.bad_name"


def test_a_bank_keeps_what_it_was_given(store):
    made = changes.create_bank(
        store,
        name="x.1",
        purpose="allow",
        may_act="never",
        max_distance=20,
        owner="the desk",
        legal_basis="terms, section 2",
        **WHO,
    )

    assert queries.bank(store, "x.1") == made
    assert made.max_distance == 20


def test_a_second_bank_of_one_name_is_refused(store):
    with pytest.raises(BankError) as caught:
        changes.create_bank(store, name="lists", purpose="allow", **WHO)

    assert caught.value.code == "bank.exists"


@pytest.mark.parametrize("distance", [-1, 64])
def test_a_distance_out_of_range_is_refused(store, distance):
    with pytest.raises(BankError) as caught:
        changes.set_bank(store, name="lists", max_distance=distance, **WHO)

    assert caught.value.code == "bank.bad_distance"


def test_an_unknown_bank_is_refused_with_the_names_there_are(store):
    with pytest.raises(BankError) as caught:
        changes.add_entries(store, bank="list", rows=[row(1)], **WHO)

    assert caught.value.code == "bank.unknown"
    assert "lists" in caught.value.hint


def test_properties_are_set_one_by_one(store):
    changes.set_bank(store, name="lists", may_act="never", max_distance=10, **WHO)
    changes.set_bank(store, name="lists", owner="others", **WHO)

    found = queries.bank(store, "lists")
    assert (found.may_act, found.max_distance, found.owner) == ("never", 10, "others")


def test_entries_are_numbered_in_the_order_of_adding_and_each_value_is_there_once(store):
    first = add(store, row(3), row(1), row(3))
    second = add(store, row(1), row(2))

    assert (first.new, first.already, second.new, second.already) == (2, 1, 1, 1)
    assert second.ids[0] == first.ids[1]
    assert [entry.value[-1] for entry in queries.entries(store, "lists")] == [3, 1, 2]


def test_the_same_value_may_be_of_two_types(store):
    value = b"v" * 16

    added = add(store, NewEntry(signal="md5", value=value), NewEntry(signal="other", value=value))

    assert added.new == 2


def test_an_added_range_is_one_change(store):
    add(store, *(row(n) for n in range(50)))

    assert kinds(store, 1) == [("add", 1, 50)]


def test_a_removed_entry_keeps_its_number_and_provenance_and_drops_its_value(store):
    [number] = add(store, row(1, label="flyer", source="desk", source_ref="7")).ids

    changes.remove_entry(store, bank="lists", entry=number, **WHO)

    found = queries.entry(store, "lists", number)
    assert (found.state, found.value, found.label) == ("removed", b"", "flyer")
    assert (found.source, found.source_ref) == ("desk", "7")


@pytest.mark.parametrize("state", ["removed", "disabled"])
def test_an_import_does_not_revive_and_a_hand_does(store, state):
    [number] = add(store, row(1)).ids
    if state == "removed":
        changes.remove_entry(store, bank="lists", entry=number, **WHO)
    else:
        changes.set_enabled(store, bank="lists", entry=number, enabled=False, **WHO)

    left = add(store, row(1), revive=False)
    assert (left.kept, left.revived, queries.entry(store, "lists", number).state) == (1, 0, state)

    back = add(store, row(1, label="again"))
    found = queries.entry(store, "lists", number)
    assert (back.revived, back.ids, found.state, found.label) == (1, (number,), "active", "again")
    assert found.value == row(1).value


def test_a_removed_entry_cannot_be_switched_on(store):
    [number] = add(store, row(1)).ids
    changes.remove_entry(store, bank="lists", entry=number, **WHO)

    for write in (changes.remove_entry, changes.confirm):
        with pytest.raises(BankError) as caught:
            write(store, bank="lists", entry=number, **WHO)
        assert caught.value.code == "bank.removed"


def test_an_unknown_entry_is_refused(store):
    with pytest.raises(BankError) as caught:
        changes.remove_entry(store, bank="lists", entry=5, **WHO)

    assert caught.value.code == "bank.unknown_entry"


def test_an_entry_of_another_bank_is_unknown_here(store):
    changes.create_bank(store, name="other", purpose="harm", **WHO)
    [number] = add(store, row(1)).ids

    with pytest.raises(BankError) as caught:
        changes.remove_entry(store, bank="other", entry=number, **WHO)

    assert caught.value.code == "bank.unknown_entry"


def test_adding_by_hand_confirms_what_was_imported(store):
    [number] = add(store, row(1, opinion="unconfirmed")).ids

    again = add(store, row(1))

    assert (again.already, queries.entry(store, "lists", number).opinion) == (1, "confirmed")
    assert kinds(store)[-1] == ("confirm", number, number)


def test_an_import_does_not_take_a_confirmation_back(store):
    [number] = add(store, row(1)).ids

    add(store, row(1, opinion="unconfirmed"), revive=False)

    assert queries.entry(store, "lists", number).opinion == "confirmed"


def test_a_commons_bank_takes_texts_only(store):
    changes.create_bank(store, name="shared", purpose="commons", **WHO)

    with pytest.raises(BankError) as caught:
        changes.add_entries(store, bank="shared", rows=[row(1)], **WHO)

    assert caught.value.code == "bank.commons_text_only"


def test_every_write_leaves_one_line_and_the_chain_holds(store):
    [number, *_] = add(store, row(1, because="a museum asked"), row(2)).ids
    changes.set_bank(store, name="lists", owner="desk", **WHO)
    changes.set_enabled(store, bank="lists", enabled=False, **WHO)
    changes.set_enabled(store, bank="lists", enabled=True, **WHO)
    changes.set_enabled(store, bank="lists", entry=number, enabled=False, **WHO)
    changes.set_enabled(store, bank="lists", entry=number, enabled=True, **WHO)
    changes.confirm(store, bank="lists", entry=number, **WHO)
    changes.remove_entry(store, bank="lists", entry=number, **WHO)

    acts = [line.act for line in lines(store)]
    assert acts == [
        "bank.create",
        "entry.add",
        "bank.set",
        "bank.disable",
        "bank.enable",
        "entry.disable",
        "entry.enable",
        "entry.confirm",
        "entry.remove",
    ]
    assert verify(store).whole
    assert queries.seq(store) == len(acts)


def test_the_ledger_holds_no_value(store):
    add(store, row(1, label="a label"))

    written = " ".join(line.detail for line in lines(store))
    assert row(1).value.hex() not in written
    assert "a label" not in written


def test_a_label_that_no_database_can_hold_is_made_one_that_it_can(store):
    [number] = add(store, row(1, label="a\ud800b\0c")).ids

    assert queries.entry(store, "lists", number).label == "a?b?c"


def test_counts_are_by_type_state_and_opinion(store):
    ids = add(store, row(1), row(2), row(3, opinion="unconfirmed")).ids
    changes.remove_entry(store, bank="lists", entry=ids[0], **WHO)

    found = {(one.state, one.opinion): one.entries for one in queries.counts(store)["lists"]}
    assert found == {
        ("removed", "confirmed"): 1,
        ("active", "confirmed"): 1,
        ("active", "unconfirmed"): 1,
    }


def test_writers_of_two_connections_take_turns_and_lose_nothing(store, tmp_path):
    def write(first: int) -> None:
        with open_store(tmp_path) as mine:
            for n in range(25):
                add(mine, row(first + n), row(n))

    threads = [threading.Thread(target=write, args=(1000 * n,)) for n in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    values = [entry.value for entry in queries.entries(store, "lists")]
    seqs = [found[0] for found in store.rows("banks.changes_after", seq=0)]
    assert len(values) == len(set(values)) == 100
    assert seqs == list(range(1, len(seqs) + 1))
    assert verify(store).whole


def test_the_schema_itself_refuses_a_double(store):
    add(store, row(1))

    with pytest.raises(store.dialect.faults), store.writing():
        store.connection.execute("UPDATE entry SET state = 'unheard of'")


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**40, 0, -1])
def test_a_number_that_no_entry_can_have_is_unknown(store, number):
    acts = (
        lambda: changes.remove_entry(store, bank="lists", entry=number, **WHO),
        lambda: changes.set_enabled(store, bank="lists", entry=number, enabled=False, **WHO),
        lambda: changes.confirm(store, bank="lists", entry=number, **WHO),
    )

    for act in acts:
        with pytest.raises(BankError) as caught:
            act()

        assert caught.value.code == "bank.unknown_entry"
