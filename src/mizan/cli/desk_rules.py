"""The desk's rules at the command line: where people work, two of them arm a bank that may act.

A folder that no desk was ever made in works as before, without the service's tables.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mizan.banks import queries
from mizan.casework.seconds import needs_second
from mizan.config import data_folder
from mizan.terms.bank import MayAct, Purpose

if TYPE_CHECKING:
    from mizan.banks.store import Store

PEOPLE = "people_user"  # the table of accounts, where there is a desk


def takes_two(data: Path | None, purpose: Purpose, may_act: MayAct) -> bool:
    """Tell whether a change of such a bank is the desk's to make: two people, or a delay."""
    return needs_second("arm_bank", purpose=purpose, may_act=may_act) and desk_has_people(data)


def bank_takes_two(
    data: Path | None, store: Store, name: str, may_act: MayAct | None = None
) -> bool:
    """Tell the same of a bank that is there, as it is or as it is to become."""
    found = queries.bank(store, name)
    return takes_two(data, found.purpose, may_act or found.may_act)


def desk_has_people(data: Path | None) -> bool:
    """Tell whether somebody works at the desk of a data folder; makes Django ready."""
    from mizan.service.setup import set_up

    set_up(data_folder(data))
    from django.db import connection

    from mizan.service.people.models import User

    if PEOPLE not in connection.introspection.table_names():
        return False
    return User.objects.filter(is_active=True).exists()


def told(outcome: Any) -> bool:
    """Say that a change waits, if it does; tell whether it does."""
    proposal = outcome.proposal
    if proposal is None:
        return False
    when = (
        f"until {proposal.release_at:%Y-%m-%d %H:%M} UTC, as the team is one person"
        if proposal.release_at
        else "for a second person, in the console"
    )
    click.echo(f"Nothing changed yet: proposal {proposal.pk} waits {when}.")
    return True
