"""Registry: the models that are shipped, and which one a data folder has chosen. Plain files.

`model.json` holds the choice in force and those before it; `models/` a copy of each chosen file by
its sha256. Without a choice the shipped `base` counts. What cannot be had is refused, never
replaced by another. The ledger's line of a change is written by `mizan.engine.models`.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import msgspec

from mizan.classify.about import About, about
from mizan.classify.file import load_model
from mizan.classify.model import Model
from mizan.errors import ModelError, StoreError

CHOSEN = "model.json"  # the choice of a data folder
COPIES = "models"  # folder of the files that were chosen
WEIGHTS = Path(__file__).with_name("weights")  # folder of what is shipped
SHIPPED = ("base", "research")  # the first is the default
FILE = "file"  # name of a choice that is a file of the operator's own
KEPT = 20  # choices to go back to
MOST_BYTES = 256 * 2**20  # of a model's file
LAYOUT = 1  # of model.json
_AGAIN = "choose one with `mizan model use`"

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Positive = Annotated[float, msgspec.Meta(gt=0)]


class Calibration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A threshold by a budget of false cases, and what it rests on."""

    least: Share  # finding score below which no text is told; 0 where the model's own do
    budget: Positive  # false cases a day, at most
    posts_a_day: Positive
    posts: int  # ordinary posts that were looked at
    at: str  # UTC, ISO 8601


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which model a data folder goes by."""

    name: str  # base, research or file
    sha256: str = ""  # of the file when it was chosen, 64 hex digits; "" where nobody chose
    at: str = ""  # UTC, ISO 8601; "" where nobody chose
    calibration: Calibration | None = None


class Choices(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The choice in force, and those before it, oldest first."""

    now: Choice = Choice(name=SHIPPED[0])
    before: tuple[Choice, ...] = ()
    layout: int = LAYOUT

    def then(self, choice: Choice) -> Choices:
        """Return the choices once another one is in force."""
        return Choices(now=choice, before=(*self.before, self.now)[-KEPT:])

    def back(self) -> Choices:
        """Return the choices once the one before is in force again; ModelError without one."""
        if not self.before:
            raise ModelError(
                "no model was in force before this one", hint=_AGAIN, code="model.none_before"
            )
        return Choices(now=self.before[-1], before=self.before[:-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A model that is to be used, loaded."""

    name: str  # base, research or file
    sha256: str  # of the file as it is now, 64 hex digits
    model: Model
    about: About
    calibration: Calibration | None = None  # None as well where it was made for other weights
    outdated: bool = False  # the shipped weights are others than those that were chosen

    @property
    def thresholds(self) -> dict[str, float]:
        """Return the thresholds in force by language: the model's own, raised to a budget's."""
        least = self.calibration.least if self.calibration else 0.0
        return {lang: max(own, least) for lang, own in self.about.thresholds.items()}


def shipped() -> tuple[str, ...]:
    """Return the names of the models that this version of Mizan ships."""
    return tuple(name for name in SHIPPED if shipped_path(name).exists())


def shipped_path(name: str) -> Path:
    """Return where the weights of a shipped model are, or would be."""
    return WEIGHTS / f"{name}.mizan"


def card_of(name: str) -> str:
    """Return the card of a shipped model; ModelError model.unknown where there is none."""
    try:
        if name in SHIPPED:
            return (WEIGHTS / f"{name}.md").read_text("utf-8")
    except OSError:
        pass
    raise ModelError(
        f"there is no card of a model {name[:64]}",
        hint="see the models with `mizan model list`",
        code="model.unknown",
    )


def choices_of(folder: Path) -> Choices:
    """Return what a data folder has chosen; ModelError model.choice when that cannot be read."""
    path = folder / CHOSEN
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Choices()
    except OSError as error:
        raise _no_choice(path, f"cannot be read: {error.strerror}") from None
    try:
        found = msgspec.json.decode(data, type=Choices)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _no_choice(path, "is torn, or is not of Mizan's making") from None
    if found.layout != LAYOUT:
        raise _no_choice(path, "has another layout")
    return found


def path_of(folder: Path, choice: Choice) -> Path:
    """Return where the file of a choice lies, or should."""
    if choice.name in SHIPPED:
        return shipped_path(choice.name)
    if choice.name != FILE or not _is_digest(choice.sha256):
        raise _no_choice(folder / CHOSEN, "names no model that there can be")
    return folder / COPIES / f"{choice.sha256}.mizan"


def load_choice(folder: Path, choice: Choice) -> Chosen | None:
    """Return the model of a choice; None where nobody chose, and no model is shipped. ModelError.

    A shipped model goes with the version of Mizan; a calibration holds for its own weights alone.
    """
    path = path_of(folder, choice)
    if not choice.sha256 and not path.exists():
        return None
    found = load_file(path, name=choice.name)
    if choice.name == FILE and found.sha256 != choice.sha256:
        raise ModelError(
            f"the model {path.name} is not the one that was chosen",
            hint=f"copy it again, or {_AGAIN}",
            code="model.torn",
        )
    outdated = bool(choice.sha256) and found.sha256 != choice.sha256
    calibration = None if outdated else choice.calibration
    return replace(found, calibration=calibration, outdated=outdated)


def load_file(path: Path, *, name: str = FILE) -> Chosen:
    """Return the model of a file; read once while the file stays as it is. ModelError."""
    try:
        now = path.stat()
    except OSError:
        digest, model = _loaded(path, None)  # which says what is wrong
    else:
        digest, model = _loaded(path, (now.st_mtime_ns, now.st_size, now.st_ino))
    return Chosen(name=name, sha256=digest, model=model, about=about(model))


@lru_cache(maxsize=2)  # models that a process keeps at hand
def _loaded(path: Path, _state: tuple[int, ...] | None) -> tuple[str, Model]:
    return _digest(path), load_model(path)


def adopt(folder: Path, wanted: str | Path) -> Chosen:
    """Return a model that is to be chosen, by name or file; a file is copied into the folder.

    What is checked is the copy. ModelError, StoreError store.no_model.
    """
    if isinstance(wanted, str):
        return load_file(shipped_path(wanted), name=wanted)
    if _size(wanted) > MOST_BYTES:
        hint = f"a model has at most {MOST_BYTES // 2**20} MiB"
        raise ModelError(f"the model {wanted.name} is too large", hint=hint, code="model.foreign")
    try:
        data = wanted.read_bytes()
    except OSError as error:
        raise _unreadable(wanted, error) from None
    fresh = write_beside(folder / COPIES / "new", data)
    try:
        found = load_file(fresh)
        fresh.replace(folder / COPIES / f"{found.sha256}.mizan")
    finally:
        fresh.unlink(missing_ok=True)
    return found


def write_beside(path: Path, data: bytes) -> Path:
    """Write data beside a path, for their owner alone; return where. StoreError store.no_model."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise StoreError(
            f"the choice of a model cannot be written into {path.parent}: {error.strerror}",
            hint="give write permission on the data folder, or make room",
            code="store.no_model",
        ) from None
    return Path(beside)


def encoded(choices: Choices) -> bytes:
    """Return choices as `model.json` holds them."""
    return msgspec.json.format(msgspec.json.encode(choices), indent=1) + b"\n"


def forget_copies(folder: Path, choices: Choices) -> None:
    """Remove copies of files that no choice can go back to."""
    wanted = {one.sha256 for one in (choices.now, *choices.before) if one.name == FILE}
    for path in copies(folder):
        if path.stem not in wanted:
            path.unlink(missing_ok=True)


def copies(folder: Path) -> Iterator[Path]:
    """Yield the copies of chosen files in a data folder, by name."""
    held = (folder / COPIES).glob("*.mizan")
    yield from sorted(path for path in held if is_copy(f"{COPIES}/{path.name}"))


def is_copy(name: str) -> bool:
    """Tell whether a path within a data folder is that of a copy of a chosen file."""
    digest = name.removeprefix(f"{COPIES}/").removesuffix(".mizan")
    return name == f"{COPIES}/{digest}.mizan" and _is_digest(digest)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise ModelError(
            f"the model {path.name} is not there",
            hint=f"put it back, or {_AGAIN}",
            code="model.missing",
        ) from None
    except OSError as error:
        raise _unreadable(path, error) from None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> ModelError:
    said = f"the model {path.name} cannot be read: {error.strerror}"
    return ModelError(said, hint="check the path", code="model.unreadable")


def _no_choice(path: Path, said: str) -> ModelError:
    return ModelError(f"the choice {path} {said}", hint=_AGAIN, code="model.choice")


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")
