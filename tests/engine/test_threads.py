"""An engine that several threads of a web server ask, while another one changes the banks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mizan import Content, Verdict, open_engine
from mizan.banks import changes
from mizan.banks.store import open_store
from mizan.engine.admit import values_of
from mizan.engine.keep import signals_to_keep
from mizan.engine.lookback import look_back
from mizan.engine.scan import Engine

WHO = {"actor": "test", "why": "a test"}
CALL = (
    "The lamps of the Black Lantern Front will be lit at the old mill on night number {}, says {}"
)
THREADS = 4
ROUNDS = 24


def call(number: int) -> str:
    return CALL.format(number * 7919, "".join(chr(97 + (number * k) % 26) for k in range(1, 30)))


def add(engine: Engine, store: object, number: int) -> None:
    values = values_of(Content(id="1", text=call(number)), engine.signals, "harm")
    rows = [changes.NewEntry(signal=name, value=value) for name, value in values]
    changes.add_entries(store, bank="calls", rows=rows, **WHO)  # type: ignore[arg-type]


def test_scans_go_on_in_threads_while_banks_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with open_engine(folder) as engine, open_store(folder) as other:
        changes.create_bank(engine.store, name="calls", purpose="harm", **WHO)
        add(engine, engine.store, 0)
        contents = [Content(id="0", text=call(0)), Content(id="n", text="rain in the hills")]
        alone = [kept for _, kept in engine.scan_and_keep(contents)]

        def write(_: int) -> bool:
            for number in range(1, ROUNDS + 1):
                add(engine, other if number % 2 else engine.store, number)
            return True

        def scan(_: int) -> bool:
            for _round in range(ROUNDS):
                told = engine.scan_and_keep(contents)
                levels = [one.verdict for one, _ in told if isinstance(one, Verdict)]
                assert levels == ["review", "leave"]
                assert [kept for _, kept in told] == alone
                engine.reader.refresh(now=True)
            return True

        with ThreadPoolExecutor(THREADS + 1) as pool:
            writer = pool.submit(write, 0)
            scanned = list(pool.map(scan, range(THREADS)))

        engine.reader.refresh(now=True)
        last = engine.scan_many([Content(id=str(n), text=call(n)) for n in range(ROUNDS + 1)])

    assert writer.result()
    assert all(scanned)
    assert {one.verdict for one in last if isinstance(one, Verdict)} == {"review"}


def test_looking_back_in_threads_gives_the_same(tmp_path: Path) -> None:
    with open_engine(tmp_path / "data") as engine:
        contents = [Content(id=str(number), text=call(number)) for number in range(40)]
        kept = signals_to_keep(engine, contents)
        signals = [(place, one) for place, some in enumerate(kept) for one in some]
        entries = values_of(contents[3], engine.signals, "harm")
        alone = list(look_back(engine, entries, signals))

        with ThreadPoolExecutor(THREADS) as pool:
            several = list(pool.map(lambda _: list(look_back(engine, entries, signals)), range(12)))

    assert 3 in {match.ref for match in alone}
    assert all(one == alone for one in several)
