"""From the fields of a list's record to the entries that it asks for."""

from __future__ import annotations

from collections.abc import Mapping

from mizan.banks.changes import COMMONS_SIGNAL, NewEntry
from mizan.errors import SignalError
from mizan.signals.protocol import SignalType
from mizan.terms.bank import Purpose
from mizan.terms.part import Part

LONGEST = 500  # characters of a label, source or reference


class Intake:
    """Makes entries for a bank of one purpose, by the signal types there are.

    A record has `type` and `value`, or columns called after a signal type, or `text`, which is
    fingerprinted and not kept; besides `label`, `source` and `source_ref` (else `id`).
    """

    def __init__(self, types: Mapping[str, SignalType], *, purpose: Purpose, source: str) -> None:
        """Take `source` as where records come from that do not say."""
        self._types = types
        self._purpose = purpose
        self._source = source

    def entries(self, fields: Mapping[str, str]) -> list[NewEntry]:
        """Return a record's entries, at least one; SignalError, with a code, when it has none."""
        label = fields.get("label", "")
        source = fields.get("source") or self._source
        ref = fields["source_ref"] if "source_ref" in fields else fields.get("id", "")
        if max(len(label), len(source), len(ref)) > LONGEST:
            raise SignalError("a label is too long", code="line.too_long_label")
        return [
            NewEntry(
                signal=signal,
                value=value,
                label=label,
                source=source,
                source_ref=ref,
                opinion="unconfirmed",
            )
            for signal, value in self._values(fields)
        ]

    def _values(self, fields: Mapping[str, str]) -> list[tuple[str, bytes]]:
        if "value" in fields and "type" in fields:
            named = [(fields["type"].strip().lower(), fields["value"])]
        else:
            named = [
                (name, written)
                for name, written in fields.items()
                if (name == "text" or name in self._types) and written.strip()
            ]
        if not named or not all(written.strip() for _, written in named):
            raise SignalError("a record names no value", code="line.no_value")
        return [self._value(name, written) for name, written in named]

    def _value(self, name: str, written: str) -> tuple[str, bytes]:
        if name == "text":
            return COMMONS_SIGNAL, self._sign(written)
        if name not in self._types:
            raise SignalError("there is no such signal type", code="signal.unknown")
        if self._purpose == "commons" and name != COMMONS_SIGNAL:
            raise SignalError("a commons bank holds texts only", code="bank.commons_text_only")
        return name, self._types[name].parse(written)

    def _sign(self, text: str) -> bytes:
        part = Part(content=0, name="text", kind="text", text=text)
        near = self._types[COMMONS_SIGNAL]
        passage = getattr(near, "sign_passage", near.sign)
        value: bytes | None = passage(part) if self._purpose == "commons" else near.sign(part)
        if value is None:
            raise SignalError("a text holds no letter", code="line.no_letters")
        return value
