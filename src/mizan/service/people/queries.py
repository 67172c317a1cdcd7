"""Reading people and tokens."""

from __future__ import annotations

import json

from django.db import connection
from django.utils.dateparse import parse_date

from mizan.errors import DeskError
from mizan.service.people.changes import digest_of
from mizan.service.people.models import Token, User
from mizan.terms.time import now

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
