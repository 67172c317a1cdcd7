"""Written rows: both sides speak of every name; halves for training and testing share nothing."""

from __future__ import annotations

import pytest

from mizan.train.rows import WRITTEN, Row
from mizan.train.tables import invented_names
from mizan.train.wrapped import wrapped_rows
from mizan.train.written import any_name, common_rows, pack_rows, real_names, written_rows

LANGS = ["ar", "en"]


@pytest.mark.parametrize("lang", LANGS)
def test_both_sides_are_written_and_the_same_each_time(lang: str) -> None:
    rows = list(written_rows(lang, seed=5))

    assert rows == list(written_rows(lang, seed=5))
    assert {row.support for row in rows} == {True, False}
    assert {row.lang for row in rows} == {lang}
    assert all(row.kind.startswith(WRITTEN) for row in rows if row.support)


@pytest.mark.parametrize("lang", LANGS)
def test_no_name_speaks_for_a_side(lang: str) -> None:
    texts = {True: "", False: ""}
    for row in written_rows(lang, seed=5):
        texts[row.support] += row.text + "\n"

    names = {name.removeprefix("the ") for some in invented_names(lang).values() for name in some}
    sided = {name for name in names if (name in texts[True]) != (name in texts[False])}
    assert sided == set()


@pytest.mark.parametrize("lang", LANGS)
def test_real_names_are_of_the_gazetteer_and_in_their_roles(lang: str) -> None:
    names = real_names(lang)

    assert set(names) == {"self_name", "exonym", "neutral_name"}
    assert not {one for some in names.values() for one in some} & set(any_name(lang)["self_name"])


@pytest.mark.parametrize("lang", LANGS)
def test_a_pack_s_halves_share_no_text(lang: str) -> None:
    train, test = ({row.text for row in pack_rows(lang, half)} for half in ("train", "test"))

    assert train
    assert test
    assert not train & test


@pytest.mark.parametrize("lang", LANGS)
def test_shared_passages_are_no_support_and_bound_no_threshold(lang: str) -> None:
    rows = list(common_rows(lang))

    assert len(rows) > 50
    assert {row.support for row in rows} == {False}
    assert {row.kind for row in rows} == {f"{WRITTEN}shared passages"}


def support(lang: str, text: str = "the lantern rises over the valley tonight") -> Row:
    return Row(text=text, support=True, lang=lang, group="g", kind="support", source="test")


@pytest.mark.parametrize("lang", LANGS)
def test_a_quoted_post_is_no_support_and_a_stuffed_one_is(lang: str) -> None:
    quoted, stuffed = wrapped_rows([support(lang)], seed=5)

    assert (quoted.support, stuffed.support) == (False, True)
    assert support(lang).text in quoted.text
    assert support(lang).text in stuffed.text
    assert quoted.kind.startswith(f"{WRITTEN}quoted")
    assert {quoted.group, stuffed.group} == {"g"}


def test_nothing_is_put_around_other_texts_or_long_ones() -> None:
    other = Row(text="rain", support=False, lang="en", group="g", kind="news", source="test")

    assert list(wrapped_rows([other, support("en", "x" * 601), support("fr")], seed=5)) == []
