"""Signing in by the organisation's provider. Nobody gets an account by it alone, unless the
operator says so: an account is bound to a person of the provider by an admin's invitation.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from mizan.config import Provider
from mizan.errors import DeskError
from mizan.service.console.access import PROVIDER, open_to_all
from mizan.service.console.address import address_of, own_path
from mizan.service.console.house import provider
from mizan.service.console.house.signing import enter
from mizan.service.console.house.welcome import KEY as WELCOME
from mizan.service.people.account_changes import set_subject
from mizan.service.people.attempt_changes import count_attempt
from mizan.service.people.changes import bind_by_link, create_user
from mizan.service.people.models import User
from mizan.service.people.queries import link_owner

KEPT = "provider_kept"  # of the session: state, nonce, verifier
MOST = 60  # sign-ins from one address within 15 minutes
ACTOR = "provider"


@open_to_all
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider. DeskError desk.no_provider."""
    count_attempt("provider from", address_of(request), most=MOST)
    one = provider.the_provider()
    back = request.build_absolute_uri(reverse("provider-back"))
    url, kept = provider.begin(one, back)
    request.session[KEPT] = {**kept, "next": own_path(request.GET.get("next", "/"))}
    return HttpResponseRedirect(url)


@open_to_all
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Let somebody in who comes back from the provider. DeskError desk.no_provider."""
    count_attempt("provider from", address_of(request), most=MOST)
    one = provider.the_provider()
    kept = request.session.pop(KEPT, {})
    known = provider.finish(one, kept, request.GET.dict())
    user = _account(request, one, known)
    response = enter(request, user, own_path(kept["next"]), way="provider")
    request.session[PROVIDER] = True
    return response


def _account(request: HttpRequest, one: Provider, known: provider.Known) -> User:
    """Return whose account it is. DeskError desk.not_invited."""
    digest = request.session.pop(WELCOME, "")
    user = User.objects.filter(subject=known.subject).first()
    if user is None and link_owner(digest) is not None:
        return bind_by_link(digest=digest, subject=known.subject)
    if user is None and one.role and known.name:
        told = {"actor": ACTOR, "why": "the provider let them in"}
        user = create_user(name=known.name, role=one.role, **told)
        set_subject(name=user.name, subject=known.subject, **told)
        user.refresh_from_db()
    if user is None or not user.is_active:
        raise DeskError(
            "the provider knows this person, the desk does not",
            hint="an admin invites them on the page People",
            code="desk.not_invited",
        )
    return user
