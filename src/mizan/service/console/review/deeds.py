"""What a person does with a case. Each is a POST that leads on to a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mizan.errors import DeskError, MizanError
from mizan.service.cases import changes
from mizan.service.cases.decision_changes import approve, decide, refuse, reverse, undo
from mizan.service.cases.models import Decision
from mizan.service.cases.reading import next_for
from mizan.service.console.access import needs, person
from mizan.service.console.pages import show
from mizan.service.console.review import covers, curating, filters, form
from mizan.service.console.review.case import page
from mizan.service.console.review.queue import KEPT
from mizan.service.people.models import User
from mizan.service.quality.changes import next_blind
from mizan.service.quality.queries import is_turn
from mizan.terms.decision import RELATIONS

P = ParamSpec("P")
Deed = Callable[Concatenate[HttpRequest, P], HttpResponse]
LATE = {"desk.taken", "case.not_now", "desk.count_changed", "desk.not_waiting"}
PASSED = "passed"  # in the session: cases that a person went on from
MOST_PASSED = 200
LONGEST = 500  # characters of a why


def raced(deed: Deed[P]) -> Deed[P]:
    """Show that somebody was quicker where that is what an error says."""

    @wraps(deed)
    def tried(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return deed(request, *args, **kwargs)
        except MizanError as error:
            if error.code not in LATE:
                raise
            return late(request, error.code)

    return cast("Deed[P]", tried)


def late(request: HttpRequest, code: str) -> HttpResponse:
    """Return the page for a deed that came too late: nothing was done, and where to go on."""
    case = request.path.split("/")[2] if request.path.startswith("/cases/") else ""
    return show(request, "review/late.html", {"number": case, "code": code}, status=409)


@needs("decide")
@require_POST
@raced
def decide_case(request: HttpRequest, *, number: int) -> HttpResponse:
    """Decide a case; an incomplete form comes back with what is missing."""
    user = person(request)
    ruling = form.ruling_of(request.POST)
    if missing := form.problems(ruling):
        sent = form.as_sent(request.POST)
        return page(request, number, sent=sent, problems=missing, status=400)
    scope = request.POST.get("scope", "lead")
    count = request.POST.get("count", "")
    decide(
        case=number,
        ruling=ruling,
        user=user,
        actor=user.actor,
        why=ruling.reason,
        scope="all" if scope == "all" else "lead",
        count=int(count) if count.isdecimal() and len(count) < 10 else None,
        once=request.POST.get("once", "")[:32] or None,
    )
    return onward(request, user, number) if user.comfort.get("next", True) else redirect("/")


@needs("decide")
@require_POST
@raced
def skip(request: HttpRequest, *, number: int) -> HttpResponse:
    """Leave a case to others, and go on."""
    user = person(request)
    changes.skip(case=number, user=user, why=_why(request.POST))
    return onward(request, user, number)


@needs("decide")
@require_POST
@raced
def escalate(request: HttpRequest, *, number: int) -> HttpResponse:
    """Hand a case to the leads, and go on."""
    user = person(request)
    changes.escalate(case=number, user=user, why=_why(request.POST))
    return onward(request, user, number)


@needs("decide")
@require_POST
@raced
def threat(request: HttpRequest, *, number: int) -> HttpResponse:
    """Report a threat to life (TCO Art 14(5), DSA Art 18); the case stays with the person."""
    user = person(request)
    changes.report_threat(case=number, user=user, why=_why(request.POST))
    return redirect("case", number)


@needs("decide")
@require_POST
@raced
def relate(request: HttpRequest, *, number: int) -> HttpResponse:
    """Note how a claimed attack relates to the group."""
    user = person(request)
    relation = request.POST.get("relation", "")
    if relation in RELATIONS:
        changes.relate(case=number, relation=relation, actor=user.actor, why="assessed")
    return redirect("case", number)


@needs("decide")
@require_POST
def release(request: HttpRequest, *, number: int) -> HttpResponse:
    """Give a case back, and go to the queue."""
    changes.release(case=number, user=person(request), why="given back")
    return redirect("/")


@needs("decide")
@require_POST
def alive(request: HttpRequest, *, number: int) -> HttpResponse:
    """Stay at a case: a sign of life. 409 when it is no longer this person's."""
    try:
        changes.claim(case=number, user=person(request))
    except MizanError as error:
        return HttpResponse(_("Somebody else has this case now."), status=_gone(error))
    return HttpResponse(status=204)


