"""What tests of the desk do again and again: cases, decisions, answers from a client."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")


def ruling(kind: str = "remove") -> Any:
    from mizan.casework.ruling import defaults
    from mizan.terms.decision import Assessment

    seen = Assessment(exclusions=("none_found",), stance="endorses")
    return replace(defaults(kind, ("known_text",), clause="4.2"), assessment=seen)


def decide(case: int, person: Any, kind: str = "remove") -> Any:
    from mizan.service.cases.decision_changes import decide as decided

    return decided(case=case, ruling=ruling(kind), user=person, actor=person.actor, why="seen")


def a_case(
    desk: Any, *, name: str = "1", author: str = "a1", text: str = REPOST, lang: str = "ar"
) -> Any:
    """Hand in a text of an author and return the case that a report about it opens."""
    from mizan.service.cases.models import Case
    from mizan.service.intake.changes import receive, report
    from mizan.service.intake.receiving import NewItem
    from mizan.service.items.changes import mark

    new = NewItem(source="forum", external_id=name, text=text, author=author)
    [receipt] = receive(items=[new], actor="token:test")
    mark([receipt.item.pk], lang=lang)
    receipt.item.refresh_from_db()
    report(item=receipt.item.pk, reporter="r", category="", comment="", actor="token:test")
    desk.work()
    mark([receipt.item.pk], lang=lang)
    return Case.objects.get(lead=receipt.item, about=None)


def removed(desk: Any, person: Any, kind: str = "remove", **given: Any) -> Any:
    """Return a decision that was carried out."""
    decision = decide(a_case(desk, **given).pk, person, kind)
    desk.work(ahead=61)
    decision.refresh_from_db()
    assert decision.state == "in_force"
    return decision


def client(person: Any) -> Any:
    """Return a browser without a window, signed in."""
    from django.test import Client

    one = Client(SERVER_NAME="localhost")
    one.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return one
