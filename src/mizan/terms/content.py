"""Content: one thing a service asks about, as it came in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One post, file, link, or the fingerprints of one whose bytes stay with the service.

    At least one field beside `id` must be given; the engine answers an empty content with the
    error `content.empty`.
    """

    id: str  # the caller's own name for it; of a path, the path
    text: str | None = None  # as written; may hold any code points, lone surrogates included
    url: str | None = None  # an address that belongs to it; never fetched
    data: bytes | None = None  # a file's bytes: text, HTML, image, or anything else
    name: str | None = None  # the file's name, a hint for its kind; never opened by the engine
    lang: str | None = None  # BCP 47 code when the caller knows it; None = work it out
    sha256: str | None = None  # 64 hex digits, for a service that hashed at upload
    sha1: str | None = None  # 40 hex digits
    md5: str | None = None  # 32 hex digits
    pdq: str | None = None  # 64 hex digits, quality >= 50 as the caller asserts
