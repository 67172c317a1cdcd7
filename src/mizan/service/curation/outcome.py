"""What came of a change that a person asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mizan.banks.changes import Added
from mizan.terms.bank import Bank

if TYPE_CHECKING:
    from mizan.service.curation.models import Proposal
    from mizan.service.curation.trying import Preview


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Either it is done, or a proposal waits for a second person or for its delay."""

    proposal: Proposal | None = None  # what waits; None when it is done
    added: Added | None = None  # of entries that were added
    bank: Bank | None = None  # as it is now, of a change to a bank
    trial: Preview | None = None  # what the entries would hit, of entries that were given

    @property
    def done(self) -> bool:
        """Whether it took force at once."""
        return self.proposal is None

    @property
    def back_count(self) -> int | None:
        """How many items already seen the entries match; None when nobody counted."""
        return self.trial.back_count if self.trial else None
