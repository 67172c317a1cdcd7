"""What the review pages ask of curation: to leave alone what was wrong."""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string

from mizan.service.people.models import User

ALLOW = "mizan.service.curation.allow_changes.allow_item"


def can_allow() -> bool:
    """Tell whether curation can put an item into the allow bank."""
    return _allow() is not None


def allow(*, case: int, user: User, why: str) -> None:
    """Leave the case's post, and its near-copies, alone from now on."""
    deed = _allow()
    if deed is not None:
        deed(case=case, user=user, why=why)


def _allow() -> Any:
    try:
        return import_string(ALLOW)
    except ImportError:
        return None
