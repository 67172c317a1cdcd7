"""The training templates: well formed, wide enough, the same each time, and of nobody."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from mizan.errors import MizanError
from mizan.text.fold import fold
from mizan.train.templates import HARM, SIDES, STAY, TemplateRow, generate, load

FOLDER = Path(__file__).parents[2] / "src" / "mizan" / "train" / "templates"
LANGS = [lang for lang in ("en", "ar") if (FOLDER / f"stay_{lang}.toml").exists()]
NEWSLIKE = {"news", "headline", "tweet_news", "war_commentary"}
PERSONS = (
    "bin laden|baghdadi|zawahiri|zarqawi|awlaki|jihadi john|breivik|tarrant|mcveigh|hitler|"
    "obama|trump|biden|putin|assad|erdogan|netanyahu|zelensky|saddam|gaddafi|shekau|nasrallah"
)


def named(file: Path) -> str:
    return f"{file.parent.name}-{file.name}"


@pytest.fixture(scope="module", params=LANGS)
def rows(request: pytest.FixtureRequest) -> list[TemplateRow]:
    return list(generate(request.param, seed=7))


def write(folder: Path, family: str, *, slots: str = "", head: str = 'version = "1"') -> None:
    text = f'{head}\nlang = "en"\n[slots]\n{slots}\n[[family]]\n{family}\n'
    (folder / "harm_en.toml").write_text(text)
    (folder / "stay_en.toml").write_text(
        'version = "1"\nlang = "en"\n[[family]]\nid = "s"\nkind = "news"\ntexts = ["It rained."]\n'
    )


def test_every_kind_is_wide_enough(rows: list[TemplateRow]) -> None:
    families = defaultdict(set)
    for row in rows:
        families[row.kind].add(row.family)

    assert {kind: len(families[kind]) for kind in HARM if len(families[kind]) < 12} == {}
    assert {kind: len(families[kind]) for kind in STAY if len(families[kind]) < 15} == {}
    assert sum(len(families[kind]) for kind in NEWSLIKE) >= 60
    assert min(Counter(row.kind for row in rows).values()) >= 300


def test_the_same_seed_gives_the_same_texts_and_another_gives_others() -> None:
    first, again, other = (list(generate("en", seed=seed)) for seed in (1, 1, 2))

    assert first == again
    assert {row.text for row in first} != {row.text for row in other}


def test_no_text_stands_twice_or_on_both_sides(rows: list[TemplateRow]) -> None:
    assert len({fold(row.text) for row in rows}) == len(rows)


def test_no_sign_of_the_grammar_is_left(rows: list[TemplateRow]) -> None:
    assert [row.family for row in rows if re.search(r"[{}\\]", row.text)] == []
    assert [row.family for row in rows if row.text != " ".join(row.text.split())] == []
    assert [row.family for row in rows if " ," in row.text] == []


def test_each_row_says_where_it_is_from(rows: list[TemplateRow]) -> None:
    assert {row.lang for row in rows} <= set(LANGS)
    assert all(row.kind in SIDES[row.side] for row in rows)


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.toml")), ids=named)
def test_no_person_of_our_time_and_no_address_is_named(file: Path) -> None:
    text = file.read_text("utf-8").lower()

    assert re.findall(rf"\b({PERSONS})\b|https?://|t\.me/|@\w+\.\w+", text) == []


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*_en.toml")), ids=named)
def test_every_slot_is_used(file: Path) -> None:
    text = file.read_text("utf-8")

    slots = tomllib.loads(text)["slots"]

    assert [name for name in slots if f"{{{name}}}" not in text] == []


def test_real_names_take_the_place_of_invented_ones() -> None:
    names = {name: ["Name {1}"] for name in ("self_name", "exonym", "neutral_name")}

    texts = [row.text for row in generate("en", seed=1, real_names=names)]

    assert sum("Name {1}" in text for text in texts) > 5_000
    assert not any("Black Lantern Front" in text for text in texts)


@pytest.mark.parametrize("names", [{"city": ["x"]}, {"self_name": []}, {"exonym": [3]}])
def test_names_for_other_slots_or_no_names_are_refused(names: dict[str, list[str]]) -> None:
    with pytest.raises(MizanError) as caught:
        list(generate("en", seed=1, real_names=names))

    assert caught.value.code == "train.template"


def test_most_bounds_a_family(tmp_path: Path) -> None:
    write(
        tmp_path,
        'id = "f"\nkind = "slogan"\ntexts = ["{n} up", "{n} down"]\nmost = 3',
        slots='n = ["one", "two", "three", "four"]',
    )

    kinds = Counter(row.kind for row in generate("en", seed=1, folder=tmp_path))

    assert kinds == {"slogan": 3, "news": 1}


@pytest.mark.parametrize(
    ("family", "told"),
    [
        ('id = "f"\nkind = "news"\ntexts = ["a"]', "the kind is none of"),
        ('id = "f"\nkind = "slogan"\ntexts = []', "is no list of texts"),
        ('id = "f"\nkind = "slogan"\ntexts = "a"', "is no list of texts"),
        ('id = "f"\nkind = "slogan"\ntexts = [1]', "other than texts"),
        ('id = "f"\nkind = "slogan"\ntexts = ["{no}"]', "family f, text 1: there is no slot no"),
        ('id = "f"\nkind = "slogan"\ntexts = ["a", "(b"]', "family f, text 2"),
        ('id = "f"\nkind = "slogan"\ntexts = ["a"]\nmost = 0', "most is no number"),
        ('id = "f"\nkind = "slogan"\ntexts = ["a"]\nmost = true', "most is no number"),
        ('id = "f"\nkind = "slogan"\ntexts = ["a"]\nside = "stay"', "means nothing here"),
        ('kind = "slogan"\ntexts = ["a"]', "family without id lacks id"),
        ('id = 3\nkind = "slogan"\ntexts = ["a"]', "the id is no text"),
        ('id = "f"\nkind = ["slogan"]\ntexts = ["a"]', "the kind is none of"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, family: str, told: str) -> None:
    write(tmp_path, family)

    with pytest.raises(MizanError, match=re.escape(told)) as caught:
        load("en", "harm", folder=tmp_path)

    assert caught.value.code == "train.template"


@pytest.mark.parametrize(
    "written",
    [
        b"\xff\xfe",
        b"version = ",
        b"",
        b'version = "1"\nlang = "fr"\nfamily = []',
        b'version = "1"\nlang = "en"\nfamily = 3',
        b'version = "1"\nlang = "en"\nfamily = [3]',
        b'version = "1"\nlang = "en"\nslots = 3\nfamily = []',
    ],
)
def test_a_file_that_is_no_file_of_templates_is_refused(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "harm_en.toml").write_bytes(written)

    with pytest.raises(MizanError) as caught:
        load("en", "harm", folder=tmp_path)

    assert caught.value.code == "train.template"


def test_a_family_that_is_there_twice_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    one = 'id = "f"\nkind = "slogan"\ntexts = ["a"]'
    write(tmp_path, f"{one}\n[[family]]\n{one}")

    with pytest.raises(MizanError, match="there twice: f"):
        load("en", "harm", folder=tmp_path)
    with pytest.raises(MizanError, match="cannot be read"):
        load("xx", "harm", folder=tmp_path)
