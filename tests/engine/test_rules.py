"""Which policy is in force, and when it changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mizan import Content, open_engine
from mizan.engine import rules
from mizan.engine.rules import choose_policy, recorded_policy
from mizan.errors import PolicyError

MINE = """\
name: mine
version: "{}"
rules:
  - name: any
    needs: [exact]
    when: exact.count > 100
    says: review
    because: {{en: many, ar: كثير}}
"""


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "PAUSE", 0.0)


def written(folder: Path, text: str) -> Path:
    path = folder / "rules.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_running_engine_takes_up_what_is_chosen(tmp_path: Path) -> None:
    data = tmp_path / "data"
    content = Content(id="1", text="good morning")
    told = {"actor": "test", "why": "test"}

    with open_engine(data) as engine:
        seen = [engine.scan(content).policy.version]
        for version in ("7", "8"):
            choose_policy(data, engine.store, written(tmp_path, MINE.format(version)), **told)
            seen.append(engine.scan(content).policy.version)
        (data / "policy.yaml").write_text("name: [", "utf-8")
        seen.append(engine.scan(content).policy.version)
        notices = list(engine.rules.notices)
        choose_policy(data, engine.store, None, **told)
        seen.append(engine.scan(content).policy.name)

    assert seen == ["1", "7", "8", "8", "mizan-default"]
    assert len(notices) == 1


def test_what_is_checked_recorded_and_put_in_place_is_one_copy(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_engine(data) as engine:
        ref = choose_policy(
            data, engine.store, written(tmp_path, MINE.format("7")), actor="test", why="test"
        )

        assert recorded_policy(engine.store) == ref.sha256
    assert (data / "policy.yaml").stat().st_mode & 0o777 == 0o600
    assert not (data / "policy.yaml.new").exists()


def test_a_faulty_policy_changes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_engine(data) as engine:
        with pytest.raises(PolicyError):
            choose_policy(
                data, engine.store, written(tmp_path, "name: ["), actor="test", why="test"
            )

        assert recorded_policy(engine.store) is None
    assert [path.name for path in data.glob("policy*")] == []


def test_passages_that_are_no_longer_shipped_are_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mizan.banks import changes, queries
    from mizan.engine import build

    with open_engine(tmp_path) as engine:
        changes.set_bank(
            engine.store, name=build.COMMONS, legal_basis="ours", actor="test", why="test"
        )
    fewer = json.loads(json.dumps(build._shipped_passages()))[:50]
    monkeypatch.setattr(build, "_shipped_passages", lambda: fewer)

    with open_engine(tmp_path) as engine:
        entries = list(queries.all_entries(engine.store, build.COMMONS))
        bank = queries.bank(engine.store, build.COMMONS)

    assert 0 < sum(entry.state == "active" for entry in entries) <= 50
    assert bank.legal_basis.startswith("ours [shipped ")
