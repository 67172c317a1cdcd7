"""Reading people and tokens."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Sum
from django.utils.dateparse import parse_date

from mizan.errors import DeskError
from mizan.service.people.changes import digest_of
from mizan.service.people.models import Exposure, Reading, SignInLink, Token, User
from mizan.terms.time import now, shift

FEWEST = 3  # people, below which a total is not told

BY_DIGEST = (
    "SELECT id, name, scopes, used_on FROM people_token WHERE digest = %s"
    " AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > %s)"
)


def user(name: str) -> User:
    """Return a person by name. DeskError desk.unknown."""
    found = User.objects.filter(name=name).first()
    if found is None:
        raise DeskError(
            f"there is no user {name}", hint="see `mizan user list`", code="desk.unknown"
        )
    return found


def token_of(secret: str) -> Token | None:
    """Return the token in force that a program shows, or None.

    Asked with every request of a program, and therefore in plain SQL: building the same query
    anew each time costs more than all the rest of a check.
    """
    moment = connection.ops.adapt_datetimefield_value(now())
    with connection.cursor() as cursor:
        cursor.execute(BY_DIGEST, [digest_of(secret), moment])
        row = cursor.fetchone()
    if row is None:
        return None
    number, name, scopes, used_on = row
    return Token(
        id=number,
        name=name,
        scopes=json.loads(scopes) if isinstance(scopes, str) else scopes,
        used_on=parse_date(used_on) if isinstance(used_on, str) else used_on,
    )


def doors(actor: str) -> tuple[str, ...]:
    """Return an actor and, of a program, who made its token: both may be the same person."""
    kind, _, name = actor.partition(":")
    if kind != "token":
        return (actor,)
    return (actor, *Token.objects.filter(name=name).values_list("created_by", flat=True))


def link_owner(digest: str) -> User | None:
    """Return whom a one-time link that still works belongs to, by the digest of its secret."""
    found = (
        SignInLink.objects.select_related("user")
        .filter(digest=digest, used_at=None, expires_at__gt=now(), user__is_active=True)
        .first()
    )
    return found.user if found else None


def user_by_number(number: int) -> User:
    """Return a person by number. DeskError desk.unknown."""
    found = User.objects.filter(pk=number).first()
    if found is None:
        raise DeskError("there is no such user", hint="see the list", code="desk.unknown")
    return found


def readings(
    *, name: str = "", item: int | None = None, before: int | None = None, limit: int = 50
) -> list[Reading]:
    """Return who read what, newest first.

    before  give only those below this number, for the next page
    """
    found = Reading.objects.select_related("user").order_by("-id")
    if name:
        found = found.filter(user__name=name)
    if item is not None:
        found = found.filter(item=item)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found[:limit])


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamTotals:
    """What a team uncovered of graphic content, all together. No figure is about one person."""

    people: int  # who uncovered anything within the days
    days: int
    items: int
    minutes: int

    @property
    def few(self) -> bool:
        """Tell whether so few people are in it that a total would tell of one of them."""
        return self.people < FEWEST


def team_totals(*, days: int = 7) -> TeamTotals:
    """Return the totals of the last days."""
    rows = Exposure.objects.filter(day__gt=shift(now(), days=-days).date())
    sums = rows.aggregate(
        people=Count("user", distinct=True), items=Sum("items"), seconds=Sum("seconds")
    )
    return TeamTotals(
        people=sums["people"],
        days=days,
        items=sums["items"] or 0,
        minutes=(sums["seconds"] or 0) // 60,
    )
