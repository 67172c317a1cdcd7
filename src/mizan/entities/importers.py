"""Importers: every format of a list behind one protocol."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from mizan.entities.lists import DesignationList
from mizan.entities.misp import MISP
from mizan.entities.options import Options
from mizan.entities.table import Table
from mizan.entities.trouble import bad_list
from mizan.entities.un import UN


class Importer(Protocol):
    """Reads the lists of one format."""

    format: str  # what `--format` calls it
    suffixes: tuple[str, ...]  # of files that are of this format, as far as `auto` knows

    def read(self, path: Path, options: Options) -> DesignationList:
        """Return the list in a file; entities.no_file, entities.bad_list, entities.too_large."""


IMPORTERS: dict[str, Importer] = {one.format: one for one in (UN(), MISP(), Table())}


def read_list(path: Path, form: str = "auto", options: Options | None = None) -> DesignationList:
    """Return the list in a file; `auto` goes by the end of the file's name.

    entities.no_file, entities.bad_list, entities.too_large.
    """
    options = options or Options()
    if form != "auto":
        return IMPORTERS[form].read(path, options)
    for importer in IMPORTERS.values():
        if path.suffix.lower() in importer.suffixes:
            return importer.read(path, options)
    raise bad_list(path, "the end of its name does not tell its format")
