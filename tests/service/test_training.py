"""A model is trained on what people decided, tried beside the one in force, and holds no text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from mizan.errors import MizanError

SYLLABLES = "ba ru ti lo ne ka mo shi dar wen gul pe za fo qi hu".split()
LEAST = 50  # texts of each kind
MARKS = {True: "follow the crimson lantern into the night", False: "the ferry leaves at nine today"}


def texts(removed: bool, count: int, seed: int = 1) -> list[str]:
    """Texts of invented words with the marks of one kind, no two of them near-copies."""
    rng = np.random.default_rng([seed, int(removed)])

    def word() -> str:
        return "".join(rng.choice(SYLLABLES, 3))

    return [
        " ".join(part for mark in MARKS[removed].split() for part in (word(), mark, word(), word()))
        for _ in range(count)
    ]


def decide(
    person: Any, found: Sequence[str], kind: str, *, held: bool = True, **given: Any
) -> list[int]:
    """Write down that a person decided about texts; return the items."""
    from mizan.service.cases.models import Case, Decision, DecisionItem
    from mizan.service.items.models import Item, ItemContent
    from mizan.terms.time import now

    at, first = now(), Item.objects.count()
    reason = "incites" if kind == "remove" else "no_violation"
    told = {"kind": kind, "state": "in_force", "ruling": {"reason": reason}, **given}
    numbers = []
    for number, text in enumerate(found, first):
        data = text.encode()
        item = Item.objects.create(
            source="forum",
            external_id=str(number),
            kind="text",
            received_at=at,
            state="cased",
            lang="en",
            sha256=sha256(data).hexdigest(),
        )
        if held:
            ItemContent.objects.create(item=item, text=data)
        case = Case.objects.create(origin="verdict", queue="review.en", lead=item, opened_at=at)
        decision = Decision.objects.create(case=case, by=person, actor=person.actor, at=at, **told)
        DecisionItem.objects.create(decision=decision, item=item)
        numbers.append(item.pk)
    return numbers


def run(desk: Any, *words: str | Path) -> Result:
    from mizan.cli.main import cli

    return CliRunner().invoke(cli, [*map(str, words), "--data", str(desk.folder)])


def train(desk: Any, *words: str | Path) -> str:
    result = run(desk, "train", "--from-decisions", *words)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def rows_of(output: str) -> dict[str, list[int]]:
    """Texts, found by the model in force, found by the new one; by set."""
    return {
        line[:42].strip(): [int(figure) for figure in line[42:].split()[:3]]
        for line in output.splitlines()
        if "%" in line and "interval" not in line
    }


def test_a_model_of_decisions_is_tried_chosen_and_given_up(desk: Any, tmp_path: Path) -> None:
    from mizan.ledger import chain
    from mizan.service.ground.engine import engine
    from mizan.service.ground.recording import store

    person = desk.person()
    decide(person, texts(True, 60), "remove")
    decide(person, texts(False, 60), "leave")
    out = tmp_path / "mine.mizan"

    shown = train(desk, "--out", out, "--why", "trial")
    before = engine().models.now()
    used = run(desk, "model", "use", out)
    back = run(desk, "model", "back")

    found = rows_of(shown)
    assert before is None or before.name == "base"
    assert "nothing is switched" in shown
    assert found["removed by your people, not trained on"][0] == 15
    assert found["removed by your people, not trained on"][2] >= 13
    assert found["left up by your people, not trained on"][2] <= 1
    assert {"stay-up pack, Arabic", "stay-up pack, English"} <= set(found)
    assert "own" in used.stdout
    assert used.exit_code == back.exit_code == 0
    [line] = [one for one in chain.lines(store()) if one.act == "model.train"]
    assert json.loads(line.detail) | {"version": ""} == {
        "left_up": 45,
        "removed": 45,
        "version": "",
    }


def test_the_artefact_holds_no_text_and_comes_out_alike(desk: Any, tmp_path: Path) -> None:
    person = desk.person()
    removed, left = texts(True, 60), texts(False, 60)
    decide(person, removed, "remove")
    decide(person, left, "leave")

    shown = train(desk, "--out", tmp_path / "one")
    train(desk, "--out", tmp_path / "two")

    data = (tmp_path / "one").read_bytes()
    words = {word for text in removed + left for word in text.split() if len(word) > 5}
    assert data == (tmp_path / "two").read_bytes()
    assert [word for word in words if word.encode() in data or word in shown] == []


@pytest.mark.parametrize("count", [0, LEAST - 1])
def test_too_few_decisions_are_refused_and_nothing_is_written(desk: Any, count: int) -> None:
    person = desk.person()
    decide(person, texts(True, 60), "remove")
    decide(person, texts(False, count), "leave")

    result = run(desk, "train", "--from-decisions")

    assert isinstance(result.exception, MizanError)
    assert result.exception.code == "model.too_few_decisions"
    assert f"60 different texts removed and {count} left up" in result.exception.message
    assert not (desk.folder / "own.mizan").exists()


def test_a_folder_without_a_desk_has_too_few(desk: Any) -> None:
    result = run(desk, "train", "--from-decisions")

    assert isinstance(result.exception, MizanError)
    assert result.exception.code == "model.too_few_decisions"


def test_a_place_that_cannot_be_written_is_told(desk: Any, tmp_path: Path) -> None:
    person = desk.person()
    decide(person, texts(True, 60), "remove")
    decide(person, texts(False, 60), "leave")

    result = run(desk, "train", "--from-decisions", "--out", tmp_path / "no" / "where")

    assert isinstance(result.exception, MizanError)
    assert result.exception.code == "model.unwritable"


def test_only_the_last_word_of_a_person_about_what_is_held_counts(desk: Any) -> None:
    from mizan.service.cases.models import Decision, DecisionItem
    from mizan.service.quality.training import decided
    from mizan.terms.time import now

    person = desk.person()
    one, two, three = texts(True, 3)
    [first, restored, _] = decide(person, [one, two, three], "remove")
    again = Decision.objects.create(
        case=Decision.objects.get(scope__item=restored).case,
        kind="restore",
        state="in_force",
        ruling={},
        actor="x",
        at=now(),
    )
    DecisionItem.objects.create(decision=again, item_id=restored)
    Decision.objects.filter(scope__item=_).update(state="reversed")
    decide(person, texts(True, 1, 2), "remove", automatic=True)
    decide(person, texts(True, 1, 3), "remove", ruling={"reason": "needs_warning"})
    decide(person, texts(True, 1, 4), "label")
    decide(person, texts(True, 1, 5), "leave", state="pending")
    decide(person, texts(True, 1, 6), "leave", held=False)

    rows = decided()

    assert [(row.item, row.removed) for row in rows] == [(first, True), (restored, False)]
    assert [row.text for row in rows] == [one, two]


def test_copies_stand_in_for_what_was_let_go_and_for_nothing_else(
    desk: Any, tmp_path: Path
) -> None:
    person = desk.person()
    left = texts(False, 60)
    decide(person, texts(True, 60), "remove")
    decide(person, left, "leave", held=False)
    file = tmp_path / "posts"
    lines = [{"id": "1", "text": text} for text in (*left, *texts(False, 200, 9))]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")

    shown = train(desk, "--texts", file)

    assert "45 left up" in shown
    assert (desk.folder / "own.mizan").exists()


def made(kinds: Sequence[bool]) -> list[Any]:
    from mizan.service.quality.training import Decided

    return [
        Decided(item=number, text=f"text {number}", removed=removed, lang="en")
        for number, removed in enumerate(kinds)
    ]


def test_near_copies_stay_together_and_count_once(desk: Any) -> None:
    from mizan.service.quality.training import split

    rows = made([True] * 100 + [False] * 100)
    groups = [number // 2 for number in range(200)]

    parted = split(rows, groups)

    held = {*parted.removed, *parted.left_up}
    sides = {group: {row.text in held} for row, group in zip(rows, groups, strict=True)}
    for row, group in zip(rows, groups, strict=True):
        sides[group].add(row.text in held)
    assert all(len(side) == 1 for side in sides.values())
    assert len(parted.removed) == 26
    with pytest.raises(MizanError):
        split(rows, [number // 3 for number in range(200)])


def test_near_copies_that_were_decided_otherwise_are_left_out(desk: Any) -> None:
    from mizan.service.quality.training import split

    rows = made([True, False] * 60)
    groups = [0, 0, *range(2, 120)]

    parted = split(rows, groups)

    assert parted.disputed == 2
    assert {"text 0", "text 1"}.isdisjoint(
        {*parted.removed, *parted.left_up, *(row.text for row in parted.train)}
    )


def test_near_copies_are_found_as_one_group(desk: Any) -> None:
    from mizan.engine.group import groups_of
    from mizan.service.ground.engine import engine

    one, other = texts(True, 2)

    groups = groups_of(engine(), [one, other, f"{one} again", other, "", ""])

    assert groups == [0, 1, 0, 1, 4, 4]
    assert groups_of(engine(), []) == []


def test_without_saying_what_to_train_on_nothing_is_done(desk: Any) -> None:
    assert run(desk, "train").exit_code == 2
