"""Writers of SQLite take turns: whoever writes seldom is not kept out by whoever writes often."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError


def test_a_turn_is_held_by_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mizan.service.ground.sqlite import base

    monkeypatch.setattr(base, "PATIENCE", 0.02)
    one, other = base.Turn(), base.Turn()
    where = str(tmp_path / "mizan.db")

    one.take(where)
    with pytest.raises(OperationalError):
        other.take(where)
    one.leave()
    other.take(where)
    other.close()
    one.take(where)
    one.close()

    assert oct(Path(f"{where}-turn").stat().st_mode)[-3:] == "600"


@pytest.mark.sqlite
def test_a_transaction_that_fails_gives_its_turn_back(desk: Any) -> None:
    from django.db import connection, connections, transaction

    from mizan.service.jobs.models import Job

    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError
    wrote = threading.Event()

    def write() -> None:
        with transaction.atomic():
            wrote.set()
        connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(5)

    assert wrote.is_set()
    assert connection.vendor == "sqlite"
    assert not Job.objects.filter(state="dead").exists()
