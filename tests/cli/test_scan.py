"""`mizan scan` as its users call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mizan.engine.report import schema

Mizan = Callable[..., Any]  # the fixture of conftest.py
EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = EXAMPLES / "statement_ar.txt"


def test_every_line_keeps_to_the_schema_and_the_order_of_the_inputs(lantern: Mizan) -> None:
    rows = [
        {"id": 7, "text": "good morning"},
        {"id": "copy", "text": STATEMENT.read_text("utf-8")},
        {"text": "no id"},
        {"id": "link", "url": "http://www.lantern.example/calls/?utm_source=x"},
        {"id": "broken", "text": 5},
        {"id": "digest", "sha256": "00" * 32},
        {"id": "image", "file": str(EXAMPLES / "image_recompressed.jpg")},
    ]
    given = "\n".join(json.dumps(row) for row in rows).encode()

    ran = lantern("scan", "--jsonl", "-", "--json", given=given)

    for line in ran.lines:
        jsonschema.validate(line, schema())
    assert [line["id"] for line in ran.lines] == [7, "copy", 3, "link", "broken", "digest", "image"]
    assert [line.get("verdict") for line in ran.lines] == [
        "leave", "review", "leave", "review", None, "leave", "review",
    ]  # fmt: skip
    assert ran.lines[4]["line"] == 5
    assert ran.status == 1


def test_paths_folders_and_standard_input_are_scanned(lantern: Mizan, tmp_path: Path) -> None:
    folder = tmp_path / "posts" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("good morning", "utf-8")
    (folder / "b.txt").write_bytes(STATEMENT.read_bytes())

    ran = lantern(
        "scan", tmp_path / "posts", "-", EXAMPLES / "article_ar.html", "--json", given=b"hello you"
    )

    assert [line["id"] for line in ran.lines] == [
        str(folder / "a.txt"), str(folder / "b.txt"), "-", str(EXAMPLES / "article_ar.html"),
    ]  # fmt: skip
    assert [line["verdict"] for line in ran.lines] == ["leave", "review", "leave", "leave"]
    assert ran.status == 0


def test_fail_on_gives_status_3_and_nothing_else_does(lantern: Mizan) -> None:
    assert lantern("scan", STATEMENT, "--json", "--fail-on", "review").status == 3
    assert lantern("scan", STATEMENT, "--json", "--fail-on", "act").status == 0
    assert lantern("scan", EXAMPLES / "article_ar.txt", "--json", "--fail-on", "review").status == 0


def test_a_bank_that_may_act_reaches_act_with_confirmed_fingerprints_alone(mizan: Mizan) -> None:
    image, text = EXAMPLES / "image_original.png", STATEMENT
    mizan("bank", "create", "sure", "--purpose", "harm", "--may-act", "auto")
    mizan("bank", "add", "sure", image, text)

    ran = mizan("scan", image, text, "--json", "--fail-on", "act")

    assert [line["verdict"] for line in ran.lines] == ["act", "review"]
    assert ran.status == 3


def test_a_bank_that_never_acts_is_shown_and_does_nothing(mizan: Mizan) -> None:
    mizan("bank", "create", "shown", "--purpose", "harm", "--may-act", "never")
    mizan("bank", "add", "shown", STATEMENT)

    [line] = mizan("scan", STATEMENT, "--json").lines

    assert line["verdict"] == "leave"
    assert "shown" in {finding["bank"] for finding in line["findings"]}


def test_an_allow_entry_silences_its_match_and_says_so(lantern: Mizan) -> None:
    image = EXAMPLES / "image_recompressed.jpg"
    lantern("bank", "create", "innocent", "--purpose", "allow")
    lantern("bank", "add", "innocent", image)

    [line] = lantern("scan", image, "--json").lines

    assert line["verdict"] == "leave"
    assert "silenced" in {step["said"] for step in line["trail"]}


def test_no_content_is_printed_unless_it_is_asked_for(lantern: Mizan) -> None:
    words = STATEMENT.read_text("utf-8").split()[5:9]

    plain = lantern("scan", STATEMENT, "--json")
    quoted = lantern("scan", STATEMENT, "--json", "--quote")

    assert " ".join(words) not in plain.out
    texts = [finding.get("text", "") for finding in json.loads(quoted.out)["findings"]]
    assert " ".join(words) in " ".join(" ".join(texts).split())


def test_people_read_a_paragraph_and_a_count(lantern: Mizan) -> None:
    ran = lantern("scan", STATEMENT, "nothing-there.txt")

    assert "review" in ran.out
    assert "nothing-there.txt is not there" in ran.out
    assert "1 scanned: 1 review; 1 could not be read" in ran.err
    assert ran.status == 1


def test_two_processes_answer_as_one_does(lantern: Mizan) -> None:
    rows = [{"id": i, "text": f"post number {i}"} for i in range(300)]
    rows[123]["text"] = STATEMENT.read_text("utf-8")
    given = "\n".join(json.dumps(row) for row in rows).encode()

    one = lantern("scan", "--jsonl", "-", "--json", given=given).lines
    two = lantern("scan", "--jsonl", "-", "--json", "--jobs", "2", given=given).lines

    assert [{**line, "ms": 0} for line in one] == [{**line, "ms": 0} for line in two]
    assert two[123]["verdict"] == "review"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("a.txt", "--jsonl", "-"),
        ("a.txt", "--fail-on", "leave"),
        ("a.txt", "--jobs", "0"),
        ("--nonsense",),
    ],
)
def test_wrong_usage_gives_status_2(mizan: Mizan, arguments: tuple[str, ...]) -> None:
    assert mizan("scan", *arguments).status == 2


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_long_stream_answers_at_once_and_sees_changes_of_the_banks(
    mizan: Mizan, jobs: str
) -> None:
    """The stream stays open all the while; the answers must come back over the pipe."""
    mizan("bank", "create", "late", "--purpose", "harm")
    command = [sys.executable, "-m", "mizan", "scan", "--jsonl", "-", "--json", "--jobs", jobs]
    text = STATEMENT.read_text("utf-8")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ)
    ) as stream:
        assert stream.stdin is not None
        assert stream.stdout is not None

        def ask() -> str:
            stream.stdin.write(json.dumps({"id": 1, "text": text}).encode() + b"\n")
            stream.stdin.flush()
            return str(json.loads(stream.stdout.readline())["verdict"])

        before = ask()
        assert mizan("bank", "add", "late", STATEMENT).status == 0
        after = next(verdict for verdict in (ask() for _ in range(5000)) if verdict != before)
        stream.stdin.close()

    assert (before, after) == ("leave", "review")
    assert stream.returncode == 0
