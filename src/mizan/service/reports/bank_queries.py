"""Figures about banks, their entries, and rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, Sum

from mizan.banks import queries as bank_queries
from mizan.banks.queries import Count as Kind
from mizan.banks.store import Store
from mizan.errors import MizanError
from mizan.service.cases.models import Decision
from mizan.service.curation.models import EntryDay, EntryOrigin, RuleDay
from mizan.service.ground.recording import store
from mizan.service.reports.intervals import Share
from mizan.service.reports.queries import RESTRICTING
from mizan.service.reports.window import days_until, first_since, start_of
from mizan.terms.bank import Bank
from mizan.terms.entry import Entry
from mizan.terms.time import Moment, now, read

MATCH_DAYS = 7  # over which matches a day are counted
REVERSAL_DAYS = 90
MOST_GROUPS = 10_000
LEDGER_LINES = 5_000  # of the end of the ledger, in which the last change of a bank is looked for
PAGE = 50  # entries shown at a time
SEARCHED = 20_000  # entries looked through for one page

_NEWEST = "SELECT added FROM entry WHERE bank = :bank ORDER BY id DESC LIMIT 1"
_CHANGES = """
SELECT subject, max(at) FROM
    (SELECT subject, at FROM ledger ORDER BY seq DESC LIMIT :lines) AS late
WHERE subject LIKE 'bank/%' GROUP BY subject"""
_PAGE = """
SELECT id, (state = :state OR :state = '') AND (opinion = :opinion OR :opinion = '')
    AND (source = :source OR :source = '') AND lower(label) LIKE :label ESCAPE '!'
