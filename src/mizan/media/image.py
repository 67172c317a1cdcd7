"""Hashes of images from outside, made in a child process that may crash without harm.

The child is spawned, never forked, when the first image comes. It gets the bytes of one image and
answers with a hash or the code of an error; pixels never come back. One that crashes or runs over
its time is killed and replaced, and only the image at hand is lost.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, cast

import msgspec

from mizan.config import MAX_FILE_BYTES, kernel_cache
from mizan.errors import MediaError
from mizan.media.faults import fault
from mizan.media.frames import Answer, Ask, Ready, Reply, receive, send

SECONDS = 10.0  # for one image, by the clock on the wall
START_SECONDS = 180.0  # for the child to come up: with an empty cache it compiles first
_MAX_REPLY = 4096  # bytes


@dataclass(frozen=True, slots=True)
class ImagePrint:
    """What is kept of an image."""

    pdq: bytes  # 32 bytes
    quality: int  # 0..100; below 50 the hash says too little to be compared
    width: int  # pixels, as stored
    height: int
    unsure: int = 0  # bits that may be otherwise at full size; 0: none, it is the hash at full size


class ImageReader:
    """Hashes images in one child process. Thread-safe: one image at a time, in order of asking."""

    def __init__(self, *, seconds: float = SECONDS, start_seconds: float = START_SECONDS) -> None:
        """Make a reader; nothing is started before the first image.

        seconds        limit for one image
        start_seconds  limit for the child to come up
        """
        self._seconds = seconds
        self._start_seconds = start_seconds
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._asked = 0

    def hash_many(
        self, images: Sequence[bytes], *, full: bool = True
    ) -> list[ImagePrint | MediaError]:
        """Return for each image its print, or why there is none; never raises for an image.

        Unless `full`, a large JPEG may be hashed from a smaller decoding, several times as fast;
        its print says how many bits are in doubt then.
        """
        return [self._hash(image, full=full) for image in images]

    def isolation(self) -> str:
        """Start the child if need be and return what was taken away from it, for people."""
        with self._lock:
            return self._running().isolation

    @property
    def pid(self) -> int | None:
        """The process number of the running child."""
        child = self._child
        return child.process.pid if child else None

    def close(self) -> None:
        """End the child. The next image starts another."""
        with self._lock:
            self._drop()

    def _hash(self, image: bytes, *, full: bool) -> ImagePrint | MediaError:
        if len(image) > MAX_FILE_BYTES:
            return fault("media.too_large")
        with self._lock:
            try:
                child = self._running()
                self._asked += 1
                ask = Ask(self._asked, image, full)
                return _checked(child.ask(ask, self._seconds), self._asked)
            except MediaError as error:
                if error.code in {"media.crashed", "media.timeout"}:
                    self._drop()
                return error

    def _running(self) -> _Child:
        if self._child is not None and self._child.process.poll() is not None:
            self._drop()  # it died between two images
        if self._child is None:
            self._child = _Child(self._start_seconds)
        return self._child

    def _drop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None


def shared_reader() -> ImageReader:
    """Return the one reader of this process; it is closed when the process ends."""
    return _SHARED


def child_isolation() -> str:
    """Say what a decoder process cannot reach on this machine; MediaError when none starts."""
    return shared_reader().isolation()


class _Child:
    """A running child process and its two pipes."""

    def __init__(self, seconds: float) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-m", "mizan.media.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a decoder's complaints could quote the image
            env=_environment(),
            cwd="/",
            start_new_session=True,
        )
        try:
            reply = self._exchange(None, seconds)
        except MediaError:
            reply = None
        if not isinstance(reply, Ready):
            self.kill()
            raise fault("media.no_child")
        self.isolation = reply.isolation

    def ask(self, ask: Ask, seconds: float) -> Reply:
        """Return the child's reply; MediaError `media.timeout` or `media.crashed`."""
        return self._exchange(ask, seconds)

    def kill(self) -> None:
        """End the process and close its pipes; harmless when it is gone already."""
        self.process.kill()
        self.process.wait()
        for pipe in self._pipes():
            try:
                pipe.close()
            except OSError:  # the rest of an unfinished image, not to be flushed any more
                continue

    def _exchange(self, ask: Ask | None, seconds: float) -> Reply:
        """Send, and wait for a reply; a timer ends the child, which ends both pipes."""
        late = threading.Event()

        def expire() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        target, source = self._pipes()
        try:
            if ask is not None:
                send(target, ask)
            body = receive(source, limit=_MAX_REPLY)
            if body is not None:
                return cast("Reply", msgspec.msgpack.decode(body, type=Reply))
        except (OSError, msgspec.DecodeError):
            pass  # the other side is gone, or talks nonsense
        finally:
            timer.cancel()
        raise fault("media.timeout" if late.is_set() else "media.crashed")

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        return cast("IO[bytes]", self.process.stdin), cast("IO[bytes]", self.process.stdout)


def _checked(reply: Reply, asked: int) -> ImagePrint | MediaError:
    """Return what a reply says, if it can be right: a child that was taken over is not believed."""
    if isinstance(reply, Ready) or reply.id != asked:
        raise fault("media.crashed")
    if not isinstance(reply, Answer):
        return fault(reply.error)
    sound = len(reply.pdq) == 32 and 0 <= reply.quality <= 100 and 0 <= reply.unsure <= 256
    if not sound:
        raise fault("media.crashed")
    return ImagePrint(reply.pdq, reply.quality, reply.width, reply.height, reply.unsure)


def _environment() -> dict[str, str]:
    """Return the little that the child needs to know: no secrets of the parent."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return kept | {
        "MIZAN_KERNEL_CACHE": str(kernel_cache().resolve()),
        "OPENBLAS_NUM_THREADS": "1",
        "NUMBA_NUM_THREADS": "1",
    }


def _end() -> None:
    _SHARED.close()


def _start_anew() -> None:
    """Give a forked process a reader of its own: two must not talk through one pipe."""
    global _SHARED  # noqa: PLW0603 - the one shared reader of a process
    _SHARED = ImageReader()


_SHARED = ImageReader()
atexit.register(_end)
os.register_at_fork(after_in_child=_start_anew)
