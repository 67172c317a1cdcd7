"""The line: unpack, sign, look up, detect, weigh. Each verb is one module; none calls back up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from mizan.banks.reader import Reader
from mizan.banks.store import Store
from mizan.engine.advise import advise
from mizan.engine.examine import Examined, examine
from mizan.engine.keep import Kept, keep
from mizan.engine.models import Models
from mizan.engine.rules import Rules
from mizan.errors import ContentError
from mizan.signals.protocol import SignalType
from mizan.terms.content import Content
from mizan.terms.time import ticks
from mizan.terms.verdict import Verdict


class Engine:
    """Scans contents against the banks of one data folder. Thread-safe; no I/O but its banks.

    Made by `mizan.open_engine`. What it gives is advice: people take decisions.
    """

    def __init__(
        self,
        *,
        store: Store,
        reader: Reader,
        rules: Rules,
        signals: Mapping[str, SignalType],
        models: Models,
    ) -> None:
        self.store = store
        self.reader = reader
        self.rules = rules
        self.signals = signals
        self.models = models

    def scan(self, content: Content, *, quote: bool = False) -> Verdict:
        """Return the verdict on one content; ContentError when it cannot be examined."""
        [verdict] = self.scan_many([content], quote=quote)
        if isinstance(verdict, ContentError):
            raise verdict
        return verdict

    def scan_many(
        self, contents: Sequence[Content], *, quote: bool = False
    ) -> list[Verdict | ContentError]:
        """Return, in order, each content's verdict, or the error that kept it from being examined.

        Changes of the banks are taken in before the batch, at most every 200 ms. `quote` puts the
        matched stretches of text into the findings; without it a verdict holds no content.
        """
        started = ticks()
        return self._advise(self.examine(contents), started, quote=quote)

    def scan_and_keep(
        self, contents: Sequence[Content], *, quote: bool = False
    ) -> list[tuple[Verdict | ContentError, list[Kept]]]:
        """Do as `scan_many`, and return beside each answer the signals to keep of the content.

        They are those that the scan looked up: nothing is signed twice.
        """
        started = ticks()
        examined = self.examine(contents)
        answers = self._advise(examined, started, quote=quote)
        kept = keep(examined.batch, examined.signals, len(contents))
        return list(zip(answers, kept, strict=True))

    def examine(self, contents: Sequence[Content]) -> Examined:
        """Return what is known of contents before a policy weighs it."""
        return examine(contents, self.reader.refresh(), self.signals, self.models.detectors())

    def _advise(
        self, examined: Examined, started: float, *, quote: bool
    ) -> list[Verdict | ContentError]:
        return advise(examined, policy=self.rules.now(), started=started, quote=quote)

    def close(self) -> None:
        """Let go of the banks; the engine is of no use afterwards."""
        self.reader.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
