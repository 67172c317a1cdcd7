"""What people change about themselves."""

from __future__ import annotations

from mizan.errors import DeskError
from mizan.service.ground.recording import recorded
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
