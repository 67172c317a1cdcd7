"""Who may open a page. Every view of the console says which right it asks for, or that none is.

    @needs("decide")
    def case(request, number): ...

A test walks every address with every role and compares the answers with the table of rights.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

from mizan.errors import DeskError
from mizan.service.people.models import User
from mizan.service.people.rights import Right, may

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
SIGN_IN = "/sign-in"


def needs(right: Right) -> Callable[[View[P]], View[P]]:
    """Let a view be opened by people with a right only; others sign in first, or get 403."""

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


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Lead to the sign-in page and back; a part of a page asks the browser to go there."""
    target = request.get_full_path() if request.method == "GET" else "/"
    address = f"{SIGN_IN}?{urlencode({'next': target})}" if target != "/" else SIGN_IN
    if request.headers.get("HX-Request"):
        from django_htmx.http import HttpResponseClientRedirect

        return HttpResponseClientRedirect(address)
    return redirect(address)
