"""Signals that are kept of items, and finding the items again by them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from mizan import Content, open_engine
from mizan.engine import lookback
from mizan.engine.admit import Value, read_hash, values_of
from mizan.engine.keep import MOST_LINKS, Kept, signals_to_keep
from mizan.engine.lookback import look_back
from mizan.engine.near import Pair, near
from mizan.engine.scan import Engine
from mizan.terms.bank import Bank

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXTS = ("statement_ar.txt", "statement_en.txt", "article_en.txt", "article_ar.txt")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with open_engine(tmp_path_factory.mktemp("engine")) as opened:
        yield opened


def shipped(name: str) -> list[str]:
    data = files("mizan.banks").joinpath(f"shipped/{name}.jsonl").read_text("utf-8")
    return [json.loads(line)["text"] for line in data.splitlines()]


def example(name: str) -> str:
    return (EXAMPLES / name).read_text("utf-8")


def kept_of(engine: Engine, texts: list[str]) -> list[tuple[int, Kept]]:
    contents = [Content(id=str(place), text=text) for place, text in enumerate(texts)]
    kept = signals_to_keep(engine, contents)
    return [(place, one) for place, some in enumerate(kept) for one in some]


def entries_of(engine: Engine, text: str) -> list[Value]:
    return values_of(Content(id="entry", text=text), engine.signals, "harm")


def found(engine: Engine, entries: list[Value], kept: list[tuple[int, Kept]]) -> set[int]:
    return {match.ref for match in look_back(engine, entries, kept)}


def variants(text: str, dice: random.Random, count: int) -> list[str]:
    """Return copies of a text: cut, framed, or with some of its words changed."""
    words, made = text.split(), list[str]()
    for number in range(count):
        size = dice.randrange(max(12, len(words) // 3), len(words) + 1)
        first = dice.randrange(len(words) - size + 1)
        cut = words[first : first + size]
        if number % 3 == 1:
            cut = [*"they sent this to all of us today please look at it".split(), *cut]
        if number % 3 == 2:
            cut = [word if dice.random() > 0.08 else word[::-1] for word in cut]
        made.append(" ".join(cut))
    return made


@pytest.mark.parametrize("size", [20, 50, 75, 89, 90, 200, 3000, 4001, 9000])
def test_what_is_kept_of_a_text_is_what_a_bank_would_keep(engine: Engine, size: int) -> None:
    text = (example("article_ar.txt") * 3)[:size]

    [kept] = signals_to_keep(engine, [Content(id="1", text=text)])

    [wanted] = entries_of(engine, text)
    brief = 64 <= size < 105  # where a scan keeps more of a text than a bank of an entry
    assert all(name == "neartext" for name, _ in kept)
    assert tuple(kept[0]) == wanted or brief


def test_a_scan_gives_the_signals_of_files_images_and_links_beside_its_verdict(
    engine: Engine,
) -> None:
    image = (EXAMPLES / "image_original.png").read_bytes()
    post = Content(id="1", text="see https://example.org/a?utm_source=x", url="example.net/b")
    contents = [post, Content(id="2", data=image), Content(id="3"), Content(id="4", md5="0" * 32)]

    answers = engine.scan_and_keep(contents)

    kept = [some for _, some in answers]
    assert [value for name, value in kept[0] if name == "url"] == [
        b"example.net/b",
        b"example.org/a",
    ]
    assert set(kept[1]) == set(values_of(contents[1], engine.signals, "harm"))
    assert kept[2] == []
    assert kept[3] == [("md5", bytes(16))]
    assert [str(one) for one, _ in answers[2:3]] == [str(engine.scan_many(contents)[2])]


def test_so_many_links_are_kept_and_no_more(engine: Engine) -> None:
    text = " ".join(f"https://example.org/{number}" for number in range(3 * MOST_LINKS))

    [kept] = signals_to_keep(engine, [Content(id="1", text=text, url="https://own.example/")])

    links = [value for name, value in kept if name == "url"]
    assert len(links) == MOST_LINKS
    assert links[0] == b"own.example"


def test_nothing_of_the_content_is_in_what_is_kept(engine: Engine) -> None:
    [kept] = signals_to_keep(engine, [Content(id="1", text="the black lantern front meets")])

    assert kept
    assert not any(b"lantern" in value for _, value in kept)


def test_files_images_and_links_are_found_as_a_scan_finds_them(engine: Engine) -> None:
    copy = (EXAMPLES / "image_recompressed.jpg").read_bytes()
    image = (EXAMPLES / "image_original.png").read_bytes()
    seen = [Content(id="0", data=copy), Content(id="1", url="https://a.example.org/x/y")]
    kept = [
        (place, one) for place, some in enumerate(signals_to_keep(engine, seen)) for one in some
    ]
    entries = [*values_of(Content(id="e", data=image), engine.signals, "harm")]
    entries.append(read_hash("url:example.org/x", engine.signals))

    matches = list(look_back(engine, entries, kept))

    strict = Bank(id=7, name="strict", purpose="harm", max_distance=0)
    off = Bank(id=7, name="off", purpose="harm", enabled=False)
    assert [(one.ref, one.signal) for one in matches] == [(0, "pdq"), (1, "url")]
    assert 0 < (matches[0].distance or 0) <= 31
    assert [one.ref for one in look_back(engine, entries, kept, bank=strict)] == [1]
    assert not list(look_back(engine, entries, kept, bank=off))


@pytest.mark.parametrize("name", TEXTS)
def test_texts_that_a_scan_would_find_now_were_nearly_all_found_looking_back(
    engine: Engine, name: str
) -> None:
    dice = random.Random(name)
    texts = [example(name), *variants(example(name), dice, 120)]
    entries = entries_of(engine, example(name))
    trial = engine.reader.over(entries)
    contents = [Content(id=str(place), text=text) for place, text in enumerate(texts)]
    examined = engine.examine(contents)
    scanned = {
        examined.batch.parts[match.part].content
        for match in trial.look_up(examined.batch, examined.signals)
    }

    recalled = found(engine, entries, kept_of(engine, texts))

    assert len(scanned) > 60
    assert len(scanned & recalled) >= 0.95 * len(scanned)


def test_copies_of_short_posts_are_nearly_all_found(engine: Engine) -> None:
    dice = random.Random(5)
    posts = shipped("stayup_ar") + shipped("stayup_en")
    wanted = recalled = more = 0
    for post in dice.sample(posts, 25):
        entries, texts = entries_of(engine, post), changed(post, posts, dice)
        contents = [Content(id=str(place), text=text) for place, text in enumerate(texts)]
        examined = engine.examine(contents)
        matches = engine.reader.over(entries).look_up(examined.batch, examined.signals)
        scanned = {examined.batch.parts[match.part].content for match in matches}
        back = found(engine, entries, kept_of(engine, texts))
        wanted, recalled = wanted + len(scanned), recalled + len(scanned & back)
        more += len(back - scanned)

    assert wanted > 250
    assert recalled >= 0.93 * wanted  # names of groups part kept passages from their neighbours
    assert more <= 0.01 * wanted


def changed(post: str, posts: list[str], dice: random.Random) -> list[str]:
    """Return copies of a short post with words exchanged, cut, or put behind another one."""
    made = list[str]()
    for number in range(16):
        words = post.split()
        for _ in range(dice.randrange(3)):
            words[dice.randrange(len(words))] = dice.choice(dice.choice(posts).split())
        if number % 2:
            words = dice.choice(posts).split()[: dice.randrange(1, 40)] + words
        if number % 3 == 0:
            words = words[: max(3, len(words) * 2 // 3)]
        made.append(" ".join(words))
    return made


def test_a_headline_with_the_name_of_a_banked_call_is_not_found(engine: Engine) -> None:
    calls = [
        "Greetings from the men of the Black Lantern Front in the hills",
        "بيان من جبهة الفانوس الأسود في المدينة",
        "نبايع قيادة جبهة الفانوس الأسود في الشمال",
    ]
    headlines = [
        "Leader of the Black Lantern Front in the south dies",
        "مقتل قيادي من جبهة الفانوس الأسود في المعارك",
        "انقسام قيادة جبهة الفانوس الأسود في الشرق",
        "محاكمة عناصر من جبهة الفانوس الأسود في المدينة",
    ]
    entries = [value for call in calls for value in entries_of(engine, call)]

    assert found(engine, entries, kept_of(engine, headlines)) == set()
    assert found(engine, entries, kept_of(engine, [f"{call}!!" for call in calls])) == {0, 1, 2}


def test_no_text_that_must_stay_up_is_found(engine: Engine) -> None:
    kept = kept_of(engine, shipped("stayup_ar") + shipped("stayup_en"))
    entries = [value for name in TEXTS for value in entries_of(engine, example(name))]

    assert found(engine, entries, kept) == set()


def test_steps_do_not_change_what_is_found(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(3)
    kept = kept_of(engine, variants(example(TEXTS[0]), dice, 20) + shipped("stayup_en")[:20])
    entries = entries_of(engine, example(TEXTS[0]))
    together = list(look_back(engine, entries, kept))

    monkeypatch.setattr(lookback, "STEP", 3)

    assert list(look_back(engine, entries, iter(kept))) == together


def test_copies_are_near_and_what_quotes_them_is_not(engine: Engine) -> None:
    text = example("statement_en.txt")
    article = example("article_en.txt")
    texts = [text, text.upper() + " share this", article + text, "an hour of rain was forecast"]
    kept = signals_to_keep(engine, [Content(id=str(i), text=t) for i, t in enumerate(texts)])

    forth = set(near(engine, kept[:1], kept))
    back = {Pair(old, new) for new, old in near(engine, kept, kept[:1])}

    assert forth == back == {Pair(0, 0), Pair(0, 1)}
