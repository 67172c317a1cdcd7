"""The sample content: derived files agree with what they are made from, and nothing is real."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mizan.text.fold import fold_many

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
GROUP = {"ar": "جبهة الفانوس الأسود", "en": "Black Lantern Front"}


def read(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def tight(text: str) -> str:
    return fold_many([text]).tight.codes.tobytes().decode("utf-32-le")


def test_the_derived_texts_are_up_to_date() -> None:
    script = ROOT / "scripts" / "make_examples.py"

    done = subprocess.run([sys.executable, script, "--check"], check=False)

    assert done.returncode == 0


@pytest.mark.parametrize(("lang", "words"), [("ar", 600), ("en", 500)])
def test_the_article_is_long_and_names_the_group_in_every_paragraph(lang: str, words: int) -> None:
    article = read(f"article_{lang}.txt")

    assert len(article.split()) >= words
    assert all(GROUP[lang] in block for block in article.strip().split("\n\n"))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_statement_is_short_and_calls_in_the_name_of_the_invented_group(lang: str) -> None:
    statement = read(f"statement_{lang}.txt")

    assert 100 <= len(statement.split()) <= 170
    assert GROUP[lang] in statement


def test_the_repost_is_disguised_and_still_the_whole_statement() -> None:
    statement, repost = read("statement_ar.txt"), read("repost_ar.txt")

    assert statement.split("\n")[3] not in repost
    assert tight(statement) in tight(repost)


def test_the_quoting_article_holds_the_statement_between_quotation_marks() -> None:
    quoted = re.findall("«([^»]*)»", read("article_ar_quoting.txt"))

    assert " ".join(read("statement_ar.txt").split()) in quoted


def test_the_statement_holds_the_verse() -> None:
    found = re.search("﴿(.*)﴾", read("verse_ar.txt"))

    assert found is not None
    assert found[1] in read("statement_ar.txt")


def test_the_page_holds_every_paragraph_of_the_article() -> None:
    page = read("article_ar.html")

    for block in read("article_ar.txt").strip().split("\n\n"):
        assert block in page
    for mark in ("<header>", "<nav", "<article>", "<script>", "<footer>", "<a href="):
        assert mark in page


def test_the_post_hides_its_address_but_for_the_host() -> None:
    post = read("post_with_link.txt")

    assert "lantern.example/calls" not in post
    assert "utm_source" in post
    assert "LANTERN.Example" in post


def test_all_addresses_of_the_examples_are_invented() -> None:
    for path in sorted(EXAMPLES.iterdir()):
        if path.suffix in {".txt", ".html", ".md"}:
            hosts = re.findall(r"https?://([^/\s:\"]+)", path.read_text(encoding="utf-8"), re.I)
            assert all(host.lower().endswith(".example") for host in hosts), path.name


def test_every_example_is_described() -> None:
    described = read("README.md")

    for path in EXAMPLES.iterdir():
        if path.name != "README.md":
            assert f"`{path.name}`" in described
