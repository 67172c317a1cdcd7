"""What a scan is given: folders with odd things in them, and streams of any shape."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from mizan.cli.inputs import Input, arrivals, load, walk
from mizan.cli.judge import Setting, judge
from mizan.config import MAX_TEXT_BYTES


def found(*paths: Path) -> list[str]:
    return [item.path or "" for item in walk(str(path) for path in paths)]


def test_a_folder_gives_its_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")

    assert found(tmp_path) == [str(tmp_path / n) for n in ("a.txt", "b/1.txt", "b/2.txt", "c.txt")]


def test_links_out_of_a_folder_are_left_out_and_broken_ones_are_told(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("x", "utf-8")
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "real.txt").write_text("x", "utf-8")
    (folder / "out.txt").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "same.txt").symlink_to(folder / "inner" / "real.txt")
    (folder / "broken.txt").symlink_to(folder / "nothing")

    names = {str(Path(path).relative_to(folder)) for path in found(folder)}

    assert names == {"inner/real.txt", "same.txt", "broken.txt"}
    assert load(Input(path=str(folder / "broken.txt"))).error is not None


def test_a_pipe_or_a_path_that_cannot_be_is_told_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    paths = [str(tmp_path / "pipe"), str(tmp_path), "x" * 300, "a\0b", "/dev/zero"]

    errors = [load(Input(path=path)).error for path in paths]

    assert [error.code if error else "" for error in errors] == ["content.unreadable"] * 5


def test_a_very_deep_folder_is_walked(tmp_path: Path) -> None:
    deep = os.open(tmp_path, os.O_RDONLY)
    for _ in range(600):
        os.mkdir("d", dir_fd=deep)
        inner = os.open("d", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)

    assert all(isinstance(path, str) for path in found(tmp_path))


def test_a_long_line_that_comes_in_small_pieces_is_read_in_linear_time(tmp_path: Path) -> None:
    """Every piece is kept once: counted by what is held, not by the clock."""
    reading, writing = os.pipe()

    def write() -> None:
        with os.fdopen(writing, "wb") as out:
            out.write(b"a" * (MAX_TEXT_BYTES + 5_000_000) + b"\nshort\n")

    thread = threading.Thread(target=write)
    thread.start()
    items = [item for group in arrivals(reading) for item in group]
    thread.join()
    os.close(reading)

    assert [item.line for item in items] == [1, 2]
    assert MAX_TEXT_BYTES < len(items[0].data or b"") <= MAX_TEXT_BYTES + 2**20
    assert items[1].data == b"short"


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_keeps_the_inputs_from_being_read_is_raised(tmp_path: Path, jobs: int) -> None:
    def inputs() -> object:
        yield [Input(data=b'{"text": "x"}', line=1)]
        raise OSError("the disk is gone")

    setting = Setting(data=tmp_path, policy=None, quote=False, lang="en")
    answers = judge(inputs(), setting, jobs)  # type: ignore[arg-type]

    with pytest.raises(OSError, match="the disk is gone"):
        list(answers)
