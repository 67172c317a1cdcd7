"""Shelf: the lists of a data folder. Every version is kept; one of each list is in force.

lists/NAME/VERSION-SUM.json   one version, never changed; SUM begins the SHA-256 of its bytes
lists/in-force.json           which version of which list counts

A change is recorded in the ledger within the transaction of the store that also keeps two
processes from changing the lists at once.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from mizan.banks.store import Store
from mizan.banks.trouble import explain_os
from mizan.entities.compare import Difference, compare
from mizan.entities.lists import NAME, DesignationList
from mizan.entities.trouble import broken, unknown_list
from mizan.ledger.chain import append

FOLDER = "lists"
IN_FORCE = "in-force.json"
_SUM = 12  # hex digits of the checksum in a file's name


@dataclass(slots=True)
class _Index:
    """What `in-force.json` holds."""

    format: int = 1
    lists: dict[str, str] = field(default_factory=dict)  # name: VERSION-SUM


def lists_in_force(folder: Path) -> tuple[DesignationList, ...]:
    """Return the lists in force in a data folder, by name; MizanError entities.broken."""
    chosen = _index(folder).lists
    return tuple(load(folder, name, chosen[name]) for name in sorted(chosen))


def list_in_force(folder: Path, name: str) -> DesignationList | None:
    """Return the version of a list that is in force, or None; MizanError entities.broken."""
    chosen = _index(folder).lists.get(name)
    return load(folder, name, chosen) if chosen else None


def versions(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the versions that are kept of each list, VERSION-SUM, sorted; the one in force too."""
    home = folder / FOLDER
    kept: dict[str, tuple[str, ...]] = {}
    for path in sorted(home.glob("*/")) if home.is_dir() else ():
        kept[path.name] = tuple(sorted(one.stem for one in path.glob("*.json")))
    return kept


def chosen_versions(folder: Path) -> dict[str, str]:
    """Return which version of each list is in force, VERSION-SUM; MizanError entities.broken."""
    return dict(_index(folder).lists)


def list_files(folder: Path) -> tuple[Path, ...]:
    """Return every file of the lists, those of versions before the one that says which count."""
    home = folder / FOLDER
    kept = sorted(path for path in home.glob("*/*.json") if path.is_file())
    index = home / IN_FORCE
    return (*kept, index) if index.exists() else tuple(kept)


def load(folder: Path, name: str, version: str) -> DesignationList:
    """Return a kept version; MizanError entities.broken when it is not as it was written."""
    path = folder / FOLDER / name / f"{version}.json"
    try:
        data = path.read_bytes()
        found = msgspec.json.decode(data, type=DesignationList)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise broken(path) from None
    if found.name != name or version != _label(found.version, data):
        raise broken(path)
    return found


def put(
    folder: Path, store: Store, new: DesignationList, *, actor: str, why: str
) -> Difference | None:
    """Put a list in force and keep it; return what it changes, or None when it is in force.

    MizanError entities.broken for what is in force now, StoreError store.full, store.read_only,
    store.disk; nothing has changed then.
    """
    data = msgspec.json.encode(new)
    label = _label(new.version, data)
    with store.writing():
        index = _index(folder)
        if index.lists.get(new.name) == label:
            return None
        difference = compare(list_in_force(folder, new.name), new)
        _record(store, "list.import", new, difference, actor=actor, why=why)
        _write(folder / FOLDER / new.name / f"{label}.json", data)
        index.lists[new.name] = label
        _write(folder / FOLDER / IN_FORCE, msgspec.json.encode(index))
    return difference


def use(
    folder: Path, store: Store, name: str, version: str, *, actor: str, why: str
) -> Difference | None:
    """Put a kept version in force again; return what that changes, or None when it is in force.

    version  VERSION-SUM, or VERSION where there is only one of it
    MizanError entities.unknown_list, entities.broken; StoreError.
    """
    with store.writing():
        index = _index(folder)
        kept = versions(folder).get(name, ()) if NAME.fullmatch(name) else ()
        fitting = [one for one in kept if version in {one, one[: -_SUM - 1]}]
        if len(fitting) != 1:
            raise unknown_list(name, version)
        if index.lists.get(name) == fitting[0]:
            return None
        chosen = load(folder, name, fitting[0])
        difference = compare(list_in_force(folder, name), chosen)
        _record(store, "list.use", chosen, difference, actor=actor, why=why)
        index.lists[name] = fitting[0]
        _write(folder / FOLDER / IN_FORCE, msgspec.json.encode(index))
    return difference


def remove(folder: Path, store: Store, name: str, *, actor: str, why: str) -> None:
    """Take a list out of force; its versions are kept. MizanError entities.unknown_list."""
    with store.writing():
        index = _index(folder)
        if name not in index.lists:
            raise unknown_list(name)
        label = index.lists.pop(name)
        detail = {"version": label[: -_SUM - 1]}
        append(
            store, actor=actor, act="list.remove", subject=f"list/{name}", why=why, detail=detail
        )
        _write(folder / FOLDER / IN_FORCE, msgspec.json.encode(index))


def _record(
    store: Store, act: str, new: DesignationList, difference: Difference, *, actor: str, why: str
) -> None:
    detail = {
        "version": new.version,
        "sha256": new.sha256,
        "entries": len(new.entries),
        "added": len(difference.added),
        "changed": len(difference.changed),
        "delisted": len(difference.delisted),
    }
    append(store, actor=actor, act=act, subject=f"list/{new.name}", why=why, detail=detail)


def _index(folder: Path) -> _Index:
    path = folder / FOLDER / IN_FORCE
    try:
        index = msgspec.json.decode(path.read_bytes(), type=_Index)
    except FileNotFoundError:
        return _Index()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise broken(path) from None
    fit = all(NAME.fullmatch(name) and "/" not in label for name, label in index.lists.items())
    if index.format != 1 or not fit:
        raise broken(path)
    return index


def _label(version: str, data: bytes) -> str:
    return f"{version}-{hashlib.sha256(data).hexdigest()[:_SUM]}"


def _write(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there, for its owner alone."""
    beside = path.with_name(f"{path.name}.tmp")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError as error:
        raise explain_os(error, f"the list {path}") from None
