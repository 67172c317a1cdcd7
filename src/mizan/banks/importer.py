"""Import of lists, a million rows and more; a killed import goes on where it stood.

Every 20,000 records are one transaction: the entries, their change, their ledger line and the
checkpoint. What is committed is matched by readers at once; segments are built at the end.
"""

from __future__ import annotations

import csv
import fcntl
import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from mizan.banks import queries
from mizan.banks.changes import NewEntry, add_entries
from mizan.banks.intake import Intake
from mizan.banks.lines import Format, Lines, Record, format_of, read_header, read_records
from mizan.banks.merge import merge
from mizan.banks.store import Store
from mizan.errors import ContentError, SignalError, StoreError
from mizan.signals.protocol import SignalType
from mizan.terms import time
from mizan.terms.bank import Bank

ROWS = 20_000  # records of one transaction
ROOM = 64 * 2**20  # bytes of values held before they are written
MERGE_ROWS = 10_000  # imports that touched fewer entries leave them to the delta
FOLDER = "imports"

Progress = Callable[[int, int, int], None]  # bytes done, bytes in all, records done
Check = Callable[[Sequence[NewEntry]], Sequence[str]]  # a reason to refuse each, or "" for none


@dataclass(slots=True, kw_only=True)
class Imported:
    """What came of an import, over all its runs."""

    new: int = 0  # entries that the bank did not hold
    already: int = 0  # values that the bank held before
    kept: int = 0  # values that a person had removed or disabled, and that stay so
    duplicate: int = 0  # values that stand in the file more than once
    bad: int = 0  # records that were refused
    resumed: bool = False  # it went on where an earlier run was ended
    rejects: Path | None = None  # line numbers and reasons of bad records; None without any


@dataclass(slots=True)
class _Job:
    """One import under way."""

    store: Store
    bank: Bank
    sha256: str
    file: Path
    rejects: Path
    actor: str
    why: str
    check: Check | None
    kind: Format
    header: Sequence[str] = ()  # column names of a CSV file
    first_entry: int = 0
    place: int = 0  # bytes read so far, the header's among them
    number: int = 0  # lines read so far
    reject_bytes: int = 0
    done: Imported = field(default_factory=Imported)


@dataclass(slots=True)
class _Pile:
    """What was read and is not written yet."""

    rows: list[NewEntry] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)  # where each row stood
    room: int = 0  # bytes of their values

    def put(self, found: Sequence[NewEntry], line: int) -> None:
        """Add the entries of one record."""
        self.rows += found
        self.lines += [line] * len(found)
        self.room += sum(len(one.value) for one in found)


