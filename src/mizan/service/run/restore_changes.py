"""What follows a restore: the world moved on after the backup, and the database does not know.

Nothing that may have been done since is done again by itself: actions that were on their way are
held for a person. What was erased is erased again, what is due to be forgotten goes, whoever was
signed in is signed out, and the ledger says that an earlier state has come back.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import connection

from mizan.service.actions.changes import hold_all
from mizan.service.actions.models import Action, Delivery
from mizan.service.cases.decision_changes import take_back_all
from mizan.service.cases.models import Case, Decision
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import recorded
from mizan.service.items.changes import erase, forget
from mizan.service.items.erased import mark_of, marks
from mizan.service.items.models import Item
from mizan.service.jobs.models import Job, Worker
from mizan.service.people.models import SignInLink

GAP = 1_000_000_000  # numbers left free: what was lost had some of them, and receivers know them
CASE_GAP = 100_000  # the same of cases, whose numbers people read
AT_ONCE = 2000  # items forgotten in one transaction

Numbered = Item | Decision | Action | Delivery | Case


def settle(*, folder: Path, digest: str, head: tuple[int, str], actor: str) -> dict[str, int]:
    """Make a restored database fit to go on; return the figures of what was done.

    folder  the data folder, with the list of what was erased
    digest  of the archive, 64 hex digits
    head    number and hash of the ledger's last line at the backup
    """
    why = "a backup was restored"
    with recorded(actor=actor, act="ledger.epoch", why=why, subject="ledger") as line:
        figures = {
            "held": hold_all(actor=actor, why="restored"),
            "taken_back": take_back_all(actor=actor, why=why),
            "sessions": Session.objects.all().delete()[0],
            "links": SignInLink.objects.all().delete()[0],
        }
        Worker.objects.all().delete()
        Job.objects.filter(state="running").update(state="ready", lease_until=None)
        for model, gap in ((Item, GAP), (Decision, GAP), (Action, GAP), (Delivery, GAP)):
            _leave_free(model, gap)
        _leave_free(Case, CASE_GAP)
        line.detail = {"line": head[0], "head": head[1], "archive": digest, **figures}
    figures["erased"] = _erase_again(marks(folder), actor=actor, why=why)
    figures["forgotten"] = _forget(actor)
    return figures


def _leave_free(model: type[Numbered], gap: int) -> None:
    """Let the next row of a table have a number that is higher by a gap."""
    table = model._meta.db_table  # noqa: SLF001 - documented by Django
    newest = model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, newest + gap]
            )
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, newest + gap]
            )


def _erase_again(known: set[str], *, actor: str, why: str) -> int:
    """Erase what was erased after the backup; what is preserved by now stays."""
    found: Iterable[Item] = Item.objects.exclude(state="erased").filter(preserved=False)
    again = [one.pk for one in found if known and mark_of(one.source, one.external_id) in known]
    for number in again:
        erase(item=number, actor=actor, why=why)
    return len(again)


def _forget(actor: str) -> int:
    figures, total = profile(), 0
    while gone := forget(
        days=figures.recent_days, rows=figures.recent_rows, limit=AT_ONCE, actor=actor
    ):
        total += gone
    return total
