"""Part: one piece of a content that can be examined on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

PartKind = Literal["text", "url", "file", "image", "digest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What unpacking a content gives: exactly one of `text`, `url`, `data` or `value` is set.

    kind    carries
    text    `text`, and `origin` when the text was taken out of markup
    url     `url`
    file    `data`: the bytes as they came, for fingerprints of whole files
    image   `data`: the bytes of a file that is an image
    digest  `value` of the signal type `signal`, given by a service that kept the bytes
    """

    content: int  # row of its content in the batch, from 0
    name: str  # which part it is, for people: "text", "url", "file", "image", "sha256"
    kind: PartKind
    text: str | None = None
    url: str | None = None
    data: bytes | None = None
    signal: str | None = None  # digest: name of a signal type
    value: bytes | None = None  # digest: the value as a bank stores it
    place: tuple[int, int] | None = None  # url: where it stands in the text it was found in
    origin: Sequence[int] | None = None  # per code point of `text`, its place in the source markup
    ends: Sequence[int] | None = None  # per code point of `text`, where it ends in that markup
