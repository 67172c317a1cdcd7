"""Starting: the database is brought up to date, and the first admin is made."""

from __future__ import annotations

from pathlib import Path

FIRST = "admin"


def begin(folder: Path) -> None:
    """Make Django ready over a data folder and bring its database up to date."""
    from mizan.service.setup import migrate, set_up

    set_up(folder)
    migrate()


def first_link(*, actor: str) -> str | None:
    """Return the secret of a link for the first admin, as long as nobody has signed in yet."""
    from mizan.service.people.changes import create_user, make_link
    from mizan.service.people.models import User

    users = list(User.objects.all()[:2])
    why = "first start"
    if not users:
        users = [create_user(name=FIRST, role="admin", actor=actor, why=why)]
    first = users[0]
    if len(users) > 1 or first.has_usable_password():
        return None
    return make_link(user=first, actor=actor, why=why)
