"""Pictures of items, served from our own address; and uncovering, counted for the person's good."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mizan.errors import DeskError
from mizan.service.cases.models import CaseItem
from mizan.service.console.access import needs, person
from mizan.service.console.review import covers
from mizan.service.console.review.content import picture_type
from mizan.service.items.models import ItemContent
from mizan.service.items.queries import item
from mizan.service.people.changes import note_reading


@needs("read")
def media(request: HttpRequest, *, number: int) -> HttpResponse:
    """Send the picture that an item is. Its type is told from its bytes, and nothing else is sent.

    DeskError desk.unknown for what is no picture that browsers show, or is not held any more.
    """
    user = person(request)
    held = ItemContent.objects.filter(item=item(number)).first()
    data = bytes(held.data) if held is not None and held.data is not None else b""
    kind = picture_type(data)
    if not kind:
        raise DeskError(f"item {number} holds no picture", hint="see its case", code="desk.unknown")
    if covers.advice(request, user) == "no_more_graphic":
        raise capped()
    note_reading(user=user, item=number, case=_case_of(number), part="media")
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "no-store"
    return response


@needs("read")
@require_POST
def uncover(request: HttpRequest, *, number: int) -> HttpResponse:
    """Count that an item was uncovered (shown=1) or covered again. DeskError desk.unknown."""
    user = person(request)
    item(number)
    if request.POST.get("shown") != "1":
        covers.covered(request, user, number)
        return HttpResponse(status=204)
    note_reading(user=user, item=number, case=_case_of(number), part="text")
    covers.uncovered(request, user, number)
    if covers.advice(request, user) == "no_more_graphic":
        return HttpResponse(_("Your cap for today is reached."), status=429)
    return HttpResponse(status=204)


def capped() -> DeskError:
    """Return the error for one graphic item more than a person's own cap allows."""
    return DeskError(
        "your own daily cap of graphic content is reached",
        hint="you set it in 'My comfort'; work on other cases, or call it a day",
        code="desk.capped",
    )


def _case_of(number: int) -> int | None:
    found = CaseItem.objects.filter(item=number).order_by("-id").first()
    return found.case_id if found else None
