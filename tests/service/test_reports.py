"""Figures against rows that were made with known rates, on both databases."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from mizan.service.reports.intervals import Share, quantile

_numbers = count(1)


def moment(days: float = 0, hours: float = 0) -> Any:
    """Return a moment so long before now, at noon so that no day is crossed by hours."""
    from mizan.terms.time import now, shift

    noon = now().replace(hour=12, minute=0, second=0, microsecond=0)
    return shift(noon, days=-days, hours=hours)


def item(lang: str = "ar") -> Any:
    from mizan.service.items.models import Item

    name = str(next(_numbers))
    return Item.objects.create(
        source="made",
        external_id=name,
        kind="text",
        received_at=moment(),
        received_by="cli:test",
        lang=lang,
    )


def case(days: float = 0, *, lang: str = "ar", labels: tuple[str, ...] = (), **given: Any) -> Any:
    from mizan.service.cases.models import Case

    columns = {"queue": f"review.{lang}", "origin": "verdict", "state": "in_force"}
    return Case.objects.create(
        **{**columns, **given},
        lang=lang,
        labels=list(labels),
        lead=item(lang),
        opened_at=moment(days),
    )


def decision(of: Any, *, days: float = 0, after: float = 1, **given: Any) -> Any:
    """Make a decision `after` hours after noon of the day so many days ago."""
    from mizan.service.cases.models import Decision

    columns = {"kind": "remove", "state": "in_force", "actor": "user:rima", "rule": "copy"}
    return Decision.objects.create(
        case=of, ruling={}, at=moment(days, hours=after), **{**columns, **given}
    )


def event(of: Any, kind: str, days: float = 0, why: str = "") -> None:
    from mizan.service.cases.models import CaseEvent

    CaseEvent.objects.create(case=of, at=moment(days), actor="user:rima", kind=kind, why=why)


def test_an_interval_after_wilson_is_that_of_the_literature() -> None:
    share = Share(10, 100)

    assert round(share.low, 4) == 0.0552
    assert round(share.high, 4) == 0.1744
    assert round(Share(0, 50).low, 9) == 0.0
    assert round(Share(0, 50).high, 4) == 0.0713
    assert (Share(0, 0).low, Share(0, 0).high) == (0.0, 1.0)


def test_fewer_than_thirty_are_too_few() -> None:
    assert Share(1, 29).few
    assert not Share(1, 30).few


@pytest.mark.parametrize(
    ("values", "share", "wanted"),
    [([], 0.5, None), ([7.0], 0.9, 7.0), ([1.0, 2.0, 3.0], 0.5, 2.0), (list(range(1, 11)), 0.9, 9)],
)
def test_a_quantile_is_a_value_that_was_there(
    values: list[float], share: float, wanted: float | None
) -> None:
    assert quantile(values, share) == wanted


def test_queues_tell_what_waits_how_long_and_what_is_overdue(desk: Any) -> None:
    from mizan.service.reports.queries import queues

    for days in (3, 1):
        case(days, state="open")
    case(2, state="escalated", due_at=moment(1))
    case(5, lang="en", state="open")
    case(9, state="in_force")

    arabic, english = queues()

    assert (arabic.name, arabic.waiting, arabic.escalated, arabic.overdue) == ("review.ar", 3, 1, 1)
    assert arabic.oldest == moment(3)
    assert (english.name, english.waiting) == ("review.en", 1)


def test_decisions_are_counted_by_day_and_kind(desk: Any) -> None:
    from mizan.service.reports.queries import decisions_by_day

    old = case(9)
    decision(old, days=8)
    removed = [decision(case(2), days=2) for _ in range(3)]
    decision(case(1), days=1, kind="leave")
    decision(case(1), days=1, state="withdrawn")
    decision(case(1), days=1, automatic=True)
    decision(removed[0].case, days=0, kind="restore", undoes=removed[0])

    days = decisions_by_day(7)

    assert len(days) == 7
    assert [(one.left, one.restricted, one.automatic, one.restored) for one in days[-3:]] == [
        (0, 3, 0, 0),
        (1, 0, 1, 0),
        (0, 0, 0, 1),
    ]
    assert sum(one.total for one in days) == 6


def test_time_to_decision_has_median_and_ninth_decile(desk: Any) -> None:
    from mizan.service.reports.queries import speed_by_day

    for hours in range(1, 11):
        decision(case(1), days=1, after=hours)
    decision(case(1), days=1, after=11, automatic=True)

    speeds = speed_by_day(7)

    assert (speeds[-1].count, speeds[-1].median, speeds[-1].p90) == (10, 5 * 3600, 9 * 3600)
    assert [one.count for one in speeds[:-1]] == [0, 0, 0, 0, 0, 10, 0]
    assert speeds[0].median is None


def test_findings_are_counted_by_label_and_language(desk: Any) -> None:
    from mizan.service.reports.queries import findings

    for _ in range(3):
        case(1, labels=("known_text", "reporting"))
    case(1, lang="en", labels=("known_text",))
    case(40, labels=("known_text",))

    assert findings(28) == {
        ("known_text", "ar"): 3,
        ("reporting", "ar"): 3,
        ("known_text", "en"): 1,
    }


def test_reversals_have_the_rates_that_were_made(desk: Any) -> None:
    from mizan.service.reports.queries import reversals

    for lang, whole, gone in (("ar", 40, 8), ("en", 10, 1)):
        for n in range(whole):
            of = case(1, lang=lang)
            decision(of, days=1, state="reversed" if n < gone else "in_force")
    decision(case(1), days=1, kind="leave")
    decision(case(1), days=1, state="pending")

    arabic, english = reversals(28)

    assert (arabic.rule, arabic.lang, arabic.share) == ("copy", "ar", Share(8, 40))
    assert (round(arabic.share.low, 3), round(arabic.share.high, 3)) == (0.105, 0.348)
    assert (english.lang, english.share.few) == ("en", True)


def test_agreement_and_skips_are_counted(desk: Any) -> None:
    from mizan.service.reports.queries import agreement, event_counts, skip_reasons

    event(case(60), "skipped", days=50, why="long ago")
    of = case(1)
    for kind, times in (("approved", 3), ("refused", 1), ("skipped", 2)):
        for _ in range(times):
            event(of, kind, days=1, why="language")
    decision(case(1), days=1)
    decision(case(1), days=1, kind="leave")
    decision(case(1, origin="report"), days=1)

    second, followed = agreement(28)

    assert second == Share(3, 4)
    assert followed == Share(1, 2)
    assert event_counts(28) == {"approved": 3, "refused": 1, "skipped": 2}
    assert skip_reasons(28) == [("language", 2)]


def test_exposure_is_a_total_of_three_people_at_least(desk: Any) -> None:
    from mizan.service.people.models import Exposure
    from mizan.service.reports.queries import team_exposure

    people = [desk.person(name, "reviewer") for name in ("amal", "badr", "dina")]
    for person in people[:2]:
        Exposure.objects.create(user=person, day=moment(2).date(), items=4, seconds=90)
    few = team_exposure()
    Exposure.objects.create(user=people[2], day=moment(3).date(), items=2, seconds=60)
    Exposure.objects.create(user=people[2], day=moment(0).date(), items=50, seconds=6000)
    enough = team_exposure()

    assert (few.people, few.items, few.minutes) == (2, None, None)
    assert (enough.people, enough.items, enough.minutes) == (3, 10, 4)


@pytest.mark.parametrize("gaps", [(), (3, 4, 5), (1, 2, 9, 10)])
def test_a_window_begins_where_the_rows_do_whatever_is_missing(
    desk: Any, gaps: tuple[int, ...]
) -> None:
    from mizan.service.cases.models import Case
    from mizan.service.reports.window import first_since

    rows = [case(days) for days in range(10, 0, -1)]
    for place in gaps:
        rows[place - 1].delete()

    for days in range(11):
        first = first_since(Case.objects.all(), "opened_at", moment(days))
        found = Case.objects.filter(pk__gte=first).count()
        assert found == Case.objects.filter(opened_at__gte=moment(days)).count()


def test_the_machine_tells_of_jobs_banks_deliveries_and_room(desk: Any) -> None:
    from mizan.service.reports import machine_queries

    desk.bank("the Black Lantern Front announces that its winter season of lanterns has begun")
    desk.hand_in("a note about tea and bread in the market of the old town")

    waiting = machine_queries.work()
    desk.work()
    done = machine_queries.work()
    lag = machine_queries.lag()
    room = machine_queries.storage()

    assert waiting.waiting >= 1
    assert (done.waiting, done.dead) == (0, 0)
    assert done.seen is not None
    assert lag.behind == 0
    assert lag.written == lag.scanned > 0
    assert machine_queries.deliveries().waiting == 0
    assert min(room.database, room.free) > 0


def test_a_bank_tells_its_size_its_matches_and_what_was_reversed(desk: Any) -> None:
    from mizan.service.curation.models import EntryDay
    from mizan.service.reports import bank_queries

    first = desk.bank(
        "the Black Lantern Front announces that its winter season has begun", owner="ops"
    )
    desk.bank("a second statement of the Front about lamps and oil and nothing else at all")
    for days in (1, 2, 20):
        EntryDay.objects.create(bank="lantern", entry=first, day=moment(days).date(), matches=7)
    for n in range(4):
        of = case(1, group=f"lantern/{first}")
        decision(of, days=1, state="reversed" if n < 1 else "in_force")

    found = bank_queries.bank("lantern")

    assert (found.active, found.by_signal) == (2, [("neartext", 2)])
    assert found.bank.owner == "ops"
    assert found.matches_a_day == 2
    assert found.reversed == Share(1, 4)
    assert found.changed is not None
    assert sum(n for _, n in bank_queries.matches_by_day("lantern", first, 30)) == 21


def test_entries_are_paged_and_filtered(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from mizan.banks import changes
    from mizan.service.ground.engine import engine
    from mizan.service.reports import bank_queries

    store, told = engine().store, {"actor": "cli:test", "why": "test"}
    changes.create_bank(store, name="files", purpose="harm", **told)
    rows = [
        changes.NewEntry(
            signal="sha256",
            value=bytes([n]) * 32,
            label=f"50%_{n}",
            opinion="unconfirmed",
            source="list" if n % 2 else "operator",
        )
        for n in range(120)
    ]
    ids = changes.add_entries(store, bank="files", rows=rows, **told).ids
    changes.remove_entry(store, bank="files", entry=ids[7], **told)

    first = bank_queries.entries("files")
    second = bank_queries.entries("files", before=first.further or 0)
    third = bank_queries.entries("files", before=second.further or 0)
    removed = bank_queries.entries("files", state="removed")
    listed = bank_queries.entries("files", source="list", opinion="unconfirmed", label="50%_11")
    monkeypatch.setattr(bank_queries, "SEARCHED", 10)
    short = bank_queries.entries("files", state="removed")

    assert [len(page.entries) for page in (first, second, third)] == [50, 50, 20]
    assert first.entries[0].id == ids[-1]
    assert third.further is None
    assert [one.id for one in removed.entries] == [ids[7]]
    assert [one.label for one in listed.entries] == [
        f"50%_{n}" for n in (119, 117, 115, 113, 111, 11)
    ]
    assert (short.entries, short.further) == ((), ids[-10])


def test_rules_have_their_last_seven_days(desk: Any) -> None:
    from mizan.service.curation.models import RuleDay
    from mizan.service.reports.bank_queries import rules

    for days in (0, 3, 9):
        RuleDay.objects.create(
            rule="copy", day=moment(days).date(), fired=5, removed=3, reversed=1, acted=2
        )

    assert rules()["copy"].fired == 10
    assert (rules()["copy"].removed, rules()["copy"].reversed, rules()["copy"].acted) == (6, 2, 4)
