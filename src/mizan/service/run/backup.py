"""Backup: one consistent archive of the service, made while it runs."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import mizan
from mizan.banks.commons import BACKGROUND
from mizan.banks.files import DATABASE
from mizan.banks.trouble import explain_os
from mizan.classify.registry import CHOSEN as MODEL
from mizan.classify.registry import COPIES, copies
from mizan.config import database_url
from mizan.engine.rules import CHOSEN
from mizan.entities.shelf import list_files
from mizan.errors import LedgerError, StoreError
from mizan.service.run.archive import FORMAT, Manifest, Progress, Writer, opened
from mizan.terms.time import stamp

PAGES = 2048  # of the database copied at a time: writers get their turn in between
HEAD = "SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1"
SCHEMA = "SELECT max(number) FROM migration"
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"
Ask = Callable[[str], list[tuple[Any, ...]]]


def back_up(
    folder: Path, file: Path, *, with_keys: bool = False, progress: Progress = lambda *_: None
) -> Manifest:
    """Write an archive of the service over `folder` to `file` (0600), and read it back.

    Index files are left out: they are made anew. StoreError store.archive_exists, and as of the
    database and the disk.
    """
    if file.exists():
        raise StoreError(
            f"there is a file {file} already",
            hint="name another: an archive is never written over",
            code="store.archive_exists",
        )
    writer = Writer(file)
    try:
        _add_files(writer, folder, with_keys=with_keys)
        url = database_url()
        told = _add_file(writer, folder, progress) if url is None else _add_server(writer, url)
        manifest = Manifest(
            format=FORMAT,
            mizan=mizan.__version__,
            at=stamp(),
            keys=with_keys,
            parts=writer.parts,
            **told,
        )
        writer.close(manifest)
    except OSError as error:
        raise explain_os(error, f"the archive {file}") from None
    finally:
        writer.give_up()  # once it is in place, there is nothing left to remove
    with opened(file) as reader:
        reader.check(progress)
        return reader.manifest


def _add_files(writer: Writer, folder: Path, *, with_keys: bool) -> None:
    """Add what lies beside the database: policy, models, background, lists, and the keys."""
    for name in (CHOSEN, BACKGROUND, MODEL):
        if (folder / name).exists():
            writer.add_file(name, folder / name)
    for path in copies(folder):
        writer.add_file(f"{COPIES}/{path.name}", path)
    for path in list_files(folder):
        writer.add_file(path.relative_to(folder).as_posix(), path)
    if with_keys:
        for name, path in key_files(folder).items():
            if path.exists():
                writer.add_file(name, path)


def key_files(folder: Path) -> dict[str, Path]:
    """Return where the keys of the service and of its ledger lie, by their name in an archive."""
    from mizan.ledger.key import key_path as ledger_key
    from mizan.service.ground.keys import key_path

    found = {"service.key": key_path(folder)}
    try:
        found["ledger.key"] = ledger_key()
    except LedgerError:  # this user has no home, and named no place
        return found
    return found


def _add_file(writer: Writer, folder: Path, progress: Progress) -> dict[str, Any]:
    """Copy the SQLite file page by page, while others write to it (sqlite.org/backup.html)."""
    path = folder / DATABASE
    if not path.exists():
        raise StoreError(
            f"there is no database in {folder}",
            hint="name the data folder with --data",
            code="store.missing",
        )
    with tempfile.TemporaryDirectory(dir=writer.file.parent, prefix=".mizan-backup-") as beside:
        copy = Path(beside) / DATABASE
        try:
            with (
                closing(sqlite3.connect(path, timeout=20)) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(
                    target, pages=PAGES, progress=lambda _, left, all_: progress(all_ - left, all_)
                )
                target.execute("PRAGMA journal_mode = DELETE")
                if target.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    raise sqlite3.DatabaseError
                told = _told("sqlite", lambda text: target.execute(text).fetchall())
        except sqlite3.Error as error:
            raise StoreError(
                f"the database {path} cannot be copied",
                hint="look at the disk, and at the database with `mizan doctor`",
                code="store.torn",
            ) from error
        writer.add_file(DATABASE, copy)
    return told


def _add_server(writer: Writer, url: str) -> dict[str, Any]:
    """Copy all tables of the PostgreSQL schema in one snapshot."""
    from mizan.banks import postgres
    from mizan.service.run.tables import SNAPSHOT, copy_out, tables

    with postgres.connect(url) as connection, connection.transaction():
        connection.execute(SNAPSHOT)
        for name, columns in tables(connection).items():
            with writer.part(f"tables/{name}", columns) as write:
                for piece in copy_out(connection, name, columns):
                    write(piece)
        return _told("postgres", lambda text: connection.execute(text.encode()).fetchall())


def _told(database: str, ask: Ask) -> dict[str, Any]:
    """Return what the manifest says of the database."""
    head = ask(HEAD)
    return {
        "database": database,
        "schema": int(ask(SCHEMA)[0][0]),
        "migrations": [(str(app), str(name)) for app, name in ask(MIGRATIONS)],
        "ledger": (int(head[0][0]), str(head[0][1])) if head else (0, "0" * 64),
    }