@needs("decide")
@require_POST
def go_on(request: HttpRequest, *, number: int = 0) -> HttpResponse:
    """Give back the case that is open, if any, and take the next."""
    user = person(request)
    if number:
        changes.release(case=number, user=user, why="went on")
        request.session[PASSED] = [*request.session.get(PASSED, ())[-MOST_PASSED:], number]
    return onward(request, user, number)


@needs("decide")
@require_POST
@raced
def undo_decision(request: HttpRequest, *, number: int) -> HttpResponse:
    """Take a decision back within its window; its case is open again, with the person."""
    user = person(request)
    found = undo(decision=number, user=user, why="undone in time")
    return redirect("case", found.case_id)


@needs("second")
@require_POST
@raced
def second(request: HttpRequest, *, number: int) -> HttpResponse:
    """Agree or disagree as the second person."""
    user = person(request)
    if request.POST.get("answer") == "approve":
        approve(decision=number, user=user, why=_why(request.POST, "agreed"))
    else:
        refuse(decision=number, user=user, why=_needed(request.POST))
    return redirect("seconds")


@needs("second")
@require_POST
@raced
def proposal(request: HttpRequest, *, number: int) -> HttpResponse:
    """Agree or disagree with a change of banks or rules as the second person."""
    agrees = request.POST.get("answer") == "approve"
    why = _why(request.POST, "agreed") if agrees else _needed(request.POST)
    curating.answer(proposal=number, user=person(request), agrees=agrees, why=why)
    return redirect("seconds")


@needs("second")
@require_POST
@raced
def reverse_decision(request: HttpRequest, *, number: int) -> HttpResponse:
    """Reverse a decision that was carried out."""
    user = person(request)
    reverse(decision=number, user=user, actor=user.actor, why=_needed(request.POST))
    return redirect("case", Decision.objects.values_list("case", flat=True).get(pk=number))


@needs("curate")
@require_POST
def allow(request: HttpRequest, *, number: int) -> HttpResponse:
    """Say that this was wrong: the post and its near-copies are left alone from now on."""
    curating.allow(case=number, user=person(request), why=_why(request.POST, "this was wrong"))
    return redirect("case", number)


@needs("own")
@require_POST
def rest(request: HttpRequest) -> HttpResponse:
    """Take a break: give back what is claimed, and count graphic content anew."""
    user = person(request)
    covers.take_break(request)
    changes.release_all(user=user, why="a break")
    return redirect("/")


def onward(request: HttpRequest, user: User, number: int) -> HttpResponse:
    """Lead to the next case in the order of the queue that is free, else to the queue."""
    if is_turn(user) and (look := next_blind(user=user)):
        return redirect("blind", look.pk)
    wanted = filters.read(QueryDict(request.session.get(KEPT, "")))
    found = filters.chosen(wanted, user)
    passed = [number, *request.session.get(PASSED, ())]
    for case in next_for(user, found, but=passed) or next_for(user, found, but=[number]):
        try:
            changes.claim(case=case, user=user, why="next")
        except MizanError as error:
            if error.code in LATE or error.code == "case.first_decider":
                continue
            raise
        return redirect("case", case)
    return redirect(wanted.with_())


def _gone(error: MizanError) -> int:
    return 409 if error.code in LATE else 404


def _needed(sent: QueryDict) -> str:
    """Return the reason a person gave. DeskError desk.no_why without one."""
    if why := _why(sent):
        return why
    raise DeskError("a reason is missing", hint="say why in a few words", code="desk.no_why")


def _why(sent: QueryDict, otherwise: str = "") -> str:
    """Return the reason a person gave: chosen, written, or both."""
    given = [sent.get("why", "").strip(), sent.get("words", "").strip()]
    return ": ".join(one for one in given if one)[:LONGEST] or otherwise
