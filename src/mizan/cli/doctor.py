"""`mizan doctor`: what is here, what is missing, and what to do about it."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import click

from mizan.cli.options import data_option
from mizan.config import data_folder, kernel_cache, make_data_folder
from mizan.errors import MizanError

LIBRARIES = ("numpy", "numba", "pillow", "cel-expr-python", "can_ada", "msgspec")
OPTIONAL = ("psycopg",)  # told where it is installed


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at."""

    good: bool
    what: str
    said: str


@click.command()
@data_option
def doctor(data: Path | None) -> None:
    """Say what is here, how data folder, banks and segments are, and what is missing.

    Exit status 1 when something is wrong.
    """
    folder = data_folder(data)
    good = True
    for look in (_versions, _kernels, _decoder, _store, _policy, _model, _unread):
        for line in _looked(look, folder):
            good &= line.good
            mark = click.style("ok  ", fg="green") if line.good else click.style("bad ", fg="red")
            click.echo(f"{mark} {line.what:<16} {line.said}")
    raise SystemExit(0 if good else 1)


def _looked(look: Callable[[Path], Iterator[Line]], folder: Path) -> Iterator[Line]:
    """Yield what a look gives; an error ends it with a line of its own."""
    try:
        yield from look(folder)
    except MizanError as error:
        yield Line(False, error.code, str(error))


def _versions(folder: Path) -> Iterator[Line]:  # noqa: ARG001 - all looks are called alike
    import mizan

    yield Line(True, "mizan", mizan.__version__)
    yield Line(True, "python", f"{platform.python_version()}, {platform.platform(terse=True)}")
    there = (*LIBRARIES, *(one for one in OPTIONAL if find_spec(one)))
    yield Line(True, "libraries", ", ".join(f"{one} {metadata.version(one)}" for one in there))


def _kernels(folder: Path) -> Iterator[Line]:  # noqa: ARG001
    cache = kernel_cache()
    import mizan.kernels.compile  # KernelError where it cannot be

    kept = sum(1 for _ in cache.rglob("*.nbc"))
    hint = "" if kept else "; run `mizan warm` to compile them before they are needed"
    yield Line(bool(mizan.kernels.compile.jit), "kernels", f"{kept} compiled in {cache}{hint}")


def _decoder(folder: Path) -> Iterator[Line]:  # noqa: ARG001
    from mizan.media.image import child_isolation

    yield Line(True, "image decoder", child_isolation())


def _store(folder: Path) -> Iterator[Line]:
    from mizan.banks import queries
    from mizan.banks.store import open_store
    from mizan.ledger.verify import verify

    make_data_folder(folder)
    with open_store(folder) as store:
        mode = "read-only" if store.read_only else "writable"
        yield Line(True, "data folder", f"{folder}, {mode}")
        if store.path is None:
            yield Line(True, "database", store.where)
        state = store.check()
        yield Line(state == "ok", "store", f"{state}, change {queries.seq(store)}")
        counts = queries.counts(store)
        for bank in queries.banks(store):
            held = sum(one.entries for one in counts[bank.name] if one.state == "active")
            off = "" if bank.enabled else ", disabled"
            said = f"{bank.name}: {bank.purpose}, may act {bank.may_act}, {held} entries{off}"
            yield Line(True, "bank", said)
        report = verify(store)
        yield Line(report.whole, "ledger", f"{report.lines} lines, {_chain(report.whole)}")
    yield from _segments(folder)


def _chain(whole: bool) -> str:  # noqa: FBT001 - one word for each case
    return "the chain holds" if whole else "the chain is broken: run `mizan ledger verify`"


def _segments(folder: Path) -> Iterator[Line]:
    from mizan.banks.live import Live
    from mizan.banks.store import open_store
    from mizan.engine.build import open_engine, signal_types

    with open_store(folder) as store:
        for damage in Live(folder, store, signal_types()).damaged():
            yield Line(True, "damaged", str(damage))
    with open_engine(folder) as engine:
        snapshot = engine.reader.refresh()
        for signal, chunks in sorted(snapshot.chunks.items()):
            rows = sum(len(chunk.ids) for chunk in chunks)
            yield Line(True, "index", f"{signal}: {rows} entries in {len(chunks)} pieces")
        unread = engine.reader.unread().values()
        for said in unread:
            yield Line(False, "unread", said)
        for notice in engine.reader.notices:
            if notice not in unread:
                yield Line(True, "mended", notice)
    yield _background(folder)


def _background(folder: Path) -> Line:
    from mizan.banks.background import load
    from mizan.banks.reader import BACKGROUND

    if not (folder / BACKGROUND).exists():
        return Line(True, "background", "none yet: `mizan background build` makes it")
    return Line(True, "background", f"of {load(folder / BACKGROUND).posts} posts")


def _policy(folder: Path) -> Iterator[Line]:
    from mizan.banks.store import open_store
    from mizan.engine.rules import chosen_policy, recorded_policy
    from mizan.policy.load import load_policy

    chosen = chosen_policy(folder)
    ref = load_policy(chosen).ref
    origin = "chosen for this folder" if chosen else "shipped"
    yield Line(True, "policy", f"{ref.name} {ref.version}, {origin}")
    with open_store(folder) as store:
        recorded = recorded_policy(store)
    if chosen and recorded != ref.sha256:
        said = f"{chosen} is not what the ledger recorded: choose it with `mizan policy use`"
        yield Line(False, "policy", said)


def _model(folder: Path) -> Iterator[Line]:
    from mizan.banks.store import open_store
    from mizan.classify.registry import CHOSEN, choices_of, load_choice
    from mizan.cli.model import in_force, named, shown
    from mizan.cli.plain import plain
    from mizan.engine.models import as_recorded, recorded_model

    choice = choices_of(folder).now
    with open_store(folder) as store:
        recorded = recorded_model(store)
    if recorded not in (None, as_recorded(choice)):
        said = f"{folder / CHOSEN} is not what the ledger recorded: see `mizan model use`"
        yield Line(False, "model", said)
    chosen = load_choice(folder, choice)
    if chosen is None:
        yield Line(True, "model", "none: texts are not classified")
        return
    about = chosen.about
    yield Line(True, "model", f"{named(chosen)}, licence {plain(about.licence)}")
    recall = shown(about.recall) if about.recall else "not measured"
    yield Line(True, "model", f"recall {recall}; known for: {plain(about.limits)}")
    yield Line(True, "model", in_force(chosen))
    if chosen.outdated:
        said = "its weights are others than those chosen: calibrate, and choose it again"
        yield Line(False, "model", said)


def _unread(folder: Path) -> Iterator[Line]:  # noqa: ARG001
    said = "PDF, archives, video and audio are compared as whole files only"
    yield Line(True, "not read yet", said)
