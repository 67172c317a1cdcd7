"""Training on what people decided: gathered, grouped, trained, and tried before it is used."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mizan.cli.desk_rules import desk_has_people
from mizan.cli.options import actor
from mizan.config import data_folder, make_data_folder
from mizan.errors import ModelError

if TYPE_CHECKING:
    from mizan.classify.model import Model
    from mizan.engine.scan import Engine
    from mizan.engine.try_model import Found
    from mizan.service.quality.training import Decided, Split

SETS = {
    "removed": "removed by your people, not trained on",
    "left up": "left up by your people, not trained on",
}


def train_from_decisions(
    data: Path | None, *, texts: Path | None, out: Path | None, why: str
) -> None:
    """Train, write the model, record it, and print how it does beside the one in force.

    ModelError model.too_few_decisions.
    """
    from mizan.classify.registry import load_file
    from mizan.engine.build import open_engine
    from mizan.engine.try_model import compared
    from mizan.ledger.chain import append

    folder = make_data_folder(data_folder(data))
    path = out or folder / "own.mizan"
    with open_engine(folder) as engine:
        parted = _parted(engine, data, texts)
        removed = sum(row.removed for row in parted.train)
        counts = {"removed": removed, "left_up": len(parted.train) - removed}
        click.echo(f"Training on {len(parted.train)} texts ...", err=True)
        model = _trained(parted.train, parted.groups)
        append(
            engine.store,
            actor=actor(),
            act="model.train",
            subject="model/own",
            why=why,
            detail={**counts, "version": model.about["version"]},
        )
        _save(model, path)
        made = load_file(path)
        sets = [(SETS["removed"], True, parted.removed), (SETS["left up"], False, parted.left_up)]
        found = list(compared(engine, made, sets))
    click.echo(f"Trained on {removed} texts that were removed and {counts['left_up']} left up.")
    if parted.disputed:
        click.echo(f"{parted.disputed} were left out: near-copies of them were decided otherwise.")
    for line in _table(found):
        click.echo(line)
    click.echo(f"{path} holds the model; nothing is switched. Its sha256 is {made.sha256}")
    click.echo(f"`mizan model use {path}` puts it in force, `mizan model back` goes back.")


def _parted(engine: Engine, data: Path | None, texts: Path | None) -> Split:
    """Return the texts to train on and to try on."""
    from mizan.engine.group import groups_of
    from mizan.service.quality.training import decided, split

    rows = decided(_copies(texts) if texts else ()) if desk_has_people(data) else []
    return split(rows, groups_of(engine, [row.text for row in rows]))


def _copies(file: Path) -> Iterator[str]:
    """Yield the texts of a file while a bar says how far it is."""
    from mizan.cli.ordinary import Ordinary

    read = Ordinary(file)
    with click.progressbar(length=read.size, label="Reading", file=sys.stderr) as bar:
        for text in read.texts():
            bar.update(read.passed - bar.pos)
            yield text


def _trained(rows: Sequence[Decided], groups: Sequence[int]) -> Model:  # noqa: ARG001 - see fit
    """Return the model of decided texts. Its version is a digest of what it was trained on."""
    import numpy as np

    from mizan.classify.fit import fit_plain
    from mizan.text.fold import fold_many

    about = {
        "name": "own",
        "kind": "own",
        "version": _version(rows),
        "licence": "yours: trained on the decisions of this service alone",
        "limits": "what this service's own people decided about",
    }
    folded, labels = fold_many([row.text for row in rows]), np.array([row.removed for row in rows])
    return fit_plain(folded, labels, about=about)


def _save(model: Model, path: Path) -> None:
    from mizan.classify.file import save_model

    try:
        save_model(model, path)
    except OSError as error:
        raise ModelError(
            f"the model cannot be written to {path}: {error.strerror}",
            hint="name another place with --out",
            code="model.unwritable",
        ) from None


def _version(rows: Iterable[Decided]) -> str:
    """Return twelve hex digits that name a set of decided texts, whatever their order."""
    told = (f"{row.removed}\0{row.text}".encode("utf-8", "surrogatepass") for row in rows)
    digests = sorted(hashlib.sha256(one).digest() for one in told)
    return hashlib.sha256(b"".join(digests)).hexdigest()[:12]


def _table(found: Iterable[Found]) -> Iterator[str]:
    from mizan.casework.guards import wilson

    yield f"{'set':<42}{'texts':>7}{'in force':>10}{'new':>8}   95 % interval of new"
    for one in found:
        low, high = wilson(one.then, one.texts)
        found_by = f"{one.now:>10}{one.then:>8}   {low:.1%}-{high:.1%}"
        yield f"{one.name:<42}{one.texts:>7}{found_by}{'' if one.better else '  worse'}"
    yield "(texts that the model finds at its thresholds; of what was left up it should find none)"
