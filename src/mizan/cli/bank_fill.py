"""`mizan bank add` and `mizan bank try`: entries one by one, tried before they take force."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mizan.cli.options import actor, data_option, why_option
from mizan.config import data_folder

if TYPE_CHECKING:
    from mizan.engine.admit import Value
    from mizan.engine.trial import Trial
    from mizan.terms.content import Content

Command = Callable[..., Any]


def content_options(command: Command) -> Command:
    """Add the ways in which an entry's content may be given."""
    options = (
        click.argument("paths", nargs=-1, metavar="[PATH]..."),
        click.option("--text", metavar="T", help="A text."),
        click.option("--url", metavar="U", help="An address, with all that lies below it."),
        click.option(
            "--hash",
            "hashes",
            multiple=True,
            metavar="TYPE:VALUE",
            help="A fingerprint, such as pdq:HEX or sha256:HEX.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("name")
@content_options
@click.option("--label", default="", metavar="L", help="Your word for what it is; no content.")
@click.option(
    "--because",
    default="",
    metavar="TEXT",
    help="A reason to add it although it hits what must stay up.",
)
@why_option
@data_option
def add(
    name: str,
    paths: tuple[str, ...],
    text: str | None,
    url: str | None,
    hashes: tuple[str, ...],
    data: Path | None,
    **said: str,
) -> None:
    """Add fingerprints of files, a text, an address, or given ones, to bank NAME.

    Only the fingerprints are kept. An entry of a harm bank is first tried on the shipped stay-up
    pack: one that hits it, or that holds nothing but common formulae, is refused until --because
    gives a reason.
    """
    from mizan.banks import queries
    from mizan.banks.changes import NewEntry, add_entries
    from mizan.cli.desk_rules import takes_two, told
    from mizan.engine.build import open_engine
    from mizan.engine.trial import try_values

    with open_engine(data_folder(data)) as engine:
        where = queries.bank(engine.store, name)
        wanted = _values(engine.signals, where.purpose, paths, text, url, hashes)
        if where.purpose == "harm":
            trial = try_values(engine, wanted)
            _refuse_unless(trial, said["because"])
        rows = [
            NewEntry(signal=signal, value=value, label=said["label"], because=said["because"])
            for signal, value in wanted
        ]
        if takes_two(data, where.purpose, where.may_act):
            from mizan.service.curation import entry_changes

            told(
                entry_changes.add_entries(
                    bank=name,
                    rows=rows,
                    actor=actor(),
                    user=None,
                    why=said["why"],
                    override=said["because"],
                )
            )
            return
        added = add_entries(engine.store, bank=name, rows=rows, actor=actor(), why=said["why"])
    for (signal, _), number in zip(wanted, added.ids, strict=True):
        click.echo(f"{signal}: entry {number}")
    click.echo(f"{added.new} new, {added.already} there already, {added.revived} in force again.")


@click.command("try")
@click.argument("name")
@content_options
@click.option(
    "--sample",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Your own ordinary posts: JSON Lines, or a text a line.",
)
@data_option
def try_(
    name: str,
    paths: tuple[str, ...],
    text: str | None,
    url: str | None,
    hashes: tuple[str, ...],
    sample: Path | None,
    data: Path | None,
) -> None:
    """Show what an entry of bank NAME would hit, before it takes force. Nothing is added.

    It is tried on the shipped stay-up pack and, with --sample, on your own ordinary posts. Exit
    status 1 when it hits something that must stay up.
    """
    from mizan.banks import queries
    from mizan.cli.posts import read_posts
    from mizan.engine.build import open_engine
    from mizan.engine.trial import try_values

    with open_engine(data_folder(data)) as engine:
        where = queries.bank(engine.store, name)
        wanted = _values(engine.signals, where.purpose, paths, text, url, hashes)
        posts = read_posts(sample) if sample else ()
        trial = try_values(engine, wanted, sample=posts)
    for line in told_trial(trial):
        click.echo(line)
    if trial.refused:
        raise SystemExit(1)


def told_trial(trial: Trial) -> Iterable[str]:
    """Yield what a trial showed, line by line."""
    for pack in trial.packs:
        yield f"{pack.name}: hits {pack.hits} of {pack.texts}"
        yield from (f"    {kind}: {count}" for kind, count in sorted(pack.kinds.items()))
    if trial.thin:
        yield "It holds nothing but common formulae: only an identical text would match it."


def _refuse_unless(trial: Trial, because: str) -> None:
    if not trial.refused or because:
        return
    from mizan.errors import BankError

    click.echo("\n".join(told_trial(trial)), err=True)
    raise BankError(
        "the entry was not added: it hits what must stay up",
        hint="choose a longer or more telling stretch, or give a reason with --because TEXT",
        code="bank.hits_stay_up",
    )


def _values(
    signals: Any,
    purpose: Any,
    paths: tuple[str, ...],
    text: str | None,
    url: str | None,
    hashes: tuple[str, ...],
) -> list[Value]:
    from mizan.engine.admit import read_hash, values_of

    contents = _contents(paths, text, url)
    if not contents and not hashes:
        raise click.UsageError("give paths, --text, --url or --hash")
    values = [read_hash(written, signals) for written in hashes]
    for content in contents:
        values += values_of(content, signals, purpose)
    return list(dict.fromkeys(values))


def _contents(paths: tuple[str, ...], text: str | None, url: str | None) -> list[Content]:
    from mizan.cli.inputs import load, walk
    from mizan.terms.content import Content

    contents = []
    for loaded in map(load, walk(paths)):
        if loaded.content is None:
            raise loaded.error or AssertionError("an input has a content or an error")
        contents.append(loaded.content)
    if text is not None:
        contents.append(Content(id="--text", text=text))
    if url is not None:
        contents.append(Content(id="--url", url=url))
    return contents
