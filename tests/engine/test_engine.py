"""The engine as a library."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from mizan import Content, Verdict, open_engine
from mizan.banks import changes
from mizan.cli.demo import fill
from mizan.engine.admit import values_of
from mizan.engine.scan import Engine
from mizan.errors import ContentError
from mizan.terms.part import Part

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with open_engine(tmp_path_factory.mktemp("engine")) as opened:
        fill(opened, EXAMPLES)
        opened.reader.refresh(now=True)
        yield opened


def timeless(verdict: Verdict | ContentError) -> Any:
    return replace(verdict, ms=0.0) if isinstance(verdict, Verdict) else str(verdict)


def test_one_content_at_a_time_or_many_together_give_the_same(engine: Engine) -> None:
    names = ["repost_ar.txt", "article_en.txt", "image_recompressed.jpg", "post_with_link.txt"]
    contents = [Content(id=n, data=(EXAMPLES / n).read_bytes(), name=n) for n in names]

    together = engine.scan_many(contents)

    assert [timeless(engine.scan(content)) for content in contents] == [
        timeless(verdict) for verdict in together
    ]


def test_threads_do_not_disturb_each_other(engine: Engine) -> None:
    texts = [f"{i} {STATEMENT if i % 3 else 'hello'}" for i in range(60)]
    contents = [Content(id=str(i), text=text) for i, text in enumerate(texts)]
    alone = [timeless(verdict) for verdict in engine.scan_many(contents)]

    with ThreadPoolExecutor(8) as pool:
        several = list(pool.map(lambda _: engine.scan_many(contents), range(16)))

    for verdicts in several:
        assert [timeless(verdict) for verdict in verdicts] == alone


def test_an_empty_content_is_an_error_and_disturbs_no_other(engine: Engine) -> None:
    verdicts = engine.scan_many([Content(id="a"), Content(id="b", text="x"), Content(id="c")])

    assert [getattr(v, "code", "fine") for v in verdicts] == [
        "content.empty", "fine", "content.empty",
    ]  # fmt: skip
    with pytest.raises(ContentError):
        engine.scan(Content(id="a"))


def test_no_contents_give_no_verdicts(engine: Engine) -> None:
    assert engine.scan_many([]) == []


def test_signals_may_come_without_the_bytes(engine: Engine) -> None:
    image = (EXAMPLES / "image_original.png").read_bytes()
    pdq = engine.signals["pdq"]
    sha256 = engine.signals["sha256"]
    part = Part(content=0, name="image", kind="image", data=image)
    given = Content(
        id="1", pdq=pdq.write(pdq.sign(part) or b""), sha256=sha256.write(sha256.sign(part) or b"")
    )

    verdict = engine.scan(given)

    assert verdict.verdict == "review"
    assert {finding.label for finding in verdict.findings} == {"known_image", "known_file"}


def test_the_callers_language_outranks_our_guess(engine: Engine) -> None:
    assert engine.scan(Content(id="1", text="ok", lang="fr")).lang == "fr"
    assert engine.scan(Content(id="1", text="ok", lang=None)).lang == "und"


def test_an_added_entry_matches_at_once_and_a_removed_one_is_silent_at_once(
    tmp_path: Path,
) -> None:
    with open_engine(tmp_path) as engine:
        told = {"actor": "test", "why": "test"}
        changes.create_bank(engine.store, name="b", purpose="harm", actor="t", why="t")
        signal = engine.signals["url"]
        row = changes.NewEntry(signal="url", value=signal.parse("https://lantern.example/a"))
        content = Content(id="1", url="https://lantern.example/a/b?utm_source=x")

        added = changes.add_entries(engine.store, bank="b", rows=[row], **told)
        found = engine.scan(content)
        changes.remove_entry(engine.store, bank="b", entry=added.ids[0], **told)
        silent = engine.scan(content)

    assert (found.verdict, silent.verdict) == ("review", "leave")
    assert silent.bank_seq == found.bank_seq + 1


ORDINARY = (  # of which nothing is to be said: a finding costs its calls
    "the ferry was late again so we had tea and talked about the garden while my sister fed the"
    " cat and the rain fell on the roof of the kitchen all afternoon and the baker closed his shop"
    " because his daughter was coming home from school with a prize for drawing a green boat on a"
    " calm blue lake near the mill where our uncle used to fish "
)


def python_calls(engine: Engine, contents: list[Content]) -> int:
    """Count the calls of Python functions in a scan, once everything is loaded and compiled."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    engine.scan_many(contents)
    engine.reader.refresh(now=True)
    sys.setprofile(count)
    try:
        engine.scan_many(contents)
    finally:
        sys.setprofile(None)
    return calls


def test_the_work_in_python_does_not_grow_with_the_length_of_the_texts(engine: Engine) -> None:
    words = ORDINARY * 12
    short = [Content(id=str(i), text=words[:100]) for i in range(1000)]
    long = [Content(id=str(i), text=words[:2400]) for i in range(1000)]

    few, many = python_calls(engine, short), python_calls(engine, long)

    assert abs(many - few) <= 20  # a refresh more or less
    assert few <= 15 * len(short)


def test_a_long_run_does_not_grow(engine: Engine) -> None:
    """What a batch hangs up somewhere must go with it."""
    import gc
    import tracemalloc

    image = (EXAMPLES / "image_recompressed.jpg").read_bytes()
    contents = [Content(id=str(i), text=STATEMENT) for i in range(50)]
    contents.append(Content(id="image", data=image))
    for _ in range(3):
        engine.scan_many(contents)
    gc.collect()
    tracemalloc.start()
    for _ in range(5):
        engine.scan_many(contents)
    gc.collect()
    first, _ = tracemalloc.get_traced_memory()
    for _ in range(20):
        engine.scan_many(contents)
    gc.collect()
    last, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert last - first < 300_000


@pytest.mark.parametrize(
    ("text", "lang", "script"),
    [
        ("اقرأ هنا https://a-very-long-host.example/with/a/very/long/path", "ar", "Arab"),
        ("read this https://example.org/المقال/الطويل/جدا/هنا and tell me what you think of it",
         "en", "Latn"),
        ("https://lantern.example/a", "und", "Zyyy"),
    ],
)  # fmt: skip
def test_an_address_says_nothing_about_the_language(
    engine: Engine, text: str, lang: str, script: str
) -> None:
    verdict = engine.scan(Content(id="1", text=text))

    assert (verdict.lang, verdict.script) == (lang, script)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (Content(id="text.txt", name="text.txt", data=b"words \xff and words"), "content.not_utf8"),
        (Content(id="link", url="not a url at all"), "content.bad_url"),
        (Content(id="none"), "content.empty"),
    ],
)
def test_what_cannot_be_read_is_not_banked(engine: Engine, content: Content, code: str) -> None:
    with pytest.raises(ContentError) as caught:
        values_of(content, engine.signals, "harm")

    assert caught.value.code == code
