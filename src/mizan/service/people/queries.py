"""Reading people and tokens."""

from __future__ import annotations

from django.db.models import Q

from mizan.errors import DeskError
from mizan.service.people.changes import digest_of
from mizan.service.people.models import SignInLink, Token, User
from mizan.terms.time import now


def user(name: str) -> User:
    """Return a person by name. DeskError desk.unknown."""
    found = User.objects.filter(name=name).first()
    if found is None:
        raise DeskError(
            f"there is no user {name}", hint="see `mizan user list`", code="desk.unknown"
        )
    return found


def token_of(secret: str) -> Token | None:
    """Return the token in force that a program shows, or None."""
    return Token.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now()), digest=digest_of(secret), revoked_at=None
    ).first()


def link_owner(digest: str) -> User | None:
    """Return whom a one-time link that still works belongs to, by the digest of its secret."""
    found = (
        SignInLink.objects.select_related("user")
        .filter(digest=digest, used_at=None, expires_at__gt=now(), user__is_active=True)
        .first()
    )
    return found.user if found else None
