"""The command line obeys the desk's rules, and works where there is no desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from click.testing import CliRunner

FILE = "sha256:" + "ab" * 32


def run(folder: Path, *words: str) -> str:
    from mizan.cli.main import cli

    result = CliRunner().invoke(cli, [*words, "--data", str(folder)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_where_people_work_the_command_line_proposes_what_arms_a_bank(desk: Any) -> None:
    from mizan.banks import queries
    from mizan.service.curation.models import Proposal
    from mizan.service.curation.proposal_changes import approve
    from mizan.service.ground.recording import store

    person = desk.person()
    bank = ("bank", "create", "lantern", "--purpose", "harm", "--may-act", "auto", "--why", "t")
    created = run(desk.folder, *bank)
    before = queries.bank(store(), "lantern").may_act
    approve(proposal=Proposal.objects.get().pk, user=person, why="yes")
    added = run(desk.folder, "bank", "add", "lantern", "--hash", FILE, "--why", "t")

    assert "waits for a second person" in created
    assert before == "queue"
    assert "waits for a second person" in added
    assert queries.entries(store(), "lantern") == []


def test_a_folder_without_a_desk_is_filled_as_before(desk: Any) -> None:
    bank = ("bank", "create", "lantern", "--purpose", "harm", "--may-act", "auto", "--why", "t")

    run(desk.folder, *bank)
    added = run(desk.folder, "bank", "add", "lantern", "--hash", FILE, "--why", "t")

    assert "1 new" in added
