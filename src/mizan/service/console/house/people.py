"""People: who works here. Invite, change a role, close and open accounts; totals of the team."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mizan.errors import DeskError
from mizan.service.console.access import needs, person
from mizan.service.console.house.why import InviteForm, RoleForm, WhyForm, role_choices
from mizan.service.console.pages import show
from mizan.service.console.sentences import sentence
from mizan.service.people.account_changes import change_role, close_account, reopen_account
from mizan.service.people.changes import create_user, make_link
from mizan.service.people.factor_changes import reset_factor
from mizan.service.people.models import User
from mizan.service.people.queries import team_totals, user_by_number


@needs("people")
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """List the accounts; POST invites somebody and shows the link, once."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        told = {"actor": person(request).actor, "why": given["why"]}
        try:
            user = create_user(
                name=given["name"],
                role=given["role"],
                skills=form.skills(),
                language=given["language"],
                **told,
            )
        except DeskError as error:
            form.add_error("name", sentence(error))
        else:
            return _link_page(request, user, make_link(user=user, **told))
    rows = User.objects.order_by("-is_active", "name")
    context = {"rows": rows, "form": form, "roles": dict(role_choices())}
    return show(request, "house/people.html", context, status=400 if form.errors else 200)


@needs("people")
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show one account and what can be done with it."""
    user = user_by_number(number)
    context = {
        "one": user,
        "roles": dict(role_choices()),
        "role_form": RoleForm(initial={"role": user.role}, auto_id="role_%s"),
        "link_form": WhyForm(auto_id="link_%s"),
        "factor_form": WhyForm(auto_id="factor_%s"),
        "close_form": WhyForm(auto_id="close_%s"),
    }
    return show(request, "house/person.html", context)


@needs("people")
@require_POST
def role(request: HttpRequest, number: int) -> HttpResponse:
    """Give somebody another role. DeskError desk.last_admin."""
    user = user_by_number(number)
    form = RoleForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        change_role(name=user.name, role=given["role"], actor=_actor(request), why=given["why"])
    return _back(user, done=form.is_valid())


@needs("people")
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account, or open it again. DeskError desk.last_admin."""
    user = user_by_number(number)
    form = WhyForm(request.POST)
    if form.is_valid():
        deed = close_account if user.is_active else reopen_account
        deed(name=user.name, actor=_actor(request), why=form.cleaned_data["why"])
    return _back(user, done=form.is_valid())


@needs("people")
@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Make a new one-time link and show it, once."""
    user = user_by_number(number)
    form = WhyForm(request.POST)
    if not form.is_valid() or not user.is_active:
        return _back(user, done=False)
    secret = make_link(user=user, actor=_actor(request), why=form.cleaned_data["why"])
    return _link_page(request, user, secret)


@needs("people")
@require_POST
def factor(request: HttpRequest, number: int) -> HttpResponse:
    """Take somebody's second factor away, who has lost it."""
    user = user_by_number(number)
    form = WhyForm(request.POST)
    if form.is_valid():
        reset_factor(user=user, actor=_actor(request), why=form.cleaned_data["why"])
    return _back(user, done=form.is_valid())


@needs("second")
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show what the team saw, as totals: no figure is about one person."""
    return show(request, "house/team.html", {"totals": team_totals()})


def _actor(request: HttpRequest) -> str:
    return person(request).actor


def _back(user: User, *, done: bool) -> HttpResponse:
    address = reverse("person", args=[user.pk])
    return redirect(f"{address}?done=1" if done else address)


def _link_page(request: HttpRequest, user: User, secret: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("welcome-link", args=[secret]))
    return show(
        request, "house/secret.html", {"kind": "link", "name": user.name, "secret": address}
    )
