"""`mizan policy`: check, explain and choose the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from mizan.cli.options import actor, data_option, why_option
from mizan.config import data_folder, make_data_folder

rules_file = click.Path(path_type=Path, dir_okay=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def policy() -> None:
    """Check, explain and choose the rules that weigh findings into a verdict."""


@policy.command()
@click.argument("file", type=rules_file)
@data_option
def check(file: Path, data: Path | None) -> None:  # noqa: ARG001 - every command takes --data
    """Print every fault of the rules in FILE with its line, column and a hint.

    Exit status 1 when there is one.
    """
    from mizan.errors import PolicyError
    from mizan.policy.load import load_policy

    try:
        loaded = load_policy(file)
    except PolicyError as error:
        if not error.faults:
            raise
        for fault in error.faults:
            click.echo(f"{file}:{fault}")
        count = len(error.faults)
        click.echo(f"{count} {'fault' if count == 1 else 'faults'}", err=True)
        raise SystemExit(1) from None
    click.echo(f"{file}: {loaded.ref.name} {loaded.ref.version} is in order.")


@policy.command()
@click.argument("file", type=rules_file, required=False)
@click.option(
    "--lang",
    type=click.Choice(["en", "ar"]),
    default="en",
    show_default=True,
    help="The language of the explanation.",
)
@data_option
def explain(file: Path | None, lang: Literal["en", "ar"], data: Path | None) -> None:
    """Tell what the rules in FILE do, in words; without FILE, those in force."""
    from mizan.engine.rules import chosen_policy
    from mizan.policy.explain import explain as in_words
    from mizan.policy.load import load_policy

    chosen = file or chosen_policy(data_folder(data))
    click.echo(in_words(load_policy(chosen, lang=lang), lang), nl=False)


@policy.command()
@click.argument("file", type=rules_file, required=False)
@click.option("--default", "shipped", is_flag=True, help="Go back to the shipped rules.")
@why_option
@data_option
def use(file: Path | None, shipped: bool, why: str, data: Path | None) -> None:  # noqa: FBT001
    """Put the rules in FILE in force for this data folder; the ledger keeps the change."""
    if (file is None) != shipped:
        raise click.UsageError("name either a FILE or --default")
    from mizan.cli.bank import open_for_change
    from mizan.engine.rules import choose_policy

    folder = make_data_folder(data_folder(data))
    with open_for_change(data) as store:
        ref = choose_policy(folder, store, file, actor=actor(), why=why)
    click.echo(f"Policy {ref.name} {ref.version} is in force, in running processes too.")
