"""The one-time link: it lets one person set a password, once.

The secret stands in the address of the first request only. It is exchanged for its digest in the
session and an address without it, so that it is in no Referer, no history entry that works and no
title. Asking for the link does not use it up: programs that look at links before people do.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from mizan.errors import DeskError
from mizan.service.console.access import open_to_all
from mizan.service.console.address import address_of
from mizan.service.console.house.forms import NewPasswordForm
from mizan.service.console.house.provider import is_ready
from mizan.service.console.house.signing import go_on
from mizan.service.console.pages import show
from mizan.service.people.attempt_changes import count_attempt
from mizan.service.people.changes import bad_link, digest_of, use_link
from mizan.service.people.queries import link_owner

KEY = "welcome"  # of the session: the digest of the link's secret
MOST = 30  # attempts from one address within 15 minutes


@open_to_all
@require_GET
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Take a link's secret out of the address; what is wrong with it is said at the next one."""
    request.session.pop(KEY, None)
    try:
        count_attempt("welcome from", address_of(request), most=MOST)
    except DeskError:
        return redirect("welcome")
    digest = digest_of(secret)
    if link_owner(digest) is not None:
        request.session.flush()
        request.session[KEY] = digest
    return redirect("welcome")


@open_to_all
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_password(request: HttpRequest) -> HttpResponse:
    """Ask for a password and let the person in. DeskError desk.bad_link."""
    digest = request.session.get(KEY, "")
    owner = link_owner(digest)
    if owner is None:
        raise bad_link()
    form = NewPasswordForm(owner, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = use_link(digest=digest, password=form.cleaned_data["password"])
        del request.session[KEY]
        return go_on(request, user, "/", way="link")
    context = {"form": form, "owner": owner, "provider": is_ready()}
    status = 400 if request.method == "POST" else 200
    return show(request, "house/welcome.html", context, status=status)
