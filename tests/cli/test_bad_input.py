"""Bad input is normal input: a clear error in its place, and the others still scanned."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Mizan = Callable[..., Any]  # the fixture of conftest.py
EXAMPLES = Path(__file__).parents[2] / "examples"


def bomb() -> bytes:
    """Return a small PNG that claims 40,000 x 40,000 pixels."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 5001 * 2000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


BAD = {
    "empty.txt": (b"", "content.empty"),
    "binary.txt": (b"\x00\x01\x02" * 500, "content.not_text"),
    "latin.txt": ("مرحبا بكم".encode("windows-1256"), "content.not_utf8"),
    "torn.jpg": ((EXAMPLES / "image_recompressed.jpg").read_bytes()[:3000], "media.truncated"),
    "bomb.png": (bomb(), "media.too_many_pixels"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inputs"
    made.mkdir()
    for name, (data, _) in BAD.items():
        (made / name).write_bytes(data)
    (made / "good.txt").write_text("good morning", "utf-8")
    return made


def test_each_bad_file_has_its_error_and_the_good_one_its_verdict(
    mizan: Mizan, folder: Path
) -> None:
    ran = mizan("scan", folder, folder / "missing.txt", "--json")

    answers = {Path(line["id"]).name: line for line in ran.lines}
    assert {n: a["error"]["code"] for n, a in answers.items() if "error" in a} == {
        **{name: code for name, (_, code) in BAD.items()},
        "missing.txt": "content.missing",
    }
    assert all(
        Path(line["id"]).name in line["error"]["message"] for line in ran.lines if "error" in line
    )
    assert answers["good.txt"]["verdict"] == "leave"
    assert ran.status == 1


def test_a_file_of_no_known_kind_is_compared_and_said_to_be_incomplete(
    mizan: Mizan, tmp_path: Path
) -> None:
    (tmp_path / "thing.bin").write_bytes(b"\x7fELF" + bytes(range(256)) * 4)

    [line] = mizan("scan", tmp_path / "thing.bin", "--json").lines

    assert (line["verdict"], line["complete"], line["score"]) == ("leave", False, None)
    assert line["not_examined"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{not json", "content.malformed"),
        (b"[1, 2]", "content.malformed"),
        (b'{"id": 1, "text": ["a"]}', "content.malformed"),
        (b'{"id": 1}', "content.empty"),
        (b'{"id": 1, "text": ""}', "content.empty"),
        (b'{"id": 1, "pdq": "xyz"}', "content.bad_signal"),
        (b'{"id": 1, "file": "/nowhere/at/all"}', "content.missing"),
        (b'{"id": 1, "file": "\\u0000"}', "content.unreadable"),
        (b'\xff\xfe{"id": 1}', "content.not_utf8"),
        (b"[" * 100_000, "content.malformed"),
    ],
)
def test_a_bad_line_has_its_error_and_number(mizan: Mizan, line: bytes, code: str) -> None:
    given = b'{"id": "a", "text": "x"}\n' + line + b'\n{"id": "b", "text": "y"}\n'

    ran = mizan("scan", "--jsonl", "-", "--json", given=given)

    first, bad, last = ran.lines
    assert (first["id"], last["id"]) == ("a", "b")
    assert (bad["error"]["code"], bad["line"]) == (code, 2)
    assert ran.status == 1


@pytest.mark.parametrize(
    "text",
    [
        "\ud800 lone \udfff surrogates",
        "\u202e\u2066mixed\u2069 directions \u200f\u202c" * 50,
        "م" * 1_000_000,
        "\u0640\u200b\u064b" * 1000,
        "a\x00b\x00c",
        "🏴" * 5000,
    ],
    ids=["surrogates", "directions", "one long word", "marks alone", "nul", "flags"],
)
def test_odd_text_is_scanned(mizan: Mizan, text: str) -> None:
    given = json.dumps({"id": text[:9], "text": text}).encode()

    ran = mizan("scan", "--jsonl", "-", "--json", given=given)

    [line] = ran.lines
    assert line["verdict"] == "leave"
    assert line["id"] == text[:9]


def test_text_beyond_the_limit_is_refused_with_the_way_out(mizan: Mizan, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.write(b"words and more words\n" * 5_000_000)

    ran = mizan("scan", path, EXAMPLES / "verse_ar.txt", "--json")

    assert ran.lines[0]["error"]["code"] == "content.too_large"
    assert "huge.txt" in ran.lines[0]["error"]["message"]
    assert ran.lines[1]["verdict"] == "leave"


def test_a_line_beyond_the_limit_fails_alone(mizan: Mizan, tmp_path: Path) -> None:
    path = tmp_path / "huge.jsonl"
    with path.open("wb") as file:
        file.write(b'{"id": 1, "text": "' + b"a" * 70_000_000 + b'"}\n{"id": 2, "text": "b"}\n')

    ran = mizan("scan", "--jsonl", path, "--json")

    assert [line.get("verdict", line.get("error", {}).get("code")) for line in ran.lines] == [
        "content.too_large", "leave",
    ]  # fmt: skip


def test_a_torn_store_is_refused_with_the_way_out(mizan: Mizan, tmp_path: Path) -> None:
    data = tmp_path / "torn"
    data.mkdir()
    (data / "mizan.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)

    ran = mizan("scan", EXAMPLES / "verse_ar.txt", "--json", "--data", data)

    assert ran.status == 1
    assert "mizan.db" in ran.err
    assert "Traceback" not in ran.err


READ_ONLY = """\
mount --bind "$MIZAN_DATA" "$MIZAN_DATA" && mount -o remount,ro,bind "$MIZAN_DATA" && exec "$@"
"""


def read_only(*command: str) -> list[str]:
    """Return a command that sees the data folder as read-only; root may write past permissions."""
    if os.getuid() == 0:
        return ["unshare", "--mount", "sh", "-c", READ_ONLY, "sh", *command]
    for path in (*Path(os.environ["MIZAN_DATA"]).rglob("*"), Path(os.environ["MIZAN_DATA"])):
        path.chmod(path.stat().st_mode & ~stat.S_IWUSR)
    return list(command)


def test_a_read_only_data_folder_is_scanned_with_and_not_written_to(lantern: Mizan) -> None:
    statement = str(EXAMPLES / "statement_ar.txt")
    mizan = [sys.executable, "-m", "mizan"]

    scan = read_only(*mizan, "scan", statement, "--json")
    scanned = subprocess.run(scan, capture_output=True, text=True, check=False)
    add = read_only(*mizan, "bank", "add", "lantern", "--text", "another call of the Lantern Front")
    added = subprocess.run(add, capture_output=True, text=True, check=False)

    assert json.loads(scanned.stdout)["verdict"] == "review"
    assert added.returncode == 1
    assert "can be read but not written" in added.stderr
    assert "Traceback" not in added.stderr


def test_a_data_folder_that_cannot_be_made_is_named(mizan: Mizan, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    ran = mizan("scan", EXAMPLES / "verse_ar.txt", "--data", tmp_path / "file" / "below")

    assert ran.status == 1
    assert "--data" in ran.err
