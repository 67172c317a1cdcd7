"""Who may open a page. Every view of the console says which right it asks for, or that none is.

    @needs("decide")
    def case(request, number): ...

A test walks every address with every role and compares the answers with the table of rights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from mizan.errors import DeskError
from mizan.service.console.address import is_local
from mizan.service.ground.profile import profile
from mizan.service.people.models import User
from mizan.service.people.rights import Right, may

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
SIGN_IN = "/sign-in"
PROVIDER = "provider"  # of the session: the person was let in by the provider of the service


def needs(right: Right, *, without_factor: bool = False) -> Callable[[View[P]], View[P]]:
    """Let a view be opened by people with a right only; others sign in first, or get 403.

    without_factor  it opens before a second factor is set up that one must have
    """

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not may(person(request).role, right):
                raise DeskError(
                    "this is not for your role",
                    hint="the table of roles in the documents says whose it is",
                    code="desk.no_right",
                )
            if not without_factor and must_enrol(request):
                return _lead(request, reverse("factor"))
            _refuse_nul(request, kwargs.values())
            return view(request, *args, **kwargs)

        cast("Any", opened).right = right
        return cast("View[P]", opened)

    return wrap


def open_to_all(view: View[P]) -> View[P]:
    """Say that a view is for everybody, signed in or not."""
    cast("Any", view).right = None
    return view


def person(request: HttpRequest) -> User:
    """Return who is signed in. DeskError desk.no_right where nobody is."""
    user = request.user
    if not isinstance(user, User):
        raise DeskError("nobody is signed in", hint="sign in", code="desk.no_right")
    return user


def must_enrol(request: HttpRequest) -> bool:
    """Tell whether who is signed in must set up a second factor before anything else.

    Who signed in by the provider of the service has shown a second factor there, or need not.
    """
    if person(request).second_factor is not None or request.session.get(PROVIDER):
        return False
    asked = profile().second_factor
    return asked == "always" or (asked == "remote" and not is_local(request))


def _refuse_nul(request: HttpRequest, named: Iterable[object]) -> None:
    """Refuse the letter that PostgreSQL keeps in no text. DeskError desk.unreadable."""
    sent = [one for query in (request.GET, request.POST) for _, one in query.lists()]
    if any("\0" in str(one) for one in (*named, *(word for words in sent for word in words))):
        raise DeskError(
            "the request holds a NUL letter", hint="leave it out", code="desk.unreadable"
        )


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Lead to the sign-in page and back."""
    target = request.get_full_path() if request.method == "GET" else "/"
    address = f"{SIGN_IN}?{urlencode({'next': target})}" if target != "/" else SIGN_IN
    return _lead(request, address)


def _lead(request: HttpRequest, address: str) -> HttpResponseBase:
    """Lead elsewhere; a part of a page asks the browser to go there."""
    if request.headers.get("HX-Request"):
        from django_htmx.http import HttpResponseClientRedirect

        return HttpResponseClientRedirect(address)
    return redirect(address)
