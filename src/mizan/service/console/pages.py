"""What every page of the console shares: its frame, and the page of an error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mizan.errors import MizanError
from mizan.service.console.frame import Comfort, Entry, Frame
from mizan.service.people.models import User
from mizan.service.people.rights import Right, may
from mizan.terms.case import ROLES


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the navigation leads to."""

    name: str  # of its address
    label: Any  # lazily translated
    right: Right


NAV = (
    Place("queue", _("Queue"), "see"),
    Place("seconds", _("Second person"), "second"),
    Place("tester", _("Match tester"), "see"),
    Place("banks", _("Banks"), "see"),
    Place("rules", _("Rules"), "see"),
    Place("quality", _("Quality"), "see"),
    Place("overview", _("Overview"), "see"),
)
MENU = (
    Place("comfort", _("My comfort"), "own"),
    Place("account", _("My account"), "own"),
    Place("people", _("People"), "people"),
    Place("tokens", _("Tokens"), "programs"),
    Place("webhooks", _("Webhooks"), "programs"),
    Place("settings", _("Settings"), "settings"),
    Place("ledger", _("Ledger"), "audit"),
    Place("readings", _("Readings"), "audit"),
    Place("health", _("Health"), "see"),
)


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a page in its frame. `template` is below templates/console/."""
    whole = {**(context or {}), "frame": frame(request)}
    return render(request, f"console/{template}", whole, status=status)


def part(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Return a part of a page, for htmx."""
    return render(request, f"console/{template}", dict(context))


def frame(request: HttpRequest) -> Frame:
    """Return what stands around a page, for who is signed in; bare when nobody is."""
    language = get_language() or "en"
    user = request.user if hasattr(request, "user") else None
    if not isinstance(user, User):
        return Frame(language=language, language_url=_address("language"), path=request.path)
    comfort = user.comfort
    return Frame(
        user=user.name,
        role=str(getattr(ROLES[user.role], language)),  # type: ignore[index]  # a row holds a role
        language=language,
        theme=comfort.get("theme", "auto"),
        digits=comfort.get("digits", "latin"),
        nav=_entries(request, user, NAV),
        menu=(*_entries(request, user, MENU), *_deeds()),
        search_url=_address("search"),
        query=request.GET.get("q", "")[:200],
        language_url=_address("language"),
        path=request.get_full_path(),
        comfort=Comfort(
            **{k: comfort[k] for k in ("grey", "blur", "cover", "still") if k in comfort}
        ),
        keys=not comfort.get("keys_off", False),
        key_map=json.dumps(comfort.get("keys", {})),
    )


def error_page(request: HttpRequest, error: MizanError, status: int) -> HttpResponse:
    """Return the page for something that cannot be done, with the way out."""
    return show(request, "error.html", {"error": error, "status": status}, status=status)


def _entries(request: HttpRequest, user: User, places: tuple[Place, ...]) -> tuple[Entry, ...]:
    found = []
    for place in places:
        url = _address(place.name)
        if url and may(user.role, place.right):
            here = request.path == url or (url != "/" and request.path.startswith(f"{url}/"))
            found.append(Entry(label=str(place.label), url=url, current=here))
    return tuple(found)


def _deeds() -> tuple[Entry, ...]:
    deeds = (("end-shift", _("End my shift")), ("sign-out", _("Sign out")))
    return tuple(
        Entry(label=str(label), url=url, post=True)
        for name, label in deeds
        if (url := _address(name))
    )


def _address(name: str) -> str:
    """Return the address of a page by name, "" while there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
