"""Changes of accounts: role, open or closed, invitation. The last admin cannot be locked out."""

from __future__ import annotations

from django.db.models import Q

from mizan.errors import DeskError
from mizan.service.ground.recording import recorded
from mizan.service.people.models import User
from mizan.service.people.rights import ROLES


def change_role(*, name: str, role: str, actor: str, why: str) -> None:
    """Give somebody another role; their sessions end. DeskError desk.bad_user, desk.last_admin."""
    if role not in ROLES:
        raise DeskError(
            "there is no such role", hint=f"one of {', '.join(ROLES)}", code="desk.bad_user"
        )
    with recorded(actor=actor, act="user.role", why=why, subject=f"user/{name}", role=role) as line:
        found = locked(name)
        if found.role == role:
            line.skip()
            return
        if role != "admin":
            _keep_an_admin(found)
        line.detail["before"] = found.role
        found.role = role
        _end_sessions(found, "role")


def close_account(*, name: str, actor: str, why: str) -> None:
    """Close an account: nobody signs in by it, and its sessions end. DeskError desk.last_admin."""
    with recorded(actor=actor, act="user.close", why=why, subject=f"user/{name}") as line:
        found = locked(name)
        if not found.is_active:
            line.skip()
            return
        _keep_an_admin(found)
        found.is_active = False
        _end_sessions(found, "is_active")
        found.links.filter(used_at=None).delete()


def reopen_account(*, name: str, actor: str, why: str) -> None:
    """Open a closed account again, with the password it had; sessions of before stay ended."""
    with recorded(actor=actor, act="user.reopen", why=why, subject=f"user/{name}") as line:
        found = locked(name)
        if found.is_active:
            line.skip()
            return
        found.is_active = True
        _end_sessions(found, "is_active")


def set_subject(*, name: str, subject: str | None, actor: str, why: str) -> None:
    """Bind an account to a person of the provider, or to none; its sessions end.

    subject  the claim `sub` of OpenID Connect; DeskError desk.bad_user when another has it
    """
    with recorded(actor=actor, act="user.subject", why=why, subject=f"user/{name}"):
        found = locked(name)
        taken = User.objects.exclude(pk=found.pk).filter(subject=subject).exists()
        if subject is not None and (taken or not 0 < len(subject) <= 255):
            raise DeskError(
                "this person of the provider cannot be bound to the account",
                hint="each belongs to one account only",
                code="desk.bad_user",
            )
        found.subject = subject
        _end_sessions(found, "subject")


def locked(name: str) -> User:
    """Return an account, held until the transaction ends, as are all admins: in one order, so that
    two who leave at once do not wait for each other. DeskError desk.unknown.
    """
    wanted = Q(name=name) | Q(role="admin", is_active=True)
    held = User.objects.select_for_update().filter(wanted).order_by("pk")
    found = next((one for one in held if one.name == name), None)
    if found is None:
        raise DeskError("there is no such user", hint="see the list", code="desk.unknown")
    return found


def _keep_an_admin(leaving: User) -> None:
    """Refuse when nobody else could sign in as an admin."""
    admins = User.objects.filter(role="admin", is_active=True).exclude(pk=leaving.pk)
    if leaving.role == "admin" and not any(
        one.has_usable_password() or one.subject for one in admins
    ):
        raise DeskError(
            "this is the last admin who can sign in",
            hint="make another admin first, who has signed in once",
            code="desk.last_admin",
        )


def _end_sessions(user: User, *changed: str) -> None:
    user.epoch += 1
    user.save(update_fields=[*changed, "epoch"])
