"""What all tests share: the long form, and a data folder of one's own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the long forms of slow tests")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--long"):
        os.environ["MIZAN_LONG"] = "1"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="long form: give --long"))


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the user's own data and keys."""
    monkeypatch.setenv("MIZAN_DATA", str(tmp_path / "mizan-data"))
    monkeypatch.setenv("MIZAN_LEDGER_KEY", str(tmp_path / "ledger.key"))
