"""Changes of people, tokens and what they keep."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import sha256

from mizan.errors import DeskError
from mizan.service.ground.recording import recorded
from mizan.service.people.models import Reading, SignInLink, Token, User
from mizan.service.people.rights import ROLES, SCOPES
from mizan.terms.time import now, shift

LINK_HOURS = 24  # how long a one-time link works
SECRET_BYTES = 24  # of links and tokens: 192 bits


def create_user(
    *, name: str, role: str, actor: str, why: str, skills: Iterable[str] = (), language: str = "en"
) -> User:
    """Make an account without a password; a one-time link sets it. DeskError desk.bad_user."""
    if role not in ROLES or not 0 < len(name) <= 64 or not name.isprintable():
        raise DeskError(
            "an account cannot have this name or role",
            hint=f"a name of 1 to 64 characters, and one of the roles {', '.join(ROLES)}",
            code="desk.bad_user",
        )
    with recorded(actor=actor, act="user.create", why=why, subject=f"user/{name}", role=role):
        if User.objects.filter(name=name).exists():
            raise DeskError(
                f"there is a user {name} already",
                hint="choose another name, or make a new link with `mizan user reset-link`",
                code="desk.bad_user",
            )
        user = User(name=name, role=role, skills=list(skills), language=language, created_at=now())
        user.set_unusable_password()
        user.save()
    return user


def make_link(*, user: User, actor: str, why: str) -> str:
    """Return the secret of a new one-time link; earlier unused links end."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with recorded(actor=actor, act="user.link", why=why, subject=f"user/{user.name}"):
        SignInLink.objects.filter(user=user, used_at=None).delete()
        SignInLink.objects.create(
            user=user, digest=digest_of(secret), expires_at=shift(now(), hours=LINK_HOURS)
        )
    return secret


def use_link(*, digest: str, password: str) -> User:
    """Set the password by the digest of a one-time link's secret. DeskError desk.bad_link."""
    with recorded(actor="link", act="user.password", why="one-time link") as line:
        found = (
            SignInLink.objects.select_for_update()
            .select_related("user")
            .filter(digest=digest, used_at=None, expires_at__gt=now())
            .first()
        )
        if found is None or not found.user.is_active:
            raise bad_link()
        found.used_at = now()
        found.save(update_fields=["used_at"])
        found.user.set_password(password)
        found.user.save(update_fields=["password"])
        line.actor = found.user.actor
        line.subject = f"user/{found.user.name}"
    return found.user


def bind_by_link(*, digest: str, subject: str) -> User:
    """Bind an account to a person of the provider by a one-time link. DeskError desk.bad_link."""
    with recorded(actor="link", act="user.subject", why="one-time link") as line:
        found = (
            SignInLink.objects.select_for_update()
            .select_related("user")
            .filter(digest=digest, used_at=None, expires_at__gt=now(), user__is_active=True)
            .first()
        )
        if found is None or User.objects.filter(subject=subject).exclude(pk=found.user_id).exists():
            raise bad_link()
        found.used_at = now()
        found.save(update_fields=["used_at"])
        found.user.subject = subject
        found.user.save(update_fields=["subject"])
        line.actor = found.user.actor
        line.subject = f"user/{found.user.name}"
    return found.user


def bad_link() -> DeskError:
    """Return the error for a link that does not work; it does not say why."""
    return DeskError(
        "this link does not work, or not any more",
        hint="ask for a new one: an admin makes it with `mizan user reset-link NAME`",
        code="desk.bad_link",
    )


def create_token(
    *, name: str, scopes: Iterable[str], actor: str, why: str, days: int | None = None
) -> str:
    """Return a new token, shown once: only its digest is kept. DeskError desk.bad_token."""
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(SCOPES) or not 0 < len(name) <= 64:
        raise DeskError(
            "a token cannot have this name or these scopes",
            hint=f"a name of 1 to 64 characters, and scopes of {', '.join(SCOPES)}",
            code="desk.bad_token",
        )
    secret = f"mizan_{secrets.token_urlsafe(SECRET_BYTES)}"
    with recorded(actor=actor, act="token.create", why=why, subject=f"token/{name}", scopes=wanted):
        if Token.objects.filter(name=name).exists():
            raise DeskError(
                f"there is a token {name} already",
                hint="choose another name, or revoke that one",
                code="desk.bad_token",
            )
        Token.objects.create(
            name=name,
            digest=digest_of(secret),
            scopes=wanted,
            created_by=actor,
            created_at=now(),
            expires_at=shift(now(), days=days) if days else None,
        )
    return secret


def revoke_token(*, name: str, actor: str, why: str) -> None:
    """End a token at once. DeskError desk.unknown."""
    with recorded(actor=actor, act="token.revoke", why=why, subject=f"token/{name}"):
        if not Token.objects.filter(name=name, revoked_at=None).update(revoked_at=now()):
            raise DeskError(
                f"there is no token {name} in force", hint="see the list", code="desk.unknown"
            )


def note_use(token: Token) -> None:
    """Note the day a token was used: one write a day, without a ledger line."""
    today = now().date()
    if token.used_on != today:
        Token.objects.filter(pk=token.pk).update(used_on=today)


def note_reading(*, user: User, item: int, case: int | None, part: str) -> None:
    """Note that somebody read content: a row of its own, which the audit page shows."""
    Reading.objects.create(user=user, item=item, case=case, part=part, at=now())


def digest_of(secret: str) -> str:
    """Return what is kept of a secret that is itself random: SHA-256, 64 hex digits."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
