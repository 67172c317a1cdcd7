"""One error tree. Every error has a stable code, a message without content, and a way out."""

from __future__ import annotations

from typing import Any


class MizanError(Exception):
    """Base of all errors that Mizan raises on purpose.

    `code` is stable and documented; `message` names the thing (a path, a bank, a line) but never
    quotes content; `hint` says what to do about it.
    """

    code = "mizan.error"

    def __init__(self, message: str, *, hint: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class ContentError(MizanError):
    """A content cannot be examined: empty, undecodable, too large, missing, malformed."""

    code = "content.invalid"


class BankError(MizanError):
    """A bank or an entry is unknown, in the way, or refused."""

    code = "bank.invalid"


class SignalError(MizanError):
    """A fingerprint's written form is wrong, or its type is unknown."""

    code = "signal.invalid"


class StoreError(MizanError):
    """The data folder or its database cannot be used: locked, torn, read-only, full, too new."""

    code = "store.unusable"


class SegmentError(MizanError):
    """A segment file is torn, foreign, or of another schema; it is refused and rebuilt."""

    code = "segment.refused"


class LedgerError(MizanError):
    """The ledger's chain does not hold."""

    code = "ledger.broken"


class PolicyError(MizanError):
    """A rules file has faults; `faults` lists them all with line and column."""

    code = "policy.invalid"
    faults: tuple[Any, ...] = ()  # `mizan.policy.faults.Fault`, rising by place


class CaseError(MizanError):
    """A step, a ruling, a second person or a setting of the desk is not allowed as it is given."""

    code = "case.invalid"


class MediaError(MizanError):
    """A decoder refused, crashed, or ran over its limits."""

    code = "media.undecodable"


class ModelError(MizanError):
    """A model file is missing, torn, or of no use to this version of Mizan."""

    code = "model.unreadable"


class DeskError(MizanError):
    """The desk cannot do what was asked: unknown, not now, not by this person, badly filled in."""

    code = "desk.invalid"


class KernelError(MizanError):
    """The compiled kernels cannot run here; Mizan has no silent slow path."""

    code = "kernel.unavailable"


class PluginError(MizanError):
    """A plug-in could not be loaded or broke its contract."""

    code = "plugin.invalid"


class ConnectorError(MizanError):
    """A receiver elsewhere could not be reached, may not be reached, or did not acknowledge.

    `permanent`: trying again makes no sense; `retry_after`: seconds that the receiver asked to
    wait, None when it named none.
    """

    code = "connector.failed"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        hint: str = "",
        permanent: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, hint=hint, code=code)
        self.permanent = permanent
        self.retry_after = retry_after
