"""Trouble: the errors of list files, said once."""

from __future__ import annotations

from pathlib import Path

from mizan.errors import MizanError


def no_file(path: Path, error: OSError) -> MizanError:
    """Return the error of a list file that cannot be read."""
    return MizanError(
        f"the list {path} cannot be read: {error.strerror}",
        hint="name a file that can be read",
        code="entities.no_file",
    )


def bad_list(path: Path, why: str) -> MizanError:
    """Return the error of a file that is no list of its format; `why` quotes nothing of it."""
    return MizanError(
        f"{path} is not a list that can be read: {why}",
        hint="download it again, or name its format with --format; nothing was changed",
        code="entities.bad_list",
    )


def too_large(path: Path, why: str) -> MizanError:
    """Return the error of a list file that is larger than any list."""
    return MizanError(
        f"the list {path} is too large: {why}",
        hint="check that it is the list; nothing was changed",
        code="entities.too_large",
    )


def unknown_list(name: str, version: str = "") -> MizanError:
    """Return the error of a list, or of a version of it, that the folder does not hold."""
    what = f"version {version} of the list {name}" if version else f"a list {name} in force"
    return MizanError(
        f"this data folder does not hold {what}",
        hint="`mizan entities list --versions` says which there are",
        code="entities.unknown_list",
    )


def broken(path: Path) -> MizanError:
    """Return the error of a stored list that is not as Mizan wrote it."""
    return MizanError(
        f"the stored list {path} is missing or not as Mizan wrote it",
        hint="import the list again, or remove it with `mizan entities remove`",
        code="entities.broken",
    )
