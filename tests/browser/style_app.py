"""A small server of the style page alone: `python style_app.py`; it prints its port and runs on."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
SEEN: list[str] = []  # what was posted, for the tests to ask for
DISGUISED = "جب\u200bهة الفان\u200dوس \u202eالأسود"


def configure() -> None:
    """Make Django ready with no more than the console's templates and static files."""
    import mizan.service

    settings.configure(
        SECRET_KEY="style",
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        INSTALLED_APPS=["django.contrib.staticfiles", "django_htmx", "mizan.service.console"],
        MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        STATIC_URL="/static/",
        LANGUAGE_CODE="en",
        LANGUAGES=[("en", "English"), ("ar", "العربية")],
        LOCALE_PATHS=[Path(mizan.service.__file__).parent / "locale"],
    )
    import django

    django.setup()


def context(language: str, theme: str) -> dict[str, Any]:
    """Return what the style page shows."""
    from django.utils.translation import gettext as _

    from mizan.service.console.charts import Heading, bar_chart, line_chart
    from mizan.service.console.frame import Entry, Frame, Undo
    from mizan.terms.time import now, shift

    text = (
        "Black Lantern Front 🏮 announces: انضموا إلى جبهة الفانوس الأسود today, "
        "said the speaker, according to the agency.\nسطر ثانٍ فيه English words وأرقام 2026."
    )
    front, front_ar = text.index("Black"), text.index("جبهة")
    found = [
        mark(front, front + 19, _("known text"), key="a", weight="+0.62"),
        mark(front_ar, front_ar + 19, _("named"), key="b", weight="+0.05"),
        mark(front_ar - 11, front_ar + 5, _("known text"), key="a2", weight="+0.10"),
        mark(text.index("said"), text.index(".\n"), _("reporting"), key="c", weight="−0.20"),
    ]
    found[-1]["kind"] = "context"
    for each in found:
        each["why"] = _("bank 'calls', 84 % of it is here")
    rtl = language == "ar"
    start = now()
    heading = {"category": _("Day"), "rtl": rtl, "summary": _("Most on the third day.")}
    frame = Frame(
        user="amal",
        role=_("Reviewer"),
        language=language,
        theme=theme,  # type: ignore[arg-type]
        nav=(
            Entry(label=_("Queue"), url="?queue", current=True, count=14),
            Entry(label=_("Orders"), url="?orders", count=1, due=shift(start, minutes=41)),
            Entry(label=_("Appeals"), url="?appeals", count=2),
        ),
        menu=(
            Entry(label=_("My comfort"), url="?comfort"),
            Entry(label=_("Sign out"), url="/deed", post=True),
        ),
        search_url="?search",
        language_url="/language",
        undo=Undo(label=_("Removed: 1 item"), url="/deed", until=shift(start, seconds=50)),
    )
    return {
        "frame": frame,
        "opened": shift(start, hours=-2),
        "claim": shift(start, minutes=9),
        "queue": [
            {"due": shift(start, minutes=41), "legal": True, "reach": 310, "text": text},
            {"due": shift(start, hours=26), "reach": 12, "text": DISGUISED, "covered": True},
            {"due": shift(start, hours=-3), "reach": 5, "text": "https://example.net/xx"},
        ],
        "text": text,
        "found": found,
        "disguised": DISGUISED,
        "examples": [text, "قالت الوكالة إن البيان صدر أمس."],
        "form": form(),
        "bars": bar_chart(
            Heading(id="bars", title=_("Decisions a day"), **heading),
            [str(day) for day in range(1, 8)],
            [12, 30, 41, 8, 22, 17, 25],
            name=_("Decisions"),
        ),
        "lines": line_chart(
            Heading(id="lines", title=_("Time to decision"), **heading),
            [str(day) for day in range(1, 8)],
            [(_("Arabic"), [4, 6, 5, None, 3, 4, 2]), (_("English"), [2, 3, 3, 2, 2, 1, 1])],
        ),
    }


def mark(start: int, end: int, label: str, **more: str) -> dict[str, Any]:
    """Return a finding with its place."""
    return {"start": start, "end": end, "label": label, **more}


def form() -> Any:
    """Return a form with one of each field, and one error."""
    from django import forms
    from django.utils.translation import gettext as _

    class Sample(forms.Form):
        name = forms.CharField(label=_("Name"), help_text=_("As it is shown to others."))
        why = forms.CharField(label=_("Reason"), widget=forms.Textarea, required=False)
        may_act = forms.BooleanField(label=_("May act"), required=False)

    return Sample({"name": "", "why": ""}, auto_id="id_%s")


def style(request: Any) -> Any:
    """Show the style page in the language and theme of the address."""
    from django.http import HttpResponse
    from django.template.loader import render_to_string
    from django.utils.translation import override

    language = request.GET.get("language", "en")
    with override(language):
        page = render_to_string(
            "console/style.html", context(language, request.GET.get("theme", "auto")), request
        )
    return HttpResponse(page, headers={"Content-Security-Policy": POLICY})


def seen(request: Any) -> Any:
    """Note that something was uncovered or decided; GET tells what was."""
    from django.http import JsonResponse

    if request.method == "POST":
        noted = {**request.POST.dict(), "path": request.path}
        noted.pop("csrfmiddlewaretoken", None)
        SEEN.append("&".join(f"{key}={value}" for key, value in sorted(noted.items())))
    return JsonResponse(SEEN, safe=False)


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    configure()

    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application
    from django.urls import path

    settings.DEBUG = True  # so that static files are served from the package
    urlpatterns = [path("style", style), path("seen", seen), path("deed", seen)]
    application = StaticFilesHandler(get_wsgi_application())
    server = make_server("127.0.0.1", 0, application, WSGIServer, Quiet)
    print(server.server_port, flush=True)
    server.serve_forever()
