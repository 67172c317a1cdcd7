"""The grammar of templates fills what is written and refuses what cannot be."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.errors import MizanError
from mizan.train.grammar import DEPTH, LONGEST, check, fill, names_in, parse


def all_of(template: str, **slots: list[str]) -> set[str]:
    parsed = {name: tuple(parse(v, name) for v in values) for name, values in slots.items()}
    parts = parse(template, "text")
    return {fill(parts, parsed, Random(seed)) for seed in range(200)}


def read(template: str, slots: dict[str, list[str]]) -> None:
    parsed = {name: tuple(parse(v, name) for v in values) for name, values in slots.items()}
    check(parsed, {"text": parse(template, "text")})


def code_of(template: str, **slots: list[str]) -> str:
    with pytest.raises(MizanError) as caught:
        read(template, slots)
    return f"{caught.value.code}: {caught.value.message}"


def test_a_slot_is_filled_with_each_of_its_values() -> None:
    assert all_of("to {city}", city=["Gao", "Sirte"]) == {"to Gao", "to Sirte"}


def test_a_value_may_hold_slots() -> None:
    assert all_of("{who}", who=["{name}'s son"], name=["Ali"]) == {"Ali's son"}


def test_an_optional_part_may_be_dropped_and_leaves_no_double_blank() -> None:
    assert all_of("a [b] c") == {"a b c", "a c"}


def test_one_of_several_words_is_chosen_also_inside_brackets() -> None:
    assert all_of("(a|b[c|d])") == {"a", "b", "bc", "bd"}


def test_a_sign_after_a_backslash_is_the_sign() -> None:
    assert all_of(r"\(Reuters\) \{x\} \[y\] \| \\") == {r"(Reuters) {x} [y] | \ ".strip()}


@pytest.mark.parametrize(
    "template",
    ["(a", "[a", "{a", "a)", "a]", "a}", "a|b", "(a]", "[a)", "{}", "{a b}", "a\\", "\\n", "{[a]}"],
)
def test_signs_that_do_not_match_are_refused(template: str) -> None:
    assert code_of(template, a=["x"]).startswith("train.template: text")


def test_a_slot_that_is_not_there_is_named() -> None:
    assert code_of("{city}") == "train.template: text: there is no slot city"
    assert "slot a: there is no slot b" in code_of("{a}", a=["{b}"])


def test_a_slot_that_holds_itself_is_refused() -> None:
    assert "holds itself" in code_of("x", a=["{a}"])
    assert "holds itself" in code_of("x", a=["{b}"], b=["y", "[{a}]"])


def test_brackets_without_end_are_refused_before_they_fill_the_stack() -> None:
    assert "deeper" in code_of("[" * 100_000)
    assert parse("[" * (DEPTH - 1) + "]" * (DEPTH - 1), "text")


def test_slots_that_grow_by_powers_are_refused() -> None:
    slots = {f"s{n}": [f"{{s{n + 1}}}" * 10] for n in range(30)} | {"s30": ["aa"]}

    assert f"can grow past {LONGEST}" in code_of("x", **slots)
    assert f"can grow past {LONGEST}" in code_of("a" * (LONGEST + 1))


def test_names_are_found_at_every_depth() -> None:
    assert names_in(parse("{a}[(x|{b}[{c}])]", "text")) == {"a", "b", "c"}


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab {}[]()|\\", max_size=30))
def test_any_text_is_read_or_refused_with_a_code(template: str) -> None:
    slots = {"a": (("x",),), "b": (("y",),)}

    try:
        parts = parse(template, "text")
        check(slots, {"text": parts})
        outcome = type(fill(parts, slots, Random(1))).__name__
    except MizanError as error:
        outcome = error.code

    assert outcome in ("str", "train.template")
