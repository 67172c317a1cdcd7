"""What every page of the console shares: its frame, and the page of an error."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mizan.casework.welfare import KEYS
from mizan.errors import DeskError, MizanError
from mizan.service.console.address import own_path
from mizan.service.console.frame import Entry, Frame, shown
from mizan.service.console.sentences import sentence, way_out
from mizan.service.console.undoing import undo_of
from mizan.service.people.comfort import comfort_of, look_of
from mizan.service.people.models import User
from mizan.service.people.rights import Right, may
from mizan.terms.case import ROLES

_HALF_LETTER = re.compile("[\ud800-\udfff]")  # surrogates


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
    Place("team", _("Team"), "second"),
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
    return _written(request, template, whole, status=status)


def part(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Return a part of a page, for htmx."""
    return _written(request, template, dict(context))


def _written(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return a template as an answer. Half letters that a post may hold have no UTF-8 form
    (Unicode 3.9, D92), so that U+FFFD stands for each: one post must not break a whole queue.
    """
    drawn = render_to_string(f"console/{template}", context, request)
    return HttpResponse(_HALF_LETTER.sub("\ufffd", drawn), status=status)


def frame(request: HttpRequest) -> Frame:
    """Return what stands around a page, for who is signed in; bare when nobody is."""
    language = get_language() or "en"
    user = request.user if hasattr(request, "user") else None
    if not isinstance(user, User):
        return Frame(language=language, language_url=_address("language"), path=request.path)
    look, comfort = look_of(user), comfort_of(user)
    return Frame(
        user=user.name,
        role=str(getattr(ROLES[user.role], language)),  # type: ignore[index]  # a row holds a role
        language=language,
        theme=look.theme,
        digits=look.digits,
        nav=_entries(request, user, NAV),
        menu=(*_entries(request, user, MENU), *_deeds()),
        search_url=_address("search"),
        query=request.GET.get("q", "")[:200],
        language_url=_address("language"),
        path=request.get_full_path(),
        undo=undo_of(user),
        comfort=shown(comfort, look),
        keys=not comfort.keys_off,
        key_map=json.dumps({code: KEYS[deed] for deed, code in comfort.keys.items()}),
    )


def error_page(request: HttpRequest, error: MizanError, status: int) -> HttpResponse:
    """Return the page for something that cannot be done, with the way out."""
    context = {
        "words": sentence(error),
        "way": way_out(error),
        "code": error.code,
        "status": status,
        "back": _page_before(request),
    }
    return show(request, "error.html", context, status=status)


def csrf_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form whose token does not fit: mostly one that was open for long."""
    return error_page(
        request,
        DeskError(
            "the form's token does not fit", hint="load the page again", code="desk.stale_page"
        ),
        403,
    )


def _page_before(request: HttpRequest) -> str:
    """Return the path of the page that a form was sent from, "" where it is not known."""
    came = urlsplit(request.headers.get("Referer", ""))
    own = came.netloc == request.get_host() and came.path != request.path
    return own_path(f"{came.path}?{came.query}" if came.query else came.path) if own else ""


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
