"""What people change about themselves."""

from __future__ import annotations

from dataclasses import asdict

from mizan.casework.welfare import Comfort, check
from mizan.errors import DeskError
from mizan.service.ground.recording import recorded
from mizan.service.people.comfort import Look
from mizan.service.people.models import User

LANGUAGES = ("en", "ar")


def set_language(*, user: User, language: str) -> None:
    """Choose the language of the console. DeskError desk.bad_user. Leaves no ledger line."""
    if language not in LANGUAGES:
        raise DeskError(
            "the console does not speak this language", hint="en or ar", code="desk.bad_user"
        )
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language


def set_comfort(*, user: User, comfort: Comfort, look: Look) -> None:
    """Keep how a person wants to work. CaseError case.bad_comfort, case.bad_keys.

    Leaves no ledger line: it is nobody else's business.
    """
    check(comfort)
    kept = {**asdict(comfort), "keys": dict(comfort.keys), **asdict(look)}
    User.objects.filter(pk=user.pk).update(comfort=kept)
    user.comfort = kept


def set_password(*, user: User, password: str) -> None:
    """Change one's own password; every session of it ends, that of the caller as well."""
    with recorded(
        actor=user.actor, act="user.password", why="changed it", subject=f"user/{user.name}"
    ):
        user.set_password(password)
        user.save(update_fields=["password"])


def note_sign_in(*, user: User, way: str) -> None:
    """Note in the ledger that somebody signed in, and how: password, code, link, provider."""
    with recorded(
        actor=user.actor, act="user.sign_in", why="signed in", subject=f"user/{user.name}", way=way
    ):
        pass


def note_sign_out(*, user: User, why: str) -> None:
    """Note in the ledger that somebody signed out."""
    with recorded(actor=user.actor, act="user.sign_out", why=why, subject=f"user/{user.name}"):
        pass
