"""What a check is asked about: one content or an array, in JSON or as a form with a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from msgspec import Meta, Struct

from mizan.service.api.bodies import FORM, JSON, json_of, malformed, read_json, wrong_type
from mizan.service.api.items import clean_name
from mizan.terms.content import Content

MOST = 1000  # contents in one request
LONGEST_DEADLINE = 600_000  # milliseconds
DIGESTS = ("sha256", "sha1", "md5", "pdq")
PAGE = "page.html"


class CheckIn(Struct, forbid_unknown_fields=True):
    """One content to be checked: text, html, url, bytes, or fingerprints of bytes that stay."""

    id: str = ""
    text: str | None = None
    html: str | None = None
    url: str | None = None
    data: bytes | None = None  # base64
    name: str | None = None  # of the file
    lang: str | None = None
    sha256: str | None = None
    sha1: str | None = None
    md5: str | None = None
    pdq: str | None = None


def contents_of(given: Sequence[CheckIn]) -> list[Content]:
    """Return what is asked about as the engine takes it. DeskError api.malformed.

    msgspec copies the fields: in Python that is half of what a content in an array costs.
    """
    for one in given:
        if one.html is not None and one.data is not None:
            raise malformed("give html or data, not both")
    found = msgspec.convert(given, list[Content], from_attributes=True)
    return [
        replace(content, data=one.html.encode("utf-8", "surrogatepass"), name=PAGE)
        if one.html is not None
        else content
        for one, content in zip(given, found, strict=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a check is asked for, from the query of the address."""

    deadline_ms: int | None = None
    store: bool = False
    source: str = ""


_typed = msgspec.json.Decoder(
    CheckIn | Annotated[list[CheckIn], Meta(min_length=1, max_length=MOST)]
)


def asked_of(query: QueryDict) -> Asked:
    """Return what the query says. DeskError api.malformed."""
    deadline, store = query.get("deadline_ms"), query.get("store", "false")
    whole = deadline is None or (deadline.isascii() and deadline.isdigit() and len(deadline) < 7)
    if not whole or (deadline and not 1 <= int(deadline) <= LONGEST_DEADLINE) or deadline == "":
        raise malformed(f"deadline_ms is a whole number from 1 to {LONGEST_DEADLINE}")
    if store not in {"true", "false"}:
        raise malformed("store is true or false")
    source = query.get("source", "")
    if store == "true" and not source:
        raise malformed("to store what is checked, give its source as well")
    return Asked(
        deadline_ms=int(deadline) if deadline else None, store=store == "true", source=source
    )


def given_in(request: HttpRequest) -> CheckIn | list[CheckIn]:
    """Return what a request holds. DeskError api.media_type, api.not_json, api.malformed."""
    if request.content_type == FORM:
        return _from_form(request)
    if request.content_type != JSON:
        raise wrong_type(JSON, FORM)
    body = json_of(request)
    try:
        given: CheckIn | list[CheckIn] = _typed.decode(body)
    except msgspec.ValidationError as error:
        raise malformed(str(error)) from None
    except (msgspec.DecodeError, RecursionError):
        return _as_written(read_json(body))
    return given


def _as_written(given: Any) -> CheckIn | list[CheckIn]:
    try:
        return msgspec.convert(
            given, CheckIn | Annotated[list[CheckIn], Meta(min_length=1, max_length=MOST)]
        )
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise malformed(str(error)) from None


def _from_form(request: HttpRequest) -> CheckIn:
    fields: dict[str, Any] = {name: str(value) for name, value in request.POST.items()}
    file = request.FILES.get("file")
    if "data" in fields:
        raise malformed("in a form the bytes are the file called `file`")
    if isinstance(file, UploadedFile):
        fields |= {"data": file.read(), "name": clean_name(file.name)}
    try:
        return msgspec.convert(fields, CheckIn)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise malformed(str(error)) from None