FROM entry WHERE bank = :bank AND id < :before ORDER BY id DESC LIMIT :searched"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFigures:
    """One bank with what is known of its use."""

    bank: Bank
    kinds: tuple[Kind, ...]
    changed: Moment | None  # when an entry or a property last changed, as far as looked back
    matches_a_day: float
    reversed: Share  # of restrictions that a match of this bank led to

    @property
    def active(self) -> int:
        """Entries in force."""
        return sum(one.entries for one in self.kinds if one.state == "active")

    @property
    def by_signal(self) -> list[tuple[str, int]]:
        """Entries in force by signal type."""
        counted: dict[str, int] = {}
        for one in self.kinds:
            if one.state == "active":
                counted[one.signal] = counted.get(one.signal, 0) + one.entries
        return sorted(counted.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """Some entries of a bank, newest first, and where to go on."""

    entries: tuple[Entry, ...]
    further: int | None  # the number before which the next page begins; None at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """What a rule did in the last days."""

    fired: int = 0
    removed: int = 0
    reversed: int = 0
    acted: int = 0


def banks() -> list[BankFigures]:
    """Return every bank with its figures, oldest first."""
    here = store()
    kinds, changed, reversed_ = _kinds(here), _changes(here), _reversed()
    matched = _matches()
    return [
        BankFigures(
            bank=one,
            kinds=kinds.get(one.name, ()),
            changed=max(_moments([_newest(here, one), changed.get(one.name)]), default=None),
            matches_a_day=matched.get(one.name, 0) / MATCH_DAYS,
            reversed=reversed_.get(one.name, Share(0, 0)),
        )
        for one in bank_queries.banks(here)
    ]


def bank(name: str) -> BankFigures:
    """Return one bank with its figures; BankError bank.unknown."""
    bank_queries.bank(store(), name)
    [found] = [one for one in banks() if one.bank.name == name]
    return found


def entries(
    name: str,
    *,
    before: int = bank_queries.LAST,
    state: str = "",
    opinion: str = "",
    source: str = "",
    label: str = "",
) -> EntryPage:
    """Return a page of a bank's entries that fit, newest first; BankError bank.unknown.

    At most 20,000 entries are looked through for one page, so a page may be short and yet not be
    the last.
    """
    here = store()
    rows = here.fetch(
        _PAGE,
        {
            "bank": bank_queries.bank(here, name).id,
            "before": before,
            "state": state,
            "opinion": opinion,
            "source": source,
            "label": f"%{_literal(label.lower())}%",
            "searched": SEARCHED,
        },
    )
    fitting = [number for number, fits in rows if fits]
    shown = fitting[:PAGE]
    more = rows[-1][0] if len(rows) == SEARCHED else None
    further = shown[-1] if len(fitting) > PAGE else more
    return EntryPage(
        entries=tuple(bank_queries.entry(here, name, number) for number in shown), further=further
    )


def matches_by_day(name: str, entry: int | None, days: int) -> list[tuple[str, int]]:
    """Return how often an entry, or any of the bank, matched on each of the last days."""
    wanted = days_until(now(), days)
    rows = EntryDay.objects.filter(bank=name, day__gte=wanted[0])
    if entry is not None:
        rows = rows.filter(entry=entry)
    counted = {day.isoformat(): n for day, n in rows.values_list("day").annotate(n=Sum("matches"))}
    return [(day, counted.get(day, 0)) for day in wanted]


def origins(name: str, entry: int) -> list[EntryOrigin]:
    """Return the cases that an entry was made from."""
    return list(EntryOrigin.objects.filter(bank=name, entry=entry).order_by("-id")[:20])


def rules(days: int = MATCH_DAYS) -> dict[str, RuleFigures]:
    """Return what each rule did in the last days, by name."""
    first = days_until(now(), days)[0]
    rows = (
        RuleDay.objects.filter(day__gte=first)
        .values("rule")
        .annotate(
            n_fired=Sum("fired"),
            n_removed=Sum("removed"),
            n_reversed=Sum("reversed"),
            n_acted=Sum("acted"),
        )
    )
    return {
        row["rule"]: RuleFigures(
            fired=row["n_fired"],
            removed=row["n_removed"],
            reversed=row["n_reversed"],
            acted=row["n_acted"],
        )
        for row in rows
    }


_counts: dict[str, tuple[int, dict[str, tuple[Kind, ...]]]] = {}  # by database: at which change


def _kinds(here: Store) -> dict[str, tuple[Kind, ...]]:
    """Count entries; the count is kept until the store changes, because it reads all of it."""
    where, seq = str(connection.settings_dict["NAME"]), bank_queries.seq(here)
    known = _counts.get(where)
    if known is None or known[0] != seq:
        known = (seq, bank_queries.counts(here))
        _counts.clear()
        _counts[where] = known
    return known[1]


def _newest(here: Store, one: Bank) -> str | None:
    rows = here.fetch(_NEWEST, {"bank": one.id})
    return str(rows[0][0]) if rows else None


def _changes(here: Store) -> dict[str, str]:
    """Return when the ledger last told of each bank, within its last lines."""
    found: dict[str, str] = {}
    for subject, at in here.fetch(_CHANGES, {"lines": LEDGER_LINES}):
        name = str(subject).split("/")[1]
        found[name] = max(found.get(name, ""), str(at))
    return found


def _moments(written: Iterable[str | None]) -> list[Moment]:
    found = []
    for one in written:
        try:
            found.append(read(one or ""))
        except MizanError:
            continue
    return found


def _matches() -> dict[str, int]:
    first = days_until(now(), MATCH_DAYS)[0]
    rows = EntryDay.objects.filter(day__gte=first).values_list("bank")
    return dict(rows.annotate(n=Sum("matches")).order_by("bank"))


def _reversed() -> dict[str, Share]:
    """Return by bank how many restrictions that it led to there were, and were reversed."""
    since = start_of(REVERSAL_DAYS)
    rows = (
        Decision.objects.filter(
            pk__gte=first_since(Decision.objects.all(), "at", since),
            at__gte=since,
            state__in=("in_force", "reversed"),
            kind__in=RESTRICTING,
        )
        .exclude(case__group="")
        .values_list("case__group")
        .annotate(n=Count("pk"), gone=Count("pk", filter=Q(state="reversed")))
        .order_by("-n")[:MOST_GROUPS]
    )
    counted: dict[str, Share] = {}
    for group, n, gone in rows:
        name = group.partition("/")[0]
        before = counted.get(name, Share(0, 0))
        counted[name] = Share(before.part + gone, before.whole + n)
    return counted


def _literal(text: str) -> str:
    """Return a text as LIKE takes it literally, with ! as its escape."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
