"""Adapter: asks another system for its answers, through a command that reads and writes JSON lines.

The command is started once, without a shell. It reads {"id", "text"} a line until the end of its
standard input, and writes {"id", "flagged": true or false} or {"id", "verdict": a level} a line, in
any order, and nothing else. What it writes on standard error is shown as it is.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress

import msgspec

from mizan.errors import MizanError
from mizan.evaluate.cases import Case
from mizan.evaluate.functional import Flag, Said
from mizan.terms.verdict import LEVELS, Level

SECONDS = 900.0  # that a command has for all cases together
MISSING = "mizancheck.adapter_missing"
FAILED = "mizancheck.adapter_failed"
SLOW = "mizancheck.adapter_slow"
GARBLED = "mizancheck.adapter_garbled"
SHORT = "mizancheck.adapter_short"
_FORM = 'write one {"id", "flagged"} or {"id", "verdict"} a line for each {"id", "text"}'


class _Answer(msgspec.Struct, frozen=True):
    """One line of an adapter; whatever else it holds is passed over."""

    id: str
    flagged: bool | None = None
    verdict: str | None = None


def by_adapter(command: str, *, seconds: float = SECONDS) -> Flag:
    """Return the system behind a command line. MizanError of `mizancheck.adapter_...`."""

    def flag(cases: Sequence[Case]) -> list[Said]:
        lines = [msgspec.json.encode({"id": case.id, "text": case.text}) for case in cases]
        answers = _understood(_asked(command, b"\n".join(lines) + b"\n", seconds))
        unknown = answers.keys() - {case.id for case in cases}
        if unknown:
            raise _wrong(GARBLED, "answered for cases that nobody asked about", _FORM)
        missing = sum(case.id not in answers for case in cases)
        if missing:
            said = f"gave no answer for {missing} of {len(cases)} cases"
            raise _wrong(SHORT, said, _FORM)
        return [answers[case.id] for case in cases]

    return flag


def _asked(command: str, given: bytes, seconds: float) -> bytes:
    """Run the command and return what it wrote; nothing of it is left running."""
    try:
        child = subprocess.Popen(
            shlex.split(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # so that what it starts itself can be ended with it
        )
    except (OSError, ValueError, IndexError) as error:
        said = f"could not be started: {getattr(error, 'strerror', None) or 'not a command line'}"
        raise _wrong(MISSING, said, "give the command as you would type it") from None
    with child:
        try:
            written, _ = child.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired:
            hint = "make it read to the end of its input, and answer in batches"
            raise _wrong(SLOW, f"was not done after {seconds:g} seconds", hint) from None
        finally:
            _end(child)
    if child.returncode:
        raise _wrong(
            FAILED,
            f"ended with status {child.returncode}",
            "run it by hand to see why",
        )
    return written


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.returncode is None:
        with suppress(ProcessLookupError, PermissionError):  # it has just ended by itself
            os.killpg(child.pid, signal.SIGKILL)


def _understood(written: bytes) -> dict[str, Said]:
    """Return the answers by case."""
    found: dict[str, Said] = {}
    for number, line in enumerate(written.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            answer = msgspec.json.decode(line, type=_Answer)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise _wrong(GARBLED, f"wrote no answer on line {number}", _FORM) from None
        if answer.id in found:
            raise _wrong(
                GARBLED,
                f"answered twice for one case, on line {number}",
                _FORM,
            )
        found[answer.id] = Said(_level(answer, number))
    return found


def _level(answer: _Answer, number: int) -> Level:
    if answer.flagged is not None and answer.verdict is None:
        return "review" if answer.flagged else "leave"
    if answer.verdict in LEVELS and answer.flagged is None:
        return answer.verdict
    raise _wrong(GARBLED, f"wrote no answer on line {number}", _FORM)


def _wrong(code: str, said: str, hint: str) -> MizanError:
    return MizanError(f"the adapter {said}", hint=hint, code=code)