def import_file(
    store: Store,
    *,
    bank: str,
    file: Path,
    folder: Path,
    types: Mapping[str, SignalType],
    actor: str,
    why: str,
    check: Check | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Add the entries of a list to a bank, as not yet confirmed, and return the counts.

    folder    the data folder; bad records are written to a file in its imports/
    check     asked before each transaction; what it refuses counts as bad
    progress  called after each transaction

    BankError bank.unknown; ContentError content.missing, content.unreadable, content.no_header;
    StoreError store.busy and others. What was committed before an error stays, and the next call
    with the same file goes on from there.
    """
    with store.writing():  # what cannot be written is refused before anything is read
        where = queries.bank(store, bank)
    try:
        _check_file(file)
        sha256 = _digest(file)
        kind = format_of(file)
        source = file.open("rb")
    except OSError as error:
        raise ContentError(
            f"{file} cannot be read: {error.strerror}",
            hint="check the path and its permissions",
            code="content.missing",
        ) from None
    rejects = folder / FOLDER / f"{bank}-{sha256[:16]}.rejects.csv"
    job = _Job(store, where, sha256, file, rejects, actor, why, check, kind)
    intake = Intake(types, purpose=where.purpose, source=file.name)
    with source, _alone(job):
        _read_header(job, source, types)
        _start(job)
        with _open_rejects(job) as out:
            _run(job, source, intake, out, progress)
        job.done.rejects = rejects if job.done.bad else None
        if not job.done.bad:
            rejects.unlink(missing_ok=True)
    _merge(store, folder, types)
    return job.done


def _check_file(file: Path) -> None:
    """Refuse what cannot be read twice: once for its digest, once for its records."""
    if not stat.S_ISREG(file.stat().st_mode):
        raise ContentError(
            f"{file} is not a regular file",
            hint="write the list to a file first and import that: after a kill it is read again",
            code="content.unreadable",
        )


def _read_header(job: _Job, source: BinaryIO, types: Mapping[str, SignalType]) -> None:
    """Read the column names of a CSV file; its records begin behind them."""
    if job.kind == "csv":
        lines = Lines(source)
        job.header = read_header(lines, job.file, types)
        job.place, job.number = lines.place, lines.number


def _run(
    job: _Job, source: BinaryIO, intake: Intake, out: TextIO, progress: Progress | None
) -> None:
    """Read the records from the checkpoint on and commit them in pieces."""
    total = os.fstat(source.fileno()).st_size
    lines = Lines(source, place=job.place, number=job.number)
    pile, records = _Pile(), 0
    for record in read_records(lines, job.kind, job.header):
        found, reason = _entries(intake, record)
        if reason:
            lines.put_back(record.rest)  # what a stray quote had swallowed
            _reject(job, out, record.line, reason)
        pile.put(found, record.line)
        records += 1
        if records % ROWS == 0 or pile.room > ROOM:
            _commit(job, pile, lines, out, finished=False)
            pile = _Pile()
            if progress:
                progress(lines.place, total, records)
    _commit(job, pile, lines, out, finished=True)
    if progress:
        progress(total, total, records)


def _entries(intake: Intake, record: Record) -> tuple[list[NewEntry], str]:
    """Return a record's entries, or none and the code of the reason."""
    if record.reason:
        return [], record.reason
    try:
        return intake.entries(record.fields), ""
    except SignalError as error:
        return [], error.code


def _reject(job: _Job, out: TextIO, line: int, reason: str) -> None:
    """Count a bad record and note its line and the reason, never its content."""
    job.done.bad += 1
    csv.writer(out, lineterminator="\n").writerow((line, reason))


def _accepted(job: _Job, pile: _Pile, out: TextIO) -> list[NewEntry]:
    """Return the rows that the check lets through; the others are rejected."""
    if job.check is None or not pile.rows:
        return pile.rows
    rows = []
    for row, line, reason in zip(pile.rows, pile.lines, job.check(pile.rows), strict=True):
        if reason:
            _reject(job, out, line, reason)
        else:
            rows.append(row)
    return rows


def _commit(job: _Job, pile: _Pile, lines: Lines, out: TextIO, *, finished: bool) -> None:
    """Write the rows and how far the import has come, in one transaction."""
    rows = _accepted(job, pile, out)
    done = job.done
    try:
        out.flush()
    except OSError as error:
        raise _unwritable(job.rejects, error) from None
    with job.store.writing():
        if rows:
            added = add_entries(
                job.store,
                bank=job.bank.name,
                rows=rows,
                actor=job.actor,
                why=job.why,
                revive=False,
            )
            before = sum(number < job.first_entry for number in added.ids)
            done.new += added.new
            done.kept += added.kept
            done.already += before - added.kept
            done.duplicate += len(rows) - before - added.new
        job.store.run(
            "banks.save_import_job",
            bank=job.bank.id,
            sha256=job.sha256,
            done_bytes=lines.place,
            done_lines=lines.number,
            reject_bytes=out.tell(),
            added=done.new,
            already=done.already,
            kept=done.kept,
            duplicate=done.duplicate,
            bad=done.bad,
            finished=time.stamp() if finished else "",
        )


def _start(job: _Job) -> None:
    """Take up the checkpoint of an import that was not finished, or begin anew."""
    with job.store.writing():
        names: dict[str, Any] = {"bank": job.bank.id, "sha256": job.sha256}
        found = job.store.one("banks.import_job", **names)
        if found and not found[-1]:
            job.first_entry, place, number, job.reject_bytes, *counts = found[:-1]
            if place:
                job.place, job.number = place, number
            new, already, kept, duplicate, bad = counts
            job.done = Imported(
                new=new,
                already=already,
                kept=kept,
                duplicate=duplicate,
                bad=bad,
                resumed=place > 0,
            )
            return
        counted = job.store.one("banks.counted", name="entry")
        job.first_entry = (int(counted[0]) if counted else 0) + 1
        job.store.run("banks.start_import_job", first_entry=job.first_entry, **names)


@contextmanager
def _alone(job: _Job) -> Iterator[None]:
    """Hold the lock of a job, which a process that is killed lets go.

    Two imports of one file into one bank would go on from each other's checkpoints.
    """
    path = job.rejects.with_suffix("").with_suffix(".lock")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unwritable(path, error) from None
    with os.fdopen(handle, "rb"):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            ours = os.path.samestat(os.fstat(handle), path.stat())
        except (BlockingIOError, FileNotFoundError):
            ours = False
        if not ours:  # held by another, or just let go and taken away by another
            raise StoreError(
                f"{job.file} is being imported into bank {job.bank.name} already",
                hint="wait for that import to end; what it has read is in force",
                code="store.busy",
            )
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _open_rejects(job: _Job) -> TextIO:
    """Open the rejects file, cut back to what belongs to the checkpoint."""
    try:
        job.rejects.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(job.rejects, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(handle, job.reject_bytes)
        out = os.fdopen(handle, "a", encoding="ascii", newline="")
    except OSError as error:
        raise _unwritable(job.rejects, error) from None
    if not job.reject_bytes:
        out.write("line,reason\n")
    return out


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"the import's file {path} cannot be written: {error.strerror}",
        hint="give write permission on the data folder, or make room; then import again",
        code="store.no_rejects",
    )


def _merge(store: Store, folder: Path, types: Mapping[str, SignalType]) -> None:
    """Build segments, so that the next scan opens them; without room it reads the store."""
    try:
        merge(store, folder, types, at_least=MERGE_ROWS)
    except StoreError as error:
        if error.code != "store.segments":
            raise


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
