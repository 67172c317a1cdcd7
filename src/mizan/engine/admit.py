"""Admit: from a content to the values that a bank would keep of it."""

from __future__ import annotations

from collections.abc import Mapping

from mizan.engine.unpack import unpack
from mizan.errors import BankError
from mizan.signals.neartext import NearText
from mizan.signals.protocol import SignalType
from mizan.terms.bank import Purpose
from mizan.terms.content import Content
from mizan.terms.part import Part

Value = tuple[str, bytes]  # name of a signal type, and a value of it

OTHER_DIGESTS = {"sha1", "md5"}  # of the exact fingerprints a bank keeps sha256 of what it is given


def values_of(content: Content, signals: Mapping[str, SignalType], purpose: Purpose) -> list[Value]:
    """Return the fingerprints to keep: never the content, and never its links.

    A text gives `neartext`, an image `pdq` and `sha256`, any other file `sha256`. In a bank of
    commons a text gives every passage fingerprint. ContentError and BankError when nothing comes
    of it.
    """
    unpacked = unpack([content], signals)
    errors = [unpacked.errors[0]] if unpacked.errors else [*unpacked.faults.get(0, {}).values()]
    for error in errors:
        if error.code != "content.too_large":  # of which the whole file is still a fingerprint
            raise error
    parts = [part for part in unpacked.parts if not part.name.endswith(".link")]
    values = _passages(parts) if purpose == "commons" else _values(parts, signals)
    if not values:
        raise BankError(
            f"{content.id} gives no fingerprint",
            hint="a text needs letters; an image needs structure; commons take texts only",
            code="bank.no_fingerprint",
        )
    return values


def _passages(parts: list[Part]) -> list[Value]:
    neartext = NearText()
    signed = (neartext.sign_passage(part) for part in parts if part.kind == "text")
    return [(neartext.name, value) for value in signed if value is not None]


def _values(parts: list[Part], signals: Mapping[str, SignalType]) -> list[Value]:
    readable = any(part.kind == "text" for part in parts)
    values: list[Value] = []
    for part in parts:
        if part.kind == "digest" and part.signal and part.value:
            values.append((part.signal, part.value))
        elif not (part.kind == "file" and readable):
            values += _signed(part, signals)
    return values


def _signed(part: Part, signals: Mapping[str, SignalType]) -> list[Value]:
    kept = (
        (name, signal)
        for name, signal in signals.items()
        if part.kind in signal.kinds and name not in OTHER_DIGESTS
    )
    if part.kind == "url" and part.url:  # reading it as an entry refuses what is too wide
        return [(name, signal.parse(part.url)) for name, signal in kept]
    signed = ((name, signal.sign(part)) for name, signal in kept)
    return [(name, value) for name, value in signed if value is not None]


def read_hash(written: str, signals: Mapping[str, SignalType]) -> Value:
    """Return the value of "TYPE:VALUE"; BankError for a type that is not known."""
    name, colon, value = written.partition(":")
    if not colon or name not in signals:
        raise BankError(
            f"{name or 'an empty name'} is no signal type",
            hint=f"write TYPE:VALUE with one of {', '.join(sorted(signals))}",
            code="bank.unknown_type",
        )
    return name, signals[name].parse(value.strip())
