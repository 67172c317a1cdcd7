"""Tokens and webhooks: what programs show to us, and where we tell them of actions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mizan.errors import ConnectorError, DeskError
from mizan.service.actions import changes, dead_changes, queries, trial
from mizan.service.actions.models import Endpoint
from mizan.service.console.access import needs, person
from mizan.service.console.house.why import TokenForm, WebhookForm, WhyForm
from mizan.service.console.pages import show
from mizan.service.console.sentences import sentence
from mizan.service.people.changes import create_token, revoke_token
from mizan.service.people.models import Token
from mizan.service.people.rights import may

SHOWN = 50  # deliveries


@needs("programs")
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List the tokens; POST makes one and shows it, once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            secret = create_token(
                name=given["name"],
                scopes=given["scopes"],
                days=given["days"],
                actor=_actor(request),
                why=given["why"],
            )
        except DeskError as error:
            form.add_error("name", sentence(error))
        else:
            context = {"kind": "token", "name": given["name"], "secret": secret}
            return show(request, "house/secret.html", context)
    rows = Token.objects.order_by("revoked_at", "name")
    context = {"rows": rows, "form": form, "why_form": WhyForm(auto_id="revoke_%s")}
    return show(request, "house/tokens.html", context, status=400 if form.errors else 200)


@needs("programs")
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """End a token at once. DeskError desk.unknown."""
    form = WhyForm(request.POST)
    found = Token.objects.filter(pk=number).first()
    if found is None:
        raise DeskError("there is no such token", hint="see the list", code="desk.unknown")
    if form.is_valid():
        revoke_token(name=found.name, actor=_actor(request), why=form.cleaned_data["why"])
    return redirect("/tokens?done=1" if form.is_valid() else "/tokens")


@needs("programs")
@require_http_methods(["GET", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """List the webhooks; POST makes one and shows its secret, once."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            secret = changes.create_endpoint(
                name=given["name"], url=given["url"], actor=_actor(request), why=given["why"]
            )
        except DeskError as error:
            form.add_error("name", sentence(error))
        else:
            return _secret_page(request, given["name"], secret)
    context = {
        "rows": Endpoint.objects.order_by("name"),
        "form": form,
        "dead": queries.dead_letters()[:SHOWN],
    }
    return show(request, "house/webhooks.html", context, status=400 if form.errors else 200)


@needs("programs")
@require_safe
def webhook(request: HttpRequest, number: int) -> HttpResponse:
    """Show one webhook: its switch, its secret's change, a test, its deliveries."""
    found = _endpoint(number)
    context = {
        "one": found,
        "deliveries": queries.recent(found.pk, limit=SHOWN),
        "secret_form": WhyForm(auto_id="secret_%s"),
        "switch_form": WhyForm(auto_id="switch_%s"),
        "tried": request.GET.get("tried", "")[:40],
    }
    return show(request, "house/webhook.html", context)


@needs("programs")
@require_POST
def new_secret(request: HttpRequest, number: int) -> HttpResponse:
    """Give a webhook a new secret and show it, once."""
    found, form = _endpoint(number), WhyForm(request.POST)
    if not form.is_valid():
        return redirect("webhook", number)
    told = {"actor": _actor(request), "why": form.cleaned_data["why"]}
    return _secret_page(request, found.name, changes.change_secret(name=found.name, **told))


@needs("programs")
@require_POST
def switch(request: HttpRequest, number: int) -> HttpResponse:
    """Switch a webhook on or off."""
    found, form = _endpoint(number), WhyForm(request.POST)
    if form.is_valid():
        told = {"actor": _actor(request), "why": form.cleaned_data["why"]}
        changes.set_active(name=found.name, active=not found.active, **told)
    return redirect(_address(number, "done=1" if form.is_valid() else ""))


@needs("programs")
@require_POST
def test(request: HttpRequest, number: int) -> HttpResponse:
    """Send a test message now, and say how it was answered."""
    found = _endpoint(number)
    try:
        status = trial.send_test(endpoint=found, actor=_actor(request))
    except ConnectorError as error:
        return redirect(_address(number, f"tried={error.code}"))
    return redirect(_address(number, f"tried={status}"))


@needs("audit")
@require_safe
def dead_letters(request: HttpRequest) -> HttpResponse:
    """Show what could not be delivered."""
    context = {
        "rows": queries.dead_letters()[: 4 * SHOWN],
        "may_send": may(person(request).role, "programs"),
    }
    return show(request, "house/dead.html", context)


@needs("programs")
@require_POST
def dead_letter(request: HttpRequest, number: int) -> HttpResponse:
    """Send a dead letter again, or drop it. DeskError desk.unknown."""
    actor = _actor(request)
    if request.POST.get("deed") == "drop":
        dead_changes.drop(delivery=number, actor=actor, why="dropped by hand")
    else:
        changes.resend(delivery=number, actor=actor, why="sent again by hand")
    return redirect("/dead-letters?done=1")


def _actor(request: HttpRequest) -> str:
    return person(request).actor


def _address(number: int, query: str) -> str:
    return f"{reverse('webhook', args=[number])}?{query}"


def _endpoint(number: int) -> Endpoint:
    found = Endpoint.objects.filter(pk=number).first()
    if found is None:
        raise DeskError("there is no such webhook", hint="see the list", code="desk.unknown")
    return found


def _secret_page(request: HttpRequest, name: str, secret: str) -> HttpResponse:
    return show(request, "house/secret.html", {"kind": "webhook", "name": name, "secret": secret})
