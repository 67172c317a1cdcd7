"""Content goes the whole way: the story that the demo tells."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from mizan.engine.scan import Engine
from mizan.terms.content import Content
from mizan.terms.verdict import Verdict

EXAMPLES = Path(__file__).parents[2] / "examples"
CLOSE = 6  # characters of a copy that may lie before its first fingerprint, or behind its last


def scanned(engine: Engine, name: str) -> Verdict:
    data = (EXAMPLES / name).read_bytes()
    return engine.scan(Content(id=name, name=name, data=data), quote=True)


def of_label(verdict: Verdict, label: str) -> list[str]:
    return [finding.label for finding in verdict.findings if finding.label == label]


def test_a_statement_reposted_in_disguise_is_found_with_its_span(engine: Engine) -> None:
    text = (EXAMPLES / "repost_ar.txt").read_text("utf-8")

    verdict = scanned(engine, "repost_ar.txt")

    [finding] = [f for f in verdict.findings if f.label == "known_text"]
    covered = sum(end - start for start, end in finding.spans)
    assert verdict.verdict == "review"
    assert finding.match is not None
    assert (finding.match.coverage or 0) >= 0.6
    assert covered >= 0.6 * len(text)


def test_an_image_compressed_again_is_found_with_its_distance(engine: Engine) -> None:
    verdict = scanned(engine, "image_recompressed.jpg")

    [finding] = [f for f in verdict.findings if f.label == "known_image"]
    assert verdict.verdict == "review"
    assert finding.match is not None
    assert 0 < (finding.match.distance or 0) <= 31


def test_a_link_behind_tracking_parameters_is_found_where_it_stands(engine: Engine) -> None:
    text = (EXAMPLES / "post_with_link.txt").read_text("utf-8")

    verdict = scanned(engine, "post_with_link.txt")

    [finding] = [f for f in verdict.findings if f.label == "known_link"]
    [(start, end)] = finding.spans
    assert verdict.verdict == "review"
    assert "lantern" in text[start:end].lower()


@pytest.mark.parametrize("name", ["article_ar.txt", "article_ar.html", "article_en.txt"])
def test_naming_a_group_in_every_paragraph_leaves_the_article_up(engine: Engine, name: str) -> None:
    verdict = scanned(engine, name)

    names = [span for f in verdict.findings if f.label.startswith("named_") for span in f.spans]
    assert verdict.verdict == "leave"
    assert len(names) >= 5
    assert verdict.trail[-1].because


def test_an_article_that_quotes_the_statement_goes_to_review_as_reporting(engine: Engine) -> None:
    verdict = scanned(engine, "article_ar_quoting.txt")

    assert verdict.verdict == "review"
    assert "reporting" in verdict.labels


def test_a_verse_that_a_banked_statement_quotes_stays_up(engine: Engine) -> None:
    verdict = scanned(engine, "verse_ar.txt")

    assert verdict.verdict == "leave"
    assert of_label(verdict, "known_text") == []


def test_without_asking_no_verdict_holds_content(engine: Engine) -> None:
    data = (EXAMPLES / "repost_ar.txt").read_bytes()

    verdict = engine.scan(Content(id="1", data=data))

    assert all(finding.text is None for finding in verdict.findings)


STUFFING = {
    "quotation marks": "«{}»",
    "a dateline": "عمّان (وكالات) - {}",
    "an attribution": "قال المتحدث: {}",
    "the opponents' word": "داعش {} داعش",
    "all of it": "عمّان (رويترز) - قال المتحدث وأفاد المصدر وفق وكالات: «{}» وندين داعش",
    "English news": 'LONDON (Reuters) - The group said, according to officials: "{}"',
}


@pytest.mark.parametrize("stuffing", STUFFING.values(), ids=STUFFING.keys())
@pytest.mark.parametrize("name", ["statement_ar.txt", "statement_en.txt"])
def test_stuffing_a_banked_post_with_context_does_not_save_it(
    engine: Engine, name: str, stuffing: str
) -> None:
    statement = (EXAMPLES / name).read_text("utf-8")

    verdict = engine.scan(Content(id="1", text=stuffing.format(statement)))

    assert verdict.verdict == "review"


@pytest.mark.parametrize("name", ["statement_ar.txt", "statement_en.txt"])
@pytest.mark.parametrize("part", ["head", "tail"])
def test_a_truncated_copy_is_found(engine: Engine, name: str, part: str) -> None:
    statement = (EXAMPLES / name).read_text("utf-8")
    half = len(statement) // 2
    text = statement[:half] if part == "head" else statement[half:]

    verdict = engine.scan(Content(id="1", text=text))

    assert verdict.verdict == "review"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_span_of_a_quoted_statement_ends_where_the_quotation_ends(
    engine: Engine, lang: str
) -> None:
    statement = (EXAMPLES / f"statement_{lang}.txt").read_text("utf-8").strip()
    paragraphs = (EXAMPLES / f"article_{lang}.txt").read_text("utf-8").split("\n\n")
    for place in range(1, len(paragraphs)):
        parts = [*paragraphs[:place], f"«{statement}»", *paragraphs[place:]]
        article = "\n\n".join(parts)
        begin = article.index(statement)
        end = begin + len(statement)

        verdict = engine.scan(Content(id="1", text=article))

        [finding] = [f for f in verdict.findings if f.label == "known_text"]
        within = sum(max(0, min(b, end) - max(a, begin)) for a, b in finding.spans)
        beside = sum(b - a for a, b in finding.spans) - within
        assert within >= 0.95 * len(statement)
        assert beside <= 0.03 * len(statement)


PAGE = """<html><body><nav>Home &amp; away | Culture | Weather</nav>
<p class="lead">The letter was found on a wall.</p><p>%s</p>
<footer>Contact the desk &mdash; all rights are with the paper.</footer></body></html>"""


def test_spans_in_a_page_stand_exactly_where_the_statement_stands(engine: Engine) -> None:
    """Its body alone: title and signature are the group's name, which everybody writes."""
    body = "\n\n".join((EXAMPLES / "statement_en.txt").read_text("utf-8").split("\n\n")[1:3])
    words = re.findall(r"\S+|\s+", body.replace(",", "&#44;"))
    words[20] = f"<b title='x'>{words[20]}</b>"
    words[41] = "&nbsp;"
    words[60] = f"<i>{words[60]}"
    words[64] = f"{words[64]}</i><br/>"
    written = "".join(words)
    source = PAGE % written
    begin = source.index(written)

    verdict = engine.scan(Content(id="1", data=source.encode(), name="page.html"))

    [finding] = [f for f in verdict.findings if f.label == "known_text"]
    [(start, end)] = finding.spans
    seen = html.unescape(re.sub(r"<[^>]*>", "", source[start:end])).replace("\xa0", " ")
    assert 0 <= start - begin <= CLOSE
    assert 0 <= begin + len(written) - end <= CLOSE
    assert seen in body
    assert len(seen) >= len(body) - 2 * CLOSE
