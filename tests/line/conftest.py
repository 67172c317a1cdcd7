"""Engines with the sample bank in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mizan.cli.demo import fill
from mizan.engine.build import open_engine
from mizan.engine.scan import Engine

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine whose bank `lantern` holds the sample statement, image and address."""
    with open_engine(tmp_path_factory.mktemp("line")) as opened:
        fill(opened, EXAMPLES)
        opened.reader.refresh(now=True)
        yield opened
