from __future__ import annotations

import io
import os
import signal
import struct
import threading
import zlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mizan.errors import MediaError
from mizan.media.image import ImagePrint, ImageReader
from mizan.media.pdq import hash_bytes, hash_file

IMAGES = Path(__file__).parent.parent / "data" / "images"


@pytest.fixture(scope="module")
def reader() -> Iterator[ImageReader]:
    reader = ImageReader()
    yield reader
    reader.close()


def image(name: str = "plain.jpg") -> bytes:
    return (IMAGES / name).read_bytes()


def only(reader: ImageReader, data: bytes) -> ImagePrint | MediaError:
    (result,) = reader.hash_many([data])
    return result


def code(result: ImagePrint | MediaError) -> str:
    assert isinstance(result, MediaError)
    return result.code


def png_claiming(width: int, height: int) -> bytes:
    """A grayscale PNG of zeros, as small as such a bomb can be."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    packer, line = zlib.compressobj(9), bytes(width // 8 + 1)
    packed = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("path", sorted(IMAGES.iterdir()), ids=lambda path: path.name)
def test_the_child_hashes_as_the_function_does(path: Path, reader: ImageReader) -> None:
    data = path.read_bytes()
    with Image.open(io.BytesIO(data)) as opened:
        width, height = opened.size

    result = only(reader, data)

    assert result == ImagePrint(*hash_bytes(data), width, height)


@pytest.mark.parametrize(
    "name",
    ["plain.jpg", "gray.jpg", "plain.png", "plain.webp", "plain.avif", "plain.bmp", "plain.tiff"],
)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_truncated_image_is_an_error_and_no_crash(
    name: str, share: float, reader: ImageReader
) -> None:
    data = image(name)

    result = only(reader, data[: int(len(data) * share)])

    assert code(result) in {"media.truncated", "media.undecodable"}


def test_an_image_cut_in_the_middle_is_called_truncated(reader: ImageReader) -> None:
    assert code(only(reader, image()[:4000])) == "media.truncated"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "media.undecodable"),
        (b"\xff\xd8\xff<html><script>alert(1)</script>", "media.undecodable"),
        (b"%PDF-1.4", "media.undecodable"),
        (png_claiming(40_000, 40_000), "media.too_many_pixels"),
        (png_claiming(9_000, 9_000), "media.too_many_pixels"),
    ],
    ids=["empty", "polyglot", "pdf", "bomb", "between"],
)
def test_what_cannot_be_hashed_gives_a_code(
    data: bytes, expected: str, reader: ImageReader
) -> None:
    result = only(reader, data)

    assert code(result) == expected
    assert isinstance(result, MediaError)
    assert result.hint
    assert "script" not in str(result)


def test_formats_beyond_the_list_are_not_opened(reader: ImageReader) -> None:
    file = io.BytesIO()
    Image.new("RGB", (64, 64)).save(file, "PPM")

    assert code(only(reader, file.getvalue())) == "media.undecodable"


def test_a_bad_image_does_not_spoil_the_others(reader: ImageReader) -> None:
    good, bad, also = reader.hash_many([image(), b"\x89PNG\r\n\x1a\n", image("plain.png")])

    assert isinstance(good, ImagePrint)
    assert isinstance(bad, MediaError)
    assert isinstance(also, ImagePrint)


def test_an_image_that_never_ends_is_given_up_and_the_next_is_hashed() -> None:
    reader = ImageReader(seconds=0.5)
    only(reader, image())
    first = reader.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)  # what a decoder in an endless loop looks like from outside

    late, next_one = reader.hash_many([image(), image()])

    assert code(late) == "media.timeout"
    assert isinstance(next_one, ImagePrint)
    assert reader.pid != first
    reader.close()


def test_a_child_that_dies_between_images_is_replaced() -> None:
    reader = ImageReader()
    only(reader, image())
    first = reader.pid
    assert first is not None
    os.kill(first, signal.SIGSEGV)

    results = reader.hash_many([image(), image()])

    assert isinstance(results[-1], ImagePrint)
    assert reader.pid != first
    reader.close()


def test_a_child_that_dies_over_an_image_costs_that_image_only() -> None:
    reader = ImageReader(seconds=60)
    only(reader, image())
    first = reader.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    killer = threading.Timer(0.3, os.kill, (first, signal.SIGKILL))
    killer.start()

    lost, kept = reader.hash_many([image(), image()])
    killer.join()

    assert code(lost) == "media.crashed"
    assert isinstance(kept, ImagePrint)
    reader.close()


def test_a_child_that_does_not_come_up_is_an_error_for_each_image() -> None:
    reader = ImageReader(start_seconds=0.001)

    results = reader.hash_many([image(), image()])

    assert [code(result) for result in results] == ["media.no_child"] * 2
    assert reader.pid is None


def test_two_threads_get_each_their_own_answers(reader: ImageReader) -> None:
    names = ["plain.jpg", "square64.png"]
    wanted = {name: only(reader, image(name)) for name in names}
    found: dict[str, list[ImagePrint | MediaError]] = {}

    def work(name: str) -> None:
        found[name] = reader.hash_many([image(name)] * 30)

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {name: [wanted[name]] * 30 for name in names}


def test_a_closed_reader_starts_again(reader: ImageReader) -> None:
    reader.close()
    reader.close()

    assert isinstance(only(reader, image()), ImagePrint)


def test_nothing_runs_before_the_first_image() -> None:
    assert ImageReader().pid is None


def test_the_child_says_what_it_gave_up_and_cannot_have_it_back(reader: ImageReader) -> None:
    said = reader.isolation()
    limits = Path(f"/proc/{reader.pid}/limits").read_text()

    rows = {line[:25].strip(): line[25:].split()[:2] for line in limits.splitlines()[1:]}
    assert "network removed" in said or "network not removed" in said
    assert rows["Max file size"] == ["0", "0"]
    assert rows["Max open files"] == ["0", "0"]
    assert rows["Max core file size"] == ["0", "0"]
    assert rows["Max address space"] == [str(4 * 2**30)] * 2


def test_the_child_sees_nothing_of_the_parents_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPERATOR_SECRET", "harbour-master")
    reader = ImageReader()
    reader.isolation()

    seen = Path(f"/proc/{reader.pid}/environ").read_bytes()

    assert b"harbour-master" not in seen
    reader.close()


@pytest.mark.parametrize("full", [True, False])
def test_the_child_reads_a_large_jpeg_smaller_unless_it_is_asked_not_to(
    full: bool, reader: ImageReader
) -> None:
    patches = np.random.default_rng(9).integers(0, 256, (24, 30, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(patches).resize((1601, 1447)).save(file, "JPEG", quality=90)
    wanted = hash_file(file.getvalue(), full=full)

    [result] = reader.hash_many([file.getvalue()], full=full)

    assert isinstance(result, ImagePrint)
    assert asdict(result) == asdict(wanted)
    assert bool(result.unsure) is not full
