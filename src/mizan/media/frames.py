"""What parent and child say to each other: a length (uint32, little-endian), then msgpack."""

from __future__ import annotations

from typing import IO

import msgspec

LENGTH_BYTES = 4


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The child's first word: kernels are compiled and its limits are in force."""

    isolation: str  # what could be taken away from it, for people


class Ask(msgspec.Struct, frozen=True):
    """One image to hash."""

    id: int
    image: bytes
    full: bool  # at full size, whatever it costs


class Answer(msgspec.Struct, frozen=True, tag=True):
    """The hash of an image."""

    id: int
    pdq: bytes
    quality: int
    width: int
    height: int
    unsure: int  # bits in doubt


class Refusal(msgspec.Struct, frozen=True, tag=True):
    """The code of an error; its words are the parent's own."""

    id: int
    error: str


Reply = Ready | Answer | Refusal


def send(stream: IO[bytes], message: msgspec.Struct) -> None:
    """Write one message and flush; OSError when the other side is gone."""
    body = msgspec.msgpack.encode(message)
    stream.write(len(body).to_bytes(LENGTH_BYTES, "little"))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes], *, limit: int) -> bytes | None:
    """Read the bytes of one message, at most `limit`; None at the end, or when it is longer."""
    head = stream.read(LENGTH_BYTES)
    length = int.from_bytes(head, "little")
    if len(head) < LENGTH_BYTES or length > limit:
        return None
    body = stream.read(length)
    return body if len(body) == length else None
