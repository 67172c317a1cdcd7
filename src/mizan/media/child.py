"""The helper process that decodes images: `python -m mizan.media.child`, spoken to over pipes.

It compiles or loads its kernels first, then gives up what it can do without (files, processes,
the network, most memory), says so, and answers one image after another until its input ends.
"""

from __future__ import annotations

import ctypes
import resource
import sys
from dataclasses import asdict
from typing import IO

import msgspec
import numpy as np

from mizan.config import MAX_FILE_BYTES
from mizan.errors import MediaError
from mizan.media.frames import Answer, Ask, Ready, Refusal, receive, send
from mizan.media.jpeg import Scaled
from mizan.media.pdq import hash_file, hash_rgb, hash_scaled
from mizan.media.pixels import FORMATS

MEMORY = 4 * 2**30  # bytes of address space; compiled kernels alone take about 1 GiB of it
CPU_SECONDS = 20  # of work on one image; the parent's clock runs out before
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # flags of unshare(2)


def main() -> None:
    """Answer until the input ends."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _load_everything()
    network = _leave_network()
    _limit()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    send(target, Ready(f"memory, files and processes limited; network {network}"))
    while (body := receive(source, limit=MAX_FILE_BYTES + 1024)) is not None:
        _answer(body, target)


def _answer(body: bytes, target: IO[bytes]) -> None:
    ask = msgspec.msgpack.decode(body, type=Ask)
    _grant_time()
    try:
        hashed = hash_file(ask.image, full=ask.full)
    except MediaError as error:
        send(target, Refusal(id=ask.id, error=error.code))
    except MemoryError:
        send(target, Refusal(id=ask.id, error="media.memory"))
    else:
        send(target, Answer(id=ask.id, **asdict(hashed)))


def _load_everything() -> None:
    """Import the decoders and compile the kernels while files can still be opened."""
    from PIL import AvifImagePlugin, Image, MpoImagePlugin  # noqa: F401 - the last by JPEG

    Image.init()
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # it could not start more
    if missing := set(FORMATS) - set(Image.OPEN):
        raise SystemExit(f"formats missing: {sorted(missing)}")
    hash_rgb(np.zeros((80, 80, 3), np.uint8))
    hash_scaled(Scaled(np.zeros((80, 80, 3), np.uint8), height=160, width=160, scale=2))


def _leave_network() -> str:
    """Move into a network of our own with nothing in it, where the kernel lets us."""
    libc = ctypes.CDLL(None)
    for flags in (_NEW_USER | _NEW_NETWORK, _NEW_NETWORK):
        if libc.unshare(flags) == 0:
            return "removed"
    return "not removed (the kernel forbids namespaces)"


def _limit() -> None:
    """Set the limits that hold from now on; they cannot be lifted again."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, most))


def _grant_time() -> None:
    """Move the limit on processor time forward for the next image."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


if __name__ == "__main__":
    main()
