"""Changes of the operator's profile."""

from __future__ import annotations

from typing import Any

from mizan.service.ground.models import Setting
from mizan.service.ground.profile import Profile, check, profile
from mizan.service.ground.recording import recorded


def set_profile(*, actor: str, why: str, **values: Any) -> Profile:
    """Change figures of the profile. DeskError desk.bad_setting."""
    checked = {name: check(name, value) for name, value in values.items()}
    with recorded(actor=actor, act="profile.set", why=why, subject="profile", **checked) as line:
        if not checked:
            line.skip()
        for name, value in checked.items():
            Setting.objects.update_or_create(name=name, defaults={"value": value})
    return profile()
