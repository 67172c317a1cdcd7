"""Signing in with a password, signing out, and the language of the pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mizan.errors import DeskError
from mizan.service.console.access import open_to_all, person
from mizan.service.console.address import address_of, own_path
from mizan.service.console.house.forms import CodeForm, SignInForm
from mizan.service.console.house.provider import is_ready
from mizan.service.console.language import COOKIE, SPOKEN
from mizan.service.console.pages import show
from mizan.service.console.sentences import sentence
from mizan.service.people.attempt_changes import count_attempt, forget_attempts, too_many
from mizan.service.people.factor_changes import use_code
from mizan.service.people.models import User
from mizan.service.people.own_changes import note_sign_in, note_sign_out, set_language
from mizan.terms.time import now, read, shift

BY_NAME, BY_ADDRESS = 30, 100  # attempts within 15 minutes, beside the lock-out of axes
YEAR = 365 * 24 * 3600  # seconds that a browser keeps its language
BY_CODE = 8  # codes within 15 minutes, for one person
HALF = "half"  # of the session: who has given a password, and not yet a code
HALF_MINUTES = 5
BACKEND = "django.contrib.auth.backends.ModelBackend"


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; what was wrong is never said."""
    target = own_path(request.POST.get("next") or request.GET.get("next") or "/")
    if request.user.is_authenticated:
        return redirect(target)
    if request.method == "GET":
        return _page(request, SignInForm(initial={"next": target}), status=200)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    name = form.cleaned_data["username"]
    count_attempt("sign-in from", address_of(request), most=BY_ADDRESS)
    count_attempt("sign-in of", name, most=BY_NAME)
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        return _page(request, SignInForm(initial={"next": target}), status=403, refused=True)
    forget_attempts("sign-in of", name)
    return go_on(request, user, target, way="password")


def go_on(request: HttpRequest, user: User, target: str, *, way: str) -> HttpResponse:
    """Let somebody in whose password is known to be right, or ask for the second factor."""
    if user.second_factor is None:
        return enter(request, user, target, way=way)
    request.session.flush()
    request.session[HALF] = [user.pk, user.get_session_auth_hash(), target, now().isoformat()]
    return redirect("sign-in-code")


@open_to_all
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code of the second factor, or a recovery code."""
    user, target = _half_in(request)
    if user is None:
        request.session.pop(HALF, None)
        return redirect("sign-in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        count_attempt("code from", address_of(request), most=BY_NAME)
        count_attempt("code of", user.name, most=BY_CODE)
        try:
            way = use_code(user=user, code=form.cleaned_data["code"])
        except DeskError as error:
            form.add_error("code", sentence(error))
        else:
            forget_attempts("code of", user.name)
            return enter(request, user, target, way=way)
    status = 400 if form.errors else 200
    return show(request, "house/sign_in_code.html", {"form": form}, status=status)


def _half_in(request: HttpRequest) -> tuple[User | None, str]:
    """Return who has given a password within some minutes, and where to lead them."""
    number, bound, target, since = request.session.get(HALF, (0, "", "/", ""))
    user = User.objects.filter(pk=number, is_active=True).first()
    if user is None or not constant_time_compare(bound, user.get_session_auth_hash()):
        return None, target
    return (user if shift(read(since), minutes=HALF_MINUTES) > now() else None), target


def enter(request: HttpRequest, user: User, target: str, *, way: str) -> HttpResponse:
    """Let somebody in who has shown who they are, and lead them on."""
    login(request, user, backend=BACKEND)
    note_sign_in(user=user, way=way)
    return redirect(target)


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if request.user.is_authenticated:
        note_sign_out(user=person(request), why="signed out")
    logout(request)
    return redirect("sign-in")


@open_to_all
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages, and go back to where one was."""
    wanted = request.POST.get("language", "")
    response = redirect(own_path(request.POST.get("next", "/")))
    if wanted in SPOKEN:
        if request.user.is_authenticated:
            set_language(user=person(request), language=wanted)
        response.set_cookie(
            COOKIE, wanted, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return response


def locked(
    request: HttpRequest, response: Any = None, credentials: Any = None
) -> HttpResponse:  # axes calls it
    """Answer somebody who tried too often; the same for names that there are and are not."""
    from mizan.service.border import answer

    return answer(request, too_many())


def _page(
    request: HttpRequest, form: SignInForm, *, status: int, refused: bool = False
) -> HttpResponse:
    context = {"form": form, "refused": refused, "provider": is_ready()}
    return show(request, "house/sign_in.html", context, status=status)
