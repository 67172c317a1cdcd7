"""POST /check: a verdict at once. Plain on purpose: nothing is stored, nothing in between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mizan.engine.report import as_json
from mizan.errors import MizanError
from mizan.service.api.access import token_for
from mizan.service.api.bodies import JSON, write_json
from mizan.service.api.check_bodies import DIGESTS, CheckIn, asked_of, contents_of, given_in
from mizan.service.api.checking import Answer, scan
from mizan.service.api.counting import count_check, count_refusal
from mizan.service.api.item_shapes import receipt_out
from mizan.service.border import answer
from mizan.service.curation.rules_copy import keep_up
from mizan.service.intake.changes import receive
from mizan.service.intake.receiving import NewItem
from mizan.service.people.models import Token
from mizan.terms.time import ticks
from mizan.terms.verdict import Verdict


@csrf_exempt
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Return the verdict on one content, or on each of an array."""
    began = ticks()
    try:
        body = _verdicts(request)
    except MizanError as error:
        count_refusal(error.code)
        return answer(request, error)
    response = HttpResponse(write_json(body), content_type=JSON)
    count_check(ticks() - began)
    return response


def _verdicts(request: HttpRequest) -> dict[str, Any]:
    token = token_for(request, "check")
    keep_up()
    asked = asked_of(request.GET)
    if asked.store:
        token = token_for(request, "items")
    given = given_in(request)
    several = isinstance(given, list)
    wanted = given if isinstance(given, list) else [given]
    contents = contents_of(wanted)
    stored = _stored(wanted, asked.source, token) if asked.store else None
    answers = [
        _told(one.id, got)
        for one, got in zip(wanted, scan(contents, deadline_ms=asked.deadline_ms), strict=True)
    ]
    if not several:
        return answers[0] | ({"stored": stored[0]} if stored else {})
    whole = all(one.get("complete", False) for one in answers)
    return {"verdicts": answers, "complete": whole} | ({"stored": stored} if stored else {})


def _told(name: str, got: Answer) -> dict[str, Any]:
    if isinstance(got, Verdict):
        return as_json(got)
    fault = {"code": got.code, "message": got.message, "hint": got.hint}
    return {"id": name, "error": fault, "complete": False, "not_examined": [got.code]}


def _stored(given: Sequence[CheckIn], source: str, token: Token) -> list[dict[str, Any]]:
    """Hand in what is checked, named by its id; return what became of each."""
    new = [_item(one, source) for one in given]
    receipts = receive(items=new, actor=token.actor, why="checked and handed in")
    pairs = zip(new, receipts, strict=True)
    return [receipt_out(item.external_id, got).model_dump() for item, got in pairs]


def _item(one: CheckIn, source: str) -> NewItem:
    digests = {name: value for name in DIGESTS if (value := getattr(one, name))}
    return NewItem(
        source=source,
        external_id=one.id,
        text=one.text,
        html=one.html,
        url=one.url,
        data=one.data,
        name=one.name or "",
        digests=digests,
    )
