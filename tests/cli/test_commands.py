"""The other commands: policy, ledger, background, doctor, demo, warm, and every `--help`."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mizan.cli.main import COMMANDS

Mizan = Callable[..., Any]  # the fixture of conftest.py
EXAMPLES = Path(__file__).parents[2] / "examples"
STRICT = """\
name: strict
version: "7"
rules:
  - name: any-copy
    needs: [copy]
    when: copy.count > 100
    says: review
    because: {en: more than a hundred, ar: أكثر من مئة}
"""


@pytest.mark.parametrize("command", COMMANDS)
def test_help_tells_what_a_command_does(mizan: Mizan, command: str) -> None:
    ran = mizan(command, "--help")

    assert ran.status == 0
    assert "Usage: mizan" in ran.out
    assert len(ran.out.splitlines()) > 5


def test_the_policy_check_names_every_fault_with_its_place(mizan: Mizan, tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(STRICT.replace("copy.count", "copy.cuont").replace("review", "revue"), "utf-8")

    bad = mizan("policy", "check", path)
    path.write_text(STRICT, "utf-8")
    good = mizan("policy", "check", path)

    assert bad.status == 1
    assert f"{path}:6:" in bad.out
    assert f"{path}:7:" in bad.out
    assert "2 faults" in bad.err
    assert good.status == 0


def test_a_chosen_policy_is_in_force_until_it_is_taken_back(lantern: Mizan, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(STRICT, "utf-8")

    def judged(*arguments: str) -> tuple[str, str]:
        [line] = lantern("scan", EXAMPLES / "statement_ar.txt", "--json", *arguments).lines
        return line["policy"]["name"], line["verdict"]

    shipped = judged()
    once = judged("--policy", str(tmp_path / "rules.yaml"))
    lantern("policy", "use", tmp_path / "rules.yaml", "--why", "test")
    chosen = judged()
    lantern("policy", "use", "--default")

    assert shipped == judged() == ("mizan-default", "review")
    assert once == chosen == ("strict", "leave")
    assert "strict" not in lantern("policy", "explain", "--lang", "ar").out


def test_a_missing_policy_is_named(mizan: Mizan) -> None:
    ran = mizan("scan", EXAMPLES / "verse_ar.txt", "--policy", "nowhere.yaml")

    assert ran.status == 1
    assert "nowhere.yaml" in ran.err


def test_the_ledger_names_a_line_that_was_altered(lantern: Mizan, tmp_path: Path) -> None:
    whole = lantern("ledger", "verify")
    database = sqlite3.connect(Path(os.environ["MIZAN_DATA"]) / "mizan.db")
    with database:
        database.execute("UPDATE ledger SET why = 'something else' WHERE seq = 2")
    database.close()

    broken = lantern("ledger", "verify")

    assert whole.status == 0
    assert "the chain holds" in whole.out
    assert "without an anchor" in whole.err
    assert broken.status == 1
    assert "line 2: altered" in broken.out


def test_an_anchor_shows_that_the_end_was_cut_off(lantern: Mizan, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor"
    lantern("ledger", "anchor", anchor)
    held = lantern("ledger", "verify", "--anchor", anchor)
    database = sqlite3.connect(Path(os.environ["MIZAN_DATA"]) / "mizan.db")
    with database:
        database.execute("DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)")
    database.close()

    cut = lantern("ledger", "verify", "--anchor", anchor)

    assert held.status == 0
    assert cut.status == 1
    assert "cut" in cut.out


def test_what_is_ordinary_on_the_service_never_counts(lantern: Mizan, tmp_path: Path) -> None:
    """Two posts of the operator's own sample share the statement: it is taken for ordinary."""
    text = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
    head = text[: len(text) // 2]
    sample = tmp_path / "posts.jsonl"
    sample.write_text("\n".join(json.dumps({"text": f"{n} {text}"}) for n in range(3)), "utf-8")

    before = lantern("scan", "-", "--json", given=head.encode()).lines[0]["verdict"]
    built = lantern("background", "build", sample)
    after = lantern("scan", "-", "--json", given=head.encode()).lines[0]["verdict"]

    assert "3 posts" in built.out
    assert (before, after) == ("review", "leave")


def test_the_doctor_finds_all_well_and_names_what_is_not(lantern: Mizan) -> None:
    well = lantern("doctor")
    (Path(os.environ["MIZAN_DATA"]) / "policy.yaml").write_text("name: [", "utf-8")
    ill = lantern("doctor")

    assert well.status == 0
    assert "lantern: harm" in well.out
    assert ill.status == 1
    assert "policy" in ill.out


def test_the_demo_tells_the_story(mizan: Mizan) -> None:
    ran = mizan("demo", "--scan-only")

    verdicts = [word for word in ran.out.split() if word in ("leave", "review", "act")]
    assert verdicts == ["review", "review", "review", "leave", "review", "leave"]
    assert "12 of 256 bits" in ran.out
    assert not Path(os.environ["MIZAN_DATA"]).exists()


def test_warming_up_ends(mizan: Mizan) -> None:
    assert mizan("warm").status == 0
