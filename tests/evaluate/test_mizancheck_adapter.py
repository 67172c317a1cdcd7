"""Another system through a command: good answers, and every way in which a command can fail."""

from __future__ import annotations

import os
import shlex
import sys
import time
from pathlib import Path

import pytest

from mizan.errors import MizanError
from mizan.evaluate.adapter import by_adapter
from mizan.evaluate.cases import Case

READ = "import json, sys\nlines = [json.loads(line) for line in sys.stdin]\n"
EACH = READ + "for d in lines: print(json.dumps({'id': d['id'], %s}))\n"


@pytest.fixture
def cases() -> list[Case]:
    return [
        Case(id=f"c/{n}", function="pledge", side="harm", lang="ar", family="c", text=text)
        for n, text in enumerate(("نص أول", 'with "quotes"\nand a line', "third \U0001f981"))
    ]


def command(folder: Path, program: str) -> str:
    path = folder / "an adapter.py"  # the blank must survive
    path.write_text(program, "utf-8")
    return shlex.join([sys.executable, str(path)])


def code_of(line: str, cases: list[Case], *, seconds: float = 30) -> str:
    with pytest.raises(MizanError) as told:
        by_adapter(line, seconds=seconds)(cases)
    assert told.value.hint
    return told.value.code.removeprefix("mizancheck.adapter_")


def test_it_gets_every_text_as_it_is_and_its_flags_are_understood(
    tmp_path: Path, cases: list[Case]
) -> None:
    flag = by_adapter(command(tmp_path, EACH % "'flagged': len(d['text']) == 6"))

    assert [said.level for said in flag(cases)] == ["review", "leave", "leave"]


def test_levels_are_taken_as_they_are_and_the_order_is_free(
    tmp_path: Path, cases: list[Case]
) -> None:
    program = READ + (
        "for d, said in zip(reversed(lines), ('act', 'review', 'leave')):\n"
        "    print(json.dumps({'id': d['id'], 'verdict': said, 'score': 0.5}))\n    print()\n"
    )

    said = by_adapter(command(tmp_path, program))(cases)

    assert [one.level for one in said] == ["leave", "review", "act"]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "'flagged': 1",
        "'flagged': None",
        "'verdict': 'maybe'",
        "'flagged': True, 'verdict': 'act'",
    ],
)
def test_an_answer_of_another_form_is_garbled(
    tmp_path: Path, cases: list[Case], answer: str
) -> None:
    assert code_of(command(tmp_path, EACH % answer), cases) == "garbled"


@pytest.mark.parametrize(
    "written",
    ["print('loading the model')", "print('{')", "sys.stdout.buffer.write(b'\\xff\\xfe\\n')",
     "print('[]')", "[print(json.dumps({'id': 'c/0', 'flagged': True})) for _ in 'ab']",
     "print(json.dumps({'id': 'nobody', 'flagged': True}))"],
)  # fmt: skip
def test_what_is_no_answer_or_a_second_or_a_strange_one_is_garbled(
    tmp_path: Path, cases: list[Case], written: str
) -> None:
    assert code_of(command(tmp_path, READ + written), cases) == "garbled"


def test_a_short_answer_says_how_many_are_missing(tmp_path: Path, cases: list[Case]) -> None:
    line = command(tmp_path, READ + "print(json.dumps({'id': 'c/0', 'flagged': True}))")

    with pytest.raises(MizanError, match="2 of 3") as told:
        by_adapter(line)(cases)

    assert told.value.code == "mizancheck.adapter_short"


@pytest.mark.parametrize("line", ["", "/no/such/program", "'unclosed", "/"])
def test_a_command_that_cannot_be_started_is_missing(line: str, cases: list[Case]) -> None:
    assert code_of(line, cases) == "missing"


def test_no_shell_reads_the_command(tmp_path: Path, cases: list[Case]) -> None:
    touched = tmp_path / "touched"

    code = code_of(command(tmp_path, READ) + f" ; touch {touched}", cases)

    assert code == "short"
    assert not touched.exists()


def test_a_command_that_fails_is_told_even_if_it_answered(
    tmp_path: Path, cases: list[Case]
) -> None:
    program = EACH % "'flagged': True" + "sys.exit(7)\n"

    assert code_of(command(tmp_path, program), cases) == "failed"


def test_a_command_that_reads_nothing_and_ends_is_short(tmp_path: Path, cases: list[Case]) -> None:
    assert code_of(command(tmp_path, ""), cases) == "short"


def test_a_slow_command_is_ended_with_all_that_it_started(
    tmp_path: Path, cases: list[Case]
) -> None:
    program = (
        "import pathlib, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(child.pid))\n"
        "time.sleep(600)\n"
    )

    code = code_of(command(tmp_path, program), cases, seconds=3)

    assert code == "slow"
    assert ended(int((tmp_path / "pid").read_text()))


def ended(pid: int) -> bool:
    """Say whether a process is gone, or about to be collected by whoever inherited it."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False
