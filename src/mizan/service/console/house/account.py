"""My account: the password, the second factor and its recovery codes."""

from __future__ import annotations

import base64

import segno
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mizan.errors import DeskError
from mizan.service.console.access import must_enrol, needs, person
from mizan.service.console.house.forms import ChangePasswordForm, CodeForm
from mizan.service.console.pages import show
from mizan.service.console.sentences import sentence
from mizan.service.ground.keys import seal, unseal
from mizan.service.people import factor
from mizan.service.people.attempt_changes import count_attempt
from mizan.service.people.factor_changes import drop_factor, enrol, renew_recovery
from mizan.service.people.models import User
from mizan.service.people.own_changes import set_password

ENROLMENT = "enrolment"  # of the session: the sealed secret that is being set up
MOST = 10  # passwords or codes within 15 minutes


@needs("own")
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show who I am here and how I sign in."""
    user = person(request)
    context = {"person": user, "left": len(user.recovery), "form": ChangePasswordForm(user)}
    return show(request, "house/account.html", {**context, "code_form": CodeForm()})


@needs("own")
@sensitive_post_parameters()
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """Change my password; my other sessions end."""
    user = person(request)
    count_attempt("password of", user.name, most=MOST)
    form = ChangePasswordForm(user, request.POST)
    if not form.is_valid():
        context = {"person": user, "left": len(user.recovery), "form": form}
        page = {**context, "code_form": CodeForm()}
        return show(request, "house/account.html", page, status=400)
    set_password(user=user, password=form.cleaned_data["password"])
    update_session_auth_hash(request, user)
    return redirect("/account?done=1")


@needs("own", without_factor=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up a second factor: a square to read with the device, and a code as proof."""
    user = person(request)
    if user.second_factor is not None:
        return redirect("account")
    secret = _pending(request, user)
    form = CodeForm(request.POST if request.method == "POST" else None)
    form.fields["code"].help_text = ""
    if request.method == "POST" and form.is_valid():
        count_attempt("code of", user.name, most=MOST)
        try:
            codes = enrol(user=user, secret=secret, code=form.cleaned_data["code"])
        except DeskError as error:
            form.add_error("code", sentence(error))
        else:
            del request.session[ENROLMENT]
            return show(request, "house/recovery.html", {"codes": codes})
    context = {
        "form": form,
        "square": square(factor.address(user.name, secret)),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "must": must_enrol(request),
    }
    return show(request, "house/factor.html", context, status=400 if form.errors else 200)


@needs("own")
@sensitive_post_parameters()
@require_POST
def recovery(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes, which end the old ones. DeskError desk.bad_code."""
    user = person(request)
    count_attempt("code of", user.name, most=MOST)
    codes = renew_recovery(user=user, code=request.POST.get("code", "")[:40])
    return show(request, "house/recovery.html", {"codes": codes})


@needs("own")
@sensitive_post_parameters()
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Take my second factor away. DeskError desk.bad_code."""
    user = person(request)
    count_attempt("code of", user.name, most=MOST)
    drop_factor(user=user, code=request.POST.get("code", "")[:40])
    return redirect("/account?done=1")


def square(text: str) -> SafeString:
    """Return a QR code (ISO/IEC 18004) as an SVG element: no style, no script, no other file."""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(  # noqa: S308 - drawn by segno from bits, the text is not in it
        code.svg_inline(
            scale=5, border=4, dark="#000", light="#fff", svgclass="square", lineclass=None
        )
    )


def _pending(request: HttpRequest, user: User) -> str:
    """Return the secret being set up, made at the first look and kept sealed until then."""
    about = f"enrolment:{user.pk}"
    kept = request.session.get(ENROLMENT)
    if kept is None:
        secret = factor.new_secret()
        sealed = seal(secret.encode(), about=about)
        request.session[ENROLMENT] = base64.b64encode(sealed).decode()
        return secret
    return unseal(base64.b64decode(kept), about=about).decode()
