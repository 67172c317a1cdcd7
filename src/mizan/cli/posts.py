"""Files of ordinary posts: JSON Lines with `text`, or one text a line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mizan.cli.inputs import arrivals, load, open_input


def read_posts(path: Path) -> Iterator[str]:
    """Yield the texts of a file; lines that hold none are passed over. ContentError if unreadable.

    A file is taken for JSON Lines when its first line begins with a brace.
    """
    with open_input(path) as file:
        json_lines = os.pread(file.fileno(), 1, 0) == b"{"  # leaves the place for `arrivals`
        for group in arrivals(file.fileno()):
            for line in group:
                content = load(line).content if json_lines else None
                text = content.text if content else None
                if not json_lines:
                    text = (line.data or b"").decode("utf-8", "replace").strip()
                if text:
                    yield text
