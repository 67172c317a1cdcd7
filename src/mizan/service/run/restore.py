"""Restore: an archive is put in place, and made fit to go on."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from mizan.banks.commons import BACKGROUND
from mizan.banks.files import DATABASE
from mizan.banks.migrate import migrations
from mizan.classify.registry import CHOSEN as MODEL
from mizan.classify.registry import is_copy
from mizan.config import anchor_file, database_url
from mizan.engine.rules import CHOSEN
from mizan.entities.shelf import FOLDER as LISTS
from mizan.errors import StoreError
from mizan.service.run.archive import Progress, Reader, foreign, opened, too_new
from mizan.service.run.backup import key_files
from mizan.service.run.lock import stopped

SET_ASIDE = "before-restore"  # what was there, until the next restore with --replace


def restore(
    folder: Path,
    file: Path,
    *,
    actor: str,
    replace: bool = False,
    progress: Progress = lambda *_: None,
) -> dict[str, int]:
    """Put an archive in place over `folder`, and return the figures of what followed.

    The archive is read and checked whole before anything is touched. With `replace` what is there
    is set aside (a file), or emptied (a server's database). StoreError store.not_empty,
    store.in_use, store.archive_torn, store.archive_foreign, store.too_new.
    """
    with opened(file) as reader, stopped(folder):
        _check_kind(reader)
        reader.check(progress)
        url = database_url()
        if url is None:
            _put_file(reader, folder, replace=replace)
        else:
            _fill_server(reader, folder, url, replace=replace)
        return _settle(reader, folder, actor)


def _check_kind(reader: Reader) -> None:
    """See that the archive is of a kind and version that can be restored here."""
    told = reader.manifest
    here = "sqlite" if database_url() is None else "postgres"
    if told.database != here:
        raise foreign(reader.file, f"it is of {told.database}, and this is {here}")
    if told.schema > max(migrations()):
        raise too_new(reader.file)
    if told.database == "sqlite" and DATABASE not in told.parts:
        raise foreign(reader.file, "it holds no database")


def _put_file(reader: Reader, folder: Path, *, replace: bool) -> None:
    """Put the SQLite file in place: whole, at once, or not at all."""
    path = folder / DATABASE
    if path.exists() and not replace:
        raise _not_empty(str(folder))
    with ExitStack() as unless_done:
        fresh: dict[Path, Path] = {}
        for name, target in _targets(reader, folder).items():
            beside = target.with_name(f".{target.name}.{os.getpid()}.restore")
            unless_done.callback(beside.unlink, missing_ok=True)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            reader.save(name, beside)
            fresh[beside] = target
        _set_aside(folder)
        for beside, target in fresh.items():
            beside.replace(target)


def _targets(reader: Reader, folder: Path) -> dict[str, Path]:
    """Return where each part of an archive goes; keys that are there already stay."""
    parts = reader.manifest.parts
    places = {name: folder / name for name in (DATABASE, CHOSEN, BACKGROUND, MODEL)}
    places |= {
        name: folder / name for name in parts if is_copy(name) or name.startswith(f"{LISTS}/")
    }
    keys = {name: path for name, path in key_files(folder).items() if not path.exists()}
    return {name: path for name, path in {**places, **keys}.items() if name in parts}


def _set_aside(folder: Path) -> None:
    """Move the database that was there, and forget the index files made from it."""
    import shutil

    aside = folder / SET_ASIDE
    if (folder / DATABASE).exists():
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        for end in ("", "-wal", "-shm"):
            held = folder / f"{DATABASE}{end}"
            if held.exists():
                held.replace(aside / held.name)
    shutil.rmtree(folder / "segments", ignore_errors=True)


def _fill_server(reader: Reader, folder: Path, url: str, *, replace: bool) -> None:
    """Fill a PostgreSQL schema: made as it was at the backup, then with its rows."""
    from mizan.banks import postgres
    from mizan.service.run.tables import fill, is_used, tables

    told = reader.manifest
    with postgres.connect(url) as connection:
        if is_used(connection):
            raise StoreError(
                "other processes use this database",
                hint="stop all processes of the service, on all machines, then restore",
                code="store.in_use",
            )
        there = tables(connection)
        if there and not replace:
            raise _not_empty(postgres.place_of(url))
    _make_schema(reader, folder)
    found = {name[7:]: part.columns for name, part in told.parts.items() if name.startswith("tab")}
    with postgres.connect(url) as connection, connection.transaction():
        if any(set(columns) - set(tables(connection).get(t, [])) for t, columns in found.items()):
            raise foreign(reader.file, "its tables are not those of the service")
        fill(connection, found, lambda name: reader.pieces(f"tables/{name}"))
    for name, target in _targets(reader, folder).items():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        reader.save(name, target)
    import shutil

    shutil.rmtree(folder / "segments", ignore_errors=True)


def _make_schema(reader: Reader, folder: Path) -> None:
    """Bring an empty database to the schema that the archive is of."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from mizan.banks.store import open_store
    from mizan.service.setup import set_up

    set_up(folder)
    if reader.manifest.schema < max(migrations()):
        raise foreign(reader.file, "it is of an older schema; restore it with the version it is of")
    known = set(MigrationLoader(connection).disk_migrations)
    if set(reader.manifest.migrations) - known:
        raise too_new(reader.file)
    open_store(folder).close()
    newest: dict[str, str] = dict(reader.manifest.migrations)  # in the order of being applied
    for app, name in newest.items():
        call_command("migrate", app, name, verbosity=0, interactive=False)
    connection.close()


def _settle(reader: Reader, folder: Path, actor: str) -> dict[str, int]:
    """Bring the schema up to date, and do what follows a restore."""
    from mizan.service.run.start import begin

    begin(folder)
    anchors = anchor_file(folder)
    if anchors.exists():  # they are of a chain that went on from here; a new epoch, new anchors
        anchors.rename(anchors.with_name(f"{anchors.name}.before-{reader.digest[:12]}"))
    from mizan.service.run.restore_changes import settle

    figures = settle(folder=folder, digest=reader.digest, head=reader.manifest.ledger, actor=actor)
    _close()
    return figures


def _close() -> None:
    from django.db import connections

    connections.close_all()


def _not_empty(where: str) -> StoreError:
    return StoreError(
        f"there is a database in {where} already",
        hint="name an empty place; or replace what is there with --replace",
        code="store.not_empty",
    )


def describe(file: Path) -> dict[str, Any]:
    """Return what an archive says of itself, for a person to see before it is restored."""
    with opened(file) as reader:
        told = reader.manifest
        return {"at": told.at, "version": told.mizan, "lines": told.ledger[0], "keys": told.keys}
